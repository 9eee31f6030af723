-- A limit together with how it came about: what is stored, so that it can be told as long as it stands.
-- A basis is {key, start, n, unit}: the rule as it was then; or {by, start}: who gave the date, and when; an extension also has
-- old, the date before it; what was left after a pause has paused, since when the clock stood still.

CREATE TYPE engine.term AS (
  due   timestamptz,
  basis jsonb
);

CREATE FUNCTION engine.basis(p_start timestamptz, p_key text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('key', d.key, 'start', p_start, 'n', d.n, 'unit', d.unit) FROM rules.deadline d WHERE d.key = p_key);
END
$$;

CREATE FUNCTION engine.given_basis(p_by bigint, p_at timestamptz) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('by', p_by, 'start', p_at)
$$;

-- Both empty where no rule is named.
CREATE FUNCTION engine.term(p_start timestamptz, p_key text) RETURNS engine.term LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_term engine.term;
BEGIN
  IF p_key IS NOT NULL THEN
    v_term := ROW(engine.due(p_start, p_key), engine.basis(p_start, p_key))::engine.term;
  END IF;
  RETURN v_term;
END
$$;
