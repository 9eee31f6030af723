-- Striking off and after: what a relapse asks anew, problems that came out of others, objections to a published result, appeals
-- against a rating, and the half-year campaigns of looking back.

ALTER TABLE core.issue
  ADD COLUMN origin_id  bigint CONSTRAINT issue_origin_fkey REFERENCES core.issue,
  ADD COLUMN heard_from integer NOT NULL DEFAULT 1 CONSTRAINT issue_heard_from_positive CHECK (heard_from > 0);
UPDATE core.issue SET heard_from = round WHERE rebounds > 0;
CREATE INDEX issue_origin_idx ON core.issue (origin_id) WHERE origin_id IS NOT NULL;
COMMENT ON COLUMN core.issue.origin_id IS 'The issue in whose look-back this one was found: the old problem in a new form.';
COMMENT ON COLUMN core.issue.heard_from IS 'The round from which on the speakers'' words count for striking off: the first, or the one that the last relapse began.';

-- An opinion may speak in several issues and rates each of them.
DROP INDEX IF EXISTS core.rating_once_key;
CREATE UNIQUE INDEX rating_once_key ON core.rating (issue_id, opinion_id, round) WHERE reached;

ALTER TABLE core.rating DROP CONSTRAINT rating_void_kind;
ALTER TABLE core.rating ADD CONSTRAINT rating_void_kind CHECK (void_kind IN ('malicious', 'policy', 'appeal'));
COMMENT ON COLUMN core.rating.void_kind IS 'Why: malicious (the supervisor''s decision), policy (the party group''s), or appeal (the office''s, which held).';

CREATE TABLE core.appeal (             -- 部门申诉
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rating_id  bigint NOT NULL CONSTRAINT appeal_once_key UNIQUE CONSTRAINT appeal_rating_fkey REFERENCES core.rating,
  reason     text NOT NULL,
  asked_by   bigint NOT NULL CONSTRAINT appeal_asked_by_fkey REFERENCES core.account,
  asked_at   timestamptz NOT NULL,
  decided_by bigint CONSTRAINT appeal_decided_by_fkey REFERENCES core.account,
  decided_at timestamptz,
  upheld     boolean,
  remark     text NOT NULL DEFAULT '',
  CONSTRAINT appeal_two_persons CHECK (decided_by <> asked_by),
  CONSTRAINT appeal_decided CHECK ((decided_at IS NULL) = (upheld IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL))
);
COMMENT ON TABLE core.appeal IS 'An office''s appeal against a rating, once for each, and what the supervisor decided.';
COMMENT ON COLUMN core.appeal.id IS 'Internal number.';
COMMENT ON COLUMN core.appeal.rating_id IS 'The rating it is against.';
COMMENT ON COLUMN core.appeal.reason IS 'Why the office holds it to be unfair.';
COMMENT ON COLUMN core.appeal.asked_by IS 'The head of the office.';
COMMENT ON COLUMN core.appeal.asked_at IS 'When it was made.';
COMMENT ON COLUMN core.appeal.decided_by IS 'The supervisor.';
COMMENT ON COLUMN core.appeal.decided_at IS 'When it was decided; NULL: not yet.';
COMMENT ON COLUMN core.appeal.upheld IS 'True: the rating counts in no rate; it stays visible.';
COMMENT ON COLUMN core.appeal.remark IS 'The supervisor''s reason.';

