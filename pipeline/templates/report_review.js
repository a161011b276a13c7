// ---- review: decisions on targets and milestones, kept in this browser until their file is downloaded
const DECISIONS = { accept: ["采纳", "Accept"], change: ["修改", "Change"], reject: ["否决", "Reject"] };
const DECIDED = { accept: ["已采纳", "accepted"], change: ["已修改", "changed"], reject: ["已否决", "rejected"] };
const UNDO = ["撤销", "Undo"], REASON = ["理由", "reason"];
const SIGNS = { ">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "≈", range: "区间 / range", "": "—" };
const NUMBERS = new Set(["value", "value_max"]), DAYS = new Set(["deadline", "start_date"]), NEEDED = new Set(["indicator", "action"]);

const decided = new Map();
const storeName = (id) => `duibiao-review-${id}`;
/** The decisions on a notice, by the id of the record they are about. */
function decisionsOn(id) {
  if (!decided.has(id)) {
    let made = null;
    try { made = JSON.parse(kept.get(storeName(id))); } catch { /* nothing that this page wrote */ }
    decided.set(id, new Map(Object.entries(made ?? {})));
  }
  return decided.get(id);
}
/** Keep what was decided on a record, or forget it where `made` is null, and show it everywhere on the page. */
function keepDecision(notice, id, made) {
  const all = decisionsOn(notice);
  if (made) all.set(id, made); else all.delete(id);
  kept.set(storeName(notice), JSON.stringify(Object.fromEntries(all)));
  for (const box of document.querySelectorAll("[data-review]")) if (box.dataset.review === id) box.replaceWith(reviewBox(id));
  if (notice === current) listDecisions();
}
/** Make a decision as a review file holds it, all but the reviewer. */
function decide(id, decision, reason = "", fields = {}) {
  const record = records[id];
  const letters = Array.from(documents[record.document].text);  // offsets count characters, not UTF-16 units
  const cut = (start, end) => letters.slice(Math.max(0, start), end).join("");
  const { start, end } = record;
  const anchor = { quote: cut(start, end), before: cut(start - review.context, start), after: cut(end, end + review.context) };
  const kind = record.kind === "targets" ? "target" : "milestone";
  keepDecision(record.document, id, { decision, record: kind, reason, rule: record.fields.rule ?? "", anchor, read: record.read, fields });
}

/** The buttons to decide on a record, or null for records that cannot be decided on here. */
function reviewBox(id) {
  const record = records[id];
  if (!reviewable(id) || documents[record.document].text === null) return null;
  const made = decisionsOn(record.document).get(id);
  const box = make("div", { className: "review", data: { review: id } });
  const again = (name) => document.querySelector(`#drawer [data-review="${CSS.escape(id)}"] .${name}`)?.focus();
  const press = (name) => {
    box.querySelector("form")?.remove();
    if (name === "accept") { decide(id, name); again(name); return; }
    const form = decisionForm(record, name, made, (reason, fields) => { decide(id, name, reason, fields); again(name); });
    box.append(form);
    form.querySelector("input").focus();
  };
  const row = make("div", {}, ...Object.entries(DECISIONS).map(([name, pair]) => make("button",
    { type: "button", className: `plain ${name}`, ariaPressed: String(made?.decision === name), onclick: () => press(name) },
    both(made?.decision === name ? DECIDED[name] : pair))));
  if (made) row.append(make("button", { type: "button", className: "plain undo", onclick: () => { keepDecision(record.document, id, null); again("accept"); } }, both(UNDO)));
  box.append(row);
  return box;
}
/** The form that asks what is right instead (for a change) and why; `done` is given the reason and the fields changed. */
function decisionForm(record, decision, made, done) {
  const form = make("form", { noValidate: true });
  const line = (pair, input) => form.append(make("label", {}, both(pair), input));
  const names = decision === "change" ? review.fields[record.kind] : [];
  const inputs = new Map(names.map((name) => [name, fieldInput(name, made?.fields[name] !== undefined ? made.fields[name] : record.read[name])]));
  for (const [name, input] of inputs) line(LABELS[name], input);
  const reason = make("input", { name: "reason", autocomplete: "off", value: made?.decision === decision ? made.reason : "" });
  line(REASON, reason);
  const trouble = make("p", { role: "alert" });
  form.append(trouble, make("div", {}, make("button", { type: "submit", className: "plain" }, both(["保存", "Save"])),
    make("button", { type: "button", className: "plain", onclick: () => form.remove() }, both(["取消", "Cancel"]))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...inputs].map(([name, input]) => [name, valueOf(name, input)]));
    const fields = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== (record.read[name] ?? (name === "absolute" ? false : null))));
    const wrong = decision === "change" ? whatIsWrong(values, fields, inputs) : null;
    trouble.replaceChildren(wrong ? both(wrong) : "");
    if (!wrong) done(reason.value.trim(), fields);
  });
  return form;
}
function fieldInput(name, value) {
  if (name === "absolute") return make("input", { type: "checkbox", name, checked: value === true });
  if (!review.choices[name]) return make("input", { type: DAYS.has(name) ? "date" : "text", name, value: value ?? "", autocomplete: "off" });
  const options = review.choices[name].map((choice) => make("option", { value: choice }, SIGNS[choice] ?? WORDS[choice].join(" / ")));
  const select = make("select", { name }, ...options);
  select.value = value ?? "";
  return select;
}
/** What was put in, as a review file holds it; null for nothing. */
function valueOf(name, input) {
  if (name === "absolute") return input.checked;
  const words = input.value.trim();
  if (!NUMBERS.has(name)) return words || null;
  return words.normalize("NFKC").replaceAll(",", "") || null;
}
/** Why the values make no record, or null where they do. */
function whatIsWrong(values, fields, inputs) {
  if ([...inputs.values()].some((input) => input.validity.badInput)) return ["日期不完整。", "A date is not complete."];
  if (!Object.keys(fields).length) return ["没有改动任何字段。", "No field was changed."];
  for (const [name, value] of Object.entries(values)) {
    if (NEEDED.has(name) && !value) return [`${LABELS[name][0]}不能为空。`, `The ${LABELS[name][1]} cannot be empty.`];
    if (NUMBERS.has(name) && value && !/^-?\d+(\.\d+)?$/.test(value)) return [`${LABELS[name][0]}应为数字，如 30000 或 0.5。`, `The ${LABELS[name][1]} must be a number such as 30000 or 0.5.`];
  }
  if ("comparator" in values && (values.comparator === "range") !== (values.value_max !== null)) return ["区间须有上限，其他比较关系不能有上限。", "A range needs an upper end, and nothing else has one."];
  if (values.value && values.value_max && Number(values.value) > Number(values.value_max)) return ["区间下限大于上限。", "The range runs backwards."];
  return null;
}

