"""The files exchanged with the paying bank, written and read exactly as README.md says."""

import hashlib
import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from renshe.domains.pension.api import (
    PAYMENT_ROWS,
    RESULT_ROWS,
    EncodedPayments,
    PaymentHeader,
    ReturnedFile,
    Statement,
    StatementRow,
)
from renshe.gateways.bank import gb18030
from renshe.gateways.bank.names import write_names
from renshe.gateways.bank.proving import LINE_END, BadBankFile, Proved, day, prove, whole

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
PAYMENT_FIELDS = ("tag", "instruction", "bank", "account", "name", "amount", "purpose")
RETURN_FIELDS = ("tag", "instruction", "account", "amount", "status", "reason", "settled")
SEPARATOR = (
    "户名、账号或行号含分隔符或控制字符，请更正账户。 The account holds a separator; correct it."
)


@dataclass(frozen=True)
class RensheBankFormat:
    """The format of README.md as the port `BankFormat` of the pension domain."""

    def encode_payments(self, *, header: PaymentHeader, rows: pa.Table) -> EncodedPayments:
        """Write one payment file; lines whose name the bank cannot hold are left out and told."""
        names, unwritable = write_names(codes=rows["bank_code"], names=rows["account_name"])
        lines = rows["line_no"].to_pylist()
        refused = {lines[position]: str(problem) for position, problem in unwritable.items()}
        columns = (rows["bank_code"], rows["account_number"], names)
        for position in _unsafe_positions(columns):
            refused.setdefault(lines[position], SEPARATOR)
        kept = pc.invert(pc.is_in(rows["line_no"], pa.array(list(refused), pa.int32())))
        amounts = rows["amount_fen"].filter(kept)
        numbers = _text(rows["line_no"].filter(kept))
        records = pc.binary_join_element_wise(
            "D",
            pc.binary_join_element_wise(str(header.batch_id), numbers, "-"),
            *(column.filter(kept) for column in columns),
            _text(amounts),
            header.purpose,
            "|",
        )
        total = pc.sum(amounts).as_py() or 0
        head = (
            f"H|RENSHE-PAY|1|{header.batch_id}|{header.part}|{header.agency}"
            f"|{header.pay_on:%Y%m%d}|{len(records)}|{total}"
        )
        body = gb18030.encode(head + LINE_END + _ended_lines(records))
        digest = hashlib.sha256(body).hexdigest()
        trailer = f"T|{len(records)}|{total}|{digest}{LINE_END}".encode("ascii")
        return EncodedPayments(
            content=body + trailer, rows=len(records), total_fen=total, refused=refused
        )

    def decode_payments(self, *, content: bytes) -> pa.Table:
        """Read back a payment file of ours. Raises `BadBankFile` naming the line."""
        proved = prove(content=content, kind="RENSHE-PAY", header_fields=9, trailer_fields=4)
        table = _cut(proved.details, names=PAYMENT_FIELDS)
        line_no = pc.utf8_replace_slice(table["instruction"], 0, len(f"{proved.head[3]}-"), "")
        columns = (
            pc.cast(line_no, pa.int32()),
            *(table[name] for name in ("bank", "account", "name")),
            pc.cast(table["amount"], pa.int64()),
        )
        return pa.table(list(columns), schema=PAYMENT_ROWS)

    def decode_return(self, *, content: bytes) -> ReturnedFile:
        """Read a return file and prove its trailer. Raises `BadBankFile` naming the line."""
        proved = prove(content=content, kind="RENSHE-RETURN", header_fields=8, trailer_fields=9)
        head = proved.head
        batch_id, part = whole(head[3], line=1), whole(head[4], line=1)
        rows = _return_rows(proved.details, batch_id=batch_id)
        _compare_return_totals(rows=rows, proved=proved)
        return ReturnedFile(
            batch_id=batch_id,
            part=part,
            answers_sha256=head[5],
            made_on=day(head[6], line=1),
            rows=rows,
        )

    def decode_statement(self, *, content: bytes) -> Statement:
        """Read a statement and prove each running balance. Raises `BadBankFile` naming the line."""
        proved = prove(content=content, kind="RENSHE-STATEMENT", header_fields=7, trailer_fields=6)
        head, records = proved.head, proved.details.split(LINE_END)[:-1]
        opening = balance = whole(head[6], line=1)
        rows, debits, credits, seen = [], 0, 0, set()
        for number, record in enumerate(records, start=2):
            row = _statement_row(record.split("|"), line=number)
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
        last = len(rows) + 2
        printed = [whole(text, line=last) for text in proved.trailer[1:5]]
        if printed != [len(rows), debits, credits, balance]:
            raise BadBankFile(line=last, zh="尾记录合计不符", en="the trailer does not add up")
        return Statement(
            account_number=head[3],
            from_on=day(head[4], line=1),
            to_on=day(head[5], line=1),
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


def _ended_lines(records: pa.ChunkedArray) -> str:
    """All records as one text, each ended by CR LF."""
    if not len(records):
        return ""
    joined = pa.ListArray.from_arrays([0, len(records)], records.combine_chunks())
    text: str = pc.binary_join(joined, LINE_END)[0].as_py()
    return text + LINE_END


def _cut(details: str, *, names: tuple[str, ...]) -> pa.Table:
    """The detail records cut into fields, all as text; refuses the first with another number of them."""
    if not details:
        return pa.table({name: pa.chunked_array([[]], pa.string()) for name in names})
    try:
        table = csv.read_csv(
            io.BytesIO(details.encode()),
            read_options=csv.ReadOptions(column_names=list(names)),
            parse_options=csv.ParseOptions(
                delimiter="|", quote_char=False, escape_char=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        table = None
    records = details.count(LINE_END)
    if (
        table is not None
        and table.num_rows == records
        and pc.all(pc.equal(table["tag"], "D")).as_py()
    ):
        return table
    parts = len(names) - 1
    bad = (
        line
        for line, record in enumerate(details.split(LINE_END)[:-1], start=2)
        if record.count("|") != parts or not record.startswith("D|") or "\n" in record
    )
    raise BadBankFile(
        line=next(bad, 2), zh="明细记录字段数不符", en="a record has the wrong number of fields"
    )


def _return_rows(details: str, *, batch_id: int) -> pa.Table:
    """The answers as columns. Each rule is checked on a whole column and names the first line that breaks it."""
    table = _cut(details, names=RETURN_FIELDS)
    instruction, account, amount, status, reason, settled = (
        table[name] for name in RETURN_FIELDS[1:]
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
    days = {text: day(text, line=2) for text in pc.unique(settled).to_pylist() if text}
    return pa.table(
        {
            "line_no": line_no,
            "account_number": account,
            "amount_fen": pc.cast(amount, pa.int64()),
            "status": _meaning(status, STATUSES, pa.string()),
            "reason_code": pc.fill_null(_meaning(reason, REASONS, pa.string()), ""),
            "settled_on": _meaning(settled, days, pa.date32()),
        },
        schema=RESULT_ROWS,
    )


def _meaning(codes: pa.ChunkedArray, meanings: dict, kind: pa.DataType) -> pa.Array:
    """What each code means; null for one that is not in the table."""
    places = pc.index_in(codes, pa.array(list(meanings), pa.string()))
    return pa.array(list(meanings.values()), kind).take(places.combine_chunks())


def _refuse(wrong: pa.ChunkedArray, *, zh: str, en: str) -> None:
    """Refuse the file at the first line of a column of faults."""
    first = pc.index(wrong, True).as_py()
    if first >= 0:
        raise BadBankFile(line=first + 2, zh=zh, en=en)


def _refuse_repeated(line_no: pa.ChunkedArray) -> None:
    if pc.count_distinct(line_no).as_py() == len(line_no):
        return
    seen: set[int] = set()
    for line, number in enumerate(line_no.to_pylist(), start=2):
        if number in seen:
            raise BadBankFile(line=line, zh="指令号重复", en="an instruction is answered twice")
        seen.add(number)


def _check_answers(
    *, status: pa.ChunkedArray, reason: pa.ChunkedArray, settled: pa.ChunkedArray
) -> None:
    """Paid has a day and no reason, failed a known reason and no day, unknown neither."""
    _refuse(
        pc.invert(pc.is_in(status, pa.array(list(STATUSES)))),
        zh="处理状态未约定",
        en="a status that is not agreed",
    )
    paid, failed = pc.equal(status, "P"), pc.equal(status, "F")
    dated = pc.match_substring_regex(settled, "^[0-9]{8}$")
    faults = (
        pc.xor(paid, dated),
        pc.xor(failed, pc.is_in(reason, pa.array(list(REASONS)))),
        pc.and_(pc.invert(failed), pc.not_equal(reason, "")),
        pc.and_(pc.invert(paid), pc.not_equal(settled, "")),
    )
    for wrong in faults:
        _refuse(wrong, zh="状态、原因、入账日期互相矛盾", en="status, reason and day contradict")


def _compare_return_totals(*, rows: pa.Table, proved: Proved) -> None:
    counted = [rows.num_rows]
    for status in STATUSES.values():
        chosen = rows.filter(pc.equal(rows["status"], status))
        counted += [chosen.num_rows, pc.sum(chosen["amount_fen"]).as_py() or 0]
    last = rows.num_rows + 2
    printed = [whole(text, line=last) for text in proved.trailer[1:8]]
    if printed != counted or whole(proved.head[7], line=1) != rows.num_rows:
        raise BadBankFile(
            line=last, zh="尾记录笔数或金额合计不符", en="the trailer does not add up"
        )


def _statement_row(fields: list[str], *, line: int) -> StatementRow:
    if len(fields) != 8 or fields[0] != "D":
        raise BadBankFile(
            line=line, zh="明细记录字段数不符", en="a record has the wrong number of fields"
        )
    _, reference, booked, kind, amount, counterparty, purpose, balance = fields
    if kind not in STATEMENT_KINDS:
        raise BadBankFile(
            line=line, zh=f"交易类型“{kind}”未约定", en=f"kind {kind!r} is not agreed"
        )
    return StatementRow(
        reference=reference,
        booked_on=day(booked, line=line),
        kind=kind,
        amount_fen=whole(amount, line=line),
        counterparty=counterparty,
        purpose=purpose,
        balance_fen=whole(balance, line=line),
    )
