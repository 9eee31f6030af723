-- What came of a survey, for everybody: the problems it led to and where they stand.

-- [{"title", "status", "href" or null}], in the order they were drawn.
CREATE FUNCTION engine.survey_outcomes(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT '[]'::jsonb
$$;
