-- One round of the worker: at most a hundred of each kind, so that a long queue never holds one long transaction.

CREATE FUNCTION worker.run_due(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  batch constant integer := 100;
  jobs constant integer := engine.run_jobs(ctx, batch);
  erased constant integer := engine.erase_contacts(batch);
  raised constant integer := engine.raise_notices(batch);
  indexed constant integer := engine.index_search(10 * batch);
  hotspots constant integer := engine.raise_hotspots();
BEGIN
  PERFORM engine.open_duties(batch);
  PERFORM engine.sweep();
  PERFORM engine.beat('xq-worker');
  RETURN jsonb_build_object('done', jobs + erased + raised + hotspots,
    'more', jobs = batch OR erased = batch OR raised = batch OR indexed >= 10 * batch,
    'next_at', (SELECT engine.time_of(min(j.due)) FROM engine.jobs() j WHERE j.due >= engine.clock()));
END $$;
