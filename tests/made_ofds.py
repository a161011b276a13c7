"""OFD files made for the tests: pages of text objects, paths and templates, as GB/T 33190-2016 lays them out."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"
SIZE = 5.0
LEFT, LEADING = 30.0, 9.0


def node(name: str, inner: str = "", namespace: str = NAMESPACE, **attributes: object) -> str:
    """Return the root element of a part."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{namespace}"{given}>{inner}</ofd:{name}>'


def text(words: str, x: float, y: float, inner: str = "", code: str = "", **attributes: object) -> str:
    """Return a text object whose line is at `y`; by default each character is its width further."""
    size = float(str(attributes.get("Size", SIZE)))
    delta = code or f'DeltaX="{" ".join(str(size / 2 if c.isascii() else size) for c in words[:-1])}"'
    given = {"Boundary": f"{x} {y - SIZE} {SIZE * len(words)} {SIZE + 1}", "Font": 1, "Size": SIZE} | attributes
    written = "".join(f' {key}="{value}"' for key, value in given.items())
    return (
        f"<ofd:TextObject{written}>{inner}"
        f'<ofd:TextCode X="0" Y="{SIZE}" {delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, **attributes: object) -> str:
    """Return a path in the coordinates of the page."""
    given = "".join(f' {key}="{value}"' for key, value in ({"Boundary": "0 0 210 297"} | attributes).items())
    return f"<ofd:PathObject{given}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def paragraph(words: str, y: float, first: int = 28, others: int = 30) -> str:
    """Set a paragraph in lines of 30 characters, the first indented by two."""
    lines = [words[:first], *(words[i : i + others] for i in range(first, len(words), others))]
    return "".join(text(line, LEFT + (2 * SIZE if i == 0 else 0), y + i * LEADING) for i, line in enumerate(lines))


def content(*objects: str) -> str:
    return f'<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'


def ofd(
    *pages: str, templates: tuple[str, ...] = (), units: str = "", namespace: str = NAMESPACE, **parts: bytes
) -> bytes:
    """Return an OFD of these pages (the inside of their Page elements); `parts` replace files, with / written __."""
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if units else ""
    files = {
        "OFD.xml": node("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>", namespace)
    }
    for i, template in enumerate(templates):
        common += f'<ofd:TemplatePage ID="{90 + i}" BaseLoc="Tpls/Tpl_{i}/Content.xml"/>'
        files[f"Doc_0/Tpls/Tpl_{i}/Content.xml"] = node("Page", template, namespace)
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    files["Doc_0/Document.xml"] = node(
        "Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>", namespace
    )
    for i, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{i}/Content.xml"] = node("Page", page, namespace)
    if units:
        files["Doc_0/DocumentRes.xml"] = node("Res", f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>")
    written: dict[str, bytes] = {name: part.encode() for name, part in files.items()}
    written |= {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in written.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()
