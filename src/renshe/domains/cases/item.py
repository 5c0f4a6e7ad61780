"""What a service item declares: the guide, the form, the papers, the clock and the path, all from one `service.yaml`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.domains.cases.clock import UNITS
from renshe.domains.cases.door import Door, door_of
from renshe.domains.cases.remedies import ADMINISTRATIVE, Remedy, remedy_of
from renshe.domains.cases.sampling import STANDING_RATES, Sampling, sampling_of
from renshe.domains.cases.states import PATHS
from renshe.kernel.yaml_files import read_yaml

KINDS = (
    "text", "long_text", "id_number", "credit_code", "phone", "date", "month", "yuan", "whole", "choice", "mark",
    "bank_account", "place",
)  # fmt: skip
CHANNELS = ("online", "counter", "api", "referral")
SOURCES = ("upload", "register", "either")
SUBJECTS = ("person", "employer", "nobody")


class BadItem(ValueError):
    """A declaration does not hold together; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Basis:
    """One article that an item rests on, with what it says."""

    instrument: str
    article: str
    says: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. `choices` are code → words; `when` shows it only for one answer of another field; once a
    `lookup` field is answered, the registers are asked again for what is still empty."""

    key: str
    name: Words
    kind: str
    required: bool
    note: Words
    choices: dict[str, Words]
    when: tuple[str, str] | None
    longest: int
    sensitive: bool
    lookup: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """One paper that is asked for, why, and whether a promise may stand for it (告知承诺 or 容缺).

    `source` register means the office reads it itself and never asks for it.
    """

    key: str
    name: Words
    required: bool
    source: str
    basis: str
    promise_days: int


@dataclass(frozen=True, slots=True)
class Extension:
    """By how many days of the clock's unit the limit may be lengthened once, with the head's consent and notice of why."""

    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The limit for deciding; what silence means; within how many working days to accept.

    It starts on the day of acceptance, or of receipt where the law counts from there; after a correction it resumes with
    what was left, or restarts whole (政府信息公开条例 30). `extension` is None where the law allows none.
    """

    days: int
    unit: str
    promised_days: int
    basis: str
    silence: str
    accept_within: int
    starts: str = "acceptance"
    after_correction: str = "resumes"
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One service item as declared."""

    code: str
    name: Words
    summary: Words
    words: tuple[str, ...]
    group: str
    subject: str
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[Words, ...]
    fields: tuple[Field, ...]
    materials: tuple[Material, ...]
    path: str
    approval_above_fen: int | None
    clock: Clock
    result: Words
    fee: Words
    archive_class: str
    retention_years: int | None
    handles: str
    version: str
    remedy: Remedy = ADMINISTRATIVE
    sampling: Sampling = STANDING_RATES
    door: Door | None = None

    def field(self, key: str) -> Field:
        """The field of this key. Raises KeyError."""
        return next(field for field in self.fields if field.key == key)

    def path_for(self, amount_fen: int | None) -> str:
        """The path a case of this amount takes: the declared one, or approval above the item's amount."""
        above = self.approval_above_fen
        if above is not None and amount_fen is not None and amount_fen > above:
            return "approval"
        return self.path


def load_item(path: Path) -> Item:
    """Read one declaration. Raises BadItem for one that does not hold together."""
    text = path.read_text(encoding="utf-8")
    told = read_yaml(text)
    try:
        item = _item(told, version=hashlib.sha256(text.encode()).hexdigest()[:12])
    except (KeyError, TypeError, ValueError) as problem:
        raise BadItem(f"{path}: {problem!r}") from problem
    _prove(path, item)
    return item


def _words(told: dict[str, Any] | None, name: str = "") -> Words:
    if told is None:
        raise KeyError(name)
    return Words(str(told["zh"]), str(told["en"]))


