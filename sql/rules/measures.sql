-- What is done with the evidence of measures, in the words of an issue's history. Nobody is ever asked for any.

WITH fresh (layer, code, zh, en, help_zh, help_en, danger, sort) AS (VALUES
  ('issue', 'evidence', '上传佐证材料', 'Evidence added', '', '', false, 920),
  ('issue', 'evidence_remove', '移除佐证材料', 'Remove this evidence', '移除后不再显示，记录保留。', 'It is no longer shown; the record stays.', true, 930)
)
INSERT INTO rules.action (layer, code, zh, en, help_zh, help_en, danger, sort) SELECT * FROM fresh
ON CONFLICT (layer, code) DO UPDATE SET zh = excluded.zh, en = excluded.en, help_zh = excluded.help_zh, help_en = excluded.help_en,
  danger = excluded.danger, sort = excluded.sort;

INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort) VALUES
  ('issue', 'evidence_remove', 'reason', 'longtext', NULL, true, 4, 500, '移除理由', 'Why', '', '', 10);
