-- Limits that can say how they were computed, clocks that stand still, and a calendar that the organ itself maintains.

-- A rule as its page shows it, ready to be the organ's own: what it has set itself is left alone by a deploy.
ALTER TABLE rules.deadline
  ADD COLUMN source_en text NOT NULL DEFAULT '',
  ADD COLUMN use_zh    text NOT NULL DEFAULT '',
  ADD COLUMN use_en    text NOT NULL DEFAULT '',
  ADD COLUMN rolls     boolean NOT NULL DEFAULT true,
  ADD COLUMN own       boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rules.deadline.source_en IS 'The source in English; empty: as in Chinese.';
COMMENT ON COLUMN rules.deadline.use_zh IS 'Where it is used besides the states that end by it, in Chinese.';
COMMENT ON COLUMN rules.deadline.use_en IS 'Where it is used besides the states that end by it, in English.';
COMMENT ON COLUMN rules.deadline.rolls IS 'Whether an end on a day of rest moves to the next working day; what is only kept that long does not.';
COMMENT ON COLUMN rules.deadline.own IS 'Number and unit were set by the organ: a deploy leaves them alone.';

ALTER TABLE rules.state
  ADD COLUMN hard_stop text CONSTRAINT state_hard_stop_fkey REFERENCES rules.deadline DEFERRABLE INITIALLY DEFERRED;
COMMENT ON COLUMN rules.state.hard_stop IS 'A limit from the day of receipt that the step''s own limit never passes; NULL: none.';

ALTER TABLE core.work_calendar ADD COLUMN own boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN core.work_calendar.own IS 'Set by the organ on its page: a deploy leaves the day alone. Without a note it is as the week says.';

-- Stored with each limit: the rule, what it was then, and from when it was counted; or who gave the date.
ALTER TABLE core.issue
  ADD COLUMN due_basis  jsonb,
  ADD COLUMN step_basis jsonb;
ALTER TABLE core.opinion ADD COLUMN step_basis jsonb;
COMMENT ON COLUMN core.issue.due_basis IS 'How due_at came about: key, start, n and unit of the rule, or by whom it was given; NULL: not recorded.';
COMMENT ON COLUMN core.issue.step_basis IS 'How step_due_at came about where the state has a limit of its own; NULL: it is the issue''s, or not recorded.';
COMMENT ON COLUMN core.opinion.step_basis IS 'How step_due_at came about; NULL: by the rule of the state it came in.';

CREATE TABLE core.pause (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opinion_id bigint NOT NULL CONSTRAINT pause_opinion_fkey REFERENCES core.opinion,
  key        text NOT NULL,
  unit       text NOT NULL CONSTRAINT pause_unit CHECK (unit IN ('h', 'd', 'wd', 'mon')),
  due_at     timestamptz NOT NULL,
  paused_at  timestamptz NOT NULL,
  resumed_at timestamptz CONSTRAINT pause_resumed_later CHECK (resumed_at >= paused_at)
);
CREATE UNIQUE INDEX pause_one_open_key ON core.pause (opinion_id) WHERE resumed_at IS NULL;
CREATE INDEX pause_opinion_idx ON core.pause (opinion_id);
COMMENT ON TABLE core.pause IS 'Limits that stand still while the speaker is waited for: what is left of them counts again afterwards.';
COMMENT ON COLUMN core.pause.id IS 'Internal number.';
COMMENT ON COLUMN core.pause.opinion_id IS 'The opinion whose step stands still.';
COMMENT ON COLUMN core.pause.key IS 'The limit that stands still.';
COMMENT ON COLUMN core.pause.unit IS 'In what it is counted.';
COMMENT ON COLUMN core.pause.due_at IS 'When it would have run out.';
COMMENT ON COLUMN core.pause.paused_at IS 'Since when it stands still.';
COMMENT ON COLUMN core.pause.resumed_at IS 'From when it was counted again; NULL: it still stands.';
