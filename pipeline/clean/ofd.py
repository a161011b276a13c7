"""OFD, the fixed layout format of Chinese offices (GB/T 33190-2016): its pages become the same as those of a PDF.

The rules of the format followed here, by clause of the standard: the package and its entry `OFD.xml` (7), pages and their
templates (7.7), resources (7.9), graphic units with boundary and transformation (8.5), composite units (13), text (11): see
`ofd_page` for what is drawn. Not read: annotations, seals and files attached to the document.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from extractors.errors import UnreadableNotice
from pipeline.clean.limits import MAX_PDF_PAGES, MAX_SECONDS, MAX_XML_BYTES, SECONDS_A_PAGE, Clock
from pipeline.clean.ofd_page import POINTS, Drawing, numbers
from pipeline.clean.pdf_page import Sheet
from pipeline.clean.printed import PrintedNotice, read_sheets

ENTRY = "OFD.xml"
A4 = (0.0, 0.0, 210.0, 297.0)
SCAN = "scanned: an OFD of pictures; save it as PDF to have it read"


def read_ofd(raw: bytes) -> PrintedNotice:
    """Read an OFD file.

    Raises:
        UnreadableNotice: it is broken, made to break programs, a scan, too long, or its glyphs name no characters.
    """
    return read_sheets(_sheets(raw), "ofd", _refuse_scan)


def _refuse_scan() -> PrintedNotice:
    raise UnreadableNotice(SCAN)


def _sheets(raw: bytes) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            package = _Package(archive)
            for root in package.xml(ENTRY).iter("{*}DocRoot"):
                yield from _Document(package, package.path(ENTRY, root.text)).sheets()
    except (
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise UnreadableNotice(f"a broken OFD file: {error or type(error).__name__}") from error


@dataclass(slots=True)
class _Package:
    """The files of an OFD. Its paths are those of the archive, whose root no path leaves."""

    archive: zipfile.ZipFile
    clock: Clock = field(default_factory=Clock)

    def path(self, base: str, location: str | None) -> str:
        """Return the path that `location` in the file `base` names: from the root or from where that file is."""
        given = (location or "").strip().replace("\\", "/")
        whole = given if given.startswith("/") else posixpath.join("/", posixpath.dirname(base), given)
        return posixpath.normpath(whole).lstrip("/")

    def xml(self, path: str) -> Any:
        """Return the root element of a file.

        Raises:
            UnreadableNotice: it is too large or declares entities.
            KeyError: there is none.
        """
        self.clock.check()
        if self.archive.getinfo(path).file_size > MAX_XML_BYTES:
            raise UnreadableNotice(f"too large: XML of more than {MAX_XML_BYTES // 1_000_000} MB")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root: Any = etree.fromstring(self.archive.read(path), parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableNotice("an OFD file that declares XML entities: refused")
        return root


class _Document:
    """One document of a package: its pages in order, with what their templates print on each."""

    def __init__(self, package: _Package, path: str) -> None:
        self.package = package
        self.path = path
        self.root = package.xml(path)
        self.units: dict[str, Any] = {}
        self.opened: dict[str, Any] = {}
        for name in ("PublicRes", "DocumentRes"):
            for location in self.root.iterfind("{*}CommonData/{*}" + name):
                self._add_units(path, location.text)
        self.templates = {
            template.get("ID"): package.path(path, template.get("BaseLoc"))
            for template in self.root.iterfind("{*}CommonData/{*}TemplatePage")
        }

    def sheets(self) -> Iterator[Sheet]:
        """Yield the pages."""
        pages = self.root.findall("{*}Pages/{*}Page")
        if len(pages) > MAX_PDF_PAGES:
            raise UnreadableNotice(f"too large: {len(pages)} pages, the limit is {MAX_PDF_PAGES}")
        self.package.clock = Clock(MAX_SECONDS + SECONDS_A_PAGE * len(pages))
        for page in pages:
            yield self._sheet(self.package.path(self.path, page.get("BaseLoc")))

    def _sheet(self, path: str) -> Sheet:
        page = self.package.xml(path)
        for location in page.iterfind("{*}PageRes"):
            self._add_units(path, location.text)
        uses = [(use.get("ZOrder") == "Foreground", use.get("TemplateID")) for use in page.iterfind("{*}Template")]
        templates = [(above, self._template(name)) for above, name in uses if name in self.templates]
        parts = [*(t for above, t in templates if not above), page, *(t for above, t in templates if above)]
        drawing = Drawing(self.units, self.package.clock)
        for part in parts:
            for content in part.iterfind("{*}Content"):
                drawing.draw(content)
        _, _, width, height = self._box([page, *(template for _, template in templates)])
        return Sheet(width * POINTS, height * POINTS, drawing.chars, drawing.rules, drawing.pictures)

    def _box(self, parts: list[Any]) -> tuple[float, ...]:
        """Return the size of a page in millimetres: its own, else that of its template, else that of the document."""
        boxes = [box.text for part in parts for box in part.iterfind("{*}Area/{*}PhysicalBox")]
        boxes += [box.text for box in self.root.iterfind("{*}CommonData/{*}PageArea/{*}PhysicalBox")]
        given = (tuple(numbers(box)) for box in boxes)
        return next((box for box in given if len(box) == 4 and box[2] > 0 and box[3] > 0), A4)

    def _template(self, name: str) -> Any:
        path = self.templates[name]
        if path not in self.opened:
            self.opened[path] = self.package.xml(path)
        return self.opened[path]

    def _add_units(self, base: str, location: str | None) -> None:
        """Remember the composite units of a file of resources; one that is missing holds none."""
        path = self.package.path(base, location)
        if path in self.opened or path not in self.package.archive.NameToInfo:
            return
        self.opened[path] = self.package.xml(path)
        for unit in self.opened[path].iter("{*}CompositeGraphicUnit"):
            self.units[unit.get("ID")] = unit
