"""The written form of a message (README.md): a head with the hash of the body, and the body."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re

from renshe.domains.transfers import api as transfers
from renshe.kernel.codes.problem import Problem, Refused

NAME, VERSION = "RENSHE-TRANSFER", "1"
FILE_BYTES_MAX = 256 * 1024
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_CODE = re.compile(r"\d{6}", re.ASCII)


def broken(zh: str, en: str) -> Refused:
    """The refusal of a file; nothing of it was used."""
    return Refused(
        Problem(
            "transfer_file_broken",
            f"转移报文{zh}，整份未采用",
            f"the message {en}; nothing was used",
            "",
            "请发送方核对后重新生成",
            "have the sender make it again",
        )
    )


def file_name(message_id: str) -> str:
    """The name of a message's file, for life."""
    return f"transfer_{message_id}.txt"


def write(message: transfers.Message) -> bytes:
    """The bytes of a message; the same message gives the same bytes."""
    body = json.dumps(
        dict(message.body), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    head = "|".join(
        (
            NAME, VERSION, message.message_id, message.kind, message.from_code, message.to_code,
            message.made_on.isoformat(), message.reference, hashlib.sha256(body).hexdigest(),
        )
    )  # fmt: skip
    return head.encode() + b"\n" + body + b"\n"


def read(content: bytes) -> transfers.Message:
    """The message of a file. Raises Refused `transfer_file_broken`."""
    lines = content.split(b"\n")
    if len(content) > FILE_BYTES_MAX or len(lines) != 3 or lines[2]:
        raise broken("不是一个报文头和一个正文", "is not one head and one body")
    try:
        head = lines[0].decode().split("|")
        body = json.loads(lines[1])
        made_on = dt.date.fromisoformat(head[6])
    except (UnicodeDecodeError, ValueError, IndexError):
        raise broken("不能读取", "cannot be read") from None
    if len(head) != 9 or head[:2] != [NAME, VERSION] or not isinstance(body, dict):
        raise broken("格式不符", "has another form")
    _, _, number, kind, sender, receiver, _, reference, digest = head
    if hashlib.sha256(lines[1]).hexdigest() != digest:
        raise broken("校验值不符", "has another hash than it says")
    if not (_ID.fullmatch(number) and _ID.fullmatch(reference)) or kind not in transfers.KINDS:
        raise broken("编号或种类不符", "has an id or a kind that is none")
    if not (_CODE.fullmatch(sender) and _CODE.fullmatch(receiver)):
        raise broken("机构代码不符", "names no agency")
    return transfers.Message(
        message_id=number, kind=kind, from_code=sender, to_code=receiver, made_on=made_on, reference=reference, body=body,
    )  # fmt: skip
