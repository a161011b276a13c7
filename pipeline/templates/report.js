"use strict";
const { documents, records, alignments, silences, review } = JSON.parse(document.getElementById("content").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);

const LABELS = {
  targets: ["目标", "target"], milestones: ["时间节点", "milestone"], responsibilities: ["责任分工", "duty"],
  citations: ["引用文件", "citation"], findings: ["提示", "finding"],
  indicator: ["指标", "indicator"], subject: ["对象", "subject"], value: ["数值", "value"], change: ["增减", "change"],
  deadline: ["完成时限", "deadline"], deadline_text: ["时限原文", "as written"], deadline_from: ["时限来处", "deadline from"],
  recurrence: ["周期", "recurrence"], modality: ["语气", "wording"], condition: ["条件", "condition"], note: ["备注", "note"],
  agencies: ["责任部门", "agencies"], damaged: ["原文缺损", "damaged"], rule: ["识别规则", "rule"], action: ["事项", "action"],
  start_date: ["开始", "start"], comparator: ["比较关系", "comparator"], value_max: ["区间上限", "upper end"], unit: ["单位", "unit"],
  absolute: ["由词语得出", "given in words"], name: ["名称", "name"], role: ["角色", "role"], title: ["标题", "title"],
  doc_number: ["文号", "number"], relation: ["关系", "relation"], kind: ["类别", "kind"], severity: ["程度", "severity"],
  message: ["说明", "message"], lower: ["下级目标", "Lower target"], reference: ["上级目标", "Target from above"],
  searched: ["查过的文件", "searched"], nearest: ["最相近的目标", "Nearest target"], scope: ["对象范围", "scope"], reason: ["理由", "reason"], basis: ["依据", "basis"], gap: ["差值", "difference"], ratio: ["比值", "ratio"], days: ["时限之差", "deadline"],
};
const WORDS = {
  stricter: ["加码", "stricter"], equal: ["一致", "equal"], weaker: ["弱化", "weaker"], "not comparable": ["不可比", "not comparable"],
  earlier: ["时限提前", "earlier"], later: ["时限推迟", "later"], same: ["相同", "same"], unknown: ["时限不明", "deadline unknown"],
  hardened: ["语气加强", "wording hardened"], softened: ["语气减弱", "wording softened"],
  narrower: ["较窄", "narrower"], wider: ["较宽", "wider"], unstated: ["一方未说明", "one side does not say"],
  damage: ["缺损", "damage"], conflict: ["矛盾", "conflict"], unsure: ["存疑", "unsure"], version: ["另一版本", "another version"],
  firm: ["刚性", "firm"], aspirational: ["倡导性", "aspirational"], lead: ["牵头", "lead"], support: ["配合", "support"],
  responsible: ["负责", "responsible"], increase: ["增加", "increase"], decrease: ["降低", "decrease"],
  clause: ["本句", "its own clause"], inherited: ["上文", "inherited"], document: ["标题时段", "the title's period"],
  basis: ["依据", "basis"], issues: ["印发", "issues"], mentions: ["提及", "mentions"], parent: ["上级政府", "parent government"],
  cites: ["引用", "cites"], standard: ["国家标准", "standard"], true: ["是", "yes"],
  year: ["每年", "yearly"], "school-year": ["每学年", "every school year"], term: ["每学期", "every term"], month: ["每月", "monthly"],
  week: ["每周", "weekly"], day: ["每天", "daily"], info: ["说明", "info"], warning: ["注意", "warning"], error: ["错误", "error"],
};
Object.assign(WORDS, { "searched and absent": ["查过，未提及", "searched and absent"], delegated: ["按下达任务", "left to the government above"] });
const TOLD = new Set(["message", "note"]);
const CODED = new Set(["change", "deadline_from", "recurrence", "modality", "role", "relation", "severity", "damaged", "basis", "kind"]);

