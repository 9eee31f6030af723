-- Surveys: written by one and published by another; a response is taken once, and never meets whoever gave it.
\ir api.psql
SELECT plan(77);

CREATE FUNCTION fx.survey_do(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.survey_action(fx.ctx(p_role), jsonb_build_object('id', p_id, 'action', p_action, 'key', gen_random_uuid()) || p_more)
$$;
CREATE FUNCTION fx.survey_refused(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.survey_action', fx.ctx(p_role), jsonb_build_object('id', p_id, 'action', p_action, 'key', gen_random_uuid()) || p_more)
$$;
CREATE FUNCTION fx.drawn(p_id bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('given', jsonb_build_object('document', s.draft, 'questions', '[{"name": "q1", "type": "radiogroup", "title": {"zh-CN": "身份"}, "choices": [{"value": "A", "text": {"zh-CN": "甲"}}, {"value": "B", "text": {"zh-CN": "乙"}}]}]'::jsonb, 'plan', '{}'::jsonb,
    'form', '{"zh-CN": "<p>题</p>", "en": "<p>q</p>"}'::jsonb)) FROM core.survey s WHERE s.id = p_id
$$;
-- What xq-intake sends for a form; the name stands for the form's key.
CREATE FUNCTION fx.answer(p_code text, p_name text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('code', p_code, 'n', 1, 'key_mac', fx.mac(p_name), 'fingerprint', fx.mac('answers'),
    'answers_sealed', encode('a sealed box', 'base64')) || p_more
$$;
CREATE TEMP TABLE s AS SELECT (console.survey_make(fx.ctx('handler'), '{"title": "窗口服务", "audience": "residents", "document": "{\"title\": \"窗口服务\"}",
  "key": "00000000-0000-4000-8000-000000000001"}') #>> '{survey,id}')::bigint AS id;
CREATE TEMP TABLE c AS SELECT x.code FROM core.survey x JOIN s USING (id);

SELECT is((SELECT state FROM core.survey JOIN s USING (id)), 'draft', 'a new survey is a draft');
SELECT matches((SELECT number FROM core.survey JOIN s USING (id)), '^WDY-[0-9]{4}-[0-9]{2}$', 'it has a number');
SELECT is((console.survey_make(fx.ctx('handler'), '{"title": "窗口服务", "audience": "residents", "document": "{}",
  "key": "00000000-0000-4000-8000-000000000001"}') #>> '{survey,id}')::bigint, (SELECT id FROM s), 'the same form sent again makes no second');
SELECT is(fx.refused('console.survey_make', fx.ctx('delegate'), '{"title": "x1", "audience": "residents", "document": "{}"}'), 'XQ403 forbidden', 'a deputy makes none');
SELECT is(fx.refused('console.survey_make', fx.ctx('handler'), '{"title": "x1", "audience": "residents", "document": "[]"}'), 'XQ422 survey.not_a_document document', 'a list is no document');
SELECT is(fx.refused('intake.survey', fx.nobody(), jsonb_build_object('code', (SELECT code FROM c))), 'XQ404 not_found', 'nobody sees a draft');

SELECT is(fx.survey_refused('handler', (SELECT id FROM s), 'publish', fx.drawn((SELECT id FROM s))), 'XQ403 forbidden', 'whoever wrote it may not publish');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'settle', jsonb_build_object('title', '窗口服务', 'audience', 'residents', 'access', 'codes',
  'minutes', 2, 'most', 3, 'closes_on', engine.day(engine.clock()) + 10))$$, 'it is settled');
SELECT is(fx.survey_refused('handler', (SELECT id FROM s), 'settle', jsonb_build_object('title', '窗口服务', 'audience', 'residents', 'access', 'codes',
  'minutes', 2, 'closes_on', engine.day(engine.clock()) - 1)), 'XQ422 survey.ends_first closes_on', 'it does not end before it begins');
SELECT lives_ok($$SELECT console.survey_save(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s), 'document', '{"title":"窗口"}', 'key', gen_random_uuid()))$$, 'the draft is edited');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'propose')$$, 'it is handed in');
SELECT is(fx.refused('console.survey_save', fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s), 'document', '{}', 'key', gen_random_uuid())),
  'XQ409 action_not_now', 'and not edited then');
