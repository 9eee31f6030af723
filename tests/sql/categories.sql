-- The tree of what an opinion may be about: whole, consistent, and with every sensitive kind kept from the offices.
\ir fixture.psql

SELECT plan(12);
SELECT is((SELECT string_agg(code, '' ORDER BY sort) FROM rules.category WHERE parent IS NULL), 'ABCDEX', 'six main categories');
SELECT is((SELECT string_agg(code || n, ' ' ORDER BY code) FROM (SELECT parent AS code, count(*) AS n FROM rules.category WHERE parent IS NOT NULL GROUP BY parent) s),
  'A5 A43 B6 B12 B22 B67 C8 D8 E2 X5', 'each with its kinds');
SELECT is((SELECT string_agg(code, ' ' ORDER BY sort) FROM rules.category WHERE sensitive AND code NOT LIKE 'B%'), 'C08', 'outside B only extortion is sensitive');
SELECT is_empty($$SELECT code FROM rules.category WHERE code LIKE 'B%' AND NOT sensitive$$, 'all of B is sensitive');
SELECT is_empty($$SELECT code FROM rules.category WHERE sensitive <> (route = 'transfer')$$, 'what is sensitive is transferred, and nothing else is');
SELECT is_empty($$SELECT code FROM rules.category WHERE route <> CASE left(code, 1) WHEN 'B' THEN 'transfer' WHEN 'E' THEN 'archive' WHEN 'X' THEN 'refer'
  ELSE CASE code WHEN 'C08' THEN 'transfer' ELSE 'rectify' END END$$, 'each goes its way');
SELECT is_empty($$SELECT c.code FROM rules.category c WHERE c.parent IS NOT NULL AND c.code !~ ('^' || replace(c.parent, '.', '[.]') || '[.]?[0-9]+$')$$,
  'a code tells its parent');
SELECT is_empty($$SELECT c.code FROM rules.category c JOIN rules.category p ON p.code = c.parent WHERE c.sort <= p.sort$$, 'a kind stands below its parent');
SELECT is((SELECT count(DISTINCT sort) FROM rules.category), (SELECT count(*) FROM rules.category), 'no two stand in one place');
SELECT is_empty($$SELECT code FROM rules.category WHERE '' IN (zh, full_zh, en) OR en ~ '[\u4e00-\u9fff]' OR zh !~ '[\u4e00-\u9fff]'$$, 'each has its words in both languages');
SELECT is((SELECT full_zh FROM rules.category WHERE code = 'A1'), '贯彻决策部署有令不行、有禁不止，表态多调门高、行动少落实差', 'an official name is the official one');
SELECT is_empty($$SELECT zh FROM rules.category GROUP BY zh HAVING count(*) > 1$$, 'no short name twice');
SELECT * FROM finish();
ROLLBACK;
