-- What of the figures stays hidden. For staff: each count under the least. For everybody: besides, whatever would let one of those be
-- worked out. Every part is a partition of all responses: its choices (of several: chosen and not), and those who left it out. A hidden
-- cell stands beside another, the two together no fewer than the least, and whatever the other figures say there are at least so many
-- numbers that it can be.

-- Which cells of a partition are hidden. beside: a hidden rest; NULL where the rest is told or there is none.
CREATE FUNCTION engine.covered(p_counts bigint[], p_least integer, p_beside bigint) RETURNS boolean[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_hidden boolean[] := ARRAY(SELECT c.n < p_least FROM unnest(p_counts) WITH ORDINALITY AS c(n, k) ORDER BY c.k);
  v_cells integer;
  v_sum bigint;
  v_next integer;
BEGIN
  LOOP
    SELECT count(*) FILTER (WHERE v_hidden[c.k]) + num_nonnulls(p_beside), coalesce(sum(c.n) FILTER (WHERE v_hidden[c.k]), 0) + coalesce(p_beside, 0),
           (array_agg(c.k ORDER BY c.n, c.k) FILTER (WHERE NOT v_hidden[c.k]))[1]
      INTO v_cells, v_sum, v_next FROM unnest(p_counts) WITH ORDINALITY AS c(n, k);
    EXIT WHEN v_cells = 0 OR v_next IS NULL OR (v_cells >= 2 AND v_sum >= p_least);
    v_hidden[v_next] := true;
  END LOOP;
  RETURN v_hidden;
END $$;

-- o: the choice it is about, where several can be chosen and each is a partition of its own; 0 else.
CREATE TYPE engine.survey_partition AS (t bigint, o bigint, counts bigint[], rest bigint);

CREATE FUNCTION engine.survey_partitions(p_survey bigint) RETURNS SETOF engine.survey_partition LANGUAGE sql STABLE AS $$
  WITH all_valid AS (
    SELECT count(*) AS n FROM core.response r WHERE r.survey_id = p_survey AND r.valid
  ), part AS (
    SELECT p.t, p.kind, a.n FROM engine.survey_parts(p_survey) p JOIN engine.survey_answered(p_survey) a USING (t)
  )
  SELECT p.t, c.k, ARRAY[c.n, p.n - c.n], v.n - p.n FROM part p JOIN engine.survey_counts(p_survey) c USING (t), all_valid v WHERE p.kind = 'many'
  UNION ALL
  SELECT p.t, 0, coalesce((SELECT array_agg(c.n ORDER BY c.k) FROM engine.survey_counts(p_survey) c WHERE c.t = p.t), ARRAY[p.n]), v.n - p.n
    FROM part p, all_valid v WHERE p.kind <> 'many'
$$;

-- In which cell of each partition a response stands; 0: among those who left it out.
CREATE FUNCTION engine.survey_places(p_survey bigint) RETURNS TABLE (id uuid, t bigint, o bigint, c bigint) LANGUAGE sql STABLE ROWS 10000 AS $$
  WITH given AS MATERIALIZED (
    SELECT p.t, p.kind, g.id, g.value, c.k FROM engine.survey_parts(p_survey) p JOIN engine.survey_given(p_survey) g USING (name, since, part)
      LEFT JOIN LATERAL (SELECT x.k FROM jsonb_array_elements(p.q -> 'choices') WITH ORDINALITY AS x(choice, k) WHERE x.choice ->> 'value' = g.value) c ON true
  )
  SELECT r.id, p.t, p.o, CASE WHEN p.o > 0 THEN CASE WHEN bool_or(g.k = p.o) THEN 1 WHEN count(g.id) > 0 THEN 2 ELSE 0 END
                              WHEN max(g.kind) = 'one' THEN coalesce(max(g.k), 0)
                              ELSE (count(g.id) > 0)::integer END
    FROM core.response r CROSS JOIN engine.survey_partitions(p_survey) p LEFT JOIN given g ON (g.id, g.t) = (r.id, p.t)
   WHERE r.survey_id = p_survey AND r.valid GROUP BY r.id, p.t, p.o
$$;

-- Where those who left a question out are just those who stand in certain cells of another (it is asked of some only), how many they are
-- tells of those cells.
CREATE TYPE engine.survey_link AS (t bigint, o bigint, cells bigint[], tells bigint);

CREATE FUNCTION engine.survey_links(p_survey bigint) RETURNS SETOF engine.survey_link LANGUAGE sql STABLE AS $$
  WITH place AS MATERIALIZED (
    SELECT * FROM engine.survey_places(p_survey)
  ), out AS (
    SELECT DISTINCT p.id, p.t FROM place p WHERE p.c = 0
  ), shared AS (
    SELECT p.t, p.o, p.c, q.t AS tells, count(*) AS n, count(o.id) AS inside
      FROM place p CROSS JOIN (SELECT DISTINCT x.t FROM out x) q LEFT JOIN out o ON (o.id, o.t) = (p.id, q.t)
     WHERE p.t <> q.t GROUP BY 1, 2, 3, 4
  )
  SELECT s.t, s.o, array_agg(s.c) FILTER (WHERE s.inside > 0), s.tells FROM shared s GROUP BY s.t, s.o, s.tells HAVING bool_and(s.inside IN (0, s.n)) AND sum(s.inside) > 0
$$;

-- Of a partition: whether the rest is hidden (a few left it out, too few answered, or it would tell), and the cells that are, 0 for the rest.
CREATE FUNCTION engine.rest_hidden(p engine.survey_partition, p_least integer, p_telling bigint[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (p).rest BETWEEN 1 AND p_least - 1 OR (p).t = ANY (p_telling) OR (SELECT sum(n) FROM unnest((p).counts) n) < p_least
$$;

-- Of a choice among several the hidden rest stands with those who did not choose it.
CREATE FUNCTION engine.hidden_cells(p engine.survey_partition, p_least integer, p_telling bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
  WITH h AS (
    SELECT engine.rest_hidden(p, p_least, p_telling) AS rest
  ), c AS (
    SELECT h.rest, CASE WHEN (p).o > 0 AND h.rest THEN engine.covered(ARRAY[(p).counts[1], (p).counts[2] + (p).rest], p_least, NULL)
                        ELSE engine.covered((p).counts, p_least, CASE WHEN h.rest THEN (p).rest END) END AS cells FROM h
  )
  SELECT CASE WHEN c.rest THEN ARRAY[0]::bigint[] ELSE '{}' END || ARRAY(SELECT k FROM unnest(c.cells) WITH ORDINALITY AS x(hidden, k) WHERE hidden ORDER BY k) FROM c
$$;

-- Where a question has been asked in two meanings, those who answered it in neither are what the two leave.
CREATE FUNCTION engine.left_out_by_few(p_survey bigint, p_least integer) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(t), '{}')
    FROM (SELECT p.t, count(*) OVER same AS meanings, sum(a.n) OVER same AS answered, (SELECT count(*) FROM core.response r WHERE r.survey_id = p_survey AND r.valid) AS n
            FROM engine.survey_parts(p_survey) p JOIN engine.survey_answered(p_survey) a USING (t) WINDOW same AS (PARTITION BY p.name, p.part)) x
   WHERE x.meanings > 1 AND x.n - x.answered BETWEEN 1 AND p_least - 1
$$;

-- What stays hidden. Hiding that a question was left out so often may take another of its cells, and so on until nothing tells.
CREATE FUNCTION engine.survey_cover(p_survey bigint, p_least integer, p_public boolean) RETURNS TABLE (t bigint, o bigint, cells bigint[]) LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_all constant engine.survey_partition[] := ARRAY(SELECT p FROM engine.survey_partitions(p_survey) p);
  v_links engine.survey_link[];
  v_telling bigint[] := engine.left_out_by_few(p_survey, p_least);
  v_more bigint[];
BEGIN
  IF NOT p_public THEN
    RETURN QUERY SELECT (p).t, (p).o, ARRAY(SELECT x.k FROM unnest((p).rest || (p).counts) WITH ORDINALITY AS y(n, j), LATERAL (SELECT y.j - 1 AS k) x
                                             WHERE y.n < p_least AND NOT (x.k = 0 AND y.n = 0) ORDER BY x.k)
                   FROM unnest(v_all) p;
    RETURN;
  END IF;
  v_links := ARRAY(SELECT l FROM engine.survey_links(p_survey) l);
  LOOP
    SELECT array_agg(DISTINCT l.tells) INTO v_more
      FROM unnest(v_links) l JOIN unnest(v_all) p ON ((p).t, (p).o) = (l.t, l.o), LATERAL (SELECT engine.hidden_cells(p, p_least, v_telling) AS cells) h
     WHERE NOT l.tells = ANY (v_telling) AND h.cells && l.cells AND NOT h.cells <@ l.cells
       AND NOT EXISTS (SELECT FROM unnest(v_all) q WHERE (q).t = l.tells AND engine.rest_hidden(q, p_least, v_telling));
    EXIT WHEN v_more IS NULL;
    v_telling := v_telling || v_more;
  END LOOP;
  RETURN QUERY SELECT (p).t, (p).o, engine.hidden_cells(p, p_least, v_telling) FROM unnest(v_all) p;
END $$;
