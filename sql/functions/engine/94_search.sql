-- Search over what the reader may see. A common word is met among the newest, a rare one is found by the index; what has not been
-- indexed yet is read as it is. Each hit is looked at again in the words that the reader may read.

CREATE TYPE engine.hit AS (
  kind text,
  id   bigint,
  at   timestamptz
);

CREATE TYPE engine.hunt AS (            -- one search
  actor      core.actor,
  words      text[],
  grams      integer[],
  state      integer,                   -- the filters; NULL: not asked for
  office     smallint,
  categories text[],
  since      timestamptz,
  until      timestamptz,
  everywhere boolean,                   -- whether the reader sees every issue
  plain      boolean,                   -- whether they read opinions, those that were transferred, and numbers unmasked
  sealed     boolean,
  unmasked   boolean,
  before     engine.hit,                -- where the page before ended
  n          integer                    -- how many are wanted
);

-- How many of the newest are looked at first, and how many at most where neither the index nor the filters find few enough.
CREATE FUNCTION engine.search_near() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2000';
CREATE FUNCTION engine.search_far() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 20000';
-- How many are few enough to be put in order.
CREATE FUNCTION engine.search_few() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 5000';

-- A number typed without its hyphens, or with letters that look like digits, as it stands in the books; NULL when it is none.
CREATE FUNCTION engine.typed_number(p_word text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT o.number FROM core.opinion o WHERE o.number = left(w.opinion, 4) || '-' || right(w.opinion, 4) AND char_length(w.opinion) = 8),
    (SELECT i.number FROM core.issue i WHERE i.number = regexp_replace(w.bare, '^(ZF)(\d{4})(\d{4,})$', '\1-\2-\3')))
    FROM (SELECT b.bare, translate(b.bare, 'OIL', '011') AS opinion FROM (SELECT upper(replace(p_word, '-', '')) AS bare) b) w
$$;

-- The words of a question: split at spaces; one of a single character would be found everywhere.
CREATE FUNCTION engine.search_words(p_q text) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_words text[] := ARRAY(SELECT DISTINCT lower(coalesce(engine.typed_number(w), w))
                            FROM regexp_split_to_table(engine.plain_text(p_q), '[\s\u3000]+') w WHERE w <> '');
BEGIN
  IF EXISTS (SELECT FROM unnest(v_words) w WHERE char_length(w) < 2) THEN
    PERFORM engine.fail(422, 'too_short', 'q');
  ELSIF cardinality(v_words) > 5 THEN
    PERFORM engine.fail(422, 'too_long', 'q');
  END IF;
  RETURN v_words;
END
$$;

