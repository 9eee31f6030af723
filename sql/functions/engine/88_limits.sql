-- The limits that a page shows, each with how it was computed.

CREATE FUNCTION engine.limit_json(lang text, code text, label text, due timestamptz, how text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('code', $2, 'label', $3, 'on', engine.day_of($4), 'text', engine.day_text($1, $4),
           'late', $4 < engine.clock(), 'how', coalesce($5, '')))
$$;

-- A day with how it came about; NULL where there is none.
CREATE FUNCTION engine.explained(lang text, due timestamptz, how text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('text', engine.day_text($1, $2), 'how', coalesce($3, '')) WHERE $2 IS NOT NULL
$$;

-- A limit of the rules by its own name, counted from a start.
CREATE FUNCTION engine.rule_limit(lang text, key text, start timestamptz, whose text DEFAULT '') RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.limit_json($1, $2, engine.word($1, d.zh, d.en) || $4, engine.due($3, $2), engine.due_how($1, $3, $2))
    FROM rules.deadline d WHERE d.key = $2 AND $3 IS NOT NULL
$$;

-- Whether somebody who speaks in an issue can be told something besides through the receipt.
CREATE FUNCTION engine.left_contact(issue_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.voice v JOIN core.identity d ON d.opinion_id = v.opinion_id WHERE v.issue_id = $1 AND d.sealed IS NOT NULL)
$$;

-- When the office is to have got in touch: from signing, until it is on record that it did.
CREATE FUNCTION engine.contact_limit(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  signed constant timestamptz := (engine.lead(i.id)).signed_at;
BEGIN
  IF i.state <> 40 OR NOT engine.left_contact(i.id) OR EXISTS (SELECT FROM core.event e
       WHERE e.layer = 'issue' AND e.subject_id = i.id AND e.action = 'first_contact' AND e.at >= signed) THEN
    RETURN NULL;
  END IF;
  RETURN engine.rule_limit(lang, 'first_contact', signed);
END $$;

-- Until when each helping office gives its opinion to the leading one, while there is no answer yet.
CREATE FUNCTION engine.co_limits(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(engine.rule_limit(lang, 'co_unit', a.assigned_at, format(engine.word(lang, '（%s）', ' (%s)'), engine.office(lang, a.office_id) ->> 'label')) ORDER BY a.id), '[]')
            FROM core.assignment a WHERE a.issue_id = i.id AND a.part = 'co' AND a.ended_at IS NULL AND i.state < 60);
END $$;

-- Being rectified, for the first time or again: the limit of the rectification runs.
CREATE FUNCTION engine.is_rectified(state integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT $1 < 60 OR $1 IN (75, 76, 97)
$$;

-- When what was struck off is to be looked at again.
CREATE FUNCTION engine.lookback_limits(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(engine.limit_json(lang, 'lookback', coalesce(engine.word(lang, d.zh, d.en), engine.word(lang, '回头看', 'Look-back')),
                   engine.end_of_day(l.due_on), engine.basis_how(lang, l.basis, engine.end_of_day(l.due_on))) ORDER BY l.due_on, l.id), '[]')
            FROM core.lookback l LEFT JOIN rules.deadline d ON d.key = l.basis ->> 'key' WHERE l.issue_id = i.id AND l.done_at IS NULL);
END $$;

CREATE FUNCTION engine.issue_limits(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  due constant jsonb := CASE WHEN engine.is_rectified(i.state) AND i.due_at IS NOT NULL
    THEN engine.limit_json(lang, 'due', engine.word(lang, '整改时限', 'To be rectified by'), i.due_at, engine.basis_how(lang, i.due_basis, i.due_at)) END;
  step constant jsonb := CASE WHEN i.closed_at IS NULL AND i.step_due_at IS NOT NULL AND (due IS NULL OR i.step_due_at <> i.due_at)
    THEN engine.limit_json(lang, 'step', format(engine.word(lang, '本步骤（%s）', 'This step (%s)'), engine.state(lang, i.state) ->> 'label'), i.step_due_at,
                           engine.basis_how(lang, i.step_basis, i.step_due_at)) END;
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(l), '[]') FROM jsonb_array_elements(jsonb_build_array(due, step, engine.contact_limit(lang, i)) || engine.co_limits(lang, i) || engine.lookback_limits(lang, i)) l
           WHERE l <> 'null');
