-- What the organ's administrator may set: each such row knows that it is the organ's own, and what the product ships in its place.

ALTER TABLE core.office
  ADD COLUMN own     boolean NOT NULL DEFAULT false,
  ADD COLUMN shipped jsonb;
COMMENT ON COLUMN core.office.own IS 'Named by the organ: a deploy leaves the names alone.';
COMMENT ON COLUMN core.office.shipped IS 'The names as the product ships them, while they are the organ''s own; NULL: nothing to go back to.';

ALTER TABLE rules.category
  ADD COLUMN own     boolean NOT NULL DEFAULT false,
  ADD COLUMN shipped jsonb,
  ADD COLUMN fixed   boolean GENERATED ALWAYS AS (code ~ '^[AB]') STORED,
  ADD CONSTRAINT category_fixed_names CHECK (NOT (own AND code ~ '^[AB]'));
COMMENT ON COLUMN rules.category.own IS 'Named by the organ: a deploy leaves the names alone.';
COMMENT ON COLUMN rules.category.shipped IS 'The names as the product ships them, while they are the organ''s own; NULL: nothing to go back to.';
COMMENT ON COLUMN rules.category.fixed IS 'Of the national table, A or B: the organ may hide it, and never rename it.';

ALTER TABLE rules.deadline ADD COLUMN shipped jsonb;
COMMENT ON COLUMN rules.deadline.shipped IS 'Number and unit as the product ships them, while they are the organ''s own; NULL: nothing to go back to.';

ALTER TABLE rules.param
  ADD COLUMN own      boolean NOT NULL DEFAULT false,
  ADD COLUMN shipped  jsonb,
  ADD COLUMN least    numeric NOT NULL DEFAULT 0,
  ADD COLUMN most     numeric NOT NULL DEFAULT 999999,
  ADD COLUMN decimals smallint NOT NULL DEFAULT 0 CONSTRAINT param_decimals CHECK (decimals BETWEEN 0 AND 3);
COMMENT ON COLUMN rules.param.own IS 'Set by the organ: a deploy leaves the value alone.';
COMMENT ON COLUMN rules.param.shipped IS 'The value as the product ships it, while it is the organ''s own; NULL: nothing to go back to.';
COMMENT ON COLUMN rules.param.least IS 'The smallest value an organ may set.';
COMMENT ON COLUMN rules.param.most IS 'The largest value an organ may set.';
COMMENT ON COLUMN rules.param.decimals IS 'How many digits may stand behind the point.';

ALTER TABLE rules.wording
  ADD COLUMN own     boolean NOT NULL DEFAULT false,
  ADD COLUMN shipped jsonb;
COMMENT ON COLUMN rules.wording.own IS 'Written by the organ: a deploy leaves the text alone.';
COMMENT ON COLUMN rules.wording.shipped IS 'The text as the product ships it, while it is the organ''s own; NULL: nothing to go back to.';

ALTER TABLE rules.choice
  ADD COLUMN own     boolean NOT NULL DEFAULT false,
  ADD COLUMN shipped jsonb;
COMMENT ON COLUMN rules.choice.own IS 'Worded by the organ: a deploy leaves the words alone.';
COMMENT ON COLUMN rules.choice.shipped IS 'The words as the product ships them, while they are the organ''s own; NULL: nothing to go back to.';
