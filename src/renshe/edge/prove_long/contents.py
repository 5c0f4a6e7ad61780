"""Everything a database says, in words that do not depend on which attempt said it.

Numbers given by sequences, times of writing and counts of attempts differ between an undisturbed run and one that was
killed; everything else must be the same. So each row is written with the names of what it refers to: a batch by its run
key, a bill by its payer, a file by its name and its text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

from django.db import connection

Rows = dict[str, list[str]]

# What is told of the attempt and not of the outcome.
_LEFT_OUT = {
    ("audit_run", "attempt"),
    ("documents_file", "sha256"),
    ("documents_file", "size"),
    ("documents_file", "content"),
    ("pension_payment_file", "sha256"),
}
_TABLES_LEFT_OUT = {"django_migrations", "django_content_type", "auth_permission", "django_session"}
_BATCH_COLUMNS = {"batch_id", "credited_batch_id", "roster_batch_id"}
_FILE_COLUMNS = {"file_id", "returned_file_id", "source_file_id", "evidence_file_id"}
_REFERRED = {
    "bill_id": "contributions_bill",
    "corrects_id": "contributions_bill",
    "receipt_id": "contributions_receipt",
    "entry_id": "funds_entry",
    "reverses_id": "funds_entry",
    "payee_account_id": "pension_payee_account",
    "declaration_id": "contributions_declaration",
    "register_import_id": "contributions_register_import",
    "plan_id": "funds_funduseplan",
    "person_id": "registry_person",
}
_INSTRUCTION = re.compile(r"(?<![\d-])(\d+)-(\d+)(?![\d-])")
_FILE_NAME = re.compile(r"-(\d+)-(\d{3})\.txt$")
_HASH = re.compile(r"[0-9a-f]{64}")
_OF_BATCH = re.compile(r"^(\d+)(:.*)?$")


class Names:
    """What the numbered rows of this database are called."""

    def __init__(self) -> None:
        self.batch = {int(i): str(key) for i, key in _query("SELECT id, run_key FROM funds_batch")}
        self.file: dict[int, str] = {}
        self.hash: dict[str, str] = {}
        for number, digest, name, content in _query(
            "SELECT id, sha256, name, content FROM documents_file"
        ):
            told = hashlib.sha256(self.content(bytes(content)).encode()).hexdigest()[:16]
            self.file[number] = f"{self.text(name)}#{told}"
            self.hash[digest] = self.file[number]
        self.row = {
            "contributions_bill": self._of(
                "SELECT id, batch_id, coalesce('E' || employer_id, 'P' || person_id) || ' ' || period || ' ' || kind"
                " FROM contributions_bill"
            ),
            "registry_person": self._of("SELECT id, NULL, id_number FROM registry_person"),
            "contributions_receipt": self._of(
                "SELECT id, NULL, external_ref FROM contributions_receipt"
            ),
            "pension_payee_account": self._of(
                "SELECT id, NULL, account_number FROM pension_payee_account"
            ),
            "contributions_declaration": self._of(
                "SELECT id, NULL, employer_id || ' ' || period || ' ' || channel || ' ' || submitted_by || ' ' || submitted_at"
                " FROM contributions_declaration"
            ),
            "contributions_register_import": self._of(
                "SELECT id, NULL, resume_key FROM contributions_register_import"
            ),
            "funds_funduseplan": {
                i: f"{purpose} {self.cause('batch', cause)}"
                for i, purpose, cause in _query(
                    "SELECT id, purpose, cause_id FROM funds_funduseplan"
                )
            },
        }
        self.row["funds_entry"] = {
            i: f"{book} {fund} {reason} {kind} {self.cause(kind, cause)}"
            for i, book, fund, reason, kind, cause in _query(
                "SELECT id, book, fund_id, reason, cause_kind, cause_id FROM funds_entry"
            )
        }

    def _of(self, statement: str) -> dict[int, str]:
        return {
            int(i): f"{self.batch.get(batch, '')} {name}".strip()
            for i, batch, name in _query(statement)
        }

    def cause(self, kind: str, cause: str) -> str:
        """A cause of an entry or plan: a batch, a plan, an entry or a file by its name."""
        if kind == "fund_use_plan":
            return self.row["funds_funduseplan"].get(int(cause), cause)
        if kind == "funds_entry":
            return f"an entry {cause}" if not cause.isdigit() else "an entry"
        of_batch = _OF_BATCH.match(cause)
        if (
            kind in ("batch", "receipt", "pension_payment")
            and of_batch
            and int(of_batch[1]) in self.batch
        ):
            return self.batch[int(of_batch[1])] + (of_batch[2] or "")
        return self.text(cause)

    def text(self, text: str) -> str:
        """A text in which instructions, hashes and names of files are told by the run key of their batch."""
        text = _HASH.sub(lambda m: self.hash.get(m[0], m[0]), text)
        text = _FILE_NAME.sub(lambda m: f"-{self.batch.get(int(m[1]), m[1])}-{m[2]}.txt", text)
        return _INSTRUCTION.sub(lambda m: f"{self.batch.get(int(m[1]), m[1])}-{m[2]}", text)

    def content(self, content: bytes) -> str:
        """A file's text without its own hash and with batches by name; a file that is no text by its hash."""
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return hashlib.sha256(content).hexdigest()
        if not text.startswith("H|RENSHE-"):
            return text
        lines = []
        for line in text.splitlines():
            fields = line.split("|")
            if fields[0] == "H":
                fields[3] = self.batch.get(int(fields[3]), fields[3])
            lines.append("|".join(_HASH.sub("#", self.text(field)) for field in fields))
        return "\n".join(lines)

    def json(self, value: Any) -> Any:
        """A JSON value with its batches by name."""
        if isinstance(value, dict):
            return {
                k: self.batch.get(v, v) if k == "batch_id" else self.json(v)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [self.json(each) for each in value]
        return self.text(value) if isinstance(value, str) else value


def contents() -> Rows:
    """Every row of every table in a form that can be compared, sorted."""
    names = Names()
    found: Rows = {}
    for table, columns in _columns().items():
        kept = [
            (name, kind)
            for name, kind in columns
            if (table, name) not in _LEFT_OUT and kind not in ("timestamptz", "xid8")
        ]
        if ("id", "int8") in kept:
            kept.remove(("id", "int8"))
        listed = ", ".join(
            f'"{name}"' if kind not in ("daterange", "date") else f'"{name}"::text'
            for name, kind in kept
        )
        rows = (
            json.dumps(
                {name: _told(names, name, value, row_of) for (name, _), value in row_of.items()},
                ensure_ascii=False,
                default=str,
            )
            for row_of in (
                dict(zip(kept, row, strict=True))
                for row in _query(f'SELECT {listed} FROM "{table}"')
            )
        )
        found[table] = sorted(rows)
    return found


def _told(names: Names, column: str, value: Any, row: dict[tuple[str, str], Any]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if column in _BATCH_COLUMNS:
        return names.batch.get(value, value)
    if column in _FILE_COLUMNS:
        return names.file.get(value, value)
    if column in _REFERRED:
        return names.row[_REFERRED[column]].get(value, value)
    if column == "cause_id":
        return names.cause(
            row.get(("cause_kind", "varchar"), row.get(("purpose", "varchar"), "")), value
        )
    return _told_text(names, value) if isinstance(value, str) else value


def _told_text(names: Names, value: str) -> Any:
    # JSON columns come as text too.
    if value[:1] in "{[":
        try:
            return names.json(json.loads(value))
        except ValueError:
            return names.text(value)
    if value.startswith("plan-") and value[5:].isdigit():
        return "plan " + names.row["funds_funduseplan"].get(int(value[5:]), value)
    return names.text(value)


def differences(*, undisturbed: Rows, found: Rows, limit: int = 5) -> list[str]:
    """What one database has and the other lacks, table by table; empty where nothing was lost and nothing doubled."""
    told = []
    for table in sorted({*undisturbed, *found}):
        before, after = Counter(undisturbed.get(table, ())), Counter(found.get(table, ()))
        for words, rows in (("lost", before - after), ("doubled or changed", after - before)):
            told += [
                f"{table}: {words} {count} × {row[:600]}"
                for row, count in list(rows.items())[:limit]
            ]
    return told


def loose_stages() -> list[str]:
    """Stages that lie about unattached; after a completed run there is none."""
    return [
        name
        for (name,) in _query(
            r"""SELECT c.relname FROM pg_class c
                  JOIN pg_class p ON p.relkind = 'p' AND c.relname ~ ('^' || p.relname || '_b[0-9]+$')
                 WHERE c.relkind = 'r' AND NOT c.relispartition"""
        )
    ]


def broken_invariants(*, limit: int = 5) -> list[str]:
    """Every row that breaks an invariant of `renshe prove`, as text; empty where all hold."""
    from renshe.edge.commands.prove import all_invariants
    from renshe.foundation.invariants import prove

    chosen = [invariant for _, invariant in all_invariants()]
    return [
        f"{invariant.name}: {breach.row} {breach.detail}"
        for invariant, breaches, _ in prove(invariants=chosen, limit=limit)
        for breach in breaches
    ]


def examine() -> dict[str, Any]:
    """All that is compared after a run: contents, broken invariants, stages left lying."""
    return {"contents": contents(), "broken": broken_invariants(), "stages": loose_stages()}


def _columns() -> dict[str, list[tuple[str, str]]]:
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in _query(
        """SELECT c.relname, a.attname, t.typname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"""
    ):
        if table not in _TABLES_LEFT_OUT:
            tables.setdefault(table, []).append((column, kind))
    loose = set(loose_stages())
    return {table: columns for table, columns in tables.items() if table not in loose}


def _query(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
