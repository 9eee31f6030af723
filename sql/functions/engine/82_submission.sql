-- An opinion as it arrives: what is refused, what is kept, and what is answered.

CREATE FUNCTION engine.need_text(value text, low integer, high integer, field text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  n integer := char_length(btrim(coalesce(value, ''), E' \t\r\n\u3000'));
BEGIN
  IF n = 0 THEN
    PERFORM engine.fail(422, 'required', field);
  ELSIF n < low THEN
    PERFORM engine.fail(422, 'too_short', field);
  ELSIF char_length(value) > high THEN
    PERFORM engine.fail(422, 'too_long', field);
  END IF;
  RETURN value;
END $$;

CREATE FUNCTION engine.need_choice(list text, code text, field text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF code IS NULL THEN
    PERFORM engine.fail(422, 'required', field);
  ELSIF NOT EXISTS (SELECT FROM rules.choice c WHERE c.list = need_choice.list AND c.code = need_choice.code AND c.active) THEN
    PERFORM engine.fail(422, 'not_a_choice', field);
  END IF;
  RETURN code;
END $$;

-- Refuses what the opinion form could not have sent; answers the office that was named, if any.
CREATE FUNCTION engine.check_submission(args jsonb) RETURNS smallint LANGUAGE plpgsql STABLE AS $$
DECLARE
  office smallint;
BEGIN
  PERFORM engine.need_choice('kind', args ->> 'kind', 'kind');
  PERFORM engine.need_choice('protection', args ->> 'protection', 'protection');
  PERFORM engine.need_text(args ->> 'text', 10, 5000, 'text');
  IF args ->> 'category' IS NOT NULL AND NOT EXISTS (SELECT FROM rules.category c WHERE c.code = args ->> 'category' AND c.active) THEN
    PERFORM engine.fail(422, 'not_a_choice', 'category');
  END IF;
  SELECT o.id INTO office FROM core.office o WHERE o.code = args ->> 'office' AND o.active;
  IF args ->> 'office' IS NOT NULL AND office IS NULL THEN
    PERFORM engine.fail(422, 'not_a_choice', 'office');
  ELSIF char_length(args ->> 'place') > 100 THEN
    PERFORM engine.fail(422, 'too_long', 'place');
  ELSIF (args ->> 'notice_version')::numeric IS DISTINCT FROM (SELECT max(version) FROM rules.notice) THEN
    PERFORM engine.fail(422, 'notice.outdated', 'notice_version');
  ELSIF args ->> 'protection' = 'none' AND args ->> 'sealed' IS NOT NULL THEN
    PERFORM engine.fail(422, 'contact.not_with_none', 'protection');
  ELSIF args ->> 'protection' <> 'none' AND args ->> 'sealed' IS NULL THEN
    PERFORM engine.fail(422, 'contact.required', 'contact.phone');
  END IF;
  RETURN office;
END $$;

-- NULL when the receipt is taken, or when chance drew a number that is.
CREATE FUNCTION engine.insert_opinion(ctx jsonb, args jsonb, office smallint) RETURNS core.opinion LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  o core.opinion;
BEGIN
  INSERT INTO core.opinion (number, receipt_mac, fingerprint, received_at, source, lang, kind, claimed_category, claimed_office,
                            place, body, protection, publish_consent, disclose_consent, notice_version, state, step_due_at)
  SELECT engine.opinion_number(), decode(args ->> 'receipt_mac', 'hex'), decode(args ->> 'fingerprint', 'hex'), engine.clock(),
         coalesce(args ->> 'source', 'web'), coalesce(args ->> 'lang', ctx ->> 'lang'), args ->> 'kind', args ->> 'category', office,
         coalesce(args ->> 'place', ''), args ->> 'text', args ->> 'protection', (args ->> 'publish_consent')::boolean,
         (args ->> 'disclose_consent')::boolean, (args ->> 'notice_version')::integer, s.code, engine.due(engine.clock(), s.deadline)
    FROM rules.state s WHERE s.code = 10
  ON CONFLICT DO NOTHING RETURNING * INTO o;
  IF o.id IS NOT NULL AND args ->> 'sealed' IS NOT NULL THEN
    INSERT INTO core.identity (opinion_id, sealed, seal_key, by_mail)
    VALUES (o.id, decode(args ->> 'sealed', 'base64'), args ->> 'seal_key', coalesce((args ->> 'by_mail')::boolean, false));
  END IF;
  RETURN o;
END $$;

-- The answer of the first time, whatever has happened since: the same form has the same answer.
CREATE FUNCTION engine.acknowledgement(lang text, o core.opinion, created boolean) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  inform_by timestamptz := engine.due(o.received_at, 'inform_person');
BEGIN
  o.state := 10;
  o.issue_id := NULL;
  RETURN jsonb_build_object('created', created, 'number', o.number,
    'received_at', engine.time_of(o.received_at), 'received_text', engine.minute_text(lang, o.received_at),
    'status', engine.public_status(lang, o),
    'next', jsonb_build_object(
      'text', engine.word(lang, '我们会告知您受理情况。请凭查询码查看进展。', 'We will tell you how your opinion has been received. Follow it with your receipt.'),
      'by_on', engine.day_of(inform_by), 'by_text', engine.day_text(lang, inform_by),
      'how', engine.due_how(lang, o.received_at, 'inform_person')));
END $$;

-- The row is locked, not only read: the lock is written to the log, so that a confirmed repeat has waited for the disk and the
-- standby like the first time.
CREATE FUNCTION engine.lock_receipt(mac bytea) RETURNS core.opinion LANGUAGE sql VOLATILE AS $$
  SELECT * FROM core.opinion o WHERE o.receipt_mac = $1 FOR UPDATE
$$;
