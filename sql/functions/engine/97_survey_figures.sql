-- The figures of a closed survey, counted once from its responses.

-- How many valid responses there are, where there are enough of them to say so.
CREATE FUNCTION engine.survey_figures(p_survey bigint, p_least integer, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('n', CASE WHEN count(*) FILTER (WHERE r.valid) >= $2 THEN count(*) FILTER (WHERE r.valid) END)
    FROM core.response r WHERE r.survey_id = $1
$$;
