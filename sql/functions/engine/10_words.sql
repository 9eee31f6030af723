-- The ground: the clock, errors, words in two languages, times as people write them.

-- The present moment; a test or the demonstration may set xq.clock.
CREATE FUNCTION engine.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('xq.clock', true), '')::timestamptz, now())
$$;

-- Ends the request with an HTTP status, a stable dotted code and the field at fault.
CREATE FUNCTION engine.fail(p_http integer, p_code text, p_field text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'XQ' || p_http, MESSAGE = p_code, HINT = p_field;
END
$$;

-- The text in the reader's language; Chinese unless English was asked for.
CREATE FUNCTION engine.word(p_lang text, p_zh text, p_en text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN p_en ELSE p_zh END
$$;

-- The one shape of an enumerated value in answers. (STABLE as what it calls is: so it is drawn into its caller's query.)
CREATE FUNCTION engine.enum(p_lang text, p_code text, p_zh text, p_en text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('code', p_code, 'zh', p_zh, 'en', p_en, 'label', engine.word(p_lang, p_zh, p_en))
$$;

-- A number of the rules; an unknown key is a fault of the program.
CREATE FUNCTION engine.param(p_key text) RETURNS numeric LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_value numeric;
BEGIN
  SELECT p.value INTO STRICT v_value FROM rules.param p WHERE p.key = p_key;
  RETURN v_value;
END
$$;

-- The calendar day of a moment where the organ sits.
CREATE FUNCTION engine.day(p_at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (p_at AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- The last second of a day: until then a limit that ends on it is kept.
CREATE FUNCTION engine.end_of_day(p_on date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (p_on + time '23:59:59') AT TIME ZONE 'Asia/Shanghai'
$$;

-- A day as the reader writes it.
CREATE FUNCTION engine.day_text(p_lang text, p_on date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN to_char(p_on, 'FMDD Mon YYYY') ELSE to_char(p_on, 'YYYY"年"FMMM"月"FMDD"日"') END
$$;

-- The day of a moment as the reader writes it.
CREATE FUNCTION engine.day_text(p_lang text, p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.day_text(p_lang, engine.day(p_at))
$$;

-- A moment as the reader writes it, to the minute.
CREATE FUNCTION engine.minute_text(p_lang text, p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.day_text(p_lang, p_at) || CASE WHEN p_lang = 'en' THEN ', ' ELSE ' ' END
         || to_char(p_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI')
$$;
