"""What paying by a bank needs of it, as shapes; `gateways/bank` implements them and the edge passes them in."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pyarrow as pa

PAYMENT_ROWS = pa.schema(
    [
        ("line_no", pa.int32()),
        ("bank_code", pa.string()),
        ("account_number", pa.string()),
        ("account_name", pa.string()),
        ("amount_fen", pa.int64()),
    ]
)
"""One row for each instruction of a payment file, in the order of line numbers."""

RESULT_ROWS = pa.schema(
    [
        ("line_no", pa.int32()),
        ("account_number", pa.string()),
        ("amount_fen", pa.int64()),
        ("status", pa.string()),
        ("reason_code", pa.string()),
        ("settled_on", pa.date32()),
    ]
)
"""One row for each answered instruction; status is paid, failed or unknown; the reason is one of `REASONS`."""


@dataclass(frozen=True)
class BankReason:
    """Why a bank could not pay, for the failed-payment queue."""

    code: str
    zh: str
    en: str
    next_step_zh: str
    next_step_en: str
    needs_new_account: bool


REASONS = {
    reason.code: reason
    for reason in (
        BankReason(
            "account_closed",
            "账户已销户",
            "account closed",
            "请本人提供新的本人账户",
            "ask for another own account",
            True,
        ),
        BankReason(
            "name_mismatch",
            "户名不符",
            "name does not match",
            "核对姓名写法或请本人变更账户",
            "check the spelling of the name, or ask for another own account",
            True,
        ),
        BankReason(
            "dormant",
            "账户长期不动户",
            "dormant account",
            "请本人到银行激活后重发",
            "have the account activated, then pay again",
            False,
        ),
        BankReason(
            "frozen",
            "账户被冻结",
            "account frozen",
            "联系本人，另行提供账户",
            "contact the person for another own account",
            True,
        ),
        BankReason(
            "no_such_account",
            "账号不存在",
            "no such account",
            "核对账号",
            "check the account number",
            True,
        ),
        BankReason("other", "其他原因", "other reason", "向开户行查询", "ask the bank", False),
    )
}


@dataclass(frozen=True)
class PaymentHeader:
    """What identifies one payment file; with its rows it fixes every byte."""

    batch_id: int
    part: int
    agency: str
    pay_on: date
    purpose: str


@dataclass(frozen=True)
class EncodedPayments:
    """A payment file and the lines that could not be written into it, each with its reason in words."""

    content: bytes
    rows: int
    total_fen: int
    refused: dict[int, str]


@dataclass(frozen=True)
class ReturnedFile:
    """A bank's answer to one payment file; counts and sums were compared with its trailer when it was read."""

    batch_id: int
    part: int
    answers_sha256: str
    made_on: date
    rows: pa.Table


@dataclass(frozen=True)
class StatementRow:
    """One line of a bank statement; the amount is negative when money went out."""

    reference: str
    booked_on: date
    kind: str
    amount_fen: int
    counterparty: str
    purpose: str
    balance_fen: int


@dataclass(frozen=True)
class BankStatement:
    """A bank statement whose running balance was proved when it was read."""

    account_number: str
    from_on: date
    to_on: date
    opening_fen: int
    closing_fen: int
    rows: tuple[StatementRow, ...]


class BankFormat(Protocol):
    """Turns instructions into bytes and the bank's bytes into rows. Pure: no network, no clock."""

    def encode_payments(self, *, header: PaymentHeader, rows: pa.Table) -> EncodedPayments:
        """Write one payment file. Same header and rows, same bytes."""
        ...

    def decode_payments(self, *, content: bytes) -> pa.Table:
        """Read back a payment file of ours as `PAYMENT_ROWS`, names as the bank was given them."""
        ...

    def decode_return(self, *, content: bytes) -> ReturnedFile:
        """Read a return file. Raises for the first thing that is wrong, with its line."""
        ...

    def decode_statement(self, *, content: bytes) -> BankStatement:
        """Read a statement. Raises for the first thing that is wrong, with its line."""
        ...


class BankChannel(Protocol):
    """The line to a bank, used outside any transaction."""

    def send(self, *, file_name: str, content: bytes) -> None:
        """Hand over a payment file. The same bytes again change nothing; other bytes under a used name raise."""
        ...
