-- The state machine: who may take an opinion or an issue from which state to which, whom a second person has to agree with,
-- under which conditions (engine.guard) and with what consequences (engine.effect). An id is for ever: proposals refer to it.
-- Rows of one action and state differ by role or by their conditions; the first that holds is taken.

UPDATE rules.transition SET active = false WHERE active;
INSERT INTO rules.transition (id, layer, from_state, action, to_state, role, approve_role, guards, effects, source) VALUES
  (1, 'opinion', NULL, 'submit', 10, 'person', NULL, '{}', '{}', '信访工作条例第二十一条'),
  (2, 'opinion', 10, 'open', 20, 'triage', NULL, '{not_own_office}', '{}', '信访工作条例第二十八条'),
  (3, 'opinion', 20, 'ask', 21, 'triage', NULL, '{not_own_office}', '{ask}', ''),
  (4, 'opinion', 21, 'supply', 20, 'person', NULL, '{}', '{supply}', ''),
  (5, 'opinion', 21, 'decide_as_is', 20, 'triage', NULL, '{not_own_office}', '{}', ''),
  (6, 'opinion', 21, 'decide_as_is', 20, 'system', NULL, '{step_overdue}', '{}', ''),
  (7, 'opinion', 20, 'transfer', 26, 'triage', 'assigner', '{not_own_office}', '{mark_transferred}', '信访工作条例第三十条'),
  (8, 'opinion', 20, 'refer', 27, 'triage', NULL, '{not_own_office,from_delegate}', '{tell}', '信访工作条例第二十三条；代表法第三十六条、第五十一条'),
  (9, 'opinion', 20, 'merge', 28, 'triage', NULL, '{may_rectify,not_own_office}', '{merge}', ''),
  (10, 'opinion', 20, 'refuse', 29, 'triage', 'assigner', '{not_own_office}', '{tell}', '北京市条例第十一条；青岛市条例第十一条'),
  (11, 'opinion', 20, 'assign', 30, 'triage', 'assigner', '{may_rectify,not_own_office,own_scope,due_allowed,problem_clean}', '{open_issue}', '青岛市条例第十四条'),
  (29, 'opinion', 20, 'assign_parts', 30, 'triage', 'assigner', '{may_rectify,not_own_office,own_scope,due_allowed,problem_clean,second_due_allowed,second_clean}', '{open_issue,open_second}', '青岛市条例第十条（一事一议）'),
  (15, 'opinion', 28, 'split', 28, 'triage', 'assigner', '{may_rectify,not_own_office,own_scope,due_allowed,problem_clean}', '{open_issue}', '青岛市条例第十条（一事一议）'),
  (16, 'opinion', 30, 'split', 30, 'triage', 'assigner', '{may_rectify,not_own_office,own_scope,due_allowed,problem_clean}', '{open_issue}', '青岛市条例第十条（一事一议）'),
  (17, 'opinion', 28, 'merge', 28, 'triage', NULL, '{may_rectify,not_own_office,new_part}', '{merge}', ''),
  (18, 'opinion', 30, 'merge', 30, 'triage', NULL, '{may_rectify,not_own_office,new_part}', '{merge}', ''),
  (19, 'opinion', 28, 'unmerge', 20, 'triage', 'assigner', '{not_own_office,part_removable,only_part}', '{unmerge}', ''),
  (20, 'opinion', 28, 'unmerge', 30, 'triage', 'assigner', '{not_own_office,part_removable,other_parts}', '{unmerge}', ''),
  (21, 'opinion', 30, 'unmerge', 30, 'triage', 'assigner', '{not_own_office,part_removable,other_parts}', '{unmerge}', ''),
  (22, 'opinion', 10, 'recuse', 10, 'triage', NULL, '{not_own_office}', '{recuse}', '信访工作条例第二十八条'),
  (23, 'opinion', 20, 'recuse', 20, 'triage', NULL, '{not_own_office}', '{recuse}', '信访工作条例第二十八条'),
  (24, 'opinion', 21, 'recuse', 21, 'triage', NULL, '{not_own_office}', '{recuse}', '信访工作条例第二十八条'),
  (28, 'opinion', 26, 'take_over', 26, 'discipline', NULL, '{transfer_waits}', '{take_over}', ''),
  (12, 'opinion', 10, 'withdraw', 29, 'person', NULL, '{}', '{withdraw}', '青岛市条例第十二条'),
  (13, 'opinion', 20, 'withdraw', 29, 'person', NULL, '{}', '{withdraw}', '青岛市条例第十二条'),
  (14, 'opinion', 21, 'withdraw', 29, 'person', NULL, '{}', '{withdraw}', '青岛市条例第十二条'),
  (58, 'opinion', 30, 'withdraw', 29, 'person', NULL, '{before_rectifying}', '{leave,withdraw}', '青岛市条例第十二条'),
  (59, 'opinion', 28, 'withdraw', 29, 'person', NULL, '{before_rectifying}', '{leave,withdraw}', '青岛市条例第十二条'),

  (100, 'issue', NULL, 'open', 30, 'triage', NULL, '{}', '{}', ''),
  (101, 'issue', 30, 'sign', 40, 'handler', 'office_head', '{}', '{sign}', ''),
  (102, 'issue', 30, 'sign', 40, 'office_head', NULL, '{}', '{sign}', ''),
  (103, 'issue', 30, 'object', 31, 'office_head', NULL, '{object_in_time,first_objection}', '{object}', '信访工作条例第二十三条；潍坊市12345条例第二十二条'),
  (104, 'issue', 31, 'reassign', 30, 'assigner', NULL, '{other_lead}', '{reassign}', ''),
  (105, 'issue', 31, 'uphold', 30, 'assigner', NULL, '{}', '{}', ''),
  (110, 'issue', 40, 'first_contact', 40, 'handler', NULL, '{}', '{}', ''),
  (111, 'issue', 40, 'first_contact', 40, 'office_head', NULL, '{}', '{}', ''),
  (112, 'issue', 40, 'plan', 50, 'office_head', NULL, '{measure_ahead}', '{plan,measure}', ''),
  (120, 'issue', 50, 'progress', 50, 'handler', NULL, '{}', '{progress}', ''),
  (121, 'issue', 50, 'progress', 50, 'office_head', NULL, '{}', '{progress}', ''),
  (122, 'issue', 52, 'progress', 52, 'handler', NULL, '{}', '{progress}', ''),
  (123, 'issue', 52, 'progress', 52, 'office_head', NULL, '{}', '{progress}', ''),
  (124, 'issue', 75, 'progress', 75, 'handler', NULL, '{}', '{progress}', ''),
  (125, 'issue', 75, 'progress', 75, 'office_head', NULL, '{}', '{progress}', ''),
  (126, 'issue', 50, 'add_measure', 50, 'office_head', NULL, '{measure_ahead}', '{measure}', ''),
  (127, 'issue', 52, 'add_measure', 52, 'office_head', NULL, '{measure_ahead}', '{measure}', ''),
  (128, 'issue', 75, 'add_measure', 75, 'office_head', NULL, '{measure_ahead}', '{measure}', ''),
  (130, 'issue', 50, 'ask_extension', 51, 'office_head', NULL, '{before_due,extension_once,extension_within}', '{ask_extension}', '信访工作条例第三十四条'),
  (131, 'issue', 51, 'grant_extension', 50, 'leader', NULL, '{}', '{grant_extension}', ''),
  (132, 'issue', 51, 'refuse_extension', 50, 'leader', NULL, '{}', '{refuse_extension}', ''),
  (135, 'issue', 51, 'grant_extension', 50, 'assigner', NULL, '{leaderless}', '{grant_extension}', ''),
  (136, 'issue', 51, 'refuse_extension', 50, 'assigner', NULL, '{leaderless}', '{refuse_extension}', ''),
  (133, 'issue', 50, 'keep_on', 52, 'office_head', 'party_group', '{milestone_ahead}', '{keep_on}', ''),
  (134, 'issue', 81, 'keep_on', 52, 'reviewer', 'party_group', '{not_applicant,other_office,milestone_ahead}', '{keep_on}', ''),
  (140, 'issue', 50, 'reply', 60, 'office_head', NULL, '{summary_clean}', '{reply}', '信访工作条例第二十九条'),
  (141, 'issue', 52, 'reply', 60, 'office_head', NULL, '{summary_clean}', '{reply}', '信访工作条例第二十九条'),
  (142, 'issue', 75, 'reply', 60, 'office_head', NULL, '{summary_clean}', '{reply}', '信访工作条例第二十九条'),
  (150, 'issue', 60, 'revisit', 70, 'revisitor', NULL, '{other_office,not_spoken_of}', '{}', ''),
  (151, 'issue', 60, 'rate', 70, 'person', NULL, '{speaks_here,unrated,satisfied}', '{rating}', '上海市规定第二十一条'),
  (152, 'issue', 60, 'rate', 75, 'person', NULL, '{speaks_here,unrated,dissatisfied}', '{rating,next_round}', '山东省条例第二十四条'),
  (153, 'issue', 70, 'rate', 70, 'person', NULL, '{speaks_here,unrated,satisfied}', '{rating}', '上海市规定第二十一条'),
  (154, 'issue', 70, 'rate', 75, 'person', NULL, '{speaks_here,unrated,dissatisfied}', '{rating,next_round}', '山东省条例第二十四条'),
  (155, 'issue', 70, 'record_revisit', 70, 'revisitor', NULL, '{other_office,not_spoken_of,speaker_left,satisfied}', '{rating}', ''),
  (156, 'issue', 70, 'record_revisit', 75, 'revisitor', NULL, '{other_office,not_spoken_of,speaker_left,dissatisfied}', '{rating,next_round}', ''),
  (157, 'issue', 70, 'no_answer', 70, 'revisitor', NULL, '{other_office,not_spoken_of,speaker_left,tries_apart}', '{no_answer}', ''),
  (159, 'issue', 70, 'remind', 70, 'system', NULL, '{reminder_due}', '{remind}', '北京市条例第二十三条'),
  (158, 'issue', 70, 'not_done', 75, 'revisitor', NULL, '{other_office,not_spoken_of}', '{next_round}', ''),
  (160, 'issue', 75, 'convene', 76, 'assigner', NULL, '{dissatisfied_twice}', '{}', '河南省办法第二十二条'),
  (161, 'issue', 76, 'rework', 50, 'assigner', NULL, '{}', '{}', ''),
  (162, 'issue', 76, 'explain_close', 90, 'assigner', 'party_group', '{}', '{explained,schedule_lookback}', ''),
  (163, 'issue', 75, 'explain_close', 90, 'assigner', 'party_group', '{explainable}', '{explained,schedule_lookback}', ''),
  (164, 'issue', 30, 'withdrawn', 99, 'system', NULL, '{voiceless}', '{withdrawn}', '青岛市条例第十二条'),
  (165, 'issue', 31, 'withdrawn', 99, 'system', NULL, '{voiceless}', '{withdrawn}', '青岛市条例第十二条'),
  (166, 'issue', 81, 'explain_close', 90, 'reviewer', 'party_group', '{not_applicant,other_office,explainable}', '{explained,schedule_lookback}', ''),
  (167, 'issue', 52, 'keep_on', 52, 'office_head', 'party_group', '{measures_done,milestone_ahead,reply_in_time}', '{keep_on,next_milestone}', ''),
  (168, 'issue', 70, 'progress', 70, 'handler', NULL, '{}', '{progress}', '浙江省规定第二十条'),
  (169, 'issue', 70, 'progress', 70, 'office_head', NULL, '{}', '{progress}', '浙江省规定第二十条'),
  (170, 'issue', 70, 'apply_close', 80, 'handler', 'office_head', '{speakers_heard,measures_done,all_replied}', '{apply_close}', ''),
  (171, 'issue', 70, 'apply_close', 80, 'office_head', NULL, '{speakers_heard,measures_done,all_replied}', '{apply_close}', ''),
  (172, 'issue', 80, 'take_review', 81, 'reviewer', NULL, '{not_applicant,other_office,speakers_heard,measures_done,all_replied,reflected}', '{}', ''),
  (173, 'issue', 81, 'close', 90, 'reviewer', NULL, '{not_applicant,other_office,speakers_heard,measures_done,all_replied,reflected,may_publish,ordinary_issue}', '{conclude,schedule_lookback}', ''),
  (174, 'issue', 81, 'close', 90, 'reviewer', 'supervisor', '{not_applicant,other_office,may_publish,key_issue,publicity_first,speakers_heard,measures_done,all_replied,reflected}', '{conclude,schedule_lookback}', ''),
  (175, 'issue', 81, 'return_close', 50, 'reviewer', NULL, '{not_applicant,other_office}', '{returned}', ''),
  (176, 'issue', 81, 'publicize', 82, 'supervisor', 'reviewer', '{not_applicant,other_office,may_publish,notice_clean,speakers_heard,measures_done,all_replied,reflected}', '{publicize}', ''),
  (177, 'issue', 82, 'close', 90, 'supervisor', NULL, '{not_applicant,other_office,publicity_over,speakers_heard,measures_done,all_replied,reflected}', '{conclude,schedule_lookback}', ''),
  (178, 'issue', 82, 'return_close', 50, 'supervisor', NULL, '{other_office}', '{unpublish,returned}', ''),
  (180, 'issue', 90, 'lookback', 95, 'supervisor', NULL, '{other_office,lookback_open}', '{}', ''),
  (181, 'issue', 90, 'lookback', 95, 'system', NULL, '{lookback_due}', '{}', ''),
  (182, 'issue', 95, 'hold', 99, 'supervisor', NULL, '{other_office,two_checkers,last_lookback}', '{lookback}', ''),
  (183, 'issue', 95, 'hold', 90, 'supervisor', NULL, '{other_office,two_checkers,another_lookback}', '{lookback}', ''),
  (184, 'issue', 95, 'basically_hold', 99, 'supervisor', NULL, '{other_office,two_checkers,last_lookback}', '{lookback}', ''),
  (185, 'issue', 95, 'basically_hold', 90, 'supervisor', NULL, '{other_office,two_checkers,another_lookback}', '{lookback}', ''),
  (186, 'issue', 99, 'lookback', 95, 'supervisor', NULL, '{other_office,lookback_open}', '{}', ''),
  (187, 'issue', 99, 'lookback', 95, 'system', NULL, '{lookback_due}', '{}', ''),
  (190, 'issue', 95, 'rebound', 97, 'supervisor', NULL, '{other_office,two_checkers}', '{lookback,cancel_lookbacks,rebound}', ''),
  (191, 'issue', 95, 'mutated', 99, 'supervisor', 'assigner', '{other_office,two_checkers,problem_clean}', '{lookback,cancel_lookbacks,open_variant}', ''),
  (192, 'issue', 97, 'replan', 50, 'office_head', NULL, '{measure_ahead}', '{plan,measure}', '')
ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, from_state = excluded.from_state, action = excluded.action,
  to_state = excluded.to_state, role = excluded.role, approve_role = excluded.approve_role, guards = excluded.guards,
  effects = excluded.effects, source = excluded.source, active = true;

