// What the page says, in both languages.
const words = {
  zh: {
    figures: '建成情况与任务', map: '地图', indicator: '指标', layer: '图层', unit: '单位', target: '任务', done: '完成', building: '在建',
    percent: '完成率', remaining: '剩余', explain: '这个数字由哪些要素组成', share: '计入', stage: '阶段', project: '项目', feature: '要素',
    history: '变更历史', time: '时间', who: '谁', change: '变更', none: '没有记录', nothing: '这个指标在这里没有数字。', computing: '正在计算…', login: '登录', logout: '退出',
    name: '用户名', password: '密码', language: 'English', insert: '新增', reviews: '待审核', waiting: n => `本级待审核 ${n} 个，列出前 100 个`, note: '意见或退回理由', pass: '通过所选', return: '退回所选',
    choose: '请先选择要素。', reason: '退回需要写明理由。', passed: '此前审核', update: '修改', delete: '删除', geometry: '图形',
    send: '送交数据', drop: '把文件拖到这里，或点此选择：zip、shp 及其附属文件、gdb（打成 zip）、kml、txt、xlsx、dxf…', files: '文件', file: '文件', size: '大小', state: '状态', remove: '移除',
    whole: '已收到', part: text => `已收到 ${text}，再次选择同一文件即可续传`, sending: (name, done, all) => `正在发送 ${name}：${done} / ${all}`, crs: '坐标系', encoding: '编码', told_by_file: '由文件判断',
    repair: '修复无效图形', check: '检查', open: '未检查', checking: '正在检查', checked: '已检查', importing: '正在入库', imported: '已入库', give_up: '从服务器删除这次送交',
    of_format: (format, n) => `${format}，${n} 个要素`, because: (what, why) => `${what}（${why}）`, format: '格式', operation: '转换', converted: '单位换算', unmapped: '未使用的字段', noted: '说明', fields: '字段对应', field: '字段', column: '文件中的字段', same_value: '全部取此值',
    words: '不认识的取值', word: '文件中的值', meaning: '意思是', no_findings: '没有发现问题。', findings: (all, errors, shown) => `发现 ${all} 处问题，其中错误 ${errors} 处；列出前 ${shown} 处，点要素号在地图上查看`,
    severity: '程度', error: '错误', warning: '提示', rule: '规则', found: '问题', take_back: '带回问题清单：', of_others: '文件中有其他单位的要素，不能由您入库。', projects_there: names => `图层中已有这些项目：${names}`,
    replace: '先删除这些项目原有的要素', append: '追加到这些项目', already_there: '相同的内容已经入库。', again: '再次入库', in_spite: '有错误也入库，并记录错误', accept: '入库',
    hand_in: '上报', ledger: '送交台账', show_ledger: '查看台账', report: '生成报告', export: '导出', seal: '封存', seal_note: '封存说明', what: '内容', running: '正在生成', download: '下载',
    from: '来自', missing: (n, names) => n ? `还有 ${n} 个旗县没有送交：${names}` : '所有旗县都已送交。',
    merges: '分支合并', no_merges: '没有等待合并的分支。', decided: '决定', decided_of: (yes, no, all) => `接受 ${yes}，拒绝 ${no}，共 ${all}`, comparing: '正在比较', offered: '等待决定', merging: '正在合并', merged: '已合并',
    review: '审核', added: '新增', changed: '修改', removed: '删除', conflict: '双方都改了', needs_level: level => `须由${level}决定`, level_banner: '旗县', level_league: '盟市', level_region: '自治区', accepted: '接受', rejected: '拒绝',
    sides_drawn: '蓝色实线为库中现在的图形，紫色虚线为对方的图形。', sides_by: (ours, theirs) => `库中最后修改：${ours || '分出后没有'}；对方：${theirs}`, before: '分出时', ours: '库中现在', theirs: '对方', all: '全选', earlier: '前一页', later: '后一页',
    undecided: (left, all) => left ? `共 ${all} 处变更，${left} 处还没有决定` : `共 ${all} 处变更，都已决定`, why_rejected: '拒绝的理由', choose_changes: '请先选择变更。', reason_to_reject: '拒绝需要写明理由。', accept_chosen: '接受所选', reject_chosen: '拒绝所选', undo_decisions: '撤回决定', merge: '合并已接受的',
    is_fork: '这是由本库发出、改好送回的分支？', offer: '提交审核合并',
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
    send: 'Send data', drop: 'Drop files here, or click to choose: zip, shp with its parts, gdb (zipped), kml, txt, xlsx, dxf…', files: 'Files', file: 'File', size: 'Size', state: 'State', remove: 'Remove',
    whole: 'received', part: text => `${text} received; choose the same file again to go on`, sending: (name, done, all) => `Sending ${name}: ${done} of ${all}`, crs: 'Coordinate system', encoding: 'Encoding', told_by_file: 'told by the file',
    repair: 'Make invalid geometry valid', check: 'Check', open: 'not checked', checking: 'being checked', checked: 'checked', importing: 'being imported', imported: 'imported', give_up: 'Remove this delivery from the server',
    of_format: (format, n) => `${format}, ${n} features`, because: (what, why) => `${what} (${why})`, format: 'Format', operation: 'Transformation', converted: 'Converted', unmapped: 'Columns not used', noted: 'Noted', fields: 'Which column is which field', field: 'Field', column: 'Column of the file', same_value: 'This value for all',
    words: 'Values that are not known', word: 'In the file', meaning: 'It means', no_findings: 'Nothing was found.', findings: (all, errors, shown) => `${all} findings, ${errors} of them errors; the first ${shown} are listed; a feature number shows it on the map`,
    severity: 'Severity', error: 'error', warning: 'warning', rule: 'Rule', found: 'Finding', take_back: 'Findings to take back:', of_others: 'The file has features of other units, which you may not import.', projects_there: names => `The layer has these projects already: ${names}`,
    replace: 'Remove first what the layer has of these projects', append: 'Add to these projects', already_there: 'The same content is in the workspace already.', again: 'Import it once more', in_spite: 'Import in spite of errors, and record them', accept: 'Import',
    hand_in: 'Hand in', ledger: 'Ledger of deliveries', show_ledger: 'Show the ledger', report: 'Make a report', export: 'Export', seal: 'Seal', seal_note: 'Note on the seal', what: 'What', running: 'being made', download: 'Download',
    from: 'From', missing: (n, names) => n ? `Nothing yet from ${n} banners: ${names}` : 'All banners have sent something.',
    merges: 'Forks that came back', no_merges: 'No fork waits to be merged.', decided: 'Decided', decided_of: (yes, no, all) => `${yes} accepted, ${no} rejected of ${all}`, comparing: 'being compared', offered: 'waiting for decisions', merging: 'being merged', merged: 'merged',
    review: 'review', added: 'added', changed: 'changed', removed: 'removed', conflict: 'changed on both sides', needs_level: level => `decided by ${level}`, level_banner: 'the banner', level_league: 'the league', level_region: 'the region', accepted: 'accepted', rejected: 'rejected',
    sides_drawn: 'The blue line is what the workspace has now, the violet dashed line what they have drawn.', sides_by: (ours, theirs) => `Changed here last: ${ours || 'not since the fork'}; there: ${theirs}`, before: 'At the fork', ours: 'Here now', theirs: 'There', all: 'All', earlier: 'Earlier page', later: 'Later page',
    undecided: (left, all) => left ? `${left} of ${all} changes are not decided` : `All ${all} changes are decided`, why_rejected: 'Why they are rejected', choose_changes: 'Choose changes first.', reason_to_reject: 'Rejecting needs a reason.', accept_chosen: 'Accept the chosen', reject_chosen: 'Reject the chosen', undo_decisions: 'Take decisions back', merge: 'Merge what was accepted',
    is_fork: 'A file that was exported from the workspace and comes back with changes?', offer: 'Offer its changes',
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
