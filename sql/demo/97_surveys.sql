-- Micro-surveys: the residents' questionnaire in two rounds, both counted and published, and one that too few answered. They went their way
-- through the functions that serve staff, with the clock set back; what was answered stands as if it had been opened already.
\if :fresh
CREATE FUNCTION pg_temp.survey_clock(p_days integer, p_hour integer) RETURNS void LANGUAGE sql AS $$
  SELECT set_config('xq.clock', ((engine.day((SELECT at FROM demo_now)) - p_days + make_interval(hours => p_hour)) AT TIME ZONE 'Asia/Shanghai')::text, true)
$$;
CREATE FUNCTION pg_temp.survey_choices(p_text text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_agg(jsonb_build_object('value', CASE WHEN split_part(c, '|', 1) ~ '^[0-9]+$' THEN to_jsonb(split_part(c, '|', 1)::integer) ELSE to_jsonb(split_part(c, '|', 1)) END,
           'text', jsonb_build_object('zh-CN', split_part(c, '|', 2), 'en', split_part(c, '|', 3))) ORDER BY k)
    FROM string_to_table(p_text, ';') WITH ORDINALITY AS x(c, k)
$$;
CREATE TEMP TABLE demo_question (k integer PRIMARY KEY, name text, type text, zh text, en text, choices text, rows text, required boolean, visible text) ON COMMIT DROP;
INSERT INTO demo_question VALUES
  (1, 'q1', 'radiogroup', '您的身份是？', 'Who are you?', 'A|城镇居民|Resident of a town;B|农村居民|Resident of a village;C|企业经营者或职工|In business;D|个体工商户|Self-employed;E|村（社区）干部|Village or community cadre;F|机关事业单位工作人员|In public service;G|其他|Other', NULL, true, NULL),
  (2, 'q2', 'checkbox', '近一年来，您通过哪些方式与人大代表或市人大机关有过接触？', 'How have you been in touch with deputies or with the organ in the past year?', 'A|代表走访或入户|A deputy called;B|代表联络站接待|Received at a station;C|来信来访来电|Letter, visit or call;D|网上留言或扫码|Online or by a code;E|参加座谈会、听证会、调研|Meeting, hearing or field research;F|没有接触过|Not at all', NULL, true, NULL),
  (3, 'q3', 'matrix', '请评价接触过程中工作人员的表现', 'How did staff do?', '5|很好|Very well;4|较好|Well;3|一般|Fairly;2|较差|Badly;1|很差|Very badly;0|不清楚|Cannot tell', 'attitude|服务态度|Attitude;speed|办事效率|Speed;answer|回应实效|Real answers;open|公开透明|Openness;clean|廉洁自律|Integrity', true, '{q2} notcontains ''F'''),
  (4, 'q4', 'checkbox', '如果有过不好的感受，主要是？（最多选3项）', 'If something was not right, what was it? (three at most)', 'A|推诿扯皮、不知道该找谁|Passed from one to another;B|态度冷淡、生硬|Cold or rude;C|答复慢、没有回音|Slow or no answer;D|答复空泛、照抄文件|Empty answers;E|调研走过场|Research for show;F|反复提供材料|Papers asked for again and again;G|会多文多|Too many meetings and papers;I|没有不好的感受|Nothing', NULL, true, NULL),
  (5, 'q5', 'radiogroup', '您向代表或机关反映的问题，结果如何？', 'What became of what you raised?', 'A|已解决|Solved;B|正在解决|Being solved;C|已作解释说明|Explained;D|没有下文|Nothing;E|没有反映过|Raised nothing', NULL, true, NULL),
  (6, 'q6', 'radiogroup', '总体上，您对市人大常委会机关的工作作风？', 'On the whole, the work style of the organ is', '5|非常满意|Very good;4|满意|Good;3|基本满意|Fair;2|不满意|Poor;1|非常不满意|Very poor;dontknow|不了解|Cannot tell', NULL, true, NULL),
  (7, 'q7', 'comment', '您最希望机关改进的一件事是什么？', 'What one thing should be improved?', NULL, NULL, false, NULL);

-- The second version of the second round has one choice more.
CREATE FUNCTION pg_temp.survey_questions(p_version integer) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', q.name, 'type', q.type, 'title', jsonb_build_object('zh-CN', q.zh, 'en', q.en),
           'choices', pg_temp.survey_choices(q.choices || CASE WHEN q.name = 'q4' AND p_version = 2 THEN ';K|电话打不通|Nobody takes the telephone' ELSE '' END),
           'rows', pg_temp.survey_choices(q.rows), 'required', q.required)) ORDER BY q.k) FROM demo_question q
