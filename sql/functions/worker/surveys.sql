-- Closed surveys: sealed responses go out, come back opened, and are counted when the last is.

CREATE FUNCTION worker.survey_boxes(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  batch constant integer := 500;
BEGIN
  PERFORM engine.close_surveys(batch);
  PERFORM engine.finish_surveys(batch);
  RETURN jsonb_build_object('boxes', engine.boxes(batch),
    'next_at', (SELECT engine.time_of(min(s.closes_at)) FROM core.survey s WHERE s.state IN ('open', 'paused') AND s.closes_at > engine.clock()));
END $$;

CREATE FUNCTION worker.survey_opened(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object('opened', engine.empty_boxes(args -> 'opened'));
END $$;
