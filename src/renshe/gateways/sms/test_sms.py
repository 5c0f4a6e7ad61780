"""Writer and company meet only in the written contract."""

import datetime as dt
from pathlib import Path

import pytest

from renshe.gateways.sms.client import DropFolderChannel, SimulatedChannel
from renshe.gateways.sms.contract import CHARACTERS_MAX, encode_message
from renshe.gateways.sms.simulator import SimulatedCompany, Taken
from renshe.kernel.codes.problem import Refused

AT = dt.datetime(2025, 10, 31, 18, 30, tzinfo=dt.UTC)


def test_a_message_arrives_as_one_line_and_once(tmp_path: Path) -> None:
    company = SimulatedCompany()
    channel = SimulatedChannel(root=tmp_path, company=company)
    for _ in range(2):
        channel.send(notice=7, phone="13800001234", text="第一行\n第二行|完", made_at=AT)
    assert list(company.taken.values()) == [Taken("7", "13800001234", "第一行；第二行／完")]
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "sms_000000007.txt"


def test_another_text_under_a_number_that_went_out_is_refused(tmp_path: Path) -> None:
    channel = DropFolderChannel(root=tmp_path)
    channel.send(notice=7, phone="13800001234", text="一", made_at=AT)
    with pytest.raises(Refused, match="不同内容"):
        channel.send(notice=7, phone="13800001234", text="二", made_at=AT)


def test_a_long_text_is_cut_and_says_so() -> None:
    (one,) = SimulatedCompany().take(
        encode_message(notice=1, phone="021-12345678", text="长" * 900, made_at=AT)
    )
    assert len(one.text) == CHARACTERS_MAX
    assert one.text.endswith("…")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("一", "二"), "hash"),
        (("RENSHE-SMS", "OTHER-SMS"), "does not know"),
        (("\r\nT|", "\r\nX|"), "hash"),
    ],
)
def test_the_company_refuses_a_file_that_was_changed(wrong: tuple[str, str], told: str) -> None:
    content = encode_message(notice=1, phone="13800001234", text="一", made_at=AT).decode()
    with pytest.raises(ValueError, match=told):
        SimulatedCompany().take(content.replace(*wrong, 1).encode())
