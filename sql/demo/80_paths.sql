-- From the paths to the days: each step falls on a working day, and none lies ahead of now.
\if :fresh
CREATE TEMP TABLE demo_path (n integer, name text, steps text) ON COMMIT DROP;
INSERT INTO demo_path VALUES
  (1, '@c', '@t close+3'), (2, '@t', '@y take+1'), (3, '@y', '@g apply+2'), (4, '@g', '@v rate+2 others+0'), (5, '@v', '@r revisit+2'),
  (6, '@r', '@p prog+6 done+8 reply+2'), (7, '@q', '@s plan+1 done+2 reply+1'), (8, '@z', 'revisit+2 rate+2 others+0 apply+2 take+1 close+3'),
  (9, '@p', '@s plan+3'), (10, '@s', '@a sign+1'), (11, '@a', 'open+0 assign+1 ok+1'), (12, '@m', 'open+1 merge+6');

CREATE TEMP TABLE demo_step (key text, n integer, step text, nth bigint, wait integer, at timestamptz, PRIMARY KEY (key, n)) ON COMMIT DROP;

CREATE FUNCTION pg_temp.steps(p_path text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_path text := p_path;
  v_row demo_path;
BEGIN
  FOR v_row IN SELECT * FROM demo_path ORDER BY n LOOP
    v_path := replace(v_path, v_row.name, v_row.steps);
  END LOOP;
  RETURN 'submit+0 ' || v_path;
END
$$;

-- A number that looks like chance and is the same each time.
CREATE FUNCTION pg_temp.pick(p_seed text, p_of integer) RETURNS integer LANGUAGE sql AS $$
  SELECT (hashtextextended(p_seed, 7) & 1023)::integer % p_of
$$;

CREATE FUNCTION pg_temp.moment(p_on date, p_seed text, p_from integer, p_hours integer) RETURNS timestamptz LANGUAGE sql AS $$
  SELECT (p_on + make_interval(hours => p_from + pg_temp.pick(p_seed, p_hours), mins => pg_temp.pick(p_seed || 'm', 60)))
         AT TIME ZONE 'Asia/Shanghai'
$$;

INSERT INTO demo_step (key, n, step, nth, wait)
SELECT o.key, s.n, split_part(s.word, '+', 1), row_number() OVER (PARTITION BY o.key, split_part(s.word, '+', 1) ORDER BY s.n), split_part(s.word, '+', 2)::integer
  FROM demo_opinion o, LATERAL regexp_split_to_table(btrim(pg_temp.steps(o.path)), ' +') WITH ORDINALITY AS s (word, n);

CREATE FUNCTION pg_temp.schedule(p_opinion demo_opinion) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := pg_temp.moment(engine.day((SELECT at FROM demo_now)) - (p_opinion).days, (p_opinion).key, 8, 13);
  v_step demo_step;
BEGIN
  FOR v_step IN SELECT * FROM demo_step WHERE key = (p_opinion).key ORDER BY n LOOP
    IF v_step.n > 1 THEN
      v_at := greatest(v_at + interval '25 minutes',
                       pg_temp.moment(engine.workday_from(engine.day(v_at) + v_step.wait), v_step.key || v_step.n, 9, 8));
    END IF;
    UPDATE demo_step SET at = v_at WHERE key = v_step.key AND n = v_step.n;
  END LOOP;
END
$$;
DO $$ BEGIN PERFORM pg_temp.schedule(o) FROM demo_opinion o; END $$;

-- An opinion can only join an issue that is there.
UPDATE demo_step s SET at = greatest(s.at, t.at + interval '3 hours')
  FROM demo_words w JOIN demo_step t ON t.key = w.a AND t.step = 'ok'
 WHERE s.step = 'merge' AND w.key = s.key AND w.step = 'merge';

UPDATE demo_step s SET at = least(s.at, (SELECT at FROM demo_now) - make_interval(mins => 7 * (1 + (SELECT count(*) FROM demo_step l WHERE l.key = s.key AND l.n > s.n)::integer)));
\endif
