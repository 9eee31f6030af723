-- What a role may see besides the actions its transitions allow. The three administrators hold no right over data.
-- all: everything; office: what its office leads or helps with; led: what it is the leader of; linked: only while an issue
-- of the opinion waits for a follow-up call.

DELETE FROM rules.permission;
INSERT INTO rules.permission (role, permission, scope) VALUES
  ('triage',      'opinion.read',     'all'),
  ('assigner',    'opinion.read',     'all'),
  ('triage',      'opinion.unmasked', 'all'),     -- whoever else reads words reads them masked
  ('triage',      'contact.look',     'all'),
  ('revisitor',   'contact.look',     'linked'),
  ('discipline',  'sealed.read',      'all'),     -- what was transferred, and nothing else

  ('triage',      'issue.read',       'all'),
  ('assigner',    'issue.read',       'all'),
  ('supervisor',  'issue.read',       'all'),
  ('revisitor',   'issue.read',       'all'),
  ('reviewer',    'issue.read',       'all'),
  ('party_group', 'issue.read',       'all'),
  ('chair',       'issue.read',       'all'),
  ('handler',     'issue.read',       'office'),
  ('office_head', 'issue.read',       'office'),
  ('leader',      'issue.read',       'led'),

  ('supervisor',  'supervision.read', 'all'),     -- of which levels: rules.supervision_level
  ('assigner',    'supervision.read', 'all'),
  ('reviewer',    'supervision.read', 'all'),
  ('chair',       'supervision.read', 'all'),
  ('party_group', 'supervision.read', 'all'),
  ('leader',      'supervision.read', 'led'),
  ('handler',     'supervision.read', 'office'),
  ('office_head', 'supervision.read', 'office'),
  ('supervisor',  'supervision.raise',    'all'),
  ('supervisor',  'supervision.sign',     'all'),
  ('supervisor',  'supervision.accept',   'all'),
  ('supervisor',  'supervision.ask_more', 'all'),
  ('supervisor',  'supervision.lift',     'all'),
  ('party_group', 'supervision.hand_over', 'all'),
  ('handler',     'supervision.receive',  'office'),
  ('office_head', 'supervision.receive',  'office'),
  ('office_head', 'supervision.reply',    'office'),

  ('party_group', 'talk.summons',  'all'),          -- reads and keeps the records of a kind
  ('party_group', 'talk.heart',    'all'),
  ('party_group', 'talk.handover', 'all'),
  ('supervisor',  'talk.heart',    'all'),
  ('supervisor',  'talk.summons.read',  'all'),     -- reads them
  ('discipline',  'talk.handover.read', 'all'),
  ('office_head', 'talk.summons.told',  'office'),  -- is told that there was one, and what was undertaken
  ('office_head', 'talk.heart.told',    'office'),

  ('triage',      'report.ledger',    'all'),
  ('assigner',    'report.ledger',    'all'),
  ('supervisor',  'report.ledger',    'all'),
  ('reviewer',    'report.ledger',    'all'),
  ('party_group', 'report.ledger',    'all'),
  ('chair',       'report.ledger',    'all'),
  ('handler',     'report.ledger',    'office'),
  ('office_head', 'report.ledger',    'office'),
  ('leader',      'report.ledger',    'led'),

  ('auditor',     'report.audit',     'all'),
  ('secadmin',    'report.audit',     'all');
