"""Writer and mail system meet only in the written contract."""

import datetime as dt
from pathlib import Path

import pytest

from renshe.gateways.email.client import DropFolderMail, SimulatedChannel, SmtpMail
from renshe.gateways.email.contract import Returned, encode_mail, read_report
from renshe.gateways.email.simulator import SimulatedMail, speaking_smtp
from renshe.kernel.codes.problem import Refused

AT = dt.datetime(2025, 10, 31, 18, 30, tzinfo=dt.UTC)
WORDS = {"zh": "办件已受理", "en": "Your case was accepted", "made_at": AT, "attempt": 1}
IDENTITY = "<notice-7-1@renshe.invalid>"


def test_a_message_arrives_in_both_languages_and_once(tmp_path: Path) -> None:
    system = SimulatedMail()
    channel = SimulatedChannel(root=tmp_path, system=system)
    for _ in range(2):
        channel.send(notice=7, address="li@example.com", **WORDS)
    (one,) = system.delivered.values()
    assert (one.identity, one.address) == (IDENTITY, "li@example.com")
    assert one.text.startswith("办件已受理\n\nYour case was accepted\n\n".replace("\n", "\r\n"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mail_000000007_1.eml"]
    assert channel.returned() == []


def test_other_words_under_a_number_that_went_out_are_refused(tmp_path: Path) -> None:
    folder = DropFolderMail(root=tmp_path)
    folder.send(notice=7, address="li@example.com", **WORDS)
    with pytest.raises(Refused, match="不同内容"):
        folder.send(notice=7, address="li@example.com", **{**WORDS, "zh": "别的"})


@pytest.mark.parametrize(
    ("address", "for_good", "status"),
    [("li@gone.invalid", True, "5.1.2"), ("full@example.com", False, "4.2.2")],
)
def test_what_cannot_be_delivered_comes_back_and_says_why(
    tmp_path: Path, address: str, for_good: bool, status: str
) -> None:
    channel = SimulatedChannel(root=tmp_path, system=SimulatedMail())
    channel.send(notice=7, address=address, **WORDS)
    (back,) = channel.returned()
    assert (back.notice, back.attempt, back.for_good, back.status) == (7, 1, for_good, status)
    assert back.words


def test_over_smtp_a_message_arrives_and_a_refused_address_comes_back(tmp_path: Path) -> None:
    system = SimulatedMail()
    with speaking_smtp(system) as port:
        server = SmtpMail(host="127.0.0.1", port=port, root=tmp_path, encrypted=False)
        server.send(notice=7, address="li@example.com", **WORDS)
        server.send(notice=8, address="li@gone.invalid", **WORDS)
        with pytest.raises(OSError, match=r"4\.2\.2"):
            server.send(notice=9, address="full@example.com", **WORDS)
    assert list(system.delivered) == [IDENTITY]
    assert server.returned() == [Returned(8, 1, True, "550", "5.1.2 the domain does not exist")]


def test_a_server_that_is_not_there_is_tried_again_later(tmp_path: Path) -> None:
    with speaking_smtp(SimulatedMail()) as port:
        gone = port
    with pytest.raises(OSError):
        SmtpMail(host="127.0.0.1", port=gone, root=tmp_path, encrypted=False).send(
            notice=7, address="li@example.com", **WORDS
        )


def test_a_code_arrives_once_under_a_number_of_its_own_and_its_return_is_nobodys(
    tmp_path: Path,
) -> None:
    """By folder, simulator and SMTP; an address that does not exist just never confirms."""
    told = {"zh": "验证码：123456", "en": "Your code: 123456", "made_at": AT}
    system = SimulatedMail()
    channel = SimulatedChannel(root=tmp_path, system=system)
    for _ in range(2):
        channel.send_code(number=7, address="li@example.com", **told)
    channel.send_code(number=8, address="li@gone.invalid", **told)
    (one,) = system.delivered.values()
    assert (one.identity, "123456" in one.text) == ("<code-7@renshe.invalid>", True)
    with speaking_smtp(system) as port:
        server = SmtpMail(host="127.0.0.1", port=port, root=tmp_path, encrypted=False)
        server.send_code(number=9, address="li@example.com", **told)
        server.send_code(number=10, address="li@gone.invalid", **told)
    assert list(system.delivered) == ["<code-7@renshe.invalid>", "<code-9@renshe.invalid>"]
    assert [*channel.returned(), *server.returned()] == []


def test_no_address_can_smuggle_a_header() -> None:
    with pytest.raises(ValueError):
        encode_mail(notice=1, address="li@example.com\r\nBcc: all@example.com", **WORDS)


def test_mail_that_is_no_report_of_ours_is_passed_over() -> None:
    assert read_report(b"Subject: hello\r\n\r\nI am on holiday.\r\n") is None
    assert read_report(encode_mail(notice=1, address="li@example.com", **WORDS)) is None
