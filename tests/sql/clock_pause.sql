-- Waiting for the speaker stops the limit of triage, and nothing else; every page says how its date came about.
\ir api.psql

SET LOCAL xq.clock = '2026-11-09 10:00+08';  -- a Monday
SELECT fx.submit('slow') AS a, fx.submit('late') AS b \gset

-- A session of this very moment: days pass here.
CREATE FUNCTION fx.here(p_role text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM core.session;
  RETURN fx.ctx(p_role);
END
$$;
CREATE FUNCTION fx.act(p_at text, p_id bigint, p_action text, p_role text, p_args jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', p_at || '+08', true);
  PERFORM engine.apply('opinion', p_id, p_action, CASE WHEN p_role NOT IN ('person', 'system') THEN fx.who(p_role) END,
                       CASE WHEN p_role IN ('person', 'system') THEN p_role END, p_args);
  RETURN (SELECT to_char(o.step_due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') FROM core.opinion o WHERE o.id = p_id);
END
$$;
CREATE FUNCTION fx.ask(p_at text, p_id bigint) RETURNS text LANGUAGE sql AS $$ SELECT fx.act(p_at, p_id, 'ask', 'triage', '{"question": "请问是哪一天？"}') $$;
CREATE FUNCTION fx.supply(p_at text, p_id bigint) RETURNS text LANGUAGE sql AS $$ SELECT fx.act(p_at, p_id, 'supply', 'person', '{"text": "上月十五日。"}') $$;

SELECT plan(53);
SELECT is(fx.act('2026-11-09 11:00', :a, 'open', 'triage'), '2026-11-12', 'triage has three working days');
SELECT is(fx.ask('2026-11-10 10:00', :a), '2026-11-20', 'the speaker has ten days');
SELECT is((SELECT to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD') || ' ' || key || ' ' || unit FROM core.pause WHERE opinion_id = :a AND resumed_at IS NULL), '11-12 triage wd', 'triage''s clock stands still');
SELECT console.opinion(fx.here('triage'), jsonb_build_object('id', :a)) AS waiting \gset
SELECT is(:'waiting'::jsonb #>> '{opinion,limits,0,text}', '停计，余2个工作日', 'the page says what is left');
SELECT is(:'waiting'::jsonb #>> '{opinion,limits,2,on}', '2026-11-24', 'the fifteen days of the law run on');
SELECT is(:'waiting'::jsonb #>> '{opinion,limits,1,code}', 'assign', 'and so does the limit for assigning');
SELECT matches(:'waiting'::jsonb #>> '{opinion,how}', '^等待补充情况：10日', 'the speaker''s limit says how it came about');
SELECT is(fx.supply('2026-11-16 10:00', :a), '2026-11-18', 'on a Monday the two days that were left count, not three');
SELECT is((SELECT to_char(resumed_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24') FROM core.pause WHERE opinion_id = :a), '11-16 10', 'the pause has ended');
SELECT is(console.opinion(fx.here('triage'), jsonb_build_object('id', :a)) #>> '{opinion,how}', '审核分类（依据：本机关自定）自2026年11月10日起停计，等待补充情况；2026年11月16日恢复，余2个工作日。'
  || '开始的当日（2026年11月16日）不计，从次日起数2个工作日，到2026年11月18日止。', 'and the page says so');
SELECT is(fx.ask('2026-11-18 10:00', :a), '2026-11-30', 'asked again on its last day; ten days end on a Saturday');
SELECT is(fx.supply('2026-11-20 20:00', :a), '2026-11-23', 'nothing was left but the day itself: after hours on Friday, that is Monday');
SELECT is(fx.ask('2026-11-23 09:00', :a), '2026-12-03', 'and again');
SELECT is(fx.supply('2026-11-25 10:00', :a), '2026-11-24', 'past the fifteen days triage is late, pause or not');
SELECT matches(console.opinion(fx.here('triage'), jsonb_build_object('id', :a)) #>> '{opinion,how}', '^告知受理情况：15日.*这是审核分类的最后期限，不因停计而推迟。$', 'and why');
SELECT is((SELECT count(*) FROM core.pause WHERE opinion_id = :a AND resumed_at IS NOT NULL), 3::bigint, 'each pause is on record');

-- Late before it was asked: a pause cures nothing.
SELECT is(fx.act('2026-11-09 11:00', :b, 'open', 'triage'), '2026-11-12', 'another');
SELECT is(fx.ask('2026-11-13 10:00', :b), '2026-11-23', 'asked when triage was late');
SELECT is(fx.act('2026-11-24 09:00', :b, 'decide_as_is', 'system'), '2026-11-12', 'stays late');
SELECT is((SELECT to_char(resumed_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD') FROM core.pause WHERE opinion_id = :b), '11-23', 'waiting ended with its limit, whenever it was noticed');

-- Opened so late that the law is nearer than the three days.
SELECT set_config('xq.clock', '2026-11-09 10:00+08', true) \g /dev/null
SELECT fx.submit('forgotten') AS c \gset
SELECT is(fx.act('2026-11-23 10:00', :c, 'open', 'triage'), '2026-11-24', 'the hard stop comes first');

-- An issue: the office's dates, and where they come from.
SELECT set_config('xq.clock', '2026-11-09 10:00+08', true) \g /dev/null
SELECT fx.linked('issue', 30, fx.sealed('reply')) AS i \gset
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:i, fx.office('caijing'), 'co', engine.clock());
SELECT engine.apply('issue', :i, 'sign', fx.who('office_head'), NULL, '{}') \g /dev/null
SELECT is((SELECT string_agg(l ->> 'code' || ' ' || (l ->> 'on'), ', ' ORDER BY k) FROM jsonb_array_elements(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #> '{issue,limits}') WITH ORDINALITY x (l, k)),
  'due 2026-12-09, step 2026-11-16, first_contact 2026-11-10, co_unit 2026-12-09', 'signed for: four limits');
SELECT is((SELECT i ->> 'due_on' || coalesce(' ' || (i ->> 'step_due_text'), '') FROM (SELECT console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) -> 'issue' AS i) x), '2026-11-16', 'the day that its light goes by is said once');
SELECT is((SELECT count(*) FROM jsonb_array_elements(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #> '{issue,limits}') l WHERE l ->> 'how' <> ''), 4::bigint, 'each explained');
SELECT matches(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #>> '{issue,how}', '^制定整改方案：5个工作日', 'the light goes by the plan, and says so');
SELECT engine.apply('issue', :i, 'first_contact', fx.who('office_head'), NULL, '{"note": "已去了解。"}') \g /dev/null
SELECT is(jsonb_array_length(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #> '{issue,limits}'), 3, 'once in touch that limit is over');
UPDATE core.issue SET state = 70, step_due_at = due_at WHERE id = :i;
SELECT is(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #>> '{issue,limits,0,code}', 'step', 'a step''s limit is told though it falls on the day of the rectification''s, which is over');
UPDATE core.issue SET state = 40, step_due_at = '2026-11-16 23:59:59.999999+08' WHERE id = :i;
SELECT engine.apply('issue', :i, 'plan', fx.who('office_head'), NULL, jsonb_build_object('cause', '职责没有写清楚。', 'what', '写清楚', 'target', '清楚', 'owner', '某人', 'due_on', '2026-11-30')) \g /dev/null

-- More time: asked in time, refused or granted, the old date kept.
SELECT engine.apply('issue', :i, 'ask_extension', fx.who('office_head'), NULL, '{"reason": "设备未到，联系13812345678", "new_date": "2026-12-25"}') \g /dev/null
SELECT is((SELECT due_at FROM core.issue WHERE id = :i), '2026-12-09 23:59:59+08'::timestamptz, 'while it waits the limit runs on');
SELECT is(fx.track('issue') #>> '{due,on}', '2026-12-09', 'and the speaker reads the old date');
SELECT set_config('xq.clock', '2026-11-11 10:00+08', true) \g /dev/null
SELECT engine.apply('issue', :i, 'grant_extension', fx.who('leader'), NULL, '{}') \g /dev/null
SELECT fx.track('issue') AS told \gset
SELECT is(:'told'::jsonb #>> '{due,on}' || ' ' || (:'told'::jsonb #>> '{due,was_text}'), '2026-12-25 2026年12月9日', 'the speaker reads the new date and the old one');
SELECT is(:'told'::jsonb #>> '{due,why}', '设备未到，联系［电话］', 'and why, without what is nobody''s business');
SELECT matches(:'told'::jsonb #>> '{due,how}', '^原时限2026年12月9日；2026年11月11日由工作人员批准延期', 'but not who decided');
SELECT is(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #>> '{issue,limits,0,how}', '原时限2026年12月9日；2026年11月11日由fx.leader批准延期，新时限2026年12月25日。依据：信访工作条例第三十四条，延期最长30日。'
  || '原时限这样算出：限期整改：30日，依据：本机关自定。开始的当日（2026年11月9日）不计，从次日起数30日（自然日，休息日也计），到2026年12月9日。', 'staff read who, and how the old date was counted');
SELECT is(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #>> '{issue,extensions,0,outcome,code}', 'granted', 'the request is shown');
SELECT matches(console.issue(fx.here('office_head'), jsonb_build_object('id', :i)) #>> '{history,0,note}', '^原时限2026年12月9日，延至2026年12月25日', 'and in the history');

-- Refused: the old date stands, and nobody is told of what did not happen.
SELECT fx.linked('refused', 50) AS r \gset
SELECT due_at AS stood FROM core.issue WHERE id = :r \gset
SELECT engine.apply('issue', :r, 'ask_extension', fx.who('office_head'), NULL, jsonb_build_object('reason', '人手不足，来不及', 'new_date', (engine.day(:'stood') + 7)::text)) \g /dev/null
SELECT engine.apply('issue', :r, 'refuse_extension', fx.who('leader'), NULL, '{"reason": "理由不足"}') \g /dev/null
SELECT is((SELECT due_at FROM core.issue WHERE id = :r), :'stood'::timestamptz, 'refused, the limit stands');
SELECT is(fx.track('refused') -> 'due' ? 'was_text' OR fx.track('refused')::text LIKE '%人手不足%', false, 'the speaker reads no other date');
SELECT is(console.issue(fx.here('office_head'), jsonb_build_object('id', :r)) #>> '{issue,extensions,0,outcome,code}', 'refused', 'the office reads the refusal');
SELECT is(fx.error(format('SELECT engine.apply(%L, %s, %L, fx.who(%L), NULL, %L)', 'issue', :r, 'ask_extension', 'office_head',
  jsonb_build_object('reason', '再申请一次延期', 'new_date', (engine.day(:'stood') + 7)::text))), 'XQ409 guard.extension_once', 'and may not ask again in this round');
-- Asked one second after the end, and in its last; twice from one form, and by whom it is not.
SELECT set_config('xq.clock', '2026-11-24 10:00+08', true) \g /dev/null
SELECT fx.issue(50) AS z \gset
UPDATE core.issue SET due_at = '2026-11-24 23:59:59+08' WHERE id = :z;
CREATE FUNCTION fx.more(p_id bigint, p_role text, p_key text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.apply(%L, %s, %L, fx.who(%L), NULL, %L)', 'issue', p_id, 'ask_extension', p_role,
           jsonb_build_object('reason', '设备未到，需要等待', 'new_date', '2026-12-10', 'key', p_key)))
$$;
SELECT is(fx.more(:z, r), 'XQ403 forbidden', r || ' asks for nothing') FROM unnest(ARRAY['handler', 'leader', 'assigner', 'supervisor', 'party_group']) r;
SELECT set_config('xq.clock', '2026-11-25 00:00:00+08', true) \g /dev/null
SELECT is(fx.more(:z, 'office_head'), 'XQ409 guard.before_due', 'one second after the end is too late');
SELECT set_config('xq.clock', '2026-11-24 23:59:59+08', true) \g /dev/null
SELECT is(fx.more(:z, 'office_head', '6f1c9a4e-0000-4000-8000-0000000000b1'), '', 'its last second is not');
SELECT is(fx.more(:z, 'office_head', '6f1c9a4e-0000-4000-8000-0000000000b1'), '', 'the form sent twice is answered alike');
SELECT is((SELECT count(*) FROM core.extension WHERE issue_id = :z), 1::bigint, 'and asks once');
SELECT is(fx.more(:z, 'office_head'), 'XQ409 action_not_now', 'another form while it waits asks nothing');
SELECT set_config('xq.clock', '2026-11-26 10:00+08', true) \g /dev/null
SELECT is(fx.error(format('SELECT engine.apply(''issue'', %s, ''grant_extension'', fx.who(''assigner''), NULL, ''{}'')', :z)), 'XQ409 guard.leaderless', 'the approver does not decide for a leader');
SELECT engine.apply('issue', :z, 'grant_extension', fx.who('leader'), NULL, '{}') \g /dev/null
SELECT is((SELECT due_at::text FROM core.issue WHERE id = :z), '2026-12-10 23:59:59+08'::timestamptz::text, 'asked in time, it may be decided after the end');
SELECT is((SELECT old_due_at::text FROM core.extension WHERE issue_id = :z), '2026-11-24 23:59:59+08'::timestamptz::text, 'and the old date is kept');
SELECT is(fx.more(:z, 'office_head'), 'XQ409 guard.extension_once', 'granted once, it is not granted again');
SELECT * FROM finish();
ROLLBACK;
