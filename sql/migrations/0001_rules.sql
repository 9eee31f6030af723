-- The field's rules as rows: which states there are, who may do what, by when, in which words.
-- Rows come from sql/rules/*.sql at each deploy; nothing here is written by the programs.
-- References between the rule tables are checked at commit: the files load in any order, and a row still in use cannot vanish.

CREATE SCHEMA rules;
CREATE SCHEMA core;

CREATE TABLE core.migration (
  name       text PRIMARY KEY,
  sha256     text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rules.param (
  key    text PRIMARY KEY,
  value  numeric NOT NULL,
  source text NOT NULL
);

CREATE TABLE rules.deadline (
  key    text PRIMARY KEY,
  n      integer NOT NULL CONSTRAINT deadline_n_positive CHECK (n > 0),
  unit   text NOT NULL CONSTRAINT deadline_unit CHECK (unit IN ('h', 'd', 'wd', 'mon')),
  zh     text NOT NULL,
  en     text NOT NULL,
  source text NOT NULL
);

CREATE TABLE rules.choice (            -- every enumerated word that is not a state: kinds, protections, ratings, result classes …
  list text NOT NULL,
  code text NOT NULL,
  zh   text NOT NULL,
  en   text NOT NULL,
  hint_zh text NOT NULL DEFAULT '',
  hint_en text NOT NULL DEFAULT '',
  sort integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT choice_pkey PRIMARY KEY (list, code)
);

CREATE TABLE rules.category (
  code      text PRIMARY KEY,
  parent    text CONSTRAINT category_parent_fkey REFERENCES rules.category DEFERRABLE INITIALLY DEFERRED,
  zh        text NOT NULL,
  full_zh   text NOT NULL,
  en        text NOT NULL,
  sensitive boolean NOT NULL,
  route     text NOT NULL CONSTRAINT category_route CHECK (route IN ('rectify', 'transfer', 'archive', 'refer')),
  active    boolean NOT NULL DEFAULT true,
  sort      integer NOT NULL
);

CREATE TABLE rules.role (
  code text PRIMARY KEY,
  zh   text NOT NULL,
  en   text NOT NULL,
  sort integer NOT NULL
);

CREATE TABLE rules.permission (        -- what a role may see or use besides transitions; scope says of whose
  role       text NOT NULL CONSTRAINT permission_role_fkey REFERENCES rules.role DEFERRABLE INITIALLY DEFERRED,
  permission text NOT NULL,
  scope      text NOT NULL CONSTRAINT permission_scope CHECK (scope IN ('all', 'office', 'led', 'linked')),
  CONSTRAINT permission_pkey PRIMARY KEY (role, permission)
);

CREATE TABLE rules.state (
  code      integer PRIMARY KEY,
  layer     text NOT NULL CONSTRAINT state_layer CHECK (layer IN ('opinion', 'issue')),
  zh        text NOT NULL,
  en        text NOT NULL,
  public_zh text NOT NULL,
  public_en text NOT NULL,
  explain_zh text NOT NULL,
  explain_en text NOT NULL,
  owner_role text CONSTRAINT state_owner_fkey REFERENCES rules.role DEFERRABLE INITIALLY DEFERRED,
  deadline  text CONSTRAINT state_deadline_fkey REFERENCES rules.deadline DEFERRABLE INITIALLY DEFERRED,
  pauses    boolean NOT NULL DEFAULT false,
  closed    boolean NOT NULL DEFAULT false
);

CREATE TABLE rules.action (
  layer   text NOT NULL CONSTRAINT action_layer CHECK (layer IN ('opinion', 'issue')),
  code    text NOT NULL,
  zh      text NOT NULL,
  en      text NOT NULL,
  help_zh text NOT NULL,
  help_en text NOT NULL,
  public_zh text NOT NULL DEFAULT '',  -- the line in the speaker's history; empty = not shown
  public_en text NOT NULL DEFAULT '',
  danger  boolean NOT NULL DEFAULT false,
  sort    integer NOT NULL,
  CONSTRAINT action_pkey PRIMARY KEY (layer, code)
);

CREATE TABLE rules.action_field (
  layer    text NOT NULL,
  action   text NOT NULL,
  name     text NOT NULL,
  type     text NOT NULL CONSTRAINT action_field_type CHECK (type IN ('text', 'longtext', 'choice', 'multi', 'bool', 'date', 'int')),
  options  text,                       -- a rules.choice list, or office|category|leader|handler|issue|measure: live rows
  required boolean NOT NULL,
  min      integer,
  max      integer,
  zh       text NOT NULL,
  en       text NOT NULL,
  hint_zh  text NOT NULL DEFAULT '',
  hint_en  text NOT NULL DEFAULT '',
  sort     integer NOT NULL,
  in_event boolean NOT NULL DEFAULT true,  -- false: a speaker's words, which belong to no issue's history
  CONSTRAINT action_field_pkey PRIMARY KEY (layer, action, name),
  CONSTRAINT action_field_action_fkey FOREIGN KEY (layer, action) REFERENCES rules.action DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE rules.transition (
  id           integer PRIMARY KEY,
  layer        text NOT NULL,
  from_state   integer CONSTRAINT transition_from_fkey REFERENCES rules.state DEFERRABLE INITIALLY DEFERRED,
  action       text NOT NULL,
  to_state     integer NOT NULL CONSTRAINT transition_to_fkey REFERENCES rules.state DEFERRABLE INITIALLY DEFERRED,
  role         text NOT NULL CONSTRAINT transition_role_fkey REFERENCES rules.role DEFERRABLE INITIALLY DEFERRED,
  approve_role text CONSTRAINT transition_approve_fkey REFERENCES rules.role DEFERRABLE INITIALLY DEFERRED,
  guards       text[] NOT NULL DEFAULT '{}',
  effects      text[] NOT NULL DEFAULT '{}',
  source       text NOT NULL DEFAULT '',
  active       boolean NOT NULL DEFAULT true,
  CONSTRAINT transition_action_fkey FOREIGN KEY (layer, action) REFERENCES rules.action DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX transition_once ON rules.transition (layer, from_state, action, role, to_state, approve_role)
  NULLS NOT DISTINCT WHERE active;

CREATE TABLE rules.guard (             -- a condition a transition may ask for; engine.guard knows how to look
  name   text PRIMARY KEY,
  status integer NOT NULL CONSTRAINT guard_status CHECK (status IN (403, 409, 422)),
  field  text NOT NULL DEFAULT ''
);

CREATE TABLE rules.report (
  name       text PRIMARY KEY,
  zh         text NOT NULL,
  en         text NOT NULL,
  note_zh    text NOT NULL,
  note_en    text NOT NULL,
  columns    jsonb NOT NULL,           -- [{key, zh, en, type}]
  filters    text[] NOT NULL,
  permission text NOT NULL,
  sort       integer NOT NULL
);

CREATE TABLE rules.notice (            -- the privacy notice, by version; a row once used is never edited
  version integer NOT NULL,
  sort    integer NOT NULL,
  item_zh text NOT NULL,
  item_en text NOT NULL,
  zh      text NOT NULL,
  en      text NOT NULL,
  CONSTRAINT notice_pkey PRIMARY KEY (version, sort)
);

CREATE TABLE rules.wording (           -- the organ's own texts: welcome, scope, promise …
  key text PRIMARY KEY,
  zh  text NOT NULL,
  en  text NOT NULL
);
