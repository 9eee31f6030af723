-- The ladder of supervision: each cause on the day before, on its day and after, once; what covers what; lights and notices agree.
\ir drive.psql
INSERT INTO core.work_calendar (day, is_workday, note) VALUES ('2026-11-28', true, '调休上班'), ('2026-11-30', false, '调休放假')
ON CONFLICT (day) DO UPDATE SET is_workday = excluded.is_workday;

-- An issue being put right: until when, last heard of when.
CREATE FUNCTION fx.work(p_due text, p_progressed text DEFAULT '2026-11-24 10:00+08', p_state integer DEFAULT 50) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.issue(p_state);
BEGIN
  UPDATE core.issue SET due_at = engine.end_of_day(p_due::date), step_due_at = engine.end_of_day(p_due::date), progressed_at = p_progressed::timestamptz WHERE id = v_id;
  RETURN v_id;
END
$$;

CREATE FUNCTION fx.step(p_issue bigint, p_due date) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.measure (issue_id, seq, round, what, target, owner, due_on)
  SELECT p_issue, coalesce(max(seq), 0) + 1, 1, '措施', '目标', '某人', p_due FROM core.measure WHERE issue_id = p_issue
$$;

-- The worker's round at a moment; what it raised for an issue, in order, and what of it is open.
CREATE FUNCTION fx.round(p_at text, p_max integer DEFAULT 100) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', p_at || '+08', true);
  RETURN engine.raise_notices(p_max);
