-- The groups of days that the ageing view counts in: days since assignment, and days to the limit (negative: past it).

WITH fresh (list, code, low, high, zh, en, sort) AS (VALUES
  ('age', 'to_3',    NULL,  3,    '0-3天',       '0-3 days',   1),
  ('age', 'to_7',    4,     7,    '4-7天',       '4-7 days',   2),
  ('age', 'to_15',   8,     15,   '8-15天',      '8-15 days',  3),
  ('age', 'to_30',   16,    30,   '16-30天',     '16-30 days', 4),
  ('age', 'to_60',   31,    60,   '31-60天',     '31-60 days', 5),
  ('age', 'to_90',   61,    90,   '61-90天',     '61-90 days', 6),
  ('age', 'over_90', 91,    NULL, '90天以上',    'over 90 days', 7),
  ('due', 'past_over_30', NULL, -31, '超期30天以上', 'over 30 days late', 1),
  ('due', 'past_30', -30,   -16,  '超期16-30天', '16-30 days late', 2),
  ('due', 'past_15', -15,   -8,   '超期8-15天',  '8-15 days late', 3),
  ('due', 'past_7',  -7,    -1,   '超期1-7天',   '1-7 days late', 4),
  ('due', 'today',   0,     0,    '今日到期',    'due today',  5),
  ('due', 'in_3',    1,     3,    '3日内',       'within 3 days', 6),
  ('due', 'in_7',    4,     7,    '一周内',      'within a week', 7),
  ('due', 'later',   8,     NULL, '以后',        'later',      8)
), gone AS (
  DELETE FROM rules.bucket b WHERE NOT EXISTS (SELECT FROM fresh f WHERE (f.list, f.code) = (b.list, b.code))
)
INSERT INTO rules.bucket (list, code, low, high, zh, en, sort) SELECT list, code, low::integer, high::integer, zh, en, sort FROM fresh
ON CONFLICT (list, code) DO UPDATE SET low = excluded.low, high = excluded.high, zh = excluded.zh, en = excluded.en, sort = excluded.sort;
