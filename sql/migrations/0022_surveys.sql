-- Micro-surveys. Who answered and what was answered never meet: a response waits sealed, without a time, and is opened only when the
-- survey has closed, all of them together and in no order.

ALTER TABLE core.event DROP CONSTRAINT event_layer;
ALTER TABLE core.event ADD CONSTRAINT event_layer CHECK (layer IN ('opinion', 'issue', 'account', 'report', 'office', 'rule',
  'calendar', 'supervision', 'talk', 'circular', 'list', 'duty', 'campaign', 'evidence', 'outbox', 'survey'));

CREATE TABLE core.survey_number (      -- the last running number of a year; WDY-2026-01
  year integer PRIMARY KEY,
  last integer NOT NULL
);
COMMENT ON TABLE core.survey_number IS 'The last running number of the surveys of a year.';
COMMENT ON COLUMN core.survey_number.year IS 'The year.';
COMMENT ON COLUMN core.survey_number.last IS 'The last number given in it.';

CREATE TABLE core.survey (             -- 乡情微调研
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL CONSTRAINT survey_code_key UNIQUE CONSTRAINT survey_code_form CHECK (code ~ '^[0-9a-hjkmnp-tv-z]{6}$'),
  number      text NOT NULL CONSTRAINT survey_number_key UNIQUE,
  version     integer NOT NULL DEFAULT 1,
  state       text NOT NULL DEFAULT 'draft'
                   CONSTRAINT survey_state CHECK (state IN ('draft', 'proposed', 'open', 'paused', 'closed', 'published')),
  title       text NOT NULL CONSTRAINT survey_title CHECK (char_length(title) BETWEEN 2 AND 100),
  title_en    text NOT NULL DEFAULT '' CONSTRAINT survey_title_en CHECK (char_length(title_en) <= 200),
  office_id   smallint NOT NULL CONSTRAINT survey_office_fkey REFERENCES core.office,
  audience    text NOT NULL,
  access      text NOT NULL CONSTRAINT survey_access CHECK (access IN ('open', 'codes', 'personal')),
  place       text NOT NULL DEFAULT '' CONSTRAINT survey_place CHECK (char_length(place) <= 100),
  minutes     integer NOT NULL DEFAULT 3 CONSTRAINT survey_minutes CHECK (minutes BETWEEN 1 AND 60),
  opens_at    timestamptz,
  closes_at   timestamptz,
  most        integer CONSTRAINT survey_most CHECK (most > 0),
  words_question   text,
  contact_question text CONSTRAINT survey_contact_needs_words CHECK (contact_question IS NULL OR words_question IS NOT NULL),
  mix_question     text,
  round_of    bigint CONSTRAINT survey_round_fkey REFERENCES core.survey,
  issue_id    bigint CONSTRAINT survey_issue_fkey REFERENCES core.issue,
  draft       text CONSTRAINT survey_draft CHECK (octet_length(draft) <= 65536),
  drafted_by  bigint NOT NULL CONSTRAINT survey_drafted_by_fkey REFERENCES core.account,
  drafted_at  timestamptz NOT NULL,
  proposed_by bigint CONSTRAINT survey_proposed_by_fkey REFERENCES core.account,
  said        text NOT NULL DEFAULT '' CONSTRAINT survey_said CHECK (char_length(said) <= 3000),
  summary     text NOT NULL DEFAULT '' CONSTRAINT survey_summary CHECK (char_length(summary) <= 3000),
  closed_at   timestamptz,
  opened_at   timestamptz,
  published_at timestamptz,
  CONSTRAINT survey_opened CHECK (state IN ('draft', 'proposed') OR opened_at IS NOT NULL),
  CONSTRAINT survey_closed CHECK ((state IN ('closed', 'published')) = (closed_at IS NOT NULL)),
  CONSTRAINT survey_times CHECK (opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at)
);
CREATE INDEX survey_office_idx ON core.survey (office_id, id);
CREATE INDEX survey_clock_idx ON core.survey (closes_at) WHERE state IN ('open', 'paused');
CREATE INDEX survey_issue_idx ON core.survey (issue_id) WHERE issue_id IS NOT NULL;
COMMENT ON TABLE core.survey IS 'Micro-surveys: what is asked, of whom, by whom, until when.';
COMMENT ON COLUMN core.survey.id IS 'Internal number.';
COMMENT ON COLUMN core.survey.code IS 'The word of its address, six letters that cannot be taken for one another; no secret.';
COMMENT ON COLUMN core.survey.number IS 'The number on its head: WDY-2026-01.';
COMMENT ON COLUMN core.survey.version IS 'Counts the changes, so that two people do not overwrite each other.';
COMMENT ON COLUMN core.survey.state IS 'draft, proposed, open, paused, closed or published: a code of list survey_state.';
COMMENT ON COLUMN core.survey.title IS 'Its title.';
COMMENT ON COLUMN core.survey.title_en IS 'Its title in English; empty: the Chinese one stands there too.';
COMMENT ON COLUMN core.survey.office_id IS 'The office that leads it.';
COMMENT ON COLUMN core.survey.audience IS 'Who is asked: a code of list survey_audience.';
COMMENT ON COLUMN core.survey.access IS 'open: whoever wishes; codes: printed one-time codes; personal: links for named people.';
COMMENT ON COLUMN core.survey.place IS 'Where it is asked: a village, a window; empty: everywhere.';
COMMENT ON COLUMN core.survey.minutes IS 'How long it takes to answer, as it is promised on the poster.';
COMMENT ON COLUMN core.survey.opens_at IS 'Before this nobody answers; NULL: from its publishing on.';
COMMENT ON COLUMN core.survey.closes_at IS 'The worker closes it then; NULL: a person does.';
COMMENT ON COLUMN core.survey.most IS 'How many responses are taken at most; NULL: no limit.';
COMMENT ON COLUMN core.survey.words_question IS 'The open question whose answer can become an opinion at once; NULL: none.';
COMMENT ON COLUMN core.survey.contact_question IS 'The question that asks for a telephone number for a reply: its answer never stays in a response; NULL: none.';
COMMENT ON COLUMN core.survey.mix_question IS 'The question that says who answered: its shares stand above all others; NULL: none.';
COMMENT ON COLUMN core.survey.round_of IS 'The first round of the same survey, where this is a later one; NULL: it is the first.';
COMMENT ON COLUMN core.survey.issue_id IS 'The issue that this survey follows up; NULL: none.';
COMMENT ON COLUMN core.survey.draft IS 'The document being worked on, as it was typed; NULL: nothing differs from what is published.';
COMMENT ON COLUMN core.survey.drafted_by IS 'Who worked on the draft last.';
COMMENT ON COLUMN core.survey.drafted_at IS 'When.';
COMMENT ON COLUMN core.survey.proposed_by IS 'Who handed the draft in for publishing.';
COMMENT ON COLUMN core.survey.said IS 'What the open answers say, in the words of staff; empty: not yet written.';
COMMENT ON COLUMN core.survey.summary IS 'What came of it, for the public page; empty: not yet written.';
COMMENT ON COLUMN core.survey.closed_at IS 'When it was closed.';
COMMENT ON COLUMN core.survey.opened_at IS 'When it was first published.';
COMMENT ON COLUMN core.survey.published_at IS 'When its results were published; never before it is closed.';