END
$$;
CREATE FUNCTION fx.raised(p_issue bigint) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(level || ':' || cause || CASE WHEN ended_at IS NULL THEN '' ELSE '/ended' END, ' ' ORDER BY id), '') FROM core.supervision WHERE issue_id = p_issue
$$;
CREATE FUNCTION fx.after(p_at text, p_issue bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fx.round(p_at);
  RETURN fx.raised(p_issue);
END
$$;

SELECT plan(69);

-- Due: over a worked Saturday and a Monday off.
SELECT fx.work('2026-12-01') AS a \gset
SELECT is(fx.after('2026-11-25 23:59:59', :a), '', 'four working days before the end: nothing');
SELECT is(engine.issue_lamp(i), 'green', 'and a green light') FROM core.issue i WHERE id = :a;
SELECT is(fx.after('2026-11-26 00:00:00', :a), 'blue:due_near', 'three working days before: blue');
SELECT is(engine.issue_lamp(i), 'blue', 'as its light') FROM core.issue i WHERE id = :a;
SELECT is(fx.round('2026-11-26 00:01:00'), 0, 'once');
SELECT is(fx.round('2026-11-27 08:00:00'), 0, 'and not again on another day');
SELECT is((SELECT (number, reply_due_at IS NULL, raised_by IS NULL, engine.day(limit_at), leader_id = (fx.who('leader')).account_id, office_id)::text FROM core.supervision WHERE issue_id = :a),
  format('(DB-2026-0001,t,t,2026-12-01,t,%s)', fx.office('yanjiushi')), 'numbered, by rule, asking for no reply');
SELECT is((SELECT (action, actor_role, detail)::text FROM core.event WHERE layer = 'supervision'), '(raise,system,"{""cause"": ""due_near"", ""level"": ""blue""}")', 'on record');
SELECT is(fx.after('2026-12-01 23:59:59', :a), 'blue:due_near', 'the last second is the office''s');
SELECT is(fx.after('2026-12-02 00:00:00', :a), 'blue:due_near/ended red:overdue', 'then red, and blue is over');
SELECT is(engine.issue_lamp(i), 'red', 'as its light') FROM core.issue i WHERE id = :a;
SELECT is(fx.round('2026-12-03 00:00:00'), 0, 'one lateness, one notice');
SELECT is((SELECT (in_force_at IS NULL, reply_due_at IS NULL, signed_at IS NULL)::text FROM core.supervision WHERE issue_id = :a AND level = 'red'), '(t,t,t)', 'a red one is a draft: it asks nothing until it is signed');
SELECT is((SELECT (in_force_at = raised_at, signed_at IS NULL)::text FROM core.supervision WHERE issue_id = :a AND level = 'blue'), '(t,t)', 'a blue one was in force at once, sent by the system');
SELECT engine.act_on_notice(fx.who('supervisor'), n.id, 'sign', '{"instruction": "请立即办理"}') FROM core.supervision n WHERE n.issue_id = :a AND n.level = 'red' \g /dev/null
SELECT is((SELECT (in_force_at = engine.clock(), reply_due_at)::text FROM core.supervision WHERE issue_id = :a AND level = 'red'), (true, '2026-12-07 23:59:59+08'::timestamptz)::text, 'signed on the third, it is to be replied to within two working days of that');
UPDATE core.issue SET due_at = '2026-12-21 23:59:59+08', step_due_at = '2026-12-21 23:59:59+08', progressed_at = '2026-12-16 10:00+08' WHERE id = :a;
SELECT is(fx.after('2026-12-16 12:00:00', :a), 'blue:due_near/ended red:overdue/ended blue:due_near', 'a new limit is a new cause: the old notice ends, the new one begins');
SELECT is((SELECT count(*) FROM core.event e JOIN core.supervision n ON n.id = e.subject_id WHERE e.layer = 'supervision' AND e.action = 'end' AND n.issue_id = :a AND n.level = 'red'), 1::bigint, 'its end is an event');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :a;

-- A measure past its date.
SELECT fx.work('2027-03-01', '2026-12-17 10:00+08') AS b \gset
SELECT fx.step(:b, '2026-12-20'), fx.step(:b, '2026-12-24') \g /dev/null
SELECT is(fx.after('2026-12-20 23:59:59', :b), '', 'a measure on its day is not late');
SELECT is(fx.after('2026-12-21 00:00:00', :b), 'yellow:milestone', 'the day after it is: yellow');
SELECT is(engine.issue_lamp(i), 'yellow', 'as its light') FROM core.issue i WHERE id = :b;
SELECT is(fx.after('2026-12-25 00:00:00', :b), 'yellow:milestone yellow:milestone', 'the next one that is missed is a new cause');
SELECT is(fx.round('2026-12-25 00:01:00'), 0, 'each once');
UPDATE core.measure SET done_at = engine.clock(), percent = 100 WHERE issue_id = :b AND seq = 1;
SELECT is(fx.after('2026-12-25 10:00:00', :b), 'yellow:milestone/ended yellow:milestone', 'what is done ends its own notice alone');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :b;

-- Nothing reported.
SELECT fx.work('2027-03-01', '2026-12-04 10:00+08') AS c \gset
SELECT is(fx.after('2026-12-21 23:59:59', :c), '', 'fifteen days that end on a Saturday last until Monday');
SELECT is(fx.after('2026-12-22 00:00:00', :c), 'yellow:stale', 'then yellow');
SELECT is(fx.round('2027-01-20 00:00:00'), 0, 'silence is told once');
UPDATE core.issue SET progressed_at = engine.clock() WHERE id = :c;
SELECT is(fx.after('2027-01-20 00:01:00', :c), 'yellow:stale/ended', 'a word is enough to end it: no reply, no paper');
SELECT is(fx.after('2027-02-05 00:00:00', :c), 'yellow:stale/ended yellow:stale', 'and a new silence is a new cause');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :c;
SELECT fx.work('2027-04-30', '2026-12-04 10:00+08', 97) AS d \gset
UPDATE core.issue SET entered_at = engine.clock() WHERE id = :d;
SELECT is(fx.after('2027-02-05 00:02:00', :d), '', 'a matter that has just come back is not silent since its last round');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :d;

-- What the office asks for decides nothing yet; what comes back in a new round begins anew.
SELECT set_config('xq.clock', '2027-02-05 10:00+08', true) \g /dev/null
SELECT fx.work('2027-04-30', '2027-02-04 10:00+08') AS q \gset
SELECT fx.step(:q, '2027-02-04') \g /dev/null
SELECT fx.round('2027-02-05 10:01:00') \g /dev/null
SELECT engine.apply('issue', :q, 'ask_extension', fx.who('office_head'), NULL, '{"reason": "还需要协调", "new_date": "2027-05-10"}') \g /dev/null
SELECT is(fx.after('2027-02-05 10:02:00', :q), 'yellow:milestone', 'asking for more time ends no notice');
SELECT engine.apply('issue', :q, 'refuse_extension', fx.who('leader'), NULL, '{"reason": "原时限不变"}') \g /dev/null
SELECT is(fx.after('2027-02-05 10:03:00', :q), 'yellow:milestone', 'nor does the refusal');
UPDATE core.issue SET state = 60 WHERE id = :q;
SELECT is(fx.after('2027-02-05 10:04:00', :q), 'yellow:milestone/ended', 'a reply does');
UPDATE core.issue SET state = 75, round = 2 WHERE id = :q;
SELECT is(fx.after('2027-02-05 10:05:00', :q), 'yellow:milestone/ended yellow:milestone', 'and in the next round the same measure is late anew');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :q;

-- Returned: through the very transition.
SELECT set_config('xq.clock', '2027-02-08 10:00+08', true) \g /dev/null
SELECT fx.subject(t) AS e FROM rules.transition t WHERE t.id = 175 \gset
UPDATE core.issue SET due_at = '2027-01-10 23:59:59+08' WHERE id = :e;
SELECT engine.apply('issue', :e, 'return_close', fx.who('reviewer'), NULL, '{"reason": "还没有整改到位"}') \g /dev/null
SELECT is(fx.after('2027-02-08 10:01:00', :e), 'yellow:returned', 'a return is yellow');
SELECT is((SELECT engine.day(due_at) > engine.day(engine.clock()) FROM core.issue WHERE id = :e), true, 'with time to put it right, so not overdue at once');
UPDATE core.issue SET progressed_at = engine.clock() WHERE id = :e;
SELECT is(fx.after('2027-02-08 10:02:00', :e), 'yellow:returned/ended', 'until something is reported');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :e;

-- A worker that was down for forty days, and comes back to everything at once.
SELECT fx.work('2027-02-20', '2027-02-08 10:00+08') AS f, fx.work('2027-06-30', '2027-02-08 10:00+08') AS g, fx.work('2027-03-22', '2027-03-19 10:00+08') AS h \gset
SELECT fx.step(:f, '2027-02-15'), fx.step(:g, '2027-02-15') \g /dev/null
SELECT is(fx.round('2027-03-20 08:00:00', 2), 2, 'in batches');
SELECT is(fx.round('2027-03-20 08:00:01', 2), 1, 'that go on where they stopped');
SELECT is(fx.raised(:f), 'red:overdue', 'the highest level covers the others');
SELECT is(fx.raised(:g), 'yellow:milestone', 'of two causes of one level the first is named');
SELECT is(fx.raised(:h), 'blue:due_near', 'what is near now is near');
SELECT is(fx.round('2027-03-20 08:01:00'), 0, 'nothing is raised twice');
UPDATE core.measure SET done_at = engine.clock() WHERE issue_id = :g;
SELECT is(fx.after('2027-03-20 09:00:00', :g), 'yellow:milestone/ended yellow:stale', 'what was covered comes to light when its cover ends');
SELECT is(fx.after('2027-03-23 00:00:00', :h), 'blue:due_near/ended red:overdue', 'and the ladder goes on');

-- Ends in the same transaction as what ends it.
SELECT engine.apply('issue', :f, 'reply', fx.who('office_head'), NULL, '{"answer": "已经办结，逐条答复如下。", "result_class": "A", "public_summary": "公开摘要，去掉能认出人的内容。"}') \g /dev/null
SELECT is(fx.raised(:f), 'red:overdue/ended', 'a reply ends the notice at once');
SELECT is((SELECT ended_at FROM core.supervision WHERE issue_id = :f), engine.clock(), 'to the second');

-- Another office begins anew.
UPDATE core.issue SET office_id = fx.office('huanzi') WHERE id = :h;
SELECT is(fx.after('2027-03-23 00:05:00', :h), 'blue:due_near/ended red:overdue/ended red:overdue', 'the same limit in other hands');
SELECT is((SELECT office_id FROM core.supervision WHERE issue_id = :h ORDER BY id DESC LIMIT 1), fx.office('huanzi'), 'is theirs');
SELECT fx.step(:h, '2027-03-24') \g /dev/null
SELECT is(fx.round('2027-03-25 08:00:00'), 0, 'what it falls behind with while it is overdue is covered too');

-- The circular: overdue at the end of the month and not over by then.
SELECT set_config('xq.clock', '2027-04-02 10:00+08', true) \g /dev/null
SELECT is((SELECT array_agg((number, due_on, days_late, notices)::text) FROM engine.circular_reds('2027-03-01', '2027-03-31')),
  ARRAY[(SELECT format('(%s,2027-03-22,9,1)', number) FROM core.issue WHERE id = :h)], 'what the circular names, and how many were sent: drafts are none');
SELECT is_empty('SELECT * FROM engine.circular_reds(''2027-02-01'', ''2027-02-28'') WHERE issue_id = ' || :h, 'what was not late then is not in it');
SELECT is((SELECT due_on FROM engine.circular_reds('2027-02-01', '2027-02-28') WHERE issue_id = :f), '2027-02-20'::date, 'what was late then is, though its notice came later and has ended');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE closed_at IS NULL;
SELECT is(engine.raise_notices(100), 0, 'all over');
SELECT is_empty('SELECT id FROM core.supervision WHERE ended_at IS NULL', 'no notice outlives its matter');
SELECT is((SELECT count(*) = max(right(number, 4)::integer) FROM core.supervision WHERE number LIKE 'DB-2027-%'), true, 'no number was drawn for nothing');

-- Lights and notices, for every state in every situation.
SELECT set_config('xq.clock', '2027-05-12 10:00+08', true) \g /dev/null
CREATE TEMP TABLE agree AS
  SELECT s.code AS state, s.owner_role IN ('handler', 'office_head') AS theirs, s.closed, d.due, b.behind, NULL::bigint AS id
    FROM rules.state s, (VALUES ('2027-05-11'), ('2027-05-14'), ('2027-09-01')) d (due), (VALUES ('none'), ('milestone'), ('stale'), ('returned')) b (behind)
   WHERE s.layer = 'issue';
UPDATE agree SET id = fx.work(due, CASE behind WHEN 'stale' THEN '2027-03-01 10:00+08' ELSE '2027-05-10 10:00+08' END, state);
SELECT fx.step(id, '2027-05-10') FROM agree WHERE behind = 'milestone' \g /dev/null
UPDATE core.issue SET returned_at = '2027-05-11 10:00+08' WHERE id IN (SELECT id FROM agree WHERE behind = 'returned');
UPDATE core.issue SET closed_at = engine.clock() WHERE id IN (SELECT id FROM agree WHERE closed);
SELECT engine.raise_notices(1000) > 20 AS many \gset
CREATE TEMP VIEW judged AS SELECT a.*, engine.issue_lamp(i) AS lamp, (SELECT string_agg(n.level, ',') FROM core.supervision n WHERE n.issue_id = a.id AND n.ended_at IS NULL) AS notices
  FROM agree a JOIN core.issue i ON i.id = a.id;
SELECT ok(:'many', 'there is something to compare');
SELECT is_empty($$SELECT * FROM judged WHERE theirs AND notices IS DISTINCT FROM CASE WHEN lamp IN ('blue', 'yellow', 'red') THEN lamp END$$, 'where the office must act, each light has its notice and no other');
SELECT is_empty('SELECT * FROM judged WHERE NOT theirs AND notices IS NOT NULL', 'where another must act, the office gets none');
SELECT is_empty($$SELECT * FROM judged WHERE NOT closed AND (lamp = 'red') <> (due = '2027-05-11')$$, 'red is past the limit, and nothing else is');
SELECT is_empty($$SELECT * FROM judged WHERE (lamp = 'yellow') IS DISTINCT FROM (due > '2027-05-12' AND (behind, state) IN (
  ('milestone', 50), ('milestone', 52), ('milestone', 75), ('stale', 50), ('stale', 52), ('stale', 75), ('stale', 97), ('returned', 50)))$$, 'yellow is what §3.5 says');
SELECT is_empty($$SELECT * FROM judged WHERE closed AND lamp <> 'none'$$, 'what is closed has no light');
SELECT is((SELECT count(*) FROM engine.report_issues(ROW('{"lamp": "yellow"}', fx.who('supervisor'), 'all', 'zh-CN', NULL, NULL)::engine.report_query)),
  (SELECT count(*) FROM judged WHERE lamp = 'yellow'), 'the filter finds the same');

-- A step whose end is near is told by the light; the rule may be told otherwise.
SELECT fx.work('2027-09-01', NULL, 30) AS s \gset
UPDATE core.issue SET step_due_at = engine.due(engine.clock(), 'unit_sign') WHERE id = :s;
SELECT is(fx.after('2027-05-12 10:05:00', :s) || (SELECT engine.issue_lamp(i) FROM core.issue i WHERE id = :s), 'blue', 'no paper for a step of two days');
UPDATE rules.supervision_rule SET steps = true WHERE cause = 'due_near';
SELECT is(fx.after('2027-05-12 10:06:00', :s), 'blue:due_near', 'unless the rule says so');
UPDATE rules.supervision_rule SET active = false;
SELECT is(fx.after('2027-05-12 10:07:00', :s), 'blue:due_near/ended', 'and a rule that is off raises nothing');

-- The marks are the limits read backwards.
UPDATE rules.deadline SET n = 15, unit = 'd' WHERE key = 'stale_progress';
CREATE FUNCTION fx.marks_hold() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM generate_series(0, 120) k, LATERAL (SELECT engine.end_of_day(engine.day(engine.clock()) - k) AS at) t
   WHERE (t.at <= engine.ran_out_from('stale_progress')) <> (engine.due(t.at, 'stale_progress') < engine.clock())
$$;
SELECT is(fx.marks_hold(), 0::bigint, 'in days');
UPDATE rules.deadline SET n = 10, unit = 'wd' WHERE key = 'stale_progress';
SELECT is(fx.marks_hold(), 0::bigint, 'in working days');
UPDATE rules.deadline SET n = 2, unit = 'mon' WHERE key = 'stale_progress';
SELECT is(fx.marks_hold(), 0::bigint, 'in months');
SELECT is_empty('SELECT * FROM engine.broken_events()', 'every chain of events holds');
SELECT * FROM finish();
ROLLBACK;
