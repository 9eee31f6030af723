-- What the engine's functions hand to each other.

CREATE TYPE engine.subject AS (         -- the row an action is about; one of opinion and issue is NULL
  layer   text,
  id      bigint,
  state   integer,
  version integer,
  opinion core.opinion,
  issue   core.issue
);

CREATE TYPE engine.move AS (            -- one transition about to be taken; guards look at it, effects carry it out
  subject    engine.subject,
  transition rules.transition,
  actor      core.actor,                -- NULL: the speaker, or the worker
  role       text,
  fields     jsonb,                     -- checked; NULL while it is only asked whether the action is on offer
  at         timestamptz,
  opinion_id bigint,                    -- whose receipt it is, where a speaker acts on an issue
  approver   bigint                     -- the second person, where one was needed
);

CREATE TYPE engine.warning AS (         -- a cause for a notice of supervision, as an issue gives it now
  issue_id bigint,
  level    text,
  rung     integer,
  cause    text,
  basis    text,                       -- which limit, measure or return; with office and round, for another begins anew
  limit_at timestamptz,
  since    timestamptz,
  place    integer
);

CREATE TYPE engine.setting AS (         -- a row of one of the lists that administrators keep
  list    text,                        -- a code of list admin_list
  id      bigint,                      -- of its page and of its events
  code    text,
  zh      text,
  en      text,
  active  boolean,
  own     boolean,                     -- the organ's own: a deploy leaves it alone
  shipped jsonb,                       -- what to go back to
  now     jsonb,                       -- what can be changed, by the names of the fields
  sort    bigint
);
