-- The half-year look-back: who is drawn, that anybody can draw again, and what becomes of a relapse and of a new form.
\ir api.psql
DELETE FROM core.work_calendar;
CREATE FUNCTION fx.do(p_issue bigint, p_action text, p_role text, p_args text DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.apply('issue', p_issue, p_action, fx.who(p_role), NULL, p_args::jsonb)
$$;
-- An issue struck off on a day.
CREATE FUNCTION fx.closed(p_on text, p_key boolean DEFAULT false, p_office text DEFAULT 'yanjiushi') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := fx.issue(90, p_key);
BEGIN
  UPDATE core.issue SET closed_at = (p_on || ' 10:00+08')::timestamptz, closing_kind = 'agreed', office_id = fx.office(p_office) WHERE id = v_id;
  RETURN v_id;
END
$$;

SELECT plan(25);
SELECT fx.closed('2026-07-01', true) AS key, fx.closed('2026-08-01') AS repeated, fx.closed('2026-08-02') AS rebounded, fx.closed('2026-08-03') AS unhappy,
       fx.closed('2026-06-30') AS before, fx.closed('2026-09-01', false, 'huanzi') AS alone, fx.closed('2026-09-02') AS taken_back \gset
UPDATE core.issue SET round = 2 WHERE id IN (:repeated, :rebounded);
UPDATE core.issue SET rebounds = 1 WHERE id = :rebounded;
UPDATE core.issue SET closing_kind = 'withdrawn' WHERE id = :taken_back;
SELECT fx.rating(fx.opinion(30, :unhappy), :unhappy, 'dissatisfied') \g /dev/null
SELECT fx.closed('2026-10-' || n) FROM generate_series(10, 20) n \g /dev/null
CREATE TEMP TABLE drawn AS SELECT * FROM engine.draw_sample('seed-1', '2026-07-01', '2026-12-31');

SELECT is((SELECT count(*) FROM drawn), 16::bigint, 'what was struck off in the half-year, and not withdrawn');
SELECT is((SELECT count(*) FROM drawn WHERE issue_id IN (:before, :taken_back)), 0::bigint, 'nothing else');
SELECT is((SELECT string_agg(reason, ' ' ORDER BY issue_id) FROM drawn WHERE issue_id IN (:key, :repeated, :rebounded, :unhappy)), 'key repeated rebounded dissatisfied', 'each for its cause');
SELECT is((SELECT bool_and(sampled) FROM drawn WHERE reason <> 'rest'), true, 'all that gave cause are drawn');
SELECT is((SELECT count(*) FILTER (WHERE sampled) || '/' || count(*) FROM drawn WHERE reason = 'rest' AND office_id = fx.office('yanjiushi')), '3/11', 'a fifth of the rest, rounded up');
SELECT is((SELECT sampled FROM drawn WHERE issue_id = :alone), true, 'at least one of each office');
SELECT is((SELECT max(encode(draw, 'hex')) FROM drawn WHERE reason = 'rest' AND sampled AND office_id = fx.office('yanjiushi'))
  < (SELECT min(encode(draw, 'hex')) FROM drawn WHERE reason = 'rest' AND NOT sampled AND office_id = fx.office('yanjiushi')), true, 'the lowest lots are drawn');
SELECT is((SELECT d.draw FROM drawn d WHERE d.issue_id = :key), sha256(convert_to('seed-1' || (SELECT number FROM core.issue WHERE id = :key), 'UTF8')), 'a lot is the hash of seed and number');
SELECT set_eq($$SELECT issue_id FROM engine.draw_sample('seed-1', '2026-07-01', '2026-12-31') WHERE sampled$$, 'SELECT issue_id FROM drawn WHERE sampled', 'the same seed draws the same');
SELECT is((SELECT bool_and(d.draw = e.draw) FROM drawn d JOIN engine.draw_sample('seed-2', '2026-07-01', '2026-12-31') e USING (issue_id)), false, 'another does not');

-- As the supervisor starts it.
SELECT '{"period": "2026-H2", "seed": "seed-1", "key": "6f1c9a4e-0000-4000-8000-0000000000c1"}' AS form \gset
SELECT is(fx.refused('console.campaign_start', fx.ctx('party_group'), :'form'), 'XQ403 forbidden', 'the party group reads and does not start');
SELECT is(fx.refused('console.campaigns', fx.ctx('office_head'), '{}'), 'XQ403 forbidden', 'an office does neither');
SELECT is(fx.refused('console.campaign_start', fx.ctx('supervisor'), '{"period": "2027-H1"}'), 'XQ422 not_a_choice period', 'not before the half-year has begun');
SELECT console.campaign_start(fx.ctx('supervisor'), :'form') AS started \gset
SELECT is(:'started'::jsonb ->> 'sampled', '8', 'all four, three, and one');
SELECT is(:'started'::jsonb ->> 'seed', 'seed-1', 'the seed is shown');
SELECT is(console.campaign_start(fx.ctx('supervisor'), :'form') -> 'id', :'started'::jsonb -> 'id', 'the same form again is the same campaign');
SELECT is(fx.refused('console.campaign_start', fx.ctx('supervisor'), '{"period": "2026-H2"}'), 'XQ422 not_a_choice period', 'a half-year has one');
SELECT is((SELECT count(*) FROM core.lookback WHERE issue_id IN (SELECT issue_id FROM drawn WHERE sampled) AND done_at IS NULL AND due_on = '2026-12-24'), 8::bigint, 'each has a look-back due');
SELECT is(fx.events('campaign', (:'started'::jsonb ->> 'id')::bigint, 'start'), 1::bigint, 'and the start is on record');

-- A relapse asks the content speaker again; a new form is a new issue that names the old one.
SELECT fx.opinion(30, :key) AS o \gset
SELECT fx.rating(:o, :key, 'satisfied') \g /dev/null
SELECT is((SELECT engine.is_heard(i, :o) FROM core.issue i WHERE id = :key), true, 'content');
SELECT fx.do(:key, 'lookback', 'supervisor'), fx.do(:key, 'rebound', 'supervisor', '{"method": ["look"], "findings": "又出现了", "second_checker": "fx.reviewer"}') \g /dev/null
SELECT is((SELECT engine.is_heard(i, :o) FROM core.issue i WHERE id = :key), false, 'after a relapse asked again');
SELECT fx.do(:alone, 'lookback', 'supervisor'), fx.do(:alone, 'mutated', 'supervisor', '{"method": ["look"], "findings": "换了形式", "second_checker": "fx.reviewer",
  "title": "换成了线上留痕", "problem": "纸质台账取消了，改成线上重复填报。", "rectify_type": "fix_by"}') \g /dev/null
SELECT is((SELECT count(*) FROM core.issue WHERE origin_id = :alone), 0::bigint, 'a new form waits for the approver');
SELECT fx.do(:alone, 'approve', 'assigner') \g /dev/null
SELECT is((SELECT (state, title, office_id = fx.office('huanzi'))::text FROM core.issue WHERE origin_id = :alone), '(30,换成了线上留痕,t)', 'and becomes an issue of the same office');
SELECT is(console.issue(fx.ctx('supervisor'), jsonb_build_object('id', :alone)) #>> '{related,0,title}', '换成了线上留痕', 'named on the old one''s page');
SELECT is((SELECT jsonb_object_agg(c #>> '{conclusion,code}', c -> 'n') FROM jsonb_array_elements(console.campaign(fx.ctx('party_group'), jsonb_build_object('id', :'started'::jsonb -> 'id')) -> 'conclusions') c),
  '{"held": 0, "mostly": 0, "rebound": 1, "changed": 1}', 'the report counts what was found');
SELECT * FROM finish();
ROLLBACK;
