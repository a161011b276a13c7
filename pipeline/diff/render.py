"""Show a comparison: as text for a terminal, Markdown for a review thread, JSON, or one HTML page."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from rich.text import Text

from extractors.bilingual import both, halves
from pipeline.diff.changes import CHINESE, Change, Comparison, Kind, Line
from pipeline.diff.runs import CAUSE_CHINESE, NoticeChange, RunComparison
from pipeline.diff.sentences import marked
from pipeline.diff.sides import Item

TEMPLATES = Path(__file__).parent.parent / "templates"

WORSE = {Kind.DROPPED, Kind.LOWERED, Kind.POSTPONED, Kind.SOFTENED, Kind.NARROWED, Kind.AGENCY_DROPPED}
MORE = {Kind.NEW, Kind.RAISED, Kind.BROUGHT_FORWARD, Kind.HARDENED, Kind.WIDENED, Kind.AGENCY_ADDED}

CODED = {
    "firm": "刚性",
    "aspirational": "倡导性",
    "year": "每年",
    "school-year": "每学年",
    "term": "每学期",
    "month": "每月",
    "week": "每周",
    "day": "每天",
}
ROLES = {"lead": "牵头", "support": "配合", "responsible": "负责"}
ROLE = re.compile(r"\((lead|support|responsible)\)")

NOWHERE = "（标题之前）"
NOBODY = "（未列责任单位）"


def summary(comparison: Comparison) -> str:
    """Say in one line, Chinese and English, what the new notice changes."""
    counts = comparison.counts()
    told = [(kind, n) for kind, n in counts.items() if kind is not Kind.UNCHANGED]
    if not told:
        words = len(comparison.sentences)
        if not words:
            return both("未变", "same")
        return both(f"各项目标未变，{words} 处文字不同", f"no record changed, {words} sentences differ")
    chinese = "，".join(f"{CHINESE[kind]} {n} 项" for kind, n in told)
    english = ", ".join(f"{n} {kind}" for kind, n in told)
    same = counts.get(Kind.UNCHANGED, 0)
    return both(f"{chinese}；未变 {same} 项", f"{english}; {same} unchanged")


def grouped(comparison: Comparison, by: str) -> list[tuple[str, list[Line]]]:
    """Group the changed lines by `section` or by `agency`; a line with several agencies stands under each of them."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in comparison.changed:
        agencies = sorted(name for name, _ in line.item.agencies) or [NOBODY]
        for name in agencies if by == "agency" else [line.item.section or NOWHERE]:
            groups[name].append(line)
    if by == "agency":
        return sorted(groups.items(), key=lambda group: (group[0] == NOBODY, group[0]))
    return sorted(groups.items(), key=lambda group: min(line.item.start for line in group[1]))


def as_text(comparison: Comparison, by: str = "section") -> Text:
    """Return coloured text for a terminal; what binds less is red, what binds more is green."""
    out = Text()
    out.append(f"--- {comparison.old.label}  {comparison.old.title}\n", "bold red")
    out.append(f"+++ {comparison.new.label}  {comparison.new.title}\n", "bold green")
    out.append(summary(comparison) + "\n", "bold")
    for name, lines in grouped(comparison, by):
        out.append(f"\n@@ {name} @@\n", "cyan")
        for line in lines:
            item = line.item
            out.append(f"  {item.subject or ''}{' ' if item.subject else ''}{item.name}", "bold")
            for change in line.changes:
                style = "red" if change.kind in WORSE else "green" if change.kind in MORE else "yellow"
                out.append(f"  [{CHINESE[change.kind]} {change.kind}]", style)
                if _told_apart(change):
                    out.append(f" {_shown(change.old)} → {_shown(change.new)}", style)
            out.append("\n")
            _quotes(out, line.old.quote if line.old else None, line.new.quote if line.new else None)
    if comparison.sentences:
        out.append(f"\n@@ 文字 text ({len(comparison.sentences)}) @@\n", "cyan")
    for sentence in comparison.sentences:
        if sentence.kind == "moved":
            out.append(f"  ~ {sentence.new}\n", "yellow")
        else:
            _quotes(out, sentence.old, sentence.new)
    return out


