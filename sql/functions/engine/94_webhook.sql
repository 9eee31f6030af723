-- Webhooks, as the administrator's command handles them; every change is an event. Their keys are derived, and stand in no table.

-- 422 for an address that cannot be posted to: http or https, without blanks and without a name and password in it.
CREATE FUNCTION engine.webhook_add(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_url text := coalesce(p_args ->> 'url', '');
  v_id bigint;
BEGIN
  IF v_url !~ '^https?://[^[:space:]@]+$' OR length(v_url) > 500 THEN
    PERFORM engine.fail(422, 'webhook.bad_url', 'url');
  END IF;
  INSERT INTO core.webhook (url, created_at) VALUES (v_url, engine.clock()) RETURNING id INTO v_id;
  PERFORM engine.record('outbox', v_id, 'add', NULL, 'system', NULL, NULL, jsonb_build_object('url', v_url));
  RETURN jsonb_build_object('id', v_id, 'key_no', 1);
END
$$;

-- {id, and what is to change: active, rotate: true for another key}.
CREATE FUNCTION engine.webhook_set(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_hook core.webhook;
BEGIN
  UPDATE core.webhook w SET active = coalesce((p_args ->> 'active')::boolean, w.active),
         key_no = w.key_no + coalesce((p_args ->> 'rotate')::boolean, false)::integer
   WHERE w.id = (p_args ->> 'id')::bigint RETURNING * INTO v_hook;
  IF v_hook.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found', 'id');
  END IF;
  PERFORM engine.record('outbox', v_hook.id, 'set', NULL, 'system', NULL, NULL, p_args - 'id');
  RETURN jsonb_build_object('id', v_hook.id, 'key_no', v_hook.key_no);
END
$$;

CREATE FUNCTION engine.webhook_list() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(w.id::text, w.url, CASE WHEN w.active THEN '在用' ELSE '停用' END,
           (SELECT count(*)::text FROM core.outbox o WHERE o.webhook_id = w.id AND o.done_at IS NULL)) ORDER BY w.id), '[]')
    FROM core.webhook w
$$;
