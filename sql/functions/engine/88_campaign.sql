-- 半年“回头看”: of what was struck off in a half-year, all that gave cause and a random part of the rest. The draw can be repeated by
-- anybody: the lots are sha256 of the seed and the issue's number, and the lowest are drawn.

-- The half-years that have begun and have no campaign, latest first.
CREATE FUNCTION engine.half_year_rows() RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT h.code, h.code, NULL, -row_number() OVER (ORDER BY h.code)
    FROM (SELECT to_char(m, 'YYYY') || '-H' || CASE WHEN extract(month FROM m) < 7 THEN 1 ELSE 2 END AS code
            FROM (SELECT engine.day(engine.clock()) - make_interval(months => 6 * k) AS m FROM generate_series(0, 3) k) d) h
   WHERE NOT EXISTS (SELECT FROM core.campaign c WHERE c.period = h.code)
$$;

-- Why an issue is looked at again: the first cause that holds.
CREATE FUNCTION engine.sample_reason(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (p_issue).key_issue THEN 'key'
              WHEN (p_issue).rebounds > 0 THEN 'rebounded'
              WHEN EXISTS (SELECT FROM core.rating r WHERE r.issue_id = (p_issue).id AND r.reached AND r.voided_at IS NULL
                            AND 'dissatisfied' IN (r.attitude, r.result)) THEN 'dissatisfied'
              WHEN (p_issue).round > 1 THEN 'repeated'
              ELSE 'rest' END
$$;

CREATE FUNCTION engine.draw(p_seed text, p_number text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(p_seed || p_number, 'UTF8'))
$$;

-- What was struck off between two days, and is so now; of each office's issues of one cause the share that the rules name, rounded
-- up: where there is one, one is drawn.
CREATE FUNCTION engine.draw_sample(p_seed text, p_from date, p_until date)
RETURNS TABLE (issue_id bigint, office_id smallint, reason text, draw bytea, sampled boolean) LANGUAGE sql STABLE AS $$
  WITH population AS (
    SELECT i.id, i.office_id, engine.sample_reason(i) AS reason, engine.draw(p_seed, i.number) AS draw
      FROM core.issue i JOIN rules.state s ON s.code = i.state AND s.closed
     WHERE i.closing_kind IS DISTINCT FROM 'withdrawn'
       AND engine.day(i.closed_at) BETWEEN p_from AND p_until
  )
  SELECT p.id, p.office_id, p.reason, p.draw,
         row_number() OVER (PARTITION BY p.office_id, p.reason ORDER BY p.draw, p.id)
           <= ceil(engine.param('sample_' || p.reason) * count(*) OVER (PARTITION BY p.office_id, p.reason))
    FROM population p
$$;

-- A look-back that is due in time anyway serves the campaign too.
CREATE FUNCTION engine.open_campaign_lookbacks(p_campaign core.campaign) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.lookback (issue_id, round, due_on, basis)
  SELECT i.id, i.round, (p_campaign).check_by, (p_campaign).check_basis FROM core.campaign_issue c JOIN core.issue i ON i.id = c.issue_id
   WHERE c.campaign_id = (p_campaign).id AND c.sampled
     AND NOT EXISTS (SELECT FROM core.lookback l WHERE l.issue_id = i.id AND l.done_at IS NULL AND l.due_on <= (p_campaign).check_by)
   ORDER BY i.id
$$;

CREATE FUNCTION engine.start_campaign(p_actor core.actor, p_fields jsonb, p_key uuid) RETURNS core.campaign LANGUAGE plpgsql AS $$
DECLARE
  v_at constant timestamptz := engine.clock();
  v_days record;
  v_new core.campaign;
BEGIN
  SELECT * INTO v_days FROM engine.period_days(p_fields ->> 'period');
  INSERT INTO core.campaign (period, seed, until_on, check_by, check_basis, started_by, started_at)
  VALUES (p_fields ->> 'period', coalesce(p_fields ->> 'seed', left(translate(gen_random_uuid()::text, '-', ''), 12)),
          least(v_days.to_on, engine.day(v_at)), engine.day(engine.due(v_at, 'campaign_check')), engine.basis(v_at, 'campaign_check'),
          (p_actor).account_id, v_at)
  RETURNING * INTO v_new;
  INSERT INTO core.campaign_issue (campaign_id, issue_id, office_id, reason, draw, sampled)
  SELECT v_new.id, d.* FROM engine.draw_sample(v_new.seed, v_days.from_on, v_new.until_on) d;
  PERFORM engine.open_campaign_lookbacks(v_new);
  PERFORM engine.record('campaign', v_new.id, 'start', (p_actor).account_id, engine.role_for(p_actor, 'campaign.start'), NULL, NULL,
                        jsonb_build_object('period', v_new.period, 'seed', v_new.seed), p_key);
  RETURN v_new;
END
$$;

-- What a sampled issue was found to be: its first look-back finished since the start.
CREATE FUNCTION engine.campaign_result(p_campaign core.campaign, p_issue bigint) RETURNS core.lookback LANGUAGE sql STABLE AS $$
  SELECT l.* FROM core.lookback l WHERE l.issue_id = p_issue AND l.done_at >= (p_campaign).started_at ORDER BY l.done_at, l.id LIMIT 1
$$;

CREATE FUNCTION engine.campaign_row(p_lang text, p_campaign core.campaign) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', (p_campaign).id, 'href', '/console/campaigns/' || (p_campaign).id, 'period', (p_campaign).period,
           'started_text', engine.day_text(p_lang, (p_campaign).started_at), 'check_by_text', engine.day_text(p_lang, (p_campaign).check_by),
           'how', engine.basis_how(p_lang, (p_campaign).check_basis, engine.end_of_day((p_campaign).check_by)),
           'population', count(*), 'sampled', count(*) FILTER (WHERE c.sampled), 'done', count(*) FILTER (WHERE c.sampled AND r.id IS NOT NULL))
    FROM core.campaign_issue c, engine.campaign_result(p_campaign, c.issue_id) r WHERE c.campaign_id = (p_campaign).id
