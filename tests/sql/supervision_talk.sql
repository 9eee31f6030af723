-- Above the notices: when a talk is proposed, who keeps its record, who reads it, who is merely told; what is handed over is sealed.
\ir api.psql
SELECT plan(58);
CREATE TEMP TABLE asked AS SELECT r.code AS role, fx.ctx(r.code) AS ctx FROM rules.role r WHERE r.code NOT IN ('person', 'system');
CREATE FUNCTION fx.as(p_role text) RETURNS jsonb LANGUAGE sql AS 'SELECT ctx FROM asked WHERE role = p_role';
-- A round of the worker; the supervisor signs what it drafted, and the next round sees that.
CREATE FUNCTION fx.round(p_at text) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', p_at || '+08', true);
  UPDATE core.session SET seen_at = engine.clock(), created_at = engine.clock(), expires_at = engine.clock() + interval '10 minutes';
  PERFORM engine.raise_notices(100);
  PERFORM engine.act_on_notice(fx.who('supervisor'), n.id, 'sign', jsonb_build_object('instruction', n.instruction))
     FROM core.supervision n WHERE n.in_force_at IS NULL AND n.ended_at IS NULL AND current_setting('fx.signs', true) IS DISTINCT FROM 'no';
  RETURN engine.raise_notices(100);
END
$$;
CREATE FUNCTION fx.proposed() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(cause || CASE engine.talk_state(t) WHEN 'proposed' THEN '' ELSE '/' || engine.talk_state(t) END, ' ' ORDER BY id), '') FROM core.talk t WHERE kind = 'summons'
$$;
CREATE FUNCTION fx.late(p_due text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.issue(50);
BEGIN
  UPDATE core.issue SET due_at = engine.end_of_day(p_due::date), step_due_at = engine.end_of_day(p_due::date) WHERE id = v_id;
  RETURN v_id;
END
$$;

-- Overdue for more than ten working days.
SELECT fx.late('2026-11-24') AS a \gset
SELECT set_config('fx.signs', 'no', true) \g /dev/null
SELECT fx.round('2026-11-25 08:00') \g /dev/null
SELECT is(engine.notice_state(n), 'draft', 'nobody has signed the red one, and that holds nothing up') FROM core.supervision n;
SELECT fx.round('2026-12-08 23:59:59') \g /dev/null
SELECT is(fx.proposed(), '', 'ten working days overdue is not yet too long');
SELECT fx.round('2026-12-09 00:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long', 'the eleventh is');
SELECT fx.round('2026-12-09 00:01'), fx.round('2026-12-20 00:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long', 'once');
SELECT is((SELECT number || ' ' || office_id FROM core.talk), 'YT-2026-0001 ' || fx.office('yanjiushi'), 'numbered, of the office');
SELECT is((SELECT (action, actor_role)::text FROM core.event WHERE layer = 'talk'), '(propose,system)', 'on record');

SELECT set_config('fx.signs', 'yes', true) \g /dev/null

-- On the desks of those who hold it.
CREATE FUNCTION fx.pile(p_role text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(g ->> 'count', '') FROM jsonb_array_elements(console.desk(fx.as(p_role), '{}') -> 'groups') g WHERE g ->> 'code' = 'talk-hold'
$$;
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.pile(role) = '1'), 'party_group supervisor', 'it waits for the party group, and the supervisor knows');
SELECT id AS talk FROM core.talk \gset
CREATE FUNCTION fx.act(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.talk_action', fx.as(p_role), jsonb_build_object('id', p_id, 'action', p_action) || p_more)
$$;
CREATE FUNCTION fx.said(p_on text DEFAULT '2026-12-20') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('held_on', p_on, 'place', '小会议室', 'with_whom', '某负责人', 'content', '谈了超期的原因', 'commitments', '十日内办结')
$$;
SELECT is(fx.act('supervisor', :talk, 'record', fx.said()), 'XQ403 forbidden', 'only the party group keeps the record');
SELECT is(fx.act('office_head', :talk, 'record', fx.said()), 'XQ404 not_found', 'the office does not see what is only proposed');
SELECT is(fx.act('party_group', :talk, 'record', fx.said('2026-12-21')), 'XQ422 talk_ahead held_on', 'not before it was held');
SELECT is(fx.act('party_group', :talk, 'record', '{}'), 'XQ422 required held_on', 'a record is whole');
SELECT is(fx.act('party_group', :talk, 'fly'), 'XQ404 not_found', 'there is no such action');
SELECT is(fx.act('party_group', :talk, 'record', fx.said() || '{"version": 7}'), 'XQ409 changed_meanwhile version', 'a stale form is refused');
SELECT is(fx.act('party_group', :talk, 'record', fx.said() || '{"key": "6f1c9a4e-0000-4000-8000-0000000000c1"}')
  || fx.act('party_group', :talk, 'record', fx.said() || '{"key": "6f1c9a4e-0000-4000-8000-0000000000c1"}'), '', 'recorded, and the same form again');
SELECT is(fx.events('talk', :talk, 'record'), 1::bigint, 'once');
SELECT is(fx.act('party_group', :talk, 'record', fx.said()), 'XQ409 action_not_now', 'and no second time');
SELECT is((SELECT detail::text FROM core.event WHERE layer = 'talk' AND action = 'record'), '{}', 'what was said is in no event');

-- Who reads it.
CREATE FUNCTION fx.see(p_role text, p_id bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN console.talk(fx.as(p_role), jsonb_build_object('id', p_id)) -> 'talk';
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$$;
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.see(role, :talk) ? 'content'), 'party_group supervisor', 'who reads what was said');
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.see(role, :talk) IS NOT NULL AND NOT fx.see(role, :talk) ? 'content'), 'office_head', 'the head is told of it');
SELECT fx.account('fx.other-head', 'huanzi', 'office_head') \g /dev/null
SELECT is(fx.refused('console.talk', fx.ctx('other_head'), jsonb_build_object('id', :talk)) || jsonb_array_length(console.talks(fx.ctx('other_head'), '{}') -> 'rows'), 'XQ404 not_found0', 'another head is not');
SELECT is(fx.see('office_head', :talk) ->> 'commitments', '十日内办结', 'and what was undertaken');
SELECT is(fx.see('office_head', :talk) ?| ARRAY['place', 'with_whom', 'cause'], false, 'and no more');
SELECT is(jsonb_array_length(console.talk(fx.as('office_head'), jsonb_build_object('id', :talk)) -> 'history'), 0, 'nor its history');