CREATE TABLE core.objection (          -- 公示异议
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issue_id bigint NOT NULL CONSTRAINT objection_issue_fkey REFERENCES core.issue,
  round    integer NOT NULL,
  at       timestamptz NOT NULL,
  key      uuid NOT NULL CONSTRAINT objection_once_key UNIQUE,
  body     text NOT NULL CONSTRAINT objection_body_length CHECK (char_length(body) BETWEEN 10 AND 1000)
);
CREATE INDEX objection_issue_idx ON core.objection (issue_id, id);
COMMENT ON TABLE core.objection IS 'What anybody said against a result on public display; read by triage and the supervisor alone, never published.';
COMMENT ON COLUMN core.objection.id IS 'Internal number.';
COMMENT ON COLUMN core.objection.issue_id IS 'The issue whose result was on display.';
COMMENT ON COLUMN core.objection.round IS 'The round of the issue then.';
COMMENT ON COLUMN core.objection.at IS 'When it came.';
COMMENT ON COLUMN core.objection.key IS 'The form''s key: the same form sent twice is one objection.';
COMMENT ON COLUMN core.objection.body IS 'What was said; never changed.';
CREATE TRIGGER objection_is_kept BEFORE UPDATE OR DELETE ON core.objection
  FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER objections_are_kept BEFORE TRUNCATE ON core.objection
  FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.objection ENABLE ALWAYS TRIGGER objection_is_kept;
ALTER TABLE core.objection ENABLE ALWAYS TRIGGER objections_are_kept;

CREATE TABLE core.campaign (           -- 半年“回头看”
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  period     text NOT NULL CONSTRAINT campaign_period_key UNIQUE CONSTRAINT campaign_period_form CHECK (period ~ '^20[0-9]{2}-H[12]$'),
  seed       text NOT NULL CONSTRAINT campaign_seed_length CHECK (char_length(seed) BETWEEN 4 AND 40),
  until_on   date NOT NULL,
  check_by   date NOT NULL,
  started_by bigint NOT NULL CONSTRAINT campaign_started_by_fkey REFERENCES core.account,
  started_at timestamptz NOT NULL
);
COMMENT ON TABLE core.campaign IS 'A half-year''s campaign of looking back at what was struck off in it.';
COMMENT ON COLUMN core.campaign.id IS 'Internal number.';
COMMENT ON COLUMN core.campaign.period IS 'The half-year: 2026-H1.';
COMMENT ON COLUMN core.campaign.seed IS 'What the sample was drawn with; the same seed and population give the same sample.';
COMMENT ON COLUMN core.campaign.until_on IS 'The last day of striking off that was looked at: the end of the half-year, or the day of the start where that came first.';
COMMENT ON COLUMN core.campaign.check_by IS 'Until when the sampled issues are to be looked at.';
COMMENT ON COLUMN core.campaign.started_by IS 'Who started it.';
COMMENT ON COLUMN core.campaign.started_at IS 'When it was started.';

CREATE TABLE core.campaign_issue (     -- the population as it was, and who was drawn
  campaign_id bigint NOT NULL CONSTRAINT campaign_issue_campaign_fkey REFERENCES core.campaign,
  issue_id    bigint NOT NULL CONSTRAINT campaign_issue_issue_fkey REFERENCES core.issue,
  office_id   smallint NOT NULL CONSTRAINT campaign_issue_office_fkey REFERENCES core.office,
  reason      text NOT NULL,
  draw        bytea NOT NULL CONSTRAINT campaign_issue_draw_length CHECK (length(draw) = 32),
  sampled     boolean NOT NULL,
  CONSTRAINT campaign_issue_pkey PRIMARY KEY (campaign_id, issue_id)
);
COMMENT ON TABLE core.campaign_issue IS 'The issues that a campaign could draw from, and which of them it did.';
COMMENT ON COLUMN core.campaign_issue.campaign_id IS 'The campaign.';
COMMENT ON COLUMN core.campaign_issue.issue_id IS 'An issue struck off in its half-year.';
COMMENT ON COLUMN core.campaign_issue.office_id IS 'The office that led it then.';
COMMENT ON COLUMN core.campaign_issue.reason IS 'A code of list sample_reason: what its chance of being drawn rested on.';
COMMENT ON COLUMN core.campaign_issue.draw IS 'sha256 of seed and number: the lot; the lowest are drawn first.';
COMMENT ON COLUMN core.campaign_issue.sampled IS 'Whether it was drawn.';
