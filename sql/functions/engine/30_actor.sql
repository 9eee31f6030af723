-- Who asks, and what of whose they may see.

-- An account as an actor, with the roles it has now.
CREATE FUNCTION engine.account_actor(p_account bigint) RETURNS core.actor LANGUAGE sql STABLE AS $$
  SELECT ROW(a.id, a.username, a.name, a.office_id,
             ARRAY(SELECT r.role FROM core.account_role r WHERE r.account_id = a.id ORDER BY r.role))::core.actor
  FROM core.account a WHERE a.id = p_account
$$;

-- The account whose session this is; 401 when there is none, or it was left idle, or it is too old. 403 while its password is one that
-- somebody else has seen, save where that is changed.
CREATE FUNCTION engine.actor(p_ctx jsonb, p_changing boolean DEFAULT false) RETURNS core.actor LANGUAGE plpgsql AS $$
DECLARE
  v_session core.session;
BEGIN
  SELECT s.* INTO v_session FROM core.session s JOIN core.account a ON a.id = s.account_id AND a.active
   WHERE s.token_mac = engine.session_mac(p_ctx) AND s.expires_at > engine.clock()
     AND s.created_at > engine.clock() - make_interval(hours => engine.param('session_hours')::integer);
  IF v_session.account_id IS NULL THEN
    PERFORM engine.fail(401, 'sign_in_required');
  END IF;
  IF v_session.seen_at < engine.clock() - interval '1 minute' THEN  -- not a write for every page
    UPDATE core.session s SET seen_at = engine.clock(), expires_at = engine.session_end(engine.clock())
     WHERE s.token_mac = v_session.token_mac;
  END IF;
  IF NOT p_changing AND (SELECT a.must_change FROM core.account a WHERE a.id = v_session.account_id) THEN
    PERFORM engine.fail(403, 'password.must_change');
  END IF;
  RETURN engine.account_actor(v_session.account_id);
END
$$;

-- The MAC of the session's token as the program sent it; NULL when it sent none.
CREATE FUNCTION engine.session_mac(p_ctx jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_ctx->>'session' ~ '^([0-9a-f]{2})+$' THEN decode(p_ctx->>'session', 'hex') END
$$;

-- When a session that is not used again ends.
CREATE FUNCTION engine.session_end(p_from timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT p_from + make_interval(mins => engine.param('session_idle_minutes')::integer)
$$;

-- The widest scope in which any role of the actor holds a permission; NULL when none does.
CREATE FUNCTION engine.may(p_actor core.actor, p_permission text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT p.scope FROM rules.permission p
   WHERE p.permission = p_permission AND p.role = ANY ((p_actor).roles)
   ORDER BY array_position(ARRAY['all', 'linked', 'led', 'office'], p.scope) LIMIT 1
$$;

-- The scope of a permission the request cannot do without; 403 when it is missing.
CREATE FUNCTION engine.need(p_actor core.actor, p_permission text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_scope text := engine.may(p_actor, p_permission);
BEGIN
  IF v_scope IS NULL THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  RETURN v_scope;
END
$$;

-- Whether an office is responsible for an issue, leading or helping.
CREATE FUNCTION engine.handles(p_issue bigint, p_office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.assignment a WHERE a.issue_id = p_issue AND a.office_id = p_office AND a.ended_at IS NULL)
$$;

-- Whether the actor may read an issue: any, its office's, or those it leads.
CREATE FUNCTION engine.sees_issue(p_actor core.actor, p_issue bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM rules.permission p JOIN core.issue i ON i.id = p_issue
     WHERE p.permission = 'issue.read' AND p.role = ANY ((p_actor).roles)
       AND CASE p.scope WHEN 'all' THEN true
                        WHEN 'office' THEN engine.handles(i.id, (p_actor).office_id)
                        WHEN 'led' THEN i.leader_id = (p_actor).account_id
                        ELSE false END)
$$;