-- A held talk settles what came before it.
SELECT fx.round('2026-12-21 09:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long/held', 'the same lateness proposes nothing more');
SELECT fx.late('2026-12-18') AS b, fx.late('2026-12-18') AS c \gset
SELECT set_config('fx.signs', 'no', true) \g /dev/null
SELECT fx.round('2026-12-22 08:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long/held', 'two drafts that nobody signed are no red notices');
SELECT set_config('fx.signs', 'yes', true) \g /dev/null
SELECT fx.round('2026-12-22 09:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long/held red_repeat', 'two more reds within the half-year do');
SELECT max(id) AS second FROM core.talk \gset
SELECT is(fx.act('party_group', :second, 'drop', '{"reason": "已在前次约谈中一并说明"}'), '', 'it may be found unnecessary');
SELECT fx.round('2026-12-23 09:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long/held red_repeat/dropped', 'and is then settled too');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE closed_at IS NULL;
SELECT fx.late('2026-12-24') AS d \gset
SELECT fx.round('2026-12-25 09:00') \g /dev/null
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE closed_at IS NULL;
SELECT fx.late('2026-12-31') AS e \gset
SELECT fx.round('2027-01-04 09:00') \g /dev/null
SELECT is(fx.proposed(), 'red_long/held red_repeat/dropped', 'one in each half-year is not two');

-- By hand.
CREATE FUNCTION fx.new(p_role text, p_action text, p_more jsonb) RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.new_talk', fx.as(p_role), jsonb_build_object('action', p_action) || p_more)
$$;
CREATE FUNCTION fx.heart(p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT '{"office": "yanjiushi", "held_on": "2027-01-04", "place": "机关党委", "with_whom": "某同志", "content": "谈心提醒，抓早抓小"}'::jsonb || p_more
$$;
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.new(role, 'note_heart', fx.heart()) = ''), 'party_group supervisor', 'who keeps a heart-to-heart talk');
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.new(role, 'summon', '{"office": "huanzi", "reason": "情况需要当面了解"}') = ''), 'party_group', 'who summons');
SELECT is(fx.new('party_group', 'summon', '{"office": "huanzi", "reason": "情况需要当面了解"}'), 'XQ409 talk_waits', 'one at a time');
SELECT is(fx.new('party_group', 'note_heart', fx.heart('{"key": "6f1c9a4e-0000-4000-8000-0000000000d1"}')) || fx.new('party_group', 'note_heart', fx.heart('{"key": "6f1c9a4e-0000-4000-8000-0000000000d1"}')), '', 'the same form twice');
SELECT is((SELECT count(*) FROM core.talk WHERE basis LIKE '%0000000000d1'), 1::bigint, 'is one record');
SELECT is(fx.new('supervisor', 'note_heart', fx.heart('{"key": "6f1c9a4e-0000-4000-8000-0000000000d1"}')), 'XQ409 key.other_words key', 'its key in another hand is a mistake');
SELECT is(fx.new('party_group', 'record', '{}'), 'XQ404 not_found', 'a record of nothing');
SELECT id AS heart FROM core.talk WHERE basis LIKE '%0000000000d1' \gset
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.see(role, :heart) ? 'content'), 'party_group supervisor', 'who reads it');
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.see(role, :heart) IS NOT NULL AND NOT fx.see(role, :heart) ? 'content'), 'office_head', 'the head sees that it took place');
SELECT is(fx.see('office_head', :heart) ?| ARRAY['commitments', 'place', 'with_whom', 'cause'], false, 'and nothing of it');
SELECT is(fx.refused('console.talks', fx.as('handler'), '{}'), 'XQ403 forbidden', 'clerks do not even see the list');

