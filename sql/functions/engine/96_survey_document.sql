-- What SQL reads in a survey's document: which questions are open, and which ask how somebody can be reached.

-- Questions in the document's order; wherever they lie, for pages hold panels and panels hold panels.
CREATE FUNCTION engine.document_questions(p_document text) RETURNS TABLE (name text, type text, input text, title jsonb, place bigint) LANGUAGE sql IMMUTABLE AS $$
  SELECT q ->> 'name', q ->> 'type', q ->> 'inputType', q -> 'title', k
    FROM jsonb_path_query($1::jsonb, 'strict $.pages.** ? (@.name.type() == "string" && @.type.type() == "string")', '{}', true) WITH ORDINALITY AS x(q, k)
$$;

CREATE FUNCTION engine.is_open_question(p_type text, p_input text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT $1 = 'comment' OR $1 = 'text' AND coalesce($2, 'text') = 'text'
$$;

CREATE FUNCTION engine.is_contact_question(p_type text, p_input text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT $1 = 'text' AND coalesce($2, 'text') = 'tel'
$$;

CREATE FUNCTION engine.question_title(p_lang text, p_name text, p_title jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(CASE jsonb_typeof($3) WHEN 'string' THEN $3 #>> '{}' WHEN 'object' THEN coalesce($3 ->> lower($1), $3 ->> $1, $3 ->> 'default') END, $2)
$$;

CREATE FUNCTION engine.words_rows(p_lang text, s core.survey) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT q.name, engine.question_title($1, q.name, q.title), NULL, q.place FROM engine.document_questions(coalesce(($2).draft, (engine.survey_latest(($2).id)).document)) q
   WHERE engine.is_open_question(q.type, q.input)
$$;

CREATE FUNCTION engine.contact_rows(p_lang text, s core.survey) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT q.name, engine.question_title($1, q.name, q.title), NULL, q.place FROM engine.document_questions(coalesce(($2).draft, (engine.survey_latest(($2).id)).document)) q
   WHERE engine.is_contact_question(q.type, q.input)
$$;

CREATE FUNCTION engine.is_single_choice(p_type text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT $1 IN ('radiogroup', 'dropdown')
$$;

CREATE FUNCTION engine.mix_rows(p_lang text, s core.survey) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT q.name, engine.question_title($1, q.name, q.title), NULL, q.place FROM engine.document_questions(coalesce(($2).draft, (engine.survey_latest(($2).id)).document)) q
   WHERE engine.is_single_choice(q.type)
$$;

-- The number that somebody leaves, and the words that are to be answered. A number never stays in a response: it is the draft that says
-- which question asks for it, whatever was settled before; and none is asked for where there are no words to answer. Who answers is asked
-- by the first question with one answer, unless another was settled.
CREATE FUNCTION engine.settle_questions(p_survey bigint, p_final boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  s core.survey;
  v_contact text;
  v_words text;
BEGIN
  SELECT * INTO STRICT s FROM core.survey x WHERE x.id = p_survey;
  SELECT q.name INTO v_contact FROM engine.document_questions(s.draft) q WHERE engine.is_contact_question(q.type, q.input)
   ORDER BY q.name = s.contact_question DESC NULLS LAST, q.place LIMIT 1;
  SELECT q.name INTO v_words FROM engine.document_questions(s.draft) q WHERE engine.is_open_question(q.type, q.input)
   ORDER BY q.name = s.words_question DESC NULLS LAST, q.type = 'comment' DESC, q.place DESC LIMIT 1;
  IF p_final AND v_contact IS NOT NULL AND v_words IS NULL THEN
    PERFORM engine.fail(409, 'survey.number_stays');
  END IF;
  UPDATE core.survey x SET contact_question = CASE WHEN v_words IS NOT NULL THEN v_contact END, words_question = CASE WHEN v_contact IS NOT NULL OR v_words = x.words_question THEN v_words END,
         mix_question = (SELECT q.name FROM engine.document_questions(s.draft) q WHERE engine.is_single_choice(q.type) ORDER BY q.name = s.mix_question DESC NULLS LAST, q.place LIMIT 1)
   WHERE x.id = p_survey;
END $$;
