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

ALTER TABLE core.lookback
  ADD COLUMN second_by bigint CONSTRAINT lookback_second_by_fkey REFERENCES core.account;
COMMENT ON COLUMN core.lookback.second_by IS 'The account of the second checker, of an office that did not handle the matter; NULL before it was chosen from a list.';
