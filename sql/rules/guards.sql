-- Conditions a transition may ask for, and how their refusal is told: 403 the wrong person, 409 not now, 422 a field's value.
-- What each looks at is engine.guard; the code a caller sees is guard.<name>.

DELETE FROM rules.guard;
INSERT INTO rules.guard (name, status, field) VALUES
  ('may_rectify',      409, ''),               -- accusations and sensitive kinds are transferred, never assigned or merged
  ('own_scope',        422, 'scope'),
  ('not_own_office',   403, ''),               -- nobody triages or approves what is about the own office
  ('keeps_it',         409, ''),               -- only while every clerk of triage must stand aside
  ('not_spoken_of',    403, ''),               -- nobody calls those who spoke of the own office
  ('new_part',         422, 'issue'),
  ('part_removable',   409, ''),
  ('only_part',        409, ''),
  ('other_parts',      409, ''),
  ('due_allowed',      422, 'due'),
  ('problem_clean',    422, 'problem'),
  ('second_due_allowed', 422, 'due_2'),
  ('second_clean',     422, 'problem_2'),
  ('transfer_waits',   409, ''),               -- handed over, and nobody has registered it yet
  ('from_delegate',    422, 'way'),            -- only what a deputy raised can become a deputy's proposal
  ('step_overdue',     409, ''),
  ('object_in_time',   409, ''),
  ('first_objection',  409, ''),
  ('other_lead',       422, 'lead_office'),
  ('measure_ahead',    422, 'due_on'),
  ('before_due',       409, ''),
  ('extension_once',   409, ''),
  ('extension_within', 422, 'new_date'),
  ('leaderless',       409, ''),
  ('milestone_ahead',  422, 'next_on'),
  ('summary_clean',    422, 'public_summary'),
  ('notice_clean',     422, 'text'),
  ('speaks_here',      409, ''),
  ('speaker_left',     409, ''),
  ('unrated',          409, ''),
  ('satisfied',        409, ''),
  ('dissatisfied',     409, ''),
  ('dissatisfied_twice', 409, ''),
  ('other_office',     403, ''),
  ('not_applicant',    403, ''),
  ('speakers_heard',   409, ''),
  ('measures_done',    409, ''),
  ('all_replied',      409, ''),
  ('reflected',        409, ''),
  ('tries_apart',      422, 'opinion'),
  ('reminder_due',     409, ''),
  ('publicity_first',  409, ''),
  ('explainable',      409, ''),
  ('reply_in_time',    422, 'next_on'),
  ('voiceless',        409, ''),
  ('before_rectifying', 409, ''),
  ('rating_counts',    409, ''),
  ('rating_appealable', 409, ''),
  ('appeal_waits',     409, ''),
  ('policy_class',     409, ''),
  ('key_issue',        409, ''),
  ('ordinary_issue',   409, ''),
  ('may_publish',      422, 'publish'),
  ('publicity_over',   409, ''),
  ('two_checkers',     422, 'second_checker'), -- another person, and none of an office that handled it
  ('lookback_open',    409, ''),
  ('lookback_due',     409, ''),
  ('another_lookback', 409, ''),
  ('last_lookback',    409, '');
