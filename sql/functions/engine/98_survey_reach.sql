-- How a survey reaches people: channels with a code of their own, quotas, one-time codes and personal links.

CREATE FUNCTION engine.channel_rows(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'label', c.label, 'kind', engine.choice($1, 'survey_channel', c.kind)) ORDER BY c.kind, c.label), '[]')
    FROM core.survey_channel c WHERE c.survey_id = $2
$$;

-- The code says nothing: it is the next number of its kind.
CREATE FUNCTION engine.add_channel(p_survey bigint, p_kind text, p_label text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF EXISTS (SELECT FROM core.survey_channel c WHERE c.survey_id = p_survey AND c.label = p_label) THEN
    PERFORM engine.fail(422, 'taken', 'label');
  END IF;
  INSERT INTO core.survey_channel (survey_id, code, kind, label)
  SELECT p_survey, p_kind || '-' || count(*) + 1, p_kind, p_label FROM core.survey_channel c WHERE c.survey_id = p_survey AND c.kind = p_kind;
END $$;

-- The options of a survey's closed questions, as question and value: 'q1=A'.
CREATE FUNCTION engine.quota_place_rows(p_lang text, p_survey bigint) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT (q ->> 'name') || '=' || (c ->> 'value'), engine.said_in($1, c -> 'text'), engine.said_in($1, q -> 'title'), 1000 * k + j
    FROM engine.survey_latest($2) v, jsonb_array_elements(v.questions) WITH ORDINALITY AS x(q, k), jsonb_array_elements(q -> 'choices') WITH ORDINALITY AS y(c, j)
   WHERE q ->> 'type' IN ('radiogroup', 'dropdown', 'checkbox', 'tagbox')
$$;

CREATE FUNCTION engine.quota_rows(p_lang text, p_survey bigint) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT q.question || '=' || q.option, coalesce(r.section || ' · ' || r.label, q.question || '=' || q.option), NULL, row_number() OVER (ORDER BY q.question, q.option)
    FROM core.survey_quota q LEFT JOIN engine.quota_place_rows($1, $2) r ON r.code = q.question || '=' || q.option WHERE q.survey_id = $2
$$;

CREATE FUNCTION engine.delegation_rows() RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT d.delegation, d.delegation, NULL, min(d.id) FROM core.delegate d WHERE d.active GROUP BY 1
$$;

-- A quota never falls below what was taken.
CREATE FUNCTION engine.set_quota(p_survey bigint, p_place text, p_most integer) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO core.survey_quota AS q (survey_id, question, option, most) VALUES (p_survey, split_part(p_place, '=', 1), substr(p_place, strpos(p_place, '=') + 1), p_most)
  ON CONFLICT (survey_id, question, option) DO UPDATE SET most = greatest(excluded.most, q.taken);
END $$;

CREATE FUNCTION engine.quotas_json(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', r.label, 'most', q.most) ORDER BY r.sort), '[]')
    FROM core.survey_quota q JOIN engine.quota_rows($1, $2) r ON r.code = q.question || '=' || q.option WHERE q.survey_id = $2
$$;

-- Whose links a form makes, in order: deputies of a delegation, or all, who have none yet.
CREATE FUNCTION engine.without_link(p_survey bigint, p_delegation text) RETURNS SETOF core.delegate LANGUAGE sql STABLE AS $$
  SELECT d.* FROM core.delegate d WHERE d.active AND ($2 IS NULL OR d.delegation = $2)
     AND NOT EXISTS (SELECT FROM core.survey_token t WHERE t.survey_id = $1 AND t.delegate_id = d.id) ORDER BY d.delegation, d.id
$$;

-- The tokens of a sheet. What the program derived from the form is there already when the form is sent again.
CREATE FUNCTION engine.make_sheet(s core.survey, p_action text, f jsonb, p_macs jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_sheet constant integer := coalesce((SELECT max(t.sheet) FROM core.survey_token t WHERE t.survey_id = s.id), 0) + 1;
  v_n integer;
BEGIN
  IF p_action = 'codes' THEN
    INSERT INTO core.survey_token (mac, survey_id, sheet) SELECT decode(m, 'hex'), s.id, v_sheet
      FROM jsonb_array_elements_text(p_macs) WITH ORDINALITY AS x(m, k) WHERE k <= (f ->> 'count')::integer;
  ELSE
    INSERT INTO core.survey_token (mac, survey_id, sheet, delegate_id, label) SELECT decode(m, 'hex'), s.id, v_sheet, d.id, d.name
      FROM jsonb_array_elements_text(p_macs) WITH ORDINALITY AS x(m, k)
      JOIN (SELECT w.id, w.name, row_number() OVER () AS k FROM engine.without_link(s.id, f ->> 'delegation') w) d USING (k);
  END IF;
  GET DIAGNOSTICS v_n = ROW_COUNT;
  IF v_n = 0 THEN
    PERFORM engine.fail(422, 'survey.nobody_left', CASE p_action WHEN 'codes' THEN 'count' ELSE 'delegation' END);
  END IF;
END $$;

-- What is printed: the places of the sheet's codes among those the program derived, each with whose it is.
CREATE FUNCTION engine.sheet_json(p_survey bigint, p_macs jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('place', k - 1, 'label', nullif(t.label, ''))) ORDER BY k), '[]')
    FROM jsonb_array_elements_text($2) WITH ORDINALITY AS x(m, k) JOIN core.survey_token t ON t.survey_id = $1 AND t.mac = decode(m, 'hex')
$$;

-- Sheets with how many were used; of personal links, who has answered.
CREATE FUNCTION engine.sheets_json(p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('sheet', x.sheet, 'made', x.made, 'used', x.used) ORDER BY x.sheet), '[]')
    FROM (SELECT t.sheet, count(*) AS made, count(*) FILTER (WHERE t.used) AS used FROM core.survey_token t WHERE t.survey_id = $1 GROUP BY 1) x
$$;

CREATE FUNCTION engine.answered_json(p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', t.label, 'used', t.used) ORDER BY t.used, t.label, t.delegate_id), '[]')
    FROM core.survey_token t WHERE t.survey_id = $1 AND t.delegate_id IS NOT NULL
$$;
