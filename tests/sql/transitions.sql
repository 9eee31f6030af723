-- Every row of the state machine: taken once by whom it names, refused to everybody else. The rows themselves say what to try.
\ir drive.psql

CREATE FUNCTION fx.allowed(p_row rules.transition) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.subject(p_row);
  v_before core.event[] := ARRAY(SELECT e FROM core.event e WHERE e.layer = p_row.layer AND e.subject_id = v_id);
  v_answer jsonb := fx.take(p_row, v_id, p_row.role, fx.fields(p_row, v_id), fx.ctx(p_row, v_id));
BEGIN
  IF (v_answer ->> 'proposed')::boolean IS DISTINCT FROM (p_row.approve_role IS NOT NULL) THEN
    RETURN 'proposed: ' || (v_answer ->> 'proposed');
  ELSIF p_row.approve_role IS NOT NULL THEN
    IF fx.state_of(p_row, v_id) <> p_row.from_state THEN
      RETURN 'moved before it was approved';
    END IF;
    v_answer := engine.apply(p_row.layer, v_id, 'approve', fx.who(CASE WHEN p_row.approve_role = p_row.role THEN 'other_' ELSE '' END || p_row.approve_role), NULL, '{"remark": "同意"}');
  END IF;
  RETURN CASE WHEN fx.state_of(p_row, v_id) <> p_row.to_state THEN 'ended in ' || fx.state_of(p_row, v_id)
              WHEN (SELECT (e.action, e.from_state, e.to_state, e.actor_role) FROM core.event e
                     WHERE e.layer = p_row.layer AND e.subject_id = v_id AND e.seq = (v_answer ->> 'event')::integer)
                   IS DISTINCT FROM (p_row.action, p_row.from_state, p_row.to_state, p_row.role) THEN 'event is another'
              WHEN (v_answer ->> 'version')::integer <> CASE WHEN p_row.approve_role IS NULL THEN 2 ELSE 3 END THEN 'version'
              WHEN jsonb_array_length(engine.verify() -> 'broken') > 0 THEN (engine.verify() -> 'broken')::text
              ELSE 'ok' END;
END
$$;

-- All roles no row of the same action and state names: each must be refused, and the subject left as it was.
CREATE FUNCTION fx.strangers(p_row rules.transition) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.subject(p_row);
  v_fields jsonb := fx.fields(p_row, v_id);
  v_role text;
  v_elsewhere boolean;
  v_got text;
  v_wrong text := '';
BEGIN
  FOR v_role, v_elsewhere IN
    SELECT r.code, bool_or(t.id IS NOT NULL) FROM rules.role r
      LEFT JOIN rules.transition t ON t.active AND (t.layer, t.action, t.role) = (p_row.layer, p_row.action, r.code)
     GROUP BY r.code HAVING NOT coalesce(bool_or(t.from_state = p_row.from_state), false)
  LOOP
    v_got := fx.error(format('SELECT fx.take(t, %s, %L, %L, %L) FROM rules.transition t WHERE t.id = %s',
                             v_id, v_role, v_fields, fx.ctx(p_row, v_id), p_row.id));
    IF v_got <> (CASE WHEN v_elsewhere THEN 'XQ409 action_not_now' ELSE 'XQ403 forbidden' END) THEN
      v_wrong := v_wrong || v_role || ': ' || coalesce(nullif(v_got, ''), 'allowed') || '; ';
    END IF;
  END LOOP;
  RETURN CASE WHEN fx.state_of(p_row, v_id) <> p_row.from_state THEN 'moved' ELSE v_wrong END;
END
$$;

-- The right role in the wrong place: another office's people, another leader.
SELECT fx.account('fx.other-' || replace(r, '_', '-'), 'huanzi', r) FROM unnest(ARRAY['handler', 'office_head', 'leader', 'party_group']) r \g /dev/null
CREATE FUNCTION fx.outsider(p_row rules.transition) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.subject(p_row);
BEGIN
  RETURN fx.error(format('SELECT fx.take(t, %s, %L, %L, %L) FROM rules.transition t WHERE t.id = %s',
                         v_id, 'other_' || p_row.role, fx.fields(p_row, v_id), '{}', p_row.id));
END
$$;

-- Runs a check in a world of its own.
CREATE FUNCTION fx.alone(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_got text;
BEGIN
  EXECUTE p_sql INTO v_got;
  RAISE EXCEPTION SQLSTATE 'XQ001';
EXCEPTION WHEN SQLSTATE 'XQ001' THEN
  RETURN v_got;
WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

SELECT plan((SELECT 2 * count(*)::integer FROM rules.transition WHERE active AND from_state IS NOT NULL) + 2
  + (SELECT count(*)::integer FROM rules.transition WHERE active AND role IN ('handler', 'office_head', 'leader')));
SELECT is(fx.alone(format('SELECT fx.allowed(t) FROM rules.transition t WHERE t.id = %s', t.id)), 'ok',
          format('%s %s: %s %s by %s is taken', t.layer, t.id, t.from_state, t.action, t.role))
  FROM rules.transition t WHERE t.active AND t.from_state IS NOT NULL ORDER BY t.id;
SELECT is(fx.alone(format('SELECT fx.strangers(t) FROM rules.transition t WHERE t.id = %s', t.id)), '',
          format('%s %s: %s %s is refused to others', t.layer, t.id, t.from_state, t.action))
  FROM rules.transition t WHERE t.active AND t.from_state IS NOT NULL ORDER BY t.id;
SELECT is(fx.alone(format('SELECT fx.outsider(t) FROM rules.transition t WHERE t.id = %s', t.id)), 'XQ403 forbidden',
          format('%s %s: %s %s by another %s is refused', t.layer, t.id, t.from_state, t.action, t.role))
  FROM rules.transition t WHERE t.active AND t.role IN ('handler', 'office_head', 'leader') ORDER BY t.id;

SELECT is_empty($$SELECT s.code FROM rules.state s WHERE s.code <> 10
  AND NOT EXISTS (SELECT FROM rules.transition t WHERE t.active AND t.to_state = s.code AND t.from_state IS DISTINCT FROM s.code)$$,
  'every state can be reached');
SELECT set_eq($$SELECT layer, action FROM rules.transition WHERE active
  UNION SELECT l, a FROM (VALUES ('opinion'), ('issue')) x (l), (VALUES ('approve'), ('send_back')) y (a)$$,
  $$SELECT layer, code FROM rules.action WHERE layer IN ('opinion', 'issue') AND sort < 900$$, 'every action has a transition');
SELECT * FROM finish();
ROLLBACK;