def as_markdown(comparison: Comparison, by: str = "section") -> str:
    """Return Markdown: dropped characters struck through, new ones bold."""
    out = [f"## {_md(comparison.old.title)} → {_md(comparison.new.title)}", "", summary(comparison), ""]
    for name, lines in grouped(comparison, by):
        out += [f"### {_md(name)}", "", "| 指标 indicator | 变化 change | 原文 old | 新文 new |", "|---|---|---|---|"]
        for line in lines:
            what = "<br>".join(
                f"{CHINESE[c.kind]} {c.kind}"
                + (f": {_md(_shown(c.old))} → {_md(_shown(c.new))}" if _told_apart(c) else "")
                for c in line.changes
            )
            old, new = _marked_quotes(line)
            indicator = f"{line.item.subject or ''} {line.item.name}".strip()
            out.append(
                f"| {_md(indicator)} | {what} | {''.join(f'~~{_md(t)}~~' if hit else _md(t) for hit, t in old)} "
                f"| {''.join(f'**{_md(t)}**' if hit else _md(t) for hit, t in new)} |"
            )
        out.append("")
    if comparison.sentences:
        out += [f"### 文字 text ({len(comparison.sentences)})", ""]
    for sentence in comparison.sentences:
        before, after = _md(sentence.old or ""), _md(sentence.new or "")
        both = f"~~{before}~~ {after}" if sentence.kind == "changed" else after or f"~~{before}~~"
        out.append(f"- {sentence.kind}: {both}")
    return "\n".join(out).rstrip() + "\n"


def as_json(comparison: Comparison) -> str:
    """Return JSON: both titles, the counts, each changed line with both records, and the sentences that differ."""
    return json.dumps(_data(comparison), ensure_ascii=False, indent=2) + "\n"


def _data(comparison: Comparison) -> dict[str, object]:
    return {
        "old": {"label": comparison.old.label, "title": comparison.old.title},
        "new": {"label": comparison.new.label, "title": comparison.new.title},
        "same": comparison.same,
        "summary": summary(comparison),
        "counts": {str(kind): n for kind, n in comparison.counts().items()},
        "lines": _lines(comparison),
        "sentences": [{"kind": s.kind, "old": s.old, "new": s.new} for s in comparison.sentences],
    }


def _lines(comparison: Comparison) -> list[dict[str, object]]:
    return [
        {
            "changes": [{"kind": str(c.kind), "old": c.old, "new": c.new} for c in line.changes],
            "old": _record(line.old),
            "new": _record(line.new),
        }
        for line in comparison.changed
    ]


def as_html(comparison: Comparison, by: str = "section") -> str:
    """Return one self-contained page with both sides beside each other."""
    groups, sentences = _laid_out(comparison, by)
    return _page(
        "diff.html",
        comparison=comparison,
        groups=groups,
        sentences=sentences,
        summary=summary(comparison),
        chinese=CHINESE,
    )


def runs_as_text(runs: RunComparison, by: str = "section") -> Text:
    """Return coloured text: paths that came (+) and went (-), and each changed notice with the causes of its changes."""
    out = Text()
    for sign, paths, style in (("+", runs.came, "green"), ("-", runs.went, "red")):
        for path in paths:
            out.append(f"{sign} {path}\n", style)
    for change in runs.changed:
        out.append(f"~ {change.source_path}  {_causes(change)}\n", "yellow")
        out.append(as_text(change.comparison, by))
        out.append("\n")
    return out


def runs_as_markdown(runs: RunComparison, by: str = "section") -> str:
    """Return Markdown: paths that came and went, and each changed notice with the causes of its changes."""
    out = [
        f"- {word}: {_md(path)}"
        for word, paths in (("新增 new", runs.came), ("移除 gone", runs.went))
        for path in paths
    ]
    for change in runs.changed:
        out += ["", f"*{_md(change.source_path)}* {_causes(change)}", "", as_markdown(change.comparison, by).rstrip()]
    return "\n".join(out).strip() + "\n"


