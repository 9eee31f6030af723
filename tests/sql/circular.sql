-- Circulars: drafted from the figures of now, handed on, issued by somebody else, and final from then on.
\ir api.psql
SELECT fx.account('fx.both', 'dangwei', 'supervisor', 'party_group') \g /dev/null
CREATE FUNCTION fx.key() RETURNS text LANGUAGE sql VOLATILE AS 'SELECT gen_random_uuid()::text';
CREATE FUNCTION fx.draft(p_role text, p_period text, p_key text DEFAULT fx.key()) RETURNS bigint LANGUAGE sql AS $$
  SELECT (console.circular_draft(fx.ctx(p_role), jsonb_build_object('period', p_period, 'key', p_key)) #>> '{circular,id}')::bigint
$$;
CREATE FUNCTION fx.act(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.circular_action(fx.ctx(p_role), jsonb_build_object('id', p_id, 'action', p_action, 'key', fx.key()) || p_more)
$$;
CREATE FUNCTION fx.acted(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.circular_action', fx.ctx(p_role), jsonb_build_object('id', p_id, 'action', p_action, 'key', fx.key()) || p_more)
$$;
CREATE FUNCTION fx.shown(p_role text, p_id bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.circular(fx.ctx(p_role), jsonb_build_object('id', p_id::text))
$$;
CREATE FUNCTION fx.line(p_page jsonb, p_part text, p_label text) RETURNS text LANGUAGE sql AS $$
  SELECT l ->> 'text' FROM jsonb_array_elements(p_page #> ARRAY['circular', 'figures', p_part]) l WHERE l ->> 'label' = p_label
$$;
CREATE FUNCTION fx.offers(p_page jsonb) RETURNS text LANGUAGE sql AS $$SELECT string_agg(a ->> 'action', ' ') FROM jsonb_array_elements(p_page -> 'actions') a$$;
-- What somebody with this role gets of it: 200, or the refusal.
CREATE FUNCTION fx.gets(p_role text, p_id bigint) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(nullif(fx.refused('console.circular', fx.ctx(p_role), jsonb_build_object('id', p_id::text)), ''), '200')
$$;

SELECT plan(69);
-- A month's work of five rated issues, one overdue, one published, and a look-back.
SET LOCAL xq.clock = '2026-10-12 10:00:00+08';
SELECT array_agg(fx.linked('n' || n, 60)) AS i FROM generate_series(1, 6) n \gset
INSERT INTO core.rating (opinion_id, issue_id, round, via, at, contacted, solved, attitude, result)
SELECT o.id, o.issue_id, 1, 'revisit', engine.clock(), true, 'yes', 'satisfied', CASE WHEN row_number() OVER (ORDER BY o.id) <= 4 THEN 'satisfied' ELSE 'basically' END
  FROM core.opinion o WHERE o.issue_id = ANY ((:'i'::bigint[])[1:5]);
SELECT fx.linked('late', 50) AS late, fx.linked('closed', 90) AS closed, fx.linked('ahead', 50) AS ahead \gset
UPDATE core.issue SET due_at = '2026-11-02 23:59:59+08' WHERE id = :ahead;
UPDATE core.issue SET due_at = '2026-10-20 23:59:59+08', title = '期末超期的问题' WHERE id = :late;
UPDATE core.issue SET closed_at = '2026-10-31 23:59:59+08', published = true, public_summary = '公开的摘要' WHERE id = :closed;
INSERT INTO core.lookback (issue_id, round, due_on, done_at, conclusion) VALUES (:closed, 1, '2026-10-30', '2026-10-30 10:00+08', 'held');
SET LOCAL xq.clock = '2026-11-24 10:00:00+08';

-- Who may begin one, and on what.
SELECT is(fx.refused('console.circular_draft', fx.ctx('handler'), '{"period": "2026-10"}'), 'XQ403 forbidden', 'an office drafts nothing');
SELECT is(fx.refused('console.circular_draft', fx.ctx('party_group'), '{"period": "2026-10"}'), 'XQ403 forbidden', 'nor does the party group');
SELECT is(fx.refused('console.circular_draft', fx.ctx('supervisor'), '{"period": "2026-13"}'), 'XQ422 bad_period period', 'a month that is none');
SELECT is(fx.refused('console.circular_draft', fx.ctx('supervisor'), '{"period": "2026-12"}'), 'XQ422 bad_period period', 'a month to come');
SELECT is(fx.refused('console.circular_draft', fx.ctx('supervisor'), '{}'), 'XQ422 required period', 'no month');
SELECT fx.draft('supervisor', '2026-10', '00000000-0000-4000-8000-000000000001') AS c \gset
SELECT is(fx.draft('supervisor', '2026-10', '00000000-0000-4000-8000-000000000001'), :c::bigint, 'a double click makes one draft');
SELECT is((SELECT count(*) FROM core.circular), 1::bigint, 'and no other');
SELECT is(fx.refused('console.circular_draft', fx.ctx('supervisor'), jsonb_build_object('period', '2026-09', 'key', '00000000-0000-4000-8000-000000000001')), '', 'the same key names the same draft');
SELECT is((SELECT count(*) FROM core.circular), 1::bigint, 'whatever it says now');
SELECT fx.key() AS edit_key \gset
SELECT is(console.circulars(fx.ctx('supervisor'), '{}') #>> '{actions,0,href}', '/console/circulars', 'the list offers a draft');
SELECT is(console.circulars(fx.ctx('handler'), '{}') -> 'rows', '[]', 'an office sees no draft in the list');
SELECT is(fx.gets('handler', :c), 'XQ404 not_found', 'nor by its number');

-- The figures of a draft are those of now; each against a query of its own.
SELECT is(fx.line(p, 'received', '收到意见'), (SELECT count(*)::text FROM core.opinion WHERE to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = '2026-10'), 'received') FROM fx.shown('supervisor', :c) p;
SELECT is(fx.line(p, 'received', '立为问题交办'), (SELECT count(*)::text FROM core.issue WHERE to_char(opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = '2026-10'), 'assigned') FROM fx.shown('supervisor', :c) p;
SELECT is(fx.line(p, 'handled', '期内答复') || fx.line(p, 'handled', '期内销号') || fx.line(p, 'handled', '期末在办') || fx.line(p, 'handled', '期末超期未结'), '7181', 'replied, struck off in the last second, open at the end, overdue') FROM fx.shown('supervisor', :c) p;
SELECT is(fx.line(p, 'rates', '响应率') || fx.line(p, 'rates', '解决率') || fx.line(p, 'rates', '满意率'), '100.0%（n=5）100.0%（n=5）98.0%（n=5）', 'the three rates') FROM fx.shown('supervisor', :c) p;
SELECT is(fx.line(p, 'rates', '满意率'), engine.rate_cell('zh-CN', (engine.period_rates('2026-10-01 00:00+08', '2026-10-31 23:59:59+08')).satisfied, 5) ->> 'text', 'the same as the views have') FROM fx.shown('supervisor', :c) p;
SELECT is((SELECT r FROM jsonb_array_elements(p #> '{circular,figures,offices,rows}') r WHERE r ->> 0 = '研究室'),
  '["研究室", 9, 8, 1, 1, "100.0%（n=5）", "100.0%（n=5）", "98.0%（n=5）", "样本不足（n=1）", "0", "99.2", "1"]', 'an office with its score and place') FROM fx.shown('supervisor', :c) p;
SELECT is((SELECT count(*) FROM jsonb_array_elements(p #> '{circular,figures,offices,rows}') r WHERE r ->> 11 <> '—'), 1::bigint, 'nobody is ranked on too few') FROM fx.shown('supervisor', :c) p;
SELECT is(p #> '{circular,figures,overdue,rows}', jsonb_build_array(jsonb_build_array((SELECT number FROM core.issue WHERE id = :late), '期末超期的问题', '研究室', '2026年10月20日', 11)), 'what was overdue at the end') FROM fx.shown('supervisor', :c) p;
-- More time granted, and another office, since then: October remains what it was.
UPDATE core.issue SET due_at = '2026-12-20 23:59:59+08', office_id = fx.office('huanzi') WHERE id = :late;
UPDATE core.assignment SET ended_at = engine.clock() WHERE issue_id = :late;
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:late, fx.office('huanzi'), 'lead', engine.clock());
SELECT is(p #> '{circular,figures,overdue,rows,0}', jsonb_build_array((SELECT number FROM core.issue WHERE id = :late), '期末超期的问题', '研究室', '2026年10月20日', 11), 'by the date and the office of that time') FROM fx.shown('supervisor', :c) p;
SELECT is(engine.due_as_of(:late, engine.clock()), '2026-12-20 23:59:59+08', 'the present date is the new one');
SELECT is((SELECT count(*) FROM engine.overdue_at(engine.clock()) x WHERE (x.issue).id = :late), 0::bigint, 'by which it is not overdue');
UPDATE core.issue SET due_at = '2026-10-20 23:59:59+08', office_id = fx.office('yanjiushi') WHERE id = :late;
SELECT is(p #>> '{circular,figures,cases,0,summary}', '公开的摘要', 'a published case') FROM fx.shown('supervisor', :c) p;
SELECT is(fx.line(p, 'lookbacks', '完成回头看') || fx.line(p, 'lookbacks', '反弹率'), '1样本不足（n=1）', 'look-backs') FROM fx.shown('supervisor', :c) p;
SELECT is(p #> '{circular,figures,year}', NULL, 'a month has no annex') FROM fx.shown('supervisor', :c) p;
UPDATE core.rating SET voided_at = engine.clock(), void_kind = 'malicious' WHERE id = (SELECT min(id) FROM core.rating);
SELECT is(fx.line(fx.shown('supervisor', :c), 'rates', '响应率'), '样本不足（n=4）', 'a voided rating counts no more');
SELECT is((SELECT string_agg(r ->> 10, '') FROM jsonb_array_elements(fx.shown('supervisor', :c) #> '{circular,figures,offices,rows}') r), repeat('—', 14), 'and under five there is no rank at all');
UPDATE core.rating SET voided_at = NULL, void_kind = NULL;
SELECT is(fx.shown('supervisor', :c)::text ~ '接待室的电话|138', false, 'no word of a speaker is in it');

-- The words.
SELECT is(fx.acted('handler', :c, 'edit', '{"opening": "改"}'), 'XQ404 not_found', 'who does not see it does not edit it');
SELECT is(fx.acted('party_group', :c, 'edit', '{"opening": "改动"}'), 'XQ403 forbidden', 'the party group sees it and does not edit it');
SELECT is(fx.acted('supervisor', :c, 'edit', '{"cases": "联系人：李四，电话13812345678"}'), 'XQ422 guard.notice_clean cases', 'nothing that tells who somebody is');
SELECT is(fx.acted('supervisor', :c, 'edit', '{"headline": "x"}'), 'XQ422 unknown_field headline', 'no field that is none');
SELECT fx.act('supervisor', :c, 'edit', jsonb_build_object('next_steps', '逐一督办。', 'version', 1, 'key', :'edit_key')) \g /dev/null
SELECT is(fx.shown('supervisor', :c) #>> '{circular,next_steps}', '逐一督办。', 'the words are kept');
SELECT fx.act('supervisor', :c, 'edit', jsonb_build_object('next_steps', '逐一督办。', 'version', 1, 'key', :'edit_key')) \g /dev/null
SELECT is((SELECT version FROM core.circular WHERE id = :c), 2, 'a form sent twice is done once');
SELECT is(fx.acted('supervisor', :c, 'edit', '{"version": 1, "opening": "旧表单"}'), 'XQ409 changed_meanwhile version', 'a stale form is refused');
SELECT is(fx.acted('supervisor', :c, 'propose', jsonb_build_object('key', :'edit_key')), 'XQ409 key.other_words key', 'a key on another action is a mistake');
SELECT is((SELECT f ->> 'value' FROM jsonb_array_elements(fx.shown('supervisor', :c) -> 'actions') a, jsonb_array_elements(a -> 'fields') f WHERE f ->> 'name' = 'next_steps'), '逐一督办。', 'the form shows what stands there');
SELECT is(fx.offers(fx.shown('supervisor', :c)), 'edit propose', 'what may be done with a draft');
SELECT is(fx.acted('party_group', :c, 'issue'), 'XQ409 action_not_now', 'a draft is not issued');

-- Handed on.
SELECT fx.act('supervisor', :c, 'propose') \g /dev/null
SELECT is(fx.acted('supervisor', :c, 'edit', '{"opening": "再改"}'), 'XQ409 action_not_now', 'what was handed on is not edited');
SELECT is(fx.acted('supervisor', :c, 'issue'), 'XQ403 forbidden', 'who drafts does not issue');
SELECT is(fx.offers(fx.shown('party_group', :c)), 'issue send_back', 'the party group decides');
SELECT is(fx.acted('party_group', :c, 'send_back'), 'XQ422 required reason', 'sending back takes a reason');
SELECT fx.act('party_group', :c, 'send_back', '{"reason": "补充案例"}') \g /dev/null
SELECT is(fx.shown('supervisor', :c) #>> '{circular,state,code}', 'draft', 'and makes it a draft again');
SELECT fx.act('supervisor', :c, 'propose') \g /dev/null

-- One person with both roles is still one person.
SELECT (engine.circular_draft(engine.account_actor(a.id), '2026-09', NULL, NULL)) AS mine FROM core.account a WHERE a.username = 'fx.both' \gset
SELECT fx.act('supervisor', :mine, 'propose') \g /dev/null
SELECT is(engine.circular_refusal(engine.account_actor(a.id), c, 'issue'), 'proposal.own', 'whoever drafted it does not issue it, in whatever role') FROM core.account a, core.circular c WHERE a.username = 'fx.both' AND c.id = :mine;
SELECT matches(fx.error(format('UPDATE core.circular SET state = ''issued'', number = ''x'', figures = ''{}'', issued_at = now(), issued_by = drafted_by WHERE id = %s', :mine)), 'circular_two_persons', 'the table says so too');
SELECT fx.draft('supervisor', '2026-11') AS now \gset
SELECT fx.act('supervisor', :now, 'propose') \g /dev/null
SELECT is(fx.acted('party_group', :now, 'issue'), 'XQ409 circular.not_over', 'a period that runs is not issued');

-- Issued: the figures of that moment, for good.
SELECT fx.shown('party_group', :c) AS before, fx.key() AS issue_key \gset
SELECT fx.act('party_group', :c, 'issue', jsonb_build_object('key', :'issue_key')) AS issued \gset
SELECT is(:'issued'::jsonb #>> '{circular,number}', 'TB-2026-001', 'it gets its number');
SELECT is(:'issued'::jsonb #> '{circular,figures}', :'before'::jsonb #> '{circular,figures}', 'the issued page has the figures of the views at that moment');
SELECT fx.act('party_group', :c, 'issue', jsonb_build_object('key', :'issue_key')) \g /dev/null
SELECT is((SELECT last FROM core.circular_number WHERE year = 2026), 1, 'a double click issues once');
UPDATE core.rating SET voided_at = engine.clock(), void_kind = 'malicious';
UPDATE core.office SET zh = '改了名的室' WHERE code = 'yanjiushi';
UPDATE core.issue SET replied_at = '2026-10-19 10:00+08', state = 60 WHERE id = :late;
SELECT is(fx.shown('handler', :c) #> '{circular,figures}', :'before'::jsonb #> '{circular,figures}', 'whatever happens afterwards, it stays as it was');
SELECT isnt(engine.circular_figures('2026-10', 'zh-CN'), :'before'::jsonb #> '{circular,figures}', 'though the figures of now are others');
SELECT is((SELECT figures -> 'en' #>> '{rates,0,label}' FROM core.circular WHERE id = :c), 'Response', 'frozen in both languages');
SELECT matches(fx.error(format('UPDATE core.circular SET next_steps = ''改'' WHERE id = %s', :c)), '^XQ900', 'no change, not by the owner either');
SELECT matches(fx.error(format('UPDATE core.circular SET figures = ''{}'' WHERE id = %s', :c)), '^XQ900', 'least of all of the figures');
SELECT matches(fx.error(format('DELETE FROM core.circular WHERE id = %s', :c)), '^XQ900', 'and no deletion');
SELECT matches(fx.error('TRUNCATE core.circular'), '^XQ900|0A000', 'nor all at once');
SELECT is(fx.acted('supervisor', :c, 'edit', '{"opening": "改动"}'), 'XQ409 action_not_now', 'nor by its form');
SELECT is(fx.offers(fx.shown('handler', :c)), NULL, 'an office reads it and does nothing with it');
SELECT is(fx.shown('handler', :c) -> 'history', '[]', 'how it was drafted is not the offices'' to read');
SELECT is((SELECT array_agg(r.code ORDER BY r.code) FROM rules.role r WHERE r.code NOT IN ('person', 'system') AND fx.gets(r.code, :c) = '200'),
  '{assigner,chair,handler,leader,office_head,party_group,reviewer,revisitor,supervisor,triage}', 'all staff read it, no administrator, no deputy');
SELECT is((SELECT array_agg(r.code ORDER BY r.code) FROM rules.role r WHERE r.code NOT IN ('person', 'system') AND fx.gets(r.code, :now) = '200'),
  '{party_group,supervisor}', 'and what is not issued, its authors alone');

-- A correction is another one.
SELECT fx.act('supervisor', :c, 'correct', '{"key": "00000000-0000-4000-8000-000000000002"}'), fx.act('supervisor', :c, 'correct', '{"key": "00000000-0000-4000-8000-000000000002"}') \g /dev/null
SELECT is((SELECT array_agg(state || period) FROM core.circular WHERE corrects = :c), '{draft2026-10}', 'one new draft on the same period, however often it was sent');
SELECT is(fx.shown('handler', :c) -> 'corrected', NULL, 'an office does not hear of the draft');
SELECT is(fx.shown('supervisor', :c) #>> '{corrected,0,period}', '2026-10', 'its author finds it');
-- A half-year has the annex.
SELECT fx.draft('supervisor', '2026-H2') AS half \gset
SELECT is(jsonb_path_query_array(p, '$.circular.figures.year.tables[0].rows[*]'), (SELECT jsonb_agg(jsonb_build_array('群众网上意见', n)) FROM (SELECT count(*) AS n FROM core.opinion WHERE source = 'web') x), 'where opinions came from') FROM fx.shown('supervisor', :half) p;
SELECT is(p #>> '{circular,title}', '关于2026年下半年机关作风问题整改情况的通报', 'its title') FROM fx.shown('supervisor', :half) p;
SELECT is((SELECT count(*) FROM engine.broken_events() b WHERE b.layer = 'circular'), 0::bigint, 'every act is in its chain');
SELECT * FROM finish();
ROLLBACK;
