-- 集中反映: several opinions on one office and category within some weeks are a hot spot, raised once, to be studied as a class
-- (北京市条例第二十四条，济南市条例第二十六条).

-- What counts: opinions to be rectified. An opinion counts in every office and category that it was put into as a problem; before that, for
-- the office that it names. Praise, and what went another way, do not count.
CREATE FUNCTION engine.classed_opinions(p_from timestamptz, p_to timestamptz)
RETURNS TABLE (opinion_id bigint, office_id smallint, category text, received_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT x.id, x.office_id, x.category, x.received_at FROM (
    SELECT DISTINCT o.id, coalesce(i.office_id, o.claimed_office) AS office_id, coalesce(i.category, engine.filed_category(o)) AS category, o.received_at
      FROM core.opinion o LEFT JOIN core.voice v ON v.opinion_id = o.id LEFT JOIN core.issue i ON i.id = v.issue_id
     WHERE o.received_at BETWEEN p_from AND p_to AND o.state NOT IN (26, 27, 29) AND o.kind NOT IN ('praise', 'accusation')) x
    JOIN rules.category c ON c.code = x.category AND c.route = 'rectify' WHERE x.office_id IS NOT NULL
$$;

-- Raises what has become a hot spot; how many. Opinions that were part of one already do not make another.
CREATE FUNCTION engine.raise_hotspots() RETURNS integer LANGUAGE sql AS $$
  WITH pair AS (
    SELECT c.office_id, c.category, count(*) AS n, min(c.received_at) AS first_at, max(c.received_at) AS last_at
      FROM engine.classed_opinions(engine.clock() - make_interval(days => engine.param('hotspot_days')::integer), engine.clock()) c
     WHERE NOT EXISTS (SELECT FROM core.hotspot h WHERE h.office_id = c.office_id AND h.category = c.category
                        AND (h.studied_at IS NULL OR h.last_at >= c.received_at))
     GROUP BY c.office_id, c.category HAVING count(*) >= engine.param('hotspot_n')
  ), raised AS (
    INSERT INTO core.hotspot (office_id, category, first_at, last_at, opinions, raised_at)
    SELECT p.office_id, p.category, p.first_at, p.last_at, p.n, engine.clock() FROM pair p
    ON CONFLICT DO NOTHING RETURNING id, office_id, category, opinions
  ), told AS (
    SELECT engine.record('office', r.office_id, 'hotspot', NULL, 'system', NULL, NULL,
             jsonb_build_object('hotspot', r.id, 'category', r.category, 'opinions', r.opinions)) FROM raised r
  )
  SELECT count(*)::integer FROM told
$$;

-- What several people said of one office in one category, close together: by office and category, how many in a period, and at the closest
-- within the days of the rule. Days before the period count for what is close to its beginning.
CREATE FUNCTION engine.hotspots(p_from timestamptz, p_to timestamptz) RETURNS TABLE (office_id smallint, category text, n bigint, peak bigint)
LANGUAGE sql STABLE AS $$
  WITH rule AS (
    SELECT make_interval(days => engine.param('hotspot_days')::integer) AS days, engine.param('hotspot_n') AS n
  ), dense AS (
    SELECT c.*, count(*) OVER (PARTITION BY c.office_id, c.category ORDER BY c.received_at RANGE BETWEEN (SELECT days FROM rule) PRECEDING AND CURRENT ROW) AS close
      FROM engine.classed_opinions(p_from - (SELECT days FROM rule), p_to) c
  )
  SELECT d.office_id, d.category, count(*), max(d.close) FROM dense d WHERE d.received_at >= p_from
   GROUP BY 1, 2 HAVING max(d.close) >= (SELECT n FROM rule)
$$;
COMMENT ON FUNCTION engine.hotspots(timestamptz, timestamptz) IS
  'Office and category of which, within a period, as many opinions as the rules say came within the days they say; how many in all, and at the closest.';

-- Never whoever is of the office that is spoken of.
CREATE FUNCTION engine.reads_hotspot(actor core.actor, permission text, office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($1).office_id = $3 THEN false ELSE CASE engine.may($1, $2) WHEN 'all' THEN true
    WHEN 'led' THEN EXISTS (SELECT FROM core.issue i WHERE i.office_id = $3 AND i.leader_id = ($1).account_id) ELSE false END END
$$;

CREATE FUNCTION engine.seen_hotspots(actor core.actor) RETURNS SETOF core.hotspot LANGUAGE sql STABLE AS $$
  SELECT h.* FROM core.hotspot h WHERE engine.reads_hotspot($1, 'hotspot.read', h.office_id)
$$;

CREATE FUNCTION engine.hotspot_title(lang text, h core.hotspot) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word($1, '%s · %s：%s条意见', '%s · %s: %s opinions'), engine.office($1, ($2).office_id) ->> 'label',
                engine.category($1, ($2).category) ->> 'label', ($2).opinions)
$$;

CREATE FUNCTION engine.hotspot_state(lang text, h core.hotspot) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).studied_at IS NULL THEN engine.enum($1, 'open', '待研究', 'To be studied') ELSE engine.enum($1, 'studied', '已研究', 'Studied') END
$$;

