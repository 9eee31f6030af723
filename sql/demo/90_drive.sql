-- Walks every opinion along its path, all of them in the order of time, each step by the account whose step it is.
\if :fresh
CREATE TEMP TABLE demo_act (step text PRIMARY KEY, layer text, action text, role text) ON COMMIT DROP;
INSERT INTO demo_act VALUES
  ('open', 'opinion', 'open', 'triage'), ('ask', 'opinion', 'ask', 'triage'), ('asis', 'opinion', 'decide_as_is', 'triage'),
  ('assign', 'opinion', 'assign', 'triage'), ('transfer', 'opinion', 'transfer', 'triage'), ('got', 'opinion', 'take_over', 'discipline'), ('refer', 'opinion', 'refer', 'triage'),
  ('refuse', 'opinion', 'refuse', 'triage'), ('merge', 'opinion', 'merge', 'triage'), ('ok', 'opinion', 'approve', 'assigner'),
  ('sign', 'issue', 'sign', 'handler'), ('object', 'issue', 'object', 'office_head'), ('plan', 'issue', 'plan', 'office_head'),
  ('replan', 'issue', 'replan', 'office_head'), ('more', 'issue', 'add_measure', 'office_head'), ('prog', 'issue', 'progress', 'handler'),
  ('done', 'issue', 'progress', 'handler'), ('extend', 'issue', 'ask_extension', 'office_head'), ('grant', 'issue', 'grant_extension', 'leader'), ('deny', 'issue', 'refuse_extension', 'leader'), ('keep', 'issue', 'keep_on', 'office_head'),
  ('reply', 'issue', 'reply', 'office_head'), ('revisit', 'issue', 'revisit', 'revisitor'), ('call', 'issue', 'record_revisit', 'revisitor'),
  ('silent', 'issue', 'no_answer', 'revisitor'), ('notdone', 'issue', 'not_done', 'revisitor'), ('convene', 'issue', 'convene', 'assigner'),
  ('explain', 'issue', 'explain_close', 'assigner'), ('apply', 'issue', 'apply_close', 'office_head'), ('take', 'issue', 'take_review', 'reviewer'),
  ('close', 'issue', 'close', 'reviewer'), ('return', 'issue', 'return_close', 'reviewer'), ('show', 'issue', 'publicize', 'supervisor'),
  ('showclose', 'issue', 'close', 'supervisor'), ('look', 'issue', 'lookback', 'supervisor'), ('hold', 'issue', 'hold', 'supervisor'),
  ('mostly', 'issue', 'basically_hold', 'supervisor'), ('rebound', 'issue', 'rebound', 'supervisor');

CREATE FUNCTION pg_temp.issue_of(p_key text) RETURNS core.issue LANGUAGE sql AS $$
  SELECT i.* FROM demo_opinion d JOIN core.opinion o ON o.id = d.id JOIN core.issue i ON i.id = o.issue_id WHERE d.key = p_key
$$;

-- Who does it: nobody of the office that is spoken of; the office's own people, the issue's leader, triage by turns, otherwise somebody who has no part in it.
CREATE FUNCTION pg_temp.actor(p_role text, p_key text) RETURNS core.actor LANGUAGE sql AS $$
  SELECT engine.account_actor(a.id)
    FROM core.account a JOIN core.account_role r ON r.account_id = a.id AND r.role = p_role, pg_temp.issue_of(p_key) i
   WHERE CASE WHEN p_role IN ('handler', 'office_head') THEN a.office_id = i.office_id
              WHEN p_role = 'leader' THEN a.id = i.leader_id
              WHEN p_role IN ('triage', 'assigner') AND EXISTS (SELECT FROM core.office f WHERE f.id = a.office_id AND f.code IN (
                   SELECT d.office FROM demo_opinion d WHERE d.key = p_key UNION ALL SELECT k.lead FROM demo_issue k WHERE k.key = p_key
                   UNION ALL SELECT k.lead FROM demo_words w JOIN demo_issue k ON k.key = w.a WHERE w.key = p_key AND w.step = 'merge')) THEN false
              WHEN i.id IS NULL THEN true
              ELSE NOT engine.handles(i.id, a.office_id) END
   ORDER BY pg_temp.pick(p_key || a.username, 2), a.id LIMIT 1
$$;

CREATE FUNCTION pg_temp.words(p_step demo_step) RETURNS demo_words LANGUAGE plpgsql AS $$
DECLARE
  v_words demo_words;
BEGIN
  SELECT * INTO v_words FROM demo_words w WHERE w.key = (p_step).key AND w.step = (p_step).step AND w.nth = (p_step).nth;
  IF v_words.key IS NULL AND (p_step).step NOT IN ('open', 'asis', 'assign', 'ok', 'got', 'grant', 'sign', 'revisit', 'take', 'look', 'silent') THEN
    RAISE EXCEPTION 'no words for % % %', (p_step).key, (p_step).step, (p_step).nth;
  END IF;
  RETURN v_words;
END
$$;

-- A day so many days on from the step.
CREATE FUNCTION pg_temp.ahead(p_step demo_step, p_days integer) RETURNS text LANGUAGE sql AS $$
  SELECT (engine.day((p_step).at) + p_days)::text
