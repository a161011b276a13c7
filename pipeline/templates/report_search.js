// ---- find targets and milestones of all notices
const MOST = 200;
const SEARCHED = ["indicator", "action", "subject", "deadline", "deadline_text", "value", "condition"];
const searchable = Object.values(documents).flatMap((d) => d.records).filter((id) => ["targets", "milestones"].includes(records[id].kind)).map((id) => {
  const r = records[id];
  const agencies = (r.fields.agencies ?? []).map(([name]) => name);
  const words = [documents[r.document].place, r.quote, ...agencies, ...SEARCHED.map((name) => r.fields[name])];
  return [id, words.filter(Boolean).join(" ").toLowerCase()];
});
/** List the records that have all words that were typed. */
function findRecords() {
  const wanted = $("find-record").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = wanted.length ? searchable.filter(([, words]) => wanted.every((word) => words.includes(word))) : [];
  $("found").hidden = !wanted.length;
  $("found-count").replaceChildren(both(found.length > MOST ? [`共 ${found.length} 条，列出前 ${MOST} 条`, `${found.length} found, the first ${MOST} listed`] : [`共 ${found.length} 条`, `${found.length} found`]));
  $("found-rows").replaceChildren(...found.slice(0, MOST).map(([id]) => {
    const { fields, document: from, kind } = records[id];
    const name = [fields.subject, fields.indicator ?? fields.action].filter(Boolean).join(" ");
    return make("tr", {}, make("td", { className: "place" }, documents[from].place ?? ""),
      make("td", {}, make("button", { type: "button", className: "link", data: { record: id } }, name)),
      make("td", { className: "num" }, fields.value ?? (kind === "milestones" ? label(kind) : "")), make("td", { className: "num" }, fields.deadline ?? ""),
      make("td", { className: "path" }, documents[from].title));
  }));
}
$("find-record").addEventListener("input", findRecords);
