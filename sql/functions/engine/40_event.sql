-- What happened, for good: a chain per subject. Whoever changes or removes a link breaks every later one.

-- The canonical text of an event, the same in every session.
CREATE FUNCTION engine.event_text(p_event core.event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array((p_event).layer, (p_event).subject_id, (p_event).seq,
    (extract(epoch FROM (p_event).at) * 1000000)::bigint, (p_event).action, (p_event).actor_id, (p_event).actor_role,
    (p_event).from_state, (p_event).to_state, (p_event).detail, (p_event).key)::text
$$;

-- sha256 of salt and canonical text: tells nothing to who does not hold both.
CREATE FUNCTION engine.event_digest(p_event core.event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256((p_event).salt || convert_to(engine.event_text(p_event), 'UTF8'))
$$;

-- Appends an event to its subject's chain, posts what is to be told of it, and returns its place in the chain.
CREATE FUNCTION engine.record(p_layer text, p_subject bigint, p_action text, p_actor bigint, p_role text,
  p_from integer, p_to integer, p_detail jsonb DEFAULT '{}', p_key uuid DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_last core.event;
  v_new core.event;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_layer || ':' || p_subject, 0));  -- one writer per chain
  SELECT e.* INTO v_last FROM core.event e WHERE e.layer = p_layer AND e.subject_id = p_subject ORDER BY e.seq DESC LIMIT 1;
  v_new := ROW(p_layer, p_subject, coalesce(v_last.seq, 0) + 1, engine.clock(), p_action, p_actor, p_role, p_from, p_to,
               coalesce(p_detail, '{}'), p_key, uuid_send(gen_random_uuid()), NULL, NULL)::core.event;
  v_new.digest := engine.event_digest(v_new);
  v_new.chain := sha256(coalesce(v_last.chain, ''::bytea) || v_new.digest);
  INSERT INTO core.event VALUES (v_new.*);
  PERFORM engine.tell(v_new);
  RETURN v_new.seq;
END
$$;

-- Events that are missing before, altered, or out of their chain.
CREATE FUNCTION engine.broken_events() RETURNS TABLE (layer text, subject_id bigint, seq integer, what text)
LANGUAGE sql STABLE AS $$
  SELECT c.layer, c.subject_id, c.seq, c.what FROM (
    SELECT e.layer, e.subject_id, e.seq,
      CASE WHEN e.seq <> row_number() OVER w THEN 'gap'
           WHEN e.digest <> engine.event_digest(e) THEN 'digest'
           WHEN e.chain <> sha256(coalesce(lag(e.chain) OVER w, ''::bytea) || e.digest) THEN 'chain' END AS what
      FROM core.event e WINDOW w AS (PARTITION BY e.layer, e.subject_id ORDER BY e.seq)) c
   WHERE c.what IS NOT NULL
$$;

-- Opinions and issues whose state is not the one their last event left them in.
CREATE FUNCTION engine.broken_states() RETURNS TABLE (layer text, subject_id bigint, seq integer, what text)
LANGUAGE sql STABLE AS $$
  SELECT s.layer, s.id, e.seq, CASE WHEN e.seq IS NULL THEN 'no events' ELSE 'state' END
    FROM (SELECT 'opinion' AS layer, o.id, o.state FROM core.opinion o
          UNION ALL SELECT 'issue', i.id, i.state FROM core.issue i) s
    LEFT JOIN LATERAL (SELECT v.seq, v.to_state FROM core.event v
                        WHERE v.layer = s.layer AND v.subject_id = s.id AND v.to_state IS NOT NULL
                        ORDER BY v.seq DESC LIMIT 1) e ON true
   WHERE e.to_state IS DISTINCT FROM s.state
$$;

-- Walks every chain: how many subjects and events, and which of them do not hold.
CREATE FUNCTION engine.verify() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'subjects', (SELECT count(*) FROM (SELECT DISTINCT e.layer, e.subject_id FROM core.event e) d),
    'events', (SELECT count(*) FROM core.event),
    'broken', coalesce((SELECT jsonb_agg(to_jsonb(b) ORDER BY b.layer, b.subject_id, b.seq) FROM
      (SELECT * FROM engine.broken_events() UNION ALL SELECT * FROM engine.broken_states()) b), '[]'))
$$;
