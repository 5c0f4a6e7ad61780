"""Reading an .xlsx without trusting it: size before unpacking, then cells, formulas, errors and merges."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

import python_calamine

from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import Sheet, column_letter, column_number
from renshe.kernel.codes.problem import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTRIES_MAX = 2_000
_BLOCK = 1 << 20
# A cell's XML, taken only where the block holds a formula or an error; cells are far shorter than this.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
# Something written beyond column AZ: a reader lays out the whole rectangle, so one far cell would fill the memory.
_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[B-Z][A-Z])\d+"(?:[^>]*[^/])?><(?:f|v|is)\b')
_LAST_ROW = re.compile(rb'<row r="(\d{1,7})"')
_SHEET = re.compile(rb'<sheet\b[^>]*\br:id="([^"]+)"')
_LINK = re.compile(rb"<Relationship\b[^>]*>")
_VALUE = re.compile(rb"<v>[^<]+</v>|<is>")
_ERROR = re.compile(rb'\bt="e"')
_FLAGS_MAX = 100_000
_PROGRAMS = ("xl/vbaproject", "xl/macrosheets/", "xl/embeddings/", "xl/activex/")


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip, an old .xls or an encrypted workbook: anything but text."""
    return content.startswith((b"PK\x03\x04", _OLE))


def read_workbook(content: bytes, *, limits: Mapping[str, int]) -> Sheet:
    """The first visible sheet of an .xlsx, within limits of rows and uncompressed_bytes. Raises Refused."""
    if content.startswith(_OLE):
        raise OF_SHEETS.refuse_file(
            "file_encrypted" if _ENCRYPTED in content else "file_legacy_xls"
        )
    seen = _inspect(content, limits=limits)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        visible = [
            number
            for number, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        part = seen.parts[seen.order[visible[0]]]
        if part.last_row > limits["rows"] + 100:
            raise OF_SHEETS.refuse_file("too_many_rows", limit=limits["rows"])
        if part.far:
            raise OF_SHEETS.refuse_file("file_too_wide")
        sheet = book.get_sheet_by_index(visible[0])
        rows = sheet.to_python(skip_empty_area=False)
        merged = [
            (first[0] + 1, last[0] + 1, _reference(first, last))
            for first, last in sheet.merged_cell_ranges or ()
        ]
    except (python_calamine.CalamineError, IndexError, KeyError, OSError, ValueError) as error:
        raise OF_SHEETS.refuse_file("file_damaged") from error
    return Sheet(rows=rows, flags=part.flags, merged=merged)


def _reference(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{column_letter(first[1])}{first[0] + 1}:{column_letter(last[1])}{last[0] + 1}"


@dataclass
class _Part:
    """What one sheet's XML shows: suspicious cells, the last row with a value, and whether one is far to the right."""

    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    far: bool = False

    def note(self, text: bytes) -> bytes:
        """Look at the whole rows in `text`; what follows the last row's end is carried on."""
        end = text.rfind(b"</row>") + 6
        if end == 5:
            # No row ends here. A row longer than a block is no roster's; its head is let go.
            return text[-_BLOCK:]
        whole = text[:end]
        self.far = self.far or _FAR.search(whole) is not None
        valued = max(whole.rfind(b"<v>"), whole.rfind(b"<is>"))
        if valued >= 0:
            rows = _LAST_ROW.findall(whole, max(0, whole.rfind(b"<row ", 0, valued)), valued)
            self.last_row = max(self.last_row, int(rows[-1]) if rows else 0)
        if (b"<f" in whole or b't="e"' in whole) and len(self.flags) < _FLAGS_MAX:
            self._flag(whole)
        return text[end:]

    def _flag(self, rows: bytes) -> None:
        for letters, row, attributes, body in _CELL.findall(rows):
            place = (int(row), column_number(letters.decode()))
            if _ERROR.search(attributes):
                self.flags[place] = "cell_error_value"
            elif b"<f" in body and not _VALUE.search(body):
                self.flags[place] = "formula_without_value"


@dataclass
class _Seen:
    """Every sheet's part by file name, and the file names in the order of the workbook's sheets."""

    parts: dict[str, _Part]
    order: list[str]


def _inspect(content: bytes, *, limits: Mapping[str, int]) -> _Seen:
    """Unpack everything once in small blocks, counting bytes, and note what the reader would not tell."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names:
                raise OF_SHEETS.refuse_file("file_not_a_table")
            if any(name.lower().startswith(_PROGRAMS) for name in names):
                raise OF_SHEETS.refuse_file("file_with_programs")
            if len(names) > _ENTRIES_MAX:
                raise OF_SHEETS.refuse_file("file_damaged")
            return _Seen(parts=_walk(package, names, limits=limits), order=_order(package))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, Refused):
            raise
        raise OF_SHEETS.refuse_file("file_damaged") from error


def _walk(
    package: zipfile.ZipFile, names: list[str], *, limits: Mapping[str, int]
) -> dict[str, _Part]:
    most, seen = limits["uncompressed_bytes"], 0
    parts = {name: _Part() for name in names if name.startswith("xl/worksheets/")}
    for name in names:
        with package.open(name) as member:
            carried = b""
            for block in _blocks(member):
                seen += len(block)
                if seen > most:
                    raise OF_SHEETS.refuse_file("file_inflates", limit=most >> 20)
                if name.endswith(".xml") and b"<!DOCTYPE" in block:
                    raise OF_SHEETS.refuse_file("file_damaged")
                if name in parts:
                    carried = parts[name].note(carried + block)
    return parts


def _order(package: zipfile.ZipFile) -> list[str]:
    """The sheets' files in the workbook's order, by the relationships that link them."""
    links: dict[bytes, str] = {}
    for link in _LINK.findall(package.read("xl/_rels/workbook.xml.rels")):
        named = dict(re.findall(rb'\b(Id|Target)="([^"]*)"', link))
        target = named.get(b"Target", b"").decode("utf-8", "replace").removeprefix("/xl/")
        links[named.get(b"Id", b"")] = f"xl/{target}"
    return [links[sheet] for sheet in _SHEET.findall(package.read("xl/workbook.xml"))]


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    while block := part.read(_BLOCK):
        yield block
