-- How a limit was computed, in whole sentences: by which rule, from when, what was counted and what was not, until when and why
-- then. Days, never minutes, unless the limit is one of hours: nobody reads here at what minute a speaker did something.

CREATE FUNCTION engine.unit_text(p_lang text, p_unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_unit WHEN 'h' THEN engine.word(p_lang, '小时', 'hours') WHEN 'd' THEN engine.word(p_lang, '日', 'days')
                     WHEN 'wd' THEN engine.word(p_lang, '个工作日', 'working days') ELSE engine.word(p_lang, '个月', 'months') END
$$;

CREATE FUNCTION engine.amount_text(p_lang text, p_n integer, p_unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT p_n || CASE WHEN p_lang = 'en' THEN ' ' || CASE p_n WHEN 1 THEN rtrim(engine.unit_text(p_lang, p_unit), 's')
                                                            ELSE engine.unit_text(p_lang, p_unit) END
                     ELSE engine.unit_text(p_lang, p_unit) END
$$;

-- A rule of our own says so; any other names its law.
CREATE FUNCTION engine.source_text(p_lang text, p_rule rules.deadline) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN t.text = '' THEN t.ours WHEN (p_rule).source LIKE '[P]%' THEN t.ours || engine.word(p_lang, '（', ' (') || t.text || engine.word(p_lang, '）', ')')
              ELSE t.text END
    FROM (SELECT regexp_replace(engine.word(p_lang, (p_rule).source, coalesce(nullif((p_rule).source_en, ''), (p_rule).source)), '^\[P\] *', '') AS text,
                 engine.word(p_lang, '本机关自定', 'the organ''s own rule') AS ours) t
$$;

-- What the calendar calls a day; in English as far as its words are known.
CREATE FUNCTION engine.note_text(p_lang text, p_note text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_text text := p_note;
  v_word rules.choice;
BEGIN
  IF p_lang = 'en' THEN
    FOR v_word IN SELECT c.* FROM rules.choice c WHERE c.list = 'holiday' ORDER BY c.sort LOOP
      v_text := replace(v_text, v_word.zh, v_word.en);
    END LOOP;
  END IF;
  RETURN v_text;
END
$$;

CREATE FUNCTION engine.weekday_text(p_lang text, p_on date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN to_char(p_on, 'FMDay') ELSE '星期' || substr('一二三四五六日', extract(isodow FROM p_on)::integer, 1) END
$$;

-- Why nobody works on a day: the holiday's name, or the day of the week.
CREATE FUNCTION engine.rest_reason(p_lang text, p_on date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT engine.note_text(p_lang, w.note) FROM core.work_calendar w WHERE w.day = p_on AND NOT w.is_workday AND w.note <> ''),
                  engine.weekday_text(p_lang, p_on));
END
$$;

CREATE FUNCTION engine.span_text(p_lang text, p_from date, p_until date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.day_text(p_lang, p_from) || CASE WHEN p_until > p_from THEN engine.word(p_lang, '至', ' to ') || engine.day_text(p_lang, p_until) ELSE '' END
$$;

-- The days after one and up to another on which nobody works: holidays one by one, plain weekends as a number. Empty: none.
CREATE FUNCTION engine.rest_text(p_lang text, p_after date, p_until date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (WITH rest AS (
      SELECT p_after + k AS day, coalesce(w.note, '') AS note
        FROM generate_series(1, p_until - p_after) k LEFT JOIN core.work_calendar w ON w.day = p_after + k
       WHERE NOT coalesce(w.is_workday, engine.weekday(p_after + k))
    ), run AS (
      SELECT r.*, r.day - (row_number() OVER (PARTITION BY r.note ORDER BY r.day))::integer AS island FROM rest r
    ), said AS (
      SELECT min(r.day) AS sort, engine.span_text(p_lang, min(r.day), max(r.day)) || engine.word(p_lang, '（', ' (')
             || engine.note_text(p_lang, r.note) || engine.word(p_lang, '）', ')') AS text
        FROM run r WHERE r.note <> '' GROUP BY r.note, r.island
      UNION ALL
      SELECT 'infinity', engine.word(p_lang, '周末' || count(*) || '天', 'weekend days: ' || count(*)) FROM rest r WHERE r.note = '' HAVING count(*) > 0
    )
    SELECT coalesce(string_agg(s.text, engine.word(p_lang, '、', ', ') ORDER BY s.sort), '') FROM said s);
END
$$;

-- Saturdays and Sundays that were worked on among them.
CREATE FUNCTION engine.made_up_text(p_lang text, p_after date, p_until date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(string_agg(engine.day_text(p_lang, w.day) || engine.word(p_lang, '（', ' (') || engine.note_text(p_lang, w.note)
                                     || engine.word(p_lang, '）', ')'), engine.word(p_lang, '、', ', ') ORDER BY w.day), '')
            FROM core.work_calendar w WHERE w.day > p_after AND w.day <= p_until AND w.is_workday AND NOT engine.weekday(w.day));
END
$$;

-- Working days after a day, one sentence after the other: what is counted, what is skipped.
CREATE FUNCTION engine.workdays_after_how(p_lang text, p_first date, p_n integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_end constant date := engine.add_workdays(p_first, p_n);
  v_rest constant text := engine.rest_text(p_lang, p_first, v_end);
  v_made_up constant text := engine.made_up_text(p_lang, p_first, v_end);
BEGIN
  RETURN CASE WHEN p_n = 0 THEN format(engine.word(p_lang, '当日（%s）办完。', 'It ends on that day, %s.'), engine.day_text(p_lang, v_end))
              ELSE format(engine.word(p_lang, '开始的当日（%s）不计，从次日起数%s，到%s止。', 'The first day, %s, is not counted; %s after it end on %s.'),
                          engine.day_text(p_lang, p_first), engine.amount_text(p_lang, p_n, 'wd'), engine.day_text(p_lang, v_end)) END
    || CASE WHEN v_rest <> '' THEN format(engine.word(p_lang, '不计的休息日：%s。', ' Days of rest, not counted: %s.'), v_rest) ELSE '' END
    || CASE WHEN v_made_up <> '' THEN format(engine.word(p_lang, '调休上班、照常计入：%s。', ' Worked in exchange, counted: %s.'), v_made_up) ELSE '' END;
END
$$;

-- The same from a moment: before it, as of which day that counts as received.
CREATE FUNCTION engine.workdays_how(p_lang text, p_start timestamptz, p_n integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_came constant date := engine.day(p_start);
  v_first constant date := engine.first_day(p_start);
BEGIN
  RETURN CASE WHEN v_first > v_came THEN format(engine.word(p_lang, '%s在下班后或休息日，按%s计。', '%s was after hours or a day of rest and counts as %s. '),
                                                engine.day_text(p_lang, v_came), engine.day_text(p_lang, v_first)) ELSE '' END
    || engine.workdays_after_how(p_lang, v_first, p_n);
END
$$;

-- Natural days and months count every day; only the end moves.
CREATE FUNCTION engine.days_how(p_lang text, p_start timestamptz, p_n integer, p_unit text, p_rolls boolean) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_plain constant date := engine.plain_end(p_start, p_n, p_unit);
  v_end constant date := engine.due_on(p_start, p_n, p_unit, p_rolls);
BEGIN
  RETURN CASE WHEN p_unit = 'mon'
      THEN format(engine.word(p_lang, '开始的当日（%s）不计，满%s的对应日%s是%s。', 'The first day, %s, is not counted; %s end on the same day-number%s: %s.'),
             engine.day_text(p_lang, p_start), engine.amount_text(p_lang, p_n, p_unit),
             CASE WHEN extract(day FROM v_plain) < extract(day FROM engine.day(p_start))
                  THEN engine.word(p_lang, '（该月没有对应日，取月末日）', ', or here, as the month has no such day, on its last') ELSE '' END,
             engine.day_text(p_lang, v_plain))
      ELSE format(engine.word(p_lang, '开始的当日（%s）不计，从次日起数%s（自然日，休息日也计），到%s。', 'The first day, %s, is not counted; %s after it, days of rest included, end on %s.'),
             engine.day_text(p_lang, p_start), engine.amount_text(p_lang, p_n, p_unit), engine.day_text(p_lang, v_plain)) END
    || CASE WHEN v_end > v_plain THEN format(engine.word(p_lang, '%s是休息日（%s），顺延到其后的第一个工作日%s。', ' %s is a day of rest (%s): the limit moves to the next working day, %s.'),
             engine.day_text(p_lang, v_plain), engine.rest_reason(p_lang, v_plain), engine.day_text(p_lang, v_end)) ELSE '' END;
END
$$;

CREATE FUNCTION engine.count_how(p_lang text, p_start timestamptz, p_n integer, p_unit text, p_rolls boolean) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_unit = 'h' THEN
    RETURN format(engine.word(p_lang, '自%s起满%s，到%s止；按小时计的，不扣休息日。', 'From %s, %s end on %s; hours are counted through.'), engine.minute_text(p_lang, p_start),
                  engine.amount_text(p_lang, p_n, p_unit), engine.minute_text(p_lang, engine.due(p_start, p_n, p_unit, p_rolls)));
  ELSIF p_unit = 'wd' THEN
    RETURN engine.workdays_how(p_lang, p_start, p_n);
  END IF;
  RETURN engine.days_how(p_lang, p_start, p_n, p_unit, p_rolls);
END
$$;

-- The rule by its name, amount and source.
CREATE FUNCTION engine.rule_text(p_lang text, p_rule rules.deadline, p_n integer, p_unit text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '%s：%s，依据：%s。', '%s: %s; source: %s. '), engine.word(p_lang, (p_rule).zh, (p_rule).en),
                engine.amount_text(p_lang, p_n, p_unit), engine.source_text(p_lang, p_rule))
$$;

-- How a limit of the rules is computed from a start, by the rule and the calendar of today.
CREATE FUNCTION engine.due_how(p_lang text, p_start timestamptz, p_key text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT engine.rule_text(p_lang, d, d.n, d.unit) || engine.count_how(p_lang, p_start, d.n, d.unit, d.rolls)
            FROM rules.deadline d WHERE d.key = p_key);
END
$$;

-- A date that somebody gave; the speaker is not told who.
CREATE FUNCTION engine.given_how(p_lang text, p_basis jsonb, p_due timestamptz, p_named boolean) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_who constant text := CASE WHEN p_named THEN engine.person(p_lang, (p_basis ->> 'by')::bigint, 'assigner') ELSE engine.word(p_lang, '工作人员', 'staff') END;
  v_on constant text := engine.day_text(p_lang, (p_basis ->> 'start')::timestamptz);
BEGIN
  IF p_basis ? 'old' THEN
    RETURN (SELECT format(engine.word(p_lang, '原时限%s；%s由%s批准延期，新时限%s。依据：%s，延期最长%s。', 'It was %s; on %s %s granted more time, until %s. Source: %s; an extension is at most %s.'),
                     engine.day_text(p_lang, (p_basis ->> 'old')::timestamptz), v_on, v_who, engine.day_text(p_lang, p_due),
                     engine.source_text(p_lang, d), engine.amount_text(p_lang, d.n, d.unit)) FROM rules.deadline d WHERE d.key = 'extension_max')
      || coalesce(engine.word(p_lang, '原时限这样算出：', ' The one before came about thus: ') || engine.basis_how(p_lang, p_basis -> 'was', (p_basis ->> 'old')::timestamptz, p_named), '');
  ELSIF p_basis ? 'import' THEN
    RETURN format(engine.word(p_lang, '这一日期来自%s由%s导入的台账，不是在这里算出的。', 'This date was not counted here: it stands so in the ledger that was loaded on %s by %s.'), v_on, v_who);
  END IF;
  RETURN format(engine.word(p_lang, '这一日期不是按期限算出的：%s由%s确定为%s。', 'This date was not counted: on %s %s set it to %s.'), v_on, v_who, engine.day_text(p_lang, p_due));
END
$$;

-- The rule or the calendar of today would not give that date.
CREATE FUNCTION engine.then_how(p_lang text, p_start timestamptz, p_due timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '自%s起，按当时的规则和日历算到%s；此后规则或日历有变动，已定的时限不改。', 'From %s, by the rule and the calendar of then, it ends on %s; what changed since does not move it.'),
                engine.day_text(p_lang, p_start), engine.day_text(p_lang, p_due))
$$;

-- A date that was counted: as it was counted then; where the rule or the calendar has changed since, that it stands nevertheless.
CREATE FUNCTION engine.counted_how(p_lang text, p_basis jsonb, p_due timestamptz, p_rule rules.deadline) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_start constant timestamptz := (p_basis ->> 'start')::timestamptz;
  v_n constant integer := (p_basis ->> 'n')::integer;
  v_unit constant text := p_basis ->> 'unit';
BEGIN
  RETURN CASE WHEN p_basis ? 'paused' THEN format(engine.word(p_lang, '%s（依据：%s）自%s起停计，等待补充情况；%s恢复，余%s。', '%s (source: %s) stood still from %s, waiting for the speaker; from %s what was left counts: %s. '),
           engine.word(p_lang, (p_rule).zh, (p_rule).en), engine.source_text(p_lang, p_rule), engine.day_text(p_lang, (p_basis ->> 'paused')::timestamptz),
           engine.day_text(p_lang, v_start), engine.amount_text(p_lang, v_n, v_unit)) ELSE engine.rule_text(p_lang, p_rule, v_n, v_unit) END
    || CASE WHEN engine.due(v_start, v_n, v_unit, (p_rule).rolls) = p_due THEN engine.count_how(p_lang, v_start, v_n, v_unit, (p_rule).rolls)
            WHEN p_basis ? 'paused' AND p_due < v_start THEN format(engine.word(p_lang, '停计前已于%s到期。', 'It had run out before, on %s.'), engine.day_text(p_lang, p_due))
            ELSE engine.then_how(p_lang, v_start, p_due) END
    || coalesce((SELECT format(engine.word(p_lang, '这是%s的最后期限，不因停计而推迟。', ' It is the hard stop of %s: no pause moves it.'), engine.word(p_lang, s.zh, lower(s.en)))
                   FROM rules.deadline s WHERE s.key = p_basis ->> 'stops'), '');
END
$$;

-- How a stored limit came about; where nothing was recorded, that; NULL where there is no limit. Named: for staff, who may read
-- who gave a date.
CREATE FUNCTION engine.basis_how(p_lang text, p_basis jsonb, p_due timestamptz, p_named boolean DEFAULT true) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_due IS NULL THEN
    RETURN NULL;
  ELSIF p_basis ? 'by' THEN
    RETURN engine.given_how(p_lang, p_basis, p_due, p_named);
  END IF;
  RETURN coalesce((SELECT engine.counted_how(p_lang, p_basis, p_due, d) FROM rules.deadline d WHERE d.key = p_basis ->> 'key'),
    engine.word(p_lang, '这一日期定下时，系统还没有记录计算的规则，现在无法说明当时怎样算出。', 'It was set before the rule behind a date was recorded: how it was computed can no longer be told.'));
END
$$;
