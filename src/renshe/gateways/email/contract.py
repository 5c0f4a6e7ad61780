"""The bytes of an e-mail and of a report that one could not be delivered, exactly as README.md says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

SUBJECT = "人社办件消息 Message about your case"
CODE_SUBJECT = "人社电子邮件地址验证码 Code for your e-mail address"
SENDER = "no-reply@renshe.invalid"
LAST_LINE = "此邮件由系统自动发出，请勿回复；详情请登录查看。 Sent automatically; do not answer, sign in to read more."
_IDENTITY = re.compile(r"<?notice-(\d+)-(\d+)@renshe\.invalid>?")
_POLICY = policy.SMTP


@dataclass(frozen=True, slots=True)
class Returned:
    """One report: which notice and which try, whether for good, the mail system's status (5.1.1) and words."""

    notice: int
    attempt: int
    for_good: bool
    status: str
    words: str


def encode_mail(
    *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: dt.datetime
) -> bytes:
    """The e-mail of one notice; the same notice and try gives the same bytes. Raises ValueError for what is no address."""
    said = f"{zh}\n\n{en}\n\n{LAST_LINE}\n"
    return _encode(identity(notice, attempt), SUBJECT, address, said, made_at)


def encode_code(*, number: int, address: str, zh: str, en: str, made_at: dt.datetime) -> bytes:
    """The e-mail that carries one code; nothing else is in it. Raises ValueError for what is no address."""
    said = f"{zh}\n\n{en}\n\n{LAST_LINE}\n"
    return _encode(f"<code-{number}@renshe.invalid>", CODE_SUBJECT, address, said, made_at)


def _encode(identity: str, subject: str, address: str, said: str, made_at: dt.datetime) -> bytes:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = SENDER
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(made_at.astimezone(dt.UTC).replace(microsecond=0))
    mail["Message-ID"] = identity
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(said, charset="utf-8", cte="base64")
    return bytes(mail)


def identity(notice: int, attempt: int) -> str:
    """The number that one try of a notice's e-mail has for life."""
    return f"<notice-{notice}-{attempt}@renshe.invalid>"


def file_name(notice: int, attempt: int) -> str:
    """The name that the file of one try has for life."""
    return f"mail_{notice:09d}_{attempt}.eml"


def code_file_name(number: int) -> str:
    """The name that the file of one code has for life."""
    return f"code_{number:09d}.eml"


def read_report(content: bytes) -> Returned | None:
    """What a report says; None for mail that is no report about a notice of ours, which nobody acts on."""
    mail = message_from_bytes(content, policy=policy.default)
    if mail.get_content_type() != "multipart/report":
        return None
    fields: dict[str, str] = {}
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for group in payload if isinstance(payload, list) else ():
                fields |= {name.lower(): str(value) for name, value in group.items()}
    found = _IDENTITY.fullmatch(fields.get("original-envelope-id", "").strip())
    if found is None:
        return None
    words = fields.get("diagnostic-code", "").partition(";")[2].strip()
    return Returned(
        notice=int(found[1]),
        attempt=int(found[2]),
        for_good=fields.get("action", "").strip().lower() == "failed",
        status=fields.get("status", "").strip()[:10],
        words=words[:200],
    )
