-- Search over what the reader may see. A common word is met among the newest, a rare one is found by the index; what has not been
-- indexed yet is read as it is. Each hit is looked at again in the words that the reader may read.

CREATE TYPE engine.hit AS (
  kind text,
  id   bigint,
  at   timestamptz
);

CREATE TYPE engine.hunt AS (            -- one search
  actor   core.actor,
  words   text[],
  grams   integer[],
  f       jsonb,                        -- the filters
  visible bigint[],                     -- the issues the reader may see; NULL: all
  before  engine.hit,                   -- where the page before ended
  n       integer                       -- how many are wanted
);

-- How many of the newest are looked at before the index is asked, and how many at most when the index would find too many.
CREATE FUNCTION engine.search_near() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2000';
CREATE FUNCTION engine.search_far() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 20000';

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

-- An opinion as this reader reads it.
CREATE FUNCTION engine.read_words(p_actor core.actor, p_opinion core.opinion) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.words(p_actor, engine.opinion_words(p_opinion))
$$;

CREATE FUNCTION engine.opinion_matches(h engine.hunt, o core.opinion) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (h.f ->> 'state' IS NULL OR o.state = (h.f ->> 'state')::integer)
     AND (h.f ->> 'category' IS NULL OR engine.filed_category(o) = h.f ->> 'category' OR engine.filed_category(o) LIKE (h.f ->> 'category') || '.%')
     AND (h.f ->> 'office' IS NULL OR o.claimed_office = (SELECT c.id FROM core.office c WHERE c.code = h.f ->> 'office'))
     AND (h.f ->> 'from' IS NULL OR o.received_at >= engine.day_start(h.f ->> 'from'))
     AND (h.f ->> 'to' IS NULL OR o.received_at <= engine.end_of_day((h.f ->> 'to')::date))
     AND engine.holds(engine.plain_text(engine.opinion_words(o)), h.words) -- cheap; what is read masked is looked at again, masked
     AND engine.reads_opinion(h.actor, o)
     AND engine.holds(engine.plain_text(engine.read_words(h.actor, o)), h.words);
END
$$;

CREATE FUNCTION engine.issue_matches(h engine.hunt, i core.issue) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (h.f ->> 'state' IS NULL OR i.state = (h.f ->> 'state')::integer)
     AND (h.f ->> 'category' IS NULL OR i.category = h.f ->> 'category' OR i.category LIKE (h.f ->> 'category') || '.%')
     AND (h.f ->> 'office' IS NULL OR i.office_id = (SELECT c.id FROM core.office c WHERE c.code = h.f ->> 'office'))
     AND (h.f ->> 'from' IS NULL OR i.opened_at >= engine.day_start(h.f ->> 'from'))
     AND (h.f ->> 'to' IS NULL OR i.opened_at <= engine.end_of_day((h.f ->> 'to')::date))
     AND (h.visible IS NULL OR i.id = ANY (h.visible))
     AND engine.holds(engine.plain_text(engine.issue_words(i)), h.words);
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

