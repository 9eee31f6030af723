-- Objections are counted by their time; a password that was reset is changed by its owner, who learns how it came about; who looks back
-- together with the supervisor is an account.

CREATE INDEX objection_at_idx ON core.objection (at);

ALTER TABLE core.account
  ADD COLUMN must_change    boolean NOT NULL DEFAULT false,
  ADD COLUMN reset_asked_by bigint CONSTRAINT account_reset_asked_by_fkey REFERENCES core.account,
  ADD COLUMN reset_asked_at timestamptz,
  ADD COLUMN reset_by       bigint CONSTRAINT account_reset_by_fkey REFERENCES core.account,
  ADD COLUMN reset_at       timestamptz;
COMMENT ON COLUMN core.account.must_change IS 'The password is one that somebody else has seen: nothing is open to the account until its owner has set another.';
COMMENT ON COLUMN core.account.reset_asked_by IS 'The system administrator who asked for a fresh password; kept until the next one.';
COMMENT ON COLUMN core.account.reset_asked_at IS 'When that was asked; later than reset_at while it waits for consent.';
COMMENT ON COLUMN core.account.reset_by IS 'The security administrator who consented; NULL: it was made from the terminal, or never.';
COMMENT ON COLUMN core.account.reset_at IS 'When the password was last made anew by somebody other than the owner.';

ALTER TABLE core.heartbeat ADD COLUMN mail boolean;
COMMENT ON COLUMN core.heartbeat.mail IS 'Whether the program has a mail server; NULL: it has none to do with.';

CREATE TABLE core.recusal (            -- 回避: an opinion that names no office may still be about one
  opinion_id bigint NOT NULL CONSTRAINT recusal_opinion_fkey REFERENCES core.opinion,
  office_id  smallint NOT NULL CONSTRAINT recusal_office_fkey REFERENCES core.office,
  at         timestamptz NOT NULL,
  CONSTRAINT recusal_pkey PRIMARY KEY (opinion_id, office_id)
);
COMMENT ON TABLE core.recusal IS 'Offices whose clerk stood aside from an opinion because it is about that office.';
COMMENT ON COLUMN core.recusal.opinion_id IS 'The opinion.';
COMMENT ON COLUMN core.recusal.office_id IS 'The office it is about: nobody of it sees the opinion from then on.';
COMMENT ON COLUMN core.recusal.at IS 'When the clerk stood aside.';

ALTER TABLE core.lookback
  ADD COLUMN second_by bigint CONSTRAINT lookback_second_by_fkey REFERENCES core.account;
COMMENT ON COLUMN core.lookback.second_by IS 'The account of the second checker, of an office that did not handle the matter; NULL before it was chosen from a list.';
