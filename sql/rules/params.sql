-- Numbers that are no time limits.

WITH fresh (key, value, source) AS (VALUES
  ('min_n',                    5,   '[P] 样本少于此数不显示比率'),
  ('hotspot_n',                3,   '[P] 同一委办室同一类别的意见条数'),
  ('hotspot_days',             30,  '[P] 在此天数内'),
  ('basic_satisfied_weight',   0.9, '三率通行算法：基本满意折算'),
  ('partly_solved_weight',     0.5, '[P] 部分解决折算'),
  ('score_response',           0.1, '三率通行算法：响应率权重'),
  ('score_solved',             0.5, '三率通行算法：解决率权重'),
  ('score_satisfied',          0.4, '三率通行算法：满意率权重'),
  ('office_closes',            18,  '[P] 下班时间（时）：此后收到的，工作日期限自次一工作日起算'),
  ('session_idle_minutes',     15,  '[P] 等级保护：无操作退出'),
  ('session_hours',            8,   '[P] 一次登录最长时间'),
  ('signin_attempts',          8,   '[P] 等级保护：一个账号在时间窗内的登录次数'),
  ('signin_attempts_all',      300, '[P] 全部账号在时间窗内的登录次数'),
  ('signin_window_minutes',    15,  '[P] 登录次数的时间窗')
), gone AS (
  DELETE FROM rules.param p WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.key = p.key)
)
INSERT INTO rules.param (key, value, source) SELECT * FROM fresh
ON CONFLICT (key) DO UPDATE SET value = CASE WHEN param.own THEN param.value ELSE excluded.value END, source = excluded.source,
  shipped = CASE WHEN param.own THEN jsonb_build_object('value', excluded.value) END;