-- While there are ratings and the matter is not filed away, one may be voided, left out or appealed against: after a reply of a later
-- round, while striking off is reviewed and while it is on display as well. That moves the issue nowhere.
INSERT INTO rules.transition (id, layer, from_state, action, to_state, role, approve_role, guards, effects)
SELECT a.base + s.code, 'issue', s.code, a.action, s.code, a.role, a.approve_role, a.guards, ARRAY[a.effect]
  FROM unnest(ARRAY[50, 51, 52, 60, 70, 75, 76, 80, 81, 82, 90, 95, 97]) AS s (code), (VALUES
    (3000, 'void_rating',    'supervisor',  NULL,          '{other_office,rating_counts}'::text[],              'void_rating'),
    (3100, 'exclude_rating', 'supervisor',  'party_group', '{other_office,rating_counts,policy_class}'::text[], 'exclude_rating'),
    (3200, 'appeal_rating',  'office_head', NULL,          '{rating_appealable}'::text[],                       'appeal'),
    (3300, 'uphold_appeal',  'supervisor',  NULL,          '{other_office,appeal_waits}'::text[],               'uphold_appeal'),
    (3400, 'refuse_appeal',  'supervisor',  NULL,          '{other_office,appeal_waits}'::text[],               'refuse_appeal'))
    AS a (base, action, role, approve_role, guards, effect)
ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, from_state = excluded.from_state, to_state = excluded.to_state,
  role = excluded.role, approve_role = excluded.approve_role, guards = excluded.guards, effects = excluded.effects, active = true;