// ---- the list of decisions and its file
/** List the decisions on the notice that is open, and underline what they are about. */
function listDecisions() {
  const all = decisionsOn(current);
  $("decision-list").replaceChildren(...[...all].map(([id, made]) => {
    const changes = Object.entries(made.fields).map(([name, value]) => make("div", { className: "path" }, label(name), ` ${made.read[name] ?? "—"} → ${value ?? "—"}`));
    const quote = records[id] ? make("button", { type: "button", className: "link", data: { record: id } }, made.anchor.quote) : made.anchor.quote;
    return make("li", {}, make("span", { className: `tag ${made.decision}` }, both(DECIDED[made.decision])),
      make("div", {}, quote, ...changes, made.reason ? make("div", { className: "path" }, both(REASON), ` ${made.reason}`) : null),
      make("button", { type: "button", className: "plain", onclick: () => keepDecision(current, id, null) }, both(UNDO)));
  }));
  const left = documents[current].records.filter((id) => reviewable(id) && !all.has(id)).length;
  $("decisions-count").replaceChildren(both([`已定 ${all.size}，未定 ${left}`, `${all.size} made, ${left} open`]));
  $("download").disabled = !all.size;
  for (const mark of $("words").querySelectorAll("mark")) {
    const made = mark.dataset.records.split(" ").map((id) => all.get(id)).find(Boolean);
    if (made) mark.dataset.decision = made.decision; else delete mark.dataset.decision;
  }
}
const reviewable = (id) => Boolean(records[id].read && records[id].quote?.trim());
/** The review file of a notice: JSON, which is YAML once the characters that YAML folds or forbids are escaped. */
function reviewFile(id, reviewer) {
  const corrections = [...decisionsOn(id).values()].map(({ decision, record, ...rest }) => ({ decision, record, reviewer, ...rest }));
  return JSON.stringify({ notice: documents[id].path, corrections }, null, 2)
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) + "\n";
}
$("reviewer").value = kept.get("duibiao-reviewer") ?? "";
$("reviewer").addEventListener("input", () => kept.set("duibiao-reviewer", $("reviewer").value));
$("decisions").addEventListener("submit", (event) => {
  event.preventDefault();
  const address = URL.createObjectURL(new Blob([reviewFile(current, $("reviewer").value.trim())], { type: "application/yaml" }));
  make("a", { href: address, download: `${documents[current].path.split("/").join("__")}.yaml` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
});
addEventListener("storage", (event) => {  // another tab decided
  if (event.key === null) decided.clear();
  else for (const id of decided.keys()) if (event.key === storeName(id)) decided.delete(id);
  if (current !== null) listDecisions();
});
