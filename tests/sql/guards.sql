-- Every condition: with it broken, and nothing else, the action is refused with the condition's own status, code and field.
\ir drive.psql

-- Conditions that choose between two rows of one action refuse nothing: transitions.sql has shown each choice.
CREATE FUNCTION fx.chooses(p_guard text) RETURNS boolean LANGUAGE sql AS $$
  SELECT p_guard IN ('satisfied', 'dissatisfied', 'key_issue', 'ordinary_issue', 'last_lookback', 'another_lookback', 'only_part', 'other_parts')
$$;

CREATE FUNCTION fx.broken(p_row rules.transition, p_guard text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.subject(p_row, p_guard);
BEGIN
  RETURN fx.error(format('SELECT fx.take(t, %s, %L, %L, %L) FROM rules.transition t WHERE t.id = %s',
                         v_id, p_row.role, fx.fields(p_row, v_id, p_guard), fx.ctx(p_row, v_id, p_guard), p_row.id));
END
$$;

-- Asked before there are values: only conditions about a value let the action be offered.
CREATE FUNCTION fx.offered(p_row rules.transition, p_guard text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.subject(p_row, p_guard);
  v_person boolean := p_row.role IN ('person', 'system');
BEGIN
  RETURN EXISTS (SELECT FROM jsonb_array_elements(engine.actions(p_row.layer, v_id,
    CASE WHEN NOT v_person THEN fx.who(p_row.role) END, 'en', CASE WHEN v_person THEN p_row.role END,
    (fx.ctx(p_row, v_id, p_guard) ->> 'opinion_id')::bigint)) a WHERE a ->> 'action' = p_row.action);
END
$$;

CREATE TEMP VIEW cases AS
  SELECT t, g.name, g.status, g.field FROM rules.transition t, unnest(t.guards) u (name) JOIN rules.guard g USING (name)
   WHERE t.active AND NOT fx.chooses(g.name);

SELECT plan((SELECT 2 * count(*)::integer FROM cases) + 6);
SELECT is(fx.broken(c.t, c.name), CASE WHEN c.name = 'speaker_left' THEN 'XQ422 required opinion'  -- there is nobody to choose
          WHEN c.name = 'part_removable' THEN 'XQ422 required issue'
          WHEN c.name IN ('rating_counts', 'rating_appealable', 'appeal_waits') THEN 'XQ422 required rating'
          ELSE rtrim(format('XQ%s guard.%s %s', c.status, c.name, c.field)) END,
          format('%s %s %s: %s is asked for', (c.t).layer, (c.t).id, (c.t).action, c.name)) FROM cases c ORDER BY (c.t).id, c.name;
SELECT is(fx.offered(c.t, c.name), c.status = 422 AND ((c.t).action, c.name) <> ('publicize', 'may_publish'),
          format('%s %s %s with %s broken: offered only where a value is at fault', (c.t).layer, (c.t).id, (c.t).action, c.name))
  FROM cases c ORDER BY (c.t).id, c.name;

SELECT set_eq('SELECT name FROM rules.guard', 'SELECT DISTINCT unnest(guards) FROM rules.transition WHERE active', 'every condition is known, and used');
SELECT is(engine.guard('key_issue', engine.move(engine.subject('issue', fx.issue(81, k)), t, fx.who('reviewer'), NULL, NULL, NULL)), k,
          format('whether an issue is a key issue: %s', k)) FROM unnest(ARRAY[true, false]) k, rules.transition t WHERE t.id = 174;
SELECT is(engine.guard('summary_clean', engine.move(engine.subject('issue', fx.issue(50)), t, fx.who('office_head'), '{"public_summary": "第２０号窗口－每日有人"}', NULL, NULL)), true,
          'digits and dashes typed in full width identify nobody') FROM rules.transition t WHERE t.id = 140;
SELECT throws_ok('SELECT engine.guard(''no such'', NULL)', '20000', NULL, 'an unknown condition is a fault');
SELECT throws_ok('SELECT engine.effect(''no such'', NULL)', '20000', NULL, 'an unknown effect is a fault');
SELECT * FROM finish();
ROLLBACK;
