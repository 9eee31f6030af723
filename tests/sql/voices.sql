-- Many voices, one problem, and one voice in several: merged, split, taken out, and by whom not.
\ir api.psql
SELECT plan(54);
SELECT fx.account('fx.own-triage', 'huanzi', 'triage'), fx.account('fx.own-assigner', 'huanzi', 'assigner') \g /dev/null
CREATE FUNCTION fx.do(p_opinion bigint, p_action text, p_role text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.apply('opinion', p_opinion, p_action, fx.who(p_role), NULL, p_more) $$;
CREATE FUNCTION fx.problem(p_title text, p_office text DEFAULT 'yanjiushi', p_category text DEFAULT 'C03') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('title', p_title, 'problem', '工作人员写下的问题表述', 'category', p_category, 'scope', 'own',
    'lead_office', p_office, 'rectify_type', 'fix_by') $$;
CREATE FUNCTION fx.number(p_issue bigint) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('issue', number) FROM core.issue WHERE id = p_issue $$;
CREATE FUNCTION fx.labels(p_seen jsonb) RETURNS text[] LANGUAGE sql AS $$ SELECT array_agg(h ->> 'label') FROM jsonb_array_elements(p_seen -> 'history') h $$;

-- Merged: the speaker follows the issue from then on.
SELECT fx.linked('first', 50) AS home, fx.submit('second') AS second, fx.submit('third') AS third \gset
SET LOCAL xq.clock = '2026-11-24 11:00:00+08';
SELECT fx.do(:second, 'open', 'triage'), fx.do(:second, 'merge', 'triage', fx.number(:home)), fx.do(:third, 'open', 'triage') \g /dev/null
SELECT fx.track('second') AS seen \gset
SELECT is(:'seen'::jsonb #> '{status,code}', '50', 'a merged opinion stands where its issue stands');
SELECT is(fx.labels(:'seen'), ARRAY['收到您的意见', '开始审核', '已并入同类事项'], 'and its speaker is told that it was merged');
SELECT is(:'seen'::jsonb #>> '{merged,status,code}', '50', 'in a word of its own');
SELECT is(:'seen'::jsonb -> 'parts', NULL, 'one problem is not counted');
SET LOCAL xq.clock = '2026-11-24 12:00:00+08';
SELECT engine.apply('issue', :home, 'reply', fx.who('office_head'), NULL, '{"answer": "已经增加了值班人员。", "result_class": "A", "public_summary": "增加了值班人员，每日有人。"}') \g /dev/null
SELECT fx.track('second') AS seen \gset
SELECT is(:'seen'::jsonb #>> '{answer,text}', '已经增加了值班人员。', 'the answer reaches who was merged');
SELECT is(:'seen'::jsonb -> 'may_rate', 'true', 'who may rate it');
SELECT is(fx.labels(:'seen') @> ARRAY['已答复'], true, 'and reads what happened since');
SELECT is(console.issue(fx.ctx('triage'), jsonb_build_object('id', :home)) #> '{issue,opinions_n}', '2', 'two voices');
SELECT is(jsonb_array_length(console.issue(fx.ctx('triage'), jsonb_build_object('id', :home)) -> 'opinions'), 2, 'both to be read by triage');

-- Split: one number, two problems.
SELECT fx.linked('many', 50) AS one \gset
SELECT id AS many FROM core.opinion WHERE issue_id = :one \gset
SET LOCAL xq.clock = '2026-11-24 13:00:00+08';
SELECT is(fx.do(:many, 'split', 'triage', fx.problem('另一个问题的标题')) -> 'proposed', 'true', 'a split waits for a second person');
SELECT is(fx.error(format('SELECT fx.do(%s, ''approve'', ''triage'')', :many)), 'XQ403 forbidden', 'who is another');
SELECT fx.do(:many, 'approve', 'assigner') \g /dev/null
SELECT (p.issue).id AS two FROM engine.parts(:many) p WHERE place = 2 \gset
SELECT is((SELECT (state, office_id = fx.office('yanjiushi'), title)::text FROM core.issue WHERE id = :two), '(30,t,另一个问题的标题)', 'a problem of its own');
SELECT is((SELECT (state, issue_id = :one)::text FROM core.opinion WHERE id = :many), '(30,t)', 'the first remains the main one');
SELECT is(fx.events('opinion', :many, 'split'), 1::bigint, 'on record');
SELECT fx.track('many') AS seen \gset
SELECT is(:'seen'::jsonb #> '{status,code}', '30', 'the whole is told as the least advanced');
SELECT is((SELECT array_agg((p -> 'status' ->> 'code')::integer) FROM jsonb_array_elements(:'seen'::jsonb -> 'parts') p), ARRAY[50, 30], 'each part as it stands');
SELECT is((SELECT array_agg(h -> 'part') FROM jsonb_array_elements(:'seen'::jsonb -> 'history') h WHERE h ? 'part'), NULL, 'nothing has happened to a part yet');
SELECT is((SELECT count(*) FROM core.opinion WHERE id = :many AND number = :'seen'::jsonb ->> 'number'), 1::bigint, 'one number');
UPDATE core.issue SET state = 60, answer = '第一个答复', replied_at = engine.clock() WHERE id = :one;
SELECT fx.track('many') AS seen \gset
SELECT is(:'seen'::jsonb #>> '{parts,0,answer,text}', '第一个答复', 'the answer to one part');
SELECT is(jsonb_array_length(:'seen'::jsonb #> '{parts,0,rating_fields}'), 5, 'and the form to rate it');
SELECT is(:'seen'::jsonb #> '{parts,1,rating_fields}', NULL, 'none for the other');
SELECT is(:'seen'::jsonb #> '{status,code}', '30', 'the whole is not yet answered');
SELECT is(fx.refused('intake.rate', fx.nobody(), fx.receipt('many', '{"part": 2, "attitude": "satisfied", "result": "satisfied", "solved": "yes"}')), 'XQ409 action_not_now', 'the other part is not to be rated yet');
SELECT intake.rate(fx.nobody(), fx.receipt('many', '{"attitude": "satisfied", "result": "satisfied", "solved": "yes"}')) AS rated \gset
SELECT is(:'rated'::jsonb #>> '{parts,0,rating,result,code}', 'satisfied', 'a form without a place rates the first that waits');
UPDATE core.issue SET state = 90, closed_at = engine.clock() WHERE id = :one;
SELECT engine.enter_issue(engine.move(engine.subject('issue', :one), t, NULL, '{}', NULL, NULL)) FROM rules.transition t WHERE t.id = 173 \g /dev/null
SELECT is((SELECT closed_at FROM core.opinion WHERE id = :many), NULL, 'an opinion stays open while one of its problems is');
UPDATE core.issue SET closed_at = engine.clock() WHERE id = :two;
SELECT engine.enter_issue(engine.move(engine.subject('issue', :two), t, NULL, '{}', NULL, NULL)) FROM rules.transition t WHERE t.id = 173 \g /dev/null
SELECT is((SELECT closed_at FROM core.opinion WHERE id = :many), engine.clock(), 'and is closed with the last');
SELECT is(fx.error(format('SELECT fx.do(%s, ''split'', ''triage'', fx.problem(''收受礼品的问题'', ''yanjiushi'', ''B1''))', :many)), 'XQ422 not_a_choice category', 'no part of a sensitive kind goes to an office');

-- Two problems out of one opinion in the one step in which triage meets it.
CREATE FUNCTION fx.second(p_title text, p_office text DEFAULT 'huanzi', p_category text DEFAULT 'C06') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_object_agg(key || '_2', value) FROM jsonb_each(fx.problem(p_title, p_office, p_category) - 'scope') $$;
SELECT fx.submit('both') AS both \gset
SELECT fx.do(:both, 'open', 'triage') \g /dev/null
SELECT is((SELECT a #> '{needs_approval}' FROM jsonb_array_elements(engine.actions('opinion', :both, fx.who('triage'), 'zh-CN')) a WHERE a ->> 'action' = 'assign_parts'), 'true', 'splitting is on offer at triage');
SELECT is(fx.error(format('SELECT fx.do(%s, ''assign_parts'', ''triage'', fx.problem(''第一个问题''))', :both)), 'XQ422 required title_2', 'it takes two');
SELECT is(fx.error(format('SELECT fx.do(%s, ''assign_parts'', ''triage'', fx.problem(''第一个问题'') || fx.second(''请打13800138000联系''))', :both)), 'XQ422 guard.second_clean problem_2', 'the second is as clean as the first');
SELECT is(fx.error(format('SELECT fx.do(%s, ''assign_parts'', ''triage'', fx.problem(''第一个问题'') || fx.second(''第二个问题'', ''huanzi'', ''B1''))', :both)), 'XQ422 not_a_choice category_2', 'and no more sensitive');
SELECT is(fx.error(format('SELECT fx.do(%s, ''assign_parts'', ''own_triage'', fx.problem(''第一个问题'') || fx.second(''第二个问题''))', :both)), 'XQ403 guard.not_own_office', 'nobody assigns the second to the own office either');
SELECT is(fx.do(:both, 'assign_parts', 'triage', fx.problem('第一个问题的标题') || fx.second('第二个问题的标题')) -> 'proposed', 'true', 'a second person approves it');
SELECT is(fx.error(format('SELECT fx.do(%s, ''approve'', ''own_assigner'')', :both)), 'XQ403 guard.not_own_office', 'but nobody of either office');
SELECT fx.do(:both, 'approve', 'assigner') \g /dev/null
SELECT is((SELECT array_agg(((p.issue).title, (p.issue).state, (p.issue).office_id = fx.office(CASE p.place WHEN 1 THEN 'yanjiushi' ELSE 'huanzi' END), (p.issue).category)::text ORDER BY p.place) FROM engine.parts(:both) p),
          ARRAY['(第一个问题的标题,30,t,C03)', '(第二个问题的标题,30,t,C06)'], 'two problems, each with its office and category');
SELECT is((SELECT (o.state, o.category, o.issue_id = (SELECT (p.issue).id FROM engine.parts(o.id) p WHERE p.place = 1))::text FROM core.opinion o WHERE o.id = :both), '(30,C03,t)', 'the first is the main one');
SELECT is((SELECT count(*) FROM core.event e JOIN core.voice v ON v.issue_id = e.subject_id WHERE v.opinion_id = :both AND e.layer = 'issue' AND e.action = 'open'), 2::bigint, 'each opened on record');
SELECT fx.track('both') AS seen \gset
SELECT is(jsonb_array_length(:'seen'::jsonb -> 'parts'), 2, 'its speaker sees both');
SELECT is(fx.labels(:'seen'), ARRAY['收到您的意见', '开始审核', '您的意见分为两个问题，已分别交办'], 'and is told that there are two');
SELECT is(fx.do(:both, 'split', 'triage', fx.problem('第三个问题的标题')) -> 'proposed', 'true', 'a third can be split off');

-- Taken out again.
SELECT fx.linked('right', 40) AS wrong, fx.submit('strayed') AS strayed \gset
SELECT fx.do(:strayed, 'open', 'triage'), fx.do(:strayed, 'merge', 'triage', fx.number(:wrong)) \g /dev/null
SELECT is(fx.do(:strayed, 'unmerge', 'triage', fx.number(:wrong) || '{"note": "说的是另一件事"}') -> 'proposed', 'true', 'taking out waits for a second person');
SELECT fx.do(:strayed, 'approve', 'assigner') \g /dev/null
SELECT is((SELECT (state, issue_id, step_due_at IS NOT NULL)::text FROM core.opinion WHERE id = :strayed), '(20,,t)', 'it is reviewed again');
SELECT is(fx.labels(fx.track('strayed')), ARRAY['收到您的意见', '开始审核', '已并入同类事项', '已从同类事项中分出'], 'its speaker is told');
SELECT is(fx.events('issue', :wrong, 'parted'), 1::bigint, 'the issue has it on record');
SELECT is((SELECT count(*) FROM core.voice WHERE issue_id = :wrong), 1::bigint, 'and one voice less');
SELECT fx.do(:strayed, 'merge', 'triage', fx.number(:wrong)) \g /dev/null
SELECT is(fx.track('strayed') #> '{status,code}', '40', 'and may be merged once more');
UPDATE core.issue SET state = 60 WHERE id = :wrong;
SELECT is(fx.error(format('SELECT fx.do(%s, ''unmerge'', ''triage'', %L)', :strayed, fx.number(:wrong) || '{"note": "说的是另一件事"}')), 'XQ422 not_a_choice issue', 'not once it was answered');

-- Nobody handles what is about the own office.
SELECT fx.submit('about huanzi', '{"office": "huanzi"}') AS about, fx.submit('about nobody', fx.sealed('reply')) AS nobody \gset
SELECT is(fx.error(format('SELECT fx.do(%s, ''open'', ''own_triage'')', :about)), 'XQ403 guard.not_own_office', 'a clerk of the office does not open it');
SELECT fx.do(:about, 'open', 'triage'), fx.do(:nobody, 'open', 'own_triage') \g /dev/null
SELECT is(fx.refused('console.opinion', fx.ctx('own_triage'), jsonb_build_object('id', :about)), 'XQ404 not_found', 'nor does the clerk learn that it is there');
SELECT is(fx.error(format('SELECT fx.do(%s, ''assign'', ''own_triage'', fx.problem(''交给本室的问题'', ''huanzi''))', :nobody)), 'XQ403 guard.not_own_office', 'a clerk assigns nothing to the own office');
SELECT fx.do(:about, 'assign', 'triage', fx.problem('交给环资委的问题', 'huanzi')) \g /dev/null
SELECT is(fx.error(format('SELECT fx.do(%s, ''approve'', ''own_assigner'')', :about)), 'XQ403 guard.not_own_office', 'an approver approves nothing for the own office');
SELECT is(fx.do(:about, 'approve', 'assigner') -> 'state', '30', 'another does');
SELECT is(fx.error(format('SELECT fx.do(%s, ''correct'', ''own_triage'', ''{"category": "C03", "note": "更正"}'')', :about)), 'XQ403 guard.not_own_office', 'nor is it filed anew by the own office');
SELECT fx.submit('contact about huanzi', fx.sealed('reply') || '{"office": "huanzi"}') AS told \gset
SELECT is(fx.refused('console.contact_look', fx.ctx('own_triage'), jsonb_build_object('id', :told, 'reason', '需要核对情况')), 'XQ404 not_found', 'nobody of it looks at who spoke');
SELECT * FROM finish();
ROLLBACK;
