-- Notices of supervision on the desks: who sees which, what may be done with one, and how it is shown.

CREATE FUNCTION engine.notice_in_scope(p_scope text, p_actor core.actor, p_notice core.supervision) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_scope WHEN 'all' THEN true
                      WHEN 'office' THEN (p_notice).office_id = (p_actor).office_id
                      WHEN 'led' THEN coalesce((p_notice).leader_id = (p_actor).account_id, false)
                      ELSE false END
$$;

-- By the level, the role, and whose the notice is; a draft is the supervisors' own.
CREATE FUNCTION engine.reads_notice(p_actor core.actor, p_notice core.supervision) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rules.permission p JOIN rules.supervision_level l ON l.level = (p_notice).level
    WHERE p.permission = 'supervision.read' AND p.role = ANY ((p_actor).roles) AND p.role = ANY (l.readers)
      AND engine.notice_in_scope(p.scope, p_actor, p_notice))
     AND ((p_notice).in_force_at IS NOT NULL OR engine.may(p_actor, 'supervision.sign') IS NOT NULL)
$$;

CREATE FUNCTION engine.notice_state(p_notice core.supervision) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_notice).in_force_at IS NULL THEN CASE WHEN (p_notice).ended_at IS NULL THEN 'draft' ELSE 'lapsed' END
              WHEN (p_notice).ended_at IS NOT NULL THEN 'ended'
              WHEN (p_notice).replied_at IS NOT NULL AND (p_notice).accepted IS DISTINCT FROM false THEN 'replied'
              WHEN (p_notice).received_at IS NOT NULL THEN 'received' ELSE 'open' END
$$;

