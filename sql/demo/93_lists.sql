-- The second list for a meeting, to be held against the first; and what offices owed through the last year: most of it handed in on
-- time, some late, some not at all.
\if :fresh
CREATE FUNCTION pg_temp.keep_duty(r core.duty_report, p_who core.actor, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', p_at::text, true);
  PERFORM engine.duty_do('zh-CN', p_who, r, r.list, jsonb_build_object('what', w.what, 'steps', w.steps, 'person', (p_who).name,
      'due_on', engine.day(r.due_at), 'completion', w.completion), NULL)
    FROM (VALUES
      ('tasks',     '开展谈心谈话，抓早抓小', '负责人与本室人员每季度谈心谈话一次，记录存档。', 'under_way'),
      ('tasks',     '落实“三重一大”事项集体讨论', '重要事项提交室务会讨论，会议纪要报机关党委。', 'done'),
      ('negatives', '答复群众和代表不及时', '来件当日登记，每周核对一次，临期提醒承办人。', 'mostly')) AS w (list, what, steps, completion)
   WHERE w.list = r.list;
END
$$;

-- By turns late, left open and on time; a form of the present period is still being filled.
CREATE FUNCTION pg_temp.hand_in_duty(r core.duty_report, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  who constant core.actor := (SELECT engine.account_actor(a.id) FROM core.account a JOIN core.account_role o ON o.account_id = a.id AND o.role = 'office_head'
                               WHERE a.office_id = r.office_id ORDER BY a.id LIMIT 1);
  at constant timestamptz := r.due_at + CASE WHEN r.id % 7 = 3 THEN interval '63 hours' ELSE interval '-33 hours' END;
BEGIN
  PERFORM pg_temp.keep_duty(r, who, least(at - interval '1 day', p_now));
  IF at < p_now AND r.id % 11 <> 5 THEN
    PERFORM set_config('xq.clock', at::text, true);
    PERFORM engine.hand_in('zh-CN', who, r, NULL, NULL);
    PERFORM engine.record('duty', r.id, 'hand_in', who.account_id, 'office_head', NULL, NULL);
  END IF;
END
$$;

DO $$
DECLARE
  n demo_now;
BEGIN
  SELECT * INTO n FROM demo_now;
  PERFORM pg_temp.issue_lists(n.at - interval '2 days', '主任会议');
  FOR i IN REVERSE 12 .. 0 LOOP
    PERFORM set_config('xq.clock', (n.at - make_interval(months => i))::text, true);
    PERFORM engine.open_duties(1000);
  END LOOP;
  PERFORM pg_temp.hand_in_duty(r, n.at) FROM (SELECT d.* FROM core.duty_report d ORDER BY d.due_at, d.id) r;
  PERFORM set_config('xq.clock', coalesce(n.clock, ''), true);
END
$$;
\endif