SELECT is(fx.survey_refused('supervisor', (SELECT id FROM s), 'publish', '{"given": {"document": "{}"}}'), 'XQ409 changed_meanwhile version', 'what was drawn is of this very draft');
SELECT lives_ok($$SELECT fx.survey_do('supervisor', (SELECT id FROM s), 'publish', fx.drawn((SELECT id FROM s)))$$, 'somebody else publishes it');
SELECT is((SELECT state FROM core.survey JOIN s USING (id)), 'open', 'it is open');
SELECT is((SELECT count(*) FROM core.survey_version v JOIN s ON v.survey_id = s.id AND v.n = 1), 1::bigint, 'in its first version');
SELECT throws_ok('UPDATE core.survey_version SET note = ''x''', 'XQ900', NULL, 'which nobody changes');
SELECT is(intake.survey(fx.nobody(), jsonb_build_object('code', (SELECT code FROM c))) ->> 'form', '<p>题</p>', 'its page has the drawn form');
SELECT is(intake.surveys(fx.nobody(), '{}') -> 'surveys', '[]', 'what takes a code is not listed');

-- What xq-console sends with a form: the hashes of the codes that it derived from the form's key.
CREATE FUNCTION fx.sheet(p_action text, p_prefix text, p_more jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.survey_sheet(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s), 'action', p_action, 'key', md5(p_prefix)::uuid,
    'given', (SELECT jsonb_agg(fx.mac(p_prefix || k) ORDER BY k) FROM generate_series(1, 9) k)) || p_more)
$$;
SELECT is(jsonb_array_length(fx.sheet('codes', 't', '{"count": 5}') -> 'slips'), 5, 'five codes are made');
SELECT is(jsonb_array_length(fx.sheet('codes', 't', '{"count": 5}') -> 'slips'), 5, 'and the same five when the form is sent again');
SELECT is((SELECT count(*) FROM core.survey_token JOIN s ON survey_id = s.id), 5::bigint, 'no more');
SELECT is(fx.error($$SELECT fx.sheet('links', 'p', '{}')$$), 'XQ409 action_not_now', 'links are for another kind of survey');
SELECT is(fx.survey_refused('handler', (SELECT id FROM s), 'set_quota', '{"place": "q1=C", "most": 1}'), 'XQ422 not_a_choice place', 'a quota is of an option that stands there');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'set_quota', '{"place": "q1=B", "most": 1}')$$, 'of an option there is a quota');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'add_channel', '{"kind": "place", "label": "柳河村村口"}')$$, 'a channel is added');
SELECT is(fx.survey_refused('handler', (SELECT id FROM s), 'add_channel', '{"kind": "place", "label": "柳河村村口"}'), 'XQ422 taken label', 'once');
SELECT is(intake.survey(fx.nobody(), jsonb_build_object('code', (SELECT code FROM c), 'src', 'place-1')) #>> '{channel,label}', '柳河村村口', 'its code leads to the survey');
SELECT is(console.survey_codes(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s))) -> 'sheets', '[{"sheet": 1, "made": 5, "used": 0}]', 'the sheet is listed');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k1')), 'XQ422 survey.no_token token', 'no code, no response');
SELECT is(intake.answer(fx.nobody(), fx.answer((SELECT code FROM c), 'k1', jsonb_build_object('token_mac', fx.mac('t1')))) -> 'created', 'true', 'a response is taken');
SELECT is(intake.answer(fx.nobody(), fx.answer((SELECT code FROM c), 'k1', jsonb_build_object('token_mac', fx.mac('t1')))) -> 'created', 'false', 'the same form again is not taken again');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k1', jsonb_build_object('token_mac', fx.mac('t1'), 'fingerprint', fx.mac('other')))),
  'XQ409 key.other_words key', 'other answers under one key are refused');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k2', jsonb_build_object('token_mac', fx.mac('t1')))), 'XQ409 survey.used_token token', 'a code is good once');
SELECT is(intake.answer(fx.nobody(), fx.answer((SELECT code FROM c), 'k2', jsonb_build_object('token_mac', fx.mac('t2'), 'chosen', '[["q1", "B"]]'::jsonb))) -> 'created', 'true', 'the only place of an option');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k3', jsonb_build_object('token_mac', fx.mac('t3'), 'chosen', '[["q1", "B"]]'::jsonb))),
  'XQ409 survey.option_full q1', 'is taken once');
SELECT is((SELECT used FROM core.survey_token t JOIN s ON s.id = t.survey_id WHERE t.mac = decode(fx.mac('t3'), 'hex')), false, 'and what was refused used no code');
SELECT is(intake.answer(fx.nobody(), fx.answer((SELECT code FROM c), 'k3', jsonb_build_object('token_mac', fx.mac('t3')))) -> 'created', 'true', 'the last of three');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k4', jsonb_build_object('token_mac', fx.mac('t4')))), 'XQ409 survey.full', 'then it is full');

