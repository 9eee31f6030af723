-- 通报: drafted by the supervisor, handed to the party group, issued by somebody else, final.

CREATE FUNCTION engine.circular_drafts(actor core.actor) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may($1, 'circular.draft') IS NOT NULL OR engine.may($1, 'circular.issue') IS NOT NULL
$$;
COMMENT ON FUNCTION engine.circular_drafts(core.actor) IS 'Whether somebody sees circulars before they are issued.';

-- A draft is nobody else's to know of.
CREATE FUNCTION engine.seen_circular(actor core.actor, id bigint) RETURNS core.circular LANGUAGE plpgsql STABLE AS $$
DECLARE
  c core.circular;
BEGIN
  PERFORM engine.need(actor, 'circular.read');
  SELECT * INTO c FROM core.circular x WHERE x.id = seen_circular.id;
  IF c.id IS NULL OR (c.state <> 'issued' AND NOT engine.circular_drafts(actor)) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN c;
END $$;
COMMENT ON FUNCTION engine.seen_circular(core.actor, bigint) IS 'A circular that the actor may see; 404 otherwise.';

CREATE FUNCTION engine.circular_subject(c core.circular) RETURNS engine.subject LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW('circular', ($1).id, NULL, ($1).version, NULL, NULL)::engine.subject
$$;
COMMENT ON FUNCTION engine.circular_subject(core.circular) IS 'A circular as forms and their checks take it.';

CREATE FUNCTION engine.circular_number(p_at timestamptz) RETURNS text LANGUAGE sql VOLATILE AS $$
  INSERT INTO core.circular_number AS n (year, last) VALUES (extract(year FROM engine.day(p_at)), 1)
  ON CONFLICT (year) DO UPDATE SET last = n.last + 1
  RETURNING format('TB-%s-%s', n.year, lpad(n.last::text, greatest(3, length(n.last::text)), '0'))
$$;
COMMENT ON FUNCTION engine.circular_number(timestamptz) IS 'The next running number of the year: TB-2026-001.';

-- Which actions stand open in a state, and the permission each takes.
CREATE FUNCTION engine.circular_steps() RETURNS TABLE (action text, state text, permission text) LANGUAGE sql IMMUTABLE AS $$
  VALUES ('edit', 'draft', 'circular.draft'), ('propose', 'draft', 'circular.draft'), ('issue', 'proposed', 'circular.issue'),
         ('send_back', 'proposed', 'circular.issue'), ('correct', 'issued', 'circular.draft')
$$;
COMMENT ON FUNCTION engine.circular_steps() IS 'What may be done with a circular: in which state, by whom.';

