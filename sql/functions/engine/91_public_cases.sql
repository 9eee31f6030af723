-- Published cases: issues struck off whose summary the organ has made public. Nothing else of an issue is.

CREATE FUNCTION engine.public_cases(p_lang text, p_limit integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'title', i.title, 'summary', i.public_summary,
           'closed_on', engine.day(i.closed_at), 'closed_text', engine.day_text(p_lang, i.closed_at),
           'category', engine.category(p_lang, i.category)) ORDER BY i.closed_at DESC, i.id DESC), '[]')
    FROM (SELECT i.* FROM core.issue i JOIN rules.state s ON s.code = i.state AND s.closed
           WHERE i.published AND i.public_summary <> '' ORDER BY i.closed_at DESC, i.id DESC LIMIT p_limit) i
$$;
COMMENT ON FUNCTION engine.public_cases(text, integer) IS 'The latest published cases.';

CREATE FUNCTION engine.speakers_consent(p_issue bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_and(o.publish_consent) FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = p_issue
$$;
COMMENT ON FUNCTION engine.speakers_consent(bigint) IS 'Whether everybody who spoke of an issue agreed that what they said may be published.';