SELECT is(engine.boxes(100), '[]', 'no box is handed out while it is open');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'pause')$$, 'it is paused');
SELECT is(fx.refused('intake.answer', fx.nobody(), fx.answer((SELECT code FROM c), 'k5')), 'XQ409 survey.paused', 'and refuses with the reason');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'resume')$$, 'it goes on');
SELECT is(engine.close_surveys(10), 0, 'its time is not over');
SELECT set_config('xq.clock', (SELECT (closes_at + interval '1 second')::text FROM core.survey JOIN s USING (id)), true) \g /dev/null
SELECT is(engine.close_surveys(10), 1, 'when its time is over the worker closes it');
SELECT is(jsonb_array_length(engine.boxes(100)), 3, 'now the boxes are handed out');
SELECT is(engine.empty_boxes((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'answers', '{"q1": "A"}'::jsonb)) FROM core.survey_box b)), 3, 'and come back opened');
SELECT is((SELECT count(*) FROM core.survey_box), 0::bigint, 'no box is left');
SELECT is(engine.finish_surveys(10), 1, 'it is counted');
SELECT is(engine.finish_surveys(10), 0, 'once');
SELECT is((SELECT staff -> 'n' FROM core.survey_result JOIN s ON s.id = survey_id), 'null'::jsonb, 'three are too few to say so');


-- From answers to rectification. Ten days later everybody signs in anew.
DELETE FROM core.session;
INSERT INTO core.response (survey_id, n, paper, valid, answers) SELECT id, 1, false, true, CASE WHEN k <= 6 THEN '{"q1": "A", "q7": "周末没有人"}' ELSE '{"q1": "B"}' END::jsonb FROM s, generate_series(1, 9) k;
SELECT is(engine.finding_counts((SELECT id FROM s), 'q1', 'A')::text, '(9,12)', 'so many of so many chose it');
SELECT is(fx.survey_refused('handler', (SELECT id FROM s), 'raise', '{"place": "q1=A", "text": "窗口周末没有人值班，办事不便。", "category": "C03"}'), 'XQ403 forbidden', 'an office draws no opinions from answers');
SELECT is(fx.survey_refused('triage', (SELECT id FROM s), 'raise', '{"place": "q1=B", "text": "窗口周末没有人值班，办事不便。", "category": "C03"}'), 'XQ422 survey.too_few place', 'too few are not drawn from');
SELECT is(fx.survey_refused('triage', (SELECT id FROM s), 'raise', '{"place": "q1=A", "text": "请打电话13800138000给我，谢谢。", "category": "C03"}'), 'XQ422 guard.notice_clean text', 'what identifies somebody is cleared first');
SELECT lives_ok($$SELECT fx.survey_do('triage', (SELECT id FROM s), 'raise', '{"place": "q1=A", "text": "窗口周末没有人值班，办事不便。", "quotes": "周末没有人", "category": "C03"}')$$, 'triage makes an opinion of it');
SELECT is((SELECT o.source || ' ' || o.state || ' ' || o.protection FROM core.opinion o JOIN core.survey_finding f ON f.opinion_id = o.id), 'survey 10 none', 'which waits for triage like any other');
SELECT is((SELECT n || '/' || of_n FROM core.survey_finding), '9/12', 'with how many of how many said so');
SELECT is(console.opinion(fx.ctx('triage'), jsonb_build_object('id', (SELECT opinion_id FROM core.survey_finding))) #>> '{provenance,0,label}', (SELECT number FROM core.survey JOIN s USING (id)) || ' 身份 · 甲 9/12', 'the opinion says where it came from');
SELECT fx.issue(40) AS fixing, fx.issue(90) AS struck \gset
SELECT lives_ok(format($$SELECT fx.survey_do('triage', (SELECT id FROM s), 'attach', '{"place": "q1=A", "issue": "%s", "quotes": "周末没有人"}')$$, (SELECT number FROM core.issue WHERE id = :fixing)), 'or it is attached to an issue');
SELECT is(console.survey(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s))) #>> '{findings,0,opinion}', NULL, 'the office is not shown the opinion');
SELECT is(console.survey(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s))) #>> '{findings,1,quotes}', NULL, 'nor what was said');
SELECT is(console.survey(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s))) #>> '{findings,1,issue,number}', (SELECT number FROM core.issue WHERE id = :fixing), 'but the issue that is its own');
SELECT is((SELECT count(*) FROM core.event e JOIN s ON e.layer = 'survey' AND e.subject_id = s.id WHERE e.detail ?| ARRAY['text', 'quotes', 'office', 'category']), 0::bigint, 'nothing that was said stands in an event');
-- Another, about the very office that leads the survey.
SELECT lives_ok(format($$SELECT fx.survey_do('triage', (SELECT id FROM s), 'raise', '{"place": "q1=A", "text": "办公室推诿，跑了三次没有结果。", "category": "C03", "office": "%s"}')$$,
  (SELECT o.code FROM core.survey x JOIN s USING (id) JOIN core.office o ON o.id = x.office_id)), 'an opinion names the office that leads the survey');
