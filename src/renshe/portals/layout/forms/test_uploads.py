"""Files that mean no good: programs in PDFs, bombs, two kinds in one, pictures that say where somebody lives."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms import scanning
from renshe.portals.layout.forms.pictures import PNG_START
from renshe.portals.layout.forms.uploads import Sent, read_upload

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
EOF = b"%%EOF\n"
SECRETS = (b"Canon EOS", b"31.2304N", b"mother's house", b"SECRET")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*more: bytes, width: int = 3, height: int = 2, after: bytes = b"") -> bytes:
    """A small grey picture with these chunks beside what paints."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\x80\x80\x80" * 2)
    parts = (chunk(b"IHDR", head), *more, chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return PNG_START + b"".join(parts) + after


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = "<") -> bytes:
    """What a telephone writes: how it was held, its maker, and where it was."""
    sign = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(f"{order}HHII", 0x010F, 2, 9, 60)  # fmt: skip
    tables = struct.pack(f"{order}IH", 8, 2) + entries + bytes(4)
    return segment(0xE1, b"Exif\x00\x00" + sign + tables + b"Canon EOS 31.2304N")


SCAN = b"\x11\xff\x00\x22\xff\xd0\x33"


def jpeg(*more: bytes, size: tuple[int, int] = (40, 30), end: bytes = b"\xff\xd9") -> bytes:
    """The bones of a photograph: frame, tables, one scan with a stuffed byte and a restart."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, size[1], size[0], 1) + b"\x01\x11\x00")
    tables = segment(0xDB, bytes(65)) + segment(0xC4, bytes(20))
    return b"\xff\xd8" + b"".join(more) + tables + frame + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + SCAN + end  # fmt: skip


def taken(content: bytes, name: str = "a") -> Sent:
    with translation.override("zh-hans"):
        sent = read_upload(SimpleUploadedFile(name, content))
    assert isinstance(sent, Sent), sent
    return sent


def refusal(content: bytes) -> str:
    with translation.override("zh-hans"):
        problem = read_upload(SimpleUploadedFile("a.pdf", content))
    assert isinstance(problem, Problem), "it was taken"
    assert problem.next_step
    return str(problem.reason)


def test_a_picture_is_kept_without_a_word_about_who_took_it() -> None:
    telling = (
        chunk(b"tEXt", b"Comment\0mother's house"), chunk(b"eXIf", b"Canon EOS 31.2304N"),
        chunk(b"iTXt", b"XML\0SECRET"), chunk(b"zzZz", b"SECRET"), chunk(b"tIME", bytes(7)),
    )  # fmt: skip
    kept = taken(png(*telling, after=b"PK\x05\x06SECRET")).content
    assert kept == png()
    assert not any(one in kept for one in SECRETS)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_keeps_how_it_is_to_be_turned_and_nothing_else_of_the_camera(
    order: str,
) -> None:
    telling = (
        segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x01\x01SEC"), exif(6, order),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00SECRET"), segment(0xED, b"SECRET"),
        segment(0xE2, b"MPF\x00SECRET"), segment(0xFE, b"mother's house"),
    )  # fmt: skip
    kept = taken(jpeg(*telling) + jpeg(exif(1)) + b"PK\x05\x06SECRET").content
    assert not any(one in kept for one in SECRETS)
    assert kept.endswith(jpeg()[2:])
    assert kept.count(b"Exif") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00" in kept
    assert taken(kept).content == kept  # cleaning again changes nothing


def test_an_upright_photograph_needs_no_word_about_it() -> None:
    assert taken(jpeg(exif(1))).content == jpeg()
    assert taken(jpeg(segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\xff"))).content == jpeg()


@pytest.mark.parametrize(
    "content",
    [png()[:-5], png()[:20], png().replace(b"IDAT", b"IDAX"), png()[:8] + chunk(b"IEND", b""),
     png(width=0), jpeg(end=b""), jpeg(size=(0, 0)), jpeg()[:30], b"\xff\xd8\xff\xd9",
     b"\xff\xd8\xff\xe0\xff\xff", b"\xff\xd8\xff", jpeg().replace(b"\xff\xc0", b"\x00\xc0")],
)  # fmt: skip
def test_a_picture_that_does_not_hold_together_is_refused(content: bytes) -> None:
    assert "不完整或已损坏" in refusal(content)


@pytest.mark.parametrize(
    "content", [png(width=2**31 - 1, height=2**31 - 1), png(width=20_000, height=20_000), jpeg(size=(65_535, 65_535))]
)  # fmt: skip
def test_a_small_file_that_would_fill_the_clerks_memory_is_refused(content: bytes) -> None:
    assert len(content) < 1000
    assert "像素过多" in refusal(content)


def packed(body: bytes, kind: bytes = b"/Type /ObjStm") -> bytes:
    squeezed = zlib.compress(body, 9)
    head = b"2 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n" % (kind, len(squeezed))
    return PDF + head + squeezed + b"\nendstream\nendobj\n" + EOF


@pytest.mark.parametrize(
    "hidden",
    [PDF + b"<< /S /J#61vaScript >>" + EOF, PDF + b"<< /S /#4caunch >>" + EOF,
     PDF + b"<< /Type /EmbeddedFile >>", PDF + b"<< /XFA [(a) 3 0 R] >>", PDF + b"/RichMedia",
     packed(b"3 0 << /S /JavaScript /JS (app.alert(1)) >>"),
     packed(b"3 0 << /S /J#61vaScript >>", kind=b"/Type /Obj#53tm")],
)  # fmt: skip
def test_a_program_is_found_however_its_name_is_written_and_packed_away(hidden: bytes) -> None:
    assert "程序或附带文件" in refusal(hidden)


def test_a_pdf_whose_tables_unpack_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_UNPACKED", 1 << 20)
    bomb = packed(bytes(2 << 20))
    assert len(bomb) < 5000
    assert "解开后过大" in refusal(bomb)


def test_a_file_that_is_two_kinds_at_once_is_refused() -> None:
    assert "又是别的文件" in refusal(PDF + EOF + b"PK\x03\x04evil.class PK\x05\x06" + bytes(18))
    assert "又是别的文件" in refusal(b"%PDF-1.7\n<ScRiPt>alert(1)</script>\n" + PDF)


def test_an_ordinary_pdf_is_taken_byte_for_byte() -> None:
    pages = packed(b"q 0 0 m /Javascripts are not programs Q", kind=b"")
    for content in (PDF, pages, packed(b"1 0 << /Type /Page >>")):
        assert taken(content).content == content


def test_signs_that_are_not_seen_do_not_hide_an_ending() -> None:
    assert taken(PDF, "发票\u202efdp.exe").name == "发票fdp.exe.pdf"
    assert taken(PDF, "a\u200b.pdf").name == "a.pdf"


def test_every_beginning_of_a_good_file_is_answered_and_none_breaks_the_door() -> None:
    """A file cut at any byte, and one with any byte changed, is taken or refused with a reason: never an error."""
    for whole in (png(chunk(b"tEXt", b"x\0y")), jpeg(exif(6)), packed(b"1 0 <<>>")):
        for at, _next in pairwise(range(len(whole) + 1)):
            flipped = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
            for content in (whole[:at], flipped):
                with translation.override("zh-hans"):
                    answer = read_upload(SimpleUploadedFile("a", content))
                assert isinstance(answer, Sent | Problem)