END $$;

-- How the limit came about that an issue's light goes by.
CREATE FUNCTION engine.issue_how(lang text, i core.issue) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  due constant timestamptz := engine.issue_limit(i);
BEGIN
  RETURN CASE WHEN due = i.step_due_at AND (i.step_basis IS NOT NULL OR due IS DISTINCT FROM i.due_at) THEN engine.basis_how(lang, i.step_basis, due)
              ELSE engine.basis_how(lang, i.due_basis, due) END;
END $$;

-- The clock of triage while it stands still: since when, and what is left of it.
CREATE FUNCTION engine.paused_limit(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('code', d.key, 'label', engine.word(lang, d.zh, d.en), 'late', false,
              'text', format(engine.word(lang, '停计，余%s', 'stands still, %s left'), engine.amount_text(lang, engine.days_left(p), p.unit)),
              'how', format(engine.word(lang, '自%s起等待补充情况，期限停计；补充后计剩余部分。告知受理情况的期限照常计算。',
                                              'Since %s the speaker is waited for and it stands still; afterwards what is left counts. The limit for telling the speaker runs on.'),
                            engine.day_text(lang, p.paused_at)))
            FROM core.pause p JOIN rules.deadline d ON d.key = p.key WHERE p.opinion_id = o.id AND p.resumed_at IS NULL);
END $$;

-- What was handed over as a deputy's proposal is answered there within the law's months, from when it was handed over.
CREATE FUNCTION engine.proposal_limit(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.rule_limit($1, d.key, ($2).closed_at) FROM rules.deadline d WHERE ($2).state = 27 AND d.key = ($2).referred_as
$$;

-- Of what is transferred, until it was received.
CREATE FUNCTION engine.transfer_limit(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.limit_json($1, 'step', engine.word($1, d.zh, d.en), ($2).step_due_at, engine.basis_how($1, ($2).step_basis, ($2).step_due_at))
    FROM rules.state s JOIN rules.deadline d ON d.key = s.deadline WHERE s.code = ($2).state AND s.closed AND ($2).step_due_at IS NOT NULL
$$;

CREATE FUNCTION engine.opinion_limits(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(l), '[]') FROM jsonb_array_elements(CASE WHEN o.issue_id IS NOT NULL THEN '[]'
              WHEN o.closed_at IS NOT NULL THEN jsonb_build_array(engine.proposal_limit(lang, o), engine.transfer_limit(lang, o))
              ELSE jsonb_build_array(engine.paused_limit(lang, o), engine.rule_limit(lang, 'assign', o.received_at),
                                     engine.rule_limit(lang, 'inform_person', o.received_at)) END) l WHERE l <> 'null');
END $$;

CREATE FUNCTION engine.opinion_how(lang text, o core.opinion) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF o.issue_id IS NOT NULL THEN
    RETURN engine.issue_how(lang, engine.issue_of(o));
  END IF;
  RETURN engine.basis_how(lang, coalesce(o.step_basis, (SELECT engine.basis(o.received_at, s.deadline) FROM rules.state s WHERE s.code = o.state AND s.code = 10)),
                          o.step_due_at);
END $$;

-- Every extension that was asked, with the date before it and what became of it.
CREATE FUNCTION engine.extensions_json(lang text, issue_id bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('round', x.round, 'old_text', engine.day_text(lang, x.old_due_at),
              'new_text', engine.day_text(lang, x.new_due_at), 'reason', x.reason, 'asked_by', engine.person(lang, x.asked_by, NULL),
              'asked_text', engine.day_text(lang, x.asked_at), 'decided_by', nullif(engine.person(lang, x.decided_by, NULL), ''),
              'decided_text', engine.day_text(lang, x.decided_at),
              'outcome', engine.choice(lang, 'extension', CASE x.granted WHEN true THEN 'granted' WHEN false THEN 'refused' ELSE 'asked' END))) ORDER BY x.id), '[]')
            FROM core.extension x WHERE x.issue_id = extensions_json.issue_id);
END $$;