SELECT is(jsonb_array_length(console.survey(fx.ctx('handler'), jsonb_build_object('id', (SELECT id FROM s))) -> 'findings'), 2, 'which does not learn that it is there');
SELECT is(jsonb_array_length(console.survey(fx.ctx('triage'), jsonb_build_object('id', (SELECT id FROM s))) -> 'findings'), 3, 'those who draw it do');
SELECT is(engine.chosen_codes('{"speed": 1, "clean": 5}'), '{clean=5,speed=1}', 'a row of a matrix is drawn from by its own options');
SELECT is((SELECT count(*) FROM engine.survey_history('zh-CN', engine.actor(fx.ctx('handler')), (SELECT x FROM core.survey x JOIN s USING (id))) h, jsonb_array_elements(h) e WHERE e ->> 'action' LIKE '%raise%' OR e #>> '{action,code}' = 'raise'), 0::bigint, 'nor from what happened to the survey');

SELECT is(jsonb_array_length(engine.survey_outcomes('zh-CN', (SELECT id FROM s))), 1, 'the survey''s page shows the problem that came of it');
SELECT lives_ok($$SELECT fx.survey_do('handler', (SELECT id FROM s), 'note', jsonb_build_object('place', '柳河村', 'from_on', '2026-11-20', 'to_on', '2026-11-22', 'staff', '张三、李四', 'people', 12, 'findings', '村里看不到公示栏。'))$$, 'a stay at one place is noted');
SELECT is(fx.refused('console.survey_make', fx.ctx('handler'), '{"title": "回访", "audience": "revisit", "document": "{}", "issue": "ZF-1999-0001"}'), 'XQ422 survey.no_closed_issue issue', 'only a closed issue is followed up');

SELECT console.survey_make(fx.ctx('handler'), '{"title": "留电话", "audience": "residents", "key": "00000000-0000-4000-8000-000000000009",
  "document": "{\"pages\":[{\"elements\":[{\"type\":\"comment\",\"name\":\"say\"},{\"type\":\"text\",\"inputType\":\"tel\",\"name\":\"tel\"}]}]}"}') #>> '{survey,id}' AS asks \gset
SELECT is((SELECT x.contact_question || ' ' || x.words_question FROM core.survey x WHERE x.id = :asks), 'tel say', 'whose number is asked for is settled by itself');
SELECT is(fx.survey_refused('handler', (console.survey_make(fx.ctx('handler'), '{"title": "只留电话", "audience": "residents", "key": "00000000-0000-4000-8000-000000000010",
  "document": "{\"pages\":[{\"elements\":[{\"type\":\"text\",\"inputType\":\"tel\",\"name\":\"tel\"}]}]}"}') #>> '{survey,id}')::bigint, 'propose'), 'XQ409 survey.number_stays', 'and none where there are no words to answer');
\set old '[{"name": "q1", "type": "radiogroup", "title": {"zh-CN": "身份"}, "choices": [{"value": "A"}, {"value": "B"}], "since": 1}]'
\set new '[{"name": "q1", "type": "radiogroup", "title": {"zh-CN": "您的身份"}, "choices": [{"value": "B"}, {"value": "A"}]}]'
SELECT is(engine.survey_since(:'new', :'old', 2, false) #>> '{0,since}', '2', 'another title is another meaning');
SELECT is(engine.survey_since(:'new', :'old', 2, true) #>> '{0,since}', '1', 'unless only the wording was changed');
SELECT is(engine.survey_since(jsonb_set(:'new', '{0,choices,0,value}', '"C"'), :'old', 2, true) #>> '{0,since}', '2', 'other choices are another meaning in any case');
SELECT * FROM finish();
ROLLBACK;
