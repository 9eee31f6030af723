-- The frame of every console page: who is asking, and where they may go.

CREATE FUNCTION engine.me(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('username', ($2).username, 'name', ($2).name, 'office', engine.office($1, ($2).office_id),
    'roles', coalesce((SELECT jsonb_agg(engine.enum($1, r.code, r.zh, r.en) ORDER BY r.sort) FROM rules.role r WHERE r.code = ANY (($2).roles)), '[]'))
$$;

-- The speakers' words: of what was transferred for the discipline liaison alone, of the rest for triage and its approvers. Whoever
-- handles a matter is neither.
CREATE FUNCTION engine.reads_opinion(actor core.actor, state integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may($1, CASE $2 WHEN 26 THEN 'sealed.read' ELSE 'opinion.read' END) IS NOT NULL
$$;

CREATE FUNCTION engine.may_opinions(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.reads_opinion($1, 26) OR engine.reads_opinion($1, 10)
$$;

-- Numbers and addresses in words are for triage alone.
CREATE FUNCTION engine.words(actor core.actor, body text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN engine.may($1, 'opinion.unmasked') IS NULL THEN engine.mask($2) ELSE $2 END
$$;

-- One of the actor's roles that holds a permission, the one with the widest scope: in it the event is recorded.
CREATE FUNCTION engine.role_for(actor core.actor, permission text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT p.role FROM rules.permission p
   WHERE p.permission = $2 AND p.role = ANY (($1).roles) ORDER BY p.scope = 'all' DESC, p.role LIMIT 1
$$;

CREATE FUNCTION engine.may_report(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rules.report r WHERE engine.may($1, r.permission) IS NOT NULL)
$$;

CREATE FUNCTION engine.may_search(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may_opinions($1) OR engine.may($1, 'issue.read') IS NOT NULL
$$;

CREATE FUNCTION engine.may_lists(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rules.list l JOIN rules.report r ON r.name = l.report WHERE l.kind = 'issue' AND l.active AND engine.may($1, r.permission) IS NOT NULL)
$$;

-- Whoever keeps, reads or is told of any talk.
CREATE FUNCTION engine.may_talks(p_actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rules.permission p WHERE p.role = ANY ((p_actor).roles) AND p.permission LIKE 'talk.%')
$$;

CREATE FUNCTION engine.nav(lang text, actor core.actor, current text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('code', code, 'href', href, 'label', label, 'current', code = $3) ORDER BY k)
    FROM (VALUES
      (10, 'desk',     '/console',          engine.word($1, '我的工作台', 'My desk'), true),
      (20, 'opinions', '/console/opinions', engine.word($1, '意见受理', 'Opinions'),  engine.may_opinions($2)),
      (30, 'issues',   '/console/issues',   engine.word($1, '整改问题', 'Problems'),  engine.may($2, 'issue.read') IS NOT NULL),
      (40, 'supervisions', CASE WHEN engine.may($2, 'supervision.read') IS NULL THEN '/console/talks' ELSE '/console/supervisions' END,
                           engine.word($1, '督办', 'Supervision'), engine.may($2, 'supervision.read') IS NOT NULL OR engine.may_talks($2)),
      (45, 'campaigns', '/console/campaigns', engine.word($1, '回头看', 'Look-back'), engine.may($2, 'campaign.read') IS NOT NULL),
      (47, 'surveys',  '/console/surveys',  engine.word($1, '微调研', 'Surveys'),      engine.may($2, 'survey.read') IS NOT NULL),
      (50, 'lists',    '/console/lists',    engine.word($1, '清单报送', 'Lists'),     engine.may_lists($2)),
      (52, 'duties',   '/console/duties',   engine.word($1, '主体责任', 'Duties'),    engine.may($2, 'duty.read') IS NOT NULL),
      (55, 'circulars', '/console/circulars', engine.word($1, '通报', 'Circulars'),   engine.may($2, 'circular.read') IS NOT NULL),
      (60, 'reports',  '/console/reports',  engine.word($1, '整改视图', 'Views'),     engine.may_report($2)),
      (65, 'search',   '/console/search',   engine.word($1, '搜索', 'Search'),        engine.may_search($2)),
      (70, 'calendar', '/console/calendar', engine.word($1, '日历与期限', 'Calendar and limits'), true),
      (80, 'admin',    '/console/admin',    engine.word($1, '系统管理', 'Administration'), engine.may($2, 'admin.read') IS NOT NULL)
    ) AS x(k, code, href, label, shown) WHERE shown
$$;

CREATE FUNCTION engine.frame(lang text, actor core.actor, current text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('me', engine.me($1, $2), 'nav', engine.nav($1, $2, $3))
$$;
