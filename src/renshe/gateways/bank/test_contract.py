"""Files between us and the bank: what is written, what is refused, and how rare names survive."""

import hashlib
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renshe.domains.pension.api import PAYMENT_ROWS, PaymentHeader
from renshe.gateways.bank import gb18030
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.names import UnwritableName, known_banks, write_names
from renshe.gateways.bank.proving import BadBankFile
from renshe.gateways.bank.simulator import SimulatedBank

PAY_ON = date(2025, 10, 15)
HEADER = PaymentHeader(batch_id=7, part=1, agency="440400", pay_on=PAY_ON, purpose="2025-10养老金")
FORMAT = RensheBankFormat()


def rows(*people):
    """Instructions `(line, bank, account, name, fen)`."""
    return pa.Table.from_pylist(
        [dict(zip(PAYMENT_ROWS.names, person, strict=True)) for person in people],
        schema=PAYMENT_ROWS,
    )


def sealed(*records, trailer):
    """A file as another program would make it, with a right hash."""
    body = "".join(record + "\r\n" for record in records).encode("gb18030")
    return body + f"{trailer}|{hashlib.sha256(body).hexdigest()}\r\n".encode()


def returned(*details, totals="1|1|300|0|0|0|0", count=1):
    head = f"H|RENSHE-RETURN|1|7|1|{'a' * 64}|20251016|{count}"
    return sealed(head, *details, trailer=f"T|{totals}")


GOOD = "D|7-1|6222|300|P||20251016"


def test_a_payment_file_is_what_the_contract_says_to_the_byte():
    encoded = FORMAT.encode_payments(
        header=HEADER,
        rows=rows((1, "102", "6222", "王小明", 300_001), (4, "104", "6217", "李四", 5)),
    )
    lines = encoded.content.decode("gb18030").split("\r\n")
    assert lines[:3] == [
        "H|RENSHE-PAY|1|7|1|440400|20251015|2|300006",
        "D|7-1|102|6222|王小明|300001|2025-10养老金",
        "D|7-4|104|6217|李四|5|2025-10养老金",
    ]
    body = encoded.content[: encoded.content.rindex(b"T|")]
    assert lines[3] == f"T|2|300006|{hashlib.sha256(body).hexdigest()}"
    assert (encoded.rows, encoded.total_fen, encoded.refused) == (2, 300_006, {})


def test_a_rare_name_goes_out_as_its_bank_spells_it_and_never_as_a_question_mark():
    people = rows(
        (1, "102", "6222", "欧阳䶮", 1),
        (2, "105", "6217", "欧阳䶮", 1),
        (3, "105", "6218", "王\U0003112d", 1),
    )
    encoded = FORMAT.encode_payments(header=HEADER, rows=people)
    text = gb18030.decode(encoded.content)
    assert "|欧阳䶮|" in text
    assert "|欧阳YAN|" in text
    assert list(encoded.refused) == [3]
    assert "U+3112D" in encoded.refused[3]
    assert "?" not in text


def test_the_eighteen_characters_that_gb18030_2022_moved_have_their_new_codes():
    assert gb18030.encode("龴") == bytes.fromhex("fe59")
    assert gb18030.decode(bytes.fromhex("fe59")) == "龴"
    assert "龴".encode("gb18030") != bytes.fromhex("fe59")


@given(st.text(st.characters(exclude_categories=("Cs",))))
@settings(max_examples=200, deadline=None)
def test_every_character_survives_the_way_out_and_back(text):
    assert gb18030.decode(gb18030.encode(text)) == text


def test_every_spelling_in_the_table_can_be_held_by_its_bank():
    for bank in known_banks().values():
        for character, spelling in bank.spellings.items():
            assert len(character) == 1
            assert bank.write(name=character) == spelling
    with pytest.raises(UnwritableName, match=r"U\+3112D"):
        known_banks()["403"].write(name="\U0003112d")


def test_a_bank_that_holds_everything_gets_the_name_as_it_is():
    names = pa.chunked_array([["\U0003112d", "䶮"]])
    written, refused = write_names(codes=pa.chunked_array([["10261000", "999"]]), names=names)
    assert (written.to_pylist(), refused) == (["\U0003112d", "䶮"], {})


def test_a_separator_in_an_account_holds_the_line_back_instead_of_breaking_the_file():
    encoded = FORMAT.encode_payments(
        header=HEADER, rows=rows((1, "102", "62|22", "王小明", 300), (2, "102", "6223", "李四", 5))
    )
    assert (list(encoded.refused), encoded.rows, encoded.total_fen) == ([1], 1, 5)


def test_a_return_is_read_with_its_states_and_reasons():
    content = returned(
        GOOD, "D|7-2|6223|200|F|E02|", "D|7-3|6224|100|U||", count=3, totals="3|1|300|1|200|1|100"
    )
    answer = FORMAT.decode_return(content=content)
    assert (answer.batch_id, answer.part, answer.made_on) == (7, 1, date(2025, 10, 16))
    assert answer.rows["status"].to_pylist() == ["paid", "failed", "unknown"]
    assert answer.rows["reason_code"].to_pylist() == ["", "name_mismatch", ""]
    assert answer.rows["settled_on"].to_pylist() == [date(2025, 10, 16), None, None]


