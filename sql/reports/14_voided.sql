-- 剔除: ratings that were taken out of the rates by decision, and why. Wherever rates stand it is said how many were left out: a rate
-- that somebody could better by leaving out what spoils it would be worth nothing.

-- "3（恶意2、申诉成立1）": how many, and for what reasons; p_kinds holds a number for each.
CREATE FUNCTION engine.voided_cell(p_lang text, p_kinds jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('value', x.n, 'text', x.n || CASE WHEN x.n > 0 THEN format(engine.word(p_lang, '（%s）', ' (%s)'), x.why) ELSE '' END)
    FROM (SELECT coalesce(sum(k.value::bigint), 0) AS n, string_agg(engine.word(p_lang, c.zh || k.value, c.en || ' ' || k.value), engine.word(p_lang, '、', ', ') ORDER BY c.sort) AS why
            FROM jsonb_each_text(coalesce(p_kinds, '{}')) k JOIN rules.choice c ON c.list = 'void_reason' AND c.code = k.key) x
$$;
COMMENT ON FUNCTION engine.voided_cell(text, jsonb) IS 'How many ratings were left out, with the number for each reason.';

-- The ratings given in a period that were left out, of an office or of all.
CREATE FUNCTION engine.period_voided(p_from timestamptz, p_to timestamptz, p_office smallint DEFAULT NULL) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_object_agg(x.void_kind, x.n) FROM (
    SELECT r.void_kind, count(*) AS n FROM core.rating r JOIN core.issue i ON i.id = r.issue_id
     WHERE r.voided_at IS NOT NULL AND r.at BETWEEN p_from AND p_to AND (p_office IS NULL OR i.office_id = p_office) GROUP BY 1) x
$$;
COMMENT ON FUNCTION engine.period_voided(timestamptz, timestamptz, smallint) IS 'How many ratings of a period were left out, by reason; NULL office: all.';

-- What the speakers of an issue say of the result in its present round, and what was left out of that.
CREATE FUNCTION engine.rated_text(p_issue core.issue, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(concat_ws(engine.word(p_lang, '，', ', '), string_agg(engine.word(p_lang, c.zh, c.en) || ' ' || x.n, engine.word(p_lang, '，', ', ') ORDER BY c.sort) FILTER (WHERE x.void_kind IS NULL),
           CASE WHEN sum(x.v) > 0 THEN engine.word(p_lang, '剔除', 'left out ') || (engine.voided_cell(p_lang, jsonb_object_agg(x.void_kind, x.v) FILTER (WHERE x.void_kind IS NOT NULL)) ->> 'text') END), '')
    FROM (SELECT CASE WHEN r.voided_at IS NULL THEN r.result END AS result, r.void_kind, count(*) AS n, count(*) FILTER (WHERE r.voided_at IS NOT NULL) AS v
            FROM core.rating r WHERE r.issue_id = (p_issue).id AND r.round = (p_issue).round AND r.reached GROUP BY 1, 2) x
    LEFT JOIN rules.choice c ON c.list = 'satisfaction' AND c.code = x.result
$$;
COMMENT ON FUNCTION engine.rated_text(core.issue, text) IS 'The verdicts on an issue in its present round, with their numbers.';
