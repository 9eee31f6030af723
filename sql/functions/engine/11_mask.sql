-- What could tell who somebody is, hidden in free text before anyone but triage sees it.
-- Longest patterns first: an identity number contains what looks like a telephone number.

-- Hides identity, card and telephone numbers written in half-width digits.
CREATE FUNCTION engine.mask_numbers(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(p_text,
    '(?<![0-9])[0-9]{6}[ -]?(?:19|20)[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9Xx](?![0-9])', '［身份证号］', 'g'),
    '(?<![0-9])[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9])', '［卡号］', 'g'),
    '(?<![0-9])(?:[+]?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])', '［电话］', 'g'),
    '(?<![0-9])[(（]?0[0-9]{2,3}[)）]?[ -]?[1-9][0-9]{6,7}(?![0-9])', '［电话］', 'g')
$$;

-- Full-width digits and signs as half-width ones: the same number, however it was typed.
CREATE FUNCTION engine.half_width(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(p_text, '０１２３４５６７８９＠－', '0123456789@-')
$$;

-- Free text with telephone, identity and card numbers, addresses of mail and chat, and a speaker's own name hidden.
CREATE FUNCTION engine.mask(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(
    engine.mask_numbers(engine.half_width(p_text)),
    '[[:alnum:]._%+-]+@[[:alnum:]-]+(?:[.][[:alnum:]-]+)+', '［邮箱］', 'g'),
    '(微信号?|[Ww]e[Cc]hat|[Vv][Xx]|QQ号?|qq号?)([:： ]*)[A-Za-z0-9_-]{5,20}', '\1\2［账号］', 'g'),
    '(我叫|本人叫|姓名[:：]|联系人[:：])([ ]*)[\u4e00-\u9fa5]{2,4}', '\1\2［姓名］', 'g')
$$;
