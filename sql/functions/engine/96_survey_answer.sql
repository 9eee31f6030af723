-- Answers come in. A response is sealed before it is told to SQL; here it is only taken or not: open or not, token good or used, room
-- left or not, the same form or another.

-- What may be answered now; refuses with the reason that a person is told.
CREATE FUNCTION engine.survey_refused(s core.survey) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($1).state IN ('draft', 'proposed') THEN 'not_found'
              WHEN ($1).state = 'paused' THEN 'survey.paused'
              WHEN ($1).state <> 'open' OR ($1).closes_at <= engine.clock() THEN 'survey.closed'
              WHEN ($1).opens_at > engine.clock() THEN 'survey.not_yet'
              WHEN engine.survey_taken(($1).id) >= ($1).most THEN 'survey.full' END
$$;

CREATE FUNCTION engine.survey_by_code(p_code text) RETURNS core.survey LANGUAGE plpgsql STABLE AS $$
DECLARE
  s core.survey;
BEGIN
  SELECT * INTO s FROM core.survey x WHERE x.code = lower(p_code) AND x.state NOT IN ('draft', 'proposed');
  IF s.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN s;
END $$;

-- A person's survey page: the drawn form where it can be answered, else why not.
CREATE FUNCTION engine.survey_page(p_lang text, s core.survey, p_channel text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('survey', engine.survey_row(p_lang, s) - ARRAY['href', 'id', 'version', 'taken', 'most'],
    'n', v.n, 'form', v.form ->> p_lang, 'plan', v.plan::text, 'refused', engine.survey_refused(s), 'needs_token', s.access <> 'open',
    'results', CASE WHEN s.state = 'published' THEN '/results/' || s.code END, 'organ', engine.wording(p_lang, 'organ'),
    'channel', (SELECT jsonb_build_object('code', c.code, 'label', c.label) FROM core.survey_channel c WHERE c.survey_id = s.id AND c.code = p_channel)))
    FROM engine.survey_latest(s.id) v
$$;

