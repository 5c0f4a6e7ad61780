"""A paper in print: what it says, how it is verified, and that it is refused rather than printed with empty boxes."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from pathlib import Path

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import Office
from renshe.foundation.typesetting import fonts
from renshe.kernel.codes.problem import Refused

ADDRESS = "https://renshe.example"


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """The objects of a PDF by number, their streams unpacked."""
    found = {}
    for number, body in re.findall(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL):
        head, mark, rest = body.partition(b"stream\n")
        if mark:
            packed = rest.rsplit(b"\nendstream", 1)[0]
            body = head + (zlib.decompress(packed) if b"/FlateDecode" in head else packed)
        found[int(number)] = body
    return found


def text_of(pdf: bytes) -> str:
    """The words of a PDF as its fonts say they read (`ToUnicode`), without blanks between runs."""
    objects = objects_of(pdf)
    reads: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", body):
            target = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            if target:
                reads[name] = _readings(objects[int(target[1])])
    return "".join(_shown(body, reads) for body in objects.values() if b" Tf" in body)


def _readings(to_unicode: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", to_unicode, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# A font, a string in hex, or the beginning of a literal string: that one may hold parentheses in pairs.
_PIECE = re.compile(rb"/(f\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?!>)|(\()")


def _shown(content: bytes, reads: dict[bytes, dict[int, str]]) -> str:
    said, font, at = [], b"", 0
    while piece := _PIECE.search(content, at):
        at = piece.end()
        codes = bytes.fromhex(piece[2].decode()) if piece[2] else b""
        if piece[3]:
            literal, at = _literal(content, at)
            codes = _ESCAPED.sub(_unescaped, literal)
        font = piece[1] or font
        pairs = zip(codes[::2], codes[1::2], strict=False)
        said += [reads.get(font, {}).get(high << 8 | low, "") for high, low in pairs]
    return "".join(said)


def _literal(content: bytes, start: int) -> tuple[bytes, int]:
    """A literal string from behind its first parenthesis, and where it has ended."""
    depth, at = 1, start
    while depth:
        one = content[at : at + 1]
        depth += {b"(": 1, b")": -1}.get(one, 0)
        at += 2 if one == b"\\" else 1
    return content[start : at - 1], at


def _unescaped(found: re.Match[bytes]) -> bytes:
    one = found[1]
    return bytes([int(one, 8)]) if len(one) == 3 else _LETTERS.get(one, one)


def refused_paper(office: Office, *, name: str = "张某") -> cases.Paper:
    """The decision not to accept a case of this applicant."""
    case = office.submitted()
    cases.Case.objects.filter(pk=case.pk).update(applicant_name=name)
    case = cases.not_accept(
        number=case.number, item=office.item, words="不属本机构管辖", actor=office.actor("li")
    )
    (paper,) = cases.papers_of(case=case)
    return paper


def test_a_decision_is_printed_with_number_addressee_reason_remedy_and_its_code(
    office: Office,
) -> None:
    """What was decided, who may object and how, and where anybody verifies it; the same bytes each time."""
    paper = refused_paper(office)
    pdf = cases.render_paper(paper, address=ADDRESS)
    assert pdf.startswith(b"%PDF-1.")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    said = text_of(pdf)
    for words in (
        "不予受理决定书", paper.number, "张某", "不属本机构管辖", "60日", "6个月", "《行政许可法》第三十二条", "2025年10月13日",
        f"{paper.code[:5]}-{paper.code[5:]}", "第1页共1页", "演示", "不具法律效力", "上海市闵行区社会保险经办机构",
    ):  # fmt: skip
        assert words in said.replace(" ", ""), words
    assert f"/URI({ADDRESS}/verify/{paper.code}/)".encode() in pdf
    assert cases.verification_address(paper, address=ADDRESS + "/") in said
    assert cases.render_paper(paper, address=ADDRESS) == pdf
    found = cases.verify_paper(code=paper.code)
    assert found == paper


def test_the_same_paper_reads_in_english_and_as_pictures(office: Office) -> None:
    """One switch; another language is a mistake of the caller."""
    paper = refused_paper(office)
    said = text_of(cases.render_paper(paper, address=ADDRESS, language="en"))
    for words in ("Decision not to accept", "within 60 days", "Page 1 of 1", "13 October 2025"):
        assert words.replace(" ", "") in said.replace(" ", ""), words
    pages = cases.paper_images(paper, address=ADDRESS)
    assert [page[:4] for page in pages] == [b"\x89PNG"]
    with pytest.raises(ValueError, match="'fr' is not one of"):
        cases.render_paper(paper, address=ADDRESS, language="fr")


def test_the_qr_code_says_the_address_of_the_verification_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a telephone reads is where the paper is verified, and nothing else."""
    asked: list[str] = []
    monkeypatch.setattr(
        "renshe.domains.cases.printing.qr_code", lambda text: asked.append(text) or "<svg/>"
    )
    from renshe.domains.cases.printing import laid_out

    paper = refused_paper(office)
    laid_out(paper, address=ADDRESS)
    assert asked == [f"{ADDRESS}/verify/{paper.code}/"]


def test_a_revoked_paper_says_so_at_its_head(office: Office) -> None:
    """Nobody shows an old print-out as if it held."""
    paper = refused_paper(office)
    paper.revoked_at = dt.datetime(2025, 11, 3, 2, tzinfo=dt.UTC)
    assert "本文书已于2025年11月3日撤销" in text_of(cases.render_paper(paper, address=ADDRESS))


def test_papers_of_one_kind_are_revoked_together_once_and_still_verify(office: Office) -> None:
    """What was issued stays in the record; the day of its revocation is the first one."""
    paper = refused_paper(office)
    at = office.actor("li", days=3).at
    number = paper.case.number
    assert cases.revoke_papers(number=number, kind="receipt", at=at) == []
    assert cases.revoke_papers(number=number, kind="not_accepted", at=at) == [paper]
    assert cases.revoke_papers(number=number, kind="not_accepted", at=at) == []
    found = cases.verify_paper(code=paper.code)
    assert found is not None
    assert found.revoked_at == at


def test_a_rare_character_is_printed_or_the_paper_is_refused_never_a_box(office: Office) -> None:
    """𠮷 of extension B stands in the font; a character of extension I does not, and is named."""
    assert "𠮷" in text_of(cases.render_paper(refused_paper(office, name="张𠮷"), address=ADDRESS))
    paper = refused_paper(office, name="张\U0002ebf1")
    paper.content["to"] = "张\U0002ebf1"
    with pytest.raises(Refused, match="字体没有的字") as refused:
        cases.render_paper(paper, address=ADDRESS)
    assert refused.value.codes == ("character_not_in_font",)


def test_without_the_font_no_paper_is_printed(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The reason and the next step, for the administrator; the page on the screen stays."""
    paper = refused_paper(office)
    monkeypatch.setattr(fonts, "_PACKAGE", "no_such_package_of_fonts")
    with pytest.raises(Refused) as refused:
        cases.render_paper(paper, address=ADDRESS)
    assert refused.value.codes == ("no_chinese_font",)
    assert "noto-cjk-sans-otc" in str(refused.value)
