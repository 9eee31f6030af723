-- The fields of an action: as a form draws them, and as what came back is checked. One row of rules.action_field says both.

-- A list longer than a person reads is cut in the form; what is typed by number is still accepted.
CREATE FUNCTION engine.list_limit() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 200';

CREATE FUNCTION engine.field_options(p_lang text, p_list text, p_subject engine.subject, p_chosen text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (WITH listed AS (
      SELECT o.section, o.sort, o.code, engine.option(o.code, o.label, NULL, o.code = p_chosen) AS one
        FROM engine.options(p_lang, p_list, p_subject) o ORDER BY o.sort, o.code LIMIT engine.list_limit()
    ), grouped AS (
      SELECT l.section, min(l.sort) AS sort, jsonb_agg(l.one ORDER BY l.sort, l.code) AS options FROM listed l GROUP BY l.section
    )
    SELECT coalesce(CASE WHEN bool_and(g.section IS NULL) THEN (SELECT h.options FROM grouped h)
                    ELSE jsonb_agg(jsonb_build_object('label', g.section, 'options', g.options) ORDER BY g.sort) END, '[]')
      FROM grouped g);
END
$$;

-- What a field holds before anybody typed: what is known already.
CREATE FUNCTION engine.field_value(p_subject engine.subject, p_action text, p_name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE
    WHEN p_name = 'category' THEN coalesce((p_subject).issue.category, engine.filed_category((p_subject).opinion))
    WHEN p_name = 'scope' THEN (p_subject).opinion.scope
    WHEN p_name = 'lead_office' AND (p_subject).layer = 'opinion'
      THEN (SELECT o.code FROM core.office o WHERE o.id = (p_subject).opinion.claimed_office)
    WHEN p_action = 'merge' AND p_name = 'issue' THEN (SELECT s.number FROM engine.similar_issues((p_subject).opinion) s ORDER BY s.score DESC, s.number DESC LIMIT 1)
    WHEN p_action = 'correct' AND p_name = 'title' THEN (p_subject).issue.title
    WHEN p_action = 'correct' AND p_name = 'key_issue' THEN (p_subject).issue.key_issue::text
    WHEN (p_subject).layer = 'supervision' AND p_action = 'sign' THEN (SELECT n.instruction FROM core.supervision n WHERE n.id = (p_subject).id)
    WHEN p_action = 'publicize' AND p_name = 'text' THEN (p_subject).issue.public_summary
  END;
END
$$;

CREATE FUNCTION engine.action_field(p_lang text, p_field rules.action_field, p_subject engine.subject) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_value text := engine.field_value(p_subject, (p_field).action, (p_field).name);
BEGIN
  RETURN engine.field((p_field).name, (p_field).type, engine.word(p_lang, (p_field).zh, (p_field).en), (p_field).required,
    jsonb_build_object('hint', nullif(engine.word(p_lang, (p_field).hint_zh, (p_field).hint_en), ''),
      'min', (p_field).min, 'max', (p_field).max, 'value', v_value,
      'checked', CASE WHEN (p_field).type = 'bool' AND v_value = 'true' THEN true END,
      'options', CASE WHEN (p_field).options IS NOT NULL THEN engine.field_options(p_lang, (p_field).options, p_subject, v_value) END));
END
$$;

CREATE FUNCTION engine.action_fields(p_lang text, p_action text, p_subject engine.subject) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.action_field(p_lang, f, p_subject) ORDER BY f.sort), '[]')
    FROM rules.action_field f WHERE f.layer = (p_subject).layer AND f.action = p_action
$$;