-- After the place where the page before ended. Of one moment, opinions come before problems.
CREATE FUNCTION engine.is_further(h engine.hunt, k text, id bigint, at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT ($1).before IS NULL OR ($4, $3) < ((($1).before).at, CASE WHEN $2 > (($1).before).kind THEN 0
                                                                   WHEN $2 < (($1).before).kind THEN 9223372036854775807
                                                                   ELSE (($1).before).id END)
$$;

-- The newest entries that a page may come from: "met" says whether all the pairs looked for stand there, "fits" whether the state and
-- the office do as well. Between the days that were asked for, no others are looked at.
CREATE FUNCTION engine.near_entries(h engine.hunt, k text, most integer)
RETURNS TABLE (subject_id bigint, at timestamptz, met boolean, fits boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_from constant timestamptz := coalesce(engine.day_start(h.f ->> 'from'), '-infinity');
  v_to constant timestamptz := least(coalesce(engine.end_of_day((h.f ->> 'to')::date), 'infinity'), coalesce((h.before).at, 'infinity'));
  v_state constant integer := (h.f ->> 'state')::integer;
  v_office constant smallint := (SELECT c.id FROM core.office c WHERE c.code = h.f ->> 'office');
BEGIN
  RETURN QUERY SELECT n.subject_id, n.at, n.met, n.met AND CASE
      WHEN v_state IS NULL AND v_office IS NULL THEN true
      WHEN k = 'opinion' THEN EXISTS (SELECT FROM core.opinion o WHERE o.id = n.subject_id AND o.state = coalesce(v_state, o.state)
                                       AND (v_office IS NULL OR o.claimed_office = v_office))
      ELSE EXISTS (SELECT FROM core.issue i WHERE i.id = n.subject_id AND i.state = coalesce(v_state, i.state) AND i.office_id = coalesce(v_office, i.office_id)) END
    FROM (SELECT e.subject_id, e.at, e.grams @> h.grams AS met FROM core.search_entry e
           WHERE e.kind = k AND e.at >= v_from AND e.at <= v_to AND engine.is_further(h, k, e.subject_id, e.at)
           ORDER BY e.at DESC, e.subject_id DESC LIMIT most) n;
END
$$;

-- What the index finds, newest first. The index of each kind is its own: a word common in one may be rare in the other.
CREATE FUNCTION engine.far_entries(h engine.hunt, k text) RETURNS TABLE (subject_id bigint, at timestamptz) LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF k = 'opinion' THEN
    RETURN QUERY SELECT e.subject_id, e.at FROM core.search_entry e WHERE e.kind = 'opinion' AND e.grams @> h.grams
      ORDER BY e.at DESC, e.subject_id DESC;
  ELSE
    RETURN QUERY SELECT e.subject_id, e.at FROM core.search_entry e WHERE e.kind = 'issue' AND e.grams @> h.grams
      ORDER BY e.at DESC, e.subject_id DESC;
  END IF;
END
$$;

-- What has no entry yet, or whose entry is of words that have changed since.
CREATE FUNCTION engine.unindexed(k text) RETURNS TABLE (subject_id bigint, at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT o.id, o.received_at FROM core.opinion o WHERE $1 = 'opinion' AND o.id = ANY (engine.unindexed_opinions(engine.search_near()))
  UNION ALL
  SELECT * FROM (SELECT i.id, i.opened_at FROM core.search_dirty d JOIN core.issue i ON i.id = d.subject_id
                  WHERE $1 = 'issue' AND d.kind = 'issue' ORDER BY i.id DESC LIMIT engine.search_near()) q
$$;

-- The hits of one kind, newest first, and whether more of the older ones was left unread than the page shows.
CREATE FUNCTION engine.search_kind(h engine.hunt, k text, OUT hits engine.hit[], OUT bounded boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
  e record;
  met integer := 0;
  seen integer := 0;
  far boolean := false;
BEGIN
  hits := ARRAY(SELECT ROW(k, u.subject_id, u.at)::engine.hit FROM engine.unindexed(k) u
                 WHERE engine.is_further(h, k, u.subject_id, u.at) AND engine.is_hit(h, k, u.subject_id));
  bounded := false;
  FOR e IN SELECT * FROM engine.near_entries(h, k, engine.search_near()) LOOP
    seen := seen + 1;
    IF e.met THEN
      met := met + 1;
      IF e.fits AND engine.is_hit(h, k, e.subject_id) THEN
        hits := hits || ROW(k, e.subject_id, e.at)::engine.hit;
        EXIT WHEN cardinality(hits) >= h.n;
      END IF;
    END IF;
  END LOOP;
  IF cardinality(hits) < h.n AND seen = engine.search_near() THEN
    far := met * 50 < seen; -- rarer than one in fifty: the index finds few enough to sort
    IF far THEN
      FOR e IN SELECT * FROM engine.far_entries(h, k) LOOP
        IF engine.is_further(h, k, e.subject_id, e.at) AND engine.is_hit(h, k, e.subject_id) THEN
          hits := hits || ROW(k, e.subject_id, e.at)::engine.hit;
          EXIT WHEN cardinality(hits) >= 2 * h.n; -- those met among the newest come again
        END IF;
      END LOOP;
    ELSE
      bounded := true;
      FOR e IN SELECT * FROM engine.near_entries(h, k, engine.search_far()) OFFSET engine.search_near() LOOP
        IF e.fits AND engine.is_hit(h, k, e.subject_id) THEN
          hits := hits || ROW(k, e.subject_id, e.at)::engine.hit;
          EXIT WHEN cardinality(hits) >= h.n;
        END IF;
      END LOOP;
    END IF;
  END IF;
  hits := ARRAY(SELECT DISTINCT x FROM unnest(hits) x);
END
$$;

-- What an office or a leader may see is not much: it is read as it is, without the index.
CREATE FUNCTION engine.visible_issues(actor core.actor) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN engine.may($1, 'issue.read') = 'all' THEN NULL ELSE ARRAY(
    SELECT i.id FROM core.issue i
     WHERE (i.leader_id = ($1).account_id OR i.id IN (SELECT a.issue_id FROM core.assignment a WHERE a.office_id = ($1).office_id AND a.ended_at IS NULL))
       AND engine.sees_issue($1, i.id)) END
$$;

CREATE FUNCTION engine.search_visible(h engine.hunt) RETURNS engine.hit[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT ROW('issue', i.id, i.opened_at)::engine.hit FROM core.issue i
    WHERE i.id = ANY (($1).visible) AND engine.is_further($1, 'issue', i.id, i.opened_at) AND engine.issue_matches($1, i)
    ORDER BY i.opened_at DESC, i.id DESC LIMIT ($1).n)
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
      'parts', engine.snippet(engine.past_line(engine.read_words(h.actor, o)), h.words)));
  END IF;
  SELECT * INTO i FROM core.issue p WHERE p.id = p_hit.id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', engine.hit_key(p_hit), 'kind', engine.choice(lang, 'search_kind', 'issue'), 'href', '/console/issues/' || i.id,
    'number', i.number, 'has_title', true, 'title', engine.snippet(i.title, h.words), 'on_text', engine.day_text(lang, i.opened_at), 'state', engine.state(lang, i.state),
    'category', engine.category(lang, i.category), 'office', engine.office(lang, i.office_id), 'parts', engine.snippet(engine.past_line(engine.past_line(engine.issue_words(i))), h.words)));
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

-- The hits of both kinds, newest first, one more than a page holds.
CREATE FUNCTION engine.search(h engine.hunt, OUT hits engine.hit[], OUT bounded boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
  found record;
BEGIN
  hits := '{}';
  bounded := false;
  IF engine.may_opinions(h.actor) AND coalesce(h.f ->> 'kind', 'opinion') = 'opinion' THEN
    SELECT * INTO found FROM engine.search_kind(h, 'opinion');
    hits := found.hits;
    bounded := found.bounded;
  END IF;
  IF h.visible IS NOT NULL AND coalesce(h.f ->> 'kind', 'issue') = 'issue' THEN
    hits := hits || engine.search_visible(h);
  ELSIF engine.may(h.actor, 'issue.read') IS NOT NULL AND coalesce(h.f ->> 'kind', 'issue') = 'issue' THEN
    SELECT * INTO found FROM engine.search_kind(h, 'issue');
    hits := hits || found.hits;
    bounded := bounded OR found.bounded;
  END IF;
  hits := ARRAY(SELECT x FROM unnest(hits) x ORDER BY (x).at DESC, (x).kind DESC, (x).id DESC LIMIT h.n);
END
$$;
