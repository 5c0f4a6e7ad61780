"""How a bank writes a person's name, so that its own-name check passes."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from renshe.kernel.yaml_files import read_yaml


class UnwritableName(Exception):
    """A bank cannot hold a character of a name and nobody has told us how it spells it."""

    def __init__(self, *, bank_code: str, character: str):
        self.bank_code, self.character = bank_code, character
        code_point = f"U+{ord(character):04X}"
        super().__init__(
            f"银行 {bank_code} 不能书写“{character}”（{code_point}）：请向开户行查明户名写法，补入对照表后重发。"
            f" Bank {bank_code} cannot write {code_point}: ask how the account spells it and add it to the table."
        )


@dataclass(frozen=True)
class BankSpelling:
    """What one bank can hold, and how it spells the rest."""

    bank_code: str
    repertoire: str
    spellings: dict[str, str]

    def write(self, *, name: str) -> str:
        """Spell a name as this bank holds it. Raises `UnwritableName`, never writes a question mark."""
        written = "".join(self.spellings.get(character, character) for character in name)
        for character in written:
            try:
                character.encode(self.repertoire)
            except UnicodeEncodeError:
                raise UnwritableName(bank_code=self.bank_code, character=character) from None
        return written


@cache
def known_banks() -> dict[str, BankSpelling]:
    """Read the table of banks. A spelling is one or more characters that the bank can hold."""
    path = Path(__file__).with_name("names.yaml")
    table = read_yaml(path.read_text(encoding="utf-8"))
    return {
        code: BankSpelling(bank_code=code, repertoire=row["repertoire"], spellings=row["spellings"])
        for code, row in table["banks"].items()
    }


def write_names(
    *, codes: pa.ChunkedArray, names: pa.ChunkedArray
) -> tuple[pa.ChunkedArray, dict[int, UnwritableName]]:
    """Spell many names, each as its bank does; by position, those that cannot be written.

    A bank code begins with the three digits of its bank. A bank missing from the table is taken to
    hold every character of GB 18030, as the standard requires of it.
    """
    odd = _odd_characters(names)
    if not odd:
        return names, {}
    mask = pc.match_substring_regex(names, f"[{re.escape(''.join(sorted(odd)))}]").combine_chunks()
    banks, written, refused = known_banks(), [], {}
    rows = zip(
        pc.indices_nonzero(mask).to_pylist(),
        codes.filter(mask).to_pylist(),
        names.filter(mask).to_pylist(),
        strict=True,
    )
    for position, code, name in rows:
        bank = banks.get(code[:3])
        try:
            written.append(name if bank is None else bank.write(name=name))
        except UnwritableName as problem:
            written.append(name)
            refused[position] = problem
    column = pc.replace_with_mask(names.combine_chunks(), mask, pa.array(written, pa.string()))
    return pa.chunked_array([column]), refused


def _odd_characters(names: pa.ChunkedArray) -> set[str]:
    """The characters of these names that GBK lacks or some table respells; usually very few, so few names are touched."""
    if not len(names):
        return set()
    joined = pa.ListArray.from_arrays([0, len(names)], names.combine_chunks())
    found = set(pc.binary_join(joined, "")[0].as_py())
    respelled = set().union(*(bank.spellings for bank in known_banks().values()))
    return {character for character in found if character in respelled or not _in_gbk(character)}


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
