-- The outbox as the worker sees it: what is to be sent now, made into a message; and what became of it.

-- Words of a message by their key, with the receiver's language.
CREATE FUNCTION engine.mail(p_lang text, p_subject text, p_body text, p_site text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object('kind', 'mail', 'subject', p_subject,
    'body', concat_ws(E'\n\n', p_body, p_site, '-- ' || E'\n' || engine.wording(p_lang, 'organ') || E'\n' || engine.wording(p_lang, 'mail_foot')));
END
$$;

-- Staff are told which problem, notice or record, and what happened; of an opinion not even its number.
CREATE FUNCTION engine.event_mail(p_out core.outbox, p_site text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_event core.event;
  v_what text;
BEGIN
  SELECT e.* INTO STRICT v_event FROM core.event e WHERE (e.layer, e.subject_id, e.seq) = (p_out.layer, p_out.subject_id, p_out.seq);
  v_what := coalesce(CASE v_event.layer WHEN 'issue' THEN (SELECT i.number FROM core.issue i WHERE i.id = v_event.subject_id)
                       WHEN 'supervision' THEN (SELECT n.number FROM core.supervision n WHERE n.id = v_event.subject_id)
                       WHEN 'talk' THEN (SELECT t.number FROM core.talk t WHERE t.id = v_event.subject_id) END,
                     engine.wording('zh-CN', 'mail_event_opinion'));
  RETURN engine.mail('zh-CN', format(engine.wording('zh-CN', 'mail_event_subject'), v_what),
    format(engine.wording('zh-CN', 'mail_event_body'), v_what, engine.event_name('zh-CN', v_event.layer, v_event.action) ->> 'label'), p_site);
END
$$;

CREATE FUNCTION engine.digest_mail(p_out core.outbox, p_site text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.mail('zh-CN', engine.wording('zh-CN', 'mail_digest_subject'), format(engine.wording('zh-CN', 'mail_digest_body'),
    (SELECT string_agg(engine.pile_label('zh-CN', p.key) || ' ' || p.value, E'\n' ORDER BY p.key) FROM jsonb_each_text(p_out.data) p)), p_site);
END
$$;

CREATE FUNCTION engine.speaker_mail(p_out core.outbox, p_site text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_lang text := (SELECT o.lang FROM core.opinion o WHERE o.id = p_out.opinion_id);
BEGIN
  RETURN engine.mail(v_lang, engine.wording(v_lang, 'mail_speaker_subject'), engine.wording(v_lang, 'mail_speaker_body'), p_site);
END
$$;

-- What another system is told: kind, number and states. Standard Webhooks: type, timestamp, data.
CREATE FUNCTION engine.webhook_post(p_out core.outbox) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('kind', 'webhook', 'url', w.url, 'webhook', w.id, 'key_no', w.key_no, 'body', jsonb_build_object(
      'type', e.layer || '.' || e.action, 'timestamp', engine.time_of(e.at),
      'data', jsonb_strip_nulls(jsonb_build_object('layer', e.layer, 'from', e.from_state, 'to', e.to_state,
        'number', (SELECT i.number FROM core.issue i WHERE e.layer = 'issue' AND i.id = e.subject_id))))::text)
      FROM core.event e, core.webhook w
     WHERE (e.layer, e.subject_id, e.seq) = (p_out.layer, p_out.subject_id, p_out.seq) AND w.id = p_out.webhook_id);
END
$$;

-- The message, or NULL when there is nobody to tell any more: a closed account, a contact that was withdrawn, a webhook taken away.
CREATE FUNCTION engine.outbox_message(p_out core.outbox, p_site text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_to jsonb := CASE WHEN p_out.account_id IS NOT NULL
      THEN (SELECT jsonb_build_object('to', a.email) FROM core.account a WHERE a.id = p_out.account_id AND a.active AND a.email <> '' AND a.tell <> 'none')
    WHEN p_out.opinion_id IS NOT NULL
      THEN (SELECT jsonb_build_object('sealed', translate(encode(d.sealed, 'base64'), E'\n', '')) FROM core.identity d
             WHERE d.opinion_id = p_out.opinion_id AND d.by_mail AND d.sealed IS NOT NULL)
    ELSE (SELECT '{}'::jsonb FROM core.webhook w WHERE w.id = p_out.webhook_id AND w.active) END;
BEGIN
  RETURN v_to || CASE p_out.template WHEN 'event' THEN engine.event_mail(p_out, p_site) WHEN 'digest' THEN engine.digest_mail(p_out, p_site)
                   WHEN 'speaker' THEN engine.speaker_mail(p_out, p_site) ELSE engine.webhook_post(p_out) END
              || jsonb_build_object('id', p_out.id, 'attempt', p_out.attempts, 'mark', p_out.mark);
END
$$;

CREATE FUNCTION engine.end_outbox(p_id bigint, p_result text, p_error text) RETURNS void LANGUAGE sql AS $$
  UPDATE core.outbox SET done_at = engine.clock(), result = p_result, error = p_error, leased_until = NULL WHERE id = p_id
$$;

-- Takes what is due for one worker; what it does not finish another may take when the lease is over. A sealed contact is on record as
-- opened in the transaction that hands it out. Without a mail server mails wait: nothing is attempted, and nobody is said to be told.
CREATE FUNCTION engine.take_outbox(p_max integer, p_site text, p_mail boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_out core.outbox;
  v_message jsonb;
  v_all jsonb := '[]'::jsonb;
BEGIN
  FOR v_out IN WITH taken AS (
    UPDATE core.outbox o SET attempts = o.attempts + 1,
           leased_until = engine.clock() + make_interval(secs => engine.param('outbox_lease')::double precision)
      FROM (SELECT d.id FROM core.outbox d WHERE d.done_at IS NULL AND d.next_at <= engine.clock() AND (p_mail OR d.webhook_id IS NOT NULL)
               AND (d.leased_until IS NULL OR d.leased_until <= engine.clock())
             ORDER BY d.next_at, d.id LIMIT p_max FOR UPDATE SKIP LOCKED) due
     WHERE o.id = due.id RETURNING o.*)
    SELECT t.* FROM taken t ORDER BY t.opinion_id, t.id  -- chains are locked in one order
  LOOP
    v_message := engine.outbox_message(v_out, p_site);
    IF v_message IS NULL THEN
      PERFORM engine.end_outbox(v_out.id, 'void', '');
    ELSE
      IF v_out.opinion_id IS NOT NULL THEN
        PERFORM engine.record('opinion', v_out.opinion_id, 'contact_told', NULL, 'system', NULL, NULL);
      END IF;
      v_all := v_all || jsonb_build_array(v_message);
    END IF;
  END LOOP;
  RETURN v_all;
END
$$;

-- The wait before the next attempt grows by a factor, up to the longest.
CREATE FUNCTION engine.outbox_wait(p_attempts integer) RETURNS interval LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN make_interval(secs => least(engine.param('outbox_wait_max'),
    engine.param('outbox_first_wait') * engine.param('outbox_wait_factor') ^ (p_attempts - 1))::double precision);
END
$$;

-- What became of an attempt; the word of one whose lease was over counts for nothing.
CREATE FUNCTION engine.outbox_done(p_id bigint, p_attempt integer, p_result text, p_error text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF p_result = 'retry' THEN
    UPDATE core.outbox o SET leased_until = NULL, error = p_error, next_at = engine.clock() + engine.outbox_wait(o.attempts),
           done_at = CASE WHEN o.attempts >= engine.param('outbox_attempts') THEN engine.clock() END,
           result = CASE WHEN o.attempts >= engine.param('outbox_attempts') THEN 'failed' END
     WHERE o.id = p_id AND o.attempts = p_attempt AND o.done_at IS NULL;
  ELSE
    PERFORM engine.end_outbox(o.id, p_result, p_error) FROM core.outbox o
      WHERE o.id = p_id AND o.attempts = p_attempt AND o.done_at IS NULL;
  END IF;
END
$$;

-- Once each working day, from the hour of the rules on: what waits on the desks of those who want to hear of it. A desk with nothing
-- on it leaves a row that is void, so that it is not looked at again today.
CREATE FUNCTION engine.write_digests(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_today date := engine.day(engine.clock());
  v_account bigint;
  v_piles jsonb;
  v_n integer := 0;
BEGIN
  IF engine.param('mail_on') = 0 OR NOT engine.workday(v_today)
     OR extract(hour FROM engine.clock() AT TIME ZONE 'Asia/Shanghai') < engine.param('digest_hour') THEN
    RETURN 0;
  END IF;
  FOR v_account IN SELECT a.id FROM core.account a WHERE a.active AND a.email <> '' AND a.tell = 'digest'
      AND NOT EXISTS (SELECT FROM core.outbox o WHERE o.basis = format('digest:%s:%s', a.id, v_today)) ORDER BY a.id LIMIT p_max
  LOOP
    SELECT coalesce(jsonb_object_agg(p.pile, p.n), '{}') INTO v_piles
      FROM (SELECT w.pile, count(*) AS n FROM engine.waiting(engine.account_actor(v_account)) w GROUP BY w.pile) p;
    INSERT INTO core.outbox (basis, template, account_id, data, created_at, next_at, done_at, result)
    VALUES (format('digest:%s:%s', v_account, v_today), 'digest', v_account, v_piles, engine.clock(), engine.clock(),
            CASE WHEN v_piles = '{}' THEN engine.clock() END, CASE WHEN v_piles = '{}' THEN 'void' END)
    ON CONFLICT (basis) DO NOTHING;
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END
$$;

-- When the outbox next has something to do; NULL when it is empty, or all of it waits for a mail server.
CREATE FUNCTION engine.outbox_next(p_mail boolean) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(greatest(o.next_at, o.leased_until)) FROM core.outbox o WHERE o.done_at IS NULL AND (p_mail OR o.webhook_id IS NOT NULL)
$$;

-- What the worker knows of its mail server, for the administrator's page.
CREATE FUNCTION engine.note_mail(p_mail boolean) RETURNS void LANGUAGE sql AS $$
  UPDATE core.heartbeat SET mail = p_mail WHERE program = 'xq-worker' AND mail IS DISTINCT FROM p_mail
$$;

CREATE FUNCTION engine.sweep_outbox(p_max integer) RETURNS void LANGUAGE sql AS $$
  DELETE FROM core.outbox o WHERE o.id IN (
    SELECT d.id FROM core.outbox d WHERE d.done_at IS NOT NULL AND engine.due(d.done_at, 'outbox_retention') < engine.clock()
     ORDER BY d.done_at LIMIT p_max)
$$;