CREATE FUNCTION engine.check_text(p_field rules.action_field, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_text text := btrim(p_value #>> '{}', E' \t\r\n\u3000');
BEGIN
  IF jsonb_typeof(p_value) <> 'string' THEN
    PERFORM engine.fail(422, 'wrong_type', (p_field).name);
  ELSIF char_length(v_text) < (p_field).min THEN
    PERFORM engine.fail(422, 'too_short', (p_field).name);
  ELSIF char_length(v_text) > (p_field).max THEN
    PERFORM engine.fail(422, 'too_long', (p_field).name);
  END IF;
  RETURN to_jsonb(v_text);
END
$$;

CREATE FUNCTION engine.check_choice(p_field rules.action_field, p_value jsonb, p_subject engine.subject) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF jsonb_typeof(p_value) NOT IN ('string', 'number') THEN
    PERFORM engine.fail(422, 'wrong_type', (p_field).name);
  ELSIF NOT engine.is_option((p_field).options, p_value #>> '{}', p_subject) THEN
    PERFORM engine.fail(422, 'not_a_choice', (p_field).name);
  END IF;
  RETURN to_jsonb(p_value #>> '{}');
END
$$;

-- A form sends one ticked box as a plain string.
CREATE FUNCTION engine.check_multi(p_field rules.action_field, p_value jsonb, p_subject engine.subject) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_list jsonb := CASE jsonb_typeof(p_value) WHEN 'array' THEN p_value ELSE jsonb_build_array(p_value) END;
BEGIN
  RETURN (SELECT jsonb_agg(DISTINCT engine.check_choice(p_field, v.value, p_subject)) FROM jsonb_array_elements(v_list) v);
END
$$;

CREATE FUNCTION engine.check_bool(p_field rules.action_field, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE lower(p_value #>> '{}')
    WHEN 'true', 'on', 'yes', '1' THEN RETURN to_jsonb(true);
    WHEN 'false', 'off', 'no', '0' THEN RETURN to_jsonb(false);
    ELSE PERFORM engine.fail(422, 'wrong_type', (p_field).name);
  END CASE;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.check_int(p_field rules.action_field, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_text text := p_value #>> '{}';
BEGIN
  IF v_text !~ '^-?[0-9]{1,9}$' THEN
    PERFORM engine.fail(422, 'wrong_type', (p_field).name);
  ELSIF v_text::integer < (p_field).min OR v_text::integer > (p_field).max THEN
    PERFORM engine.fail(422, 'out_of_range', (p_field).name);
  END IF;
  RETURN to_jsonb(v_text::integer);
END
$$;

CREATE FUNCTION engine.check_date(p_field rules.action_field, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_text text := p_value #>> '{}';
BEGIN
  IF v_text !~ '^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$' THEN
    PERFORM engine.fail(422, 'bad_date', (p_field).name);
  END IF;
  RETURN to_jsonb(v_text::date);
EXCEPTION WHEN datetime_field_overflow THEN
  PERFORM engine.fail(422, 'bad_date', (p_field).name);
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.check_field(p_field rules.action_field, p_value jsonb, p_subject engine.subject) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT CASE (p_field).type
    WHEN 'choice' THEN engine.check_choice(p_field, p_value, p_subject)
    WHEN 'multi'  THEN engine.check_multi(p_field, p_value, p_subject)
    WHEN 'bool'   THEN engine.check_bool(p_field, p_value)
    WHEN 'int'    THEN engine.check_int(p_field, p_value)
    WHEN 'date'   THEN engine.check_date(p_field, p_value)
    ELSE engine.check_text(p_field, p_value) END
$$;

-- A box left empty was not filled.
CREATE FUNCTION engine.is_blank(p_value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_value IS NULL OR jsonb_typeof(p_value) = 'null' OR p_value = '[]'
         OR btrim(p_value #>> '{}', E' \t\r\n\u3000') = ''
$$;

-- The arguments of an action, checked against its fields; what belongs to the request itself (key, version) is left out.
CREATE FUNCTION engine.check_fields(p_action text, p_subject engine.subject, p_args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_args jsonb := coalesce(p_args, '{}') - ARRAY['key', 'version'];
  v_clean jsonb := '{}'::jsonb;
  v_field rules.action_field;
  v_unknown text;
BEGIN
  SELECT min(k) INTO v_unknown FROM jsonb_object_keys(v_args) k WHERE NOT EXISTS (
    SELECT FROM rules.action_field f WHERE f.layer = (p_subject).layer AND f.action = p_action AND f.name = k);
  IF v_unknown IS NOT NULL THEN
    PERFORM engine.fail(422, 'unknown_field', v_unknown);
  END IF;
  FOR v_field IN SELECT f.* FROM rules.action_field f WHERE f.layer = (p_subject).layer AND f.action = p_action ORDER BY f.sort LOOP
    IF NOT engine.is_blank(v_args -> v_field.name) THEN
      v_clean := v_clean || jsonb_build_object(v_field.name, engine.check_field(v_field, v_args -> v_field.name, p_subject));
    ELSIF v_field.required THEN
      PERFORM engine.fail(422, 'required', v_field.name);
    END IF;
  END LOOP;
  RETURN v_clean;
END
$$;
