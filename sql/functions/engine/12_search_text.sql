-- Words as they are searched: small letters, half width; and their pairs of neighbouring characters as numbers. Every word of two
-- characters or more is found by its pairs, without knowing any word; what an index finds is looked at again in the text itself.

-- Most texts have no full-width letter: to look is forty times as fast as to translate.
CREATE FUNCTION engine.plain_text(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(CASE WHEN p_text ~ '[Ａ-Ｚａ-ｚ０-９＠－]' THEN translate(engine.half_width(p_text),
    'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz') ELSE p_text END)
$$;

-- Two code points in one number; beyond the basic plane two pairs may share one, which the second look tells apart.
CREATE FUNCTION engine.grams(p_plain text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT (ascii(p.a) % 65536 - 32768) * 65536 + ascii(p.b) % 65536), '{}')
    FROM ROWS FROM (string_to_table(p_plain, NULL), string_to_table(substr(p_plain, 2), NULL)) AS p (a, b) WHERE p.b IS NOT NULL
$$;
COMMENT ON FUNCTION engine.grams(text) IS 'The pairs of neighbouring characters of a text, each once, as numbers in their order.';
