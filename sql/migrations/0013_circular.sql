-- The two-way contact as far as its figures need it, and the circulars: figures frozen at a moment, never changed afterwards.

-- A member or a delegate may have an account: each sees the own row of the contact views.
ALTER TABLE core.member ADD COLUMN account_id bigint
  CONSTRAINT member_account_fkey REFERENCES core.account CONSTRAINT member_account_key UNIQUE;
COMMENT ON COLUMN core.member.account_id IS 'The account the member signs in with; NULL: none.';
ALTER TABLE core.delegate ADD COLUMN account_id bigint
  CONSTRAINT delegate_account_fkey REFERENCES core.account CONSTRAINT delegate_account_key UNIQUE;
COMMENT ON COLUMN core.delegate.account_id IS 'The account the delegate signs in with; NULL: none.';

CREATE TABLE core.contact_record (     -- 联系、走访记录
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  member_id   bigint CONSTRAINT contact_record_member_fkey REFERENCES core.member,
  delegate_id bigint NOT NULL CONSTRAINT contact_record_delegate_fkey REFERENCES core.delegate,
  on_day      date NOT NULL,
  mode        text NOT NULL,
  households  integer NOT NULL DEFAULT 0 CONSTRAINT contact_record_households CHECK (households >= 0),
  opinions    integer NOT NULL CONSTRAINT contact_record_opinions CHECK (opinions >= 0),
  CONSTRAINT contact_record_whom CHECK ((member_id IS NULL) = (households > 0))
);
CREATE INDEX contact_record_delegate_idx ON core.contact_record (delegate_id, on_day);
CREATE INDEX contact_record_member_idx ON core.contact_record (member_id, on_day) WHERE member_id IS NOT NULL;
COMMENT ON TABLE core.contact_record IS 'A contact: a member of the standing committee with a delegate, or a delegate with residents.';
COMMENT ON COLUMN core.contact_record.id IS 'Internal number.';
COMMENT ON COLUMN core.contact_record.member_id IS 'The member who made the contact; NULL: the delegate went to residents.';
COMMENT ON COLUMN core.contact_record.delegate_id IS 'The delegate contacted, or who went to residents.';
COMMENT ON COLUMN core.contact_record.on_day IS 'The day of it.';
COMMENT ON COLUMN core.contact_record.mode IS 'A code of list contact_mode.';
COMMENT ON COLUMN core.contact_record.households IS 'How many households a delegate met; 0 where a member met a delegate.';
COMMENT ON COLUMN core.contact_record.opinions IS 'How many opinions were brought back; 0 is as good an outcome as any: nothing to say this time.';

CREATE TABLE core.contact_opinion (
  contact_id bigint NOT NULL CONSTRAINT contact_opinion_contact_fkey REFERENCES core.contact_record,
  opinion_id bigint NOT NULL CONSTRAINT contact_opinion_opinion_fkey REFERENCES core.opinion,
  CONSTRAINT contact_opinion_pkey PRIMARY KEY (contact_id, opinion_id)
);
COMMENT ON TABLE core.contact_opinion IS 'Which registered opinions a contact brought back; counted, never shown with who brought them.';
COMMENT ON COLUMN core.contact_opinion.contact_id IS 'The contact.';
COMMENT ON COLUMN core.contact_opinion.opinion_id IS 'The opinion registered from it.';

CREATE TABLE core.reception_day (      -- 主任接待代表日
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  on_day    date NOT NULL,
  member_id bigint NOT NULL CONSTRAINT reception_day_member_fkey REFERENCES core.member,
  place     text NOT NULL,
  state     text NOT NULL CONSTRAINT reception_day_state CHECK (state IN ('planned', 'held', 'cancelled')),
  topics    text NOT NULL,
  CONSTRAINT reception_day_once UNIQUE (on_day, member_id)
);
COMMENT ON TABLE core.reception_day IS 'The days on which the chair or a vice-chair receives delegates.';
COMMENT ON COLUMN core.reception_day.id IS 'Internal number.';
COMMENT ON COLUMN core.reception_day.on_day IS 'The day of it.';
COMMENT ON COLUMN core.reception_day.member_id IS 'The host, one of the chairs'' meeting.';
COMMENT ON COLUMN core.reception_day.place IS 'Where it is held.';
COMMENT ON COLUMN core.reception_day.state IS 'planned, held or cancelled.';
COMMENT ON COLUMN core.reception_day.topics IS 'The one to three topics of the day.';

