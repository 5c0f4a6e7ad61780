"""The written form of a message (README.md): a head with the hash of the body, and the body."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re

from renshe.domains.retirees import api as retirees
from renshe.kernel.codes.problem import Problem, Refused

NAME, VERSION, PREFIX = "RENSHE-RETIREE", "1", "retiree_"
FILE_BYTES_MAX = 64 * 1024
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_DISTRICT = re.compile(r"\d{6}", re.ASCII)
_TEXTS = {
    "offer": ("id_number", "name", "from_community", "to_place", "offered_on"), "receipt": (),
    "accepted": ("receipt", "taken_on"), "refused": ("reason",), "withdrawn": ("reason",),
}  # fmt: skip
"""What each kind of body holds, all of it text and none of it empty."""


def broken(zh: str, en: str) -> Refused:
    """The refusal of a file; nothing of it was used."""
    return Refused(
        Problem(
            "district_file_broken", f"区际移交报文{zh}，整份未采用", f"the message {en}; nothing was used", "",
            "请发送方核对后重新生成", "have the sender make it again",
        )
    )  # fmt: skip


def file_name(message_id: str) -> str:
    """The name of a message's file, for life."""
    return f"{PREFIX}{message_id}.txt"


def write(message: retirees.Message) -> bytes:
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


def read(content: bytes) -> retirees.Message:
    """The message of a file. Raises Refused `district_file_broken`."""
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
    if not (_ID.fullmatch(number) and _ID.fullmatch(reference)) or kind not in _TEXTS:
        raise broken("编号或种类不符", "has an id or a kind that is none")
    if not (_DISTRICT.fullmatch(sender) and _DISTRICT.fullmatch(receiver)):
        raise broken("区代码不符", "names no district")
    wanted = [body.get(name) for name in _TEXTS[kind]]
    if any(not isinstance(one, str) or not one.strip() for one in wanted):
        raise broken("正文缺少项目", "lacks something in its body")
    return retirees.Message(
        message_id=number, kind=kind, from_code=sender, to_code=receiver, made_on=made_on, reference=reference, body=body,
    )  # fmt: skip
