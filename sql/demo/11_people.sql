-- 45 members of the standing committee, six of them of the chairs' meeting; 420 delegates in eight delegations; who is paired with
-- whom: five delegates to each member of the chairs' meeting, three to each other member.
\if :fresh
INSERT INTO core.member (name, post, chairs, term)
SELECT name, post, post <> '委员' AND post NOT LIKE '委员%', 6 FROM (VALUES
  ('顾长川', '主任'), ('梁启明', '副主任'), ('沈若谷', '副主任'), ('范书远', '副主任'), ('乔知秋', '副主任'), ('贺存厚', '秘书长'),
  ('纪联民', '委员（代表工作委员会主任）'), ('郝立法', '委员（法制工作委员会主任）'), ('雷公正', '委员（监察和司法工作委员会主任）'),
  ('钱满仓', '委员（财政经济工作委员会主任）'), ('文兴教', '委员（教科文卫工作委员会主任）'), ('林绿原', '委员（环资城建工作委员会主任）'),
  ('田禾丰', '委员（农业农村工作委员会主任）'), ('邬万里', '委员（民宗侨外工作委员会主任）'), ('安民生', '委员（社会建设工作委员会主任）'),
  ('卢振邦', '委员（办公室主任）'), ('章学勤', '委员（研究室主任）'), ('鲁望舒', '委员'), ('于青禾', '委员'), ('彭若水', '委员'),
  ('邱朝阳', '委员'), ('童一笑', '委员'), ('尹秀兰', '委员'), ('武志恒', '委员'), ('谭思敏', '委员'), ('黎向东', '委员'),
  ('龚玉洁', '委员'), ('万守田', '委员'), ('甘霖', '委员'), ('祝春晓', '委员'), ('葛存义', '委员'), ('岳晓峰', '委员'),
  ('邹慧中', '委员'), ('施雨薇', '委员'), ('熊大勇', '委员'), ('莫知行', '委员'), ('骆小舟', '委员'), ('桂远帆', '委员'),
  ('左丘禾', '委员'), ('上官晴', '委员'), ('欧阳实', '委员'), ('覃山', '委员'), ('向阳生', '委员'), ('甄可心', '委员'), ('洪兴业', '委员')
) AS m (name, post);

WITH drawn AS (
  SELECT n,
    (string_to_array('王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石', ' '))[1 + n * 7 % 60]
    || (string_to_array('春 秀 建 志 晓 文 国 玉 海 明 红 永 丽 新 家 德 雪 立 桂 永 思 庆 子 宏 素 长 冬 景 月', ' '))[1 + n * 11 % 29]
    || CASE WHEN n % 9 = 0 THEN '' ELSE (string_to_array('华 英 平 军 兰 强 梅 峰 霞 辉 敏 勇 芳 成 涛 珍 林 云 生 琴 波', ' '))[1 + n * 13 % 21] END AS name,
    (ARRAY['临江区', '青山区', '望湖区', '安平县', '永和县', '云岭县', '石桥市', '驻清部队'])[CASE WHEN n > 408 THEN 8 ELSE 1 + n % 7 END] || '代表团' AS delegation,
    CASE WHEN n > 408 THEN '驻清部队官兵' ELSE (ARRAY['村党支部书记', '中学教师', '企业技术工人', '社区医生', '种粮大户', '民营企业负责人', '社区工作者', '律师', '环卫班长',
      '合作社理事长', '公交驾驶员', '小学校长', '护士长', '个体经营者', '乡镇干部', '非遗传承人', '科研人员', '返乡创业青年', '快递站点负责人', '养老院院长', '农技员', '市直机关干部'])[1 + n * 5 % 22] END AS occupation
    FROM generate_series(1, 420) n
)
INSERT INTO core.delegate (name, delegation, occupation, term) SELECT name, delegation, occupation, 6 FROM drawn ORDER BY n;

WITH quota AS (
  SELECT m.id, CASE WHEN m.chairs THEN 5 ELSE 3 END AS n, sum(CASE WHEN m.chairs THEN 5 ELSE 3 END) OVER (ORDER BY m.id) AS upto FROM core.member m
), ranked AS (
  SELECT d.id, row_number() OVER (ORDER BY d.id * 37 % 421, d.id) AS place FROM core.delegate d
)
INSERT INTO core.pairing (member_id, delegate_id, since)
SELECT q.id, r.id, date_trunc('year', engine.clock() - interval '200 days')::date
  FROM quota q JOIN ranked r ON r.place > q.upto - q.n AND r.place <= q.upto;
\endif
