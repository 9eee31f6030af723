-- After the paths: somebody objects to the result on display, and the half-year before the present one has had its look-back.
\if :fresh
SELECT set_config('xq.clock', (SELECT at FROM demo_now)::text, true) \g /dev/null
SELECT engine.object_to(i, '公示说只保留一种考勤方式，可是上周我们下乡还是被要求在群里报位置，希望核实以后再销号。', gen_random_uuid())
  FROM core.issue i WHERE engine.on_display(i) ORDER BY i.id LIMIT 1 \g /dev/null

-- Each sampled issue is looked at by a supervisor who has no part in it.
CREATE FUNCTION pg_temp.look_again(p_issue core.issue) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_who core.actor := (SELECT engine.account_actor(a.id) FROM core.account a JOIN core.account_role r ON r.account_id = a.id AND r.role = 'supervisor'
                        WHERE NOT engine.handles(p_issue.id, a.office_id) ORDER BY a.id LIMIT 1);
BEGIN
  IF p_issue.state <> 95 THEN
    PERFORM engine.apply('issue', p_issue.id, 'lookback', v_who, NULL, '{}');
  END IF;
  PERFORM engine.apply('issue', p_issue.id, CASE WHEN pg_temp.pick(p_issue.title, 3) = 0 THEN 'basically_hold' ELSE 'hold' END, v_who, NULL,
    '{"method": ["check", "visit"], "findings": "查阅台账和记录，走访服务对象，整改措施仍在执行，没有发现反弹。", "second_checker": "zhuren1"}');
END
$$;

DO $$
DECLARE
  v_now constant timestamptz := (SELECT at FROM demo_now);
  v_before constant date := engine.day(v_now) - interval '6 months';
  v_starter constant core.actor := (SELECT engine.account_actor(a.id) FROM core.account a WHERE a.username = 'duban');
  v_campaign core.campaign;
BEGIN
  PERFORM set_config('xq.clock', (v_now - interval '25 days')::text, true);
  v_campaign := engine.start_campaign(v_starter, jsonb_build_object('seed', '20 07 13 31', 'period',
    extract(year FROM v_before) || '-H' || CASE WHEN extract(month FROM v_before) < 7 THEN 1 ELSE 2 END), gen_random_uuid());
  PERFORM set_config('xq.clock', (v_now - interval '3 hours')::text, true);
  PERFORM pg_temp.look_again(i) FROM core.issue i JOIN core.campaign_issue c ON c.issue_id = i.id
   WHERE c.campaign_id = v_campaign.id AND c.sampled AND i.state IN (90, 95, 99) ORDER BY i.id;
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END
$$;
\endif
