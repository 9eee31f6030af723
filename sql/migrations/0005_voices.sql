-- Common ground of rectification in full: whose voice an issue is, ratings that do not count, notices of supervision, and the
-- new subjects that have a history.

CREATE TABLE core.voice (              -- an opinion may speak in several issues, an issue for several opinions
  issue_id   bigint NOT NULL CONSTRAINT voice_issue_fkey REFERENCES core.issue,
  opinion_id bigint NOT NULL CONSTRAINT voice_opinion_fkey REFERENCES core.opinion,
  joined_at  timestamptz NOT NULL,
  CONSTRAINT voice_pkey PRIMARY KEY (issue_id, opinion_id)
);
CREATE INDEX voice_opinion_idx ON core.voice (opinion_id);
COMMENT ON TABLE core.voice IS 'Which opinions an issue was distilled from; the only place that says so for all of them.';
COMMENT ON COLUMN core.voice.issue_id IS 'The issue.';
COMMENT ON COLUMN core.voice.opinion_id IS 'The opinion that speaks in it.';
COMMENT ON COLUMN core.voice.joined_at IS 'When it was assigned, merged or split into this issue.';
INSERT INTO core.voice (issue_id, opinion_id, joined_at)
SELECT o.issue_id, o.id, coalesce((SELECT min(e.at) FROM core.event e
         WHERE e.layer = 'opinion' AND e.subject_id = o.id AND e.to_state IN (28, 30)), o.received_at)
  FROM core.opinion o WHERE o.issue_id IS NOT NULL;

-- §7.3: a malicious rating may be voided, one that rests on policy alone left out; both stay visible, neither is counted.
ALTER TABLE core.rating
  ADD COLUMN voided_at   timestamptz,
  ADD COLUMN void_kind   text CONSTRAINT rating_void_kind CHECK (void_kind IN ('malicious', 'policy')),
  ADD COLUMN void_reason text NOT NULL DEFAULT '',
  ADD CONSTRAINT rating_void_complete CHECK ((voided_at IS NULL) = (void_kind IS NULL));
COMMENT ON COLUMN core.rating.voided_at IS 'When it was taken out of the statistics; NULL: it counts.';
COMMENT ON COLUMN core.rating.void_kind IS 'Why: malicious (the supervisor''s decision), or policy (the party group''s).';
COMMENT ON COLUMN core.rating.void_reason IS 'The reason given, for the audit.';

CREATE TABLE core.supervision_number ( -- the last running number of a year; DB-2026-0001
  year integer PRIMARY KEY,
  last integer NOT NULL
);
COMMENT ON TABLE core.supervision_number IS 'The last running number of the notices of a year.';
COMMENT ON COLUMN core.supervision_number.year IS 'The year.';
COMMENT ON COLUMN core.supervision_number.last IS 'The last number given in it.';

CREATE TABLE core.supervision (        -- 督办单
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number       text NOT NULL CONSTRAINT supervision_number_key UNIQUE,
  issue_id     bigint NOT NULL CONSTRAINT supervision_issue_fkey REFERENCES core.issue,
  office_id    smallint NOT NULL CONSTRAINT supervision_office_fkey REFERENCES core.office,
  level        text NOT NULL CONSTRAINT supervision_level CHECK (level IN ('blue', 'yellow', 'red')),
  cause        text NOT NULL,
  basis        text NOT NULL,
  limit_at     timestamptz,
  raised_at    timestamptz NOT NULL,
  raised_by    bigint CONSTRAINT supervision_raised_by_fkey REFERENCES core.account,
  instruction  text NOT NULL DEFAULT '',
  reply_due_at timestamptz,
  received_at  timestamptz,
  received_by  bigint CONSTRAINT supervision_received_by_fkey REFERENCES core.account,
  reply        text NOT NULL DEFAULT '',
  replied_at   timestamptz,
  replied_by   bigint CONSTRAINT supervision_replied_by_fkey REFERENCES core.account,
  ended_at     timestamptz,
  CONSTRAINT supervision_once_key UNIQUE (issue_id, level, cause, basis)
);
CREATE INDEX supervision_office_idx ON core.supervision (office_id, id);
CREATE INDEX supervision_open_idx ON core.supervision (issue_id) WHERE ended_at IS NULL;
COMMENT ON TABLE core.supervision IS 'Notices of supervision: blue for what is due soon, yellow for what is behind, red for what is overdue.';
COMMENT ON COLUMN core.supervision.id IS 'Internal number.';
COMMENT ON COLUMN core.supervision.number IS 'The notice''s own number: DB-2026-0001.';
COMMENT ON COLUMN core.supervision.issue_id IS 'The issue it is about.';
COMMENT ON COLUMN core.supervision.office_id IS 'The office it was sent to: the one that led the issue then.';
COMMENT ON COLUMN core.supervision.level IS 'blue, yellow or red.';
COMMENT ON COLUMN core.supervision.cause IS 'A code of list supervision_cause: what raised it.';
COMMENT ON COLUMN core.supervision.basis IS 'What exactly: the limit, measure or return that it answers; the same one raises nothing twice.';
COMMENT ON COLUMN core.supervision.limit_at IS 'The limit it is about, where it is about one.';
COMMENT ON COLUMN core.supervision.raised_at IS 'When it was raised.';
COMMENT ON COLUMN core.supervision.raised_by IS 'By whom; NULL: by rule.';
COMMENT ON COLUMN core.supervision.instruction IS 'What is asked of the office.';
COMMENT ON COLUMN core.supervision.reply_due_at IS 'Until when the office has to reply; NULL: no reply is asked.';
COMMENT ON COLUMN core.supervision.received_at IS 'When the office signed for it.';
COMMENT ON COLUMN core.supervision.received_by IS 'Who signed for it.';
COMMENT ON COLUMN core.supervision.reply IS 'The office''s reply.';
COMMENT ON COLUMN core.supervision.replied_at IS 'When it replied.';
COMMENT ON COLUMN core.supervision.replied_by IS 'Who replied.';
COMMENT ON COLUMN core.supervision.ended_at IS 'When what it was about was over.';

ALTER TABLE core.event DROP CONSTRAINT event_layer;
ALTER TABLE core.event ADD CONSTRAINT event_layer CHECK (layer IN ('opinion', 'issue', 'account', 'report', 'office', 'rule',
  'calendar', 'supervision', 'talk', 'circular', 'list', 'duty', 'campaign', 'evidence', 'outbox'));
