-- What becomes of an opinion.

CREATE FUNCTION engine.effect_ask(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.message (opinion_id, sender, at, body)
  VALUES ((p_move).subject.id, 'organ', (p_move).at, (p_move).fields ->> 'question');
  UPDATE core.opinion SET reply = (p_move).fields ->> 'question' WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_supply(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.message (opinion_id, sender, at, body)
  VALUES ((p_move).subject.id, 'speaker', (p_move).at, (p_move).fields ->> 'text')
$$;

-- Somebody else sorts it: nobody of the own office sees it any more.
CREATE FUNCTION engine.effect_recuse(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.recusal (opinion_id, office_id, at) VALUES ((p_move).subject.id, (p_move).actor.office_id, (p_move).at)
$$;

-- The words and the reason the speaker is told; a referral says where to, and by which way.
CREATE FUNCTION engine.effect_tell(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET reply = (p_move).fields ->> 'explanation', reason = (p_move).fields ->> 'reason',
         referred_to = coalesce((p_move).fields ->> 'to', ''), referred_as = (p_move).fields ->> 'way'
   WHERE id = (p_move).subject.id
$$;

-- Nothing more is shown: whose matter it is now, and what they do, is theirs to say.
CREATE FUNCTION engine.effect_mark_transferred(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET reply = '' WHERE id = (p_move).subject.id
$$;

-- Registered by the liaison: the step is over, and no other follows.
CREATE FUNCTION engine.effect_take_over(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET step_due_at = NULL, step_basis = NULL WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_withdraw(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET reason = 'withdrawn' WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_correct_opinion(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET category = (p_move).fields ->> 'category', scope = coalesce((p_move).fields ->> 'scope', scope)
   WHERE id = (p_move).subject.id
$$;

-- From here on the issue speaks for the opinion, or for another part of it: the first remains the main one.
CREATE FUNCTION engine.link(p_move engine.move, p_issue core.issue) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET issue_id = coalesce(issue_id, (p_issue).id), state = (p_move).transition.to_state,
         category = CASE WHEN issue_id IS NULL THEN (p_issue).category ELSE category END,
         scope = CASE WHEN issue_id IS NULL THEN (p_issue).scope ELSE scope END,
         reply = coalesce((p_move).fields ->> 'explanation', '')
   WHERE id = (p_move).subject.id;
  INSERT INTO core.voice (issue_id, opinion_id, joined_at) VALUES ((p_issue).id, (p_move).subject.id, (p_move).at)
$$;

-- Out of an issue that it does not belong to. Where it speaks in no other, it is reviewed again.
CREATE FUNCTION engine.effect_unmerge(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue;
BEGIN
  SELECT i.* INTO STRICT v_issue FROM core.issue i WHERE i.number = (p_move).fields ->> 'issue' FOR UPDATE;
  DELETE FROM core.voice v WHERE v.issue_id = v_issue.id AND v.opinion_id = (p_move).subject.id;
  UPDATE core.opinion o SET state = (p_move).transition.to_state, reply = '',
         issue_id = (SELECT (p.issue).id FROM engine.parts(o.id) p ORDER BY p.place LIMIT 1)
   WHERE o.id = (p_move).subject.id;
  PERFORM engine.record('issue', v_issue.id, 'parted', (p_move).actor.account_id, (p_move).role, v_issue.state, v_issue.state);
END
$$;

-- The issue is locked and looked at again: it may have been answered since the list was drawn.
CREATE FUNCTION engine.effect_merge(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue;
BEGIN
  SELECT i.* INTO STRICT v_issue FROM core.issue i WHERE i.number = (p_move).fields ->> 'issue' FOR UPDATE;
  IF v_issue.state NOT BETWEEN 30 AND 75 THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  PERFORM engine.link(p_move, v_issue);
  PERFORM engine.record('issue', v_issue.id, 'joined', (p_move).actor.account_id, (p_move).role, v_issue.state, v_issue.state);
END
$$;

-- The limit a kind of rectification runs by; what deputies raised is answered within a month.
CREATE FUNCTION engine.rectify_limit(p_type text, p_source text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_type
    WHEN 'fix_now' THEN 'fix_now'
    WHEN 'keep_on' THEN 'milestone'
    WHEN 'explain' THEN 'explain'
    ELSE CASE WHEN engine.raised_by_delegate(p_source) THEN 'delegate_reply' ELSE 'fix_by' END END
$$;

CREATE FUNCTION engine.insert_issue(p_move engine.move) RETURNS core.issue LANGUAGE sql AS $$
  INSERT INTO core.issue (number, state, title, problem, manifestation, category, scope, source, key_issue, rectify_type,
                          office_id, leader_id, opened_at, due_given, due_at, due_basis, step_due_at, step_basis)
  SELECT engine.issue_number((p_move).at), n.state, f.title, f.problem, coalesce(f.manifestation, ''),
         f.category, f.scope, (p_move).subject.opinion.source, coalesce(f.key_issue, false), f.rectify_type,
         (SELECT o.id FROM core.office o WHERE o.code = f.lead_office),
         (SELECT a.id FROM core.account a WHERE a.username = f.leader), (p_move).at, f.due IS NOT NULL,
         coalesce(engine.end_of_day(f.due),
                  engine.due((p_move).at, engine.rectify_limit(f.rectify_type, (p_move).subject.opinion.source))),
         CASE WHEN f.due IS NULL THEN engine.basis((p_move).at, engine.rectify_limit(f.rectify_type, (p_move).subject.opinion.source))
              ELSE engine.given_basis((p_move).actor.account_id, (p_move).at) END,
         engine.step_due(n.state, (p_move).at, NULL), engine.step_basis(n.state, (p_move).at)
    FROM (SELECT t.to_state AS state FROM rules.transition t WHERE t.active AND t.layer = 'issue' AND t.from_state IS NULL) n,
         jsonb_to_record((p_move).fields) AS f (title text, problem text, manifestation text, category text, scope text,
         lead_office text, leader text, rectify_type text, key_issue boolean, due date)
  RETURNING *
$$;

CREATE FUNCTION engine.assign_offices(p_move engine.move, p_issue core.issue) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.assignment (issue_id, office_id, part, assigned_at, assigned_by)
  VALUES ((p_issue).id, (p_issue).office_id, 'lead', (p_move).at, (p_move).actor.account_id);
  INSERT INTO core.assignment (issue_id, office_id, part, assigned_at, assigned_by)
  SELECT (p_issue).id, o.id, 'co', (p_move).at, (p_move).actor.account_id
    FROM jsonb_array_elements_text(coalesce((p_move).fields -> 'co_offices', '[]')) c JOIN core.office o ON o.code = c.value
   WHERE o.id <> (p_issue).office_id
$$;

CREATE FUNCTION engine.effect_open_issue(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue := engine.insert_issue(p_move);
BEGIN
  PERFORM engine.assign_offices(p_move, v_issue);
  PERFORM engine.link(p_move, v_issue);
  PERFORM engine.record('issue', v_issue.id, 'open', (p_move).actor.account_id, (p_move).role, NULL, v_issue.state);
END
$$;
