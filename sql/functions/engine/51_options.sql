-- What a field may be filled with: a list of rules.choice, or rows that live. Codes are what people know things by.

CREATE FUNCTION engine.office_rows(p_lang text) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT o.code, engine.word(p_lang, o.zh, o.en), NULL, o.sort::bigint FROM core.office o WHERE o.organ AND o.active
$$;

-- Every category that is not a mere heading, under its main category; plain: those that an office may be given.
CREATE FUNCTION engine.category_rows(p_lang text, p_plain boolean) RETURNS TABLE (code text, label text, section text, sort bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE tree AS (
    SELECT c.code, c.code AS main FROM rules.category c WHERE c.parent IS NULL
    UNION ALL SELECT c.code, t.main FROM tree t JOIN rules.category c ON c.parent = t.code
  )
  SELECT c.code, c.code || ' ' || engine.word(p_lang, c.zh, c.en), m.code || ' ' || engine.word(p_lang, m.zh, m.en), c.sort::bigint
    FROM tree t JOIN rules.category c ON c.code = t.code JOIN rules.category m ON m.code = t.main
   WHERE c.active AND NOT (p_plain AND c.sensitive)
     AND (c.parent IS NOT NULL OR NOT EXISTS (SELECT FROM rules.category k WHERE k.parent = c.code))
$$;

CREATE FUNCTION engine.leader_rows() RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT a.username, a.name, NULL, a.id FROM core.account a JOIN core.account_role r ON r.account_id = a.id
   WHERE r.role = 'leader' AND a.active
$$;

-- Issues still being worked on: the ones an opinion can join, latest first.
CREATE FUNCTION engine.open_issue_rows() RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT i.number, i.number || ' ' || i.title, NULL, -i.id FROM core.issue i WHERE i.state BETWEEN 30 AND 75
$$;

-- Who may look back together with the supervisor: whoever may read every problem, and is of no office that handled this one.
CREATE FUNCTION engine.checker_rows(p_issue core.issue) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT a.username, a.name, o.zh, o.sort * 100000 + a.id FROM core.account a JOIN core.office o ON o.id = a.office_id
   WHERE a.active AND NOT engine.handles((p_issue).id, a.office_id) AND EXISTS (SELECT FROM core.account_role r JOIN rules.permission p
           ON p.role = r.role AND p.permission = 'issue.read' AND p.scope = 'all' WHERE r.account_id = a.id)
$$;

CREATE FUNCTION engine.measure_rows(p_issue core.issue) RETURNS TABLE (code text, label text, section text, sort bigint)
LANGUAGE sql STABLE AS $$
  SELECT m.seq::text, m.seq || '. ' || left(m.what, 40), NULL, m.seq::bigint
    FROM core.measure m WHERE m.issue_id = (p_issue).id AND m.done_at IS NULL
$$;

-- The lines of a list that an office owes.
CREATE FUNCTION engine.duty_item_rows(p_report bigint) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT d.seq::text, d.seq || '. ' || left(d.fields ->> 'what', 40), NULL, d.seq::bigint
    FROM core.duty_item d WHERE d.report_id = p_report AND d.dropped_at IS NULL
$$;

-- Speakers who have not rated the present round.
CREATE FUNCTION engine.speaker_rows(p_lang text, p_issue core.issue) RETURNS TABLE (code text, label text, section text, sort bigint)
LANGUAGE sql STABLE AS $$
  SELECT s.number, engine.speaker_name(p_lang, s.n), NULL, s.n FROM engine.speakers((p_issue).id) s
   WHERE NOT EXISTS (SELECT FROM core.rating r WHERE r.issue_id = (p_issue).id AND r.opinion_id = s.opinion_id
                      AND r.round = (p_issue).round AND r.reached)
$$;

-- 'refusal' are the reasons staff may give: a withdrawal is the speaker's own.
CREATE FUNCTION engine.choice_rows(p_lang text, p_list text) RETURNS TABLE (code text, label text, section text, sort bigint)
LANGUAGE sql STABLE AS $$
  SELECT c.code, engine.word(p_lang, c.zh, c.en), NULL, c.sort::bigint FROM rules.choice c
   WHERE c.active AND CASE p_list WHEN 'refusal' THEN c.list = 'refuse_reason' AND c.code <> 'withdrawn' ELSE c.list = p_list END
$$;

-- Every office and outside body that an account may belong to.
CREATE FUNCTION engine.any_office_rows(p_lang text) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT o.code, engine.word(p_lang, o.zh, o.en), NULL, o.sort::bigint FROM core.office o WHERE o.active
$$;

-- The roles an account may hold.
CREATE FUNCTION engine.role_rows(p_lang text) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT r.code, engine.word(p_lang, r.zh, r.en), NULL, r.sort::bigint FROM rules.role r WHERE r.code NOT IN ('person', 'system')
$$;

CREATE FUNCTION engine.options(p_lang text, p_list text, p_subject engine.subject)
RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE p_list
    WHEN 'office'         THEN RETURN QUERY SELECT * FROM engine.office_rows(p_lang);
    WHEN 'category'       THEN RETURN QUERY SELECT * FROM engine.category_rows(p_lang, false);
    WHEN 'plain_category' THEN RETURN QUERY SELECT * FROM engine.category_rows(p_lang, true);
    WHEN 'any_office'     THEN RETURN QUERY SELECT * FROM engine.any_office_rows(p_lang);
    WHEN 'role'           THEN RETURN QUERY SELECT * FROM engine.role_rows(p_lang);
    WHEN 'leader'         THEN RETURN QUERY SELECT * FROM engine.leader_rows();
    WHEN 'open_issue'     THEN RETURN QUERY SELECT * FROM engine.open_issue_rows();
    WHEN 'part'           THEN RETURN QUERY SELECT * FROM engine.part_rows((p_subject).id);
    WHEN 'second_checker' THEN RETURN QUERY SELECT * FROM engine.checker_rows((p_subject).issue);
    WHEN 'measure'        THEN RETURN QUERY SELECT * FROM engine.measure_rows((p_subject).issue);
    WHEN 'duty_item'      THEN RETURN QUERY SELECT * FROM engine.duty_item_rows((p_subject).id);
    WHEN 'speaker'        THEN RETURN QUERY SELECT * FROM engine.speaker_rows(p_lang, (p_subject).issue);
    WHEN 'counted_rating' THEN RETURN QUERY SELECT * FROM engine.rating_rows(p_lang, (p_subject).issue, 'counted');
    WHEN 'excludable_rating' THEN RETURN QUERY SELECT * FROM engine.rating_rows(p_lang, (p_subject).issue, 'excludable');
    WHEN 'appealable_rating' THEN RETURN QUERY SELECT * FROM engine.rating_rows(p_lang, (p_subject).issue, 'appealable');
    WHEN 'appealed_rating' THEN RETURN QUERY SELECT * FROM engine.rating_rows(p_lang, (p_subject).issue, 'appealed');
    WHEN 'quota_place'    THEN RETURN QUERY SELECT * FROM engine.quota_place_rows(p_lang, (p_subject).id);
    WHEN 'quota'          THEN RETURN QUERY SELECT * FROM engine.quota_rows(p_lang, (p_subject).id);
    WHEN 'survey_place'   THEN RETURN QUERY SELECT * FROM engine.finding_rows(p_lang, (p_subject).id);
    WHEN 'survey_words'   THEN RETURN QUERY SELECT r.* FROM core.survey s, engine.words_rows(p_lang, s) r WHERE s.id = (p_subject).id;
    WHEN 'survey_mix'     THEN RETURN QUERY SELECT r.* FROM core.survey s, engine.mix_rows(p_lang, s) r WHERE s.id = (p_subject).id;
    WHEN 'survey_contact' THEN RETURN QUERY SELECT r.* FROM core.survey s, engine.contact_rows(p_lang, s) r WHERE s.id = (p_subject).id;
    WHEN 'past_survey'    THEN RETURN QUERY SELECT * FROM engine.past_survey_rows(p_lang);
    WHEN 'delegation'     THEN RETURN QUERY SELECT * FROM engine.delegation_rows();
    WHEN 'half_year'      THEN RETURN QUERY SELECT * FROM engine.half_year_rows();
    ELSE                       RETURN QUERY SELECT * FROM engine.choice_rows(p_lang, p_list);
  END CASE;
END
$$;

CREATE FUNCTION engine.is_option(p_list text, p_code text, p_subject engine.subject) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.options('zh-CN', p_list, p_subject) o WHERE o.code = p_code)
$$;
