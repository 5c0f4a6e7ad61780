"""Which way leads against a decision: the same sentence on every paper, page and answer of the API that names it.

An item declares it as `remedy:` in its `service.yaml`; without the key it is `administrative`. A court of its own for labour
disputes (劳动争议调解仲裁法 29), reconsideration before suit for information that was not given (行政复议法 23), and what decides
nothing and so can be challenged by nothing are told as such: a wrong way named costs somebody the time for the right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way: `kind` is administrative, reconsideration_first, court or none; for none the words say why there is none
    and what can be done instead. `on_receipt` also tells it to whom was accepted, because silence opens the same way."""

    kind: str
    zh: str
    en: str
    basis: str
    on_receipt: bool = False

    def of(self, language: str) -> str:
        """The sentence in `zh` or `en`."""
        return self.zh if language.startswith("zh") else self.en

    def content(self) -> dict[str, str]:
        """What a paper keeps of it."""
        return {"kind": self.kind, "zh": self.zh, "en": self.en, "basis": self.basis}


ADMINISTRATIVE = Remedy(
    "administrative",
    "如不服本决定，可以自收到本决定书之日起60日内依法申请行政复议，或者自收到之日起6个月内向人民法院提起行政诉讼。",
    "If you disagree, you may apply for administrative reconsideration within 60 days of receiving this decision,"
    " or bring a suit before the people's court within six months.",
    "行政复议法 20；行政诉讼法 46",
)
RECONSIDERATION_FIRST = Remedy(
    "reconsideration_first",
    "如认为没有依法公开，应当先自收到之日起60日内申请行政复议；对复议决定仍不服的，再自收到复议决定书之日起15日内"
    "向人民法院提起行政诉讼。",
    "If you hold that information was wrongly withheld, first apply for administrative reconsideration within 60 days of"
    " receiving this; against its decision you may then bring a suit before the people's court within 15 days.",
    "行政复议法 20、23；行政诉讼法 44、45",
)
STANDING = {one.kind: one for one in (ADMINISTRATIVE, RECONSIDERATION_FIRST)}
SPELT_OUT = ("court", "none")
KINDS = (*STANDING, *SPELT_OUT)


def remedy_of(told: object) -> Remedy:
    """The remedy that a declaration names: a word for a standing one, or kind, zh, en and basis for one of its own.

    Raises ValueError for one that is unknown, or whose words, basis or reason are missing.
    """
    if told is None:
        return ADMINISTRATIVE
    if isinstance(told, str):
        if told not in STANDING:
            raise ValueError(f"remedy {told!r} is not one of {', '.join(STANDING)}, nor spelt out")
        return STANDING[told]
    if not isinstance(told, Mapping):
        raise ValueError(f"remedy {told!r} is neither a word nor a mapping")
    return _spelt_out(told)


def _spelt_out(told: Mapping[str, Any]) -> Remedy:
    if told.get("kind") not in SPELT_OUT:
        raise ValueError(f"remedy.kind {told.get('kind')!r} is not one of {', '.join(SPELT_OUT)}")
    wanting = [key for key in ("zh", "en", "basis") if not str(told.get(key) or "").strip()]
    if wanting:
        raise ValueError(f"remedy of kind {told['kind']} lacks {', '.join(wanting)}")
    unknown = set(told) - {"kind", "zh", "en", "basis", "on_receipt"}
    if unknown:
        raise ValueError(f"remedy has unknown keys {', '.join(sorted(unknown))}")
    return Remedy(
        kind=str(told["kind"]),
        zh=str(told["zh"]),
        en=str(told["en"]),
        basis=str(told["basis"]),
        on_receipt=bool(told.get("on_receipt", False)),
    )
