-- One published case.

CREATE FUNCTION reader.case_page(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx->>'lang';
  v_issue core.issue;
  v_measures jsonb;
BEGIN
  SELECT i.* INTO v_issue FROM core.issue i JOIN rules.state s ON s.code = i.state AND s.closed
   WHERE i.id = (args->>'id')::bigint AND i.published AND i.public_summary <> '';
  IF v_issue.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  SELECT coalesce(jsonb_agg(jsonb_build_object('what', m.what) ORDER BY m.seq), '[]') INTO v_measures
    FROM core.measure m WHERE m.issue_id = v_issue.id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', v_issue.id, 'title', v_issue.title, 'summary', v_issue.public_summary,
    'problem_text', CASE WHEN engine.speakers_consent(v_issue.id) THEN engine.mask(v_issue.problem) END,
    'has_measures', v_measures <> '[]', 'measures', v_measures,
    'office', engine.office(v_lang, v_issue.office_id), 'category', engine.category(v_lang, v_issue.category),
    'result_class', engine.choice(v_lang, 'result_class', v_issue.result_class),
    'closed_on', engine.day(v_issue.closed_at), 'closed_text', engine.day_text(v_lang, v_issue.closed_at)));
END
$$;
COMMENT ON FUNCTION reader.case_page(jsonb, jsonb) IS
  'One published case: summary, measures, result. The problem''s wording only where all who spoke of it agreed.';
