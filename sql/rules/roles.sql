-- Who acts. The first two are not accounts: a speaker acts through the receipt, the worker when a limit runs out.
-- A role still held by an account, or named by a rule, cannot vanish.

WITH fresh (code, zh, en, sort) AS (VALUES
  ('person',      '提出人',               'The speaker',                    1),
  ('system',      '系统',                 'The system',                     2),
  ('triage',      '受理员',               'Triage clerk',                   10),
  ('assigner',    '交办审批人',           'Assignment approver',            20),
  ('handler',     '委办室经办人',         'Office handler',                 30),
  ('office_head', '委办室负责人',         'Head of office',                 40),
  ('leader',      '责任领导',             'Leader in charge',               50),
  ('supervisor',  '机关党委（作风督办员）', 'Work-style supervisor',        60),
  ('revisitor',   '回访员',               'Follow-up caller',               70),
  ('reviewer',    '销号审核人',           'Closing reviewer',               80),
  ('party_group', '机关党组成员',         'Member of the party group',      90),
  ('discipline',  '派驻纪检监察组联络员', 'Discipline inspection liaison',  100),
  ('delegate',    '人大代表',             'Deputy',                         110),
  ('member',      '常委会组成人员',       'Member of the standing committee', 120),
  ('chair',       '主任会议成员',         'Member of the chairs'' meeting', 130),
  ('station',     '联络站联络员',         'Station liaison officer',        140),
  ('sysadmin',    '系统管理员',           'System administrator',           150),
  ('secadmin',    '安全保密管理员',       'Security administrator',         160),
  ('auditor',     '安全审计员',           'Security auditor',               170)
), gone AS (
  DELETE FROM rules.role r WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.code = r.code)
)
INSERT INTO rules.role (code, zh, en, sort) SELECT * FROM fresh
ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en, sort = excluded.sort;