CREATE FUNCTION engine.circular_over(p_period text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT d.to_on < engine.day(engine.clock()) FROM engine.period_days(p_period) d
$$;
COMMENT ON FUNCTION engine.circular_over(text) IS 'Whether a period has ended: figures are final only then.';

-- Why somebody may not do it now; NULL when they may. Whoever wrote it does not issue it.
CREATE FUNCTION engine.circular_refusal(actor core.actor, c core.circular, action text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN engine.may($1, s.permission) IS NULL THEN 'forbidden'
              WHEN ($2).state <> s.state THEN 'action_not_now'
              WHEN $3 = 'issue' AND ($1).account_id IN (($2).drafted_by, ($2).proposed_by) THEN 'proposal.own'
              WHEN $3 = 'issue' AND NOT engine.circular_over(($2).period) THEN 'circular.not_over' END
    FROM engine.circular_steps() s WHERE s.action = $3
$$;
COMMENT ON FUNCTION engine.circular_refusal(core.actor, core.circular, text) IS 'The reason for which an action on a circular is refused to somebody; NULL: none.';

-- What the fields of a form hold before anybody types: what stands there already.
CREATE FUNCTION engine.filled_form(p_form jsonb, p_values jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT p_form || jsonb_build_object('fields', coalesce((
    SELECT jsonb_agg(f || CASE WHEN p_values ? (f->>'name') THEN jsonb_build_object('value', p_values -> (f->>'name')) ELSE '{}' END ORDER BY k)
      FROM jsonb_array_elements(p_form->'fields') WITH ORDINALITY AS x(f, k)), '[]'))
$$;
COMMENT ON FUNCTION engine.filled_form(jsonb, jsonb) IS 'A form with its fields filled from the values of the same names.';

CREATE FUNCTION engine.circular_form(p_lang text, c core.circular, p_action text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_action rules.action;
BEGIN
  SELECT a.* INTO STRICT v_action FROM rules.action a WHERE a.layer = 'circular' AND a.code = p_action;
  RETURN engine.filled_form(engine.action_json(p_lang, engine.circular_subject(c), v_action, NULL),
                            jsonb_build_object('opening', c.opening, 'cases', c.cases, 'advice', c.advice, 'next_steps', c.next_steps));
END $$;
COMMENT ON FUNCTION engine.circular_form(text, core.circular, text) IS 'The form of an action on a circular.';

CREATE FUNCTION engine.circular_actions(p_lang text, actor core.actor, c core.circular) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.circular_form($1, $3, a.code) ORDER BY a.sort), '[]')
    FROM rules.action a JOIN engine.circular_steps() s ON s.action = a.code
   WHERE a.layer = 'circular' AND engine.circular_refusal($2, $3, a.code) IS NULL
$$;
COMMENT ON FUNCTION engine.circular_actions(text, core.actor, core.circular) IS 'What somebody may do with a circular now, as forms.';

CREATE FUNCTION engine.circular_title(p_lang text, p_period text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN 'Circular on the rectification of the work style, ' || engine.period_text(p_lang, p_period)
              ELSE '关于' || engine.period_text(p_lang, p_period) || '机关作风问题整改情况的通报' END
$$;
COMMENT ON FUNCTION engine.circular_title(text, text) IS 'The title of a circular on a period.';

CREATE FUNCTION engine.circular_row(p_lang text, c core.circular) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('id', c.id, 'href', '/console/circulars/' || c.id, 'number', c.number, 'title', engine.circular_title(p_lang, c.period),
    'period', c.period, 'state', engine.choice(p_lang, 'circular_state', c.state), 'version', c.version, 'issued_text', engine.day_text(p_lang, c.issued_at),
    'drafted_text', CASE WHEN c.state <> 'issued' THEN engine.day_text(p_lang, c.drafted_at) END))
$$;
COMMENT ON FUNCTION engine.circular_row(text, core.circular) IS 'A circular as a list shows it.';

-- Issued: the figures of that moment. Until then: those of now.
CREATE FUNCTION engine.circular_shown(p_lang text, c core.circular) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN c.state = 'issued' THEN c.figures -> p_lang ELSE engine.circular_figures(c.period, p_lang) END;
END $$;
COMMENT ON FUNCTION engine.circular_shown(text, core.circular) IS 'The figures a circular shows.';

CREATE FUNCTION engine.circular_links(p_lang text, actor core.actor, c core.circular) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'corrects', (SELECT engine.circular_row($1, o) FROM core.circular o WHERE o.id = ($3).corrects),
    'corrected', (SELECT jsonb_agg(engine.circular_row($1, n) ORDER BY n.id) FROM core.circular n
                   WHERE n.corrects = ($3).id AND (n.state = 'issued' OR engine.circular_drafts($2)))))
$$;
COMMENT ON FUNCTION engine.circular_links(text, core.actor, core.circular) IS 'The circular that one corrects, and those that correct it.';

CREATE FUNCTION engine.circular_json(p_lang text, actor core.actor, c core.circular) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.frame(p_lang, actor, 'circulars') || engine.circular_links(p_lang, actor, c) || jsonb_build_object(
    'circular', engine.circular_row(p_lang, c) || jsonb_build_object('is_issued', c.state = 'issued', 'opening', c.opening, 'cases', c.cases, 'advice', c.advice,
      'next_steps', c.next_steps, 'organ', engine.wording(p_lang, 'organ'), 'signed', engine.wording(p_lang, 'party_group'),
      'drafted_by', engine.person(p_lang, c.drafted_by, NULL), 'figures', engine.circular_shown(p_lang, c)),
    'actions', engine.circular_actions(p_lang, actor, c), 'history', CASE WHEN engine.circular_drafts(actor) THEN engine.staff_history(p_lang, engine.circular_subject(c)) ELSE '[]' END);
END $$;
COMMENT ON FUNCTION engine.circular_json(text, core.actor, core.circular) IS 'A circular with its figures, its texts and what may be done with it.';

