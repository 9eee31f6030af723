-- Who keeps an opinion when the clerks of triage must stand aside. Each of them may be of the office that is spoken of; then the approver
-- of assignments sorts it and a member of the party group approves; where that office has the approvers too, two members of the party
-- group do (回避：信访工作条例第二十八条；由上一级受理：检举控告工作规则第十五条之意).

-- Whether somebody who holds a role is free to act on an opinion.
CREATE FUNCTION engine.is_free(p_role text, p_opinion core.opinion) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.account_role r JOIN core.account a ON a.id = r.account_id AND a.active
                  WHERE r.role = p_role AND NOT engine.concerns_office(p_opinion, NULL, a.office_id))
$$;

-- The role that sorts an opinion.
CREATE FUNCTION engine.keeper(p_opinion core.opinion) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN engine.is_free('triage', p_opinion) THEN 'triage' WHEN engine.is_free('assigner', p_opinion) THEN 'assigner' ELSE 'party_group' END
$$;

-- The role that approves what was proposed of a subject; NULL where nobody has to.
CREATE FUNCTION engine.approver(p_role text, p_subject engine.subject) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_role = 'assigner' AND (p_subject).layer = 'opinion' AND NOT engine.is_free('assigner', (p_subject).opinion)
              THEN 'party_group' ELSE p_role END
$$;

-- Whether a role that does not sort opinions keeps, or approves, this one.
CREATE FUNCTION engine.stands_in(p_role text, p_opinion core.opinion) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE p_role WHEN 'assigner' THEN engine.keeper(p_opinion) = 'assigner'
                     WHEN 'party_group' THEN NOT (engine.is_free('triage', p_opinion) AND engine.is_free('assigner', p_opinion))
                     ELSE false END
$$;
