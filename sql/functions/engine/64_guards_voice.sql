-- Conditions on who handles an opinion, and on the problems it speaks in.

-- Whether an opinion is about an office, or is about to be given to it: nobody of that office has a part in it (信访工作条例第二十八条).
CREATE FUNCTION engine.concerns_office(p_opinion core.opinion, p_fields jsonb, p_office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((p_opinion).claimed_office = p_office, false)
      OR EXISTS (SELECT FROM core.office o WHERE o.id = p_office AND o.code IN (p_fields ->> 'lead_office', p_fields ->> 'lead_office_2'))
      OR EXISTS (SELECT FROM core.issue i WHERE i.office_id = p_office AND i.number = p_fields ->> 'issue')
$$;

-- The second of two problems that one step makes, as a move of its own: its fields by the names that the first one has.
CREATE FUNCTION engine.second_part(p_move engine.move) RETURNS engine.move LANGUAGE plpgsql STABLE AS $$
BEGIN
  p_move.fields := (SELECT jsonb_object_agg(left(f.key, -2), f.value) FROM jsonb_each((p_move).fields) f WHERE f.key LIKE '%\_2')
                   || jsonb_build_object('scope', (p_move).fields -> 'scope');
  RETURN p_move;
END
$$;

-- Whether the opinion speaks in the issue that was named.
CREATE FUNCTION engine.speaks_in(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.voice v JOIN core.issue i ON i.id = v.issue_id
                  WHERE v.opinion_id = (p_move).subject.id AND i.number = (p_move).fields ->> 'issue')
$$;

CREATE FUNCTION engine.parts_n(p_move engine.move) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM core.voice v WHERE v.opinion_id = (p_move).subject.id
$$;

-- An opinion leaves an issue that has not been answered and that others speak in as well.
CREATE FUNCTION engine.part_rows(p_opinion bigint) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT (p.issue).number, (p.issue).number || ' ' || (p.issue).title, NULL, p.place::bigint FROM engine.parts(p_opinion) p
   WHERE (p.issue).state < 60
     AND EXISTS (SELECT FROM core.voice v WHERE v.issue_id = (p.issue).id AND v.opinion_id <> p_opinion)
$$;

CREATE FUNCTION engine.guard_part_removable(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.part_rows((p_move).subject.id) r
                  WHERE NOT engine.has_field(p_move, 'issue') OR r.code = (p_move).fields ->> 'issue')
$$;
