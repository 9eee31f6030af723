-- The walk itself: through intake what people do, through the engine what staff do.
\if :fresh
CREATE FUNCTION pg_temp.submit(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d demo_opinion;
  c demo_contact;
BEGIN
  SELECT * INTO d FROM demo_opinion o WHERE o.key = (p_step).key;
  SELECT k.* INTO c FROM demo_contact k WHERE k.protection = CASE d.contact WHEN 'r' THEN 'reply' WHEN 'p' THEN 'protected' END
   ORDER BY pg_temp.pick(d.key || k.n, 97) LIMIT 1;
  d.mac := coalesce((SELECT r.mac FROM demo_receipt r WHERE r.n = d.receipt),
                    encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex'));
  PERFORM intake.submit('{"lang": "zh-CN", "face": "page"}', jsonb_strip_nulls(jsonb_build_object('receipt_mac', d.mac,
    'fingerprint', encode(sha256(convert_to(d.body, 'UTF8')), 'hex'), 'kind', d.kind, 'text', d.body, 'category', d.category,
    'office', d.office, 'place', d.place, 'protection', coalesce(c.protection, 'none'), 'sealed', c.sealed, 'seal_key', c.seal_key,
    'publish_consent', d.publish, 'disclose_consent', false, 'notice_version', 1, 'source', d.source,
    'lang', CASE WHEN d.body ~ '^[A-Za-z ,.]{20}' THEN 'en' ELSE 'zh-CN' END)));
  UPDATE demo_opinion o SET mac = d.mac, id = n.id FROM core.opinion n WHERE o.key = d.key AND n.receipt_mac = decode(d.mac, 'hex');
END
$$;

-- A second person agrees an hour later, where one is asked for; with an opinion that is a step of its own.
CREATE FUNCTION pg_temp.agree(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue bigint := (pg_temp.issue_of((p_step).key)).id;
  v_role text;
BEGIN
  SELECT t.approve_role INTO v_role FROM core.proposal p JOIN rules.transition t ON t.id = p.transition_id
   WHERE p.layer = 'issue' AND p.subject_id = v_issue AND p.decided_at IS NULL;
  IF v_role IS NOT NULL THEN
    PERFORM set_config('xq.clock', least((SELECT at FROM demo_now), (p_step).at + interval '1 hour')::text, true);
    PERFORM engine.apply('issue', v_issue, 'approve', pg_temp.actor(v_role, (p_step).key), NULL, '{}');
  END IF;
END
$$;

CREATE FUNCTION pg_temp.rate(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_mac text := (SELECT o.mac FROM demo_opinion o WHERE o.key = (p_step).key);
  w demo_words;
BEGIN
  SELECT * INTO w FROM demo_words x WHERE x.key = (p_step).key AND x.step = (p_step).step AND x.nth = (p_step).nth;
  PERFORM intake.rate('{"lang": "zh-CN"}', jsonb_strip_nulls(jsonb_build_object('receipt_mac', v_mac, 'contacted', true,
    'solved', coalesce(w.b, 'yes'), 'attitude', split_part(coalesce(w.c, 'satisfied,satisfied'), ',', 1),
    'result', split_part(coalesce(w.c, 'satisfied,' || (ARRAY['satisfied', 'basically', 'satisfied'])[1 + pg_temp.pick((p_step).key, 3)]), ',', 2),
    'reason', nullif(w.a, ''))));
END
$$;

-- The others who spoke of the same: who left a contact is called, and some do not answer; who left none comes by the receipt.
CREATE FUNCTION pg_temp.call_others(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue := pg_temp.issue_of((p_step).key);
  v_caller core.actor := pg_temp.actor('revisitor', (p_step).key);
  v_number text;
  v_silent text[] := '{}';
BEGIN
  FOR v_number IN SELECT o.number FROM core.opinion o JOIN demo_opinion d ON d.id = o.id
                   WHERE o.issue_id = v_issue.id AND d.key <> (p_step).key ORDER BY d.key LOOP
    IF NOT engine.can_be_called((SELECT o.id FROM core.opinion o WHERE o.number = v_number)) THEN
      PERFORM intake.rate('{"lang": "zh-CN"}', jsonb_build_object('receipt_mac', d.mac, 'contacted', true, 'solved', 'yes', 'attitude', 'satisfied',
          'result', (ARRAY['satisfied', 'basically'])[1 + pg_temp.pick(v_number, 2)]))
         FROM demo_opinion d JOIN core.opinion o ON o.id = d.id WHERE o.number = v_number;
    ELSIF pg_temp.pick(v_number, 3) > 0 THEN
      PERFORM engine.apply('issue', v_issue.id, 'record_revisit', v_caller, NULL, jsonb_build_object('opinion', v_number,
        'contacted', true, 'solved', 'yes', 'attitude', 'satisfied', 'result', (ARRAY['satisfied', 'basically'])[pg_temp.pick(v_number, 3)]));
    ELSE
      PERFORM engine.apply('issue', v_issue.id, 'no_answer', v_caller, NULL, jsonb_build_object('opinion', v_number));
      v_silent := v_silent || v_number;
    END IF;
  END LOOP;
  PERFORM set_config('xq.clock', ((p_step).at + interval '1 day')::text, true); -- the second try comes on another day
  PERFORM engine.apply('issue', v_issue.id, 'no_answer', v_caller, NULL, jsonb_build_object('opinion', s.number)) FROM unnest(v_silent) AS s (number);
END
$$;

-- Progress on the measure in hand; "done" finishes all that are open.
CREATE FUNCTION pg_temp.progress(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue bigint := (pg_temp.issue_of((p_step).key)).id;
  w demo_words := pg_temp.words(p_step);
  v_seq integer;
  v_k integer := 0;
BEGIN
  FOR v_seq IN SELECT m.seq FROM core.measure m WHERE m.issue_id = v_issue AND m.done_at IS NULL ORDER BY m.seq LOOP
    v_k := v_k + 1;
    PERFORM engine.apply('issue', v_issue, 'progress', pg_temp.actor('handler', (p_step).key), NULL, jsonb_build_object('measure', v_seq,
      'text', CASE WHEN v_k > 1 THEN w.b ELSE w.a END,
      'percent', CASE (p_step).step WHEN 'done' THEN 100 ELSE least(90, 25 + (p_step).nth * 20 + pg_temp.pick((p_step).key, 4) * 5) END));
    EXIT WHEN (p_step).step = 'prog';
  END LOOP;
END
$$;

CREATE FUNCTION pg_temp.act(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  a demo_act;
  w demo_words := pg_temp.words(p_step);
  v_opinion bigint := (SELECT o.id FROM demo_opinion o WHERE o.key = (p_step).key);
  v_actor core.actor;
BEGIN
  SELECT * INTO STRICT a FROM demo_act x WHERE x.step = (p_step).step;
  IF a.action = 'sign' AND pg_temp.pick((p_step).key, 2) = 0 THEN
    a.role := 'office_head';
  END IF;
  v_actor := pg_temp.actor(a.role, (p_step).key);
  IF a.layer = 'opinion' THEN
    PERFORM engine.apply('opinion', v_opinion, a.action, v_actor, NULL, pg_temp.opinion_fields(p_step, w));
  ELSE
    PERFORM engine.apply('issue', (pg_temp.issue_of((p_step).key)).id, a.action, v_actor, NULL, pg_temp.issue_fields(p_step, w));
    PERFORM pg_temp.agree(p_step);
  END IF;
END
$$;

CREATE FUNCTION pg_temp.walk(p_step demo_step) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_receipt jsonb := (SELECT jsonb_build_object('receipt_mac', o.mac) FROM demo_opinion o WHERE o.key = (p_step).key);
BEGIN
  PERFORM set_config('xq.clock', (p_step).at::text, true);
  CASE
    WHEN (p_step).step = 'submit'          THEN PERFORM pg_temp.submit(p_step);
    WHEN (p_step).step = 'supply'          THEN PERFORM intake.add_message('{"lang": "zh-CN"}', v_receipt || jsonb_build_object('text', (pg_temp.words(p_step)).a));
    WHEN (p_step).step = 'withdraw'        THEN PERFORM intake.withdraw('{"lang": "zh-CN"}', v_receipt);
    WHEN (p_step).step IN ('rate', 'bad')  THEN PERFORM pg_temp.rate(p_step);
    WHEN (p_step).step = 'others'          THEN PERFORM pg_temp.call_others(p_step);
    WHEN (p_step).step IN ('prog', 'done') THEN PERFORM pg_temp.progress(p_step);
    ELSE                                        PERFORM pg_temp.act(p_step);
  END CASE;
EXCEPTION WHEN OTHERS THEN
  RAISE EXCEPTION 'demo % % (%): % %', (p_step).key, (p_step).step, (p_step).nth, SQLSTATE, SQLERRM;
END
$$;

-- The lists of a meeting, the three of them together, as they stand at that time.
CREATE FUNCTION pg_temp.issue_lists(p_at timestamptz, p_meeting text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('xq.clock', p_at::text, true);
  PERFORM engine.freeze_list('zh-CN', engine.account_actor(a.id), l, '{}', jsonb_build_object('meeting', p_meeting, 'issued_on', engine.day(p_at)), NULL, NULL)
    FROM core.account a, rules.list l WHERE a.username = 'duban' AND l.kind = 'issue' AND l.active ORDER BY l.sort;
END
$$;

DO $$
DECLARE
  v_step demo_step;
  v_meeting timestamptz := (SELECT at - interval '21 days' FROM demo_now);
BEGIN
  FOR v_step IN SELECT * FROM demo_step ORDER BY at, key, n LOOP
    IF v_step.at > v_meeting THEN
      PERFORM pg_temp.issue_lists(v_meeting, '机关党组会议（整改专题）');
      v_meeting := 'infinity';
    END IF;
    PERFORM pg_temp.walk(v_step);
  END LOOP;
  PERFORM set_config('xq.clock', coalesce((SELECT clock FROM demo_now), ''), true);
END
$$;
\endif
