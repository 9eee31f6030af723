-- The frame of every console page: who is asking, and where they may go.

CREATE FUNCTION engine.me(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('username', ($2).username, 'name', ($2).name, 'office', engine.office($1, ($2).office_id),
    'roles', coalesce((SELECT jsonb_agg(engine.enum($1, r.code, r.zh, r.en) ORDER BY r.sort) FROM rules.role r WHERE r.code = ANY (($2).roles)), '[]'))
$$;

-- The speakers' words, numbers, and that there are any: of what was transferred for the discipline liaison alone, of the rest for triage
-- and its approvers, or whoever stands in for them. Nobody of the office that is spoken of, whatever the role.
CREATE FUNCTION engine.reads_opinion(actor core.actor, o core.opinion) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF o.id IS NULL OR (engine.may(actor, CASE o.state WHEN 26 THEN 'sealed.read' ELSE 'opinion.read' END) IS NULL
                      AND NOT (o.state <> 26 AND 'party_group' = ANY (actor.roles) AND engine.stands_in('party_group', o))) THEN
    RETURN false;
  END IF;
  RETURN NOT engine.concerns_office(o, NULL, actor.office_id);
END
$$;

-- Whether somebody reads opinions at all; who stands in for one has that one on the desk, and no list.
CREATE FUNCTION engine.may_opinions(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may($1, 'sealed.read') IS NOT NULL OR engine.may($1, 'opinion.read') IS NOT NULL
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

-- Where an account may go, in groups; a place without a group stands by itself.
CREATE FUNCTION engine.nav_places(lang text, actor core.actor, current text) RETURNS TABLE (k integer, section text, place jsonb) LANGUAGE sql STABLE AS $$
  SELECT x.k, x.section, jsonb_build_object('code', x.code, 'href', x.href, 'label', x.label, 'current', x.code = $3)
    FROM (VALUES
      (10, NULL,       'desk',     '/console',          engine.word($1, '我的工作台', 'My desk'), true),
      (20, 'handling', 'opinions', '/console/opinions', engine.word($1, '意见受理', 'Opinions'),  engine.may_opinions($2)),
      (30, 'handling', 'issues',   '/console/issues',   engine.word($1, '整改问题', 'Problems'),  engine.may($2, 'issue.read') IS NOT NULL),
      (35, 'handling', 'hotspots', '/console/hotspots', engine.word($1, '热点问题', 'Hot spots'), engine.may($2, 'hotspot.read') IS NOT NULL),
      (40, 'pressing', 'supervisions', CASE WHEN engine.may($2, 'supervision.read') IS NULL THEN '/console/talks' ELSE '/console/supervisions' END,
                           engine.word($1, '督办', 'Supervision'), engine.may($2, 'supervision.read') IS NOT NULL OR engine.may_talks($2)),
      (45, 'pressing', 'campaigns', '/console/campaigns', engine.word($1, '回头看', 'Look-back'), engine.may($2, 'campaign.read') IS NOT NULL),
      (50, 'pressing', 'lists',    '/console/lists',    engine.word($1, '清单报送', 'Lists'),     engine.may_lists($2)),
      (52, 'pressing', 'duties',   '/console/duties',   engine.word($1, '主体责任', 'Duties'),    engine.may($2, 'duty.read') IS NOT NULL),
      (55, 'pressing', 'circulars', '/console/circulars', engine.word($1, '通报', 'Circulars'),   engine.may($2, 'circular.read') IS NOT NULL),
      (57, 'reading',  'surveys',  '/console/surveys',  engine.word($1, '微调研', 'Surveys'),       engine.may($2, 'survey.read') IS NOT NULL),
      (60, 'reading',  'reports',  '/console/reports',  engine.word($1, '整改视图', 'Views'),     engine.may_report($2)),
      (70, 'reading',  'calendar', '/console/calendar', engine.word($1, '日历与期限', 'Calendar and limits'), true),
      (80, 'managing', 'admin',    '/console/admin',    engine.word($1, '系统管理', 'Administration'), engine.may($2, 'admin.read') IS NOT NULL)
    ) AS x(k, section, code, href, label, shown) WHERE shown
$$;

CREATE FUNCTION engine.nav(lang text, actor core.actor, current text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH places AS MATERIALIZED (SELECT * FROM engine.nav_places($1, $2, $3))
  SELECT jsonb_agg(item ORDER BY k) FROM (
    SELECT p.k, p.place AS item FROM places p WHERE p.section IS NULL
    UNION ALL
    SELECT min(p.k), jsonb_build_object('code', p.section, 'label', max(s.label), 'places', jsonb_agg(p.place ORDER BY p.k))
      FROM places p JOIN (VALUES
        ('handling', engine.word($1, '办理', 'Handling')), ('pressing', engine.word($1, '督办与报送', 'Pressing on')),
        ('reading',  engine.word($1, '查看', 'Reading')),  ('managing', engine.word($1, '管理', 'Managing'))) AS s(code, label) ON s.code = p.section
     GROUP BY p.section
    UNION ALL   -- searched in from every page, so it is a field rather than a place
    SELECT 90, jsonb_build_object('code', 'search', 'href', '/console/search', 'label', engine.word($1, '搜索', 'Search'), 'current', $3 = 'search', 'field', 'q')
     WHERE engine.may_search($2)) AS x(k, item)
$$;

CREATE FUNCTION engine.frame(lang text, actor core.actor, current text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('me', engine.me($1, $2), 'nav', engine.nav($1, $2, $3))
$$;