CREATE FUNCTION engine.circular_draft(actor core.actor, p_period text, p_corrects bigint, p_key uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_id bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM engine.period_days(p_period) d WHERE d.from_on <= engine.day(engine.clock())) THEN
    PERFORM engine.fail(422, 'bad_period', 'period');
  END IF;
  INSERT INTO core.circular (period, corrects, drafted_by, drafted_at) VALUES (p_period, p_corrects, actor.account_id, engine.clock()) RETURNING id INTO v_id;
  PERFORM engine.record('circular', v_id, CASE WHEN p_corrects IS NULL THEN 'draft' ELSE 'correct' END, actor.account_id,
                        engine.role_for(actor, 'circular.draft'), NULL, NULL, jsonb_strip_nulls(jsonb_build_object('period', p_period, 'corrects', p_corrects)), p_key);
  RETURN v_id;
END $$;
COMMENT ON FUNCTION engine.circular_draft(core.actor, text, bigint, uuid) IS 'A new draft on a period that has begun; its id.';

-- The words of a circular leave the organ's own circle: they hold nothing that could tell who somebody is.
CREATE FUNCTION engine.clean_texts(p_fields jsonb) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_name text;
BEGIN
  SELECT f.key INTO v_name FROM jsonb_each_text(p_fields) f WHERE engine.mask(f.value) <> engine.half_width(f.value) ORDER BY f.key LIMIT 1;
  IF v_name IS NOT NULL THEN
    PERFORM engine.fail(422, 'guard.notice_clean', v_name);
  END IF;
END $$;
COMMENT ON FUNCTION engine.clean_texts(jsonb) IS 'Refuses texts that hold a number, an address or a name.';

CREATE FUNCTION engine.circular_take(c core.circular, p_action text, actor core.actor, f jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  CASE p_action
    WHEN 'edit' THEN
      PERFORM engine.clean_texts(f);
      UPDATE core.circular x SET version = x.version + 1, opening = coalesce(f->>'opening', ''), cases = coalesce(f->>'cases', ''),
             advice = coalesce(f->>'advice', ''), next_steps = coalesce(f->>'next_steps', '') WHERE x.id = c.id;
    WHEN 'propose' THEN UPDATE core.circular x SET version = x.version + 1, state = 'proposed', proposed_by = actor.account_id WHERE x.id = c.id;
    WHEN 'send_back' THEN UPDATE core.circular x SET version = x.version + 1, state = 'draft' WHERE x.id = c.id;
    WHEN 'issue' THEN
      UPDATE core.circular x SET version = x.version + 1, state = 'issued', issued_by = actor.account_id, issued_at = engine.clock(),
             number = engine.circular_number(engine.clock()),
             figures = jsonb_build_object('zh-CN', engine.circular_figures(c.period, 'zh-CN'), 'en', engine.circular_figures(c.period, 'en')) WHERE x.id = c.id;
  END CASE;
END $$;
COMMENT ON FUNCTION engine.circular_take(core.circular, text, core.actor, jsonb) IS 'Carries out an action on a circular; issuing freezes its figures.';

CREATE FUNCTION engine.circular_act(actor core.actor, p_id bigint, p_action text, p_args jsonb) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c core.circular := engine.seen_circular(actor, p_id);
  v_key uuid := engine.form_key(p_args);
  v_refusal text;
  v_fields jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM engine.circular_steps() s WHERE s.action = p_action) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  SELECT * INTO STRICT c FROM core.circular x WHERE x.id = p_id FOR UPDATE;
  IF engine.done_with('circular', CASE WHEN p_action <> 'correct' THEN p_id END, p_action, actor, v_key) IS NOT NULL THEN
    RETURN p_id;
  END IF;
  v_refusal := engine.circular_refusal(actor, c, p_action);
  IF v_refusal IS NOT NULL THEN
    PERFORM engine.fail(CASE WHEN v_refusal IN ('forbidden', 'proposal.own') THEN 403 ELSE 409 END, v_refusal);
  END IF;
  PERFORM engine.check_version(engine.circular_subject(c), p_args);
  v_fields := engine.check_fields(p_action, engine.circular_subject(c), p_args);
  IF p_action = 'correct' THEN
    PERFORM engine.circular_draft(actor, c.period, c.id, v_key);
    RETURN p_id;
  END IF;
  PERFORM engine.circular_take(c, p_action, actor, v_fields);
  PERFORM engine.record('circular', c.id, p_action, actor.account_id,
    engine.role_for(actor, (SELECT s.permission FROM engine.circular_steps() s WHERE s.action = p_action)), NULL, NULL,
    engine.kept_fields('circular', p_action, v_fields), v_key);
  RETURN p_id;
END $$;
COMMENT ON FUNCTION engine.circular_act(core.actor, bigint, text, jsonb) IS 'An action on a circular, checked, carried out and recorded; a form sent again does nothing again.';
