-- Between what an organ may set a number of params.sql, and with how many digits behind the point.

UPDATE rules.param p SET least = b.least, most = b.most, decimals = b.decimals
  FROM (VALUES
  ('min_n',                  5,   100,   0),   -- fewer would tell who spoke
  ('public_min_n',           10,  1000,  0),   -- published for good: it must outlast comparison with what is published later
  ('survey_days',            1,   90,    0),
  ('hotspot_n',              2,   100,   0),
  ('hotspot_days',           1,   366,   0),
  ('basic_satisfied_weight', 0,   1,     2),
  ('partly_solved_weight',   0,   1,     2),
  ('score_response',         0,   1,     2),
  ('score_solved',           0,   1,     2),
  ('score_satisfied',        0,   1,     2),
  ('congress_term',          1,   99,    0),
  ('congress_since',         1954, 2100, 0),
  ('congress_years',         3,   5,     0),
  ('office_closes',          12,  23,    0),
  ('objections_one',         5,   1000,  0),
  ('objections_all',         20,  10000, 0),
  ('objection_minutes',      5,   1440,  0),
  ('session_idle_minutes',   5,   60,    0),
  ('session_hours',          1,   12,    0),
  ('signin_attempts',        3,   20,    0),
  ('signin_attempts_all',    20,  5000,  0),
  ('signin_window_minutes',  5,   1440,  0)
  ) AS b (key, least, most, decimals)
 WHERE p.key = b.key;