CREATE FUNCTION engine.holds(p_plain text, p_words text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT bool_and(strpos(p_plain, w) > 0) FROM unnest(p_words) w
$$;

CREATE FUNCTION engine.hunt_of(actor core.actor, q text, f jsonb, after text) RETURNS engine.hunt LANGUAGE plpgsql STABLE AS $$
DECLARE
  h engine.hunt;
BEGIN
  h.actor := actor;
  h.words := engine.search_words(q);
  h.grams := ARRAY(SELECT DISTINCT g FROM unnest(h.words) w, unnest(engine.grams(w)) g ORDER BY g);
  h.state := (f ->> 'state')::integer;
  h.office := (SELECT c.id FROM core.office c WHERE c.code = f ->> 'office');
  h.categories := CASE WHEN f ? 'category' THEN ARRAY(SELECT c.code FROM rules.category c WHERE c.code = f ->> 'category' OR c.code LIKE (f ->> 'category') || '.%') END;
  h.since := coalesce(engine.day_start(f ->> 'from'), '-infinity');
  h.until := coalesce(engine.end_of_day((f ->> 'to')::date), 'infinity');
  h.everywhere := engine.may(actor, 'issue.read') = 'all';
  h.plain := engine.may(actor, 'opinion.read') IS NOT NULL;
  h.sealed := engine.may(actor, 'sealed.read') IS NOT NULL;
  h.unmasked := engine.may(actor, 'opinion.unmasked') IS NOT NULL;
  h.before := engine.hit_of(after);
  h.n := engine.page_rows() + 1;
  RETURN h;
END
$$;

-- The filters, of either kind.
CREATE FUNCTION engine.fits(h engine.hunt, state integer, office smallint, category text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (($1).state IS NULL OR $2 = ($1).state) AND (($1).office IS NULL OR $3 = ($1).office) AND (($1).categories IS NULL OR $4 = ANY (($1).categories))
$$;

-- Looked for in what this reader reads. Most words hide nothing, and are read once.
CREATE FUNCTION engine.opinion_matches(h engine.hunt, o core.opinion) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_words constant text := engine.opinion_words(o);
  v_read text;
BEGIN
  IF NOT (CASE o.state WHEN 26 THEN h.sealed ELSE h.plain END AND o.received_at BETWEEN h.since AND h.until
          AND engine.fits(h, o.state, o.claimed_office, engine.filed_category(o)) AND engine.holds(engine.plain_text(v_words), h.words)) THEN
    RETURN false;
  END IF;
  v_read := CASE WHEN h.unmasked THEN v_words ELSE engine.mask(v_words) END;
  RETURN (v_read = v_words OR engine.holds(engine.plain_text(v_read), h.words)) AND engine.reads_opinion(h.actor, o); -- the dearest last
END
$$;

CREATE FUNCTION engine.issue_matches(h engine.hunt, i core.issue) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN i.opened_at BETWEEN h.since AND h.until AND engine.fits(h, i.state, i.office_id, i.category)
     AND engine.holds(engine.plain_text(engine.issue_words(i)), h.words) AND (h.everywhere OR engine.sees_issue(h.actor, i.id));
END
$$;

CREATE FUNCTION engine.is_hit(h engine.hunt, kind text, id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  o core.opinion;
  i core.issue;
BEGIN
  IF kind = 'opinion' THEN
    SELECT * INTO o FROM core.opinion p WHERE p.id = is_hit.id;
    RETURN engine.opinion_matches(h, o);
  END IF;
  SELECT * INTO i FROM core.issue p WHERE p.id = is_hit.id;
  RETURN engine.issue_matches(h, i);
END
$$;

-- The place before which hits of a kind are wanted: the last day asked for, or where the page before ended. Of one moment, opinions come
-- before problems.
CREATE FUNCTION engine.hunt_edge(h engine.hunt, k text, OUT at timestamptz, OUT id bigint) LANGUAGE sql IMMUTABLE AS $$
  SELECT e.at, CASE WHEN e.at = (($1).before).at AND $2 > (($1).before).kind THEN 0 WHEN e.at = (($1).before).at AND $2 = (($1).before).kind THEN (($1).before).id
                    ELSE 9223372036854775807 END
    FROM (SELECT least((($1).before).at, ($1).until) AS at) e
$$;

-- Entries from the edge on, the newest first: those in which all pairs stand, each with how many were looked at until then; and the last of
-- those looked at, whatever stands in it. "fits" says whether it may be a hit: by the filters, and by what an office or a leader may see.
CREATE FUNCTION engine.newest(h engine.hunt, k text, edge_at timestamptz, edge_id bigint, most integer)
RETURNS TABLE (subject_id bigint, at timestamptz, seen bigint, met boolean, fits boolean) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT n.subject_id, n.at, n.seen, n.met, n.met AND CASE
      WHEN h.state IS NULL AND h.office IS NULL AND h.categories IS NULL AND (k = 'opinion' OR h.everywhere) THEN true
      WHEN k = 'opinion' THEN EXISTS (SELECT FROM core.opinion o WHERE o.id = n.subject_id AND engine.fits(h, o.state, o.claimed_office, coalesce(o.category, o.claimed_category)))
      ELSE EXISTS (SELECT FROM core.issue i WHERE i.id = n.subject_id AND engine.fits(h, i.state, i.office_id, i.category) AND (h.everywhere OR i.leader_id = (h.actor).account_id
             OR EXISTS (SELECT FROM core.assignment a WHERE a.issue_id = i.id AND a.office_id = (h.actor).office_id AND a.ended_at IS NULL))) END
    FROM (SELECT e.subject_id, e.at, row_number() OVER () AS seen, e.grams @> h.grams AS met, pg_catalog.lead(e.subject_id) OVER () IS NULL AS last
            FROM (SELECT s.subject_id, s.at, s.grams FROM core.search_entry s
                   WHERE s.kind = k AND (s.at, s.subject_id) < (edge_at, edge_id) AND s.at >= h.since
                   ORDER BY s.at DESC, s.subject_id DESC LIMIT most) e) n
   WHERE n.met OR n.last;
END
$$;

-- What the index finds, in no order. The index of each kind is its own: a word common in one may be rare in the other.
CREATE FUNCTION engine.indexed(h engine.hunt, k text, edge_at timestamptz, edge_id bigint, most integer) RETURNS TABLE (subject_id bigint, at timestamptz) LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF k = 'opinion' THEN
    RETURN QUERY SELECT e.subject_id, e.at FROM core.search_entry e WHERE e.kind = 'opinion' AND e.grams @> h.grams
      AND (e.at, e.subject_id) < (edge_at, edge_id) AND e.at >= h.since LIMIT most;
  ELSE
    RETURN QUERY SELECT e.subject_id, e.at FROM core.search_entry e WHERE e.kind = 'issue' AND e.grams @> h.grams
      AND (e.at, e.subject_id) < (edge_at, edge_id) AND e.at >= h.since LIMIT most;
  END IF;
END
$$;

-- What the filters leave, or what an office or a leader has to do with; in no order. NULL: neither narrows anything.
CREATE FUNCTION engine.filtered(h engine.hunt, k text, most integer) RETURNS bigint[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  v_ids bigint[];
BEGIN
  IF h.state IS NULL AND h.office IS NULL AND h.categories IS NULL THEN
    v_ids := NULL;
  ELSIF k = 'opinion' THEN
    v_ids := ARRAY(SELECT o.id FROM core.opinion o WHERE (h.state IS NULL OR o.state = h.state) AND (h.office IS NULL OR o.claimed_office = h.office)
                     AND (h.categories IS NULL OR coalesce(o.category, o.claimed_category) = ANY (h.categories)) LIMIT most);
  ELSE
    v_ids := ARRAY(SELECT i.id FROM core.issue i WHERE (h.state IS NULL OR i.state = h.state) AND (h.office IS NULL OR i.office_id = h.office)
                     AND (h.categories IS NULL OR i.category = ANY (h.categories)) LIMIT most);
  END IF;
  IF k = 'issue' AND NOT h.everywhere AND coalesce(cardinality(v_ids), most) >= most THEN
    v_ids := ARRAY(SELECT i.id FROM core.issue i WHERE i.leader_id = (h.actor).account_id
                   UNION SELECT a.issue_id FROM core.assignment a WHERE a.office_id = (h.actor).office_id AND a.ended_at IS NULL LIMIT most);
  END IF;
  RETURN v_ids;
END
$$;

-- What has no entry yet, or whose entry is of words that have changed since.
CREATE FUNCTION engine.unindexed(k text) RETURNS TABLE (subject_id bigint, at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT o.id, o.received_at FROM core.opinion o WHERE $1 = 'opinion' AND o.id = ANY (engine.unindexed_opinions(engine.search_near()))
  UNION ALL
  SELECT * FROM (SELECT i.id, i.opened_at FROM core.search_dirty d JOIN core.issue i ON i.id = d.subject_id
                  WHERE $1 = 'issue' AND d.kind = 'issue' ORDER BY i.id DESC LIMIT engine.search_near()) q
$$;

-- Where the older hits are sought: few of them by the index; else among the few that the filters leave; NULL: too many either way.
CREATE FUNCTION engine.search_older(h engine.hunt, k text, rare boolean, edge_at timestamptz, edge_id bigint) RETURNS engine.hit[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_most constant integer := engine.search_few() + 1;
  v_ids bigint[];
  v_hits engine.hit[];
BEGIN
  IF rare THEN
    v_hits := ARRAY(SELECT ROW(k, e.subject_id, e.at)::engine.hit FROM engine.indexed(h, k, edge_at, edge_id, v_most) e);
    IF cardinality(v_hits) < v_most THEN
      RETURN v_hits;
    END IF;
  END IF;
  v_ids := engine.filtered(h, k, v_most);
  IF cardinality(v_ids) < v_most THEN
    RETURN ARRAY(SELECT ROW(k, e.subject_id, e.at)::engine.hit FROM unnest(v_ids) u (id) JOIN core.search_entry e ON e.kind = k AND e.subject_id = u.id
                  WHERE (e.at, e.subject_id) < (edge_at, edge_id) AND e.at >= h.since AND e.grams @> h.grams);
  END IF;
  RETURN NULL;
END
$$;

-- The hits of one kind, newest first, and whether more of the older ones was left unread than the page shows.
CREATE FUNCTION engine.search_kind(h engine.hunt, k text, OUT hits engine.hit[], OUT bounded boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
  edge record := engine.hunt_edge(h, k);
  e record;
  met integer := 0;
  v_older engine.hit[];
BEGIN
  bounded := false;
  hits := ARRAY(SELECT ROW(k, u.subject_id, u.at)::engine.hit FROM engine.unindexed(k) u
                 WHERE (u.at, u.subject_id) < (edge.at, edge.id) AND engine.is_hit(h, k, u.subject_id));
  FOR e IN SELECT * FROM engine.newest(h, k, edge.at, edge.id, engine.search_near()) LOOP
    met := met + e.met::integer;
    IF e.fits AND engine.is_hit(h, k, e.subject_id) THEN
      hits := hits || ROW(k, e.subject_id, e.at)::engine.hit;
      EXIT WHEN cardinality(hits) >= h.n;
    END IF;
  END LOOP;
  IF cardinality(hits) < h.n AND e.seen = engine.search_near() THEN
    v_older := engine.search_older(h, k, met * 400 < e.seen, e.at, e.subject_id); -- one in four hundred: by either way the same work
    bounded := v_older IS NULL;
    FOR e IN SELECT o.id AS subject_id, o.at, true AS fits FROM unnest(v_older) o WHERE NOT bounded
             UNION ALL SELECT n.subject_id, n.at, n.fits FROM engine.newest(h, k, e.at, e.subject_id, engine.search_far()) n WHERE bounded
             ORDER BY 2 DESC, 1 DESC LOOP
      IF e.fits AND engine.is_hit(h, k, e.subject_id) THEN
        hits := hits || ROW(k, e.subject_id, e.at)::engine.hit;
        EXIT WHEN cardinality(hits) >= h.n;
      END IF;
    END LOOP;
  END IF;
  bounded := bounded AND cardinality(hits) < h.n;
  hits := ARRAY(SELECT DISTINCT x FROM unnest(hits) x);
END
$$;

-- The place of a hit in the order of all, as an address carries it: microseconds, kind, number.
CREATE FUNCTION engine.hit_key(p_hit engine.hit) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (extract(epoch FROM (p_hit).at) * 1000000)::bigint || left((p_hit).kind, 1) || (p_hit).id
$$;

CREATE FUNCTION engine.hit_of(p_key text) RETURNS engine.hit LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF coalesce(p_key, '') = '' THEN
    RETURN NULL;
  ELSIF p_key !~ '^\d{10,17}[io]\d{1,18}$' THEN
    PERFORM engine.fail(422, 'wrong_type', 'after');
  END IF;
  RETURN ROW(CASE substring(p_key FROM '[io]') WHEN 'i' THEN 'issue' ELSE 'opinion' END, substring(p_key FROM '[io](\d+)$')::bigint,
             timestamptz 'epoch' + substring(p_key FROM '^\d+')::bigint * interval '1 microsecond')::engine.hit;
END
$$;

-- A text as parts, those that were looked for marked, from a little before the first of them.
CREATE FUNCTION engine.snippet(p_text text, p_words text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_text text := regexp_replace(p_text, '\s+', ' ', 'g');
  v_plain text := engine.plain_text(v_text);
  v_from integer;
  v_at integer := 1;
  v_parts jsonb := '[]'::jsonb;
  v_next record;
BEGIN
  IF char_length(v_plain) <> char_length(v_text) THEN
    v_text := v_plain;
  END IF;
  v_from := greatest(1, (SELECT min(strpos(v_plain, w)) FROM unnest(p_words) w WHERE strpos(v_plain, w) > 0) - 24);
  v_text := CASE WHEN v_from > 1 THEN '…' ELSE '' END || substr(v_text, v_from, 120) || CASE WHEN char_length(v_text) > v_from + 119 THEN '…' ELSE '' END;
  v_plain := engine.plain_text(v_text);
  LOOP
    SELECT strpos(substr(v_plain, v_at), w) AS place, char_length(w) AS n INTO v_next FROM unnest(p_words) w
     WHERE strpos(substr(v_plain, v_at), w) > 0 ORDER BY 1, 2 DESC LIMIT 1;
    EXIT WHEN v_next.place IS NULL;
    v_parts := v_parts || CASE WHEN v_next.place > 1 THEN jsonb_build_array(jsonb_build_object('text', substr(v_text, v_at, v_next.place - 1), 'hit', false)) ELSE '[]' END
      || jsonb_build_array(jsonb_build_object('text', substr(v_text, v_at + v_next.place - 1, v_next.n), 'hit', true));
    v_at := v_at + v_next.place - 1 + v_next.n;
  END LOOP;
  RETURN v_parts || CASE WHEN v_at <= char_length(v_text) THEN jsonb_build_array(jsonb_build_object('text', substr(v_text, v_at), 'hit', false)) ELSE '[]' END;
END
$$;

-- What stands after the first line: the number, and the title, are shown by themselves.
CREATE FUNCTION engine.past_line(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT substr(p_text, strpos(p_text, E'\n') + 1)
$$;

CREATE FUNCTION engine.search_row(lang text, h engine.hunt, p_hit engine.hit) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  o core.opinion;
  i core.issue;
BEGIN
  IF p_hit.kind = 'opinion' THEN
    SELECT * INTO o FROM core.opinion p WHERE p.id = p_hit.id;
    RETURN jsonb_strip_nulls(jsonb_build_object('id', engine.hit_key(p_hit), 'kind', engine.choice(lang, 'search_kind', 'opinion'), 'href', '/console/opinions/' || o.id,
      'number', o.number, 'on_text', engine.day_text(lang, o.received_at), 'state', engine.opinion_state(lang, o),
      'category', engine.category(lang, engine.filed_category(o)), 'office', engine.office(lang, o.claimed_office),
      'parts', engine.snippet(engine.past_line(engine.words(h.actor, engine.opinion_words(o, lang))), h.words)));
  END IF;
  SELECT * INTO i FROM core.issue p WHERE p.id = p_hit.id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', engine.hit_key(p_hit), 'kind', engine.choice(lang, 'search_kind', 'issue'), 'href', '/console/issues/' || i.id,
    'number', i.number, 'has_title', true, 'title', engine.snippet(i.title, h.words), 'on_text', engine.day_text(lang, i.opened_at), 'state', engine.state(lang, i.state),
    'category', engine.category(lang, i.category), 'office', engine.office(lang, i.office_id), 'parts', engine.snippet(engine.past_line(engine.past_line(engine.issue_words(i, lang))), h.words)));
END
$$;

CREATE FUNCTION engine.search_filter(name text, value text, lang text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE name
    WHEN 'q' THEN engine.field('q', 'text', engine.word(lang, '搜索', 'Search'), true, '{"min": 2, "max": 100}')
    WHEN 'kind' THEN engine.choice_field('kind', engine.word(lang, '找什么', 'What to find'), false, engine.choice_options(lang, 'search_kind', value))
    WHEN 'state' THEN engine.choice_field('state', engine.word(lang, '状态', 'State'), false, engine.state_options(lang, 'opinion', value) || engine.state_options(lang, 'issue', value))
    ELSE engine.report_filter(name, value, lang) || CASE name
      WHEN 'office' THEN jsonb_build_object('label', engine.word(lang, '委办室', 'Office'))
      WHEN 'from' THEN jsonb_build_object('label', engine.word(lang, '自', 'From'))
      WHEN 'to' THEN jsonb_build_object('label', engine.word(lang, '至', 'Until'))
      ELSE '{}' END END
    || CASE WHEN value IS NULL THEN '{}' ELSE jsonb_build_object('value', value) END;
END $$;

-- The question is text; the other filters are what was on offer.
CREATE FUNCTION engine.search_filters(lang text, args jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(CASE n WHEN 'q' THEN f ELSE engine.checked_filter(f) END ORDER BY k)
    FROM unnest(ARRAY['q', 'kind', 'state', 'category', 'office', 'from', 'to']) WITH ORDINALITY AS x (n, k),
         LATERAL (SELECT engine.search_filter(n, nullif(btrim($2 ->> n), ''), $1) AS f) y
$$;

-- The hits of one kind or both, newest first, one more than a page holds.
CREATE FUNCTION engine.search(h engine.hunt, kind text, OUT hits engine.hit[], OUT bounded boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
  k text;
  found record;
BEGIN
  hits := '{}';
  bounded := false;
  FOREACH k IN ARRAY ARRAY['opinion', 'issue'] LOOP
    IF coalesce(kind, k) = k AND (k <> 'opinion' OR h.plain OR h.sealed) AND (k <> 'issue' OR engine.may(h.actor, 'issue.read') IS NOT NULL) THEN
      SELECT * INTO found FROM engine.search_kind(h, k);
      hits := hits || found.hits;
      bounded := bounded OR found.bounded;
    END IF;
  END LOOP;
  hits := ARRAY(SELECT x FROM unnest(hits) x ORDER BY (x).at DESC, (x).kind DESC, (x).id DESC LIMIT h.n);
END
$$;
