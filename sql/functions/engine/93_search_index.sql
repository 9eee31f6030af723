-- The worker's part of search: what came in or changed is put into the index, a thousand at a time.

-- All that an opinion is found by: number, words, place, the office it names. Never who spoke. In a language: as it is read there.
CREATE FUNCTION engine.opinion_words(p_opinion core.opinion, p_lang text DEFAULT NULL) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN concat_ws(E'\n', p_opinion.number, p_opinion.body, p_opinion.place, (SELECT CASE WHEN p_lang IS NULL THEN concat_ws(E'\n', c.zh, c.en) ELSE engine.word(p_lang, c.zh, c.en) END FROM core.office c WHERE c.id = p_opinion.claimed_office));
END
$$;

CREATE FUNCTION engine.issue_words(p_issue core.issue, p_lang text DEFAULT NULL) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN concat_ws(E'\n', p_issue.number, p_issue.title, p_issue.problem, p_issue.manifestation, p_issue.answer, p_issue.public_summary,
                   (SELECT CASE WHEN p_lang IS NULL THEN concat_ws(E'\n', c.zh, c.en) ELSE engine.word(p_lang, c.zh, c.en) END FROM core.office c WHERE c.id = p_issue.office_id));
END
$$;

-- As it was written and as it is read with numbers hidden: whoever reads the one or the other finds it by that.
CREATE FUNCTION engine.words_grams(p_words text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.grams(engine.plain_text(p_words)
    || CASE WHEN engine.mask(p_words) <> engine.half_width(p_words) THEN E'\n' || engine.plain_text(engine.mask(p_words)) ELSE '' END)
$$;

CREATE FUNCTION engine.index_opinions(p_ids bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.search_entry AS e (kind, subject_id, at, grams)
  SELECT 'opinion', o.id, o.received_at, engine.words_grams(engine.opinion_words(o)) FROM core.opinion o WHERE o.id = ANY (p_ids)
  ON CONFLICT (kind, subject_id) DO UPDATE SET grams = excluded.grams
$$;

CREATE FUNCTION engine.index_issues(p_ids bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.search_entry AS e (kind, subject_id, at, grams)
  SELECT 'issue', i.id, i.opened_at, engine.words_grams(engine.issue_words(i)) FROM core.issue i WHERE i.id = ANY (p_ids)
  ON CONFLICT (kind, subject_id) DO UPDATE SET grams = excluded.grams
$$;

-- Opinions without an entry, above the mark.
CREATE FUNCTION engine.unindexed_opinions(p_max integer) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(n.id), '{}') FROM (
    SELECT o.id FROM core.opinion o
     WHERE o.id > (SELECT m.upto FROM core.search_mark m)
       AND NOT EXISTS (SELECT FROM core.search_entry e WHERE e.kind = 'opinion' AND e.subject_id = o.id)
     ORDER BY o.id LIMIT p_max) n
$$;

-- The mark follows what was indexed, the smallest numbers first, and stays a quarter of an hour behind: a number drawn earlier and
-- committed later than its neighbours is not passed over.
CREATE FUNCTION engine.raise_search_mark(p_ids bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE core.search_mark m SET upto = u.id
    FROM (SELECT max(o.id) AS id FROM core.opinion o WHERE o.id = ANY (p_ids) AND o.received_at < engine.clock() - interval '15 minutes') u
   WHERE u.id > m.upto
$$;

-- Opinions that were indexed when they were new, and are old enough now.
CREATE FUNCTION engine.settled_opinions(p_max integer) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT o.id FROM core.opinion o WHERE o.id > (SELECT m.upto FROM core.search_mark m) ORDER BY o.id LIMIT p_max)
$$;

-- What changed is taken from the queue first and read after: a change committed in between puts it back.
CREATE FUNCTION engine.take_dirty(p_kind text, p_max integer) RETURNS bigint[] LANGUAGE sql AS $$
  WITH taken AS (
    DELETE FROM core.search_dirty d WHERE (d.kind, d.subject_id) IN (
      SELECT q.kind, q.subject_id FROM core.search_dirty q WHERE q.kind = p_kind ORDER BY q.subject_id LIMIT p_max FOR UPDATE SKIP LOCKED)
    RETURNING d.subject_id
  )
  SELECT coalesce(array_agg(t.subject_id), '{}') FROM taken t
$$;

-- One round; how many were put into the index.
CREATE FUNCTION engine.index_search(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_issues bigint[] := engine.take_dirty('issue', p_max);
  v_changed bigint[] := engine.take_dirty('opinion', p_max);
  v_new bigint[] := engine.unindexed_opinions(p_max);
BEGIN
  PERFORM engine.index_issues(v_issues);
  PERFORM engine.index_opinions(v_changed);
  PERFORM engine.index_opinions(v_new);
  PERFORM engine.raise_search_mark(CASE WHEN cardinality(v_new) = 0 THEN engine.settled_opinions(p_max) ELSE v_new END);
  RETURN cardinality(v_issues) + cardinality(v_changed) + cardinality(v_new);
END
$$;
