"""What a PDF hides: programs, attached files, a password, or a second file behind the first."""

from __future__ import annotations

import re
import zlib

LOCKED = b"/Encrypt"
PROGRAMS = (
    b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm", b"/ImportData", b"/GoToE",
)  # fmt: skip
_FORM_PROGRAM = re.compile(rb"/XFA[\s\[/\d]")
_WRITTEN_IN_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_PAGE = re.compile(rb"<\s*(?:script|html|svg|iframe)\b", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL, _HEAD, _BEFORE_STREAM = 65_557, 1024, 1024
MOST_UNPACKED = 64 * 2**20
"""Bytes that a PDF's own tables may unpack to. A hundred-page scan has some hundred thousand."""


class Inflates(Exception):
    """A few bytes that unpack to more than anybody can look at."""


def is_locked(content: bytes) -> bool:
    """Whether a password stands before it."""
    return LOCKED in content


def is_programmed(content: bytes) -> bool:
    """Whether it names a program or an attached file, however the name is written and wherever it is packed away.

    Raises Inflates where its packed tables unpack without end.
    """
    return any(_names_program(part) for part in (content, *_packed_tables(content)))


def is_two_files(content: bytes) -> bool:
    """Whether it is something else as well: an archive for whoever reads from the end, a page for whoever guesses."""
    return _ZIP_END in content[-_ZIP_TAIL:] or _PAGE.search(content[:_HEAD]) is not None


def _names_program(part: bytes) -> bool:
    plain = _WRITTEN_IN_HEX.sub(lambda found: bytes([int(found[1], 16)]), part)
    return any(name in plain for name in PROGRAMS) or _FORM_PROGRAM.search(plain) is not None


def _packed_tables(content: bytes) -> list[bytes]:
    """The object streams (ISO 32000-1 7.5.7) unpacked: dictionaries may lie there, out of sight of a plain search."""
    found, left = [], MOST_UNPACKED
    for start in _STREAM.finditer(content):
        before = content[max(0, start.start() - _BEFORE_STREAM) : start.start()]
        head = before[before.rfind(b"endobj") + 1 :]
        if b"/ObjStm" not in _WRITTEN_IN_HEX.sub(lambda one: bytes([int(one[1], 16)]), head):
            continue
        try:
            part = zlib.decompressobj().decompress(content[start.end() :], left + 1)
        except zlib.error:
            continue  # not packed this way; its plain bytes were looked at already
        left -= len(part)
        if left < 0:
            raise Inflates
        found.append(part)
    return found
