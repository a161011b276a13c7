"""What the table of a list page says of a notice: the cells beside its link, by the headings of their columns."""

from __future__ import annotations

from parsel import Selector

from pipeline.fetch.keep import CUT

LONGEST = 200
"""Characters; a longer cell is no header field."""


def listed(link: Selector) -> dict[str, str]:
    """Return the cells of the row that a link stands in by column heading; empty where it stands in no table with headings.

    >>> page = Selector("<table><tr><th>文号<th>标题<tr><td>甲发〔2021〕1号<td><a href='1.html'>通知</a></table>")
    >>> listed(page.css("a")[0])
    {'文号': '甲发〔2021〕1号', '标题': '通知'}
    """
    row = link.xpath("ancestor::tr[1]")
    first = link.xpath("ancestor::table[1]/descendant::tr[1]")
    if not row or not first or row[0].root is first[0].root:
        return {}
    headings, cells = (_texts(line[0]) for line in (first, row))
    if len(headings) != len(cells):
        return {}
    return {
        heading: cell for heading, cell in zip(headings, cells, strict=True) if heading and 0 < len(cell) <= LONGEST
    }


def _texts(row: Selector) -> list[str]:
    return [_text(cell) for cell in row.xpath("./td|./th")]


def _text(cell: Selector) -> str:
    """Return the words of a cell; of a link that shows its title cut short, the whole title."""
    shown = " ".join(" ".join(cell.xpath(".//text()").getall()).split())
    whole = cell.xpath("string(.//a/@title)").get("").strip()
    return whole if shown.endswith(CUT) and whole else shown
