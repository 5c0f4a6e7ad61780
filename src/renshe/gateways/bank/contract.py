"""The files exchanged with the paying bank, written and read exactly as README.md says."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from renshe.domains.pension.api import (
    RESULT_ROWS,
    EncodedPayments,
    PaymentHeader,
    ReturnedFile,
    Statement,
    StatementRow,
)

from renshe.gateways.bank import gb18030
from renshe.gateways.bank.names import write_names

STATUSES = {"P": "paid", "F": "failed", "U": "unknown"}
REASONS = {
    "E01": "account_closed",
    "E02": "name_mismatch",
    "E03": "dormant",
    "E04": "frozen",
    "E05": "no_such_account",
    "E99": "other",
}
STATEMENT_KINDS = ("PAY", "BACK", "TRANSFER", "CHARGE", "INTEREST")
MAX_FILE_BYTES = 200 * 1024 * 1024
SEPARATOR = (
    "户名、账号或行号含分隔符或控制字符，请更正账户。 The account holds a separator; correct it."
)


class BadBankFile(Exception):
    """A bank file that is not what the contract says. Nothing of it may be used."""

    def __init__(self, *, line: int, zh: str, en: str):
        self.line, self.zh, self.en = line, zh, en
        super().__init__(
            f"第{line}行：{zh}。整个文件未采用，请银行重发。 Line {line}: {en}; nothing was used."
        )


@dataclass(frozen=True)
class RensheBankFormat:
    """The format of README.md as the port `BankFormat` of the pension domain."""

    def encode_payments(self, *, header: PaymentHeader, rows: pa.Table) -> EncodedPayments:
        """Write one payment file; lines whose name the bank cannot hold are left out and reported."""
        names, unwritable = write_names(
            bank_codes=rows["bank_code"].to_pylist(), names=rows["account_name"].to_pylist()
        )
        lines = rows["line_no"].to_pylist()
        refused = {lines[position]: str(problem) for position, problem in unwritable.items()}
        columns = (rows["bank_code"], rows["account_number"], pa.chunked_array([names], pa.string()))
        for position in _unsafe_positions(columns):
            refused.setdefault(lines[position], SEPARATOR)
        kept = pc.invert(pc.is_in(rows["line_no"], pa.array(list(refused), pa.int32())))
        amounts = rows["amount_fen"].filter(kept)
        records = pc.binary_join_element_wise(
            "D",
            pc.binary_join_element_wise(str(header.batch_id), _text(rows["line_no"].filter(kept)), "-"),
            *(column.filter(kept) for column in columns),
            _text(amounts),
            header.purpose,
            "|",
        ).to_pylist()
        total = pc.sum(amounts).as_py() or 0
        head = (
            f"H|RENSHE-PAY|1|{header.batch_id}|{header.part}|{header.agency}|{header.pay_on:%Y%m%d}"
            f"|{len(records)}|{total}"
        )
        body = gb18030.encode("\r\n".join((head, *records, "")))
        digest = hashlib.sha256(body).hexdigest()
        trailer = f"T|{len(records)}|{total}|{digest}\r\n".encode("ascii")
        return EncodedPayments(
            content=body + trailer, rows=len(records), total_fen=total, refused=refused
        )

    def decode_return(self, *, content: bytes) -> ReturnedFile:
        """Read a return file and prove its trailer. Raises `BadBankFile` naming the line."""
        lines = _proved_lines(
            content=content, kind="RENSHE-RETURN", header_fields=8, trailer_fields=9
        )
        head = lines[0]
        batch_id, part = _whole(head[3], line=1), _whole(head[4], line=1)
        rows = _return_rows(lines[1:-1], batch_id=batch_id)
        _compare_return_totals(rows=rows, head=head, trailer=lines[-1], last=len(lines))
        return ReturnedFile(
            batch_id=batch_id,
            part=part,
            answers_sha256=head[5],
            made_on=_day(head[6], line=1),
            rows=rows,
        )

    def decode_statement(self, *, content: bytes) -> Statement:
        """Read a statement and prove each running balance. Raises `BadBankFile` naming the line."""
        lines = _proved_lines(
            content=content, kind="RENSHE-STATEMENT", header_fields=7, trailer_fields=6
        )
        head, trailer = lines[0], lines[-1]
        opening = balance = _whole(head[6], line=1)
        rows, debits, credits, seen = [], 0, 0, set()
        for number, fields in enumerate(lines[1:-1], start=2):
            row = _statement_row(fields, line=number)
            balance += row.amount_fen
            if row.balance_fen != balance:
                raise BadBankFile(
                    line=number, zh="余额与发生额不符", en="the running balance does not follow"
                )
            if row.reference in seen:
                raise BadBankFile(line=number, zh="流水号重复", en="a reference appears twice")
            seen.add(row.reference)
            debits, credits = debits + max(0, -row.amount_fen), credits + max(0, row.amount_fen)
            rows.append(row)
        last = len(lines)
        printed = [_whole(text, line=last) for text in trailer[1:5]]
        if printed != [len(rows), debits, credits, balance]:
            raise BadBankFile(line=last, zh="尾记录合计不符", en="the trailer does not add up")
        return Statement(
            account_number=head[3],
            from_on=_day(head[4], line=1),
            to_on=_day(head[5], line=1),
            opening_fen=opening,
            closing_fen=balance,
            rows=tuple(rows),
        )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, pa.string())


def _unsafe_positions(columns: tuple[pa.ChunkedArray, ...]) -> list[int]:
    """Rows in which a text holds the separator or a control character."""
    unsafe = [pc.match_substring_regex(column, r"[|\x00-\x1f\x7f]") for column in columns]
    found = unsafe[0]
    for more in unsafe[1:]:
        found = pc.or_(found, more)
    return pc.indices_nonzero(found).to_pylist()


def _proved_lines(
    *, content: bytes, kind: str, header_fields: int, trailer_fields: int
) -> list[list[str]]:
    """Split a file into fields after proving its encoding, its kind, its shape and its hash."""
    if len(content) > MAX_FILE_BYTES:
        raise BadBankFile(line=0, zh="文件过大", en="the file is too large")
    if not content.endswith(b"\r\n"):
        raise BadBankFile(line=0, zh="文件不完整，末行缺少换行", en="the file is cut off")
    body_end = content.rfind(b"\r\n", 0, len(content) - 2) + 2
    if body_end < 2:
        raise BadBankFile(line=1, zh="缺少首记录或尾记录", en="header or trailer is missing")
    try:
        text = gb18030.decode(content)
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise BadBankFile(line=line, zh="不是 GB 18030 编码", en="not GB 18030 text") from problem
    lines = [line.split("|") for line in text.split("\r\n")[:-1]]
    head, trailer = lines[0], lines[-1]
    if head[:3] != ["H", kind, "1"] or len(head) != header_fields:
        raise BadBankFile(
            line=1, zh=f"首记录不是 {kind} 第1版", en=f"the header is not {kind} version 1"
        )
    if trailer[0] != "T" or len(trailer) != trailer_fields:
        raise BadBankFile(
            line=len(lines), zh="尾记录缺失或字段数不符", en="the trailer is missing or malformed"
        )
    if trailer[-1] != hashlib.sha256(content[:body_end]).hexdigest():
        raise BadBankFile(
            line=len(lines), zh="校验值不符，文件被改动或不完整", en="the hash does not match"
        )
    return lines


def _return_rows(records: list[list[str]], *, batch_id: int) -> pa.Table:
    """The detail records as columns; each rule is checked on a whole column, and names the first line that breaks it."""
    for line, fields in enumerate(records, start=2):
        if len(fields) != 7 or fields[0] != "D":
            raise BadBankFile(line=line, zh="明细记录字段数不符", en="a record has the wrong number of fields")
    columns = list(zip(*records, strict=True)) if records else [()] * 7
    _, instruction, account, amount, status, reason, settled = (
        pa.array(column, pa.string()) for column in columns
    )
    _refuse(
        pc.invert(pc.match_substring_regex(instruction, f"^{batch_id}-[1-9][0-9]{{0,8}}$")),
        zh="指令号不属于本批次",
        en="the instruction is not of this batch",
    )
    line_no = pc.cast(pc.utf8_replace_slice(instruction, 0, len(f"{batch_id}-"), ""), pa.int32())
    _refuse_repeated(line_no)
    _refuse(
        pc.invert(pc.match_substring_regex(amount, "^[0-9]{1,15}$")),
        zh="金额不是整数分",
        en="the amount is not whole fen",
    )
    _check_answers(status=status, reason=reason, settled=settled)
    days = {text: _day(text, line=2) for text in pc.unique(settled).to_pylist() if text}
    return pa.table(
        {
            "line_no": line_no,
            "account_number": account,
            "amount_fen": pc.cast(amount, pa.int64()),
            "status": [STATUSES[code] for code in status.to_pylist()],
            "reason_code": [REASONS.get(code, "") for code in reason.to_pylist()],
            "settled_on": [days.get(text) for text in settled.to_pylist()],
        },
        schema=RESULT_ROWS,
    )


def _refuse(wrong: pa.Array, *, zh: str, en: str) -> None:
    """Refuse the file at the first line of a column of faults."""
    first = pc.index(wrong, True).as_py()
    if first >= 0:
        raise BadBankFile(line=first + 2, zh=zh, en=en)


def _refuse_repeated(line_no: pa.Array) -> None:
    if pc.count_distinct(line_no).as_py() == len(line_no):
        return
    seen: set[int] = set()
    for line, number in enumerate(line_no.to_pylist(), start=2):
        if number in seen:
            raise BadBankFile(line=line, zh="指令号重复", en="an instruction is answered twice")
        seen.add(number)


def _check_answers(*, status: pa.Array, reason: pa.Array, settled: pa.Array) -> None:
    """Paid has a day and no reason, failed a known reason and no day, unknown neither."""
    _refuse(
        pc.invert(pc.is_in(status, pa.array(list(STATUSES)))),
        zh="处理状态未约定",
        en="a status that is not agreed",
    )
    paid, failed = pc.equal(status, "P"), pc.equal(status, "F")
    dated = pc.match_substring_regex(settled, "^[0-9]{8}$")
    told = pc.is_in(reason, pa.array(list(REASONS)))
    blank = pc.equal(settled, "")
    wrong = pc.or_(
        pc.xor(paid, dated),
        pc.or_(pc.xor(failed, told), pc.and_(pc.invert(failed), pc.not_equal(reason, ""))),
    )
    wrong = pc.or_(wrong, pc.and_(pc.invert(paid), pc.invert(blank)))
    _refuse(wrong, zh="状态、原因、入账日期互相矛盾", en="status, reason and day contradict")


def _compare_return_totals(
    *, rows: pa.Table, head: list[str], trailer: list[str], last: int
) -> None:
    counted = [rows.num_rows]
    for status in ("paid", "failed", "unknown"):
        chosen = rows.filter(pc.equal(rows["status"], status))
        counted += [chosen.num_rows, pc.sum(chosen["amount_fen"]).as_py() or 0]
    printed = [_whole(text, line=last) for text in trailer[1:8]]
    if printed != counted or _whole(head[7], line=1) != rows.num_rows:
        raise BadBankFile(
            line=last, zh="尾记录笔数或金额合计不符", en="the trailer does not add up"
        )


def _statement_row(fields: list[str], *, line: int) -> StatementRow:
    if len(fields) != 8 or fields[0] != "D":
        raise BadBankFile(
            line=line, zh="明细记录字段数不符", en="a detail record has the wrong number of fields"
        )
    _, reference, booked, kind, amount, counterparty, purpose, balance = fields
    if kind not in STATEMENT_KINDS:
        raise BadBankFile(
            line=line, zh=f"交易类型“{kind}”未约定", en=f"kind {kind!r} is not agreed"
        )
    return StatementRow(
        reference=reference,
        booked_on=_day(booked, line=line),
        kind=kind,
        amount_fen=_whole(amount, line=line),
        counterparty=counterparty,
        purpose=purpose,
        balance_fen=_whole(balance, line=line),
    )


def _whole(text: str, *, line: int) -> int:
    """Read an integer written in plain ASCII digits; full-width digits and blanks are refused."""
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise BadBankFile(
            line=line, zh=f"“{text[:20]}”不是整数", en=f"{text[:20]!r} is not a whole number"
        )
    return int(text)


def _day(text: str, *, line: int) -> date:
    if re.fullmatch(r"[0-9]{8}", text):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise BadBankFile(
        line=line, zh=f"“{text[:20]}”不是 YYYYMMDD 日期", en=f"{text[:20]!r} is not a day"
    )