$$;

CREATE FUNCTION pg_temp.assign_fields(p_key text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('title', i.title, 'problem', i.problem, 'manifestation', i.shows, 'category', i.category, 'scope', 'own',
    'lead_office', i.lead, 'co_offices', to_jsonb(i.co), 'leader', i.leader, 'rectify_type', i.type, 'key_issue', i.key_issue)
    FROM demo_issue i WHERE i.key = p_key
$$;

CREATE FUNCTION pg_temp.measure_fields(p_step demo_step, p_what text, p_target text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('what', p_what, 'target', p_target, 'owner', (pg_temp.actor('handler', (p_step).key)).name,
    'due_on', pg_temp.ahead(p_step, CASE i.rectify_type WHEN 'fix_now' THEN 4 ELSE 14 + pg_temp.pick((p_step).key, 12) END))
    FROM pg_temp.issue_of((p_step).key) i
$$;

-- The second checker is the one that was named, where that one may; otherwise somebody of the chairs' meeting.
CREATE FUNCTION pg_temp.checker(p_issue core.issue, p_name text) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce((SELECT c.code FROM engine.checker_rows(p_issue) c WHERE c.label = p_name), 'zhuren1')
$$;

CREATE FUNCTION pg_temp.lookback_fields(w demo_words) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('findings', (w).a, 'method', to_jsonb(string_to_array((w).b, ',')), 'second_checker', pg_temp.checker(pg_temp.issue_of((w).key), (w).c))
$$;

CREATE FUNCTION pg_temp.opinion_fields(s demo_step, w demo_words) RETURNS jsonb LANGUAGE sql AS $$
  SELECT CASE (s).step
    WHEN 'ask'      THEN jsonb_build_object('question', (w).a)
    WHEN 'assign'   THEN pg_temp.assign_fields((s).key)
    WHEN 'transfer' THEN jsonb_build_object('note', (w).a)
    WHEN 'refer'    THEN jsonb_strip_nulls(jsonb_build_object('to', (w).a, 'explanation', (w).b, 'way', nullif((w).c, '')))
    WHEN 'refuse'   THEN jsonb_build_object('reason', (w).a, 'explanation', (w).b)
    WHEN 'merge'    THEN jsonb_build_object('issue', (pg_temp.issue_of((w).a)).number, 'explanation', (w).b)
    ELSE '{}' END
$$;

CREATE FUNCTION pg_temp.issue_fields(s demo_step, w demo_words) RETURNS jsonb LANGUAGE sql AS $$
  SELECT CASE (s).step
    WHEN 'object'  THEN jsonb_build_object('reason', (w).a, 'suggested_office', (w).b)
    WHEN 'plan'    THEN jsonb_build_object('cause', (w).a) || pg_temp.measure_fields(s, (w).b, (w).c)
    WHEN 'replan'  THEN jsonb_build_object('cause', (w).a) || pg_temp.measure_fields(s, (w).b, (w).c)
    WHEN 'more'    THEN pg_temp.measure_fields(s, (w).a, (w).b)
    WHEN 'extend'  THEN jsonb_build_object('reason', (w).a, 'new_date', engine.day(i.due_at) + (w).b::integer)
    WHEN 'deny'    THEN jsonb_build_object('reason', (w).a)
    WHEN 'keep'    THEN jsonb_build_object('milestone', (w).a, 'next_on', pg_temp.ahead(s, (w).b::integer))
    WHEN 'reply'   THEN jsonb_build_object('answer', (w).a, 'public_summary', (w).b, 'result_class', (w).c)
    WHEN 'call'    THEN jsonb_build_object('opinion', o.number, 'contacted', true, 'solved', (w).b, 'attitude', split_part((w).c, ',', 1),
                                           'result', split_part((w).c, ',', 2), 'reason', (w).a)
    WHEN 'silent'  THEN jsonb_build_object('opinion', o.number)
    WHEN 'notdone' THEN jsonb_build_object('reason', (w).a)
    WHEN 'return'  THEN jsonb_build_object('reason', (w).a)
    WHEN 'explain' THEN jsonb_build_object('reason', (w).a)
    WHEN 'convene' THEN jsonb_build_object('meeting', (w).a)
    WHEN 'apply'   THEN jsonb_build_object('one_reflection', (w).a, 'lasting', (w).b)
    WHEN 'show'    THEN jsonb_build_object('text', (w).a)
    WHEN 'close'   THEN jsonb_build_object('conclusion', (w).a, 'publish', (w).b = 'publish')
    WHEN 'showclose' THEN jsonb_build_object('conclusion', (w).a, 'publish', (w).b = 'publish')
    WHEN 'hold'    THEN pg_temp.lookback_fields(w)
    WHEN 'mostly'  THEN pg_temp.lookback_fields(w)
    WHEN 'rebound' THEN pg_temp.lookback_fields(w)
    ELSE '{}' END
    FROM pg_temp.issue_of((s).key) i, demo_opinion d JOIN core.opinion o ON o.id = d.id WHERE d.key = (s).key
$$;
\endif
