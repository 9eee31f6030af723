-- Conditions on who handles an opinion, and on the problems it speaks in.

-- Whether the fields of an action would give an opinion to an office, or to an issue that it leads.
CREATE FUNCTION engine.gives_to(p_fields jsonb, p_office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.office o WHERE o.id = p_office AND o.code IN (p_fields ->> 'lead_office', p_fields ->> 'lead_office_2'))
      OR EXISTS (SELECT FROM core.issue i WHERE i.office_id = p_office AND i.number = p_fields ->> 'issue')
$$;

-- Whether an opinion is about an office: it names it, somebody of it stood aside, the office handles what became of it, or is about to
-- lead it. Nobody of that office has a part in it, reads it, or learns that it is there (信访工作条例第二十八条、第三十条). Everything
-- that shows opinions asks this.
CREATE FUNCTION engine.concerns_office(p_opinion core.opinion, p_fields jsonb, p_office smallint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN -- asked of every opinion that is shown: its plans are kept
  IF p_opinion.claimed_office = p_office THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM core.voice v JOIN core.assignment a ON a.issue_id = v.issue_id AND a.ended_at IS NULL
                  WHERE v.opinion_id = p_opinion.id AND a.office_id = p_office)
      OR EXISTS (SELECT FROM core.recusal r WHERE r.opinion_id = p_opinion.id AND r.office_id = p_office)
      OR CASE WHEN p_fields IS NOT NULL THEN engine.gives_to(p_fields, p_office) ELSE false END
      OR EXISTS (SELECT FROM core.proposal p WHERE p.layer = 'opinion' AND p.subject_id = p_opinion.id AND p.decided_at IS NULL
                  AND engine.gives_to(p.fields, p_office));
END
$$;

-- Whether nobody who speaks in an issue spoke of this office.
CREATE FUNCTION engine.is_apart(p_issue bigint, p_office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id
                      WHERE v.issue_id = p_issue AND engine.concerns_office(o, NULL, p_office))
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
