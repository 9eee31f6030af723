-- What is told to whom. Staff hear what has come to them or waits for their second signature; a speaker who left an address hears
-- that there is something new at each step that has something to read.

WITH fresh (key, layer, action, to_state, audience) AS (VALUES
  ('opinion-owner',     'opinion', NULL,      NULL::integer, 'owner'),
  ('opinion-approver',  'opinion', 'propose', NULL, 'approver'),
  ('issue-owner',       'issue',   NULL,      NULL, 'owner'),
  ('issue-approver',    'issue',   'propose', NULL, 'approver'),
  ('notice-handler',    'supervision', 'raise', NULL, 'handler'),        -- of those that see its level
  ('notice-head',       'supervision', 'raise', NULL, 'office_head'),
  ('notice-leader',     'supervision', 'raise', NULL, 'leader'),
  ('notice-supervisor', 'supervision', 'raise', NULL, 'supervisor'),
  ('notice-party',      'supervision', 'raise', NULL, 'party_group'),
  ('notice-drafted',    'supervision', 'draft', NULL, 'supervisor'),     -- by rule, and theirs to sign
  ('signed-handler',    'supervision', 'sign',  NULL, 'handler'),        -- of a draft: from then on it is in force
  ('signed-head',       'supervision', 'sign',  NULL, 'office_head'),
  ('signed-leader',     'supervision', 'sign',  NULL, 'leader'),
  ('signed-party',      'supervision', 'sign',  NULL, 'party_group'),
  ('notice-replied',    'supervision', 'reply', NULL, 'supervisor'),
  ('notice-more',       'supervision', 'ask_more', NULL, 'office_head'),
  ('talk-proposed',     'talk',    'propose', NULL, 'party_group'),
  ('handed-over',       'talk',    'hand_over', NULL, 'discipline'),
  ('handed-over-party', 'talk',    'hand_over', NULL, 'party_group'),
  ('speaker-asked',     'opinion', 'ask',     NULL, 'speaker'),
  ('speaker-transferred', 'opinion', NULL,    26,   'speaker'),
  ('speaker-referred',  'opinion', 'refer',   27,   'speaker'),
  ('speaker-merged',    'opinion', NULL,      28,   'speaker'),
  ('speaker-refused',   'opinion', 'refuse',  29,   'speaker'),
  ('speaker-assigned',  'opinion', NULL,      30,   'speaker'),
  ('speaker-signed',    'issue',   'sign',    40,   'speaker'),
  ('speaker-extended',  'issue',   'grant_extension', NULL, 'speaker'),
  ('speaker-kept-on',   'issue',   NULL,      52,   'speaker'),
  ('speaker-replied',   'issue',   'reply',   60,   'speaker'),
  ('speaker-published', 'issue',   NULL,      82,   'speaker'),
  ('speaker-closed',    'issue',   NULL,      90,   'speaker'),
  ('rater-voided',      'issue',   'void_rating',    NULL, 'rater'),     -- whose rating it is, and nobody else
  ('rater-excluded',    'issue',   'exclude_rating', NULL, 'rater'),
  ('rater-appealed',    'issue',   'uphold_appeal',  NULL, 'rater'),
  ('speaker-reopened',  'issue',   NULL,      97,   'speaker')
), gone AS (
  DELETE FROM rules.telling t WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.key = t.key)
)
INSERT INTO rules.telling (key, layer, action, to_state, audience) SELECT * FROM fresh
ON CONFLICT (key) DO UPDATE SET layer = excluded.layer, action = excluded.action, to_state = excluded.to_state,
  audience = excluded.audience;
