-- A ledger from a workbook: read, looked at row by row, shown, and loaded whole or not at all when whoever sent it says so.

CREATE FUNCTION engine.seen_import(actor core.actor, id bigint) RETURNS core.ledger_import LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  i core.ledger_import;
BEGIN
  PERFORM engine.need(actor, 'ledger.import');
  SELECT * INTO i FROM core.ledger_import x WHERE x.id = seen_import.id AND x.by_id = actor.account_id FOR UPDATE;
  IF i.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN i;
END $$;

CREATE FUNCTION engine.stage_ledger(actor core.actor, sheet jsonb, key uuid) RETURNS core.ledger_import LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  i core.ledger_import;
  found jsonb;
BEGIN
  PERFORM engine.need(actor, 'ledger.import');
  SELECT * INTO i FROM core.ledger_import x WHERE x.key = stage_ledger.key AND x.by_id = actor.account_id;
  IF i.id IS NOT NULL THEN
    RETURN i;
  END IF;
  found := engine.ledger_check(actor, sheet);
  IF found ->> 'n' = '0' THEN
    PERFORM engine.fail(422, 'import.no_rows');
  END IF;
  INSERT INTO core.ledger_import (by_id, at, sheet, found, key) VALUES (actor.account_id, engine.clock(), sheet, found, key) RETURNING * INTO i;
  RETURN i;
END $$;

-- Cells between tabs, as a spreadsheet copies them: a cell with a line break in it stands in quotes.
CREATE FUNCTION engine.pasted_sheet(body text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  WITH cell AS (
    SELECT k, m[1] AS t, m[2] AS stop FROM regexp_matches(rtrim(replace($1, E'\r\n', E'\n'), E'\n') || E'\n', '("(?:[^"]|"")*"|[^\t\n]*)([\t\n])', 'g') WITH ORDINALITY AS x(m, k)
  ), placed AS (
    SELECT c.*, count(*) FILTER (WHERE stop = E'\n') OVER (ORDER BY k) - (stop = E'\n')::integer AS line FROM cell c
  ), line AS (
    SELECT line, jsonb_agg(CASE WHEN t LIKE '"%"' AND length(t) > 1 THEN replace(substr(t, 2, length(t) - 2), '""', '"') ELSE t END ORDER BY k) AS cells FROM placed GROUP BY line
  )
  SELECT coalesce(jsonb_agg(cells ORDER BY line), '[]') FROM line
$$;

CREATE FUNCTION console.import_form(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  scope constant text := engine.need(actor, 'ledger.import');
BEGIN
  RETURN engine.frame(lang, actor, 'lists') || jsonb_build_object('own_office_only', scope = 'office',
    'columns', (SELECT engine.report_columns(r, lang) FROM rules.report r WHERE r.name = 'ledger'));
END $$;

CREATE FUNCTION console.stage_ledger(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(lang, actor, 'lists') || engine.ledger_import_json(lang, engine.stage_ledger(actor, args -> 'sheet', engine.form_key(args)));
END $$;

CREATE FUNCTION console.paste_ledger(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(lang, actor, 'lists') || engine.ledger_import_json(lang, engine.stage_ledger(actor, engine.pasted_sheet(args ->> 'text'), engine.form_key(args)));
END $$;

CREATE FUNCTION console.ledger_import(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(lang, actor, 'lists') || engine.ledger_import_json(lang, engine.seen_import(actor, engine.path_id(args)));
END $$;

-- Looked at again first: since the look that was shown, somebody else may have brought the same rows.
CREATE FUNCTION console.load_ledger(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  i core.ledger_import := engine.seen_import(actor, engine.path_id(args));
  n integer;
BEGIN
  IF i.loaded_at IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger_import', 0));
    i.found := engine.ledger_check(actor, i.sheet);
    IF i.found -> 'wrong_n' <> '0' THEN
      PERFORM engine.fail(409, 'import.wrong_now');
    END IF;
    n := engine.load_ledger(actor, i);
    UPDATE core.ledger_import SET sheet = '[]', found = i.found, loaded_at = engine.clock() WHERE id = i.id RETURNING * INTO i;
    PERFORM engine.record('report', actor.account_id, 'import', actor.account_id, engine.role_for(actor, 'ledger.import'), NULL, NULL,
                          jsonb_build_object('import', i.id, 'rows', n));
  END IF;
  RETURN engine.frame(lang, actor, 'lists') || engine.ledger_import_json(lang, i);
END $$;
