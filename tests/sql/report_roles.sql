-- Every report asked by every role: who is answered, of whose rows; and that what an office or a leader is answered is its own, row by row.
\ir city.psql
SELECT fx.city(120, 0.21) \g /dev/null
CREATE TEMP TABLE sees (role text, reports text[], scope text);
INSERT INTO sees VALUES
  ('triage',      '{ledger,list-problems,list-duties,list-measures,kept_on,survey,survey_opinions,contact,delegate_contact,reception,hotspot,desk}', 'all'),
  ('assigner',    '{ledger,list-problems,list-duties,list-measures,kept_on,survey,survey_opinions,contact,delegate_contact,reception,hotspot,desk}', 'all'),
  ('supervisor',  '{ledger,list-problems,list-duties,list-measures,kept_on,league,heat,ageing,warnings,trend,sources,survey,survey_opinions,lookback,rebound,hotspot,desk,list-tasks,list-negatives,duties}', 'all'),
  ('reviewer',    '{ledger,list-problems,list-duties,list-measures,kept_on,desk}', 'all'),
  ('revisitor',   '{desk}', 'all'),
  ('party_group', '{ledger,list-problems,list-duties,list-measures,kept_on,league,heat,warnings,trend,survey,survey_opinions,lookback,rebound,hotspot,desk,list-tasks,list-negatives,duties}', 'all'),
  ('chair',       '{ledger,list-problems,list-duties,list-measures,kept_on,contact,delegate_contact,hotspot}', 'all'),
  ('chair',       '{reception}', 'linked'),
  ('member',      '{contact}', 'linked'),
  ('delegate',    '{delegate_contact}', 'linked'),
  ('handler',     '{ledger,list-problems,list-duties,list-measures,kept_on,league,ageing,lookback,rebound,list-tasks,list-negatives,duties,survey}', 'office'),
  ('handler',     '{desk}', 'all'),
  ('office_head', '{ledger,list-problems,list-duties,list-measures,kept_on,league,ageing,lookback,rebound,list-tasks,list-negatives,duties,survey}', 'office'),
  ('office_head', '{desk}', 'all'),
  ('leader',      '{ledger,list-problems,list-duties,list-measures,kept_on,warnings}', 'led'),
  ('leader',      '{desk}', 'all'),
  ('secadmin',    '{audit}', 'all'),
  ('auditor',     '{audit}', 'all');
CREATE FUNCTION fx.asked(p_report text, p_role text) RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.report_data(%L, ''{}'', fx.who(%L), ''zh-CN'', true)', p_report, p_role))
$$;
CREATE FUNCTION fx.rows(p_report text, p_role text) RETURNS SETOF jsonb LANGUAGE sql AS $$
  SELECT jsonb_array_elements(engine.report_data(p_report, '{}', fx.who(p_role), 'zh-CN', true) -> 'rows')
$$;
-- The issue that a row leads to.
CREATE FUNCTION fx.issue_at(p_row jsonb) RETURNS bigint LANGUAGE sql AS $$ SELECT substring(p_row ->> 'href' FROM '^/console/issues/(\d+)$')::bigint $$;

SELECT plan((SELECT count(*)::integer FROM rules.role WHERE code NOT IN ('person', 'system')) + 25);
SELECT is_empty(format($$SELECT r.name, r.got FROM (SELECT x.name, fx.asked(x.name, %L) AS got FROM rules.report x OFFSET 0) r
   WHERE r.got <> CASE WHEN EXISTS (SELECT FROM sees s WHERE s.role = %L AND r.name = ANY (s.reports)) THEN '' ELSE 'XQ403 forbidden' END$$, code, code),
  code || ': each report is answered or refused') FROM rules.role WHERE code NOT IN ('person', 'system') ORDER BY sort;
SELECT is_empty($$SELECT s.role, r.name, engine.may(fx.who(s.role), r.permission), s.scope FROM sees s JOIN rules.report r ON r.name = ANY (s.reports)
   WHERE engine.may(fx.who(s.role), r.permission) IS DISTINCT FROM s.scope$$, 'each in its scope');
SELECT is((SELECT count(*) FROM rules.report r WHERE NOT EXISTS (SELECT FROM sees s WHERE r.name = ANY (s.reports))), 0::bigint, 'no report is for nobody');