CREATE FUNCTION engine.hotspot_json(lang text, h core.hotspot) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('id', ($2).id, 'href', '/console/hotspots/' || ($2).id, 'version', ($2).version,
    'title', engine.hotspot_title($1, $2), 'office', engine.office($1, ($2).office_id), 'category', engine.category($1, ($2).category),
    'opinions', ($2).opinions, 'first_text', engine.day_text($1, ($2).first_at), 'last_text', engine.day_text($1, ($2).last_at),
    'raised_text', engine.day_text($1, ($2).raised_at), 'state', engine.hotspot_state($1, $2), 'study', nullif(($2).study, ''),
    'studied_text', engine.day_text($1, ($2).studied_at), 'studied_by', nullif(engine.person($1, ($2).studied_by, NULL), '')))
$$;

-- As a line on a desk.
CREATE FUNCTION engine.hotspot_item(lang text, id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('title', engine.hotspot_title($1, h), 'href', '/console/hotspots/' || h.id, 'number', engine.day_text($1, h.raised_at),
           'state', engine.hotspot_state($1, h)) || engine.due_json($1, NULL, 'none')
    FROM core.hotspot h WHERE h.id = $2
$$;

-- On an issue: the open hot spot that it is part of, for those who may know of it.
CREATE FUNCTION engine.issue_hotspot(lang text, actor core.actor, i core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('href', '/console/hotspots/' || h.id, 'title', engine.word($1, '热点：', 'Hot spot: ') || engine.hotspot_title($1, h))
    FROM engine.seen_hotspots($2) h WHERE h.office_id = ($3).office_id AND h.category = ($3).category AND h.studied_at IS NULL
$$;

CREATE FUNCTION engine.hotspot_subject(h core.hotspot) RETURNS engine.subject LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW('hotspot', ($1).id, NULL, ($1).version, NULL, NULL)::engine.subject
$$;

CREATE FUNCTION engine.hotspot_issues(lang text, actor core.actor, h core.hotspot) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.linked_issue($1, i) ORDER BY i.id), '[]') FROM core.issue i
   WHERE i.office_id = ($3).office_id AND i.category = ($3).category AND engine.sees_issue($2, i.id)
     AND EXISTS (SELECT FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id
                  WHERE v.issue_id = i.id AND o.received_at BETWEEN ($3).first_at AND ($3).last_at)
$$;

CREATE FUNCTION engine.staff_hotspot(lang text, actor core.actor, h core.hotspot) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.frame(lang, actor, 'hotspots') || jsonb_build_object('hotspot', engine.hotspot_json(lang, h), 'issues', engine.hotspot_issues(lang, actor, h),
    'actions', CASE WHEN h.studied_at IS NULL AND engine.reads_hotspot(actor, 'hotspot.study', h.office_id)
      THEN (SELECT jsonb_agg(engine.action_json(lang, engine.hotspot_subject(h), a, NULL)) FROM rules.action a WHERE a.layer = 'hotspot') ELSE '[]' END);
END $$;

-- Locked where it is to be changed; 404 for one that is not the reader's to see.
CREATE FUNCTION engine.readable_hotspot(actor core.actor, id bigint) RETURNS core.hotspot LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  h core.hotspot;
BEGIN
  PERFORM engine.need(actor, 'hotspot.read');
  SELECT * INTO h FROM core.hotspot p WHERE p.id = readable_hotspot.id FOR UPDATE;
  IF h.id IS NULL OR NOT engine.reads_hotspot(actor, 'hotspot.read', h.office_id) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN h;
END $$;
