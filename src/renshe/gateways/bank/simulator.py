"""A paying bank that runs offline: it reads payment files, pays most of them, and writes returns and statements.

It shares no code with the reader. It was written from README.md, so that an error in one is seen
by the other. What happens to an instruction depends only on the seed and the instruction, so a
file sent twice is answered in the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b, sha256


@dataclass(frozen=True)
class Order:
    """One instruction as the bank read it."""

    instruction: str
    account: str
    name: str
    fen: int


@dataclass(frozen=True)
class ReceivedFile:
    """A payment file as the bank read it."""

    batch: str
    part: str
    digest: str
    orders: tuple[Order, ...]

    @property
    def fen(self) -> int:
        """What the file asks to be paid out."""
        return sum(order.fen for order in self.orders)


@dataclass(frozen=True)
class SimulatedBank:
    """A bank with a temper: per mille of instructions that fail, or stay unknown for a while.

    `broken_accounts` fail whatever the seed says, with the given reason, until the person has another account.
    Half of the unknown ones turn out paid, half failed.
    """

    seed: int
    failing_per_mille: int = 8
    unknown_per_mille: int = 2
    broken_accounts: dict[str, str] = field(default_factory=dict)

    def receive(self, payment: bytes) -> ReceivedFile:
        """Read a payment file the bank's way. Raises ValueError where it would refuse the file."""
        text = payment.decode("gb18030")
        records = [record.split("|") for record in text.splitlines()]
        first, last = records[0], records[-1]
        if first[1] != "RENSHE-PAY" or last[0] != "T":
            raise ValueError("the bank does not know this file")
        cut = len(payment) - len("|".join(last).encode("gb18030")) - 2
        if sha256(payment[:cut]).hexdigest() != last[3]:
            raise ValueError("the bank refuses a file whose hash is wrong")
        orders = tuple(Order(r[1], r[3], r[4], int(r[5])) for r in records[1:-1])
        if len(orders) != int(first[7]) or sum(order.fen for order in orders) != int(first[8]):
            raise ValueError("the bank refuses a file whose totals are wrong")
        return ReceivedFile(first[3], first[4], sha256(payment).hexdigest(), orders)

    def fate(self, order: Order) -> tuple[str, str, str]:
        """First status, last status and reason of an instruction, drawn from the seed."""
        if order.account in self.broken_accounts:
            return "F", "F", self.broken_accounts[order.account]
        draw = blake2b(f"{self.seed}/{order.instruction}".encode(), digest_size=8).digest()
        lot = int.from_bytes(draw[:4], "big") % 1000
        reason = ("E01", "E02", "E03", "E04", "E05")[draw[4] % 5]
        if lot < self.failing_per_mille:
            return "F", "F", reason
        if lot < self.failing_per_mille + self.unknown_per_mille:
            return ("U", "P", "") if draw[5] % 2 else ("U", "F", reason)
        return "P", "P", ""

    def answer(self, payment: bytes, *, settled_on: date) -> bytes:
        """The first return of a payment file: every instruction, some of them unknown."""
        received = self.receive(payment)
        lines = []
        for order in received.orders:
            first, _, reason = self.fate(order)
            lines.append((order, first, reason if first == "F" else ""))
        return _return_file(received, lines, settled_on)

    def answer_unknown(self, payment: bytes, *, settled_on: date) -> bytes:
        """The supplementary return: what became of the instructions that were unknown."""
        received = self.receive(payment)
        lines = []
        for order in received.orders:
            first, last, reason = self.fate(order)
            if first == "U":
                lines.append((order, last, reason if last == "F" else ""))
        return _return_file(received, lines, settled_on)

    def statement(
        self,
        *,
        account: str,
        from_on: date,
        to_on: date,
        opening: int,
        transfers: Iterable[tuple[str, date, int]],
        payments: Iterable[tuple[bytes, date]],
    ) -> bytes:
        """A statement of the expenditure account: transfers in, one debit a file, failed ones
        back, charge and interest."""
        moves: list[tuple[date, str, str, int, str, str]] = []
        for reference, on, fen in transfers:
            moves.append((on, reference, "TRANSFER", fen, "社会保障基金财政专户", "用款计划拨款"))
        for payment, on in payments:
            received = self.receive(payment)
            moves.append(
                (
                    on,
                    f"F{received.batch}-{received.part}",
                    "PAY",
                    -received.fen,
                    "代发养老金",
                    "批量代发",
                )
            )
            for order in received.orders:
                first, last, _ = self.fate(order)
                if last == "F":
                    back = on + timedelta(days=1 if first == "F" else 4)
                    moves.append(
                        (back, order.instruction, "BACK", order.fen, order.account, "代发退回")
                    )
        moves.append((to_on, f"C{to_on:%Y%m%d}", "CHARGE", -2_000, "本行", "账户服务费"))
        moves.append((to_on, f"I{to_on:%Y%m%d}", "INTEREST", 36_850, "本行", "结息"))
        return _statement_file(
            account, from_on, to_on, opening, sorted(moves, key=lambda move: move[0])
        )


def _sealed(records: list[str], trailer: str) -> bytes:
    body = "".join(record + "\r\n" for record in records).encode("gb18030")
    return body + f"{trailer}|{sha256(body).hexdigest()}\r\n".encode("gb18030")


def _return_file(
    received: ReceivedFile, lines: list[tuple[Order, str, str]], settled_on: date
) -> bytes:
    day = settled_on.strftime("%Y%m%d")
    records = [
        f"H|RENSHE-RETURN|1|{received.batch}|{received.part}|{received.digest}|{day}|{len(lines)}"
    ]
    tally = {"P": [0, 0], "F": [0, 0], "U": [0, 0]}
    for order, status, reason in lines:
        tally[status][0] += 1
        tally[status][1] += order.fen
        settled = day if status == "P" else ""
        records.append(
            f"D|{order.instruction}|{order.account}|{order.fen}|{status}|{reason}|{settled}"
        )
    sums = "|".join(str(number) for status in "PFU" for number in tally[status])
    return _sealed(records, f"T|{len(lines)}|{sums}")


def _statement_file(
    account: str, from_on: date, to_on: date, opening: int, moves: list[tuple]
) -> bytes:
    records = [f"H|RENSHE-STATEMENT|1|{account}|{from_on:%Y%m%d}|{to_on:%Y%m%d}|{opening}"]
    balance, debits, credits, shown = opening, 0, 0, 0
    for on, reference, kind, fen, counterparty, purpose in moves:
        if not from_on <= on <= to_on:
            continue
        balance += fen
        debits, credits = debits - min(fen, 0), credits + max(fen, 0)
        shown += 1
        records.append(f"D|{reference}|{on:%Y%m%d}|{kind}|{fen}|{counterparty}|{purpose}|{balance}")
    return _sealed(records, f"T|{shown}|{debits}|{credits}|{balance}")
