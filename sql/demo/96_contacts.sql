-- The two-way contact of the year: who met whom, with something to say or nothing; the reception days, and what was assigned at them.
\if :fresh
UPDATE core.member m SET account_id = a.id FROM core.account a WHERE (a.username, m.name) IN (('weiyuan1', '鲁望舒'), ('zhuren1', '顾长川'));
UPDATE core.delegate d SET account_id = a.id, name = a.name FROM core.account a WHERE a.username = 'daibiao1' AND d.id = (SELECT min(id) FROM core.delegate);

-- Three of four pairs met at least once since the year began, most of them twice.
INSERT INTO core.contact_record (member_id, delegate_id, on_day, mode, opinions)
SELECT p.member_id, p.delegate_id, day, (ARRAY['visit', 'talk', 'phone', 'wechat', 'group', 'invite'])[1 + pg_temp.pick('mode' || p.delegate_id || k, 6)],
       CASE WHEN pg_temp.pick('said' || p.delegate_id || k, 3) = 0 THEN 0 ELSE 1 + pg_temp.pick('many' || p.delegate_id || k, 2) END
  FROM core.pairing p, generate_series(1, 2) k,
       LATERAL (SELECT engine.workday_from((date_trunc('year', (SELECT at FROM demo_now)) + make_interval(days => 20 + pg_temp.pick('day' || p.delegate_id || k, 270)))::date) AS day) d
 WHERE pg_temp.pick('met' || p.delegate_id, 4) > k - 2 AND pg_temp.pick('met' || p.delegate_id, 9) > 0 AND day <= engine.day((SELECT at FROM demo_now));

INSERT INTO core.contact_record (delegate_id, on_day, mode, households, opinions)
SELECT d.id, day, (ARRAY['visit', 'reception', 'duty', 'talk'])[1 + pg_temp.pick('how' || d.id || k, 4)], 3 + pg_temp.pick('doors' || d.id || k, 8),
       pg_temp.pick('heard' || d.id || k, 4)
  FROM core.delegate d, generate_series(1, 3) k,
       LATERAL (SELECT engine.workday_from((date_trunc('year', (SELECT at FROM demo_now)) + make_interval(days => 15 + pg_temp.pick('on' || d.id || k, 290)))::date) AS day) x
 WHERE pg_temp.pick('went' || d.id, 5) >= k AND day <= engine.day((SELECT at FROM demo_now));

-- What members heard and triage registered.
INSERT INTO core.contact_opinion (contact_id, opinion_id)
SELECT c.id, o.id
  FROM (SELECT o.id, row_number() OVER (ORDER BY o.id) AS k FROM core.opinion o WHERE o.source = 'member_contact') o
  JOIN (SELECT c.id, row_number() OVER (ORDER BY c.id) AS k FROM core.contact_record c WHERE c.member_id IS NOT NULL AND c.opinions > 0) c USING (k);

-- The 20th of each month, moved off holidays; hosts take turns.
INSERT INTO core.reception_day (on_day, member_id, place, state, topics)
SELECT day, h.id, '市人大常委会机关三楼代表接待室', CASE WHEN day > engine.day((SELECT at FROM demo_now)) THEN 'planned' ELSE 'held' END,
       (ARRAY['老旧小区加装电梯', '农村饮水安全', '代表建议办理质量', '社区卫生服务', '中小学校门口交通', '污水管网改造'])[1 + k % 6]
  FROM generate_series(0, 11) k,
       LATERAL (SELECT engine.workday_from((date_trunc('year', (SELECT at FROM demo_now)) + make_interval(months => k, days => 19))::date) AS day) d,
       LATERAL (SELECT m.id FROM core.member m WHERE m.chairs ORDER BY (m.id + k) % 5, m.id LIMIT 1) h;

INSERT INTO core.reception_matter (reception_id, issue_id, delegate_id)
SELECT (SELECT r.id FROM core.reception_day r WHERE r.on_day <= engine.day(i.opened_at) ORDER BY r.on_day DESC LIMIT 1), i.id,
       (SELECT p.delegate_id FROM core.pairing p ORDER BY p.delegate_id % 97, p.delegate_id LIMIT 1)
  FROM core.issue i WHERE i.source = 'reception_day' AND EXISTS (SELECT FROM core.reception_day r WHERE r.on_day <= engine.day(i.opened_at));
\endif
