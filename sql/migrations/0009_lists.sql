-- Lists: which there are, what is issued of them for a meeting, and what was loaded from a workbook.

CREATE TABLE rules.list (
  code     text CONSTRAINT list_pkey PRIMARY KEY,
  report   text NOT NULL CONSTRAINT list_report_key UNIQUE CONSTRAINT list_report_fkey REFERENCES rules.report DEFERRABLE INITIALLY DEFERRED,
  mark     text NOT NULL CONSTRAINT list_mark CHECK (mark ~ '^[A-Z]{2}$'),
  active   boolean NOT NULL DEFAULT true,
  sort     integer NOT NULL
);
COMMENT ON TABLE rules.list IS 'Which lists of the issues there are; the name and the columns are those of the report.';
COMMENT ON COLUMN rules.list.code IS 'What it is known by in addresses.';
COMMENT ON COLUMN rules.list.report IS 'The report that shows it as it stands now, with its name and columns.';
COMMENT ON COLUMN rules.list.mark IS 'What the numbers of its issues begin with: QD-2026-003.';
COMMENT ON COLUMN rules.list.active IS 'Whether it is still kept.';
COMMENT ON COLUMN rules.list.sort IS 'Its place among the lists.';

CREATE TABLE rules.list_heading (
  report  text NOT NULL CONSTRAINT list_heading_report_fkey REFERENCES rules.report DEFERRABLE INITIALLY DEFERRED,
  heading text NOT NULL,
  key     text NOT NULL,
  CONSTRAINT list_heading_pkey PRIMARY KEY (report, heading)
);
COMMENT ON TABLE rules.list_heading IS 'Other headings under which an office''s own workbook may hold a column of a report.';
COMMENT ON COLUMN rules.list_heading.report IS 'The report.';
COMMENT ON COLUMN rules.list_heading.heading IS 'The heading as the workbook writes it.';
COMMENT ON COLUMN rules.list_heading.key IS 'The column that it is.';

CREATE TABLE core.list_number (
  mark text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT list_number_pkey PRIMARY KEY (mark, year)
);
COMMENT ON TABLE core.list_number IS 'The last running number of a year and mark.';
COMMENT ON COLUMN core.list_number.mark IS 'The mark of the list.';
COMMENT ON COLUMN core.list_number.year IS 'The year.';
COMMENT ON COLUMN core.list_number.last IS 'The last number given in it.';

CREATE TABLE core.list_issue (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number      text NOT NULL CONSTRAINT list_issue_number_key UNIQUE,
  list        text NOT NULL CONSTRAINT list_issue_list_fkey REFERENCES rules.list,
  title       text NOT NULL,
  meeting     text NOT NULL,
  issued_on   date NOT NULL,
  note        text NOT NULL,
  organ       text NOT NULL,
  lang        text NOT NULL CONSTRAINT list_issue_lang CHECK (lang IN ('zh-CN', 'en')),
  filter      jsonb NOT NULL,
  filter_text text NOT NULL,
  columns     jsonb NOT NULL,
  rows        jsonb NOT NULL,
  sha256      bytea NOT NULL CONSTRAINT list_issue_sha256 CHECK (length(sha256) = 32),
  office_id   smallint CONSTRAINT list_issue_office_fkey REFERENCES core.office,
  issued_by   bigint NOT NULL CONSTRAINT list_issue_by_fkey REFERENCES core.account,
  issued_at   timestamptz NOT NULL,
  key         uuid CONSTRAINT list_issue_key_key UNIQUE
);
CREATE INDEX list_issue_list_idx ON core.list_issue (list, id);
CREATE INDEX list_issue_office_idx ON core.list_issue (office_id, id);
COMMENT ON TABLE core.list_issue IS 'Lists frozen under a number and a date; a row is never changed.';
COMMENT ON COLUMN core.list_issue.id IS 'Internal number.';
COMMENT ON COLUMN core.list_issue.number IS 'The number it was issued under: QD-2026-003.';
COMMENT ON COLUMN core.list_issue.list IS 'Which list.';
COMMENT ON COLUMN core.list_issue.title IS 'What the list was called then.';
COMMENT ON COLUMN core.list_issue.meeting IS 'What it was issued for.';
COMMENT ON COLUMN core.list_issue.issued_on IS 'Its date.';
COMMENT ON COLUMN core.list_issue.note IS 'A note of whoever issued it.';
COMMENT ON COLUMN core.list_issue.organ IS 'The organ''s name at the head of it.';
COMMENT ON COLUMN core.list_issue.lang IS 'The language it was issued in.';
COMMENT ON COLUMN core.list_issue.filter IS 'The filters that were set.';
COMMENT ON COLUMN core.list_issue.filter_text IS 'The same in words.';
COMMENT ON COLUMN core.list_issue.columns IS 'The columns as they were shown.';
COMMENT ON COLUMN core.list_issue.rows IS 'The rows as they were shown, each with the number it is matched by.';
COMMENT ON COLUMN core.list_issue.sha256 IS 'The digest of number, head, columns and rows.';
COMMENT ON COLUMN core.list_issue.office_id IS 'Whose rows it holds; NULL: those of all offices.';
COMMENT ON COLUMN core.list_issue.issued_by IS 'Who issued it.';
COMMENT ON COLUMN core.list_issue.issued_at IS 'When.';
COMMENT ON COLUMN core.list_issue.key IS 'The form''s key: the same form sent twice issues one list.';

