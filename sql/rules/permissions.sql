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

  ('triage',      'report.ledger',    'all'),
  ('assigner',    'report.ledger',    'all'),
  ('supervisor',  'report.ledger',    'all'),
  ('reviewer',    'report.ledger',    'all'),
  ('party_group', 'report.ledger',    'all'),
  ('chair',       'report.ledger',    'all'),
  ('handler',     'report.ledger',    'office'),
  ('office_head', 'report.ledger',    'office'),
  ('leader',      'report.ledger',    'led'),

  ('sysadmin',    'calendar.edit',    'all'),
  ('sysadmin',    'admin.read',       'all'),
  ('secadmin',    'admin.read',       'all'),
  ('auditor',     'admin.read',       'all'),
  ('sysadmin',    'admin.edit',       'all'),
  ('secadmin',    'admin.grant',      'all'),     -- roles and sessions, and nobody's own
  ('auditor',     'report.audit',     'all'),
  ('secadmin',    'report.audit',     'all');
