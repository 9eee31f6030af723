-- One issue on a desk. The office sees the problem, never who spoke nor a word of it.

CREATE FUNCTION engine.co_offices(lang text, issue_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.office($1, a.office_id) ORDER BY a.id), '[]')
    FROM core.assignment a WHERE a.issue_id = $2 AND a.part = 'co' AND a.ended_at IS NULL
$$;

-- Who signed for it in the leading office.
CREATE FUNCTION engine.signer(issue_id bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT c.name FROM core.account c WHERE c.id = (engine.lead($1)).signed_by
$$;

CREATE FUNCTION engine.issue_json(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.issue_row(lang, i) || jsonb_strip_nulls(jsonb_build_object('version', i.version, 'problem', i.problem,
      'manifestation', i.manifestation, 'scope', engine.choice(lang, 'scope', i.scope), 'co', engine.co_offices(lang, i.id),
      'leader', engine.person(lang, i.leader_id, NULL), 'person', engine.signer(i.id),
      'step_due_text', CASE WHEN i.closed_at IS NULL AND engine.day(i.step_due_at) IS DISTINCT FROM engine.day(engine.issue_limit(i)) THEN engine.day_text(lang, i.step_due_at) END,
      'how', engine.issue_how(lang, i), 'limits', engine.issue_limits(lang, i), 'extensions', engine.extensions_json(lang, i.id),
      'opened_text', engine.day_text(lang, i.opened_at), 'closed_text', engine.day_text(lang, i.closed_at),
      'result_class', engine.choice(lang, 'result_class', i.result_class), 'answer', i.answer, 'public_summary', i.public_summary,
      'cause', i.cause, 'one_reflection', i.one_reflection, 'lasting', i.lasting, 'conclusion', i.conclusion, 'published', i.published,
      'opinions_n', (SELECT count(*) FROM core.voice v WHERE v.issue_id = i.id)));
END $$;

CREATE FUNCTION engine.measures_json(lang text, issue_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('seq', m.seq, 'round', m.round, 'what', m.what, 'target', m.target, 'owner', m.owner,
           'due_on', m.due_on, 'due_text', engine.day_text($1, m.due_on), 'how', engine.basis_how($1, m.basis, engine.end_of_day(m.due_on)), 'percent', m.percent, 'progress', m.progress,
           'done', m.done_at IS NOT NULL) ORDER BY m.seq), '[]')
    FROM core.measure m WHERE m.issue_id = $2
$$;

CREATE FUNCTION engine.issue_opinions(actor core.actor, issue_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('href', '/console/opinions/' || o.id, 'number', o.number,
           'excerpt', engine.excerpt(engine.words($1, o.body), 120)) ORDER BY o.id)
    FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = $2 AND engine.reads_opinion($1, o)
$$;

-- For those who follow up: the speakers by their letters, and whether each can be reached; never one who spoke of the own office.
CREATE FUNCTION engine.issue_speakers(lang text, actor core.actor, issue_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('id', o.id, 'number', o.number, 'label', engine.speaker_name($1, s.n),
           'protection', engine.choice($1, 'protection', o.protection)) || engine.contact_json($2, o) ORDER BY s.n)
    FROM engine.speakers($3) s JOIN core.opinion o ON o.id = s.opinion_id WHERE NOT engine.concerns_office(o, NULL, ($2).office_id)
$$;

-- Scores for everybody who sees the issue; the reasons are a speaker's words, for those who read words or make the call, and are of
-- no office that was spoken of.
CREATE FUNCTION engine.ratings_json(lang text, actor core.actor, issue_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('round', r.round, 'on', engine.day_of(r.at), 'on_text', engine.day_text($1, r.at),
           'solved', engine.choice($1, 'solved', r.solved), 'attitude', engine.choice($1, 'satisfaction', r.attitude),
           'result', engine.choice($1, 'satisfaction', r.result), 'contacted', r.contacted, 'marks', engine.rating_marks($1, r),
           'reason', CASE WHEN hears AND NOT engine.concerns_office(o, NULL, ($2).office_id) THEN nullif(engine.words($2, r.reason), '') END)) ORDER BY r.id), '[]')
    FROM core.rating r JOIN core.opinion o ON o.id = r.opinion_id, (SELECT engine.may($2, 'opinion.read') IS NOT NULL OR engine.may($2, 'contact.look') IS NOT NULL AS hears) h
   WHERE r.issue_id = $3 AND r.reached
$$;

CREATE FUNCTION engine.seen_issue(actor core.actor, id bigint) RETURNS core.issue LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  i core.issue;
BEGIN
  PERFORM engine.need(actor, 'issue.read');
  SELECT * INTO i FROM core.issue p WHERE p.id = seen_issue.id;
  IF i.id IS NULL OR NOT engine.sees_issue(actor, i.id) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN i;
END $$;

CREATE FUNCTION engine.staff_issue(lang text, actor core.actor, i core.issue) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  subject engine.subject := engine.subject('issue', i.id);
BEGIN
  RETURN engine.frame(lang, actor, 'issues') || jsonb_build_object('issue', engine.issue_json(lang, i),
      'measures', engine.measures_json(lang, i.id), 'ratings', engine.ratings_json(lang, actor, i.id),
      'actions', engine.actions('issue', i.id, actor, lang), 'history', engine.staff_history(lang, subject))
    || engine.closing_json(lang, actor, i)
    || engine.evidence_part(lang, actor, i)
    || jsonb_strip_nulls(jsonb_build_object('proposal', engine.proposal_json(lang, subject),
      'hotspot', engine.issue_hotspot(lang, actor, i), 'raise', engine.raise_form(lang, actor, i),
      'supervision', CASE WHEN engine.may(actor, 'supervision.read') IS NOT NULL
        THEN jsonb_build_object('notices', engine.issue_notices(lang, actor, i.id)) END,
      'opinions', CASE WHEN engine.may(actor, 'opinion.read') IS NOT NULL THEN engine.issue_opinions(actor, i.id) END,
      'speakers', CASE WHEN engine.may(actor, 'contact.look') IS NOT NULL THEN engine.issue_speakers(lang, actor, i.id) END));
END $$;
