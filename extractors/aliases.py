"""Find the short forms that a notice declares: 县域产业发展领导小组（以下简称领导小组）."""

from __future__ import annotations

import re

# （以下简称“省林草局”）, (下称《方案》), （以下统称企业）, (以下简称市“推优”办公室).
_DECLARED = re.compile(
    r"[（(](?:以下|下文|下)?(?:简称为?|统称为?|称为?)[:：]?\s*(?P<short>[^（()）\n，,；;。]{2,30})[)）]"
)
_OUTER_MARKS = re.compile(r"^(?:“([^“”]*)”|\"([^\"]*)\"|《([^《》]*)》|‘([^‘’]*)’)$")
# Where the long form before the bracket begins: behind punctuation or a verb that takes it as its object.
_BEGINS = re.compile(
    r"[，,。；;：:、（(\n\t“”]|成立|设立|组建|建立|组成|制定|印发|根据|按照|依据|关于|支持|建设|召开|实施|开展|推进|提供|涉及|对于|称为|是指|包括|[为由对将把以在与和及向]"
)
LONGEST = 60


def find_aliases(text: str) -> dict[str, str]:
    """Return each declared short form with its long form; the first declaration counts.

    The long form is the shortest run of words before the bracket that holds the short form's characters in their order.
    """
    found: dict[str, str] = {}
    for hit in _DECLARED.finditer(text):
        short = _OUTER_MARKS.sub(r"\1\2\3\4", hit["short"].strip())
        long = _long_form(text[max(0, hit.start() - LONGEST) : hit.start()], short)
        if long is not None and long != short:
            found.setdefault(short, long)
    return found


def _long_form(before: str, short: str) -> str | None:
    before = before.rstrip()
    if before.endswith("》") and "《" in before:
        return before[before.rindex("《") + 1 : -1]
    wanted = [c for c in short if "\u4e00" <= c <= "\u9fff"]
    at = len(before)
    for char in reversed(wanted):
        at = before.rfind(char, 0, at)
        if at < 0:
            return None
    starts = [0, *(m.end() for m in _BEGINS.finditer(before) if m.end() <= at)]
    return next((before[start:] for start in reversed(starts) if len(before) - start > len(short)), None)
