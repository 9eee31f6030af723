-- Search, similar opinions and hot spots. Words are indexed by pairs of neighbouring characters, by the worker and never in a
-- submit's transaction. A person may rate each of the problems that an opinion was split into.

CREATE TABLE core.search_entry (
  kind       text NOT NULL CONSTRAINT search_entry_kind CHECK (kind IN ('opinion', 'issue')),
  subject_id bigint NOT NULL,
  at         timestamptz NOT NULL,
  grams      integer[] NOT NULL,
  CONSTRAINT search_entry_pkey PRIMARY KEY (kind, subject_id)
);
CREATE INDEX search_entry_at_idx ON core.search_entry (kind, at, subject_id);
CREATE INDEX search_entry_opinion_idx ON core.search_entry USING gin (grams) WHERE kind = 'opinion';
CREATE INDEX search_entry_issue_idx ON core.search_entry USING gin (grams) WHERE kind = 'issue';
COMMENT ON TABLE core.search_entry IS 'What can be found by its words: an opinion or an issue each.';
COMMENT ON COLUMN core.search_entry.kind IS 'opinion or issue.';
COMMENT ON COLUMN core.search_entry.subject_id IS 'Which one.';
COMMENT ON COLUMN core.search_entry.at IS 'When it was received or opened: what is found comes newest first.';
COMMENT ON COLUMN core.search_entry.grams IS 'The pairs of neighbouring characters of its words, as numbers; no identity is among them.';

CREATE TABLE core.search_mark (
  only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT search_mark_only_row CHECK (only_row),
  upto     bigint NOT NULL
);
INSERT INTO core.search_mark (upto) VALUES (0);
COMMENT ON TABLE core.search_mark IS 'How far the opinions have been indexed; one row.';
COMMENT ON COLUMN core.search_mark.only_row IS 'Always true: there is one row.';
COMMENT ON COLUMN core.search_mark.upto IS 'Every opinion up to this number is indexed; above it, those without an entry are not.';

CREATE TABLE core.search_dirty (
  kind       text NOT NULL CONSTRAINT search_dirty_kind CHECK (kind IN ('opinion', 'issue')),
  subject_id bigint NOT NULL,
  at         timestamptz NOT NULL,
  CONSTRAINT search_dirty_pkey PRIMARY KEY (kind, subject_id)
);
COMMENT ON TABLE core.search_dirty IS 'What is to be indexed again because its words changed.';
COMMENT ON COLUMN core.search_dirty.kind IS 'opinion or issue.';
COMMENT ON COLUMN core.search_dirty.subject_id IS 'Which one.';
COMMENT ON COLUMN core.search_dirty.at IS 'When its words changed last.';

-- The row is updated where it stands: whoever indexes waits for this transaction, and does not take the words of before for the last.
CREATE FUNCTION core.mark_dirty_issue() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO core.search_dirty AS d (kind, subject_id, at) VALUES ('issue', NEW.id, now())
  ON CONFLICT (kind, subject_id) DO UPDATE SET at = excluded.at;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION core.mark_dirty_issue() FROM PUBLIC;
CREATE TRIGGER issue_opened_dirty AFTER INSERT ON core.issue FOR EACH ROW EXECUTE FUNCTION core.mark_dirty_issue();
CREATE TRIGGER issue_words_dirty AFTER UPDATE OF title, problem, manifestation, answer, public_summary, office_id ON core.issue
  FOR EACH ROW WHEN ((OLD.title, OLD.problem, OLD.manifestation, OLD.answer, OLD.public_summary, OLD.office_id)
    IS DISTINCT FROM (NEW.title, NEW.problem, NEW.manifestation, NEW.answer, NEW.public_summary, NEW.office_id))
  EXECUTE FUNCTION core.mark_dirty_issue();

-- An office's name is among the words of all that speak of it.
CREATE FUNCTION core.mark_dirty_office() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO core.search_dirty AS d (kind, subject_id, at)
  SELECT 'issue', i.id, now() FROM core.issue i WHERE i.office_id = NEW.id
  UNION ALL SELECT 'opinion', o.id, now() FROM core.opinion o WHERE o.claimed_office = NEW.id
  ON CONFLICT (kind, subject_id) DO UPDATE SET at = excluded.at;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION core.mark_dirty_office() FROM PUBLIC;
CREATE TRIGGER office_name_dirty AFTER UPDATE OF zh, en ON core.office
  FOR EACH ROW WHEN ((OLD.zh, OLD.en) IS DISTINCT FROM (NEW.zh, NEW.en)) EXECUTE FUNCTION core.mark_dirty_office();

INSERT INTO core.search_dirty (kind, subject_id, at) SELECT 'issue', i.id, now() FROM core.issue i;

-- Open opinions of an office: what a new one is compared with.
CREATE INDEX opinion_open_idx ON core.opinion (claimed_office, id) WHERE closed_at IS NULL;

CREATE TABLE core.hotspot (            -- 热点：同一委办室同一类别的集中反映
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  office_id  smallint NOT NULL CONSTRAINT hotspot_office_fkey REFERENCES core.office,
  category   text NOT NULL CONSTRAINT hotspot_category_fkey REFERENCES rules.category,
  first_at   timestamptz NOT NULL,
  last_at    timestamptz NOT NULL CONSTRAINT hotspot_span CHECK (last_at >= first_at),
  opinions   integer NOT NULL CONSTRAINT hotspot_opinions_positive CHECK (opinions > 0),
  raised_at  timestamptz NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  study      text NOT NULL DEFAULT '',
  studied_at timestamptz,
  studied_by bigint CONSTRAINT hotspot_studied_by_fkey REFERENCES core.account,
  CONSTRAINT hotspot_studied CHECK ((studied_at IS NULL) = (studied_by IS NULL) AND (studied_at IS NULL) = (study = ''))
);
CREATE UNIQUE INDEX hotspot_one_open_key ON core.hotspot (office_id, category) WHERE studied_at IS NULL;
CREATE INDEX hotspot_pair_idx ON core.hotspot (office_id, category, last_at);
COMMENT ON TABLE core.hotspot IS 'Opinions on one office and category that came close together and are to be studied as a class.';
COMMENT ON COLUMN core.hotspot.id IS 'Internal number.';
COMMENT ON COLUMN core.hotspot.office_id IS 'The office they speak of.';
COMMENT ON COLUMN core.hotspot.category IS 'The category they are filed under.';
COMMENT ON COLUMN core.hotspot.first_at IS 'When the first of them was received.';
COMMENT ON COLUMN core.hotspot.last_at IS 'When the last of them was received; those that come later begin a new count.';
COMMENT ON COLUMN core.hotspot.opinions IS 'How many there were.';
COMMENT ON COLUMN core.hotspot.raised_at IS 'When the rule raised it.';
COMMENT ON COLUMN core.hotspot.version IS 'Counts the changes: a form drawn before one of them is stale.';
COMMENT ON COLUMN core.hotspot.study IS 'What the study of them as a class has found and what follows; empty while it is open.';
COMMENT ON COLUMN core.hotspot.studied_at IS 'When the study was recorded; NULL: it is open.';
COMMENT ON COLUMN core.hotspot.studied_by IS 'Who recorded it.';

-- One rating a round of each problem that an opinion speaks in, where there was one of each opinion.
DROP INDEX core.rating_once_key;
CREATE UNIQUE INDEX rating_once_key ON core.rating (opinion_id, issue_id, round) WHERE reached;