CREATE TABLE core.survey_version (
  survey_id    bigint NOT NULL CONSTRAINT survey_version_survey_fkey REFERENCES core.survey,
  n            integer NOT NULL CONSTRAINT survey_version_n CHECK (n > 0),
  document     text NOT NULL CONSTRAINT survey_version_document CHECK (octet_length(document) <= 65536),
  questions    jsonb NOT NULL,
  form         jsonb NOT NULL,
  plan         jsonb NOT NULL,
  note         text NOT NULL DEFAULT '',
  made_by      bigint NOT NULL CONSTRAINT survey_version_made_by_fkey REFERENCES core.account,
  published_by bigint NOT NULL CONSTRAINT survey_version_published_by_fkey REFERENCES core.account,
  published_at timestamptz NOT NULL,
  CONSTRAINT survey_version_pkey PRIMARY KEY (survey_id, n),
  CONSTRAINT survey_version_two_persons CHECK (made_by <> published_by)
);
COMMENT ON TABLE core.survey_version IS 'The published versions of a survey; each response was given to one of them.';
COMMENT ON COLUMN core.survey_version.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_version.n IS 'Which version, from 1.';
COMMENT ON COLUMN core.survey_version.document IS 'The document, byte for byte.';
COMMENT ON COLUMN core.survey_version.questions IS 'Its questions in order: name, type, title, choices, rows, and since which version the name has had this meaning.';
COMMENT ON COLUMN core.survey_version.form IS 'The drawn form by language.';
COMMENT ON COLUMN core.survey_version.plan IS 'What a browser needs to show and hide: the parsed expressions.';
COMMENT ON COLUMN core.survey_version.note IS 'Why it was corrected; empty: it is the first.';
COMMENT ON COLUMN core.survey_version.made_by IS 'Who wrote it.';
COMMENT ON COLUMN core.survey_version.published_by IS 'Who published it: somebody else.';
COMMENT ON COLUMN core.survey_version.published_at IS 'When.';

