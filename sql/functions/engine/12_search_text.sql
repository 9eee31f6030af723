-- Words as they are searched: small letters, half width; and their pairs of neighbouring characters as numbers. Every word of two
-- characters or more is found by its pairs, without knowing any word; what an index finds is looked at again in the text itself.

CREATE FUNCTION engine.plain_text(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(lower(engine.half_width(p_text)),
    'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz')
$$;

-- Two code points in one number; beyond the basic plane two pairs may share one, which the second look tells apart.
CREATE FUNCTION engine.grams(p_plain text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT (a % 65536 - 32768) * 65536 + b % 65536), '{}')
    FROM (SELECT ascii(c) AS a, ascii(lead(c) OVER (ORDER BY n)) AS b FROM regexp_split_to_table(p_plain, '') WITH ORDINALITY AS x (c, n)
           WHERE c <> '') p
   WHERE b IS NOT NULL
$$;
COMMENT ON FUNCTION engine.grams(text) IS 'The pairs of neighbouring characters of a text, each once, as numbers.';
