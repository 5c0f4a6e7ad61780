"""Pictures as they are kept: what they show, and nothing of who took them, where and with what.

A telephone writes the place, the time and its own number into every photograph; none of that is asked for (个人信息保护法
第六条、第十九条: no more than the purpose needs). Segments and chunks that do not paint are left out, and so is whatever
somebody hung on behind the picture's end, which is how one file is made to be two kinds at once.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 100_000_000
"""A telephone takes up to fifty million; a small file that claims more would fill the memory of whoever opens it."""
PNG_START = b"\x89PNG\r\n\x1a\n"
_PAINTING = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD",
}  # fmt: skip
_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
_EXIF, _ORIENTATION = b"Exif\x00\x00", 0x0112


class Damaged(Exception):
    """The picture does not hold together: cut off, or never one."""


class TooManyPixels(Exception):
    """The picture claims a size that no camera takes."""


def cleaned(content: bytes, *, media_type: str) -> bytes:
    """A PNG or JPEG without what does not paint. Raises Damaged, TooManyPixels."""
    try:
        return _png(content) if media_type == "image/png" else _jpeg(content)
    except (struct.error, IndexError):
        raise Damaged from None


def _png(content: bytes) -> bytes:
    kept, kinds = [PNG_START], []
    for kind, chunk in _chunks(content):
        if not kinds and kind != b"IHDR":
            raise Damaged
        if kind == b"IHDR":
            _require_size(*struct.unpack(">II", chunk[8:16]))
        kinds.append(kind)
        if kind in _PAINTING:
            kept.append(chunk)
    if b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise Damaged
    return b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk with its own frame, as far as the end of the picture."""
    at = len(PNG_START)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + length + 12
        chunk = content[at:end]
        if len(chunk) != length + 12:
            raise Damaged
        if zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise Damaged
        yield chunk[4:8], chunk
        if chunk[4:8] == b"IEND":
            return
        at = end


def _jpeg(content: bytes) -> bytes:
    kept, painted, turned = [b"\xff\xd8"], False, 1
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", segment[5:9])
            _require_size(width, height)
        if marker == _APP1 and turned == 1:
            turned = _turned(segment[4:])
        painted = painted or marker == _SOS
        kept.append(_kept_segment(marker, segment))
    if not painted:
        raise Damaged
    if turned != 1:
        kept.insert(1, _only_orientation(turned))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment with its marker (a scan with its data), as far as the end of the picture. Raises Damaged without one."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Damaged
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _EOI:
            yield marker, b"\xff\xd9"
            return
        if marker in _ALONE:
            end = at + 2
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            end = at + 2 + length
            if length < 2 or end > len(content):
                raise Damaged
            if marker == _SOS:
                end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands behind the scan's data: FF 00 and restarts belong to the data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise Damaged
        following = content[at + 1]
        if following not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if following == 0xFF else 2


def _kept_segment(marker: int, segment: bytes) -> bytes:
    if marker == _APP0 and segment[4:9] == b"JFIF\x00":
        return b"\xff\xe0\x00\x10" + segment[4 : 4 + _JFIF_BYTES - 2] + b"\x00\x00"  # no thumbnail
    if marker == _APP14 and segment[4:9] == b"Adobe":
        return b"\xff\xee\x00\x0e" + segment[4 : 4 + _ADOBE_BYTES]
    if 0xE0 <= marker <= 0xEF or marker == _COM:
        return b""
    return segment


def _turned(told: bytes) -> int:
    """How the camera was held (Exif 0x0112), 1 where nothing readable says."""
    if not told.startswith(_EXIF):
        return 1
    tiff = told[len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(entries, 100)):
            tag, kind, _count, value = struct.unpack_from(
                f"{order}HHIH", tiff, start + 2 + 12 * number
            )
            if (tag, kind) == (_ORIENTATION, 3) and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _only_orientation(turned: int) -> bytes:
    """An Exif segment that says how to turn the picture and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    body = _EXIF + b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _require_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Damaged
    if width * height > MOST_PIXELS:
        raise TooManyPixels
