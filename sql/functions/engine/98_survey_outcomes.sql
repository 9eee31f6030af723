-- What came of a survey, for everybody: the problems it led to and where they stand.

-- Whether all who spoke of an issue spoke through surveys: its title is then nobody's own words.
CREATE FUNCTION engine.born_of_surveys(p_issue bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = $1 AND o.source <> 'survey')
$$;

-- The issues of a survey's findings: attached, or what the opinion became.
CREATE FUNCTION engine.drawn_issues(p_survey bigint) RETURNS TABLE (issue core.issue, first bigint) LANGUAGE sql STABLE AS $$
  SELECT i, x.first FROM (
    SELECT coalesce(f.issue_id, v.issue_id) AS id, min(f.id) AS first FROM core.survey_finding f LEFT JOIN core.voice v ON v.opinion_id = f.opinion_id
     WHERE f.survey_id = $1 GROUP BY 1) x JOIN core.issue i ON i.id = x.id
$$;

-- [{"title", "status", "href" or null}], in the order they were drawn. A title only where it has been published, or is of surveys alone.
CREATE FUNCTION engine.survey_outcomes(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'title', CASE WHEN (x.issue).published OR engine.born_of_surveys((x.issue).id) THEN (x.issue).title ELSE engine.category($1, (x.issue).category) ->> 'label' END,
           'status', engine.public_state($1, (x.issue).state) ->> 'label',
           'href', CASE WHEN (x.issue).published AND (x.issue).public_summary <> '' AND s.closed THEN '/progress/cases/' || (x.issue).id END) ORDER BY x.first), '[]')
    FROM engine.drawn_issues($2) x JOIN rules.state s ON s.code = (x.issue).state
$$;
