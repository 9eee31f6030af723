-- The views: which group a report stands in, and the bounds of the age and limit groups that they count by.

ALTER TABLE rules.report ADD COLUMN section text NOT NULL DEFAULT 'ledger';
COMMENT ON COLUMN rules.report.section IS 'A code of list report_section: the group that the report stands in on the page of views.';

CREATE TABLE rules.bucket (            -- a group of days: 16 to 30, more than 90
  list text NOT NULL CONSTRAINT bucket_list CHECK (list IN ('age', 'due')),
  code text NOT NULL CONSTRAINT bucket_code CHECK (code ~ '^[a-z][a-z0-9_]*$'),
  low  integer,
  high integer,
  zh   text NOT NULL,
  en   text NOT NULL,
  sort integer NOT NULL,
  CONSTRAINT bucket_pkey PRIMARY KEY (list, code),
  CONSTRAINT bucket_bounds CHECK (low <= high)
);
COMMENT ON TABLE rules.bucket IS 'The groups of days that issues are counted in: by age since assignment, by days to the limit.';
COMMENT ON COLUMN rules.bucket.list IS 'What is counted: age, days since assignment; due, days to the limit, negative when past.';
COMMENT ON COLUMN rules.bucket.code IS 'The group by its name in addresses.';
COMMENT ON COLUMN rules.bucket.low IS 'The first day of it; NULL: no lower bound.';
COMMENT ON COLUMN rules.bucket.high IS 'The last day of it; NULL: no upper bound.';
COMMENT ON COLUMN rules.bucket.zh IS 'Its name in Chinese.';
COMMENT ON COLUMN rules.bucket.en IS 'Its name in English.';
COMMENT ON COLUMN rules.bucket.sort IS 'Its place in the row.';

-- The figures are read by when things happened.
CREATE INDEX rating_at_idx ON core.rating (at) WHERE reached;
CREATE INDEX issue_opened_idx ON core.issue (opened_at, id);
