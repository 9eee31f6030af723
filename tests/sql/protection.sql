-- What happened stays, and so do a speaker's words: for the owner, for a superuser, in replica mode.
\ir drive.psql

CREATE FUNCTION fx.as_who(p_role text, p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_got text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', p_role);
  v_got := fx.error(p_sql);
  RESET ROLE;
  RETURN v_got;
END
$$;
GRANT USAGE ON SCHEMA fx TO xq_owner;
GRANT EXECUTE ON FUNCTION fx.error(text) TO xq_owner;
SELECT fx.opinion() AS opinion \gset

CREATE TEMP TABLE attempt (what text, sql text, error text);
INSERT INTO attempt VALUES
  ('changing an event',   'UPDATE core.event SET action = ''x''', 'XQ900 UPDATE on core.event is not allowed'),
  ('removing an event',   'DELETE FROM core.event', 'XQ900 DELETE on core.event is not allowed'),
  ('emptying the events', 'TRUNCATE core.event', 'XQ900 TRUNCATE on core.event is not allowed'),
  ('removing an opinion', 'DELETE FROM core.opinion', 'XQ900 DELETE on core.opinion is not allowed'),
  ('emptying the opinions', 'TRUNCATE core.opinion CASCADE', 'XQ900 TRUNCATE on core.opinion is not allowed');
INSERT INTO attempt SELECT 'changing ' || c, format('UPDATE core.opinion SET %I = %s', c, v), 'XQ900 the words of an opinion are never changed'
  FROM (VALUES ('number', '''X'''), ('receipt_mac', 'sha256(''y'')'), ('fingerprint', 'sha256(''y'')'), ('received_at', 'received_at - interval ''1 d'''),
    ('source', '''survey'''), ('lang', '''en'''), ('kind', '''praise'''), ('claimed_category', '''C03'''), ('claimed_office', '1'),
    ('place', '''x'''), ('body', 'body || ''x'''), ('protection', '''reply'''), ('publish_consent', 'NOT publish_consent'),
    ('disclose_consent', 'NOT disclose_consent'), ('notice_version', '99')) x (c, v);

SELECT plan((SELECT 3 * count(*)::integer FROM attempt) + 3);
SELECT is(fx.as_who('xq_owner', a.sql), a.error, a.what || ' as the owner') FROM attempt a ORDER BY a.what;
SELECT is(fx.error(a.sql), a.error, a.what || ' as a superuser') FROM attempt a ORDER BY a.what;
SET LOCAL session_replication_role = replica;
SELECT is(fx.error(a.sql), a.error, a.what || ' in replica mode') FROM attempt a ORDER BY a.what;
SET LOCAL session_replication_role = origin;
SELECT is(fx.as_who('xq_owner', 'UPDATE core.opinion SET category = ''C03'''), '', 'the handling''s columns may change');
SELECT is(fx.error('INSERT INTO core.opinion SELECT * FROM core.opinion LIMIT 0'), '428C9 cannot insert a non-DEFAULT value into column "id"', 'ids are given, not taken');
SELECT is((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = 'core.opinion'::regclass AND a.attnum > 0),
  ARRAY['id', 'number', 'receipt_mac', 'fingerprint', 'received_at', 'source', 'lang', 'kind', 'claimed_category', 'claimed_office', 'place', 'body',
        'protection', 'publish_consent', 'disclose_consent', 'notice_version', 'version', 'state', 'category', 'scope', 'issue_id',
        'step_due_at', 'closed_at', 'reason', 'referred_to', 'reply', 'step_basis', 'referred_as'],
  'a new column of core.opinion is the speaker''s or the handling''s: say which, and keep it here');
SELECT * FROM finish();
ROLLBACK;