/** Make an element; strings become text, never markup. */
function make(tag, options = {}, ...children) {
  const { data, ...properties } = options;
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
/** Both languages of a label; the style sheet shows one. */
function both(pair) {
  const fragment = document.createDocumentFragment();
  fragment.append(make("span", { className: "zh" }, pair[0]), make("span", { className: "en", lang: "en" }, pair[1]));
  return fragment;
}
/** The Chinese and the English half of a message, as `extractors/bilingual.py` parts them. */
function halves(message) {
  const parts = message.split(" · "), middle = parts.length / 2;
  return parts.length % 2 ? [message, message] : [parts.slice(0, middle).join(" · "), parts.slice(middle).join(" · ")];
}
const label = (name) => both(LABELS[name] ?? [name, name]);
const word = (value) => both(WORDS[value] ?? [String(value), String(value)]);

// ---- language, light and dark, print
const kept = { get: (k) => { try { return localStorage.getItem(k); } catch { return null; } }, set: (k, v) => { try { localStorage.setItem(k, v); } catch { /* a file may have no storage */ } } };
function speak(language) {
  root.dataset.lang = language;
  root.lang = language === "en" ? "en" : "zh-CN";
  $("language").textContent = language === "en" ? "中文" : "English";
  $("language").lang = language === "en" ? "zh-CN" : "en";
}
function light(theme) { root.dataset.theme = theme; }
speak(kept.get("duibiao-language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
light(kept.get("duibiao-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("language").addEventListener("click", () => { speak(root.dataset.lang === "en" ? "zh" : "en"); kept.set("duibiao-language", root.dataset.lang); });
$("theme").addEventListener("click", () => { light(root.dataset.theme === "dark" ? "light" : "dark"); kept.set("duibiao-theme", root.dataset.theme); });
$("print").addEventListener("click", () => print());

// ---- evidence
function fieldList(record) {
  const list = make("dl");
  for (const [name, value] of Object.entries(record.fields)) {
    const shown = make("dd");
    if (name === "agencies") value.forEach(([agency, role], i) => shown.append(i ? "、" : "", agency, " (", word(role), ")"));
    else shown.append(CODED.has(name) ? word(value) : TOLD.has(name) ? both(halves(value)) : String(value));
    list.append(make("dt", {}, label(name)), shown);
  }
  return list;
}
/** One record as a card: whose it is, the sentence with the quote marked, its fields. */
function proof(id, heading) {
  const record = records[id];
  if (!record) return make("p", { className: "empty" }, id);
  const from = documents[record.document];
  const link = make("a", { className: "link", href: `#record=${encodeURIComponent(id)}`, title: id, ariaLabel: "link to this record / 此记录的链接" }, "#");
  const card = make("article", { className: "proof" }, make("h3", {}, label(heading ?? record.kind), " ", link),
    make("div", { className: "path" }, [from.place, from.title, from.number, from.issued].filter(Boolean).join(" · "),
      record.page ? both([` · 原件第 ${record.page} 页`, ` · page ${record.page} of the file`]) : null));
  if (record.quote !== undefined) {
    card.append(make("blockquote", { lang: "zh-CN" }, record.before, make("mark", { className: record.kind }, record.quote), record.after));
  }
  card.append(fieldList(record), reviewBox(id) ?? "");
  if (from.text !== null && record.start !== null) {
    card.append(make("button", { type: "button", className: "plain", data: { open: record.document, at: id } }, both(["在全文中查看", "See it in the notice"])));
  }
  return card;
}
function verdict(row) {
  const box = make("div", { className: `verdict ${row.value_verdict}` });
  const head = make("h3", {}, word(row.value_verdict));
  if (row.deadline_verdict !== "same") head.append(" · ", word(row.deadline_verdict));
  if (row.modality_verdict !== "same") head.append(" · ", word(row.modality_verdict));
  const list = make("dl");
  const line = (name, value) => list.append(make("dt", {}, label(name)), make("dd", {}, value));
  line("basis", word(row.basis));
  if (row.gap) line("gap", row.gap);
  if (row.value_ratio !== null) line("ratio", row.value_ratio.toFixed(3));
  const days = row.deadline_gap_days;
  if (days) line("days", both(days < 0 ? [`早 ${-days} 天`, `${-days} days earlier`] : [`晚 ${days} 天`, `${days} days later`]));
  if (row.scope_verdict && row.scope_verdict !== "same") line("scope", word(row.scope_verdict));
  if (row.reason) line("reason", both(halves(row.reason)));
  box.append(head, list);
  return box;
}
/** What is known of a target that a government does not answer: where it was searched for, and what comes nearest. */
function silence({ reference_target_id: asked, place, state, searched_documents: searched, nearest_misses: nearest }) {
  const list = make("dl", {}, make("dt", {}, label("searched")), make("dd", {}, ...searched.map((id) => (documents[id]?.text
    ? make("div", {}, make("button", { type: "button", className: "link", data: { open: id } }, documents[id].title)) : make("div", {}, documents[id]?.title ?? id)))));
  const box = make("div", { className: "verdict" }, make("h3", {}, `${place} · `, word(state)), list);
  return [box, proof(asked, "reference"), ...nearest.filter((id) => records[id]).map((id) => proof(id, "nearest"))];
}
let cameFrom = null;
function show(title, ...cards) {
  $("steps").hidden = true;
  $("drawer-title").replaceChildren(title);
  $("drawer-body").replaceChildren(...cards);
  if (!$("drawer").open) { cameFrom = document.activeElement; $("drawer").show(); }
  $("drawer").scrollTop = 0;
  $("close").focus();
}
function closeDrawer() {
  if (!$("drawer").open) return;
  $("drawer").close();
  cameFrom?.focus();
}
/** Show a record, and those that it contradicts or could not be chosen from. */
function showRecord(id) {
  const others = (records[id]?.others ?? []).filter((other) => records[other]);
  show(both(["证据", "Evidence"]), proof(id), ...others.map((other) => proof(other)));
}
/** Show the record that the address names, as links to single records do. */
function showAddressed() {
  const id = location.hash.startsWith("#record=") ? decodeURIComponent(location.hash.slice(8)) : null;
  if (id) showRecord(id);
}
addEventListener("hashchange", showAddressed);
$("close").addEventListener("click", closeDrawer);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrawer();
  const step = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
  if (step && !$("steps").hidden && $("drawer").open && !event.target.closest("input, select")) $(step).click();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.alignments) {
    const rows = button.dataset.alignments.split(" ").map((i) => alignments[i]);
    const cards = rows.flatMap((row) => [verdict(row), proof(row.target_id, "lower")]);
    show(both(["证据", "Evidence"]), ...cards, proof(rows[0].reference_target_id, "reference"));
  } else if (button.dataset.silence) show(both(["未提及", "Silence"]), ...silence(silences[button.dataset.silence]));
  else if (button.dataset.record) showRecord(button.dataset.record);
  else if (button.dataset.open) {
    $("drawer").close();  // it would lie over the words
    open(button.dataset.open, button.dataset.at);
    (matchMedia("(max-width: 60rem)").matches ? $("paper") : $("records")).scrollIntoView();
    ($("words").querySelector(".here") ?? $("words")).focus({ preventScroll: true });
  }
});

// ---- filters
function filterNotices() {
  const wanted = $("find-notice").value.trim().toLowerCase();
  const status = $("find-status").value;
  for (const row of $("notice-rows").rows) {
    row.hidden = (status && row.dataset.status !== status) || !row.textContent.toLowerCase().includes(wanted);
  }
}
$("find-notice").addEventListener("input", filterNotices);
$("find-status").addEventListener("input", filterNotices);
$("find-target")?.addEventListener("input", () => {
  const wanted = $("find-target").value.trim().toLowerCase();
  for (const block of document.querySelectorAll(".matrix-block")) {
    let any = false;
    for (const row of block.querySelectorAll("tbody tr")) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
      any ||= !row.hidden;
    }
    block.hidden = !any;
    if (wanted && any) block.open = true;
  }
});

// ---- reader
const readable = Object.entries(documents).filter(([, d]) => d.text !== null);
let current = null;
function shelve() {
  const wanted = $("find-text").value.trim().toLowerCase();
  $("shelf").replaceChildren(...readable.filter(([, d]) => `${d.title} ${d.path} ${d.place ?? ""}`.toLowerCase().includes(wanted) || d.text.includes(wanted)).map(([id, d]) =>
    make("li", {}, make("button", { type: "button", data: { open: id }, ariaCurrent: String(id === current) }, d.title, make("small", {}, [d.place, d.path].filter(Boolean).join(" · "))))));
}
$("find-text").addEventListener("input", shelve);

/** Show a notice with its records marked; overlapping records share a mark. */
function open(id, at) {
  const notice = documents[id];
  current = id;
  const kinds = new Set([...$("paper-kinds").querySelectorAll("input:checked")].map((box) => box.value));
  const shown = notice.records.filter((r) => kinds.has(records[r].kind) && records[r].start !== null);
  const letters = Array.from(notice.text);  // offsets count characters, not UTF-16 units
  const edges = new Set([0, letters.length]);
  const begins = new Map(), ends = new Map();
  const put = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  for (const r of shown) {
    const { start, end } = records[r];
    if (start === end) continue;
    edges.add(start).add(end); put(begins, start, r); put(ends, end, r);
  }
  const headings = new Map(notice.headings);
  const headingEnds = new Map(notice.headings.map(([s, e]) => [e, s]));
  for (const [s, e] of notice.headings) edges.add(s).add(e);
  const cuts = [...edges].sort((a, b) => a - b);
  const live = new Set();
  let bold = false;
  const parts = [];
  for (let i = 0; i < cuts.length; i += 1) {
    for (const r of ends.get(cuts[i]) ?? []) live.delete(r);
    if (headingEnds.has(cuts[i])) bold = false;
    for (const r of begins.get(cuts[i]) ?? []) live.add(r);
    if (headings.has(cuts[i])) bold = true;
    if (i + 1 === cuts.length) break;
    const words = letters.slice(cuts[i], cuts[i + 1]).join("");
    const piece = bold ? make("b", {}, words) : words;
    if (!live.size) { parts.push(piece); continue; }
    const on = [...live];
    const kind = ["targets", "milestones", "citations", "responsibilities", "findings"].find((k) => on.some((r) => records[r].kind === k));
    const mark = make("mark", { className: kind, tabIndex: 0, data: { records: on.join(" ") } }, piece);
    mark.setAttribute("role", "button");
    if (kind !== "findings" && on.some((r) => records[r].kind === "findings")) mark.classList.add("doubtful");
    if (on.includes(at)) mark.classList.add("here");
    parts.push(mark);
  }
  $("paper-title").textContent = notice.title;
  $("words").replaceChildren(...parts);
  shelve();
  listDecisions();
  const here = $("words").querySelector(".here");
  if (here) $("words").scrollTop = here.offsetTop - $("words").offsetTop - 120; else if (at !== null) $("words").scrollTop = 0;
}
/** Show the records of a mark, with the way to those before and behind it. */
function showMark(mark) {
  show(both(["记录", "Records"]), ...mark.dataset.records.split(" ").map((r) => proof(r)));
  const marks = [...$("words").querySelectorAll("mark")], at = marks.indexOf(mark);
  for (const other of marks) other.classList.toggle("here", other === mark);
  for (const [name, next] of [["previous", marks[at - 1]], ["next", marks[at + 1]]]) {
    $(name).disabled = !next;
    $(name).onclick = () => { next.scrollIntoView({ block: "center" }); showMark(next); $(name).focus(); };
  }
  $("steps").hidden = false;
  cameFrom = mark;
}
$("words").addEventListener("click", (event) => { const mark = event.target.closest("mark"); if (mark) showMark(mark); });
$("words").addEventListener("keydown", (event) => {
  if (event.target.matches("mark") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); showMark(event.target); }
});
$("paper-kinds").addEventListener("change", () => open(current, null));
addEventListener("DOMContentLoaded", () => {
  if (readable.length) open(readable[0][0]);
  showAddressed();
});
