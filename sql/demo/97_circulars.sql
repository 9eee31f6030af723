-- Last month's circular, issued; and a draft on the half-year that runs, which the supervisor is still writing.
\if :fresh
DO $$
DECLARE
  v_now constant timestamptz := (SELECT at FROM demo_now);
  v_supervisor constant core.actor := engine.account_actor((SELECT a.id FROM core.account a WHERE a.username = 'duban'));
  v_party constant core.actor := engine.account_actor((SELECT a.id FROM core.account a WHERE a.username = 'dangzu1'));
  v_month constant text := to_char(engine.day(v_now) - interval '1 month', 'YYYY-MM');
  v_id bigint;
BEGIN
  PERFORM set_config('xq.clock', (v_now - interval '90 minutes')::text, true);
  v_id := engine.circular_draft(v_supervisor, v_month, NULL, gen_random_uuid());
  PERFORM engine.circular_act(v_supervisor, v_id, 'edit', jsonb_build_object(
    'opening', '现将上月机关作风问题整改情况通报如下。各委办室对照所列问题，逐条抓好整改。',
    'cases', '信访室针对来信没有回音的问题，建立来信登记回告制度，登记次日告知受理情况，群众反映良好。',
    'next_steps', '一、超期未结的问题，牵头委办室负责人在本月内说明情况并拿出时间表。二、回访不满意的，重新办理。三、下月起对已销号问题开展回头看。'));
  PERFORM engine.circular_act(v_supervisor, v_id, 'propose', '{}');
  PERFORM set_config('xq.clock', (v_now - interval '60 minutes')::text, true);
  PERFORM engine.circular_act(v_party, v_id, 'issue', '{}');
  PERFORM set_config('xq.clock', (v_now - interval '30 minutes')::text, true);
  v_id := engine.circular_draft(v_supervisor, engine.period_of(engine.day(v_now), 'half'), NULL, gen_random_uuid());
  PERFORM engine.circular_act(v_supervisor, v_id, 'edit', jsonb_build_object(
    'opening', '现将本半年机关作风问题整改情况通报如下（征求意见稿）。',
    'advice', '建议统一各委办室对外公布的联系电话，并由办公室每季度核对一次。'));
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END
$$;
\endif