-- Handed over.
SELECT fx.round('2027-01-05 09:00') \g /dev/null
SELECT max(id) AS red FROM core.supervision WHERE level = 'red' AND ended_at IS NULL \gset
CREATE FUNCTION fx.over(p_role text, p_id bigint, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.supervision_action', fx.as(p_role), jsonb_build_object('id', p_id, 'action', 'hand_over', 'ground', 'falsification', 'receiver', 'resident',
    'note', '进展与实际不符') || p_more)
$$;
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.over(role, :red) = ''), 'party_group', 'who hands over');
SELECT is(fx.over('party_group', :red, '{"key": "6f1c9a4e-0000-4000-8000-0000000000e1"}') || fx.over('party_group', :red, '{"key": "6f1c9a4e-0000-4000-8000-0000000000e1"}'), '', 'the same form twice');
SELECT is((SELECT count(*) FROM core.talk WHERE kind = 'handover'), 2::bigint, 'is one record');
SELECT is((SELECT count(*) FROM core.event WHERE layer = 'supervision' AND action = 'hand_over'), 0::bigint, 'of which the notice''s own history knows nothing');
SELECT unalike(console.supervision(fx.as('office_head'), jsonb_build_object('id', :red))::text, '%移交%', 'nor does the office');
SELECT max(id) AS over FROM core.talk WHERE kind = 'handover' \gset
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.see(role, :over) IS NOT NULL), 'discipline party_group', 'sealed');
SELECT is(fx.see('discipline', :over) ->> 'content', '进展与实际不符', 'the liaison reads why');
SELECT is((fx.see('discipline', :over) -> 'issue' ? 'href', fx.see('party_group', :over) -> 'issue' ? 'href')::text, '(f,t)', 'of which problem, with a way there for who may go');
SELECT is(jsonb_path_query_first(console.desk(fx.as('discipline'), '{}'), '$.nav[*].places[*] ? (@.code == "supervisions").href'), '"/console/talks"', 'and finds the way there');
SELECT is(fx.new('party_group', 'hand_over', jsonb_build_object('issue', (SELECT number FROM core.issue WHERE id = :e), 'ground', 'refusal', 'receiver', 'organ', 'note', '多次督办仍拒不整改')), '', 'of an issue as well');
SELECT is((SELECT count(*) FROM core.event e, core.talk t WHERE t.kind = 'handover' AND e.layer = 'talk' AND e.subject_id = t.id AND (e.detail::text LIKE '%拒不%' OR e.detail <> '{}')), 0::bigint, 'nothing of it is in an event');
-- Whom it must be told to is told, by number alone: a hand-over its receiver, a notice those who see its level.
UPDATE rules.param SET value = 1 WHERE key = 'mail_on';
UPDATE core.account SET email = 'someone@work.example', tell = 'each';
CREATE FUNCTION fx.told(p_layer text, p_id bigint) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(DISTINCT r.role, ' ' ORDER BY r.role) FROM core.outbox o JOIN core.account_role r ON r.account_id = o.account_id WHERE o.layer = p_layer AND o.subject_id = p_id
$$;
SELECT fx.over('party_group', :red, '{"key": "6f1c9a4e-0000-4000-8000-0000000000e9"}') \g /dev/null
SELECT max(id) AS over FROM core.talk WHERE kind = 'handover' \gset
SELECT is(fx.told('talk', :over), 'discipline', 'a hand-over is told to the liaison, and to others of the party group than who handed it over');
SELECT unalike((SELECT engine.outbox_message(o, NULL)::text FROM core.outbox o WHERE o.layer = 'talk' AND o.subject_id = :over), '%进展与实际不符%', 'without a word of it');
SELECT ok((SELECT engine.outbox_message(o, NULL) ->> 'subject' LIKE '%' || t.number FROM core.outbox o JOIN core.talk t ON t.id = o.subject_id WHERE o.layer = 'talk' AND t.id = :over), 'but for its number');
SELECT is(fx.told('supervision', (engine.insert_notice(i, 'blue', 'manual', 'told', NULL, '请办理', NULL)).id), 'handler office_head supervisor', 'a blue notice is told to the office and the supervisor') FROM core.issue i WHERE i.id = :e;
SELECT (engine.insert_notice(i, 'red', 'manual', 'told', NULL, '请办理', NULL)).id AS red_draft FROM core.issue i WHERE i.id = :e \gset
SELECT is(fx.told('supervision', :red_draft), 'supervisor', 'a red one by rule is the supervisor''s to sign first');
SELECT engine.act_on_notice(fx.who('supervisor'), :red_draft, 'sign', '{"instruction": "请限期整改。"}') \g /dev/null
SELECT is(fx.told('supervision', :red_draft), 'handler leader office_head party_group supervisor', 'and then told to the office, the leader and the party group as well');
SELECT is_empty('SELECT * FROM engine.broken_events()', 'every chain of events holds');
SELECT * FROM finish();
ROLLBACK;
