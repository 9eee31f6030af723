-- What waits for somebody, by deadline: to approve, overdue, due soon, and what stands in a state that one of the own roles owns.

CREATE TYPE engine.waiting AS (
  pile  text,
  layer text,
  id    bigint,
  due   timestamptz
);

CREATE FUNCTION engine.waiting_proposals(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql VOLATILE AS $$
  SELECT 'approve', p.layer, p.subject_id, p.proposed_at FROM core.proposal p
   WHERE p.decided_at IS NULL AND engine.decision_refusal(p, engine.subject(p.layer, p.subject_id), $1, ($1).roles) IS NULL
$$;

-- What waits for triage waits for whoever keeps it where the clerks must stand aside, and that is said.
CREATE FUNCTION engine.waiting_opinions(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN s.owner_role = ANY (($1).roles) THEN 'state-' || o.state ELSE 'stand-in' END, 'opinion', o.id, o.step_due_at
    FROM rules.state s JOIN core.opinion o ON o.state = s.code
   WHERE s.layer = 'opinion' AND (s.owner_role = ANY (($1).roles) OR (s.owner_role = 'triage' AND ($1).roles && ARRAY['assigner', 'party_group']
           AND engine.keeper(o) = ANY (($1).roles))) AND engine.reads_opinion($1, o)
     AND (NOT s.closed OR o.step_due_at IS NOT NULL)
     AND NOT EXISTS (SELECT FROM core.proposal p WHERE p.layer = 'opinion' AND p.subject_id = o.id AND p.decided_at IS NULL)
$$;

-- What would wait for a leader waits for the approver of assignments where there is none.
CREATE FUNCTION engine.waiting_issues(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql STABLE AS $$
  SELECT 'state-' || i.state, 'issue', i.id, coalesce(i.step_due_at, i.due_at)
    FROM rules.state s JOIN core.issue i ON i.state = s.code,
         LATERAL (SELECT CASE WHEN s.owner_role = 'leader' AND NOT engine.is_led(i) THEN 'assigner' ELSE s.owner_role END AS role) w
   WHERE s.layer = 'issue' AND w.role = ANY (($1).roles) AND NOT EXISTS (SELECT FROM core.proposal p WHERE p.layer = 'issue' AND p.subject_id = i.id AND p.decided_at IS NULL)
     AND engine.in_scope(w.role, $1, ROW('issue', i.id, i.state, i.version, NULL, i)::engine.subject)
$$;

-- Past the limit that their light shows, or the rectification about to be; of those that somebody sees.
CREATE FUNCTION engine.waiting_limits(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE plpgsql STABLE AS $$
DECLARE
  now constant timestamptz := engine.clock();
  soon constant timestamptz := engine.due(now, 'blue_before');
  sees_all constant boolean := engine.may(actor, 'issue.read') = 'all';
BEGIN
  RETURN QUERY SELECT CASE WHEN l.due < now THEN 'overdue' ELSE 'near' END, 'issue', i.id, l.due
    FROM core.issue i, engine.limit_of(i) AS l
   WHERE i.closed_at IS NULL AND (l.due < now OR (i.due_at BETWEEN now AND soon AND l.due <= soon))
     AND (sees_all OR engine.sees_issue(actor, i.id));
END $$;

-- Nothing reported for so long that the light is yellow: the office that leads it owes a line.
CREATE FUNCTION engine.waiting_updates(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT 'stale', 'issue', i.id, engine.issue_limit(i) FROM core.issue i
    WHERE i.state IN (50, 52, 75, 97) AND actor.roles && ARRAY['handler', 'office_head'] AND i.office_id = actor.office_id
      AND engine.issue_lamp(i) = 'yellow';
END $$;

-- On the desks: to sign for and to reply to, to sign and to judge, talks to hold.
CREATE FUNCTION engine.waiting_notices(p_actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql STABLE AS $$
  SELECT 'notice-' || a.code, 'supervision', n.id, coalesce(n.reply_due_at, n.limit_at)
    FROM (VALUES ('receive'), ('reply'), ('sign'), ('accept')) AS a (code), engine.may(p_actor, 'supervision.' || a.code) AS s (scope), core.supervision n
   WHERE s.scope IS NOT NULL AND n.ended_at IS NULL AND engine.notice_allows(n, a.code) AND engine.may_on_notice(p_actor, n, a.code)
     AND (a.code <> 'sign' OR (SELECT l.signed FROM rules.supervision_level l WHERE l.level = n.level))
  UNION ALL
  SELECT 'talk-hold', 'talk', t.id, t.proposed_at FROM core.talk t
   WHERE t.kind = 'summons' AND t.held_at IS NULL AND t.dropped_at IS NULL AND engine.reads_talk(p_actor, 'summons')
$$;

CREATE FUNCTION engine.waiting(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql VOLATILE AS $$
  SELECT * FROM engine.waiting_proposals($1)
  UNION ALL SELECT * FROM engine.waiting_limits($1)
  UNION ALL SELECT * FROM engine.waiting_updates($1)
  UNION ALL SELECT * FROM engine.waiting_opinions($1)
  UNION ALL SELECT * FROM engine.waiting_issues($1)
  UNION ALL SELECT * FROM engine.waiting_notices($1)
  UNION ALL SELECT 'consent', 'account', a.id, a.reset_asked_at FROM core.account a WHERE engine.may($1, 'admin.grant') IS NOT NULL AND engine.reset_waits(a.id)
  UNION ALL SELECT 'hotspot', 'hotspot', s.id, s.raised_at FROM engine.seen_hotspots($1) s WHERE s.studied_at IS NULL
$$;

CREATE FUNCTION engine.pile_label(lang text, pile text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.choice($1, 'pile', $2) ->> 'label', engine.state($1, substring($2 FROM '^state-([0-9]+)$')::integer) ->> 'label')
$$;

CREATE FUNCTION engine.pile_hint(lang text, pile text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.word($1, c.hint_zh, c.hint_en) FROM rules.choice c WHERE c.list = 'pile' AND c.code = $2
$$;

CREATE FUNCTION engine.desk_item(lang text, actor core.actor, w engine.waiting) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  shown jsonb;
BEGIN
  shown := CASE w.layer
    WHEN 'supervision' THEN (SELECT engine.notice_row(lang, n) || jsonb_build_object('due_text', engine.day_text(lang, w.due)) FROM core.supervision n WHERE n.id = w.id)
    WHEN 'talk'        THEN (SELECT engine.talk_row(lang, actor, t) FROM core.talk t WHERE t.id = w.id)
    WHEN 'hotspot'     THEN engine.hotspot_item(lang, w.id)
    WHEN 'account'     THEN (SELECT jsonb_build_object('title', a.name, 'number', a.username, 'href', '/console/admin/account/' || a.id) || engine.due_json(lang, NULL, 'none') FROM core.account a WHERE a.id = w.id)
    WHEN 'opinion'     THEN engine.opinion_row(lang, actor, (engine.subject('opinion', w.id)).opinion)
    ELSE                    engine.issue_row(lang, (engine.subject('issue', w.id)).issue) END;
  RETURN jsonb_build_object('title', coalesce(shown ->> 'title', engine.excerpt(shown ->> 'excerpt', 40)))
    || engine.pick(shown, ARRAY['href', 'number', 'state', 'due_on', 'due_text', 'days', 'lamp']);
END $$;

-- The order of the piles: to decide first, then what is late or near. Who sees the limits of all offices and does not press on them has
-- the own work before.
CREATE FUNCTION engine.pile_place(actor core.actor, pile text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT array_position(CASE WHEN engine.may($1, 'issue.read') = 'all' AND engine.may($1, 'supervision.raise') IS NULL
    THEN ARRAY['approve', 'stale', 'own', 'hotspot', 'overdue', 'near'] ELSE ARRAY['approve', 'overdue', 'stale', 'near', 'hotspot', 'own'] END,
    CASE WHEN $2 IN ('approve', 'overdue', 'stale', 'near', 'hotspot') THEN $2 ELSE 'own' END)
$$;

-- A pile is shown to its fiftieth item; its count is whole.
CREATE FUNCTION engine.desk_groups(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  WITH ranked AS (
    SELECT w, (w).pile, count(*) OVER (PARTITION BY (w).pile) AS n, row_number() OVER (PARTITION BY (w).pile ORDER BY (w).due, (w).id) AS k
      FROM engine.waiting($2) w
  ), piles AS (
    SELECT pile, max(n) AS n, jsonb_agg(engine.desk_item($1, $2, w) ORDER BY k) AS items FROM ranked WHERE k <= 50 GROUP BY pile
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', pile, 'label', engine.pile_label($1, pile), 'hint', engine.pile_hint($1, pile),
                                               'count', n, 'items', items)
                            ORDER BY engine.pile_place($2, pile), pile), '[]') FROM piles
$$;

-- What each of the actor's roles is for.
CREATE FUNCTION engine.desk_guide(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.word($1, c.hint_zh, c.hint_en) ORDER BY c.sort), '[]') FROM rules.choice c
   WHERE c.list = 'desk_guide' AND c.code = ANY (($2).roles)
$$;
