-- The demonstration city 清江市. Everybody in it is invented. Loaded once, into a database that holds nobody yet; run again, it does
-- nothing. psql variables: demo_hash (the password of every account, argon2id), mac_1 … mac_7 (MACs of the receipts that the
-- demonstration knows); where there are to be contacts, box_key and box_1 … box_6 (sealed for a reply), guard_key and guard_1, guard_2
-- (sealed for the custodian), base64. Without them nobody leaves a contact.
-- The opinions go through the very functions that serve people, with the clock set back.

SELECT count(*) = 0 AS fresh FROM core.delegate \gset
\if :fresh
CREATE TEMP TABLE demo_now ON COMMIT DROP AS SELECT engine.clock() AS at, current_setting('xq.clock', true) AS clock;
CREATE TEMP TABLE demo_receipt (n integer PRIMARY KEY, mac text NOT NULL) ON COMMIT DROP;
INSERT INTO demo_receipt VALUES (1, :'mac_1'), (2, :'mac_2'), (3, :'mac_3'), (4, :'mac_4'), (5, :'mac_5'), (6, :'mac_6'), (7, :'mac_7');

CREATE TEMP TABLE demo_contact (protection text, n integer, sealed text, seal_key text) ON COMMIT DROP;
\if :{?box_key}
INSERT INTO demo_contact VALUES ('reply', 1, :'box_1', :'box_key'), ('reply', 2, :'box_2', :'box_key'), ('reply', 3, :'box_3', :'box_key'),
  ('reply', 4, :'box_4', :'box_key'), ('reply', 5, :'box_5', :'box_key'), ('reply', 6, :'box_6', :'box_key');
\endif
\if :{?guard_key}
INSERT INTO demo_contact VALUES ('protected', 1, :'guard_1', :'guard_key'), ('protected', 2, :'guard_2', :'guard_key');
\endif

CREATE TEMP TABLE demo_opinion (
  key text PRIMARY KEY, days integer, kind text, category text, office text, place text, source text,
  contact text,                        -- '' none, r for a reply, p strictly protected
  publish boolean,
  path text,                           -- steps, each with the days since the one before
  body text, receipt integer, mac text, id bigint
) ON COMMIT DROP;
CREATE TEMP TABLE demo_issue (
  key text PRIMARY KEY, title text, problem text, shows text, category text, lead text, co text[], leader text, type text, key_issue boolean
) ON COMMIT DROP;
CREATE TEMP TABLE demo_words (           -- what is written at the n-th step of that name
  key text, step text, nth integer, a text, b text, c text, PRIMARY KEY (key, step, nth)
) ON COMMIT DROP;
\endif