-- Two offices share the issues of the city with the others: what they are answered is theirs, and all of it.
CREATE FUNCTION fx.office_issues() RETURNS TABLE (id bigint) LANGUAGE sql AS $$
  SELECT a.issue_id FROM core.assignment a WHERE a.office_id = fx.office('yanjiushi') AND a.ended_at IS NULL
$$;
SELECT cmp_ok((SELECT count(*) FROM fx.office_issues()), '>', 5::bigint, 'the office has issues of its own');
SELECT cmp_ok((SELECT count(*) FROM core.issue), '>', (SELECT 2 * count(*) FROM fx.office_issues()), 'among many of others');
SELECT set_eq(format('SELECT fx.issue_at(r) FROM fx.rows(%L, %L) r', n, 'handler'), 'SELECT id FROM fx.office_issues()', n || ': an office finds what it leads or helps with, and nothing else')
  FROM unnest(ARRAY['ledger', 'list-problems', 'list-duties', 'list-measures']) n;
SELECT set_eq($$SELECT fx.issue_at(r) FROM fx.rows('kept_on', 'handler') r$$, 'SELECT o.id FROM fx.office_issues() o JOIN core.issue i USING (id) WHERE i.state = 52', 'of what is kept on the books too');
SELECT set_eq($$SELECT DISTINCT fx.issue_at(r) FROM fx.rows('lookback', 'handler') r$$,
  $$SELECT DISTINCT o.id FROM fx.office_issues() o JOIN core.lookback l ON l.issue_id = o.id WHERE l.done_at BETWEEN '2026-01-01 00:00+08' AND '2026-12-31 23:59:59+08'$$, 'and of the look-backs');
SELECT results_eq(format($$SELECT DISTINCT r #>> '{cells,0}' FROM fx.rows(%L, %L) r$$, n, 'office_head'), ARRAY['研究室'], n || ': an office has its own row') FROM unnest(ARRAY['league', 'ageing']) n;
SELECT is((SELECT sum((r #>> '{cells,2,value}')::integer) FROM fx.rows('rebound', 'handler') r WHERE r #>> '{cells,0}' = '类别'), (SELECT count(*) FROM fx.rows('lookback', 'handler')), 'rebound: the look-backs of the own issues');
SELECT engine.open_duties(1000) \g /dev/null
SELECT is_empty(format($$SELECT r FROM fx.rows(%L, %L) r WHERE r::text NOT LIKE '%%研究室%%'$$, n, 'office_head'), n || ': nothing of another office') FROM unnest(ARRAY['duties', 'list-tasks', 'list-negatives']) n;
SELECT is((SELECT count(*) FROM jsonb_array_elements(engine.report_data('duties', '{}', fx.who('handler'), 'zh-CN', true) -> 'filters')), 0::bigint, 'nor is it asked which office');
SELECT is_empty(format($$SELECT o.zh FROM core.office o WHERE o.organ AND o.code <> 'yanjiushi' AND position(o.zh IN engine.report_data(%L, '{}', fx.who('handler'), 'zh-CN', true) ->> 'filters') > 0$$, n),
  n || ': no other office is offered') FROM unnest(ARRAY['ledger', 'league', 'lookback']) n;

-- A leader finds what is led, a desk is one's own.
SELECT set_eq(format('SELECT fx.issue_at(r) FROM fx.rows(%L, %L) r', n, 'leader'), $$SELECT i.id FROM core.issue i WHERE i.leader_id = (fx.who('leader')).account_id$$, n || ': a leader finds what is theirs')
  FROM unnest(ARRAY['ledger', 'list-duties']) n;
UPDATE core.issue SET leader_id = NULL;
SELECT is_empty($$SELECT fx.rows('warnings', 'leader')$$, 'who leads nothing is warned of nothing');
SELECT is_empty($$SELECT fx.rows('ledger', 'leader')$$, 'and finds no ledger');
SELECT is((SELECT count(*) FROM fx.rows('ledger', 'supervisor')), (SELECT count(*) FROM core.issue), 'the supervisor finds all');
SELECT * FROM finish();
ROLLBACK;
