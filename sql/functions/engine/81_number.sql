-- The public number of an opinion: looks random, says nothing about how many there are, and notices a mistyped character.

CREATE FUNCTION engine.number_check(digits integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (sum(d * k) % 31)::integer FROM unnest($1) WITH ORDINALITY AS x(d, k)
$$;

-- Seven digits of base 32 from the random bytes of a UUID, and the weighted check digit: 7KQ3-M9XD.
CREATE FUNCTION engine.opinion_number() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  noise constant bytea := uuid_send(gen_random_uuid());
  digits integer[] := ARRAY[]::integer[];
  number text;
BEGIN
  FOR k IN 9..15 LOOP -- bytes 6 and 8 hold the UUID's version and variant
    digits := digits || (get_byte(noise, k) % 32);
  END LOOP;
  SELECT string_agg(substr(alphabet, d + 1, 1), '' ORDER BY k) INTO number
    FROM unnest(digits || engine.number_check(digits)) WITH ORDINALITY AS x(d, k);
  RETURN left(number, 4) || '-' || right(number, 4);
END $$;
