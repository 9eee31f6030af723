-- The ground: the clock, words, times, what is hidden in free text, and what the public is told.
\ir fixture.psql
CREATE TEMP TABLE secret (said text, shown text);
INSERT INTO secret VALUES
  ('请打13812345678找我', '请打［电话］找我'), ('电话 138-1234-5678。', '电话 ［电话］。'), ('+86 138 1234 5678', '［电话］'), ('１３８１２３４５６７８', '［电话］'),
  ('座机0571-87654321', '座机［电话］'), ('（0571）87654321', '［电话］'), ('身份证110101199003074514', '身份证［身份证号］'), ('11010119900307451X', '［身份证号］'),
  ('卡6222 0212 3456 7890 123', '卡［卡号］'), ('写信到 wang.wu+x@mail.example.cn 吧', '写信到 ［邮箱］ 吧'), ('微信号：wangwu_88', '微信号：［账号］'), ('QQ 123456789', 'QQ ［账号］'),
  ('我叫王小明，', '我叫［姓名］，'), ('联系人：李四', '联系人：［姓名］'), ('2026年11月24日去了3次，等了120分钟', '2026年11月24日去了3次，等了120分钟'), ('文件〔2026〕12345号', '文件〔2026〕12345号'), ('', '');

SELECT plan((SELECT count(*)::integer FROM secret) + 21);
SELECT is(engine.mask(said), shown, 'shown of: ' || said) FROM secret;
SELECT is(engine.clock(), '2026-11-24 10:00:00+08'::timestamptz, 'the clock can be set');
SET LOCAL xq.clock = '';
SELECT is(engine.clock(), now(), 'and runs by itself');
SET LOCAL xq.clock = '2026-11-24 00:05:00+08';
SELECT is(engine.day(engine.clock()), '2026-11-24'::date, 'the day is the organ''s');
SELECT is(engine.day_text('zh-CN', engine.clock()), '2026年11月24日', 'a day in Chinese');
SELECT is(engine.day_text('en', engine.clock()), '24 Nov 2026', 'a day in English');
SELECT is(engine.day_text('zh-CN', '2026-03-05'::date), '2026年3月5日', 'without leading zeros');
SELECT is(engine.minute_text('zh-CN', engine.clock()), '2026年11月24日 00:05', 'a moment in Chinese');
SELECT is(engine.minute_text('en', engine.clock()), '24 Nov 2026, 00:05', 'a moment in English');
SELECT is(engine.word('en', '是', 'Yes') || engine.word('zh-CN', '是', 'Yes') || engine.word(NULL, '是', 'Yes'), 'Yes是是', 'Chinese unless English was asked for');
SELECT is(engine.enum('en', 'a', '甲', 'A'), '{"code": "a", "zh": "甲", "en": "A", "label": "A"}', 'an enumerated value');
SELECT is(fx.error('SELECT engine.fail(418, ''tea.pot'', ''cup'')'), 'XQ418 tea.pot cup', 'an error carries status, code and field');
SELECT is(fx.error('SELECT engine.fail(404, ''not_found'')'), 'XQ404 not_found', 'a field only where there is one');
SELECT is(engine.param('min_n'), 5::numeric, 'a number of the rules');
SELECT throws_ok('SELECT engine.param(''none'')', 'P0002', NULL, 'an unknown number is a fault');
SELECT is(engine.state('zh-CN', 31), '{"code": 31, "zh": "退回异议", "en": "Objected", "label": "退回异议"}', 'staff read the internal name');
SELECT fx.issue(51) AS issue \gset
SELECT fx.opinion(30, :issue) AS linked \gset
SELECT fx.opinion(21) AS asked \gset
SELECT is(engine.public_status('en', o) ->> 'label', 'Being rectified', 'the public reads the issue''s state in public words') FROM core.opinion o WHERE id = :linked;
SELECT is(engine.public_status('zh-CN', o) ->> 'label', '请补充情况', 'and the opinion''s own before that') FROM core.opinion o WHERE id = :asked;
SELECT is_empty($$SELECT code FROM rules.state WHERE '' IN (zh, en, public_zh, public_en, explain_zh, explain_en)$$, 'every state has all its words');
SELECT is_empty($$SELECT code FROM rules.state WHERE public_zh LIKE '%异议%' OR public_zh LIKE '%销号%' OR public_zh LIKE '%核查%'$$, 'no internal word reaches the public');
SELECT matches(engine.issue_number(engine.clock()), '^ZF-2026-[0-9]{4}$', 'an issue''s number');
INSERT INTO core.issue_number VALUES (2031, 9999);
SELECT is(engine.issue_number('2030-12-31 23:00:00+00'), 'ZF-2031-10000', 'runs on by the year of the organ''s own time, past four figures');
SELECT * FROM finish();
ROLLBACK;