BAD_RETURNS = {
    "cut off": returned(GOOD)[:-2],
    "empty": b"",
    "zeros": b"\0" * 1000,
    "a byte that is no GB 18030": returned(GOOD).replace(b"6222", b"62\xff2"),
    "utf-16": returned(GOOD).decode().encode("utf-16"),
    "changed after sealing": returned(GOOD).replace(b"|300|P", b"|301|P"),
    "another kind of file": returned(GOOD).replace(b"RENSHE-RETURN", b"RENSHE-STATEM"),
    "an instruction twice": returned(GOOD, GOOD, count=2, totals="2|2|600|0|0|0|0"),
    "an instruction of another batch": returned(GOOD.replace("7-1", "8-1")),
    "full-width digits": returned(GOOD.replace("300", "３００")),
    "a state nobody agreed": returned(GOOD.replace("|P|", "|X|")),
    "paid without a day": returned(GOOD.replace("20251016", "")),
    "failed with an unknown reason": returned("D|7-1|6222|300|F|E77|", totals="1|0|0|1|300|0|0"),
    "a day that is none": returned(GOOD.replace("20251016", "20251316")),
    "a field too many": returned(GOOD + "|"),
    "a trailer that does not add up": returned(GOOD, totals="1|1|301|0|0|0|0"),
    "a header with another count": returned(GOOD, count=2),
}


@pytest.mark.parametrize("content", BAD_RETURNS.values(), ids=BAD_RETURNS)
def test_a_malformed_return_is_refused_as_a_whole_with_its_line(content):
    with pytest.raises(BadBankFile, match=r"第[0-9]+行"):
        FORMAT.decode_return(content=content)


def statement(*details, totals, opening=1000):
    head = f"H|RENSHE-STATEMENT|1|6001|20251001|20251031|{opening}"
    return sealed(head, *details, trailer=f"T|{totals}")


def test_a_statement_is_read_only_if_every_balance_follows():
    lines = ("D|7-1|20251015|PAY|-300|代发|批量|700", "D|I1|20251031|INTEREST|5|本行|结息|705")
    read = FORMAT.decode_statement(content=statement(*lines, totals="2|300|5|705"))
    assert (read.opening_fen, read.closing_fen, len(read.rows)) == (1000, 705, 2)
    wrong = (lines[0], lines[1].replace("705", "706"))
    for content in (
        statement(*wrong, totals="2|300|5|706"),
        statement(*lines, totals="2|300|6|705"),
    ):
        with pytest.raises(BadBankFile):
            FORMAT.decode_statement(content=content)


def paid(count=400):
    people = [(n, "102", f"6222{n:08d}", "王小明", 300_000 + n) for n in range(1, count + 1)]
    return FORMAT.encode_payments(header=HEADER, rows=rows(*people)).content


def test_the_simulated_bank_answers_in_the_agreed_form_and_always_the_same():
    bank = SimulatedBank(seed=11, failing_per_mille=50, unknown_per_mille=50)
    first = bank.answer(paid(), settled_on=PAY_ON)
    assert first == bank.answer(paid(), settled_on=PAY_ON)
    answer = FORMAT.decode_return(content=first)
    states = answer.rows["status"].to_pylist()
    assert {"paid", "failed", "unknown"} == set(states)
    later = FORMAT.decode_return(content=bank.answer_unknown(paid(), settled_on=PAY_ON))
    unknown = [
        line
        for line, state in zip(answer.rows["line_no"].to_pylist(), states, strict=True)
        if state == "unknown"
    ]
    assert later.rows["line_no"].to_pylist() == unknown
    assert set(later.rows["status"].to_pylist()) == {"paid", "failed"}


def test_the_simulated_bank_refuses_a_file_that_was_changed_on_the_way():
    with pytest.raises(ValueError, match="hash"):
        SimulatedBank(seed=1).receive(paid(3).replace(b"300001", b"300009"))


def test_the_simulated_statement_shows_each_file_and_each_payment_that_came_back():
    bank = SimulatedBank(seed=11, failing_per_mille=50, unknown_per_mille=50)
    content = bank.statement(
        account="6001", from_on=date(2025, 10, 1), to_on=date(2025, 10, 31), opening=0,
        transfers=[("plan-1", PAY_ON, 500_000_000)], payments=[(paid(), PAY_ON)],
    )  # fmt: skip
    read = FORMAT.decode_statement(content=content)
    back = {row.reference for row in read.rows if row.kind == "BACK"}
    failed = set()
    for answer in (
        bank.answer(paid(), settled_on=PAY_ON),
        bank.answer_unknown(paid(), settled_on=PAY_ON),
    ):
        table = FORMAT.decode_return(content=answer).rows.to_pylist()
        failed |= {f"7-{row['line_no']}" for row in table if row["status"] == "failed"}
    assert back == failed
    assert [row.kind for row in read.rows].count("PAY") == 1
    assert {"CHARGE", "INTEREST", "TRANSFER"} <= {row.kind for row in read.rows}


@pytest.mark.parametrize("line", ["", "X|7-1|6222|300|P||20251016", "D|7-1|6222\n|300|P||20251016"])
def test_a_record_that_is_no_record_is_told_by_its_line(line):
    content = returned(GOOD, line, count=2, totals="2|2|600|0|0|0|0")
    with pytest.raises(BadBankFile, match="第3行"):
        FORMAT.decode_return(content=content)
