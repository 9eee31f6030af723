-- V17 通报: the figures of a period in the order in which an official reads them, in words of one language. The same functions as the
-- views; frozen when the circular is issued.

CREATE FUNCTION engine.circular_line(p_label text, p_value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('label', p_label, 'text', CASE jsonb_typeof(p_value) WHEN 'object' THEN p_value ->> 'text' ELSE p_value #>> '{}' END)
$$;
COMMENT ON FUNCTION engine.circular_line(text, jsonb) IS 'One figure with its name; a rate with its denominator.';

CREATE FUNCTION engine.circular_table(p_title text, p_head text[], p_rows jsonb, p_note text DEFAULT NULL) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('title', p_title, 'head', to_jsonb(p_head), 'has_rows', coalesce(jsonb_array_length(p_rows), 0) > 0, 'rows', coalesce(p_rows, '[]'))
         || CASE WHEN p_note IS NULL THEN '{}' ELSE jsonb_build_object('note', p_note) END
$$;
COMMENT ON FUNCTION engine.circular_table(text, text[], jsonb, text) IS 'One table of a circular.';

-- An issue as it stood at a moment, by its own events.
CREATE FUNCTION engine.state_at(p_issue bigint, p_at timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT e.to_state FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = p_issue AND e.to_state IS NOT NULL AND e.at <= p_at ORDER BY e.seq DESC LIMIT 1
$$;
COMMENT ON FUNCTION engine.state_at(bigint, timestamptz) IS 'The state an issue was in at a moment; NULL: it was not there yet.';

-- And the date by which it was to be put right then: an extension or a redo granted since changes nothing of what a month was.
CREATE FUNCTION engine.due_as_of(p_issue bigint, p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT d.due_at FROM core.issue_due d WHERE d.issue_id = p_issue AND d.since <= p_at ORDER BY d.since DESC LIMIT 1
$$;
COMMENT ON FUNCTION engine.due_as_of(bigint, timestamptz) IS 'The date that an issue had at a moment; NULL: none.';

CREATE FUNCTION engine.lead_as_of(p_issue bigint, p_at timestamptz) RETURNS smallint LANGUAGE sql STABLE AS $$
  SELECT a.office_id FROM core.assignment a WHERE a.issue_id = p_issue AND a.part = 'lead' AND a.assigned_at <= p_at AND (a.ended_at IS NULL OR a.ended_at > p_at)
   ORDER BY a.assigned_at DESC LIMIT 1
$$;
COMMENT ON FUNCTION engine.lead_as_of(bigint, timestamptz) IS 'The office that led an issue at a moment.';

-- Red at the period's end: the limit of the rectification had passed and nothing had been replied.
CREATE FUNCTION engine.overdue_at(p_at timestamptz) RETURNS TABLE (issue core.issue, office_id smallint, due_at timestamptz, days integer) LANGUAGE sql STABLE AS $$
  SELECT i, coalesce(engine.lead_as_of(i.id, p_at), i.office_id), d.due, engine.day(p_at) - engine.day(d.due)
    FROM core.issue i, engine.state_at(i.id, p_at) AS s (code), engine.due_as_of(i.id, p_at) AS d (due)
   WHERE d.due < p_at AND i.opened_at <= p_at AND (s.code BETWEEN 30 AND 52 OR s.code IN (75, 76, 97))
$$;
COMMENT ON FUNCTION engine.overdue_at(timestamptz) IS 'What was overdue and open at a moment, whose it was then, by when it was due then, and by how many days it was late.';

CREATE FUNCTION engine.circular_received(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.circular_line(engine.word(p_lang, '收到意见', 'Opinions received'), to_jsonb(count(*))),
    engine.circular_line(engine.word(p_lang, '不留联系方式', 'Without contact'), engine.rate_cell(p_lang, count(*) FILTER (WHERE o.protection = 'none'), count(*))),
    engine.circular_line(engine.word(p_lang, '立为问题交办', 'Assigned as issues'), to_jsonb((SELECT count(*) FROM core.issue i WHERE i.opened_at BETWEEN p_from AND p_to))),
    engine.circular_line(engine.word(p_lang, '告知引导或转送', 'Referred'), to_jsonb(count(*) FILTER (WHERE o.state = 27))),
    engine.circular_line(engine.word(p_lang, '不予受理', 'Not accepted'), to_jsonb(count(*) FILTER (WHERE o.state = 29))))
    FROM core.opinion o WHERE o.received_at BETWEEN p_from AND p_to
$$;
COMMENT ON FUNCTION engine.circular_received(text, timestamptz, timestamptz) IS 'What came in and where it went. How many were transferred is said to nobody who handles them.';

CREATE FUNCTION engine.circular_handled(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.circular_line(engine.word(p_lang, '期内答复', 'Replied in the period'), to_jsonb(count(*) FILTER (WHERE i.replied_at BETWEEN p_from AND p_to))),
    engine.circular_line(engine.word(p_lang, '期内销号', 'Struck off in the period'), to_jsonb(count(*) FILTER (WHERE i.closed_at BETWEEN p_from AND p_to))),
    engine.circular_line(engine.word(p_lang, '期末在办', 'Open at its end'), to_jsonb(count(*) FILTER (WHERE s.closed IS FALSE))),
    engine.circular_line(engine.word(p_lang, '其中长期坚持', 'Of them kept on the books'), to_jsonb(count(*) FILTER (WHERE s.code = 52))),
    engine.circular_line(engine.word(p_lang, '期末超期未结', 'Overdue at its end'), to_jsonb((SELECT count(*) FROM engine.overdue_at(least(p_to, engine.clock()))))))
    FROM core.issue i LEFT JOIN rules.state s ON s.code = engine.state_at(i.id, p_to)
$$;
COMMENT ON FUNCTION engine.circular_handled(text, timestamptz, timestamptz) IS 'What was done with the issues in the period, and what is left at its end.';

CREATE FUNCTION engine.circular_rates(p_lang text, p_rate engine.period_rate, p_voided jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.circular_line(engine.word(p_lang, '响应率', 'Response'), engine.rate_cell(p_lang, (p_rate).contacted, (p_rate).n)),
    engine.circular_line(engine.word(p_lang, '解决率', 'Solution'), engine.rate_cell(p_lang, (p_rate).solved, (p_rate).solved_n)),
    engine.circular_line(engine.word(p_lang, '满意率', 'Satisfaction'), engine.rate_cell(p_lang, (p_rate).satisfied, (p_rate).n)),
    engine.circular_line(engine.word(p_lang, '按期办结率', 'On time'), engine.rate_cell(p_lang, (p_rate).on_time, (p_rate).due_n)),
    engine.circular_line(engine.word(p_lang, '剔除评价', 'Ratings left out'), engine.voided_cell(p_lang, p_voided)))
$$;
COMMENT ON FUNCTION engine.circular_rates(text, engine.period_rate, jsonb) IS 'The rates of a period, each with its denominator, and what was left out of them.';

CREATE FUNCTION engine.circular_rate(p_lang text, p_good numeric, p_n bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_n = 0 THEN '—' ELSE engine.rate_cell(p_lang, p_good, p_n) ->> 'text' END
$$;
COMMENT ON FUNCTION engine.circular_rate(text, numeric, bigint) IS 'A rate in a table of many: a dash where there was nothing to count.';

-- Every office of the organ. A rank only where there is a score: too few follow-ups leave a dash, and nobody is ranked behind them.
CREATE FUNCTION engine.circular_offices(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH late AS MATERIALIZED (
    SELECT x.office_id, count(*) AS n FROM engine.overdue_at(least(p_to, engine.clock())) x GROUP BY 1
  ), working AS MATERIALIZED (
    SELECT coalesce(engine.lead_as_of(i.id, p_to), i.office_id) AS office_id, count(*) AS n
      FROM core.issue i JOIN rules.state s ON s.code = engine.state_at(i.id, p_to) AND NOT s.closed GROUP BY 1
  ), line AS (
    SELECT o.*, engine.period_rates(p_from, p_to, o.id) AS rate FROM core.office o WHERE o.organ AND o.active
  ), counted AS (
    SELECT l.*, engine.period_score(l.rate) AS score,
           (SELECT count(*) FROM core.assignment a WHERE a.office_id = l.id AND a.part = 'lead' AND a.assigned_at BETWEEN p_from AND p_to) AS assigned,
           coalesce((SELECT w.n FROM working w WHERE w.office_id = l.id), 0) AS open,
           (SELECT count(*) FROM core.issue i WHERE i.office_id = l.id AND i.closed_at BETWEEN p_from AND p_to) AS closed,
           coalesce((SELECT x.n FROM late x WHERE x.office_id = l.id), 0) AS late FROM line l
  ), ranked AS (
    SELECT c.*, CASE WHEN score IS NOT NULL THEN rank() OVER (ORDER BY score DESC NULLS LAST) END AS place FROM counted c
  )
  SELECT jsonb_agg(jsonb_build_array(engine.word(p_lang, zh, en), assigned, open, closed, late,
           engine.circular_rate(p_lang, (rate).contacted, (rate).n), engine.circular_rate(p_lang, (rate).solved, (rate).solved_n),
           engine.circular_rate(p_lang, (rate).satisfied, (rate).n), engine.circular_rate(p_lang, (rate).on_time, (rate).due_n),
           engine.voided_cell(p_lang, engine.period_voided(p_from, p_to, id)) ->> 'text', coalesce(score::text, '—'), coalesce(place::text, '—')) ORDER BY sort)
    FROM ranked
$$;
COMMENT ON FUNCTION engine.circular_offices(text, timestamptz, timestamptz) IS 'A row for each office: assigned, open, struck off, overdue, the rates, and a rank where there are enough follow-ups.';

CREATE FUNCTION engine.circular_overdue(p_lang text, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array((x.issue).number, (x.issue).title, engine.office(p_lang, x.office_id) ->> 'label',
           engine.day_text(p_lang, x.due_at), x.days) ORDER BY x.days DESC, (x.issue).id) FROM engine.overdue_at(least(p_to, engine.clock())) x
$$;
COMMENT ON FUNCTION engine.circular_overdue(text, timestamptz) IS 'What was overdue at the end, the longest first.';

CREATE FUNCTION engine.circular_lookbacks(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.circular_line(engine.word(p_lang, '完成回头看', 'Look-backs done'), to_jsonb(count(*))),
    engine.circular_line(engine.word(p_lang, '巩固', 'Held'), to_jsonb(count(*) FILTER (WHERE l.conclusion = 'held'))),
    engine.circular_line(engine.word(p_lang, '基本巩固', 'Mostly held'), to_jsonb(count(*) FILTER (WHERE l.conclusion = 'mostly'))),
    engine.circular_line(engine.word(p_lang, '反弹', 'Relapsed'), to_jsonb(count(*) FILTER (WHERE l.conclusion = 'rebound'))),
    engine.circular_line(engine.word(p_lang, '变异', 'In a new form'), to_jsonb(count(*) FILTER (WHERE l.conclusion = 'changed'))),
    engine.circular_line(engine.word(p_lang, '反弹率', 'Rate of relapse'), engine.rate_cell(p_lang, count(*) FILTER (WHERE l.conclusion = 'rebound'), count(*))))
    FROM core.lookback l WHERE l.done_at BETWEEN p_from AND p_to
$$;
COMMENT ON FUNCTION engine.circular_lookbacks(text, timestamptz, timestamptz) IS 'What the look-backs of the period found.';

-- Only what has been published may stand as a typical case.
CREATE FUNCTION engine.circular_cases(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('title', c.title, 'summary', c.public_summary, 'office', engine.office(p_lang, c.office_id) ->> 'label') ORDER BY c.closed_at, c.id), '[]')
    FROM (SELECT i.* FROM core.issue i JOIN rules.state s ON s.code = i.state AND s.closed
           WHERE i.published AND i.public_summary <> '' AND i.closed_at BETWEEN p_from AND p_to ORDER BY i.closed_at DESC, i.id DESC LIMIT 5) c
$$;
COMMENT ON FUNCTION engine.circular_cases(text, timestamptz, timestamptz) IS 'The latest published cases of the period.';

-- 信访工作条例第四十一条: where it came from and what about, which units most, forwarded and supervised, suggestions and whether adopted.
CREATE FUNCTION engine.circular_sources(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(x.label, x.n) ORDER BY x.sort) FROM (
    SELECT c.sort, engine.word(p_lang, c.zh, c.en) AS label, count(*) AS n FROM core.opinion o JOIN rules.choice c ON c.list = 'source' AND c.code = o.source
     WHERE o.received_at BETWEEN p_from AND p_to GROUP BY 1, 2) x
$$;
COMMENT ON FUNCTION engine.circular_sources(text, timestamptz, timestamptz) IS 'Opinions by source.';

CREATE FUNCTION engine.circular_fields(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(x.label, x.n) ORDER BY x.sort) FROM (
    SELECT c.sort, engine.word(p_lang, c.zh, c.en) AS label, count(*) AS n FROM core.opinion o JOIN rules.category c ON c.code = left(engine.filed_category(o), 1)
     WHERE o.received_at BETWEEN p_from AND p_to AND o.state <> 26 AND NOT c.sensitive GROUP BY 1, 2) x
$$;
COMMENT ON FUNCTION engine.circular_fields(text, timestamptz, timestamptz) IS 'Opinions by main category, but for the sensitive ones, which are handed over.';

CREATE FUNCTION engine.circular_named(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(x.label, x.n) ORDER BY x.n DESC, x.sort) FROM (
    SELECT f.sort, engine.word(p_lang, f.zh, f.en) AS label, count(*) AS n FROM core.opinion o JOIN core.office f ON f.id = o.claimed_office
     WHERE o.received_at BETWEEN p_from AND p_to AND o.state <> 26 AND engine.is_negative(o.kind) GROUP BY 1, 2
    HAVING count(*) >= engine.param('min_n') ORDER BY 3 DESC LIMIT 5) x
$$;
COMMENT ON FUNCTION engine.circular_named(text, timestamptz, timestamptz) IS 'Which offices criticism and complaints named most; none that only a few did.';

CREATE FUNCTION engine.circular_forwarded(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.circular_line(engine.word(p_lang, '转送', 'Forwarded'), to_jsonb((SELECT count(*) FROM core.opinion o WHERE o.received_at BETWEEN p_from AND p_to AND o.state = 27))),
    engine.circular_line(engine.word(p_lang, '交办', 'Assigned'), to_jsonb((SELECT count(*) FROM core.assignment a WHERE a.part = 'lead' AND a.assigned_at BETWEEN p_from AND p_to))),
    engine.circular_line(engine.word(p_lang, '督办单', 'Notices of supervision'), to_jsonb((SELECT count(*) FROM core.supervision s WHERE s.in_force_at BETWEEN p_from AND p_to))),
    engine.circular_line(engine.word(p_lang, '建议类意见', 'Suggestions'), to_jsonb(count(*))),
    engine.circular_line(engine.word(p_lang, '其中已采纳', 'Of them adopted'), to_jsonb(count(*) FILTER (WHERE EXISTS (
      SELECT FROM core.voice v JOIN core.issue i ON i.id = v.issue_id WHERE v.opinion_id = o.id AND i.result_class IN ('A', 'B') AND i.replied_at <= p_to)))))
    FROM core.opinion o WHERE o.received_at BETWEEN p_from AND p_to AND o.kind = 'suggestion'
$$;
COMMENT ON FUNCTION engine.circular_forwarded(text, timestamptz, timestamptz) IS
  'Forwarded, assigned, supervised; suggestions, and those adopted: replied as solved or begun.';

CREATE FUNCTION engine.circular_year(p_lang text, p_from timestamptz, p_to timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('forwarded', engine.circular_forwarded(p_lang, p_from, p_to), 'tables', jsonb_build_array(
    engine.circular_table(engine.word(p_lang, '意见来源', 'Where opinions came from'), ARRAY[engine.word(p_lang, '来源', 'Source'), engine.word(p_lang, '条数', 'Opinions')], engine.circular_sources(p_lang, p_from, p_to)),
    engine.circular_table(engine.word(p_lang, '涉及领域', 'What they were about'), ARRAY[engine.word(p_lang, '领域', 'Field'), engine.word(p_lang, '条数', 'Opinions')], engine.circular_fields(p_lang, p_from, p_to)),
    engine.circular_table(engine.word(p_lang, '反映较多的委办室', 'Offices most complained of'), ARRAY[engine.word(p_lang, '委办室', 'Office'), engine.word(p_lang, '批评投诉条数', 'Criticism and complaints')], engine.circular_named(p_lang, p_from, p_to),
      engine.word(p_lang, '承担接待受理职责的单位本来就多；条数少的不列。', 'Offices that receive people hear more by nature; small numbers are not listed.'))))
$$;
COMMENT ON FUNCTION engine.circular_year(text, timestamptz, timestamptz) IS 'What the Regulations on Petitions, Article 41, ask of a half-year''s or a year''s report.';

CREATE FUNCTION engine.circular_figures(p_period text, p_lang text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_from timestamptz;
  v_to timestamptz;
BEGIN
  SELECT engine.day_start(d.from_on::text), engine.end_of_day(d.to_on) INTO STRICT v_from, v_to FROM engine.period_days(p_period) d;
  RETURN jsonb_build_object('received', engine.circular_received(p_lang, v_from, v_to), 'handled', engine.circular_handled(p_lang, v_from, v_to),
    'rates', engine.circular_rates(p_lang, engine.period_rates(v_from, v_to, NULL), engine.period_voided(v_from, v_to)), 'lookbacks', engine.circular_lookbacks(p_lang, v_from, v_to),
    'cases', engine.circular_cases(p_lang, v_from, v_to),
    'offices', engine.circular_table(engine.word(p_lang, '各委办室整改情况', 'The offices'), CASE p_lang
      WHEN 'en' THEN ARRAY['Office', 'Assigned', 'Open', 'Struck off', 'Overdue', 'Response', 'Solution', 'Satisfaction', 'On time', 'Left out', 'Score', 'Rank']
      ELSE ARRAY['委办室', '交办数', '在办', '已销号', '超期', '响应率', '解决率', '满意率', '按期办结率', '剔除评价', '综合分', '排名'] END,
      engine.circular_offices(p_lang, v_from, v_to), format(engine.word(p_lang, '评价少于%s人的不算比率、不排名。交办数多少不作评价。排名仅供内部改进工作。', 'No rate and no rank under %s ratings. How much was assigned says nothing about an office. Ranks are for internal use.'), engine.param('min_n'))),
    'overdue', engine.circular_table(engine.word(p_lang, '超期未结问题', 'Overdue and open'), CASE p_lang
      WHEN 'en' THEN ARRAY['Issue', 'Title', 'Office', 'Due', 'Days over'] ELSE ARRAY['问题编号', '问题', '责任单位', '整改时限', '超期天数'] END,
      engine.circular_overdue(p_lang, v_to)))
    || CASE WHEN p_period ~ '(H.|^....)$' THEN jsonb_build_object('year', engine.circular_year(p_lang, v_from, v_to)) ELSE '{}' END;
END
$$;
COMMENT ON FUNCTION engine.circular_figures(text, text) IS 'Every figure of a circular on a period, in one language; by half-year and year with what Article 41 asks for.';
