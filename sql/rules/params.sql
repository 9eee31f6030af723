-- Numbers that are no time limits.

WITH fresh (key, value, source) AS (VALUES
  ('min_n',                    5,   '[P] 样本少于此数不显示比率'),
  ('public_min_n',             10,  '[P] 公布的数字，少于此数的不显示'),
  ('survey_questions_most',    10,  '[P] 一份微调研的题目最好不超过此数'),
  ('hotspot_n',                3,   '[P] 同一委办室同一类别的意见条数'),
  ('hotspot_days',             30,  '[P] 在此天数内'),
  ('link_quota_chairs',        5,   '[P] 梧州市：主任会议成员每人联系代表数'),
  ('link_quota_member',        3,   '[P] 梧州市：其他组成人员每人联系代表数'),
  ('link_quota_households',    10,  '[P] 每名代表联系群众户数'),
  ('contact_min',              2,   '[P] 每年最少联系次数'),
  ('talk_reds',                2,   '[P] 同一委办室半年内红色督办单达到此数即约谈'),
  ('basic_satisfied_weight',   0.9, '三率通行算法：基本满意折算'),
  ('partly_solved_weight',     0.5, '[P] 部分解决折算'),
  ('score_response',           0.1, '三率通行算法：响应率权重'),
  ('score_solved',             0.5, '三率通行算法：解决率权重'),
  ('score_satisfied',          0.4, '三率通行算法：满意率权重'),
  ('revisit_tries',            2,   '[P] 联系不上的，试几次视为无回应'),
  ('revisit_days_apart',       1,   '[P] 两次联系至少相隔天数'),
  ('sample_key',               1,   '[P] 回头看抽查比例：重点问题'),
  ('sample_dissatisfied',      1,   '[P] 回头看抽查比例：曾评价不满意'),
  ('sample_repeated',          1,   '[P] 回头看抽查比例：重复办理'),
  ('sample_rebounded',         1,   '[P] 回头看抽查比例：曾反弹'),
  ('sample_rest',              0.2, '[P] 回头看抽查比例：其余，按委办室，每室至少1个'),
  ('office_closes',            18,  '[P] 下班时间（时）：此后收到的，工作日期限自次一工作日起算'),
  ('mail_on',                  0,   '[P] 是否发送邮件（1发送）：先由管理员配好邮件服务器'),
  ('digest_hour',              8,   '[P] 工作日几时发送每日提醒'),
  ('outbox_attempts',          8,   '[P] 一件通知最多尝试的次数'),
  ('outbox_first_wait',        60,  '[P] 第一次失败后等待的秒数'),
  ('outbox_wait_factor',       4,   '[P] 以后每次等待时间的倍数'),
  ('outbox_wait_max',          21600, '[P] 两次尝试之间最长的秒数'),
  ('outbox_lease',             120, '[P] 发送中的通知保留的秒数，之后可由他人重试'),
  ('evidence_max_bytes',       8388608, '[P] 一份佐证材料的大小（字节），不超过网页服务所收的8 MB'),
  ('evidence_per_issue',       40,  '[P] 一个问题的佐证材料份数'),
  ('evidence_from_state',      40,  '[P] 签收后可以上传佐证材料'),
  ('evidence_to_state',        75,  '[P] 到重办为止'),
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
