-- The lists: as they stand now they are reports; here they are issued, kept and compared.

CREATE FUNCTION console.lists(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  after constant bigint := engine.cursor_of(args);
  rows jsonb;
BEGIN
  IF NOT engine.may_lists(actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  SELECT coalesce(jsonb_agg(engine.list_issue_row(ctx ->> 'lang', i) ORDER BY i.id DESC), '[]') INTO rows FROM engine.found_lists(actor, after) i;
  RETURN engine.frame(lang, actor, 'lists') || engine.page_of(rows, '/console/lists', args, '{}') || jsonb_build_object('lists', engine.lists_json(lang, actor),
    'may_import', engine.may(actor, 'ledger.import') IS NOT NULL);
END $$;

CREATE FUNCTION console.list_issue(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  f constant core.list_issue := engine.seen_list(actor, engine.path_id(args));
BEGIN
  IF args ? 'export' THEN
    PERFORM engine.record('report', actor.account_id, 'export', actor.account_id, engine.role_for(actor, (engine.report_of((SELECT l.report FROM rules.list l WHERE l.code = f.list))).permission),
                          NULL, NULL, jsonb_build_object('list', f.number, 'as', args ->> 'export', 'rows', jsonb_array_length(f.rows)));
  END IF;
  RETURN engine.frame(lang, actor, 'lists') || engine.list_issue_data(lang, actor, f);
END $$;

-- Freezes a list through the filters that it was looked at with.
CREATE FUNCTION console.issue_list(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  scope constant text := engine.need(actor, 'list.issue');
  filters constant jsonb := engine.prefixed(args, 'filter_');
  l rules.list;
  f core.list_issue;
BEGIN
  SELECT * INTO l FROM rules.list x WHERE x.code = args ->> 'list' AND x.kind = 'issue' AND x.active;
  IF l.code IS NULL THEN
    PERFORM engine.fail(422, 'not_a_choice', 'list');
  END IF;
  PERFORM engine.check_filter_names(filters, l.report);
  f := engine.freeze_list(lang, actor, l, filters, engine.check_fields('issue', ROW('list', 0, NULL, 0, NULL, NULL)::engine.subject, engine.unprefixed(args, 'filter_') - 'list'),
                          CASE WHEN scope = 'office' THEN actor.office_id END, engine.form_key(args));
  RETURN engine.frame(lang, actor, 'lists') || engine.list_issue_data(lang, actor, f);
END $$;

-- The lists with the form of one of them drawn again, as it was sent and was not taken.
CREATE FUNCTION console.issue_list_again(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN console.lists(ctx, '{}') || jsonb_strip_nulls(jsonb_build_object('again', (
    SELECT engine.list_form(lang, actor, l, engine.prefixed(args, 'filter_')) || jsonb_build_object('title', engine.word(lang, r.zh, r.en))
      FROM rules.list l JOIN rules.report r ON r.name = l.report WHERE l.code = args ->> 'list' AND l.kind = 'issue' AND l.active)));
END $$;

CREATE FUNCTION console.compare_lists(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  a constant core.list_issue := engine.seen_list(actor, engine.path_id(args));
  b constant core.list_issue := engine.seen_list(actor, engine.path_id(jsonb_build_object('id', args -> 'with')));
BEGIN
  IF (a.list, a.lang) <> (b.list, b.lang) THEN
    PERFORM engine.fail(422, 'list.not_alike', 'with');
  END IF;
  RETURN engine.frame(lang, actor, 'lists') || jsonb_build_object('title', b.title, 'old', engine.list_issue_row(lang, CASE WHEN a.id < b.id THEN a ELSE b END),
    'new', engine.list_issue_row(lang, CASE WHEN a.id < b.id THEN b ELSE a END))
    || engine.compare_lists(CASE WHEN a.id < b.id THEN a ELSE b END, CASE WHEN a.id < b.id THEN b ELSE a END);
END $$;
