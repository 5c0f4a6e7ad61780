"""Text files that machines exchange: header, records, trailer with totals and a hash of everything before it.

The rules are those of the gateways' README files. Anything that breaks one of them refuses the whole file, with the
line where it broke; a file is used whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from renshe.kernel.codes.problem import Problem, Refused

END = b"\r\n"
FILE_BYTES_MAX = 200 * 2**20
_UNSAFE = re.compile(r"[|\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Layout:
    """What a kind of file looks like: its name and version, header fields, record fields, and the field summed up.

    `record` maps a field to its type: `text`, `code` (no blank), `fen` and `count` (whole numbers), `day` (YYYYMMDD),
    `month` (YYYYMM). A field in `may_be_empty` may be empty, which means none.
    """

    name: str
    version: str
    header: tuple[str, ...]
    record: Mapping[str, str]
    total: str
    may_be_empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unsealed:
    """A file that kept every rule: its header as text, its records as columns, and its two totals."""

    header: dict[str, str]
    records: pl.DataFrame
    rows: int
    total: int


def broken(*, line: int, zh: str, en: str) -> Refused:
    """The refusal of a file for what stands in one line, to be raised by the caller; nothing of it was used."""
    return Refused(
        Problem(
            code="exchange_file_broken",
            zh=f"第{line}行：{zh}，整个文件未采用",
            en=f"line {line}: {en}; nothing was used",
            clause="",
            next_step_zh="请发送方核对后重新生成文件",
            next_step_en="have the sender make the file again",
        ),
        subject=f"line {line}",
    )


def seal(*, layout: Layout, header: Sequence[object], records: pl.DataFrame) -> bytes:
    """Write a file of this layout; the same rows give the same bytes. Raises ValueError for text with a separator."""
    for name, kind in layout.record.items():
        if kind in ("text", "code") and records[name].str.contains(_UNSAFE.pattern).any():
            raise ValueError(f"{name} holds a separator or a control character")
    columns = [_written(pl.col(name), kind) for name, kind in layout.record.items()]
    lines = records.select(pl.concat_str([pl.lit("D"), *columns], separator="|")).to_series()
    total = int(records[layout.total].sum())
    first = "|".join(
        ["H", layout.name, layout.version, *map(str, header), str(records.height), str(total)]
    )
    body = b"".join(line.encode("utf-8") + END for line in [first, *lines.to_list()])
    digest = hashlib.sha256(body).hexdigest()
    return body + f"T|{records.height}|{total}|{digest}".encode() + END


def unseal(content: bytes, *, layout: Layout) -> Unsealed:
    """Read a file of this layout. Raises Refused where a rule is broken."""
    if len(content) > FILE_BYTES_MAX:
        raise broken(line=1, zh=f"文件超过 {FILE_BYTES_MAX >> 20} MB", en="the file is too large")
    head, body, trailer, lines = _parts(content)
    fields = head.split("|")
    if fields[:3] != ["H", layout.name, layout.version]:
        raise broken(
            line=1,
            zh=f"不是 {layout.name} 第 {layout.version} 版文件",
            en=f"not a {layout.name} file of version {layout.version}",
        )
    if len(fields) != 3 + len(layout.header) + 2:
        raise broken(line=1, zh="文件头字段数不对", en="the header has the wrong number of fields")
    if hashlib.sha256(
        content[: len(content) - len(trailer) - len(END)]
    ).hexdigest() != trailer.split(b"|")[-1].decode("ascii", "replace"):
        raise broken(
            line=lines,
            zh="校验值不符，文件被改动或不完整",
            en="the hash differs: changed or cut off",
        )
    records = _records(body, layout)
    found = (records.height, int(records[layout.total].sum()))
    for where, said in ((1, fields[-2:]), (lines, trailer.decode().split("|")[1:3])):
        if said != [str(found[0]), str(found[1])]:
            raise broken(
                line=where,
                zh=f"合计数与明细不符（明细 {found[0]} 行 {found[1]} 分）",
                en=f"totals differ from the records ({found[0]} rows, {found[1]} fen)",
            )
    header = dict(zip(layout.header, fields[3:-2], strict=True))
    return Unsealed(header=header, records=records, rows=found[0], total=found[1])


def _parts(content: bytes) -> tuple[str, bytes, bytes, int]:
    if not content.endswith(END) or content.count(END) < 2:
        raise broken(
            line=1,
            zh="文件不完整，没有以换行结尾的文件尾",
            en="cut off: no trailer with its line end",
        )
    lines = content.count(END)
    start = content.rfind(END, 0, -2) + 2
    trailer = content[start:-2]
    if not trailer.startswith(b"T|") or trailer.count(b"|") != 3:
        raise broken(line=lines, zh="最后一行不是文件尾", en="the last line is no trailer")
    first = content.index(END)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(END, 0, error.start) + 1
        raise broken(line=line, zh="不是 UTF-8 编码", en="not encoded as UTF-8") from error
    return content[:first].decode(), content[first + 2 : start], trailer, lines


def _records(body: bytes, layout: Layout) -> pl.DataFrame:
    names = ["mark", *layout.record]
    if not body:
        return pl.DataFrame(schema={name: _TYPES[kind] for name, kind in layout.record.items()})
    lines = body[:-2].split(END)
    for number, line in enumerate(lines, 2):
        if (
            not line.startswith(b"D|")
            or line.count(b"|") != len(layout.record)
            or b"\n" in line
            or b"\r" in line
        ):
            raise broken(
                line=number,
                zh="记录的标识或字段数不对",
                en="a record of the wrong mark or number of fields",
            )
    raw = pl.read_csv(
        io.BytesIO(body.replace(END, b"\n")),
        has_header=False,
        separator="|",
        quote_char=None,
        schema=dict.fromkeys(names, pl.String),
    ).with_columns(pl.col(pl.String).fill_null(""))
    columns: dict[str, Any] = {}
    for name, kind in layout.record.items():
        column = raw[name]
        wrong = ~column.str.contains(_SHAPES[kind])
        if name in layout.may_be_empty:
            wrong &= column != ""
        read = _read(column, kind)
        wrong |= read.is_null() & (column != "")
        if wrong.any():
            at = int(wrong.arg_max() or 0)
            raise broken(
                line=at + 2,
                zh=f"{name}“{column[at][:30]}”不合规",
                en=f"{name} {column[at][:30]!r} is malformed",
            )
        columns[name] = read
    return pl.DataFrame(columns)


_SHAPES = {
    "text": r"^[^|\x00-\x1f\x7f]*$",
    "code": r"^[!-{}~]+$",
    "fen": r"^-?\d{1,17}$",
    "count": r"^\d{1,9}$",
    "day": r"^\d{8}$",
    "month": r"^\d{4}(0[1-9]|1[0-2])$",
}
_TYPES = {
    "text": pl.String,
    "code": pl.String,
    "fen": pl.Int64,
    "count": pl.Int64,
    "day": pl.Date,
    "month": pl.Int64,
}


def _read(column: pl.Series, kind: str) -> pl.Series:
    if kind in ("fen", "count"):
        return column.cast(pl.Int64, strict=False)
    if kind == "day":
        return column.str.to_date("%Y%m%d", strict=False)
    if kind == "month":
        number = column.cast(pl.Int64, strict=False)
        return number // 100 * 12 + number % 100 - 1
    return column


def _written(column: pl.Expr, kind: str) -> pl.Expr:
    if kind == "day":
        text = column.dt.strftime("%Y%m%d")
    elif kind == "month":
        text = (column // 12 * 100 + column % 12 + 1).cast(pl.String)
    else:
        text = column.cast(pl.String)
    return text.fill_null("")
