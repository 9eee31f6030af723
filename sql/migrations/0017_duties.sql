-- The lists of main responsibility: kept by each office, handed in by a day.

ALTER TABLE rules.list
  ADD COLUMN kind     text NOT NULL DEFAULT 'issue' CONSTRAINT list_kind CHECK (kind IN ('issue', 'duty')),
  ADD COLUMN period   text CONSTRAINT list_period CHECK (period IN ('month', 'quarter', 'half', 'year')),
  ADD COLUMN deadline text CONSTRAINT list_deadline_fkey REFERENCES rules.deadline DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN receiver text CONSTRAINT list_receiver_fkey REFERENCES core.office (code) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT list_duty CHECK (CASE kind WHEN 'duty' THEN period IS NOT NULL AND deadline IS NOT NULL AND receiver IS NOT NULL
                                            ELSE coalesce(period, deadline, receiver) IS NULL END);
COMMENT ON COLUMN rules.list.kind IS 'issue: rows of the issues; duty: items that an office keeps and hands in.';
COMMENT ON COLUMN rules.list.period IS 'How often it is to be handed in; NULL: issued when a meeting needs it.';
COMMENT ON COLUMN rules.list.deadline IS 'The limit, counted from the last day of the period.';
COMMENT ON COLUMN rules.list.receiver IS 'The office it is handed in to.';

CREATE TABLE core.duty_report (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list         text NOT NULL CONSTRAINT duty_report_list_fkey REFERENCES rules.list,
  office_id    smallint NOT NULL CONSTRAINT duty_report_office_fkey REFERENCES core.office,
  starts_on    date NOT NULL,
  period       text NOT NULL,
  opened_at    timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  version      integer NOT NULL DEFAULT 1,
  handed_in_at timestamptz,
  handed_in_by bigint CONSTRAINT duty_report_by_fkey REFERENCES core.account,
  issue_id     bigint CONSTRAINT duty_report_issue_fkey REFERENCES core.list_issue,
  late         boolean GENERATED ALWAYS AS (handed_in_at > due_at) STORED,
  CONSTRAINT duty_report_once_key UNIQUE (list, office_id, starts_on),
  CONSTRAINT duty_report_whole CHECK ((handed_in_at IS NULL) = (handed_in_by IS NULL) AND (handed_in_at IS NULL) = (issue_id IS NULL))
);
CREATE INDEX duty_report_office_idx ON core.duty_report (office_id, id);
CREATE INDEX duty_report_open_idx ON core.duty_report (due_at) WHERE handed_in_at IS NULL;
COMMENT ON TABLE core.duty_report IS 'What an office owes: one list of one period, due by a day; once handed in it is never changed.';
COMMENT ON COLUMN core.duty_report.id IS 'Internal number.';
COMMENT ON COLUMN core.duty_report.list IS 'Which list.';
COMMENT ON COLUMN core.duty_report.office_id IS 'The office that owes it.';
COMMENT ON COLUMN core.duty_report.starts_on IS 'The first day of the period.';
COMMENT ON COLUMN core.duty_report.period IS 'The period by its name: 2026-11, 2026-Q4, 2026-H2 or 2026.';
COMMENT ON COLUMN core.duty_report.opened_at IS 'When it was opened.';
COMMENT ON COLUMN core.duty_report.due_at IS 'Until when it is on time.';
COMMENT ON COLUMN core.duty_report.version IS 'Counts its changes.';
COMMENT ON COLUMN core.duty_report.handed_in_at IS 'When it was handed in; NULL: it is still owed.';
COMMENT ON COLUMN core.duty_report.handed_in_by IS 'Who handed it in.';
COMMENT ON COLUMN core.duty_report.issue_id IS 'The frozen list that was handed in.';
COMMENT ON COLUMN core.duty_report.late IS 'Whether it came after its limit; NULL: it has not come.';

CREATE FUNCTION core.keep_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.handed_in_at IS NOT NULL OR (NEW.list, NEW.office_id, NEW.starts_on, NEW.period, NEW.opened_at, NEW.due_at)
     IS DISTINCT FROM (OLD.list, OLD.office_id, OLD.starts_on, OLD.period, OLD.opened_at, OLD.due_at) THEN
    RAISE EXCEPTION 'what was owed, and what was handed in, is never changed' USING ERRCODE = 'XQ900';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION core.keep_duty() IS 'Lets a duty be handed in once and refuses any change of its limit or of what was handed in.';
CREATE TRIGGER duty_is_final BEFORE UPDATE ON core.duty_report FOR EACH ROW EXECUTE FUNCTION core.keep_duty();
CREATE TRIGGER duty_is_kept BEFORE DELETE ON core.duty_report FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER duties_are_kept BEFORE TRUNCATE ON core.duty_report FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.duty_report ENABLE ALWAYS TRIGGER duty_is_final;
ALTER TABLE core.duty_report ENABLE ALWAYS TRIGGER duty_is_kept;
ALTER TABLE core.duty_report ENABLE ALWAYS TRIGGER duties_are_kept;

CREATE TABLE core.duty_item (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_id  bigint NOT NULL CONSTRAINT duty_item_report_fkey REFERENCES core.duty_report,
  seq        integer NOT NULL CONSTRAINT duty_item_seq_positive CHECK (seq > 0),
  fields     jsonb NOT NULL,
  dropped_at timestamptz,
  CONSTRAINT duty_item_seq_key UNIQUE (report_id, seq)
);
COMMENT ON TABLE core.duty_item IS 'The lines of a list that an office owes, kept by the office until it is handed in.';
COMMENT ON COLUMN core.duty_item.id IS 'Internal number.';
COMMENT ON COLUMN core.duty_item.report_id IS 'What it belongs to.';
COMMENT ON COLUMN core.duty_item.seq IS 'Its number in the list; never given twice.';
COMMENT ON COLUMN core.duty_item.fields IS 'Its cells by the keys of the list''s columns.';
COMMENT ON COLUMN core.duty_item.dropped_at IS 'When it was taken out of the list; NULL: it is in it.';

-- What is handed in stays as it was, and so do the lines it was made of.
CREATE FUNCTION core.keep_duty_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM core.duty_report r WHERE r.id = NEW.report_id AND r.handed_in_at IS NOT NULL) THEN
    RAISE EXCEPTION 'what was handed in is never changed' USING ERRCODE = 'XQ900';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION core.keep_duty_item() IS 'Refuses a new or changed line of a list that was handed in.';
CREATE TRIGGER duty_item_is_final BEFORE INSERT OR UPDATE ON core.duty_item FOR EACH ROW EXECUTE FUNCTION core.keep_duty_item();
CREATE TRIGGER duty_item_is_kept BEFORE DELETE ON core.duty_item FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.duty_item ENABLE ALWAYS TRIGGER duty_item_is_final;
ALTER TABLE core.duty_item ENABLE ALWAYS TRIGGER duty_item_is_kept;
