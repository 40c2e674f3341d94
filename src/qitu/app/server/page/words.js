// What the page says, in both languages.
const words = {
  zh: {
    figures: '建成情况与任务', map: '地图', indicator: '指标', layer: '图层', unit: '单位', target: '任务', done: '完成', building: '在建',
    percent: '完成率', remaining: '剩余', explain: '这个数字由哪些要素组成', share: '计入', stage: '阶段', project: '项目', feature: '要素',
    history: '变更历史', time: '时间', who: '谁', change: '变更', none: '没有记录', nothing: '这个指标在这里没有数字。', computing: '正在计算…', login: '登录', logout: '退出',
    name: '用户名', password: '密码', language: 'English', insert: '新增', reviews: '待审核', waiting: n => `本级待审核 ${n} 个，列出前 100 个`, note: '意见或退回理由', pass: '通过所选', return: '退回所选',
    choose: '请先选择要素。', reason: '退回需要写明理由。', passed: '此前审核', update: '修改', delete: '删除', geometry: '图形',
    hint: '拖动或方向键移动，滚轮或 + − 缩放，点击查看要素；Enter 查看正中的要素。', failed: '服务没有回应。', close: '关闭', rows: n => `共 ${n} 个要素，列出前 200 个`,
  },
  en: {
    figures: 'Built, against the quotas', map: 'Map', indicator: 'Indicator', layer: 'Layer', unit: 'Unit', target: 'Target', done: 'Done',
    building: 'Under construction', percent: 'Percent', remaining: 'Remaining', explain: 'The features behind this figure', share: 'Counts',
    stage: 'Stage', project: 'Project', feature: 'Feature', history: 'History', time: 'Time', who: 'Who', change: 'Change', none: 'No records', nothing: 'This indicator has no figures here.',
    computing: 'Computing…', login: 'Log in', logout: 'Log out', name: 'Name', password: 'Password', language: '中文', insert: 'added',
    update: 'changed', delete: 'removed', reviews: 'Waiting for review', waiting: n => `${n} wait at this level; the first 100 are listed`,
    note: 'Opinion, or reason to return', pass: 'Pass the chosen', return: 'Return the chosen', choose: 'Choose features first.',
    reason: 'Returning needs a reason.', passed: 'Reviews so far', geometry: 'geometry',
    hint: 'Drag or arrow keys to move, wheel or + − to zoom, click for a feature; Enter for the one in the middle.', failed: 'The server does not answer.',
    close: 'Close', rows: n => `${n} features; the first 200 are listed`,
  },
};

let language = 'zh';
export const use = other => { language = other === 'en' ? 'en' : 'zh'; document.documentElement.lang = language; };
export const inUse = () => language;
export const say = key => words[language][key];
const units = { 万亩: '10,000 mu', 亩: 'mu', 公顷: 'ha', 平方公里: 'km²', 公里: 'km', 米: 'm', 平方米: 'm²', 个: 'works' };
export const unit = word => language === 'zh' ? word : units[word] ?? word;
export const named = names => names[language] || names.zh;
