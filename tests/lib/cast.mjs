// Who plays whom: accounts of the demonstration city (sql/demo/accounts), by role.
export const cast = {
  triage: 'shouli',
  assigner: 'jiaoban',
  leader: 'lingdao1',
  supervisor: 'duban',
  party: 'dangzu1',
  revisitor: 'huifang',
  reviewer: 'shenhe',
  receiver: 'fuze-dangwei',
  discipline: 'jijian',
  auditor: 'shenji',
  sysadmin: 'xitong',
  office: 'shehui',
  handler: 'jingban-shehui',
  head: 'fuze-shehui',
  otherHandler: 'jingban-nongye',
};