-- Whether it is the time for an action, whoever asks.
CREATE FUNCTION engine.notice_allows(p_notice core.supervision, p_action text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_action = 'hand_over' THEN true
              WHEN (p_notice).ended_at IS NOT NULL THEN false
              WHEN p_action = 'receive' THEN (p_notice).received_at IS NULL AND (p_notice).in_force_at IS NOT NULL
              WHEN p_action = 'reply' THEN (p_notice).reply_due_at IS NOT NULL AND engine.notice_state(p_notice) IN ('open', 'received')
              WHEN p_action = 'sign' THEN (p_notice).signed_at IS NULL
              WHEN p_action IN ('accept', 'ask_more') THEN (p_notice).replied_at IS NOT NULL AND (p_notice).judged_at IS NULL
              WHEN p_action = 'lift' THEN (p_notice).raised_by IS NOT NULL OR (p_notice).in_force_at IS NULL
              ELSE false END
$$;

-- Whoever belongs to the office does not judge it.
CREATE FUNCTION engine.may_on_notice(p_actor core.actor, p_notice core.supervision, p_action text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.notice_in_scope(s.scope, p_actor, p_notice), false)
     AND (s.scope <> 'all' OR (p_notice).office_id <> (p_actor).office_id)
    FROM engine.may(p_actor, 'supervision.' || p_action) AS s (scope)
$$;

CREATE FUNCTION engine.notice_subject(p_notice core.supervision) RETURNS engine.subject LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW('supervision', (p_notice).id, NULL, (p_notice).version, NULL, NULL)::engine.subject
$$;

CREATE FUNCTION engine.notice_effect(p_notice core.supervision, p_action text, p_by bigint, p_fields jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE core.supervision n SET version = n.version + 1,
         received_at = CASE WHEN p_action IN ('receive', 'reply') THEN coalesce(n.received_at, c.now) ELSE n.received_at END,
         received_by = CASE WHEN p_action IN ('receive', 'reply') THEN coalesce(n.received_by, p_by) ELSE n.received_by END,
         reply = CASE p_action WHEN 'reply' THEN p_fields ->> 'reply' ELSE n.reply END,
         replied_at = CASE p_action WHEN 'reply' THEN c.now ELSE n.replied_at END,
         replied_by = CASE p_action WHEN 'reply' THEN p_by ELSE n.replied_by END,
         signed_at = CASE p_action WHEN 'sign' THEN c.now ELSE n.signed_at END,
         signed_by = CASE p_action WHEN 'sign' THEN p_by ELSE n.signed_by END,
         in_force_at = CASE p_action WHEN 'sign' THEN coalesce(n.in_force_at, c.now) ELSE n.in_force_at END,
         instruction = CASE p_action WHEN 'sign' THEN p_fields ->> 'instruction' ELSE n.instruction END,
         judged_at = CASE WHEN p_action IN ('accept', 'ask_more') THEN c.now WHEN p_action <> 'reply' THEN n.judged_at END,
         judged_by = CASE WHEN p_action IN ('accept', 'ask_more') THEN p_by WHEN p_action <> 'reply' THEN n.judged_by END,
         accepted = CASE WHEN p_action IN ('accept', 'ask_more') THEN p_action = 'accept' WHEN p_action <> 'reply' THEN n.accepted END,
         remark = CASE WHEN p_action IN ('accept', 'ask_more') THEN coalesce(p_fields ->> 'remark', '') ELSE n.remark END,
         reply_due_at = CASE WHEN p_action = 'ask_more' OR p_action = 'sign' AND n.in_force_at IS NULL THEN
                               CASE WHEN l.reply_deadline IS NOT NULL THEN engine.due(c.now, l.reply_deadline) END ELSE n.reply_due_at END
    FROM (SELECT engine.clock() AS now) c, rules.supervision_level l
   WHERE n.id = (p_notice).id AND l.level = n.level
$$;

-- Lock, look whether it was done already, ask the right, the time and the fields, perform, record.
CREATE FUNCTION engine.act_on_notice(p_actor core.actor, p_id bigint, p_action text, p_args jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n core.supervision;
  v_key constant uuid := engine.form_key(p_args);
  v_role constant text := engine.role_for(p_actor, 'supervision.' || p_action);
  v_fields jsonb;
  v_issue core.issue;
BEGIN
  SELECT s.* INTO STRICT n FROM core.supervision s WHERE s.id = p_id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM rules.action a WHERE a.layer = 'supervision' AND a.code = p_action AND a.sort < 900) THEN
    PERFORM engine.fail(404, 'not_found');
  ELSIF engine.may_on_notice(p_actor, n, p_action) IS NOT TRUE THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF engine.was_done('supervision', p_id, p_action, p_actor, v_key)
     OR (p_action = 'hand_over' AND engine.talk_by_key('handover', v_key, p_actor) IS NOT NULL) THEN
    RETURN;
  END IF;
  PERFORM engine.check_version(engine.notice_subject(n), p_args);
  IF NOT engine.notice_allows(n, p_action) THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  v_fields := engine.check_fields(p_action, engine.notice_subject(n), p_args);
  IF p_action = 'hand_over' THEN  -- sealed: the notice's own history, which the office reads, knows nothing of it
    SELECT i.* INTO STRICT v_issue FROM core.issue i WHERE i.id = n.issue_id;
    PERFORM engine.hand_over(p_actor, v_issue, n.id, v_fields, v_key);
  ELSIF p_action = 'lift' THEN
    PERFORM engine.end_notice(n.id, p_actor.account_id, v_role, v_key, v_fields);
  ELSE
    PERFORM engine.notice_effect(n, p_action, p_actor.account_id, v_fields);
    PERFORM engine.record('supervision', n.id, p_action, p_actor.account_id, v_role, NULL, NULL, v_fields, v_key);
    IF p_action = 'accept' AND n.raised_by IS NOT NULL THEN
      PERFORM engine.end_notice(n.id, NULL, 'system', NULL);
    END IF;
  END IF;
END
$$;

-- By hand: of any level, with an instruction of one's own, while the matter is open.
CREATE FUNCTION engine.raise_by_hand(p_actor core.actor, p_issue bigint, p_args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_subject constant engine.subject := engine.subject('issue', p_issue, true);
  v_key constant uuid := engine.form_key(p_args);
  v_fields jsonb;
  n core.supervision;
BEGIN
  PERFORM engine.need(p_actor, 'supervision.raise');
  SELECT s.* INTO n FROM core.supervision s WHERE s.issue_id = p_issue AND s.cause = 'manual' AND s.basis = v_key::text;
  IF n.id IS NOT NULL AND n.raised_by <> p_actor.account_id THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  ELSIF n.id IS NOT NULL THEN
    RETURN n.id;
  END IF;
  PERFORM engine.check_version(v_subject, p_args);
  IF (v_subject).issue.closed_at IS NOT NULL THEN
    PERFORM engine.fail(409, 'action_not_now');
  ELSIF (v_subject).issue.office_id = p_actor.office_id THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  v_fields := engine.check_fields('raise', ROW('supervision', NULL, NULL, NULL, NULL, NULL)::engine.subject, p_args);
  n := engine.insert_notice((v_subject).issue, v_fields ->> 'level', 'manual', coalesce(v_key, gen_random_uuid())::text,
         engine.issue_limit((v_subject).issue), v_fields ->> 'instruction', p_actor);
  RETURN n.id;
END
$$;

CREATE FUNCTION engine.notice_row(p_lang text, p_notice core.supervision) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  n constant core.supervision := p_notice;
  i core.issue;
BEGIN
  SELECT s.* INTO STRICT i FROM core.issue s WHERE s.id = n.issue_id;
  RETURN jsonb_strip_nulls(jsonb_build_object('id', n.id, 'href', '/console/supervisions/' || n.id, 'number', n.number, 'title', i.title,
    'issue', jsonb_build_object('number', i.number, 'title', i.title, 'href', '/console/issues/' || i.id),
    'level', engine.choice(p_lang, 'supervision_level', n.level), 'lamp', engine.choice(p_lang, 'lamp', n.level),
    'cause', engine.choice(p_lang, 'supervision_cause', n.cause), 'state', engine.choice(p_lang, 'supervision_state', engine.notice_state(n)),
    'office', engine.office(p_lang, n.office_id), 'raised_text', engine.day_text(p_lang, n.raised_at), 'limit_text', engine.day_text(p_lang, n.limit_at),
    'reply_due_text', engine.day_text(p_lang, n.reply_due_at)));
END
$$;

-- The reply is counted from when the notice came into force, or from when more was asked for last.
CREATE FUNCTION engine.reply_how(p_lang text, p_notice core.supervision) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_start constant timestamptz := coalesce((SELECT max(e.at) FROM core.event e
    WHERE e.layer = 'supervision' AND e.subject_id = p_notice.id AND e.action = 'ask_more'), p_notice.in_force_at);
BEGIN
  RETURN (SELECT engine.basis_how(p_lang, engine.basis(v_start, l.reply_deadline), p_notice.reply_due_at)
            FROM rules.supervision_level l WHERE l.level = p_notice.level);
END
$$;

-- The limit that stands on a notice is the issue's as it was then.
CREATE FUNCTION engine.noticed_how(p_lang text, p_notice core.supervision) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT CASE p_notice.limit_at WHEN i.step_due_at THEN engine.basis_how(p_lang, coalesce(i.step_basis, CASE i.due_at WHEN i.step_due_at THEN i.due_basis END), i.step_due_at)
                                        WHEN i.due_at THEN engine.basis_how(p_lang, i.due_basis, i.due_at)
                                        ELSE engine.word(p_lang, '发出督办单时该问题的时限，此后已有变动；怎样变动，见问题页的经过。',
                                                         'The issue''s limit when the notice was raised. It has moved since; how, stands in the issue''s history.') END
            FROM core.issue i WHERE i.id = p_notice.issue_id AND p_notice.limit_at IS NOT NULL);
END
$$;

-- All that stands on the paper.
CREATE FUNCTION engine.notice_json(p_lang text, p_notice core.supervision) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.notice_row(p_lang, p_notice) || jsonb_strip_nulls(jsonb_build_object('version', (p_notice).version,
    'organ', engine.wording(p_lang, 'organ'), 'leader', engine.person(p_lang, (p_notice).leader_id, NULL), 'progress', (p_notice).progress,
    'instruction', coalesce((SELECT engine.word(p_lang, r.instruction_zh, r.instruction_en) FROM rules.supervision_rule r
                              WHERE r.cause = (p_notice).cause AND r.instruction_zh = (p_notice).instruction), (p_notice).instruction),
    'by_rule', (p_notice).raised_by IS NULL, 'draft', engine.notice_state(p_notice) = 'draft',
    'in_force_text', engine.day_text(p_lang, (p_notice).in_force_at), 'signer', nullif(engine.person(p_lang, (p_notice).signed_by, NULL), ''),
    'signed_text', engine.day_text(p_lang, (p_notice).signed_at),
    'receiver', nullif(engine.person(p_lang, (p_notice).received_by, NULL), ''), 'received_text', engine.minute_text(p_lang, (p_notice).received_at),
    'reply', (p_notice).reply, 'replier', nullif(engine.person(p_lang, (p_notice).replied_by, NULL), ''),
    'replied_text', engine.minute_text(p_lang, (p_notice).replied_at),
    'judgement', CASE (p_notice).accepted WHEN true THEN engine.word(p_lang, '认可', 'Accepted') WHEN false THEN engine.word(p_lang, '需补充', 'More is asked') END,
    'judge', nullif(engine.person(p_lang, (p_notice).judged_by, NULL), ''), 'judged_text', engine.day_text(p_lang, (p_notice).judged_at),
    'remark', (p_notice).remark, 'reply_limit', engine.explained(p_lang, (p_notice).reply_due_at, engine.reply_how(p_lang, p_notice)),
    'limit', engine.explained(p_lang, (p_notice).limit_at, engine.noticed_how(p_lang, p_notice)), 'ended_text', engine.day_text(p_lang, (p_notice).ended_at)))
$$;

CREATE FUNCTION engine.notice_actions(p_lang text, p_actor core.actor, p_notice core.supervision) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.action_json(p_lang, engine.notice_subject(p_notice), a, NULL) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = 'supervision' AND a.sort < 900 AND engine.notice_allows(p_notice, a.code)
     AND engine.may_on_notice(p_actor, p_notice, a.code)
$$;

CREATE FUNCTION engine.seen_notice(p_actor core.actor, p_id bigint) RETURNS core.supervision LANGUAGE plpgsql STABLE AS $$
DECLARE
  n core.supervision;
BEGIN
  PERFORM engine.need(p_actor, 'supervision.read');
  SELECT s.* INTO n FROM core.supervision s WHERE s.id = p_id;
  IF n.id IS NULL OR NOT engine.reads_notice(p_actor, n) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN n;
END
$$;

CREATE FUNCTION engine.staff_notice(p_lang text, p_actor core.actor, p_id bigint) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  n constant core.supervision := engine.seen_notice(p_actor, p_id);
BEGIN
  RETURN engine.frame(p_lang, p_actor, 'supervisions') || jsonb_build_object('notice', engine.notice_json(p_lang, n),
    'actions', engine.notice_actions(p_lang, p_actor, n), 'history', engine.staff_history(p_lang, engine.notice_subject(n)));
END
$$;

CREATE FUNCTION engine.notice_filters(p_lang text, p_actor core.actor, p_args jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(engine.checked_filter(x.f || CASE WHEN v.value IS NULL THEN '{}' ELSE jsonb_build_object('value', v.value) END) ORDER BY x.k)
    FROM (VALUES
      (1, 'level', engine.choice_field('level', engine.word(p_lang, '级别', 'Level'), false, engine.choice_options(p_lang, 'supervision_level', p_args ->> 'level'))),
      (2, 'state', engine.choice_field('state', engine.word(p_lang, '状态', 'State'), false, engine.choice_options(p_lang, 'supervision_state', p_args ->> 'state'))),
      (3, 'office', engine.choice_field('office', engine.word(p_lang, '责任单位', 'Office'), false, engine.office_options(p_lang, p_args ->> 'office')))
    ) AS x (k, name, f), LATERAL (SELECT nullif(p_args ->> x.name, '') AS value) v
   WHERE x.name <> 'office' OR v.value IS NOT NULL OR engine.may(p_actor, 'supervision.read') <> 'office'
$$;

CREATE FUNCTION engine.found_notices(p_actor core.actor, p_filters jsonb, p_after bigint) RETURNS SETOF core.supervision LANGUAGE sql STABLE AS $$
  SELECT n.* FROM core.supervision n JOIN core.office o ON o.id = n.office_id
   WHERE (p_after IS NULL OR n.id < p_after)
     AND (p_filters ->> 'level'  IS NULL OR n.level = p_filters ->> 'level')
     AND (p_filters ->> 'office' IS NULL OR o.code = p_filters ->> 'office')
     AND (p_filters ->> 'state'  IS NULL OR engine.notice_state(n) = p_filters ->> 'state')
     AND engine.reads_notice(p_actor, n)
   ORDER BY n.id DESC LIMIT engine.page_rows() + 1
$$;

-- The notices of one issue, for those who may see them.
CREATE FUNCTION engine.issue_notices(p_lang text, p_actor core.actor, p_issue bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.notice_row(p_lang, n) ORDER BY n.id DESC), '[]')
    FROM core.supervision n WHERE n.issue_id = p_issue AND engine.reads_notice(p_actor, n)
$$;

-- The form of a notice by hand, on the issue's page.
CREATE FUNCTION engine.raise_form(p_lang text, p_actor core.actor, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json(p_lang, ROW('supervision', NULL, NULL, NULL, NULL, NULL)::engine.subject, a, NULL)
         || jsonb_build_object('href', format('/console/issues/%s/notices/actions/raise', (p_issue).id))
    FROM rules.action a WHERE a.layer = 'supervision' AND a.code = 'raise' AND engine.may(p_actor, 'supervision.raise') IS NOT NULL
     AND (p_issue).closed_at IS NULL AND (p_issue).office_id <> (p_actor).office_id
$$;

-- What this month's circular will name, for those who see it all.
CREATE FUNCTION engine.month_reds(p_lang text, p_actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'title', c.title, 'href', '/console/issues/' || c.issue_id,
           'office', engine.office(p_lang, c.office_id), 'due_text', engine.day_text(p_lang, c.due_on), 'days_late', c.days_late,
           'notices', c.notices) ORDER BY c.due_on, c.issue_id), '[]')
    FROM (SELECT date_trunc('month', engine.day(engine.clock())::timestamp) AS first) m,
         LATERAL (SELECT * FROM engine.circular_reds(m.first::date, (m.first + interval '1 month - 1 day')::date) LIMIT 50) c
$$;
