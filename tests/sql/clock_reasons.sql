-- Every date that a page shows can say how it came about: by a rule, by somebody, from a workbook, or that nobody recorded it.
\ir api.psql
SELECT plan(33);
SELECT fx.ctx('office_head') AS head, fx.ctx('supervisor') AS sup, fx.ctx('party_group') AS party, fx.ctx('handler') AS handler \gset
CREATE FUNCTION fx.issue_page(p_ctx jsonb, p_id bigint) RETURNS jsonb LANGUAGE sql AS $$ SELECT console.issue(p_ctx, jsonb_build_object('id', p_id)) $$;
CREATE FUNCTION fx.how(p_page jsonb, p_code text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(l ->> 'how', '|') FROM jsonb_array_elements(p_page #> '{issue,limits}') l WHERE l ->> 'code' = p_code
$$;

-- Measures: who set the date, and when.
SELECT fx.linked('measured', 40) AS i \gset
SELECT engine.apply('issue', :i, 'plan', fx.who('office_head'), NULL, jsonb_build_object('cause', '职责没有写清楚。', 'what', '写清楚', 'target', '清楚', 'owner', '某人', 'due_on', fx.on(6))) \g /dev/null
SELECT is(fx.issue_page(:'head', :i) #>> '{measures,0,how}', '这一日期不是按期限算出的：2026年11月24日由fx.office-head确定为2026年11月30日。', 'a measure''s date says who set it');
UPDATE core.measure SET basis = NULL WHERE issue_id = :i;
SELECT matches(fx.issue_page(:'head', :i) #>> '{measures,0,how}', '^这一日期定下时，系统还没有记录', 'or that it was not recorded');

-- Set before rules were recorded: the page says so rather than nothing, in both places and to the speaker.
UPDATE core.issue SET due_basis = NULL, step_basis = NULL WHERE id = :i;
SELECT matches(fx.issue_page(:'head', :i) #>> '{issue,how}', '^这一日期定下时，系统还没有记录', 'a limit of before says so');
SELECT matches(fx.how(fx.issue_page(:'head', :i), 'due'), '^这一日期定下时，系统还没有记录', 'among the limits too');
SELECT matches(fx.track('measured') #>> '{due,how}', '^这一日期定下时，系统还没有记录', 'and to the speaker');
UPDATE core.issue SET due_basis = engine.basis('2026-11-02 10:00+08', 'fix_by'), due_at = engine.due('2026-11-02 10:00+08', 'fix_by'), step_due_at = '2026-11-26 23:59:59+08' WHERE id = :i;
SELECT matches(fx.issue_page(:'head', :i) #>> '{issue,how}', '^这一日期定下时，系统还没有记录', 'a step of before is not explained by the other limit');
UPDATE core.issue SET step_due_at = due_at WHERE id = :i;
SELECT matches(fx.issue_page(:'head', :i) #>> '{issue,how}', '^限期整改：30日', 'a step without a limit of its own is');

-- Returned: what gives the office time to put it right says so, unless the limit lay farther off.
SELECT fx.linked('returned', 81) AS r \gset
SELECT engine.apply('issue', :r, 'return_close', fx.who('reviewer'), NULL, '{"reason": "材料不齐，请补充。"}') \g /dev/null
SELECT is(due_basis, NULL, 'a limit farther off stays as it was') FROM core.issue WHERE id = :r;
SELECT fx.linked('returned late', 81) AS l \gset
UPDATE core.issue SET due_at = engine.clock() - interval '3 days' WHERE id = :l;
SELECT engine.apply('issue', :l, 'return_close', fx.who('reviewer'), NULL, '{"reason": "材料不齐，请补充。"}') \g /dev/null
SELECT matches(fx.how(fx.issue_page(:'head', :l), 'due'), '^退回整改：10个工作日.*到2026年12月8日止', 'a new one is the rule''s');

-- More time: the old date goes on explaining itself.
SELECT fx.linked('longer', 50) AS x \gset
UPDATE core.issue SET due_basis = engine.basis('2026-11-09 10:00+08', 'fix_by'), due_at = engine.due('2026-11-09 10:00+08', 'fix_by') WHERE id = :x;
SELECT engine.apply('issue', :x, 'ask_extension', fx.who('office_head'), NULL, '{"reason": "设备未到，需要等待", "new_date": "2026-12-25"}') \g /dev/null
SELECT engine.apply('issue', :x, 'grant_extension', fx.who('leader'), NULL, '{}') \g /dev/null
SELECT matches(fx.how(fx.issue_page(:'head', :x), 'due'), '^原时限2026年12月9日；.*原时限这样算出：限期整改：30日.*到2026年12月9日', 'more time tells how the old date was counted');
SELECT unalike(fx.track('longer') #>> '{due,how}', '%fx.leader%', 'and to the speaker still not who granted it');

-- Look-backs of what is struck off, by rule and by campaign.
SELECT fx.linked('struck off', 81) AS c \gset
UPDATE core.issue SET key_issue = true WHERE id = :c;
SELECT engine.effect_schedule_lookback(ROW(engine.subject('issue', :c), NULL, NULL, 'reviewer', '{}', '2026-07-01 10:00+08', NULL, NULL)::engine.move) \g /dev/null
UPDATE core.issue SET state = 90, closed_at = '2026-07-01 10:00+08', closing_kind = 'agreed' WHERE id = :c;
SELECT is((SELECT string_agg(l ->> 'label' || (l ->> 'on'), ' ' ORDER BY l ->> 'on') FROM jsonb_array_elements(fx.issue_page(:'sup', :c) #> '{issue,limits}') l WHERE l ->> 'code' = 'lookback'),
  '回头看2026-09-29 第二次回头看（重点）2026-12-28', 'both look-backs are on the page');
SELECT matches(fx.how(fx.issue_page(:'sup', :c), 'lookback'), '^回头看：90日.*2026年9月29日。[|]第二次回头看（重点）：180日.*2026年12月28日。$', 'each counted');
DELETE FROM core.lookback WHERE issue_id = :c;
SELECT console.campaign_start(:'sup', '{"period": "2026-H2", "seed": "seed-1"}') \g /dev/null
SELECT is((SELECT array_agg(basis ->> 'key') FROM core.lookback WHERE issue_id = :c), ARRAY['campaign_check'], 'a look-back of a campaign goes by the campaign''s rule');
SELECT matches(fx.how(fx.issue_page(:'sup', :c), 'lookback'), '^半年回头看核查：30日', 'and says so');
SELECT matches(console.campaigns(:'sup', '{}') #>> '{campaigns,0,how}', '^半年回头看核查：30日.*2026年12月24日', 'and so does the campaign');
SELECT matches(console.campaign(:'sup', jsonb_build_object('id', (SELECT max(id)::text FROM core.campaign))) ->> 'how', '^半年回头看核查', 'on its own page too');

-- Notices of supervision: the reply from the notice on, or from when more was asked; the limit as the issue has it.
UPDATE core.issue SET due_at = engine.clock() - interval '1 day', due_basis = engine.given_basis((fx.who('assigner')).account_id, '2026-11-01 10:00+08'), step_due_at = NULL WHERE id = :x;
SELECT (engine.insert_notice(i, 'red', 'manual', 'x', i.due_at, '请抓紧办理', fx.who('supervisor'))).id AS n FROM core.issue i WHERE i.id = :x \gset
CREATE FUNCTION fx.paper(p_ctx jsonb, p_id bigint) RETURNS jsonb LANGUAGE sql AS $$ SELECT console.supervision(p_ctx, jsonb_build_object('id', p_id)) -> 'notice' $$;
SELECT matches(fx.paper(:'sup', :n) #>> '{reply_limit,how}', '^红色督办单回复：2个工作日.*开始的当日（2026年11月24日）不计.*到2026年11月26日止', 'the reply is counted from the notice');
SELECT matches(fx.paper(:'sup', :n) #>> '{limit,how}', '2026年11月1日由fx.assigner确定为2026年11月23日', 'the limit is the issue''s');
UPDATE core.issue SET due_at = engine.clock() + interval '9 days' WHERE id = :x;
SELECT matches(fx.paper(:'sup', :n) #>> '{limit,how}', '^发出督办单时该问题的时限，此后已有变动', 'or was, and has moved');
SELECT engine.act_on_notice(fx.who('office_head'), :n, 'reply', '{"reply": "已经安排，本周办完。"}') \g /dev/null
SELECT set_config('xq.clock', '2026-11-25 10:00+08', true) \g /dev/null
UPDATE core.session SET created_at = engine.clock(), seen_at = engine.clock(), expires_at = engine.session_end(engine.clock());
SELECT engine.act_on_notice(fx.who('supervisor'), :n, 'ask_more', '{"remark": "请写明日期。"}') \g /dev/null
SELECT matches(fx.paper(:'sup', :n) #>> '{reply_limit,how}', '开始的当日（2026年11月25日）不计.*到2026年11月27日止', 'asked for more, from then on');
SELECT engine.act_on_notice(fx.who('office_head'), :n, 'reply', '{"reply": "十一月二十七日办完。"}') \g /dev/null
SELECT matches(fx.paper(:'sup', :n) #>> '{reply_limit,how}', '到2026年11月27日止', 'still so when it has come');
UPDATE core.supervision SET level = 'blue', reply_due_at = NULL WHERE id = :n;
SELECT is(fx.paper(:'sup', :n) -> 'reply_limit', NULL, 'no reply is asked to a blue one');

-- Duties: from the last day of the period; as it stands even when the rule has changed.
SELECT engine.open_duties(1000) \g /dev/null
SELECT min(id) AS d FROM core.duty_report WHERE list = 'tasks' AND office_id = fx.office('yanjiushi') \gset
CREATE FUNCTION fx.duty_how(p_ctx jsonb, p_id bigint) RETURNS text LANGUAGE sql AS $$ SELECT console.duty(p_ctx, jsonb_build_object('id', p_id)) ->> 'how' $$;
SELECT is(fx.duty_how(:'head', :d), '任务清单报送：10个工作日，依据：本机关自定（每季结束后；工作要点第11条“按时报送”）。开始的当日（2026年12月31日）不计，从次日起数10个工作日，到2027年1月'
  || extract(day FROM engine.add_workdays('2026-12-31', 10)) || '日止。不计的休息日：' || engine.rest_text('zh-CN', '2026-12-31', engine.add_workdays('2026-12-31', 10)) || '。', 'a duty counts from the last day of its period');
UPDATE rules.deadline SET n = 12 WHERE key = 'duty_tasks';
SELECT matches(fx.duty_how(:'head', :d), '自2026年12月31日起，按当时的规则和日历算到', 'by the rule of then, when it has changed');
UPDATE rules.deadline SET n = 1, unit = 'mon' WHERE key = 'duty_tasks';
SELECT engine.open_duty('tasks', fx.office('yanjiushi'), '2027-01-01') AS e \gset
SELECT matches(fx.duty_how(:'head', :e), '满1个月的对应日（该月没有对应日，取月末日）是2027年4月30日', 'a rule in months counts months');

-- Of several problems in one opinion each has its own day.
INSERT INTO core.voice (issue_id, opinion_id, joined_at) SELECT :l, o.id, engine.clock() FROM core.opinion o WHERE o.issue_id = :i;
UPDATE core.issue SET state = 75 WHERE id = :l;
SELECT is((SELECT array_agg(left(p #>> '{limit,how}', 4) ORDER BY p ->> 'place') FROM jsonb_array_elements(fx.track('measured') -> 'parts') p), ARRAY['限期整改', '退回整改'], 'each part explains its day, one that is handled again too');

-- What the public reads: the receipt, and a result on display.
SELECT matches(intake.submit(fx.nobody(), fx.form('new')) #>> '{next,how}', '^告知受理情况：15日，依据：信访工作条例第二十三条。', 'a receipt says how its date was computed');
SELECT fx.linked('shown', 82) AS p \gset
UPDATE core.issue SET published = true, public_summary = '结果说明', step_due_at = engine.due(engine.clock(), 'publicity'), step_basis = engine.basis(engine.clock(), 'publicity') WHERE id = :p;
SELECT matches(intake.notice(fx.nobody(), jsonb_build_object('id', :p)) ->> 'how', '^结果公示：5个工作日', 'so does a result on display');

-- A ledger from a workbook.
SELECT is(engine.basis_how('zh-CN', engine.load_basis((fx.who('office_head')).account_id), '2026-12-09 23:59:59+08'),
  '这一日期来自2026年11月25日由fx.office-head导入的台账，不是在这里算出的。', 'a date out of a workbook says which');
SELECT unalike(engine.basis_how('en', engine.load_basis((fx.who('office_head')).account_id), '2026-12-09 23:59:59+08', false), '%fx.office-head%', 'to the public without a name');
SELECT is(engine.basis_how('zh-CN', NULL, NULL), NULL, 'no date, no explanation');
SELECT is_empty($$SELECT l FROM unnest(ARRAY['zh-CN', 'en']) l WHERE coalesce(engine.basis_how(l, NULL, now()), '') = '' OR (l = 'en') = (engine.basis_how(l, NULL, now()) ~ '[\u3000-\u9fff]')$$, 'in both languages');
SELECT * FROM finish();
ROLLBACK;