def _item(told: dict[str, Any], *, version: str) -> Item:
    clock, archive = told["clock"], told["archive"]
    years = archive["retention_years"]
    above = told.get("approval_above_yuan")
    return Item(
        code=told["code"],
        name=Words(told["zh"], told["en"]),
        summary=_words(told["summary"]),
        words=tuple(str(word) for word in told["words"]),
        group=told["group"],
        subject=told["subject"],
        applicants=tuple(told["applicants"]),
        channels=tuple(told["channels"]),
        basis=tuple(
            Basis(**{key: str(text) for key, text in one.items()}) for one in told["basis"]
        ),
        conditions=tuple(_words(one) for one in told.get("conditions", ())),
        fields=tuple(_field(one) for one in told.get("fields", ())),
        materials=tuple(_material(one) for one in told.get("materials", ())),
        path=told["path"],
        approval_above_fen=None if above is None else int(above) * 100,
        clock=Clock(
            days=int(clock["days"]),
            unit=clock["unit"],
            promised_days=int(clock.get("promised_days", clock["days"])),
            basis=clock["basis"],
            silence=clock["silence"],
            accept_within=int(clock.get("accept_within", 5)),
            starts=clock.get("starts", "acceptance"),
            after_correction=clock.get("after_correction", "resumes"),
            extension=_extension(clock.get("extension")),
        ),
        result=_words(told["result"]),
        fee=_words(told.get("fee", {"zh": "不收费", "en": "none"})),
        archive_class=archive["class"],
        retention_years=None if years == "permanent" else int(years),
        handles=told.get("handles", "case.handle"),
        version=version,
        remedy=remedy_of(told.get("remedy")),
        sampling=sampling_of(told.get("sampling")),
        door=door_of(told.get("door")),
    )


def _extension(told: dict[str, Any] | None) -> Extension | None:
    if told is None:
        return None
    days, basis = int(told["days"]), str(told["basis"]).strip()
    if days < 1 or not basis:
        raise ValueError("clock.extension needs days and the basis that allows it")
    return Extension(days, basis)


def _field(told: dict[str, Any]) -> Field:
    when = told.get("when")
    return Field(
        key=told["key"],
        name=Words(told["zh"], told["en"]),
        kind=told["kind"],
        required=bool(told["required"]),
        note=Words(told.get("note_zh", ""), told.get("note_en", "")),
        choices={str(code): _words(words) for code, words in told.get("choices", {}).items()},
        when=(when["field"], str(when["is"])) if when else None,
        longest=int(told.get("longest", 2000 if told["kind"] == "long_text" else 120)),
        sensitive=bool(told.get("sensitive", False)),
        lookup=bool(told.get("lookup", False)),
    )


def _material(told: dict[str, Any]) -> Material:
    return Material(
        key=told["key"],
        name=Words(told["zh"], told["en"]),
        required=bool(told["required"]),
        source=told["source"],
        basis=told["basis"],
        promise_days=int(told.get("promise_days", 0)),
    )


def _prove(path: Path, item: Item) -> None:
    """Everything that a page would stumble over later is refused here."""
    faults = []
    for what, value, known in (
        ("path", item.path, PATHS),
        ("subject", item.subject, SUBJECTS),
        ("clock.unit", item.clock.unit, UNITS),
        ("clock.silence", item.clock.silence, ("escalate", "granted")),
        ("clock.starts", item.clock.starts, ("acceptance", "receipt")),
        ("clock.after_correction", item.clock.after_correction, ("resumes", "restarts")),
    ):
        if value not in known:
            faults.append(f"{what} {value!r} is not one of {', '.join(known)}")
    faults += [f"channel {one!r}" for one in item.channels if one not in CHANNELS]
    faults += [f"kind {one.kind!r} of {one.key}" for one in item.fields if one.kind not in KINDS]
    faults += [f"source {one.source!r}" for one in item.materials if one.source not in SOURCES]
    faults += [
        f"no choices for {one.key}"
        for one in item.fields
        if one.kind == "choice" and not one.choices
    ]
    keys = [one.key for one in item.fields] + [one.key for one in item.materials]
    faults += sorted({f"{key} twice" for key in keys if keys.count(key) > 1})
    known_fields = {one.key for one in item.fields}
    faults += [
        f"{one.key} waits for {one.when[0]}"
        for one in item.fields
        if one.when and one.when[0] not in known_fields
    ]
    if not item.basis:
        faults.append("no basis: what has no basis in law is not asked for")
    if item.clock.promised_days > item.clock.days:
        faults.append("the promised limit is longer than the statutory one")
    if faults:
        raise BadItem(f"{path}: {'; '.join(faults)}")
