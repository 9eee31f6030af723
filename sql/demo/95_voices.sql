-- One opinion that speaks of two things, and three that speak of one: a split, and a hot spot for the leader to study.
\if :fresh
CREATE TEMP TABLE demo_class (n integer, body text) ON COMMIT DROP;
INSERT INTO demo_class VALUES
  (1, '研究室来我们乡开座谈会，名单和发言稿都是提前要走的，会上轮到谁、讲几分钟都定好了，真想说的话没有机会说。'),
  (2, '上周的调研座谈会又是照着稿子念，没有一个问题是当场问的。希望研究室少听汇报，多到田间地头随机走走。'),
  (3, '调研组一行十几个人，在示范点停了二十分钟就走了，陪同的比调研的还多。这样的调研解剖不了麻雀。');

-- Somebody of a role who need not stand aside.
CREATE FUNCTION pg_temp.free_account(p_role text, p_opinion bigint) RETURNS core.actor LANGUAGE sql AS $$
  SELECT engine.account_actor(a.id) FROM core.account a JOIN core.account_role r ON r.account_id = a.id AND r.role = p_role, core.opinion o
   WHERE o.id = p_opinion AND NOT engine.concerns_office(o, NULL, a.office_id) ORDER BY a.id LIMIT 1
$$;

DO $$
DECLARE
  v_class demo_class;
  v_opinion bigint := (SELECT o.id FROM core.opinion o WHERE o.body LIKE '我们几位选民想约%' AND o.state = 30);
  v_keeper constant text := (SELECT engine.keeper(o) FROM core.opinion o WHERE o.id = v_opinion);
  v_triage core.actor := pg_temp.free_account(v_keeper, v_opinion);
  v_assigner core.actor := pg_temp.free_account(CASE v_keeper WHEN 'triage' THEN 'assigner' ELSE 'party_group' END, v_opinion);
BEGIN
  PERFORM engine.apply('opinion', v_opinion, 'split', v_triage, NULL, jsonb_build_object('title', '联络站转接来访没有登记和回音',
    'problem', '联络站转接选民来访时不作登记，转到哪里、由谁回复没有记录，来访人要反复询问。', 'category', 'D05', 'scope', 'own',
    'lead_office', 'shehui', 'leader', 'lingdao2', 'rectify_type', 'fix_by'));
  PERFORM engine.apply('opinion', v_opinion, 'approve', v_assigner, NULL, '{}');
  FOR v_class IN SELECT * FROM demo_class ORDER BY n LOOP
    PERFORM set_config('xq.clock', ((SELECT at FROM demo_now) - make_interval(hours => 5 - v_class.n))::text, true);
    PERFORM intake.submit('{"lang": "zh-CN", "face": "page"}', jsonb_build_object('receipt_mac', encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex'),
      'fingerprint', encode(sha256(convert_to(v_class.body, 'UTF8')), 'hex'), 'kind', 'criticism', 'text', v_class.body, 'category', 'D02', 'office', 'yanjiushi',
      'protection', 'none', 'publish_consent', false, 'disclose_consent', false, 'notice_version', 1, 'source', 'web', 'lang', 'zh-CN'));
  END LOOP;
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END
$$;
\endif
