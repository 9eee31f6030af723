-- The table of limits, rule by rule: number, unit and source as the field has them, and the day each ends on, from eight starts.
-- The days were worked out apart, by a count that knows nothing of this one, over the notice of 2026 and the first days of 2027.
\ir fixture.psql
DELETE FROM core.work_calendar;
INSERT INTO core.work_calendar (day, is_workday, note)
SELECT d::date, false, '放假' FROM (VALUES ('2026-01-01'::date, '2026-01-03'::date), ('2026-02-15', '2026-02-23'), ('2026-04-04', '2026-04-06'), ('2026-05-01', '2026-05-05'),
  ('2026-06-19', '2026-06-21'), ('2026-09-25', '2026-09-27'), ('2026-10-01', '2026-10-07'), ('2027-01-01', '2027-01-03')) h (a, z), generate_series(h.a, h.z, '1 day') d
UNION ALL SELECT d, true, '调休上班' FROM unnest(ARRAY['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']::date[]) d;

-- A Friday; the eve of a week off; the Saturday made up for it; 31 January, a day of rest; 30 November; the last of February, a
-- Sunday; the leap day; the year's last day. All at ten in the morning.
CREATE TEMP TABLE starts (k integer, day date);
INSERT INTO starts VALUES (1, '2026-09-11'), (2, '2026-09-30'), (3, '2026-10-10'), (4, '2026-01-31'), (5, '2026-11-30'), (6, '2027-02-28'), (7, '2028-02-29'), (8, '2026-12-31');
CREATE TEMP TABLE expected (key text, n integer, unit text, rolls boolean, source text, ends text);
INSERT INTO expected VALUES
  ('assign', 5, 'wd', true, '青岛市代表建议工作条例第十四条',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('blue_before', 3, 'wd', true, '[P] 宿迁三色督办单',
   '2026-09-16 2026-10-10 2026-10-14 2026-02-05 2026-12-03 2027-03-04 2028-03-03 2027-01-06'),
  ('campaign_check', 30, 'd', true, '[P]',
   '2026-10-12 2026-10-30 2026-11-09 2026-03-02 2026-12-30 2027-03-30 2028-03-30 2027-02-01'),
  ('close_review', 5, 'wd', true, '[P]',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('co_unit', 1, 'mon', true, '青岛市条例第二十四条',
   '2026-10-12 2026-10-30 2026-11-10 2026-02-28 2026-12-30 2027-03-29 2028-03-29 2027-02-01'),
  ('contact_retention', 6, 'mon', false, '个人信息保护法第十九条',
   '2027-03-11 2027-03-30 2027-04-10 2026-07-31 2027-05-30 2027-08-28 2028-08-29 2027-06-30'),
  ('convene', 1, 'mon', true, '河南省办法第二十二条',
   '2026-10-12 2026-10-30 2026-11-10 2026-02-28 2026-12-30 2027-03-29 2028-03-29 2027-02-01'),
  ('delegate_reply', 1, 'mon', true, '青岛市条例第三十二条',
   '2026-10-12 2026-10-30 2026-11-10 2026-02-28 2026-12-30 2027-03-29 2028-03-29 2027-02-01'),
  ('delegate_suggestion', 3, 'mon', true, '代表法第五十一条',
   '2026-12-11 2026-12-30 2027-01-11 2026-04-30 2027-03-01 2027-05-28 2028-05-29 2027-03-31'),
  ('delegate_suggestion_hard', 6, 'mon', true, '代表法第五十一条',
   '2027-03-11 2027-03-30 2027-04-12 2026-07-31 2027-05-31 2027-08-30 2028-08-29 2027-06-30'),
  ('duty_negatives', 10, 'wd', true, '[P] 每半年结束后；工作要点第11条“按时报送”',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('duty_tasks', 10, 'wd', true, '[P] 每季结束后；工作要点第11条“按时报送”',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('explain', 15, 'wd', true, '[P] 代表建议C、D类办理惯例',
   '2026-10-09 2026-10-27 2026-10-30 2026-02-28 2026-12-21 2027-03-22 2028-03-21 2027-01-22'),
  ('extension_decide', 2, 'wd', true, '[P]',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05'),
  ('extension_max', 30, 'd', true, '信访工作条例第三十四条',
   '2026-10-12 2026-10-30 2026-11-09 2026-03-02 2026-12-30 2027-03-30 2028-03-30 2027-02-01'),
  ('first_contact', 1, 'wd', true, '上海市优化营商环境条例第三十条（好差评）',
   '2026-09-14 2026-10-08 2026-10-12 2026-02-03 2026-12-01 2027-03-02 2028-03-01 2027-01-04'),
  ('fix_by', 30, 'd', true, '[P]',
   '2026-10-12 2026-10-30 2026-11-09 2026-03-02 2026-12-30 2027-03-30 2028-03-30 2027-02-01'),
  ('fix_max', 60, 'd', true, '信访工作条例第三十四条（参照）',
   '2026-11-10 2026-11-30 2026-12-09 2026-04-01 2027-01-29 2027-04-29 2028-05-01 2027-03-01'),
  ('fix_now', 5, 'wd', true, '济南市12345条例第二十四条',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('import_kept', 7, 'd', false, '[P] 最小必要：个人信息保护法第十九条',
   '2026-09-18 2026-10-07 2026-10-17 2026-02-07 2026-12-07 2027-03-07 2028-03-07 2027-01-07'),
  ('inform_person', 15, 'd', true, '信访工作条例第二十三条',
   '2026-09-28 2026-10-15 2026-10-26 2026-02-24 2026-12-15 2027-03-15 2028-03-15 2027-01-15'),
  ('keep_on_reply', 6, 'mon', true, '[P] 状态52：6个月内首次答复',
   '2027-03-11 2027-03-30 2027-04-12 2026-07-31 2027-05-31 2027-08-30 2028-08-29 2027-06-30'),
  ('log_retention', 13, 'mon', false, '网络安全法第二十三条（不少于6个月）',
   '2027-10-11 2027-10-30 2027-11-10 2027-02-28 2027-12-30 2028-03-28 2029-03-29 2028-01-31'),
  ('lookback_1', 90, 'd', true, '[P]',
   '2026-12-10 2026-12-29 2027-01-08 2026-05-06 2027-03-01 2027-05-31 2028-05-29 2027-03-31'),
  ('lookback_2', 180, 'd', true, '[P]',
   '2027-03-10 2027-03-29 2027-04-08 2026-07-30 2027-05-31 2027-08-27 2028-08-28 2027-06-29'),
  ('lookback_check', 10, 'wd', true, '[P]',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('milestone', 3, 'mon', true, '[P] 每季',
   '2026-12-11 2026-12-30 2027-01-11 2026-04-30 2027-03-01 2027-05-28 2028-05-29 2027-03-31'),
  ('object_decide', 2, 'wd', true, '[P]',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05'),
  ('open_opinion', 1, 'wd', true, '[P]',
   '2026-09-14 2026-10-08 2026-10-12 2026-02-03 2026-12-01 2027-03-02 2028-03-01 2027-01-04'),
  ('outbox_retention', 3, 'mon', false, '[P]',
   '2026-12-11 2026-12-30 2027-01-10 2026-04-30 2027-02-28 2027-05-28 2028-05-29 2027-03-31'),
  ('plan', 5, 'wd', true, '[P]',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('publicity', 5, 'wd', true, '[P]',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('rating_reminder', 10, 'wd', true, '[P] 评价期内提醒一次',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('rating_window', 15, 'wd', true, '北京市条例第二十三条',
   '2026-10-09 2026-10-27 2026-10-30 2026-02-28 2026-12-21 2027-03-22 2028-03-21 2027-01-22'),
  ('redo', 1, 'mon', true, '山东省条例第二十四条；浙江、上海、河南同类规定',
   '2026-10-12 2026-10-30 2026-11-10 2026-02-28 2026-12-30 2027-03-29 2028-03-29 2027-02-01'),
  ('revisit_start', 5, 'wd', true, '[P]',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('rework', 10, 'wd', true, '[P] 销号退回后重新整改',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('stale_progress', 15, 'd', true, '[P]',
   '2026-09-28 2026-10-15 2026-10-26 2026-02-24 2026-12-15 2027-03-15 2028-03-15 2027-01-15'),
  ('supervision_reply_red', 2, 'wd', true, '[P] 同黄色督办单',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05'),
  ('supervision_reply_yellow', 2, 'wd', true, '[P] 负责人2个工作日内回复',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05'),
  ('supply', 10, 'd', true, '[P] 逾期按现有情况决定',
   '2026-09-21 2026-10-10 2026-10-20 2026-02-10 2026-12-10 2027-03-10 2028-03-10 2027-01-11'),
  ('take_review', 2, 'wd', true, '[P]',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05'),
  ('talk_after_red', 10, 'wd', true, '[P] 超期10个工作日',
   '2026-09-24 2026-10-20 2026-10-23 2026-02-14 2026-12-14 2027-03-15 2028-03-14 2027-01-15'),
  ('transfer_receive', 5, 'wd', true, '[P] 状态26',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('triage', 3, 'wd', true, '[P]',
   '2026-09-16 2026-10-10 2026-10-14 2026-02-05 2026-12-03 2027-03-04 2028-03-03 2027-01-06'),
  ('unit_object', 5, 'wd', true, '信访工作条例第二十三条；青岛市条例第十九条',
   '2026-09-18 2026-10-13 2026-10-16 2026-02-09 2026-12-07 2027-03-08 2028-03-07 2027-01-08'),
  ('unit_sign', 2, 'wd', true, '[P]',
   '2026-09-15 2026-10-09 2026-10-13 2026-02-04 2026-12-02 2027-03-03 2028-03-02 2027-01-05');

SELECT plan((SELECT 2 * count(*)::integer FROM expected) + 9);
SELECT is((SELECT concat_ws(' ', d.n, d.unit, d.rolls, d.source) FROM rules.deadline d WHERE d.key = e.key), concat_ws(' ', e.n, e.unit, e.rolls, e.source), e.key || ': number, unit and source')
  FROM expected e ORDER BY e.key;
SELECT is((SELECT string_agg(to_char(engine.due(s.day + time '10:00' AT TIME ZONE 'Asia/Shanghai', e.key) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), ' ' ORDER BY s.k) FROM starts s), e.ends,
  e.key || ': where it ends') FROM expected e ORDER BY e.key;
SELECT set_eq('SELECT key FROM rules.deadline', 'SELECT key FROM expected', 'no rule besides these, and none is missing');

-- A rule that nothing applies is no rule. How long logs are kept is a matter of where it is deployed.
SELECT set_eq($$SELECT d.key FROM rules.deadline d
  WHERE NOT EXISTS (SELECT FROM rules.state s WHERE d.key IN (s.deadline, s.hard_stop)) AND NOT EXISTS (SELECT FROM rules.supervision_level l WHERE l.reply_deadline = d.key)
    AND NOT EXISTS (SELECT FROM rules.list l WHERE l.deadline = d.key) AND NOT EXISTS (SELECT FROM rules.choice c WHERE c.list = 'referral' AND c.code = d.key)
    AND NOT EXISTS (SELECT FROM pg_proc p WHERE strpos(p.prosrc, quote_literal(d.key)) > 0)$$, ARRAY['log_retention'], 'each is applied somewhere');

-- §6: what stands still, and what may be given more time.
SELECT set_eq('SELECT code FROM rules.state WHERE pauses', ARRAY[21], 'only the wait for the speaker stops a clock');
SELECT set_eq('SELECT code, hard_stop FROM rules.state WHERE hard_stop IS NOT NULL', $$VALUES (20, 'inform_person')$$, 'only the law''s fifteen days stop a pause');
SELECT set_eq($$SELECT DISTINCT from_state, role FROM rules.transition WHERE active AND action = 'ask_extension'$$, $$VALUES (50, 'office_head')$$, 'more time is asked by the head, for a rectification');
SELECT set_eq($$SELECT DISTINCT role FROM rules.transition WHERE active AND action IN ('grant_extension', 'refuse_extension')$$, ARRAY['leader', 'assigner'], 'and decided by the leader in charge');
SELECT set_eq($$SELECT guards FROM rules.transition WHERE active AND action IN ('grant_extension', 'refuse_extension') AND role = 'assigner'$$, $$VALUES ('{leaderless}'::text[])$$, 'by the approver only where nobody leads');
SELECT ok((SELECT guards @> '{before_due,extension_once,extension_within}' FROM rules.transition WHERE active AND action = 'ask_extension'), 'before the end, once, by no more than the law has');
SELECT set_eq($$SELECT code, deadline FROM rules.state WHERE deadline IS NOT NULL$$, $$VALUES (10, 'open_opinion'), (20, 'triage'), (21, 'supply'), (26, 'transfer_receive'), (30, 'unit_sign'),
  (31, 'object_decide'), (40, 'plan'), (51, 'extension_decide'), (60, 'revisit_start'), (70, 'rating_window'), (76, 'convene'), (80, 'take_review'), (81, 'close_review'), (82, 'publicity'),
  (95, 'lookback_check')$$, 'each state ends by the rule that §6.1 names');
SELECT * FROM finish();
ROLLBACK;
