-- V10, V11 双联: who met whom, and what became of what was raised. Counts only: no points, no ranking of people. A contact at which
-- nobody had anything to say is a contact.

CREATE FUNCTION engine.contact_year(p_filters jsonb) RETURNS TABLE (from_on date, to_on date) LANGUAGE sql STABLE AS $$
  SELECT p.from_on, p.to_on FROM engine.asked_period(p_filters) p
$$;
COMMENT ON FUNCTION engine.contact_year(jsonb) IS 'The days the contacts of a view fall into.';

CREATE FUNCTION engine.report_own(p_query engine.report_query, p_account bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_query).scope = 'all' OR coalesce(p_account = ((p_query).actor).account_id, false)
$$;
COMMENT ON FUNCTION engine.report_own(engine.report_query, bigint) IS 'Whether the row of a person with this account is the reader''s to see: any, or their own.';

CREATE FUNCTION engine.contact_closed(p_contacts bigint[]) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(DISTINCT o.id) FROM core.contact_opinion c JOIN core.opinion o ON o.id = c.opinion_id
   WHERE c.contact_id = ANY (p_contacts) AND o.closed_at IS NOT NULL
$$;
COMMENT ON FUNCTION engine.contact_closed(bigint[]) IS 'How many of the opinions brought back are finished.';

-- One row a pair: how often the member met the delegate in the period.
CREATE FUNCTION engine.pair_contacts(p_filters jsonb) RETURNS TABLE (member_id bigint, delegate_id bigint, n bigint) LANGUAGE sql STABLE AS $$
  SELECT p.member_id, p.delegate_id, count(c.id)
    FROM core.pairing p JOIN core.member m ON m.id = p.member_id AND m.active CROSS JOIN engine.contact_year(p_filters) y
    LEFT JOIN core.contact_record c ON c.member_id = p.member_id AND c.delegate_id = p.delegate_id AND c.on_day BETWEEN y.from_on AND y.to_on
   WHERE p.since <= y.to_on
   GROUP BY p.member_id, p.delegate_id
$$;
COMMENT ON FUNCTION engine.pair_contacts(jsonb) IS 'Every pair with the number of its contacts in the period.';

CREATE FUNCTION engine.report_contact(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH pair AS (
    SELECT p.member_id, count(*) AS pairs, count(*) FILTER (WHERE p.n > 0) AS met, count(*) FILTER (WHERE p.n >= engine.param('contact_min')) AS enough
      FROM engine.pair_contacts((p_query).filters) p GROUP BY 1
  ), made AS (
    SELECT c.member_id, count(*) AS times, sum(c.opinions) AS opinions, count(*) FILTER (WHERE c.opinions = 0) AS silent, engine.contact_closed(array_agg(c.id)) AS closed
      FROM core.contact_record c, engine.contact_year((p_query).filters) y
     WHERE c.member_id IS NOT NULL AND c.on_day BETWEEN y.from_on AND y.to_on GROUP BY 1
  ), line AS (
    SELECT m.id, m.chairs, coalesce(p.pairs, 0) AS pairs, coalesce(p.enough, 0) AS enough, jsonb_build_object('cells', jsonb_build_array(
        m.name, m.post, CASE WHEN m.chairs THEN engine.param('link_quota_chairs') ELSE engine.param('link_quota_member') END,
        coalesce(p.pairs, 0), coalesce(p.met, 0), coalesce(a.times, 0), coalesce(p.enough, 0),
        engine.rate_cell((p_query).lang, p.enough, p.pairs), coalesce(a.opinions, 0), coalesce(a.silent, 0), coalesce(a.closed, 0))) AS r
      FROM core.member m LEFT JOIN pair p ON p.member_id = m.id LEFT JOIN made a ON a.member_id = m.id
     WHERE m.active AND engine.report_own(p_query, m.account_id)
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY chairs DESC, id) FROM line), '[]'), ARRAY[engine.period_note(p_query)]) || jsonb_build_object('total',
    jsonb_build_object('cells', jsonb_build_array(engine.word((p_query).lang, '合计', 'Total'), NULL, NULL, (SELECT sum(pairs) FROM line), NULL, NULL,
      (SELECT sum(enough) FROM line), engine.rate_cell((p_query).lang, (SELECT sum(enough) FROM line), (SELECT sum(pairs) FROM line)::bigint), NULL, NULL, NULL)))