CREATE TABLE core.reception_matter (
  reception_id bigint NOT NULL CONSTRAINT reception_matter_reception_fkey REFERENCES core.reception_day,
  issue_id     bigint NOT NULL CONSTRAINT reception_matter_issue_fkey REFERENCES core.issue CONSTRAINT reception_matter_issue_key UNIQUE,
  delegate_id  bigint CONSTRAINT reception_matter_delegate_fkey REFERENCES core.delegate,
  CONSTRAINT reception_matter_pkey PRIMARY KEY (reception_id, issue_id)
);
COMMENT ON TABLE core.reception_matter IS 'What could not be answered on the day and was assigned: the issue it became.';
COMMENT ON COLUMN core.reception_matter.reception_id IS 'The reception day.';
COMMENT ON COLUMN core.reception_matter.issue_id IS 'The issue.';
COMMENT ON COLUMN core.reception_matter.delegate_id IS 'The delegate who raised it; NULL where the delegate asked for secrecy.';

CREATE TABLE core.circular_number (    -- the last running number of a year; TB-2026-001
  year integer PRIMARY KEY,
  last integer NOT NULL
);
COMMENT ON TABLE core.circular_number IS 'The last running number of the circulars of a year.';
COMMENT ON COLUMN core.circular_number.year IS 'The year.';
COMMENT ON COLUMN core.circular_number.last IS 'The last number given in it.';

CREATE TABLE core.circular (           -- 通报
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number      text CONSTRAINT circular_number_key UNIQUE,
  version     integer NOT NULL DEFAULT 1,
  state       text NOT NULL DEFAULT 'draft' CONSTRAINT circular_state CHECK (state IN ('draft', 'proposed', 'issued')),
  period      text NOT NULL,
  corrects    bigint CONSTRAINT circular_corrects_fkey REFERENCES core.circular,
  opening     text NOT NULL DEFAULT '',
  cases       text NOT NULL DEFAULT '',
  advice      text NOT NULL DEFAULT '',
  next_steps  text NOT NULL DEFAULT '',
  drafted_by  bigint NOT NULL CONSTRAINT circular_drafted_by_fkey REFERENCES core.account,
  drafted_at  timestamptz NOT NULL,
  proposed_by bigint CONSTRAINT circular_proposed_by_fkey REFERENCES core.account,
  issued_by   bigint CONSTRAINT circular_issued_by_fkey REFERENCES core.account
                     CONSTRAINT circular_two_persons CHECK (issued_by NOT IN (drafted_by, proposed_by)),
  issued_at   timestamptz,
  figures     jsonb,
  CONSTRAINT circular_issued CHECK ((state = 'issued') = (number IS NOT NULL AND figures IS NOT NULL AND issued_by IS NOT NULL AND issued_at IS NOT NULL)),
  CONSTRAINT circular_proposed CHECK (state = 'draft' OR proposed_by IS NOT NULL)
);
COMMENT ON TABLE core.circular IS 'Circulars on a period: drafted by the supervisor, issued by the party group, final from then on.';
COMMENT ON COLUMN core.circular.id IS 'Internal number.';
COMMENT ON COLUMN core.circular.number IS 'The number it was issued under: TB-2026-001.';
COMMENT ON COLUMN core.circular.version IS 'Counts the changes, so that two people do not overwrite each other.';
COMMENT ON COLUMN core.circular.state IS 'draft, proposed or issued.';
COMMENT ON COLUMN core.circular.period IS 'The month, quarter, half-year or year it is about: 2026-11, 2026-Q4, 2026-H2, 2026.';
COMMENT ON COLUMN core.circular.corrects IS 'The issued circular that this one puts right; NULL: none.';
COMMENT ON COLUMN core.circular.opening IS 'The opening words.';
COMMENT ON COLUMN core.circular.cases IS 'What is said of typical cases.';
COMMENT ON COLUMN core.circular.advice IS 'Suggestions on policy, and whether they were adopted.';
COMMENT ON COLUMN core.circular.next_steps IS 'What is to be done next.';
COMMENT ON COLUMN core.circular.drafted_by IS 'Who drafted it.';
COMMENT ON COLUMN core.circular.drafted_at IS 'When the draft was begun.';
COMMENT ON COLUMN core.circular.proposed_by IS 'Who handed it to the party group.';
COMMENT ON COLUMN core.circular.issued_by IS 'Who issued it: somebody else than who drafted or proposed it.';
COMMENT ON COLUMN core.circular.issued_at IS 'When it was issued.';
COMMENT ON COLUMN core.circular.figures IS 'The figures of the moment it was issued, in both languages.';

CREATE TRIGGER circular_is_final BEFORE UPDATE ON core.circular
  FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER circular_is_kept BEFORE DELETE ON core.circular
  FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER circulars_are_kept BEFORE TRUNCATE ON core.circular
  FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.circular ENABLE ALWAYS TRIGGER circular_is_final;
ALTER TABLE core.circular ENABLE ALWAYS TRIGGER circular_is_kept;
ALTER TABLE core.circular ENABLE ALWAYS TRIGGER circulars_are_kept;
