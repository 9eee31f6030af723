-- Evidence of an issue: who may add or hide it, and what is shown of it. It is read by whoever sees the issue.

-- The office's own, leading or helping, whatever permission it is about.
CREATE FUNCTION engine.may_evidence(actor core.actor, permission text, issue_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.may($1, $2) IS NOT NULL AND engine.handles($3, ($1).office_id)
$$;

CREATE FUNCTION engine.evidence_open(i core.issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ($1).state BETWEEN engine.param('evidence_from_state') AND engine.param('evidence_to_state')
$$;

-- What a file was called, as a page may show it: no folders, no signs of control, no telephone number, an end that tells the type.
CREATE FUNCTION engine.evidence_name(name text, type text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nullif(left(btrim(regexp_replace(engine.mask(regexp_replace(regexp_replace(coalesce($1, ''), '^.*[/\\]', ''),
           '[[:cntrl:]\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>"]', '', 'g')), '[.][A-Za-z0-9]{1,5}$', ''), ' .'), 80), ''), '佐证材料')
         || CASE $2 WHEN 'jpeg' THEN '.jpg' ELSE '.' || $2 END
$$;

CREATE FUNCTION engine.size_text(bytes integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $1 < 1048576 THEN greatest(1, $1 / 1024) || ' KB' ELSE round($1 / 1048576.0, 1) || ' MB' END
$$;

-- The form that hides one; its name is made its own, since a page may hold several.
CREATE FUNCTION engine.evidence_form(lang text, e core.evidence) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json($1, engine.subject('issue', ($2).issue_id), a, NULL) || jsonb_build_object('action', 'evidence-' || ($2).n,
           'href', format('/console/issues/%s/evidence/%s/remove', ($2).issue_id, ($2).n))
    FROM rules.action a WHERE a.layer = 'issue' AND a.code = 'evidence_remove'
$$;

CREATE FUNCTION engine.evidence_json(lang text, e core.evidence, removable boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('n', ($2).n, 'measure', ($2).measure, 'name', ($2).name, 'type', ($2).type, 'bytes', ($2).bytes,
    'size_text', engine.size_text(($2).bytes), 'by', engine.person($1, ($2).uploaded_by, NULL), 'at', engine.time_of(($2).uploaded_at),
    'at_text', engine.minute_text($1, ($2).uploaded_at), 'href', format('/console/issues/%s/evidence/%s', ($2).issue_id, ($2).n),
    'remove', CASE WHEN $3 THEN engine.evidence_form($1, $2) END))
$$;

-- On the page of an issue: what there is, and where more may be sent.
CREATE FUNCTION engine.evidence_part(lang text, actor core.actor, i core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('evidence', coalesce((
      SELECT jsonb_agg(engine.evidence_json($1, e, engine.may_evidence($2, 'evidence.remove', e.issue_id)) ORDER BY e.measure NULLS LAST, e.n)
        FROM core.evidence e WHERE e.issue_id = ($3).id AND e.removed_at IS NULL), '[]'))
    || CASE WHEN engine.evidence_open($3) AND engine.may_evidence($2, 'evidence.add', ($3).id)
         THEN jsonb_build_object('evidence_to', format('/api/v1/console/issues/%s/evidence', ($3).id)) ELSE '{}' END
$$;

CREATE FUNCTION engine.seen_evidence(i core.issue, args jsonb) RETURNS core.evidence LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  e core.evidence;
BEGIN
  IF args ->> 'n' ~ '^[0-9]{1,9}$' THEN
    SELECT * INTO e FROM core.evidence x WHERE x.issue_id = i.id AND x.n = (args ->> 'n')::integer;
  END IF;
  IF e.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN e;
END $$;

-- What an upload came to: where it went on, and the name under which it is kept.
CREATE FUNCTION engine.evidence_answer(lang text, e core.evidence, repeated boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('href', '/console/issues/' || ($2).issue_id, 'evidence', engine.evidence_json($1, $2, false), 'repeated', $3)
$$;

-- The evidence that a form's key has brought before; NULL when it has brought none.
CREATE FUNCTION engine.evidence_before(actor core.actor, issue_id bigint, key uuid) RETURNS core.evidence LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  done jsonb := engine.done_before(engine.subject('issue', issue_id), 'evidence', actor, key);
  e core.evidence;
BEGIN
  SELECT x.* INTO e FROM core.event v JOIN core.evidence x ON x.issue_id = v.subject_id AND x.n = (v.detail ->> 'evidence')::integer
   WHERE done IS NOT NULL AND v.layer = 'issue' AND v.subject_id = evidence_before.issue_id AND v.seq = (done ->> 'event')::bigint;
  RETURN e;
END $$;

-- Whether one more may come: asked before a file is looked at, and again when it is kept.
CREATE FUNCTION engine.admit_evidence(actor core.actor, i core.issue, args jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT engine.may_evidence(actor, 'evidence.add', i.id) THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF NOT engine.evidence_open(i) THEN
    PERFORM engine.fail(409, 'action_not_now');
  ELSIF (args ->> 'bytes')::bigint > engine.param('evidence_max_bytes') THEN
    PERFORM engine.fail(422, 'evidence.large');
  ELSIF args ? 'measure' AND NOT EXISTS (SELECT FROM core.measure m WHERE m.issue_id = i.id AND m.seq = (args ->> 'measure')::integer) THEN
    PERFORM engine.fail(422, 'not_a_choice', 'measure');
  ELSIF (SELECT count(*) FROM core.evidence e WHERE e.issue_id = i.id AND e.removed_at IS NULL) >= engine.param('evidence_per_issue') THEN
    PERFORM engine.fail(409, 'evidence.many');
  END IF;
END $$;

CREATE FUNCTION engine.add_evidence(actor core.actor, i core.issue, args jsonb) RETURNS core.evidence LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  e core.evidence;
BEGIN
  INSERT INTO core.evidence (issue_id, n, measure, name, type, bytes, sha256, stored_as, uploaded_by, uploaded_at)
  SELECT i.id, 1 + coalesce((SELECT max(x.n) FROM core.evidence x WHERE x.issue_id = i.id), 0), (args ->> 'measure')::integer,
         engine.evidence_name(args ->> 'name', args ->> 'type'), args ->> 'type', (args ->> 'bytes')::integer,
         decode(args ->> 'sha256', 'hex'), args ->> 'stored_as', actor.account_id, engine.clock()
  RETURNING * INTO e;
  PERFORM engine.record('issue', i.id, 'evidence', actor.account_id, engine.role_for(actor, 'evidence.add'), i.state, i.state,
    jsonb_strip_nulls(jsonb_build_object('evidence', e.n, 'measure', e.measure, 'sha256', args ->> 'sha256')), engine.form_key(args));
  RETURN e;
END $$;

CREATE FUNCTION engine.remove_evidence(actor core.actor, i core.issue, e core.evidence, args jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  subject engine.subject := engine.subject('issue', i.id, true);
  fields jsonb;
BEGIN
  IF NOT engine.may_evidence(actor, 'evidence.remove', i.id) THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF engine.done_before(subject, 'evidence_remove', actor, engine.form_key(args)) IS NOT NULL THEN
    RETURN;
  END IF;
  fields := engine.check_fields('evidence_remove', subject, args - ARRAY['id', 'n']);
  UPDATE core.evidence x SET removed_by = actor.account_id, removed_at = engine.clock(), reason = fields ->> 'reason'
   WHERE x.id = e.id AND x.removed_at IS NULL;
  IF NOT FOUND THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  PERFORM engine.record('issue', i.id, 'evidence_remove', actor.account_id, engine.role_for(actor, 'evidence.remove'), i.state, i.state,
    fields || jsonb_build_object('evidence', e.n), engine.form_key(args));
END $$;