CREATE TABLE core.survey_count (       -- apart from the survey: it changes with every response
  survey_id bigint PRIMARY KEY CONSTRAINT survey_count_survey_fkey REFERENCES core.survey,
  taken     integer NOT NULL DEFAULT 0 CONSTRAINT survey_count_taken CHECK (taken >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE core.survey_count IS 'How many responses have been taken.';
COMMENT ON COLUMN core.survey_count.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_count.taken IS 'Responses taken, those not valid included.';

CREATE TABLE core.survey_quota (
  survey_id bigint NOT NULL CONSTRAINT survey_quota_survey_fkey REFERENCES core.survey,
  question  text NOT NULL,
  option    text NOT NULL,
  most      integer NOT NULL CONSTRAINT survey_quota_most CHECK (most > 0),
  taken     integer NOT NULL DEFAULT 0 CONSTRAINT survey_quota_taken CHECK (taken BETWEEN 0 AND most),
  CONSTRAINT survey_quota_pkey PRIMARY KEY (survey_id, question, option)
) WITH (fillfactor = 50);
COMMENT ON TABLE core.survey_quota IS 'How many responses may choose an option.';
COMMENT ON COLUMN core.survey_quota.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_quota.question IS 'The name of the question.';
COMMENT ON COLUMN core.survey_quota.option IS 'The value of the option.';
COMMENT ON COLUMN core.survey_quota.most IS 'So many and no more.';
COMMENT ON COLUMN core.survey_quota.taken IS 'So many have chosen it.';

CREATE TABLE core.survey_channel (     -- ?src=
  survey_id bigint NOT NULL CONSTRAINT survey_channel_survey_fkey REFERENCES core.survey,
  code      text NOT NULL CONSTRAINT survey_channel_code CHECK (code ~ '^[a-z0-9-]{1,32}$'),
  kind      text NOT NULL,
  label     text NOT NULL CONSTRAINT survey_channel_label CHECK (char_length(label) BETWEEN 1 AND 60),
  CONSTRAINT survey_channel_pkey PRIMARY KEY (survey_id, code)
);
COMMENT ON TABLE core.survey_channel IS 'The places, delegates and windows whose codes lead to a survey.';
COMMENT ON COLUMN core.survey_channel.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_channel.code IS 'What stands in the address as src.';
COMMENT ON COLUMN core.survey_channel.kind IS 'A code of list survey_channel.';
COMMENT ON COLUMN core.survey_channel.label IS 'The name of the place, the delegate or the window.';

-- Nothing here tells when: a row is written when the sheet is made, when the token is used and when the survey closes, that last time all
-- rows in one transaction.
CREATE TABLE core.survey_token (
  mac         bytea NOT NULL CONSTRAINT survey_token_mac CHECK (length(mac) = 32),
  survey_id   bigint NOT NULL CONSTRAINT survey_token_survey_fkey REFERENCES core.survey,
  sheet       integer NOT NULL,
  delegate_id bigint CONSTRAINT survey_token_delegate_fkey REFERENCES core.delegate,
  label       text NOT NULL DEFAULT '',
  used        boolean NOT NULL DEFAULT false,
  CONSTRAINT survey_token_pkey PRIMARY KEY (survey_id, mac)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
CREATE UNIQUE INDEX survey_token_delegate_key ON core.survey_token (survey_id, delegate_id) WHERE delegate_id IS NOT NULL;
COMMENT ON TABLE core.survey_token IS 'One-time codes and personal links: that one was used is known, what was answered with it is not.';
COMMENT ON COLUMN core.survey_token.mac IS 'The keyed hash of the code; the code itself is on paper only.';
COMMENT ON COLUMN core.survey_token.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_token.sheet IS 'Which of the printed sheets it is on.';
COMMENT ON COLUMN core.survey_token.delegate_id IS 'Whose personal link it is; NULL: anybody''s code.';
COMMENT ON COLUMN core.survey_token.label IS 'Whose personal link it is where that is no delegate; empty: anybody''s.';
COMMENT ON COLUMN core.survey_token.used IS 'Whether it has been used.';

CREATE TABLE core.survey_box (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  survey_id bigint NOT NULL,
  n         integer NOT NULL,
  channel   text,
  paper     boolean NOT NULL,
  valid     boolean NOT NULL,
  sealed    bytea NOT NULL,
  CONSTRAINT survey_box_version_fkey FOREIGN KEY (survey_id, n) REFERENCES core.survey_version
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
CREATE INDEX survey_box_survey_idx ON core.survey_box (survey_id);
COMMENT ON TABLE core.survey_box IS 'Responses that wait, sealed to the worker''s key, until their survey closes.';
COMMENT ON COLUMN core.survey_box.id IS 'A random number: it tells no order, and the opened response gets another.';
COMMENT ON COLUMN core.survey_box.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_box.n IS 'The version that was answered.';
COMMENT ON COLUMN core.survey_box.channel IS 'The channel by which it came; NULL: none was named.';
COMMENT ON COLUMN core.survey_box.paper IS 'Whether a clerk typed it in from paper.';
COMMENT ON COLUMN core.survey_box.valid IS 'False: a paper that could not be counted.';
COMMENT ON COLUMN core.survey_box.sealed IS 'The cleaned answers, padded and sealed.';

CREATE TABLE core.response (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  survey_id bigint NOT NULL,
  n         integer NOT NULL,
  channel   text,
  paper     boolean NOT NULL,
  valid     boolean NOT NULL,
  answers   jsonb NOT NULL,
  CONSTRAINT response_version_fkey FOREIGN KEY (survey_id, n) REFERENCES core.survey_version
);
CREATE INDEX response_survey_idx ON core.response (survey_id);
COMMENT ON TABLE core.response IS 'The responses of closed surveys: no time, no order, nobody.';
COMMENT ON COLUMN core.response.id IS 'A random number.';
COMMENT ON COLUMN core.response.survey_id IS 'The survey.';
COMMENT ON COLUMN core.response.n IS 'The version that was answered.';
COMMENT ON COLUMN core.response.channel IS 'The channel by which it came; NULL: none was named.';
COMMENT ON COLUMN core.response.paper IS 'Whether a clerk typed it in from paper.';
COMMENT ON COLUMN core.response.valid IS 'False: a paper that could not be counted.';
COMMENT ON COLUMN core.response.answers IS 'The cleaned answers, by the names of the questions.';
CREATE TRIGGER response_is_final BEFORE UPDATE ON core.response FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.response ENABLE ALWAYS TRIGGER response_is_final;
CREATE TRIGGER survey_version_is_final BEFORE UPDATE OR DELETE ON core.survey_version FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.survey_version ENABLE ALWAYS TRIGGER survey_version_is_final;

CREATE TABLE core.survey_key (
  survey_id   bigint NOT NULL CONSTRAINT survey_key_survey_fkey REFERENCES core.survey,
  mac         bytea NOT NULL CONSTRAINT survey_key_mac CHECK (length(mac) = 32),
  fingerprint bytea NOT NULL CONSTRAINT survey_key_fingerprint CHECK (length(fingerprint) = 32),
  CONSTRAINT survey_key_pkey PRIMARY KEY (survey_id, mac)
);
COMMENT ON TABLE core.survey_key IS 'Forms that have been taken: the same form sent again is not taken again. Emptied when the survey closes.';
COMMENT ON COLUMN core.survey_key.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_key.mac IS 'The keyed hash of the form''s key.';
COMMENT ON COLUMN core.survey_key.fingerprint IS 'The keyed hash of what was answered: it tells a repeat from other answers under the same key.';

CREATE TABLE core.survey_result (
  survey_id bigint PRIMARY KEY CONSTRAINT survey_result_survey_fkey REFERENCES core.survey,
  at        timestamptz NOT NULL,
  staff     jsonb NOT NULL,
  public    jsonb NOT NULL
);
COMMENT ON TABLE core.survey_result IS 'The figures of a closed survey, counted once.';
COMMENT ON COLUMN core.survey_result.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_result.at IS 'When they were counted.';
COMMENT ON COLUMN core.survey_result.staff IS 'What staff see: no cell under the least number for staff.';
COMMENT ON COLUMN core.survey_result.public IS 'What everybody sees: no cell under the least number for the public, nor any that could be found by subtraction.';

CREATE TABLE core.survey_finding (     -- 问卷结果 → 意见或问题
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey_id  bigint NOT NULL CONSTRAINT survey_finding_survey_fkey REFERENCES core.survey,
  question   text NOT NULL,
  option     text,
  n          integer NOT NULL CONSTRAINT survey_finding_n CHECK (n >= 0),
  of_n       integer NOT NULL CONSTRAINT survey_finding_of CHECK (of_n >= n),
  quotes     text NOT NULL DEFAULT '' CONSTRAINT survey_finding_quotes CHECK (char_length(quotes) <= 3000),
  opinion_id bigint CONSTRAINT survey_finding_opinion_fkey REFERENCES core.opinion,
  issue_id   bigint CONSTRAINT survey_finding_issue_fkey REFERENCES core.issue,
  made_by    bigint NOT NULL CONSTRAINT survey_finding_made_by_fkey REFERENCES core.account,
  made_at    timestamptz NOT NULL,
  CONSTRAINT survey_finding_leads CHECK (num_nonnulls(opinion_id, issue_id) = 1)
);
CREATE INDEX survey_finding_survey_idx ON core.survey_finding (survey_id);
COMMENT ON TABLE core.survey_finding IS 'Where a problem came from: which question of which survey, how many of how many, and what was said, cleared of identity.';
COMMENT ON COLUMN core.survey_finding.id IS 'Internal number.';
COMMENT ON COLUMN core.survey_finding.survey_id IS 'The survey.';
COMMENT ON COLUMN core.survey_finding.question IS 'The name of the question.';
COMMENT ON COLUMN core.survey_finding.option IS 'The option it is about; NULL: an open question.';
COMMENT ON COLUMN core.survey_finding.n IS 'How many said so.';
COMMENT ON COLUMN core.survey_finding.of_n IS 'Of how many who answered the question.';
COMMENT ON COLUMN core.survey_finding.quotes IS 'Quotations cleared of identity; empty: none.';
COMMENT ON COLUMN core.survey_finding.opinion_id IS 'The opinion it became; NULL: it was attached to an issue.';
COMMENT ON COLUMN core.survey_finding.issue_id IS 'The issue it was attached to; NULL: it became an opinion.';
COMMENT ON COLUMN core.survey_finding.made_by IS 'Who drew it.';
COMMENT ON COLUMN core.survey_finding.made_at IS 'When.';

CREATE TABLE core.field_note (         -- 蹲点调研、解剖麻雀
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey_id    bigint NOT NULL CONSTRAINT field_note_survey_fkey REFERENCES core.survey,
  place        text NOT NULL CONSTRAINT field_note_place CHECK (char_length(place) BETWEEN 2 AND 100),
  from_on      date NOT NULL,
  to_on        date NOT NULL,
  staff        text NOT NULL,
  people       integer NOT NULL CONSTRAINT field_note_people CHECK (people >= 0),
  findings     text NOT NULL,
  typical_case text NOT NULL DEFAULT '',
  offices      smallint[] NOT NULL DEFAULT '{}',
  made_by      bigint NOT NULL CONSTRAINT field_note_made_by_fkey REFERENCES core.account,
  made_at      timestamptz NOT NULL,
  CONSTRAINT field_note_days CHECK (to_on >= from_on)
);
CREATE INDEX field_note_survey_idx ON core.field_note (survey_id);
COMMENT ON TABLE core.field_note IS 'What was found by staying at one place.';
COMMENT ON COLUMN core.field_note.id IS 'Internal number.';
COMMENT ON COLUMN core.field_note.survey_id IS 'The survey it belongs to.';
COMMENT ON COLUMN core.field_note.place IS 'Where.';
COMMENT ON COLUMN core.field_note.from_on IS 'The first day.';
COMMENT ON COLUMN core.field_note.to_on IS 'The last day.';
COMMENT ON COLUMN core.field_note.staff IS 'Who went.';
COMMENT ON COLUMN core.field_note.people IS 'How many people were talked to.';
COMMENT ON COLUMN core.field_note.findings IS 'What was found, cleared of identity.';
COMMENT ON COLUMN core.field_note.typical_case IS 'A typical case, cleared of identity; empty: none.';
COMMENT ON COLUMN core.field_note.offices IS 'The offices concerned.';
COMMENT ON COLUMN core.field_note.made_by IS 'Who wrote it.';
COMMENT ON COLUMN core.field_note.made_at IS 'When.';