$$;
COMMENT ON FUNCTION engine.report_contact(engine.report_query) IS 'Members with the delegates they are paired with: met, how often, often enough, and what they brought back.';

CREATE FUNCTION engine.report_delegate_contact(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH made AS (
    SELECT c.delegate_id, sum(c.households) AS households, count(*) AS times, count(*) FILTER (WHERE c.mode IN ('reception', 'duty')) AS receptions,
           sum(c.opinions) AS opinions, count(*) FILTER (WHERE c.opinions = 0) AS silent
      FROM core.contact_record c, engine.contact_year((p_query).filters) y
     WHERE c.member_id IS NULL AND c.on_day BETWEEN y.from_on AND y.to_on GROUP BY 1
  ), line AS (
    SELECT d.id, d.delegation, jsonb_build_object('cells', jsonb_build_array(d.name, d.delegation, engine.param('link_quota_households'),
        coalesce(a.households, 0), coalesce(a.times, 0), coalesce(a.receptions, 0), coalesce(a.opinions, 0), coalesce(a.silent, 0),
        engine.word((p_query).lang, CASE WHEN a.times >= engine.param('contact_min') THEN '是' ELSE '否' END, CASE WHEN a.times >= engine.param('contact_min') THEN 'Yes' ELSE 'No' END))) AS r
      FROM core.delegate d LEFT JOIN made a ON a.delegate_id = d.id WHERE d.active AND engine.report_own(p_query, d.account_id)
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY delegation, id) FROM line), '[]'), ARRAY[engine.period_note(p_query)])
$$;
COMMENT ON FUNCTION engine.report_delegate_contact(engine.report_query) IS 'Delegates and the residents they met, by delegation; never in an order of merit.';

-- A matter of a reception day with the issue it became. The title is triage''s own words.
CREATE FUNCTION engine.reception_line(p_lang text, d core.reception_day, p_host text, i core.issue, p_delegate text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(d.on_day, p_host, engine.choice(p_lang, 'reception_state', d.state) ->> 'label', d.topics,
    CASE WHEN i.id IS NOT NULL THEN coalesce(p_delegate, engine.word(p_lang, '不具名', 'Not named')) END,
    CASE WHEN i.id IS NOT NULL THEN i.number || ' ' || i.title END, engine.office(p_lang, i.office_id) ->> 'label',
    engine.day(CASE WHEN i.id IS NOT NULL THEN engine.due(i.opened_at, 'delegate_reply') END), engine.day(i.replied_at),
    CASE WHEN i.id IS NOT NULL THEN engine.rated_text(i, p_lang) END)
$$;
COMMENT ON FUNCTION engine.reception_line(text, core.reception_day, text, core.issue, text) IS 'The cells of one matter of a reception day.';

CREATE FUNCTION engine.report_reception(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH day AS (
    SELECT d AS d, m.name AS host FROM core.reception_day d JOIN core.member m ON m.id = d.member_id, engine.contact_year((p_query).filters) y
     WHERE d.on_day BETWEEN y.from_on AND y.to_on AND engine.report_own(p_query, m.account_id)
  ), line AS (
    SELECT (d.d).on_day AS on_day, (d.d).id AS day_id, i.id AS issue_id, i.replied_at, jsonb_strip_nulls(jsonb_build_object('href', '/console/issues/' || i.id))
           || jsonb_build_object('cells', engine.reception_line((p_query).lang, d.d, d.host, i, g.name)) AS r
      FROM day d LEFT JOIN core.reception_matter x ON x.reception_id = (d.d).id LEFT JOIN core.issue i ON i.id = x.issue_id LEFT JOIN core.delegate g ON g.id = x.delegate_id
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY on_day DESC, day_id, issue_id) FROM line), '[]'), ARRAY[
    format(engine.word((p_query).lang, '计划接待日%s次，已举办%s次；交办%s件，答复率%s。', '%s days planned, %s held; %s matters assigned, replied: %s.'),
      (SELECT count(*) FILTER (WHERE (d).state <> 'cancelled') FROM day), (SELECT count(*) FILTER (WHERE (d).state = 'held') FROM day), (SELECT count(issue_id) FROM line),
      (SELECT engine.rate_cell((p_query).lang, count(replied_at), count(issue_id)) ->> 'text' FROM line)), engine.period_note(p_query)])
$$;
COMMENT ON FUNCTION engine.report_reception(engine.report_query) IS 'Reception days, what was assigned at each, and whether it was answered within its month.';