$$;

-- By each cause: how many there were, were drawn, and have been looked at.
CREATE FUNCTION engine.campaign_reasons(p_lang text, p_campaign core.campaign) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('reason', engine.choice(p_lang, 'sample_reason', k.code), 'population', k.population,
           'sampled', k.sampled, 'share_text', round(100 * engine.param('sample_' || k.code)) || '%') ORDER BY k.sort), '[]')
    FROM (SELECT w.code, w.sort, count(c.issue_id) AS population, count(*) FILTER (WHERE c.sampled) AS sampled
            FROM rules.choice w LEFT JOIN core.campaign_issue c ON c.reason = w.code AND c.campaign_id = (p_campaign).id
           WHERE w.list = 'sample_reason' GROUP BY w.code, w.sort) k
$$;

CREATE FUNCTION engine.campaign_conclusions(p_lang text, p_campaign core.campaign) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (WITH found AS (
    SELECT r.conclusion FROM core.campaign_issue c, engine.campaign_result(p_campaign, c.issue_id) r
     WHERE c.campaign_id = (p_campaign).id AND c.sampled AND r.id IS NOT NULL
  )
  SELECT jsonb_build_object('rebound_rate', (SELECT engine.rate_cell(p_lang, count(*) FILTER (WHERE conclusion = 'rebound'), count(*)) FROM found),
    'conclusions', (SELECT jsonb_agg(jsonb_build_object('conclusion', engine.choice(p_lang, 'lookback_conclusion', w.code),
       'n', (SELECT count(*) FROM found f WHERE f.conclusion = w.code)) ORDER BY w.sort) FROM rules.choice w WHERE w.list = 'lookback_conclusion')));
END
$$;

CREATE FUNCTION engine.campaign_issues(p_lang text, p_campaign core.campaign) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('href', '/console/issues/' || i.id, 'number', i.number, 'title', i.title,
           'lead', engine.office(p_lang, c.office_id), 'reason', engine.choice(p_lang, 'sample_reason', c.reason),
           'lot', left(encode(c.draw, 'hex'), 8), 'conclusion', engine.choice(p_lang, 'lookback_conclusion', r.conclusion),
           'done_text', engine.day_text(p_lang, r.done_at))) ORDER BY o.sort, c.reason, c.draw), '[]')
    FROM core.campaign_issue c JOIN core.issue i ON i.id = c.issue_id JOIN core.office o ON o.id = c.office_id,
         engine.campaign_result(p_campaign, c.issue_id) r
   WHERE c.campaign_id = (p_campaign).id AND c.sampled
$$;

-- The form that starts one, for whom it is; nothing is left to start when every half-year has its campaign.
CREATE FUNCTION engine.campaign_actions(p_lang text, p_actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.action_json(p_lang, ROW('campaign', 0, NULL, 0, NULL, NULL)::engine.subject, a, NULL)
                            || '{"href": "/console/campaigns"}'), '[]')
    FROM rules.action a WHERE (a.layer, a.code) = ('campaign', 'start') AND engine.may(p_actor, 'campaign.start') IS NOT NULL
     AND EXISTS (SELECT FROM engine.half_year_rows())
$$;
