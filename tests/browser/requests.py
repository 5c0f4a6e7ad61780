"""Requests for public information at every stage, so that there is something to follow, handle, review and read."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from renshe.domains.cases import api as cases
from renshe.domains.conftest import id_number
from renshe.domains.identity.api import Account, mask_name
from renshe.portals.conftest import Town
from renshe.services.catalogue import declared

CODE, PLACE, DAY = "information.request", "310112", dt.date(2025, 10, 20)
ANSWERS = {
    "applicant_kind": "person", "applicant_name": "王小明", "id_number": id_number(), "phone": "13812345678",
    "subject": "statistics", "form": "electronic", "way": "online",
}  # fmt: skip
WANTED = (
    "2024年闵行区企业职工基本养老保险参保人数",
    "2024年闵行区失业保险基金收支总额",
    "2023年闵行区工伤认定件数",
    "2022年至2024年闵行区灵活就业人员参保人数",
    "2024年闵行区养老保险待遇领取人数",
    "2025年上半年闵行区劳动保障监察结案件数",
)
ANSWER = "该信息已在本机关网站“统计数据”栏目公开，请按栏目查阅。"
UNREADABLE, PHOTO, AGREED = "证件照片看不清，请重拍", "身份证明.png", "同意"
# What people wrote and called things; it stays so in an English page.
AT_COUNTER = ("2024年闵行区社会保险经办窗口一览表", "2025年闵行区养老保险补缴办法文件")
WORDS = (
    *WANTED,
    *AT_COUNTER,
    ANSWER,
    UNREADABLE,
    PHOTO,
    AGREED,
    ANSWERS["applicant_name"],
    mask_name(ANSWERS["applicant_name"]),
)


@dataclass
class Desk:
    """The people who take part, by the names of their accounts; `first_day` counts from DAY."""

    town: Town
    first_day: int = 0

    def actor(self, name: str, *, days: int = 0) -> cases.Actor:
        """Somebody on a day, at ten in the morning."""
        account: Account = self.town.accounts[name]
        day = DAY + dt.timedelta(days=self.first_day + days)
        at = dt.datetime.combine(day, dt.time(10), ZoneInfo("Asia/Shanghai"))
        return cases.Actor(name, at, day, person_id=account.person_id)

    def begun(self, wanted: str, *, by: str = "person", channel: str = "online") -> cases.Case:
        """A request that is filled in and not handed in yet."""
        item, actor = declared(CODE).item, self.actor(by)
        case = cases.open_case(
            application=cases.Application(item, PLACE, channel, None, wanted), actor=actor
        )
        wrong = cases.save_form(
            number=case.number, item=item, given={**ANSWERS, "wanted": wanted}, actor=actor
        )
        assert wrong == {}, wrong
        cases.attach(
            number=case.number, item=item, material="identity", name=PHOTO, media_type="image/png",
            content=picture(len(wanted)), actor=actor,
        )  # fmt: skip
        return case

    def submitted(self, wanted: str) -> cases.Case:
        """A request that waits to be accepted."""
        return cases.submit(
            number=self.begun(wanted).number, actor=self.actor("person"), **_code(service=True)
        )

    def proposed(self, wanted: str) -> cases.Case:
        """A request that the counter proposes to grant, and the reviewer has before him."""
        number = self.submitted(wanted).number
        cases.accept(number=number, actor=self.actor("counter", days=1), **_code())
        return cases.propose(
            number=number, grant=True, words=ANSWER, actor=self.actor("counter", days=2),
            **_code(service=True),
        )  # fmt: skip


def file_requests(town: Town) -> None:
    """One request at each stage, all by the same person; at the counter one on the desk and one taken in."""
    desk = Desk(town)
    at_counter = {"by": "counter", "channel": "counter"}
    desk.begun(AT_COUNTER[0], **at_counter)
    taken = desk.begun(AT_COUNTER[1], **at_counter)
    cases.submit(number=taken.number, actor=desk.actor("counter"), **_code(service=True))
    cases.accept(number=taken.number, actor=desk.actor("counter"), **_code())
    first, second, third, fourth, fifth, sixth = WANTED
    desk.begun(first)
    desk.submitted(second)
    waiting = desk.submitted(third)
    cases.accept(number=waiting.number, actor=desk.actor("counter", days=1), **_code())
    cases.ask_correction(
        number=waiting.number, missing=["identity"], words=UNREADABLE,
        actor=desk.actor("counter", days=1), **_code(),
    )  # fmt: skip
    desk.proposed(fourth)
    desk.proposed(fifth)
    sign_and_close(desk, sixth)


def sign_and_close(desk: Desk, wanted: str) -> str:
    """A request that the reviewer granted and that was served; its number."""
    granted = desk.proposed(wanted)
    cases.sign(
        number=granted.number, grant=True, words=AGREED, actor=desk.actor("reviewer", days=3),
        **_code(service=True),
    )  # fmt: skip
    cases.close(number=granted.number, how="online", actor=desk.actor("counter", days=4))
    return granted.number


def picture(shade: int) -> bytes:
    """A small grey picture, each shade with a hash of its own."""
    width, height = 60, 40
    rows = (b"\0" + bytes([200 - shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _code(*, service: bool = False) -> dict[str, Any]:
    one = declared(CODE)
    return {"item": one.item, "service": one.service} if service else {"item": one.item}
