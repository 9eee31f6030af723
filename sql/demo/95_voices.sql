-- One opinion that speaks of two things, and three that speak of one: a split, and a hot spot for the leader to study.
\if :fresh
CREATE TEMP TABLE demo_class (n integer, body text) ON COMMIT DROP;
INSERT INTO demo_class VALUES
  (1, '研究室来我们乡开座谈会，名单和发言稿都是提前要走的，会上轮到谁、讲几分钟都定好了，真想说的话没有机会说。'),
  (2, '上周的调研座谈会又是照着稿子念，没有一个问题是当场问的。希望研究室少听汇报，多到田间地头随机走走。'),
  (3, '调研组一行十几个人，在示范点停了二十分钟就走了，陪同的比调研的还多。这样的调研解剖不了麻雀。');

CREATE FUNCTION pg_temp.hand_in(p_ago interval, p_mac text, p_kind text, p_body text, p_category text, p_office text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', ((SELECT at FROM demo_now) - p_ago)::text, true);
  PERFORM intake.submit('{"lang": "zh-CN", "face": "page"}', jsonb_build_object('receipt_mac', p_mac,
    'fingerprint', encode(sha256(convert_to(p_body, 'UTF8')), 'hex'), 'kind', p_kind, 'text', p_body, 'category', p_category, 'office', p_office,
    'protection', 'none', 'publish_consent', false, 'disclose_consent', false, 'notice_version', 1, 'source', 'web', 'lang', 'zh-CN'));
  RETURN (SELECT o.id FROM core.opinion o WHERE o.receipt_mac = decode(p_mac, 'hex'));
END
$$;

CREATE FUNCTION pg_temp.act_as(p_ago interval, p_user text, p_layer text, p_id bigint, p_action text, p_fields jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', ((SELECT at FROM demo_now) - p_ago)::text, true);
  PERFORM engine.apply(p_layer, p_id, p_action, engine.account_actor((SELECT a.id FROM core.account a WHERE a.username = p_user)), NULL, p_fields);
END
$$;

-- The first of its two problems is being rectified, the second has just been signed for.
DO $$
DECLARE
  v_opinion bigint := pg_temp.hand_in('6 days', (SELECT mac FROM demo_receipt WHERE n = 7), 'complaint',
    '说两件事：一是教科文卫工委的咨询电话上午没有人接；二是上次座谈会让我们学校准备了三份内容一样的材料，一份给会上，一份给领导，一份存档。', 'C06', 'jiaokewei');
BEGIN
  PERFORM pg_temp.act_as('5 days', 'shouli', 'opinion', v_opinion, 'open');
  PERFORM pg_temp.act_as('4 days', 'shouli', 'opinion', v_opinion, 'assign_parts', jsonb_build_object('scope', 'own',
    'title', '咨询电话上午无人接听', 'problem', '对外公布的咨询电话上午时段经常无人接听，来电人没有其他联系途径。', 'category', 'C06',
    'lead_office', 'jiaokewei', 'leader', 'lingdao2', 'rectify_type', 'fix_by',
    'title_2', '座谈会要求基层重复准备材料', 'problem_2', '同一次座谈会要求参会单位准备多份内容相同的材料，加重基层负担。', 'category_2', 'A4',
    'lead_office_2', 'jiaokewei', 'co_offices_2', jsonb_build_array('bangongshi'), 'leader_2', 'lingdao2', 'rectify_type_2', 'fix_by'));
  PERFORM pg_temp.act_as('3 days', 'jiaoban', 'opinion', v_opinion, 'approve');
  PERFORM pg_temp.act_as('2 days', 'fuze-jiaokewei', 'issue', (p.issue).id, 'sign') FROM engine.parts(v_opinion) p;
  PERFORM pg_temp.act_as('1 day', 'fuze-jiaokewei', 'issue', (p.issue).id, 'plan', jsonb_build_object('cause', '值班安排没有覆盖上午的会议时段。',
    'what', '安排专人值守咨询电话，公布备用号码', 'target', '工作时间电话有人接听', 'owner', '白雪飞', 'due_on', engine.day((SELECT at FROM demo_now)) + 14))
    FROM engine.parts(v_opinion) p WHERE p.place = 1;
END
$$;

DO $$
DECLARE
  v_class demo_class;
BEGIN
  FOR v_class IN SELECT * FROM demo_class ORDER BY n LOOP
    PERFORM pg_temp.hand_in(make_interval(hours => 5 - v_class.n), encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex'),
      'criticism', v_class.body, 'D02', 'yanjiushi');
  END LOOP;
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END
$$;
\endif