$$;
CREATE FUNCTION pg_temp.survey_document(p_title text, p_version integer) RETURNS text LANGUAGE sql AS $$
  SELECT jsonb_build_object('title', p_title, 'showQuestionNumbers', true, 'pages', jsonb_build_array(jsonb_build_object('name', 'p1', 'elements',
           (SELECT jsonb_agg((e - ARRAY['choices', 'required']) || jsonb_strip_nulls(jsonb_build_object('isRequired', q.required, 'visibleIf', q.visible,
                     CASE q.type WHEN 'matrix' THEN 'columns' ELSE 'choices' END, e -> 'choices', 'isAllRowRequired', CASE WHEN q.type = 'matrix' THEN true END,
                     'maxSelectedChoices', CASE WHEN q.name = 'q4' THEN 3 END)) ORDER BY q.k)
              FROM jsonb_array_elements(pg_temp.survey_questions(p_version)) e JOIN demo_question q ON q.name = e ->> 'name'))))::text
$$;
CREATE FUNCTION pg_temp.survey_act(p_who text, p_id bigint, p_action text, p_fields jsonb DEFAULT '{}') RETURNS void LANGUAGE sql AS $$
  SELECT engine.survey_act(pg_temp.account(p_who), p_id, p_action, p_fields || jsonb_build_object('key', gen_random_uuid()))