CREATE TRIGGER list_issue_is_final BEFORE UPDATE OR DELETE ON core.list_issue
  FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER list_issues_are_kept BEFORE TRUNCATE ON core.list_issue
  FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.list_issue ENABLE ALWAYS TRIGGER list_issue_is_final;
ALTER TABLE core.list_issue ENABLE ALWAYS TRIGGER list_issues_are_kept;

CREATE TABLE core.ledger_import (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  by_id     bigint NOT NULL CONSTRAINT ledger_import_by_fkey REFERENCES core.account,
  at        timestamptz NOT NULL,
  sheet     jsonb NOT NULL,
  found     jsonb NOT NULL,
  loaded_at timestamptz,
  key       uuid CONSTRAINT ledger_import_key_key UNIQUE
);
CREATE INDEX ledger_import_by_idx ON core.ledger_import (by_id, id);
COMMENT ON TABLE core.ledger_import IS 'A workbook of the ledger as it was read, with what the check found, until it is loaded.';
COMMENT ON COLUMN core.ledger_import.id IS 'Internal number.';
COMMENT ON COLUMN core.ledger_import.by_id IS 'Who sent it; nobody else loads it.';
COMMENT ON COLUMN core.ledger_import.at IS 'When.';
COMMENT ON COLUMN core.ledger_import.sheet IS 'The rows of the sheet with their cells; emptied once it was loaded.';
COMMENT ON COLUMN core.ledger_import.found IS 'The last check: counts, and what is wrong row by row.';
COMMENT ON COLUMN core.ledger_import.loaded_at IS 'When it was loaded; NULL: it was not.';
COMMENT ON COLUMN core.ledger_import.key IS 'The form''s key: the same form sent twice is one workbook.';

CREATE TABLE core.ledger_origin (
  issue_id   bigint PRIMARY KEY CONSTRAINT ledger_origin_issue_fkey REFERENCES core.issue,
  import_id  bigint NOT NULL CONSTRAINT ledger_origin_import_fkey REFERENCES core.ledger_import,
  old_number text NOT NULL,
  opinions   integer NOT NULL CONSTRAINT ledger_origin_opinions CHECK (opinions >= 0),
  raised_on  date,
  leader     text NOT NULL,
  person     text NOT NULL,
  ratings    text NOT NULL,
  closing    text,
  reviewer   text NOT NULL,
  remark     text NOT NULL,
  progress   text NOT NULL
);
CREATE INDEX ledger_origin_number_idx ON core.ledger_origin (old_number) WHERE old_number <> '';
CREATE INDEX ledger_origin_import_idx ON core.ledger_origin (import_id);
COMMENT ON TABLE core.ledger_origin IS 'What a workbook said of an issue that nothing else here tells; the ledger shows it until the issue''s own history does.';
COMMENT ON COLUMN core.ledger_origin.issue_id IS 'The issue.';
COMMENT ON COLUMN core.ledger_origin.import_id IS 'The workbook it came in.';
COMMENT ON COLUMN core.ledger_origin.old_number IS 'The number it had in the workbook; empty: it had none.';
COMMENT ON COLUMN core.ledger_origin.opinions IS 'How many opinions it had already.';
COMMENT ON COLUMN core.ledger_origin.raised_on IS 'When it was first raised.';
COMMENT ON COLUMN core.ledger_origin.leader IS 'The leader''s name where no account bears it.';
COMMENT ON COLUMN core.ledger_origin.person IS 'The name of the person in charge where no account bears it.';
COMMENT ON COLUMN core.ledger_origin.ratings IS 'How it had been rated.';
COMMENT ON COLUMN core.ledger_origin.closing IS 'A code of list closing_step where the state alone does not tell it.';
COMMENT ON COLUMN core.ledger_origin.reviewer IS 'Who had reviewed its striking off.';
COMMENT ON COLUMN core.ledger_origin.progress IS 'What had been reported of its progress; what is reported here follows it.';
COMMENT ON COLUMN core.ledger_origin.remark IS 'What stood in its remark besides what is counted here.';
