-- Telling people: what an event makes known, to whom, and the outbox from which the worker delivers it.

CREATE TABLE rules.telling (           -- an event that matches is told to an audience; NULL stands for any
  key      text PRIMARY KEY,
  layer    text NOT NULL,
  action   text,
  to_state integer,
  audience text NOT NULL,
  active   boolean NOT NULL DEFAULT true
);
CREATE INDEX telling_layer_idx ON rules.telling (layer) WHERE active;
COMMENT ON TABLE rules.telling IS 'Which events are told to whom: a role of the staff concerned, or the speaker.';
COMMENT ON COLUMN rules.telling.key IS 'The name of the rule.';
COMMENT ON COLUMN rules.telling.layer IS 'What kind of subject the event is about.';
COMMENT ON COLUMN rules.telling.action IS 'The action; NULL: any.';
COMMENT ON COLUMN rules.telling.to_state IS 'The state that the event leads into; NULL: any.';
COMMENT ON COLUMN rules.telling.audience IS 'A role, or speaker: whoever left an address for a reply.';
COMMENT ON COLUMN rules.telling.active IS 'Whether it counts.';

ALTER TABLE core.account
  ADD COLUMN email text NOT NULL DEFAULT '' CONSTRAINT account_email_form CHECK (email = '' OR email ~ '^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$'),
  ADD COLUMN tell  text NOT NULL DEFAULT 'digest' CONSTRAINT account_tell CHECK (tell IN ('each', 'digest', 'none'));
COMMENT ON COLUMN core.account.email IS 'The address at work that is told what waits; empty: none.';
COMMENT ON COLUMN core.account.tell IS 'Told of each event, once a day what is due, or nothing.';

ALTER TABLE core.identity ADD COLUMN by_mail boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN core.identity.by_mail IS 'Whether the sealed contact holds an address of mail to be told at; nothing else of it is known.';

CREATE TABLE core.webhook (            -- its secret is derived from the server's key, id and key_no, and stored nowhere
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url        text NOT NULL CONSTRAINT webhook_url_form CHECK (url ~ '^https?://[^[:space:]@]+$' AND length(url) <= 500),
  key_no     integer NOT NULL DEFAULT 1 CONSTRAINT webhook_key_no_positive CHECK (key_no > 0),
  active     boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE core.webhook IS 'Systems that are told of events by a signed POST.';
COMMENT ON COLUMN core.webhook.id IS 'Its number.';
COMMENT ON COLUMN core.webhook.url IS 'Where it is posted to.';
COMMENT ON COLUMN core.webhook.key_no IS 'Which of its keys signs; another number is another key.';
COMMENT ON COLUMN core.webhook.active IS 'Whether it is told anything.';
COMMENT ON COLUMN core.webhook.created_at IS 'Since when it is known.';

CREATE TABLE core.outbox (             -- one thing to be told to one receiver; never a word of anybody, never an identity
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  basis        text NOT NULL CONSTRAINT outbox_basis_key UNIQUE,
  mark         uuid NOT NULL DEFAULT gen_random_uuid(),
  template     text NOT NULL CONSTRAINT outbox_template CHECK (template IN ('event', 'digest', 'speaker', 'webhook')),
  account_id   bigint CONSTRAINT outbox_account_fkey REFERENCES core.account,
  opinion_id   bigint CONSTRAINT outbox_opinion_fkey REFERENCES core.opinion,
  webhook_id   bigint CONSTRAINT outbox_webhook_fkey REFERENCES core.webhook,
  layer        text,
  subject_id   bigint,
  seq          integer,
  data         jsonb NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL,
  next_at      timestamptz NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  leased_until timestamptz,
  done_at      timestamptz,
  result       text CONSTRAINT outbox_result CHECK (result IN ('sent', 'failed', 'void')),
  error        text NOT NULL DEFAULT '',
  CONSTRAINT outbox_one_receiver CHECK (num_nonnulls(account_id, opinion_id, webhook_id) = 1),
  CONSTRAINT outbox_done_complete CHECK ((done_at IS NULL) = (result IS NULL))
);
CREATE INDEX outbox_next_idx ON core.outbox (next_at, id) WHERE done_at IS NULL;
CREATE INDEX outbox_done_idx ON core.outbox (done_at) WHERE done_at IS NOT NULL;
COMMENT ON TABLE core.outbox IS 'What is to be told, written in the transaction of the event it tells of, and what became of it.';
COMMENT ON COLUMN core.outbox.id IS 'Its number.';
COMMENT ON COLUMN core.outbox.basis IS 'Receiver and reason: the same is never told twice.';
COMMENT ON COLUMN core.outbox.mark IS 'The name it carries at every attempt, by which a receiver knows a repeat.';
COMMENT ON COLUMN core.outbox.template IS 'What kind of message it is.';
COMMENT ON COLUMN core.outbox.account_id IS 'The member of staff who is told.';
COMMENT ON COLUMN core.outbox.opinion_id IS 'The opinion whose speaker is told; the address stays sealed until it is sent.';
COMMENT ON COLUMN core.outbox.webhook_id IS 'The system that is told.';
COMMENT ON COLUMN core.outbox.layer IS 'Of the event, with the next two, which is never deleted and so is not locked by a reference; NULL for a digest.';
COMMENT ON COLUMN core.outbox.subject_id IS 'What the event is about.';
COMMENT ON COLUMN core.outbox.seq IS 'Which of its events.';
COMMENT ON COLUMN core.outbox.data IS 'Numbers, codes and counts that the message is made of.';
COMMENT ON COLUMN core.outbox.created_at IS 'When it was written.';
COMMENT ON COLUMN core.outbox.next_at IS 'Not to be sent before.';
COMMENT ON COLUMN core.outbox.attempts IS 'How often it was tried.';
COMMENT ON COLUMN core.outbox.leased_until IS 'Until then a worker has it in hand.';
COMMENT ON COLUMN core.outbox.done_at IS 'When it was sent or given up.';
COMMENT ON COLUMN core.outbox.result IS 'Sent, failed for good, or void because there was nothing to tell or nobody to tell it to.';
COMMENT ON COLUMN core.outbox.error IS 'The code of the last failure; no text of another server.';