$$;
CREATE FUNCTION pg_temp.survey_check(p_id bigint, p_version integer, p_more jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.survey_act('jingban-dangwei', p_id, 'propose');
  PERFORM pg_temp.survey_act('fuze-dangwei', p_id, 'publish', p_more || jsonb_build_object('given', jsonb_build_object('document', (SELECT draft FROM core.survey WHERE id = p_id),
    'questions', pg_temp.survey_questions(p_version), 'form', '{"zh-CN": "", "en": ""}'::jsonb, 'plan', '{}'::jsonb)));
END $$;

-- Weighted, and the same each time. Better later: what was said in the first round has been worked on.
CREATE FUNCTION pg_temp.weigh(p_seed text, p_of text, VARIADIC p_weights integer[]) RETURNS text LANGUAGE sql AS $$
  SELECT split_part(p_of, ' ', (SELECT min(k)::integer FROM (SELECT k, sum(w) OVER (ORDER BY k) AS upto FROM unnest(p_weights) WITH ORDINALITY AS x(w, k)) y
                                 WHERE upto > pg_temp.pick(p_seed, 1000) * (SELECT sum(w) FROM unnest(p_weights) w) / 1000))
$$;
CREATE FUNCTION pg_temp.survey_grade(p_seed text, p_round integer, p_row text) RETURNS integer LANGUAGE sql AS $$
  SELECT pg_temp.weigh('grade' || p_seed || p_row, '5 4 3 2 1 0', 20 + 8 * p_round, 34, 26 - 4 * p_round,
           CASE p_row WHEN 'answer' THEN 22 WHEN 'speed' THEN 18 WHEN 'clean' THEN 4 ELSE 13 END - 3 * p_round, CASE p_row WHEN 'answer' THEN 12 ELSE 8 END, CASE p_row WHEN 'clean' THEN 26 ELSE 10 END)::integer
$$;
CREATE FUNCTION pg_temp.survey_some(p_seed text, p_of text, p_chance integer, p_most integer) RETURNS jsonb LANGUAGE sql AS $$
  SELECT coalesce(jsonb_agg(v ORDER BY k), jsonb_build_array(split_part(p_of, ' ', 1 + pg_temp.pick(p_seed, 3))))
    FROM (SELECT v, k FROM string_to_table(p_of, ' ') WITH ORDINALITY AS x(v, k) WHERE pg_temp.pick(p_seed || v, 100) < p_chance ORDER BY k LIMIT p_most) y
$$;
CREATE FUNCTION pg_temp.survey_words(p_seed text) RETURNS text LANGUAGE sql AS $$
  SELECT (ARRAY['接待窗口的电话打不通，打了三次都没人接。', '窗口服务态度冷淡，希望多一点耐心。', '反映的问题答复太慢，两个月没有回音。', '办事材料请一次性告知，不要让人跑几趟。',
    '代表走访应当固定时间，提前通知。', '答复空泛，希望写清楚办理结果。', '调研多到村里来，不要只看准备好的点。', '电话没人接，网上留言也没有回音。', '建议公开办理进度，让群众查得到。',
    '材料要求前后不一，一次性告知做得不好。', '答复太慢，只说正在研究。', '希望代表走访时多听普通群众的话。', '接待窗口中午没有人，建议安排值班。', '村里开会太多，填表太多。',
    '服务态度比以前好，办理进度还要公开。', '联络站接待时间太短，上班的人赶不上。'])[1 + pg_temp.pick('words' || p_seed, 16)]
$$;
CREATE FUNCTION pg_temp.survey_answer(p_seed text, p_round integer, p_version integer) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_met constant jsonb := CASE WHEN pg_temp.pick('met' || p_seed, 100) < 18 THEN '["F"]' ELSE pg_temp.survey_some('met' || p_seed, 'A B C D E', 34, 5) END;
BEGIN
  RETURN jsonb_strip_nulls(jsonb_build_object('q1', pg_temp.weigh('who' || p_seed, 'A B C D E F G', 30, 28, 11, 9, 7, 12, 3), 'q2', v_met,
    'q3', CASE WHEN NOT v_met ? 'F' THEN (SELECT jsonb_object_agg(r, pg_temp.survey_grade(p_seed, p_round, r)) FROM unnest(ARRAY['attitude', 'speed', 'answer', 'open', 'clean']) r) END,
    'q4', CASE WHEN pg_temp.pick('bad' || p_seed, 100) < 24 + 12 * p_round THEN '["I"]'
               ELSE pg_temp.survey_some('bad' || p_seed, CASE p_version WHEN 2 THEN 'K C A F D B E G' ELSE 'C A F D B E G' END, 30, 3) END,
    'q5', pg_temp.weigh('end' || p_seed, 'A B C D E', 14 + 6 * p_round, 18, 14, 26 - 6 * p_round, 28),
    'q6', CASE pg_temp.weigh('all' || p_seed, '5 4 3 2 1 x', 12 + 5 * p_round, 32, 24, 18 - 3 * p_round, 9, 9) WHEN 'x' THEN '"dontknow"'::jsonb
               ELSE to_jsonb(pg_temp.weigh('all' || p_seed, '5 4 3 2 1 x', 12 + 5 * p_round, 32, 24, 18 - 3 * p_round, 9, 9)::integer) END,
    'q7', CASE WHEN pg_temp.pick('said' || p_seed, 100) < 55 THEN pg_temp.survey_words(p_seed) END));
END $$;
CREATE FUNCTION pg_temp.survey_fill(p_id bigint, p_round integer, p_version integer, p_from integer, p_to integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core.response (survey_id, n, channel, paper, valid, answers)
  SELECT p_id, p_version, CASE WHEN c <> '-' THEN c END, pg_temp.pick('paper' || seed, 100) < 14, true, pg_temp.survey_answer(seed, p_round, p_version)
    FROM (SELECT 'r' || p_round || '-' || k AS seed FROM generate_series(p_from, p_to) k) x, LATERAL (SELECT pg_temp.weigh('way' || seed, 'shiban chuangkou daibiao -', 40, 28, 12, 20) AS c) y;
  UPDATE core.survey_count SET taken = (SELECT count(*) FROM core.response r WHERE r.survey_id = p_id) WHERE survey_id = p_id;
END $$;

-- Written, checked by somebody else, open for a fortnight.
CREATE FUNCTION pg_temp.survey_open(p_title text, p_en text, p_days integer, p_round bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  PERFORM pg_temp.survey_clock(p_days, 9);
  v_id := engine.survey_make(pg_temp.account('jingban-dangwei'), jsonb_strip_nulls(jsonb_build_object('title', p_title, 'audience', 'residents', 'round_of', (SELECT s.number FROM core.survey s WHERE s.id = p_round))),
                            pg_temp.survey_document(p_title, 1), gen_random_uuid());
  PERFORM pg_temp.survey_act('jingban-dangwei', v_id, 'settle', jsonb_build_object('title', p_title, 'title_en', p_en, 'audience', 'residents', 'access', 'open', 'minutes', 2,
    'closes_on', engine.day(engine.clock()) + 14, 'words_question', 'q7', 'mix_question', 'q1'));
  PERFORM pg_temp.survey_check(v_id, 1);
  INSERT INTO core.survey_channel (survey_id, code, kind, label) VALUES (v_id, 'shiban', 'place', '青山区石板街社区'), (v_id, 'chuangkou', 'window', '信访接待窗口'), (v_id, 'daibiao', 'delegate', '田桂枝代表');
  RETURN v_id;
END $$;
CREATE FUNCTION pg_temp.survey_end(p_days integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.survey_clock(p_days, 8);
  PERFORM engine.close_surveys(10);
  PERFORM engine.finish_surveys(10);
END $$;
CREATE FUNCTION pg_temp.survey_told(p_id bigint, p_days integer, p_said text, p_summary text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.survey_clock(p_days, 15);
  PERFORM pg_temp.survey_act('jingban-dangwei', p_id, 'tell', jsonb_build_object('said', p_said, 'summary', p_summary));
  PERFORM pg_temp.survey_act('fuze-dangwei', p_id, 'tell_all');
END $$;

DO $$
DECLARE
  v_first bigint;
  v_second bigint;
  v_few bigint;
BEGIN
  v_first := pg_temp.survey_open('我看机关作风（群众卷）', 'The work style of the organ: residents', 190, NULL);
  PERFORM pg_temp.survey_fill(v_first, 1, 1, 1, 126);
  PERFORM pg_temp.survey_end(175);
  PERFORM pg_temp.survey_told(v_first, 160, '说得最多的是电话打不通、答复慢、材料要跑几趟；也有人希望调研多到村里，少看准备好的点。',
    '大家反映的电话、答复和材料问题已经列入整改：对外电话逐一核对，答复规定了时限，办事材料列成一张清单。下一轮调研将用同样的题目检验。');
  v_second := pg_temp.survey_open('我看机关作风（群众卷）', 'The work style of the organ: residents', 46, v_first);
  PERFORM pg_temp.survey_fill(v_second, 2, 1, 1, 58);
  PERFORM pg_temp.survey_clock(42, 10);
  PERFORM pg_temp.survey_act('jingban-dangwei', v_second, 'correct');
  PERFORM engine.survey_save(pg_temp.account('jingban-dangwei'), v_second, pg_temp.survey_document('我看机关作风（群众卷）', 2), '{}', gen_random_uuid());
  PERFORM pg_temp.survey_check(v_second, 2, '{"note": "第4题漏了“电话打不通”一项，补上。"}');
  PERFORM pg_temp.survey_fill(v_second, 2, 2, 59, 172);
  INSERT INTO core.response (survey_id, n, channel, paper, valid, answers) SELECT v_second, 2, 'shiban', true, false, '{}' FROM generate_series(1, 6);
  UPDATE core.survey_count SET taken = taken + 6 WHERE survey_id = v_second;
  PERFORM pg_temp.survey_end(31);
  PERFORM pg_temp.survey_told(v_second, 12, '电话和答复慢仍是说得最多的两件事，但比上一轮少；新提出的是希望公开办理进度、联络站延长接待时间。',
    '与上一轮相比，办事效率和回应实效有好转。办理进度已经可以凭查询码查看；联络站的接待时间正在与各站商定。');
  v_few := pg_temp.survey_open('接待窗口小调研', 'A small survey at the reception window', 27, NULL);
  PERFORM pg_temp.survey_fill(v_few, 3, 1, 1, 3);
  PERFORM pg_temp.survey_end(12);
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END $$;

-- One that is open, as the program drew it.
CREATE FUNCTION pg_temp.survey_live(p_title text, p_en text, p_audience text, p_given jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := engine.survey_make(pg_temp.account('jingban-dangwei'), jsonb_build_object('title', p_title, 'audience', p_audience), p_given ->> 'document', gen_random_uuid());
BEGIN
  PERFORM pg_temp.survey_act('jingban-dangwei', v_id, 'settle', jsonb_build_object('title', p_title, 'title_en', p_en, 'audience', p_audience, 'access', 'open', 'minutes', 2,
    'closes_on', engine.day(engine.clock()) + 14));
  PERFORM pg_temp.survey_act('jingban-dangwei', v_id, 'add_channel', jsonb_build_object('kind', 'place', 'label', '青山区石板街社区'));
  PERFORM pg_temp.survey_act('jingban-dangwei', v_id, 'propose');
  PERFORM pg_temp.survey_act('fuze-dangwei', v_id, 'publish', jsonb_build_object('given', p_given));
END $$;
SELECT pg_temp.survey_live('我看机关作风（群众卷）第三轮', 'The work style of the organ: residents, third round', 'residents', :'survey_residents'::jsonb) \g /dev/null
\endif
