"""Proving a bank file before a single field of it is used: encoding, kind, shape and hash."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from renshe.gateways.bank import gb18030

MAX_FILE_BYTES = 200 * 1024 * 1024
LINE_END = "\r\n"


class BadBankFile(Exception):
    """A bank file that is not what the contract says. Nothing of it may be used."""

    def __init__(self, *, line: int, zh: str, en: str):
        self.line, self.zh, self.en = line, zh, en
        super().__init__(
            f"第{line}行：{zh}。整个文件未采用，请银行重发。 Line {line}: {en}; nothing was used."
        )


@dataclass(frozen=True)
class Proved:
    """A proved file: fields of its first record, its detail records as one text, fields of its last."""

    head: list[str]
    details: str
    trailer: list[str]


def prove(*, content: bytes, kind: str, header_fields: int, trailer_fields: int) -> Proved:
    """Prove a file, or raise `BadBankFile` for the first thing that is wrong."""
    if len(content) > MAX_FILE_BYTES:
        raise BadBankFile(line=0, zh="文件过大", en="the file is too large")
    if not content.endswith(b"\r\n"):
        raise BadBankFile(line=0, zh="文件不完整，末行缺少换行", en="the file is cut off")
    head_end = content.find(b"\r\n") + 2
    body_end = content.rfind(b"\r\n", 0, len(content) - 2) + 2
    if body_end < head_end:
        raise BadBankFile(line=1, zh="缺少首记录或尾记录", en="header or trailer is missing")
    last = content.count(b"\r\n")
    proved = Proved(
        head=_text(content, 0, head_end - 2).split("|"),
        details=_text(content, head_end, body_end),
        trailer=_text(content, body_end, len(content) - 2).split("|"),
    )
    if proved.head[:3] != ["H", kind, "1"] or len(proved.head) != header_fields:
        raise BadBankFile(
            line=1, zh=f"首记录不是 {kind} 第1版", en=f"the header is not {kind} version 1"
        )
    if proved.trailer[0] != "T" or len(proved.trailer) != trailer_fields:
        raise BadBankFile(
            line=last, zh="尾记录缺失或字段数不符", en="the trailer is missing or malformed"
        )
    if proved.trailer[-1] != hashlib.sha256(content[:body_end]).hexdigest():
        raise BadBankFile(
            line=last, zh="校验值不符，文件被改动或不完整", en="the hash does not match"
        )
    return proved


def whole(text: str, *, line: int) -> int:
    """Read an integer in plain ASCII digits; full-width digits and blanks are refused."""
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise BadBankFile(
            line=line, zh=f"“{text[:20]}”不是整数", en=f"{text[:20]!r} is not a whole number"
        )
    return int(text)


def day(text: str, *, line: int) -> date:
    """Read a day as YYYYMMDD."""
    if re.fullmatch(r"[0-9]{8}", text):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise BadBankFile(
        line=line, zh=f"“{text[:20]}”不是 YYYYMMDD 日期", en=f"{text[:20]!r} is not a day"
    )


def _text(content: bytes, start: int, end: int) -> str:
    try:
        return gb18030.decode(content[start:end])
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, start + problem.start) + 1
        raise BadBankFile(line=line, zh="不是 GB 18030 编码", en="not GB 18030 text") from problem
