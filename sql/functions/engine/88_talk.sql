-- Above the notices: talks that the ladder proposes, talks that are held, matters that are handed over. Kept from the office's clerks.

CREATE FUNCTION engine.talk_number(p_kind text, p_at timestamptz) RETURNS text LANGUAGE sql AS $$
  INSERT INTO core.talk_number AS n (year, prefix, last)
  VALUES (extract(year FROM engine.day(p_at)), CASE p_kind WHEN 'summons' THEN 'YT' WHEN 'heart' THEN 'TX' ELSE 'YJ' END, 1)
  ON CONFLICT (year, prefix) DO UPDATE SET last = n.last + 1
  RETURNING format('%s-%s-%s', n.prefix, n.year, lpad(n.last::text, greatest(4, length(n.last::text)), '0'))
$$;

-- Offices that are to be talked to: overdue (the day of the limit is the first, which is not counted) for too long, whether the notice was signed or not, or sent red notices repeatedly
-- within the half-year. What came before the last talk is settled with it, and while one waits no other is proposed.
CREATE FUNCTION engine.talk_causes() RETURNS TABLE (office_id smallint, cause text, basis text) LANGUAGE sql STABLE AS $$
  WITH today AS (
    SELECT engine.day(engine.clock()) AS d
  ), half AS (
    SELECT make_date(extract(year FROM d)::integer, CASE WHEN extract(month FROM d) < 7 THEN 1 ELSE 7 END, 1) AS first FROM today
  ), red AS (
    SELECT n.* FROM core.supervision n
     WHERE n.level = 'red' AND n.raised_at > coalesce((SELECT max(coalesce(t.held_at, t.dropped_at)) FROM core.talk t
                                WHERE t.kind = 'summons' AND t.office_id = n.office_id), '-infinity')
       AND NOT EXISTS (SELECT FROM core.talk t WHERE t.kind = 'summons' AND t.office_id = n.office_id
                        AND t.held_at IS NULL AND t.dropped_at IS NULL)
  )
  SELECT r.office_id, 'red_long', min(r.number) FROM red r
   WHERE r.ended_at IS NULL AND engine.due(engine.day_start(engine.day_of(r.limit_at)), 'talk_after_red') < engine.clock() GROUP BY r.office_id
  UNION ALL
  SELECT r.office_id, 'red_repeat', max(r.number) FROM red r, half h
   WHERE r.in_force_at >= engine.day_start(h.first::text)
   GROUP BY r.office_id HAVING count(*) >= engine.param('talk_reds')
$$;

