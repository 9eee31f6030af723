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

CREATE FUNCTION engine.waiting_opinions(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql STABLE AS $$
  SELECT 'state-' || o.state, 'opinion', o.id, o.step_due_at
    FROM rules.state s JOIN core.opinion o ON o.state = s.code
   WHERE s.layer = 'opinion' AND s.owner_role = ANY (($1).roles) AND engine.reads_opinion($1, s.code)
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
    FROM core.issue i, engine.issue_limit(i) AS l (due)
   WHERE i.closed_at IS NULL AND (l.due < now OR (i.due_at BETWEEN now AND soon AND l.due <= soon))
     AND (sees_all OR engine.sees_issue(actor, i.id));
END $$;

CREATE FUNCTION engine.waiting(actor core.actor) RETURNS SETOF engine.waiting LANGUAGE sql VOLATILE AS $$
  SELECT * FROM engine.waiting_proposals($1)
  UNION ALL SELECT * FROM engine.waiting_limits($1)
  UNION ALL SELECT * FROM engine.waiting_opinions($1)
  UNION ALL SELECT * FROM engine.waiting_issues($1)
  UNION ALL SELECT 'hotspot', 'hotspot', s.id, s.raised_at FROM engine.seen_hotspots($1) s WHERE s.studied_at IS NULL
$$;

CREATE FUNCTION engine.pile_label(lang text, pile text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE $2 WHEN 'approve' THEN engine.word($1, '待我批准', 'For my approval')
                 WHEN 'overdue' THEN engine.word($1, '已超期', 'Overdue')
                 WHEN 'near' THEN engine.word($1, '临近期限', 'Due soon')
                 WHEN 'hotspot' THEN engine.word($1, '热点问题', 'Hot spots')
                 ELSE engine.state($1, substr($2, 7)::integer) ->> 'label' END
$$;

CREATE FUNCTION engine.desk_item(lang text, actor core.actor, w engine.waiting) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  subject engine.subject := CASE WHEN w.layer <> 'hotspot' THEN engine.subject(w.layer, w.id) END;
  shown jsonb := CASE w.layer WHEN 'opinion' THEN engine.opinion_row(lang, actor, (subject).opinion)
    WHEN 'hotspot' THEN engine.hotspot_item(lang, w.id) ELSE engine.issue_row(lang, (subject).issue) END;
BEGIN
  RETURN jsonb_build_object('title', coalesce(shown ->> 'title', engine.excerpt(shown ->> 'excerpt', 40)))
    || engine.pick(shown, ARRAY['href', 'number', 'state', 'due_on', 'due_text', 'days', 'lamp']);
END $$;

-- A pile is shown to its fiftieth item; its count is whole.
CREATE FUNCTION engine.desk_groups(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  WITH ranked AS (
    SELECT w, (w).pile, count(*) OVER (PARTITION BY (w).pile) AS n, row_number() OVER (PARTITION BY (w).pile ORDER BY (w).due, (w).id) AS k
      FROM engine.waiting($2) w
  ), piles AS (
    SELECT pile, max(n) AS n, jsonb_agg(engine.desk_item($1, $2, w) ORDER BY k) AS items FROM ranked WHERE k <= 50 GROUP BY pile
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', pile, 'label', engine.pile_label($1, pile), 'count', n, 'items', items)
                            ORDER BY array_position(ARRAY['approve', 'overdue', 'near', 'hotspot'], pile), pile), '[]') FROM piles
$$;
