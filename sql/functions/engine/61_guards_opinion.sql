-- Conditions on what may become of an opinion.

CREATE FUNCTION engine.is_sensitive(p_category text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.sensitive FROM rules.category c WHERE c.code = p_category), false)
$$;

-- What deputies raised, by the sources that mean them.
CREATE FUNCTION engine.raised_by_delegate(p_source text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_source IN ('delegate', 'reception_day', 'member_contact')
$$;

-- An accusation, or a matter of a sensitive kind, never reaches an office (invariant I1). A kind the speaker named stays
-- sensitive until triage has filed it otherwise, which is an event of its own.
CREATE FUNCTION engine.guard_may_rectify(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).subject.opinion.kind <> 'accusation'
     AND NOT engine.is_sensitive(engine.filed_category((p_move).subject.opinion))
     AND NOT engine.is_sensitive((p_move).fields ->> 'category') AND NOT engine.is_sensitive((p_move).fields ->> 'category_2')
$$;

-- Deputies' proposals are deputies': what a resident said is answered to the resident.
CREATE FUNCTION engine.guard_from_delegate(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'way') OR (p_move).fields ->> 'way' = 'guide'
      OR engine.raised_by_delegate((p_move).subject.opinion.source)
$$;

-- The organ can only have its own offices rectify.
CREATE FUNCTION engine.guard_own_scope(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'scope') OR (p_move).fields ->> 'scope' = 'own'
$$;

-- A given date lies ahead, and no further than the longest limit, unless the task is a lasting one.
CREATE FUNCTION engine.guard_due_allowed(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.guard_ahead(p_move, 'due')
     AND (NOT engine.has_field(p_move, 'due') OR (p_move).fields ->> 'rectify_type' = 'keep_on'
          OR engine.end_of_day(((p_move).fields ->> 'due')::date) <= engine.due((p_move).at, 'fix_max'))
$$;

-- A speaker may still take it back: none of the issues it speaks in has been signed for.
CREATE FUNCTION engine.guard_before_rectifying(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_and(i.state IN (30, 31)), false)
    FROM core.voice v JOIN core.issue i ON i.id = v.issue_id WHERE v.opinion_id = (p_move).subject.id
$$;
