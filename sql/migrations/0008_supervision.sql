-- The ladder of supervision: which cause raises which light and notice, what a notice carries on paper, and what stands above the
-- notices: talks, and matters handed over.

CREATE TABLE rules.supervision_level (
  level          text PRIMARY KEY CONSTRAINT supervision_level_known CHECK (level IN ('blue', 'yellow', 'red')),
  reply_deadline text CONSTRAINT supervision_level_reply_fkey REFERENCES rules.deadline DEFERRABLE INITIALLY DEFERRED,
  readers        text[] NOT NULL,
  sort           integer NOT NULL
);
COMMENT ON TABLE rules.supervision_level IS 'The rungs of the ladder: what is asked of an office, and who gets to see it.';
COMMENT ON COLUMN rules.supervision_level.level IS 'blue, yellow or red.';
COMMENT ON COLUMN rules.supervision_level.reply_deadline IS 'The limit the head of office replies in; NULL: nothing is asked but an update.';
COMMENT ON COLUMN rules.supervision_level.readers IS 'The roles that see a notice of this level, within the scope of their permission.';
COMMENT ON COLUMN rules.supervision_level.sort IS 'The height of the rung: a higher one covers the lower.';

CREATE TABLE rules.supervision_rule (
  cause          text PRIMARY KEY,
  level          text NOT NULL CONSTRAINT supervision_rule_level_fkey REFERENCES rules.supervision_level DEFERRABLE INITIALLY DEFERRED,
  deadline       text CONSTRAINT supervision_rule_deadline_fkey REFERENCES rules.deadline DEFERRABLE INITIALLY DEFERRED,
  steps          boolean NOT NULL,
  instruction_zh text NOT NULL,
  instruction_en text NOT NULL,
  sort           integer NOT NULL,
  active         boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE rules.supervision_rule IS 'What raises a notice by itself; engine.warnings knows how to look.';
COMMENT ON COLUMN rules.supervision_rule.cause IS 'A code of list supervision_cause.';
COMMENT ON COLUMN rules.supervision_rule.level IS 'The level of the notice it raises.';
COMMENT ON COLUMN rules.supervision_rule.deadline IS 'The limit it counts by, where it has one of its own.';
COMMENT ON COLUMN rules.supervision_rule.steps IS 'Whether the limit of a single step is enough; otherwise only that of the rectification.';
COMMENT ON COLUMN rules.supervision_rule.instruction_zh IS 'What the notice asks for, in Chinese, until the supervisor writes more.';
COMMENT ON COLUMN rules.supervision_rule.instruction_en IS 'The same in English.';
COMMENT ON COLUMN rules.supervision_rule.sort IS 'Of several causes of one level the first is named.';
COMMENT ON COLUMN rules.supervision_rule.active IS 'Whether the worker looks for it; the light does in any case.';

-- What a light is told by, besides the limit.
ALTER TABLE core.issue
  ADD COLUMN entered_at  timestamptz,
  ADD COLUMN returned_at timestamptz;
COMMENT ON COLUMN core.issue.entered_at IS 'When it came into its present state; NULL while it is in its first.';
COMMENT ON COLUMN core.issue.returned_at IS 'When its striking off was last returned to the office; NULL: never.';
UPDATE core.issue i SET
  entered_at = (SELECT max(e.at) FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = i.id
                 AND e.to_state = i.state AND e.from_state <> e.to_state),
  returned_at = (SELECT max(e.at) FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = i.id AND e.action = 'return_close');

ALTER TABLE core.supervision
  ADD COLUMN version      integer NOT NULL DEFAULT 1,
  ADD COLUMN leader_id    bigint CONSTRAINT supervision_leader_fkey REFERENCES core.account,
  ADD COLUMN progress     text NOT NULL DEFAULT '',
  ADD COLUMN signed_at    timestamptz,
  ADD COLUMN signed_by    bigint CONSTRAINT supervision_signed_by_fkey REFERENCES core.account,
  ADD COLUMN judged_at    timestamptz,
  ADD COLUMN judged_by    bigint CONSTRAINT supervision_judged_by_fkey REFERENCES core.account,
  ADD COLUMN accepted     boolean,
  ADD COLUMN remark       text NOT NULL DEFAULT '',
  ADD CONSTRAINT supervision_judged CHECK ((judged_at IS NULL) = (accepted IS NULL)),
  ADD CONSTRAINT supervision_signed CHECK ((signed_at IS NULL) = (signed_by IS NULL)),
  ADD CONSTRAINT supervision_received CHECK ((received_at IS NULL) = (received_by IS NULL)),
  ADD CONSTRAINT supervision_replied CHECK ((replied_at IS NULL) = (replied_by IS NULL));
COMMENT ON COLUMN core.supervision.version IS 'Counts its changes: a form drawn before the last one is refused.';
COMMENT ON COLUMN core.supervision.leader_id IS 'The leader in charge when it was raised.';
COMMENT ON COLUMN core.supervision.progress IS 'How far the rectification had come when it was raised.';
COMMENT ON COLUMN core.supervision.signed_at IS 'When the supervisor signed it; a notice raised by rule is in force before.';
COMMENT ON COLUMN core.supervision.signed_by IS 'The supervisor who signed it.';
COMMENT ON COLUMN core.supervision.judged_at IS 'When the supervisor last looked at the reply; NULL: not since the last reply.';
COMMENT ON COLUMN core.supervision.judged_by IS 'Who looked at it.';
COMMENT ON COLUMN core.supervision.accepted IS 'Whether the reply was accepted; false: more is asked.';
COMMENT ON COLUMN core.supervision.remark IS 'What the supervisor said of the reply.';
CREATE INDEX supervision_waiting_idx ON core.supervision (office_id, level, raised_at);

CREATE TABLE core.talk_number (
  year   integer NOT NULL,
  prefix text NOT NULL,
  last   integer NOT NULL,
  CONSTRAINT talk_number_pkey PRIMARY KEY (year, prefix)
);
COMMENT ON TABLE core.talk_number IS 'The last running number of each kind of record in a year.';
COMMENT ON COLUMN core.talk_number.year IS 'The year.';
COMMENT ON COLUMN core.talk_number.prefix IS 'The letters before the number.';
COMMENT ON COLUMN core.talk_number.last IS 'The last number given.';

CREATE TABLE core.talk (               -- 约谈, 谈心谈话, 移交
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number      text NOT NULL CONSTRAINT talk_number_key UNIQUE,
  version     integer NOT NULL DEFAULT 1,
  kind        text NOT NULL CONSTRAINT talk_kind CHECK (kind IN ('summons', 'heart', 'handover')),
  office_id   smallint NOT NULL CONSTRAINT talk_office_fkey REFERENCES core.office,
  issue_id    bigint CONSTRAINT talk_issue_fkey REFERENCES core.issue,
  supervision_id bigint CONSTRAINT talk_supervision_fkey REFERENCES core.supervision,
  cause       text NOT NULL,
  basis       text NOT NULL,
  proposed_at timestamptz NOT NULL,
  proposed_by bigint CONSTRAINT talk_proposed_by_fkey REFERENCES core.account,
  held_at     timestamptz,
  held_by     bigint CONSTRAINT talk_held_by_fkey REFERENCES core.account,
  held_on     date,
  place       text NOT NULL DEFAULT '',
  with_whom   text NOT NULL DEFAULT '',
  content     text NOT NULL DEFAULT '',
  commitments text NOT NULL DEFAULT '',
  dropped_at  timestamptz,
  CONSTRAINT talk_once_key UNIQUE (kind, office_id, cause, basis),
  CONSTRAINT talk_settled_once CHECK (held_at IS NULL OR dropped_at IS NULL),
  CONSTRAINT talk_held CHECK ((held_at IS NULL) = (held_by IS NULL))
);
CREATE UNIQUE INDEX talk_one_open_key ON core.talk (office_id) WHERE kind = 'summons' AND held_at IS NULL AND dropped_at IS NULL;
COMMENT ON TABLE core.talk IS 'What stands above the notices and is kept from the office''s clerks: summoned talks, heart-to-heart talks, hand-overs.';
COMMENT ON COLUMN core.talk.id IS 'Internal number.';
COMMENT ON COLUMN core.talk.number IS 'Its own number: YT-2026-0001, TX-2026-0001, YJ-2026-0001.';
COMMENT ON COLUMN core.talk.version IS 'Counts its changes: a form drawn before the last one is refused.';
COMMENT ON COLUMN core.talk.kind IS 'summons, heart or handover.';
COMMENT ON COLUMN core.talk.office_id IS 'The office whose people it is held with, or that is handed over.';
COMMENT ON COLUMN core.talk.issue_id IS 'The issue it is about, where it is about one.';
COMMENT ON COLUMN core.talk.supervision_id IS 'The notice it is about, where it is about one.';
COMMENT ON COLUMN core.talk.cause IS 'A code of list talk_cause: what it was proposed or handed over for.';
COMMENT ON COLUMN core.talk.basis IS 'What exactly: the same one proposes nothing twice.';
COMMENT ON COLUMN core.talk.proposed_at IS 'When it was proposed or entered.';
COMMENT ON COLUMN core.talk.proposed_by IS 'By whom; NULL: by rule.';
COMMENT ON COLUMN core.talk.held_at IS 'When its record was made; NULL: still to be held.';
COMMENT ON COLUMN core.talk.held_by IS 'Who held it and answers for the record.';
COMMENT ON COLUMN core.talk.held_on IS 'The day it was held on.';
COMMENT ON COLUMN core.talk.place IS 'Where.';
COMMENT ON COLUMN core.talk.with_whom IS 'With whom; of a hand-over: who took it.';
COMMENT ON COLUMN core.talk.content IS 'What was said, or why it was handed over.';
COMMENT ON COLUMN core.talk.commitments IS 'What the office undertook.';
COMMENT ON COLUMN core.talk.dropped_at IS 'When it was decided that no talk is needed.';
