-- Dates that could not say how they came about: of measures, look-backs and campaigns, and those that a workbook brought along.

ALTER TABLE core.measure ADD COLUMN basis jsonb;
COMMENT ON COLUMN core.measure.basis IS 'How due_on came about: by whom it was given, and when; NULL: not recorded.';
ALTER TABLE core.lookback ADD COLUMN basis jsonb;
COMMENT ON COLUMN core.lookback.basis IS 'How due_on came about: key, start, n and unit of the rule; NULL: not recorded.';
ALTER TABLE core.campaign ADD COLUMN check_basis jsonb;
COMMENT ON COLUMN core.campaign.check_basis IS 'How check_by came about: key, start, n and unit of the rule; NULL: not recorded.';

-- What the history still tells. A measure comes with one of four acts, each of which brings one: the n-th with the n-th.
UPDATE core.measure m SET basis = jsonb_build_object('by', e.actor_id, 'start', e.at)
  FROM (SELECT v.*, row_number() OVER (PARTITION BY v.subject_id ORDER BY v.seq) AS n FROM core.event v
         WHERE v.layer = 'issue' AND v.action IN ('plan', 'replan', 'add_measure', 'keep_on')) e
 WHERE e.subject_id = m.issue_id AND e.n = m.seq AND coalesce(e.detail ->> 'due_on', e.detail ->> 'next_on') = m.due_on::text;

UPDATE core.campaign c SET check_basis = jsonb_build_object('key', d.key, 'start', c.started_at, 'n', d.n, 'unit', d.unit)
  FROM rules.deadline d WHERE d.key = 'campaign_check';

-- A look-back was counted from the striking off; an end on a day of rest moved on, by days and not by weeks.
UPDATE core.lookback l SET basis = jsonb_build_object('key', x.key, 'start', x.at, 'n', x.n, 'unit', x.unit)
  FROM (SELECT DISTINCT ON (b.id) b.id, d.key, d.n, d.unit, e.at
          FROM core.lookback b JOIN core.event e ON e.layer = 'issue' AND e.subject_id = b.issue_id AND e.to_state = 90 AND e.from_state NOT IN (90, 95)
          JOIN rules.deadline d ON d.key IN ('lookback_1', 'lookback_2') AND d.unit = 'd'
         WHERE b.due_on - (e.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN d.n AND d.n + 9
         ORDER BY b.id, e.seq DESC, d.key) x
 WHERE x.id = l.id;
UPDATE core.lookback l SET basis = c.check_basis
  FROM core.campaign c JOIN core.campaign_issue s ON s.campaign_id = c.id AND s.sampled
 WHERE l.basis IS NULL AND s.issue_id = l.issue_id AND l.due_on = c.check_by;

-- Loaded from a workbook, and not changed since by anything that says so.
UPDATE core.issue i SET due_basis = jsonb_build_object('by', p.by_id, 'start', p.loaded_at, 'import', true)
  FROM core.ledger_origin o JOIN core.ledger_import p ON p.id = o.import_id
 WHERE o.issue_id = i.id AND i.due_basis IS NULL AND i.due_at IS NOT NULL AND i.due_given AND p.loaded_at IS NOT NULL;

-- A referral that hands an opinion over as a deputy's proposal, and a transfer that is registered as received.
ALTER TABLE core.opinion ADD COLUMN referred_as text;
COMMENT ON COLUMN core.opinion.referred_as IS 'At 27: by which way it was referred, a code of list referral; NULL: the speaker was told where to turn.';

-- What was transferred before waits to be registered from now on: nobody could say so then.
UPDATE core.opinion o SET step_basis = jsonb_build_object('key', 'transfer_receive', 'start', now(), 'n', 5, 'unit', 'wd'),
       step_due_at = (x.day + time '23:59:59') AT TIME ZONE 'Asia/Shanghai'
  FROM (SELECT d.day FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + k AS day FROM generate_series(1, 40) k) d
          LEFT JOIN core.work_calendar w ON w.day = d.day
         WHERE coalesce(w.is_workday, extract(isodow FROM d.day) < 6) ORDER BY d.day OFFSET 4 LIMIT 1) x
 WHERE o.state = 26;

-- A notice that its level has signed is a draft until then. What was raised before was in force at once, and stays so.
ALTER TABLE rules.supervision_level ADD COLUMN signed boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rules.supervision_level.signed IS 'Whether what the rule raises is a draft until a supervisor signs it; otherwise it is in force at once.';
ALTER TABLE core.supervision ADD COLUMN in_force_at timestamptz;
UPDATE core.supervision SET in_force_at = raised_at;
COMMENT ON COLUMN core.supervision.in_force_at IS 'From when the office has it and is to reply; NULL: a draft that waits for its signature, or never got one.';
COMMENT ON COLUMN core.supervision.signed_at IS 'When the supervisor signed it; NULL: nobody has.';