def _causes(change: NoticeChange) -> str:
    told = [(cause, change.causes.count(cause)) for cause in CAUSE_CHINESE]
    return "，".join(f"{CAUSE_CHINESE[cause]} {cause} × {count}" for cause, count in told if count)


def runs_as_html(runs: RunComparison, by: str = "section") -> str:
    """Return one self-contained page of what changed between two runs, notice by notice, with the causes."""
    notices = []
    for change in runs.changed:
        causes = [(f"{CAUSE_CHINESE[c]} {c}", change.causes.count(c)) for c in CAUSE_CHINESE if c in change.causes]
        notices.append((change, summary(change.comparison), causes, *_laid_out(change.comparison, by)))
    return _page("watch.html", runs=runs, notices=notices, chinese=CHINESE)


def runs_as_json(runs: RunComparison) -> str:
    """Return JSON: paths that came and went; of each changed notice what `as_json` gives, each line with its cause."""
    changed = []
    for change in runs.changed:
        data = _data(change.comparison)
        lines = [
            {"cause": str(cause), **line} for cause, line in zip(change.causes, _lines(change.comparison), strict=True)
        ]
        changed.append({"source_path": change.source_path, **data, "lines": lines})
    found = {"same": runs.same, "came": list(runs.came), "went": list(runs.went), "changed": changed}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _page(template: str, **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"halves": halves, "shown": _shown}
    return environment.get_template(template).render(**values)


def _laid_out(comparison: Comparison, by: str) -> tuple[list[object], list[object]]:
    """Prepare a comparison for a page: the groups of changed lines, and the sentences, with their marked pieces."""
    groups: list[object] = [
        (
            name,
            [
                (line, *_marked_quotes(line), [(c, _tone(c.kind), _told_apart(c)) for c in line.changes])
                for line in lines
            ],
        )
        for name, lines in grouped(comparison, by)
    ]
    sentences: list[object] = [
        (s.kind, *(marked(s.old, s.new) if s.old and s.new else ([(True, s.old or "")], [(True, s.new or "")])))
        for s in comparison.sentences
    ]
    return groups, sentences


def _told_apart(change: Change) -> bool:
    """Tell whether a change has words of its own; new, dropped and reworded records show only their quotes."""
    return change.kind not in {Kind.NEW, Kind.DROPPED, Kind.REWORDED, Kind.UNCHANGED}


def _shown(words: str | None) -> str:
    """Write what a side of a change was: a word of a closed list also in Chinese, nothing as a dash."""
    if words is None:
        return "—"
    if words in CODED:
        return f"{CODED[words]} {words}"
    return ROLE.sub(lambda role: f"（{ROLES[role[1]]} {role[1]}）", words)


def _tone(kind: Kind) -> str:
    return "less" if kind in WORSE else "more" if kind in MORE else "other"


def _marked_quotes(line: Line) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    if line.old and line.new:
        return marked(line.old.quote, line.new.quote)
    return ([(True, line.old.quote)] if line.old else []), ([(True, line.new.quote)] if line.new else [])


def _quotes(out: Text, old: str | None, new: str | None) -> None:
    left, right = marked(old, new) if old and new else ([(False, old or "")], [(False, new or "")])
    for sign, side, words, style in (("-", left, old, "red"), ("+", right, new, "green")):
        if words and not (sign == "-" and old == new):
            out.append(f"    {sign} ", style)
            for hit, piece in side:
                out.append(piece.replace("\n", " "), f"{style} bold underline" if hit else style)
            out.append("\n")


def _record(item: Item | None) -> dict[str, object] | None:
    if item is None:
        return None
    record: dict[str, object] = {
        name: value if value is None or isinstance(value, str) else str(value)
        for name, value in asdict(item).items()
        if name not in {"agencies", "start"}
    }
    record["agencies"] = [{"name": name, "role": role} for name, role in sorted(item.agencies)]
    return record


def _md(text: str) -> str:
    for sign in "\\|*_~`<":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", " ")