CREATE FUNCTION engine.survey_document(s core.survey, p_args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v core.survey_version;
BEGIN
  SELECT * INTO v FROM core.survey_version x WHERE x.survey_id = s.id AND x.n = (p_args ->> 'n')::integer;
  IF v.n IS NULL THEN
    PERFORM engine.fail(409, 'changed_meanwhile', 'n');
  END IF;
  RETURN jsonb_strip_nulls(jsonb_build_object('document', CASE WHEN NOT (p_args -> 'known')::boolean THEN v.document END,
    'notice_version', (SELECT max(x.version) FROM rules.notice x), 'words_question', s.words_question, 'contact_question', s.contact_question,
    'quotas', (SELECT jsonb_agg(DISTINCT q.question) FROM core.survey_quota q WHERE q.survey_id = s.id)));
END $$;

-- One place of each option that has a quota, in one order for everybody; 409 where the last place is gone.
CREATE FUNCTION engine.take_quotas(p_survey bigint, p_chosen jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  q core.survey_quota;
BEGIN
  FOR q IN SELECT x.* FROM core.survey_quota x WHERE x.survey_id = p_survey AND p_chosen @> jsonb_build_array(jsonb_build_array(x.question, x.option))
            ORDER BY x.question, x.option FOR UPDATE LOOP
    IF q.taken >= q.most THEN
      PERFORM engine.fail(409, 'survey.option_full', q.question);
    END IF;
    UPDATE core.survey_quota x SET taken = x.taken + 1 WHERE (x.survey_id, x.question, x.option) = (q.survey_id, q.question, q.option);
  END LOOP;
END $$;

-- A token is good once. Who holds it is nobody's concern here.
CREATE FUNCTION engine.take_token(s core.survey, p_mac bytea) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  t core.survey_token;
BEGIN
  IF s.access = 'open' THEN
    RETURN;
  END IF;
  SELECT * INTO t FROM core.survey_token x WHERE x.survey_id = s.id AND x.mac = p_mac FOR UPDATE;
  IF t.mac IS NULL THEN
    PERFORM engine.fail(422, 'survey.no_token', 'token');
  ELSIF t.used THEN
    PERFORM engine.fail(409, 'survey.used_token', 'token');
  END IF;
  UPDATE core.survey_token x SET used = true WHERE x.survey_id = s.id AND x.mac = p_mac;
END $$;

-- The row that counts is the gate: whoever holds it decides alone whether there is room, and a repeat waits here for the first.
CREATE FUNCTION engine.take_response(s core.survey, p_args jsonb, p_paper boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_mac constant bytea := decode(p_args ->> 'key_mac', 'hex');
  v_finger constant bytea := decode(p_args ->> 'fingerprint', 'hex');
  v_taken integer;
  k core.survey_key;
BEGIN
  SELECT c.taken INTO STRICT v_taken FROM core.survey_count c WHERE c.survey_id = s.id FOR UPDATE;
  SELECT * INTO k FROM core.survey_key x WHERE x.survey_id = s.id AND x.mac = v_mac FOR UPDATE;
  IF k.mac IS NOT NULL AND k.fingerprint <> v_finger THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  ELSIF k.mac IS NOT NULL THEN
    RETURN false;
  END IF;
  SELECT * INTO STRICT s FROM core.survey x WHERE x.id = s.id FOR SHARE; -- as it is now that the gate is ours
  IF engine.survey_refused(s) IS NOT NULL AND NOT (p_paper AND s.state IN ('open', 'paused') AND v_taken < coalesce(s.most, v_taken + 1)) THEN
    PERFORM engine.fail(409, engine.survey_refused(s));
  END IF;
  IF NOT p_paper THEN
    PERFORM engine.take_token(s, decode(p_args ->> 'token_mac', 'hex'));
  END IF;
  PERFORM engine.take_quotas(s.id, coalesce(p_args -> 'chosen', '[]'));
  INSERT INTO core.survey_box (survey_id, n, channel, paper, valid, sealed)
  VALUES (s.id, (p_args ->> 'n')::integer, (SELECT c.code FROM core.survey_channel c WHERE c.survey_id = s.id AND c.code = p_args ->> 'channel'),
          p_paper, coalesce((p_args ->> 'valid')::boolean, true), decode(p_args ->> 'answers_sealed', 'base64'));
  INSERT INTO core.survey_key (survey_id, mac, fingerprint) VALUES (s.id, v_mac, v_finger);
  UPDATE core.survey_count c SET taken = c.taken + 1 WHERE c.survey_id = s.id;
  RETURN true;
END $$;

-- Surveys whose time is over are closed by the worker.
CREATE FUNCTION engine.close_surveys(max_rows integer) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_id bigint;
  v_n integer := 0;
BEGIN
  FOR v_id IN SELECT s.id FROM core.survey s WHERE s.state IN ('open', 'paused') AND s.closes_at <= engine.clock() ORDER BY s.id LIMIT max_rows FOR UPDATE LOOP
    PERFORM engine.survey_close(v_id, NULL, NULL);
    PERFORM engine.record('survey', v_id, 'close', NULL, 'system', NULL, NULL, '{}', NULL);
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END $$;

-- Sealed responses of closed surveys, in the order of their random numbers. A version and the questions go with each survey once.
CREATE FUNCTION engine.boxes(max_rows integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'sealed', translate(encode(b.sealed, 'base64'), E'\n', '')) ORDER BY b.id), '[]')
    FROM (SELECT x.id, x.sealed FROM core.survey_box x JOIN core.survey s ON s.id = x.survey_id AND s.state = 'closed' ORDER BY x.id LIMIT $1) b
$$;

-- The worker has opened them: each leaves its box under a number of its own, unless another worker was faster.
CREATE FUNCTION engine.empty_boxes(p_opened jsonb) RETURNS integer LANGUAGE sql VOLATILE AS $$
  WITH gone AS (
    DELETE FROM core.survey_box b USING jsonb_array_elements($1) o WHERE b.id = (o ->> 'id')::uuid RETURNING b.*, o -> 'answers' AS answers
  ), kept AS (
    INSERT INTO core.response (survey_id, n, channel, paper, valid, answers)
    SELECT g.survey_id, g.n, g.channel, g.paper, g.valid, g.answers FROM gone g ORDER BY random() RETURNING 1
  )
  SELECT count(*)::integer FROM kept
$$;

-- When the last box of a closed survey is empty: tokens are written anew, all at once, keys go, and it is counted.
CREATE FUNCTION engine.finish_surveys(max_rows integer) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_id bigint;
  v_n integer := 0;
BEGIN
  FOR v_id IN SELECT s.id FROM core.survey s WHERE s.state = 'closed' AND NOT EXISTS (SELECT FROM core.survey_box b WHERE b.survey_id = s.id)
                AND NOT EXISTS (SELECT FROM core.survey_result r WHERE r.survey_id = s.id) ORDER BY s.id LIMIT max_rows FOR UPDATE LOOP
    UPDATE core.survey_token t SET used = t.used WHERE t.survey_id = v_id;
    DELETE FROM core.survey_key k WHERE k.survey_id = v_id;
    INSERT INTO core.survey_result (survey_id, at, staff, public)
    VALUES (v_id, engine.clock(), engine.survey_figures(v_id, engine.param('min_n')::integer, false), engine.survey_figures(v_id, engine.param('public_min_n')::integer, true));
    PERFORM engine.record('survey', v_id, 'counted', NULL, 'system', NULL, NULL, '{}', NULL);
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END $$;

-- 代录: a survey that papers may be typed into.
CREATE FUNCTION engine.entered_survey(actor core.actor, args jsonb) RETURNS core.survey LANGUAGE plpgsql STABLE AS $$
DECLARE
  s constant core.survey := engine.seen_survey(actor, engine.path_id(args));
BEGIN
  IF NOT engine.survey_may(actor, s, 'survey.make') THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF s.state NOT IN ('open', 'paused') THEN
    PERFORM engine.fail(409, 'survey.closed');
  END IF;
  RETURN s;
END $$;
