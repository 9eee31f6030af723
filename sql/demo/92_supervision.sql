-- The ladder over the walk: notices raised as the worker would have, three working days ago and now; signed, received, replied to,
-- some replies accepted and one sent back; a talk held, one that waits, and a heart-to-heart talk.
\if :fresh
CREATE FUNCTION pg_temp.account(p_username text) RETURNS core.actor LANGUAGE sql AS $$
  SELECT engine.account_actor(a.id) FROM core.account a WHERE a.username = p_username
$$;

CREATE FUNCTION pg_temp.of_office(p_role text, p_office smallint) RETURNS core.actor LANGUAGE sql AS $$
  SELECT engine.account_actor(a.id) FROM core.account a JOIN core.account_role r ON r.account_id = a.id
   WHERE r.role = p_role AND a.office_id = p_office ORDER BY a.id LIMIT 1
$$;

-- A supervisor of another office than the one that is written to.
CREATE FUNCTION pg_temp.supervisor_of(p_office smallint) RETURNS core.actor LANGUAGE sql AS $$
  SELECT engine.account_actor(a.id) FROM core.account a JOIN core.account_role r ON r.account_id = a.id
   WHERE r.role = 'supervisor' AND a.office_id <> p_office ORDER BY a.id LIMIT 1
$$;

-- A moment so many working days ago, in the morning.
CREATE FUNCTION pg_temp.days_ago(p_days integer, p_hour integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_on date := engine.day((SELECT at FROM demo_now));
BEGIN
  FOR i IN 1 .. p_days LOOP
    v_on := v_on - 1;
    WHILE NOT engine.workday(v_on) LOOP v_on := v_on - 1; END LOOP;
  END LOOP;
  PERFORM set_config('xq.clock', ((v_on + make_interval(hours => p_hour)) AT TIME ZONE 'Asia/Shanghai')::text, true);
END
$$;

CREATE FUNCTION pg_temp.answer_notice(n core.supervision, p_k bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_supervisor constant core.actor := pg_temp.supervisor_of(n.office_id);
BEGIN
  PERFORM engine.act_on_notice(v_supervisor, n.id, 'sign', jsonb_build_object('instruction', n.instruction)) WHERE n.in_force_at IS NULL;
  PERFORM engine.act_on_notice(pg_temp.of_office('handler', n.office_id), n.id, 'receive', '{}') WHERE p_k % 4 <> 3;
  IF n.level = 'blue' OR p_k % 4 IN (2, 3) THEN
    RETURN;
  END IF;
  PERFORM engine.act_on_notice(pg_temp.of_office('office_head', n.office_id), n.id, 'reply', jsonb_build_object('reply', (ARRAY[
    '原定的承办同志借调在外，衔接不及时，责任在室里。已另定专人，本周五前完成剩余措施并更新进展。',
    '措施已经在做，进展没有及时填报。今天已补报，下一步按周更新。',
    '牵涉两个委办室，口径还没有对齐。已约定本周内会商一次，会后三个工作日内答复。'])[1 + p_k % 3]));
  PERFORM engine.act_on_notice(v_supervisor, n.id, CASE WHEN p_k % 8 = 1 THEN 'ask_more' ELSE 'accept' END,
    CASE WHEN p_k % 8 = 1 THEN '{"remark": "请写明具体完成日期和责任人。"}'::jsonb ELSE '{}' END) WHERE p_k % 4 = 1;
END
$$;

-- Some of the staff hear of each event: what was raised and handed over stands in the outbox, for when a mail server is there.
UPDATE core.account SET email = username || '@qingjiang.example', tell = 'each' WHERE username IN ('duban', 'duban2', 'dangzu1', 'dangzu2', 'lingdao1', 'jijian');
UPDATE rules.param SET value = 1 WHERE key = 'mail_on';

DO $$
DECLARE
  n core.supervision;
  t core.talk;
  v_k bigint := 0;
BEGIN
  PERFORM pg_temp.days_ago(3, 9);
  WHILE engine.raise_notices(500) > 0 LOOP NULL; END LOOP;
  PERFORM pg_temp.days_ago(2, 10);
  FOR n IN SELECT * FROM core.supervision ORDER BY id LOOP
    PERFORM pg_temp.answer_notice(n, v_k);
    v_k := v_k + 1;
  END LOOP;
  PERFORM pg_temp.days_ago(1, 15);
  PERFORM engine.raise_by_hand(pg_temp.supervisor_of(i.office_id), i.id,
      '{"level": "yellow", "instruction": "代表在接待日上再次问起此事，请本周内把办理情况当面告知，并回复结果。"}')
    FROM core.issue i WHERE i.state = 50 AND NOT EXISTS (SELECT FROM core.supervision s WHERE s.issue_id = i.id) ORDER BY i.id LIMIT 1;
  SELECT * INTO t FROM core.talk WHERE kind = 'summons' ORDER BY id LIMIT 1;
  IF t.id IS NOT NULL THEN
    PERFORM engine.act_on_talk(pg_temp.account('dangzu1'), t.id, 'record', jsonb_build_object('held_on', engine.day(engine.clock()),
      'place', '机关三楼小会议室', 'with_whom', (pg_temp.of_office('office_head', t.office_id)).name || '（负责人）',
      'content', '听取超期原因，指出重安排轻落实、到期不报告的问题，要求逐件定人定时间，办不了的到期前说明。',
      'commitments', '超期事项十个工作日内办结；今后临期三天主动报告进展。'));
  END IF;
  PERFORM engine.new_talk(pg_temp.account('duban'), 'note_heart', jsonb_build_object('office', 'xinfang', 'held_on', engine.day(engine.clock()),
    'place', '机关党委办公室', 'with_whom', '窗口工作人员一名', 'content', '就接待群众时语气生硬一事谈心提醒，本人认识到问题，愿意改进。', 'commitments', '主动使用接待用语，请同事监督。'));
  PERFORM engine.new_talk(pg_temp.account('dangzu1'), 'hand_over', jsonb_build_object('issue', (SELECT i.number FROM core.supervision s JOIN core.issue i ON i.id = s.issue_id
      WHERE s.level = 'red' ORDER BY s.id LIMIT 1), 'ground', (SELECT c.code FROM rules.choice c WHERE c.list = 'handover_ground' ORDER BY c.sort LIMIT 1),
    'receiver', (SELECT c.code FROM rules.choice c WHERE c.list = 'handover_receiver' ORDER BY c.sort DESC LIMIT 1), 'note', '红色督办单发出后仍未整改，也没有说明理由，按规定移交。'));
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
  WHILE engine.raise_notices(500) > 0 LOOP NULL; END LOOP;
END
$$;
UPDATE rules.param SET value = 0 WHERE key = 'mail_on';
\endif