-- Filing may be put right in every state; it changes no state and is an event like any other.
INSERT INTO rules.transition (id, layer, from_state, action, to_state, role, guards, effects)
SELECT 1000 + s.code, s.layer, s.code, 'correct', s.code, 'triage', CASE s.layer WHEN 'opinion' THEN '{not_own_office}' ELSE '{}' END::text[],
       ARRAY['correct_' || s.layer]
  FROM rules.state s WHERE s.code >= 20
UNION ALL SELECT 2030, 'opinion', 30, 'correct', 30, 'triage', '{not_own_office}', ARRAY['correct_opinion']
ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, from_state = excluded.from_state, to_state = excluded.to_state,
  role = excluded.role, guards = excluded.guards, effects = excluded.effects, active = true;

-- What triage does with an opinion its keeper does where every clerk must stand aside, with the same conditions; the second person is then
-- a member of the party group.
INSERT INTO rules.transition (id, layer, from_state, action, to_state, role, approve_role, guards, effects, source)
SELECT k.base + t.id, t.layer, t.from_state, t.action, t.to_state, k.role, CASE WHEN t.approve_role IS NOT NULL THEN 'party_group' END,
       t.guards || '{keeps_it}', t.effects, '信访工作条例第二十八条（回避）'
  FROM rules.transition t, (VALUES (4000, 'assigner'), (8000, 'party_group')) AS k (base, role)
 WHERE t.active AND t.layer = 'opinion' AND t.role = 'triage' AND t.from_state <> 26
ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, from_state = excluded.from_state, action = excluded.action, to_state = excluded.to_state,
  role = excluded.role, approve_role = excluded.approve_role, guards = excluded.guards, effects = excluded.effects, source = excluded.source, active = true;