CREATE FUNCTION engine.insert_talk(p_kind text, p_office smallint, p_cause text, p_basis text, p_action text, p_by core.actor,
  p_role text, p_fields jsonb, p_key uuid, p_issue bigint DEFAULT NULL, p_notice bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  INSERT INTO core.talk (number, kind, office_id, issue_id, supervision_id, cause, basis, proposed_at, proposed_by)
  VALUES (engine.talk_number(p_kind, engine.clock()), p_kind, p_office, p_issue, p_notice, p_cause, p_basis, engine.clock(), p_by.account_id)
  RETURNING id INTO v_id;
  PERFORM engine.record('talk', v_id, p_action, p_by.account_id, p_role, NULL, NULL, engine.kept_fields('talk', p_action, p_fields), p_key);
  RETURN v_id;
END
$$;

-- Called under the lock of engine.raise_notices: nobody else proposes meanwhile.
CREATE FUNCTION engine.propose_talks() RETURNS integer LANGUAGE sql AS $$
  SELECT count(engine.insert_talk('summons', c.office_id, c.cause, c.basis, 'propose', NULL, 'system', '{}', NULL))::integer
    FROM (SELECT DISTINCT ON (t.office_id) t.* FROM engine.talk_causes() t ORDER BY t.office_id, t.cause) c
$$;

-- Whether somebody reads the records of a kind; those who are merely told that there was a talk do not.
CREATE FUNCTION engine.reads_talk(p_actor core.actor, p_kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may(p_actor, 'talk.' || p_kind) IS NOT NULL OR engine.may(p_actor, 'talk.' || p_kind || '.read') IS NOT NULL
$$;

CREATE FUNCTION engine.told_talk(p_actor core.actor, p_talk core.talk) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may(p_actor, 'talk.' || (p_talk).kind || '.told') IS NOT NULL AND (p_talk).office_id = (p_actor).office_id
     AND (p_talk).held_at IS NOT NULL
$$;

CREATE FUNCTION engine.talk_state(p_talk core.talk) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_talk).held_at IS NOT NULL THEN 'held' WHEN (p_talk).dropped_at IS NOT NULL THEN 'dropped' ELSE 'proposed' END
$$;

-- An action of this layer by the kind it keeps the records of.
CREATE FUNCTION engine.talk_kind_of(p_action text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_action WHEN 'summon' THEN 'summons' WHEN 'note_heart' THEN 'heart' WHEN 'hand_over' THEN 'handover' END
$$;

-- What was said is on record once it was; a day ahead is no record.
CREATE FUNCTION engine.keep_talk(p_id bigint, p_actor core.actor, p_fields jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (p_fields ->> 'held_on')::date > engine.day(engine.clock()) THEN
    PERFORM engine.fail(422, 'talk_ahead', 'held_on');
  END IF;
  UPDATE core.talk t SET held_at = engine.clock(), held_by = p_actor.account_id, version = t.version + 1,
         held_on = coalesce((p_fields ->> 'held_on')::date, engine.day(engine.clock())), place = coalesce(p_fields ->> 'place', ''),
         with_whom = p_fields ->> 'with_whom', content = p_fields ->> 'content', commitments = coalesce(p_fields ->> 'commitments', '')
   WHERE t.id = p_id;
END
$$;

-- The record that a form with this key has made; NULL when there is none.
CREATE FUNCTION engine.talk_by_key(p_kind text, p_key uuid, p_actor core.actor) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_talk core.talk;
BEGIN
  SELECT t.* INTO v_talk FROM core.talk t WHERE t.kind = p_kind AND t.basis = p_key::text;
  IF v_talk.id IS NOT NULL AND v_talk.proposed_by IS DISTINCT FROM p_actor.account_id THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
  RETURN v_talk.id;
END
$$;

-- Refusal, falsification or retaliation goes to the discipline organ, and who handed it over can show that it did.
CREATE FUNCTION engine.hand_over(p_actor core.actor, p_issue core.issue, p_notice bigint, p_fields jsonb, p_key uuid) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := engine.insert_talk('handover', p_issue.office_id, p_fields ->> 'ground', coalesce(p_key, gen_random_uuid())::text, 'hand_over',
    p_actor, engine.role_for(p_actor, 'talk.handover'), p_fields, p_key, p_issue.id, p_notice);
BEGIN
  PERFORM engine.keep_talk(v_id, p_actor, jsonb_build_object('content', p_fields ->> 'note',
    'with_whom', engine.choice('zh-CN', 'handover_receiver', p_fields ->> 'receiver') ->> 'label'));
  RETURN v_id;
END
$$;

-- A new record, by hand.
CREATE FUNCTION engine.new_talk(p_actor core.actor, p_action text, p_args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_kind constant text := engine.talk_kind_of(p_action);
  v_key constant uuid := engine.form_key(p_args);
  v_fields jsonb;
  v_issue core.issue;
  v_id bigint;
BEGIN
  IF v_kind IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  PERFORM engine.need(p_actor, 'talk.' || v_kind);
  PERFORM pg_advisory_xact_lock(hashtextextended('supervision', 0));  -- with what the worker proposes
  v_id := engine.talk_by_key(v_kind, v_key, p_actor);
  IF v_id IS NOT NULL THEN
    RETURN v_id;
  END IF;
  v_fields := engine.check_fields(p_action, ROW('talk', NULL, NULL, NULL, NULL, NULL)::engine.subject, p_args);
  IF v_kind = 'handover' THEN
    SELECT i.* INTO STRICT v_issue FROM core.issue i WHERE i.number = v_fields ->> 'issue';
    RETURN engine.hand_over(p_actor, v_issue, NULL, v_fields, v_key);
  END IF;
  IF v_kind = 'summons' AND EXISTS (SELECT FROM core.talk t JOIN core.office o ON o.id = t.office_id
       WHERE o.code = v_fields ->> 'office' AND t.kind = 'summons' AND t.held_at IS NULL AND t.dropped_at IS NULL) THEN
    PERFORM engine.fail(409, 'talk_waits');
  END IF;
  v_id := engine.insert_talk(v_kind, (SELECT o.id FROM core.office o WHERE o.code = v_fields ->> 'office'),
    CASE v_kind WHEN 'heart' THEN 'first_form' ELSE 'manual' END, coalesce(v_key, gen_random_uuid())::text, p_action, p_actor,
    engine.role_for(p_actor, 'talk.' || v_kind), v_fields, v_key);
  IF v_kind = 'heart' THEN
    PERFORM engine.keep_talk(v_id, p_actor, v_fields);
  END IF;
  RETURN v_id;
END
$$;

-- A form sent again does nothing again; its key on another action, or in another hand, is a mistake.
CREATE FUNCTION engine.was_done(p_layer text, p_id bigint, p_action text, p_actor core.actor, p_key uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_event core.event;
BEGIN
  SELECT e.* INTO v_event FROM core.event e WHERE e.layer = p_layer AND e.subject_id = p_id AND e.key = p_key;
  IF v_event.seq IS NULL THEN
    RETURN false;
  ELSIF v_event.action <> p_action OR v_event.actor_id IS DISTINCT FROM p_actor.account_id THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
  RETURN true;
END
$$;

-- A talk that was proposed: held and on record, or found unnecessary.
CREATE FUNCTION engine.act_on_talk(p_actor core.actor, p_id bigint, p_action text, p_args jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_talk core.talk;
  v_key constant uuid := engine.form_key(p_args);
  v_subject engine.subject;
  v_fields jsonb;
BEGIN
  SELECT t.* INTO STRICT v_talk FROM core.talk t WHERE t.id = p_id FOR UPDATE;
  v_subject := ROW('talk', p_id, NULL, v_talk.version, NULL, NULL)::engine.subject;
  IF p_action NOT IN ('record', 'drop') THEN
    PERFORM engine.fail(404, 'not_found');
  ELSIF engine.may(p_actor, 'talk.' || v_talk.kind) IS NULL THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF engine.was_done('talk', p_id, p_action, p_actor, v_key) THEN
    RETURN;
  END IF;
  PERFORM engine.check_version(v_subject, p_args);
  IF engine.talk_state(v_talk) <> 'proposed' THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  v_fields := engine.check_fields(p_action, v_subject, p_args);
  IF p_action = 'record' THEN
    PERFORM engine.keep_talk(p_id, p_actor, v_fields);
  ELSE
    UPDATE core.talk t SET dropped_at = engine.clock(), version = t.version + 1 WHERE t.id = p_id;
  END IF;
  PERFORM engine.record('talk', p_id, p_action, p_actor.account_id, engine.role_for(p_actor, 'talk.' || v_talk.kind), NULL, NULL,
                        engine.kept_fields('talk', p_action, v_fields), v_key);
END
$$;
