-- Evidence: a photograph or a file that an office adds to an issue or one of its measures, of its own free will.

CREATE TABLE core.evidence (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issue_id    bigint NOT NULL CONSTRAINT evidence_issue_fkey REFERENCES core.issue,
  n           integer NOT NULL CONSTRAINT evidence_n CHECK (n > 0),
  measure     integer,
  name        text NOT NULL CONSTRAINT evidence_name CHECK (char_length(name) BETWEEN 1 AND 100),
  type        text NOT NULL CONSTRAINT evidence_type CHECK (type IN ('jpeg', 'png', 'pdf')),
  bytes       integer NOT NULL CONSTRAINT evidence_bytes CHECK (bytes > 0),
  sha256      bytea NOT NULL CONSTRAINT evidence_sha256 CHECK (length(sha256) = 32),
  stored_as   text NOT NULL CONSTRAINT evidence_stored_as_key UNIQUE CONSTRAINT evidence_stored_as CHECK (stored_as ~ '^[0-9a-f]{32}$'),
  uploaded_by bigint NOT NULL CONSTRAINT evidence_uploaded_by_fkey REFERENCES core.account,
  uploaded_at timestamptz NOT NULL,
  removed_by  bigint CONSTRAINT evidence_removed_by_fkey REFERENCES core.account,
  removed_at  timestamptz,
  reason      text NOT NULL DEFAULT '',
  CONSTRAINT evidence_n_key UNIQUE (issue_id, n),
  CONSTRAINT evidence_measure_fkey FOREIGN KEY (issue_id, measure) REFERENCES core.measure (issue_id, seq),
  CONSTRAINT evidence_removed CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
COMMENT ON TABLE core.evidence IS 'Photographs and files that an office added to an issue; a row stays when what it tells of is hidden.';
COMMENT ON COLUMN core.evidence.id IS 'Internal number.';
COMMENT ON COLUMN core.evidence.issue_id IS 'The issue.';
COMMENT ON COLUMN core.evidence.n IS 'Its number within the issue.';
COMMENT ON COLUMN core.evidence.measure IS 'The measure it shows; NULL: the issue as a whole.';
COMMENT ON COLUMN core.evidence.name IS 'What it is called on the page, without paths, signs of control and telephone numbers.';
COMMENT ON COLUMN core.evidence.type IS 'What it is, as its content says.';
COMMENT ON COLUMN core.evidence.bytes IS 'The size of what is kept, which of an image is what was drawn anew.';
COMMENT ON COLUMN core.evidence.sha256 IS 'The digest of what is kept.';
COMMENT ON COLUMN core.evidence.stored_as IS 'The name of the file in the folder of evidence; it says nothing.';
COMMENT ON COLUMN core.evidence.uploaded_by IS 'Who added it.';
COMMENT ON COLUMN core.evidence.uploaded_at IS 'When.';
COMMENT ON COLUMN core.evidence.removed_by IS 'Who hid it; NULL: nobody did.';
COMMENT ON COLUMN core.evidence.removed_at IS 'When.';
COMMENT ON COLUMN core.evidence.reason IS 'Why it was hidden.';

CREATE TRIGGER evidence_is_kept BEFORE DELETE ON core.evidence FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER evidence_is_not_emptied BEFORE TRUNCATE ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.evidence ENABLE ALWAYS TRIGGER evidence_is_kept;
ALTER TABLE core.evidence ENABLE ALWAYS TRIGGER evidence_is_not_emptied;
