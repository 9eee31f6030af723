-- Every date by which an issue was to be put right, with the moment from which it held: what was overdue at the end of a month is told
-- by the dates of that month, whatever was granted since.

CREATE TABLE core.issue_due (
  issue_id bigint NOT NULL CONSTRAINT issue_due_issue_fkey REFERENCES core.issue,
  since    timestamptz NOT NULL,
  due_at   timestamptz,
  CONSTRAINT issue_due_pkey PRIMARY KEY (issue_id, since)
);
COMMENT ON TABLE core.issue_due IS 'The dates by which an issue was to be put right, one after the other.';
COMMENT ON COLUMN core.issue_due.issue_id IS 'The issue.';
COMMENT ON COLUMN core.issue_due.since IS 'From when on this was its date.';
COMMENT ON COLUMN core.issue_due.due_at IS 'The date; NULL: it had none.';

-- What is known of the past: the first date, what extensions changed it to, and the present one from where it was counted.
INSERT INTO core.issue_due (issue_id, since, due_at)
SELECT i.id, i.opened_at, coalesce((SELECT x.old_due_at FROM core.extension x WHERE x.issue_id = i.id AND x.granted ORDER BY x.decided_at LIMIT 1), i.due_at)
  FROM core.issue i;
INSERT INTO core.issue_due (issue_id, since, due_at)
SELECT x.issue_id, x.decided_at, x.new_due_at FROM core.extension x WHERE x.granted
ON CONFLICT ON CONSTRAINT issue_due_pkey DO UPDATE SET due_at = excluded.due_at;
INSERT INTO core.issue_due (issue_id, since, due_at)
SELECT i.id, (i.due_basis ->> 'start')::timestamptz, i.due_at FROM core.issue i WHERE (i.due_basis ->> 'start')::timestamptz > i.opened_at
ON CONFLICT ON CONSTRAINT issue_due_pkey DO UPDATE SET due_at = excluded.due_at;

CREATE FUNCTION core.keep_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core.issue_due (issue_id, since, due_at)
  VALUES (NEW.id, CASE TG_OP WHEN 'INSERT' THEN least(NEW.opened_at, engine.clock()) ELSE engine.clock() END, NEW.due_at)
  ON CONFLICT ON CONSTRAINT issue_due_pkey DO UPDATE SET due_at = excluded.due_at;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION core.keep_due() IS 'Keeps each date of an issue with the moment from which it holds.';

CREATE TRIGGER issue_due_first AFTER INSERT ON core.issue
  FOR EACH ROW EXECUTE FUNCTION core.keep_due();
CREATE TRIGGER issue_due_changed AFTER UPDATE OF due_at ON core.issue
  FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at) EXECUTE FUNCTION core.keep_due();
