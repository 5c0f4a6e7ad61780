"""`renshe new service`: a folder for a further service item that works from its first minute."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import Any

import click
import yaml
from rich.console import Console

from renshe.kernel.codes.citation import wanting

console = Console(highlight=False)
SERVICES = Path(__file__).resolve().parents[2] / "services"
NAMES = "src/renshe/kernel/codes/data/instruments.yaml"
CONTRACTS = Path(__file__).resolve().parents[4] / ".importlinter"
SUBJECTS: dict[str, dict[str, str]] = {
    "person": {
        "subject": "person", "applicant": "insured_person", "make": "make_person", "who": "employee",
        "condition": "zh: 已在本市登记, en: Registered here", "own": "zh: 本人需要, en: for myself",
    },
    "employer": {
        "subject": "employer", "applicant": "employer_clerk", "make": "make_employer", "who": "employer",
        "condition": "zh: 单位已办理社会保险登记, en: The employer is registered", "own": "zh: 单位需要, en: for the employer",
    },
}  # fmt: skip
"""What an item about a person or an employer starts with; one about nobody's record is changed by hand."""
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

ITEM = Template(
    """# The service item $zh. Everything people see of it comes from this file: guide, form, counter screen, casework page, API.
# After a change: .venv/bin/python -m pytest src/renshe/services/$group/$name src/renshe/services/test_catalogue.py
code: $group.$name                 # the folder, and the name for life: cases and the API keep it
zh: $zh_text
en: $en_text
summary:                           # one sentence in everyday words: what for, and for whom
  zh: $zh_text
  en: $en_text
words: $words      # what people type who do not know the official name
group: $group                      # under which heading of the guides it stands
subject: $subject                    # whom a case is about: person, employer, or nobody (somebody who is not registered yet)
applicants: [$applicant, counter_clerk]   # roles that may apply (domains/identity/roles.py); counter_clerk for somebody else
channels: [online, counter, api]   # online, counter, api, referral
basis:                             # what has no basis in law is not asked for; one row for each article
  - instrument: $instrument
    article: $article
    says: $says
conditions:                        # who may have it, one sentence each; [] if everybody may
  - {$condition}
fields:                            # the form, in its order; what a register knows is filled in by `prefill`, not asked
  # kind: text long_text id_number credit_code phone date month yuan whole choice mark bank_account place
  # In the code yuan is whole fen, month an ordinal, date a date. `longest` counts characters; `sensitive: true` is masked.
  # `lookup: true` at an id_number or credit_code: once it is answered, `prefill` is asked again for what is still empty.
  - key: why
    zh: 申请理由
    en: Why
    kind: choice
    required: true
    choices: {own: {$own}, other: {zh: 其他, en: another reason}}
  - key: more
    zh: 具体说明
    en: Say more
    kind: text
    required: true
    longest: 200
    when: {field: why, is: other}  # asked for only beside this answer of another field
    note_zh: 一两句话即可
    note_en: A sentence or two
materials:                         # papers. source: upload, register (the office reads it itself) or either
  # promise_days: within so many working days a written promise may stand for it (告知承诺); leave it out where none may
  - {key: proof, zh: 说明材料, en: Supporting paper, required: false, source: upload, basis: $basis}
path: review                       # immediate (one person), review (two) or approval (three)
# approval_above_yuan: 10000       # above this amount always three people; needs `amount_fen` from `examine`
clock: {days: 10, unit: working, promised_days: 10, basis: $basis, silence: escalate, accept_within: 5}
# Further keys of the clock, where the item's law says so: starts: receipt (else acceptance); after_correction: restarts (else
# resumes); extension: {days: 10, basis: 行政许可法 42} lets the limit be lengthened once, with another person's consent.
remedy: administrative             # named on every paper and page: administrative (60 days / 6 months), reconsideration_first,
                                   # or spelt out: {kind: court or none, zh: …, en: …, basis: …}; none says why there is none
# sampling: {promised: 20, immediate: 10, signed: 5}   # of a hundred decided cases so many are checked by somebody else
result: {zh: 办理结果以决定书告知, en: The outcome is told by a written decision}
fee: {zh: 不收费, en: none}
archive: {class: 社会保险业务档案·综合, retention_years: 10}   # whole years, or permanent
"""
)

EXAMPLE = Template(
    """# One made-up request of $code, so that the demonstration city has cases of it and its pages are never empty.
# Where a request takes more than fixed answers, a recipe in edge/demo/office/plan.py RECIPES takes this file's place.
who: $who                      # who asks: employee, pensioner or another pool of edge/demo/office/town.py; employer
answers: {why: own}                # every required field, as somebody types it
ground: 不符合办理条件，已一次性告知理由和救济途径   # what a handler writes where a case of it is refused
"""
)

CODE = Template(
    '''"""$doc"""

from __future__ import annotations

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem

SAID_NOTHING = Problem(
    "said_nothing",
    "说明过于简短，无法判断",
    "what is said is too short to judge",
    "owner-default",
    "请补充说明",
    "Say more",
)
SHORTEST = 4


class $class_name(cases.Plain):
    """What this item knows (`prefill`), finds (`examine`), does (`grant`) and can take back (`reverse`).

    Time and actor come with `asked`; domains are entered by their `api.py` alone, other items not at all.
    """

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """What the registers know already, as somebody would type it. Nothing here yet."""
        return {}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Look without changing anything. `refuses` stands in the way of granting; the others only deserve a look.

        `cases.findings_of(lambda: act(...))` tries what `grant` will do and tells what would refuse it.
        """
        more = asked.values.get("more")
        if more is not None and len(more) < SHORTEST:
            return cases.Examination((cases.Finding(SAID_NOTHING, refuses=True, field="more"),))
        return cases.Examination()

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The effect, in the transaction of the last signature: through a domain's door. Here it is only recorded."""
        record_event(
            actor=asked.actor, verb="$group.$name",
            subject_kind="$subject", subject_id=asked.subject_id, reason=asked.number, at=asked.at,
        )  # fmt: skip
        return cases.Effect(
            $done_zh, $done_en, {"why": asked.values["why"]}
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Undo what `reference` names, as `grant` left it; or leave this out, and a self-correction is refused."""
        record_event(
            actor=asked.actor, verb="$group.$name.reverse",
            subject_kind="$subject", subject_id=asked.subject_id, reason=asked.number, at=asked.at,
        )  # fmt: skip
        return cases.Effect(
            $undone_zh, $undone_en
        )  # fmt: skip


SERVICE = $class_name()
'''
)

STORY = Template(
    '''"""$doc

The story from the first answer to the end, what is refused, and how it is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renshe.services.conftest import Office

CODE = "$group.$name"
Make = Callable[..., Any]


def test_it_goes_through_all_hands(office: Make, $make: Make) -> None:
    """Submitted, accepted, proposed, signed and closed, and every invariant holds."""
    case = office(CODE).closed({"why": "own"}, subject_id=$make().pk)
    assert case.decision["reference"] == {"why": "own"}


def test_what_stands_in_the_way_is_found_before_anybody_signs(
    office: Make, $make: Make
) -> None:
    """At the field where it belongs."""
    told = {"why": "other", "more": "无"}
    assert office(CODE).found(told, subject_id=$make().pk) == ["said_nothing"]


def test_it_is_taken_back_by_a_third_person(office: Make, $make: Make) -> None:
    """Self-correction undoes the effect."""
    at: Office = office(CODE)
    assert at.declared.service.prefill(at.asked()) == {}
    number = at.granted({"why": "own"}, subject_id=$make().pk).number
    assert at.reversed(number).state == "reversed"
'''
)


@click.group(name="new")
def command() -> None:
    """新建：服务事项 (a further service item)."""


@command.command(name="service")
@click.argument("group")
@click.argument("name")
@click.option("--zh", prompt="事项名称 name in Chinese")
@click.option("--en", prompt="英文名称 name in English")
@click.option("--words", prompt="日常用语，用逗号分开 everyday words, with commas")
@click.option("--instrument", prompt="法律依据：文件 law or instrument")
@click.option("--article", prompt="法律依据：条款 article")
@click.option("--says", prompt="法律依据：条文 what it says")
@click.option("--subject", type=click.Choice(sorted(SUBJECTS)), default="person", show_default=True,
              help="关于谁 whom a case is about")  # fmt: skip
@click.option("--into", type=click.Path(path_type=Path), default=SERVICES, show_default=False,
              help="服务事项所在文件夹 another folder of services")  # fmt: skip
def service(group: str, name: str, into: Path, **told: str) -> None:
    """服务事项 · make services/GROUP/NAME with service.yaml, service.py, an example and a story that passes.

    GROUP is one of: registration, contributions, pension, resident, retirees, premium_help, expropriation, labour,
    information. NAME is a verb and a thing in English, such as change_address: it becomes the item's code for life.
    """
    try:
        folder = make_service(into=into, group=group, name=name, **told)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    console.print(f"已建立 made: {folder}")
    for law in wanting(f"{told['instrument'].strip()} {told['article']}"):
        console.print(
            f"补英文名 add its English name under `laws`: {law} → {NAMES}", soft_wrap=True
        )
    if into == SERVICES and name_in_contract(CONTRACTS, group=group, name=name):
        console.print("已写入 named in: .importlinter")
    console.print(
        f"检查 prove it: .venv/bin/python -m pytest -q src/renshe/services/{group}/{name}",
        soft_wrap=True,
    )
    console.print(
        f"查看 see it: .venv/bin/renshe up --people 1500 → /guides/{group}.{name}/", soft_wrap=True
    )
    console.print("下一步 next: docs/recipes/add-a-service-item.md, 2")


def make_service(
    *, into: Path, group: str, name: str, zh: str, en: str, words: str, instrument: str, article: str, says: str,
    subject: str = "person",
) -> Path:  # fmt: skip
    """Write the folder of an item and return it. Raises ValueError for names that cannot be, or a folder that is there.

    An Excel form of the same name may lie there already; only the four files of an item must not.
    """
    _prove(group, name, zh, en)
    groups = sorted({path.parts[-3] for path in SERVICES.glob("*/*/service.yaml")})
    if into == SERVICES and group not in groups:
        raise ValueError(
            f"没有这个分组 no such group: {group!r}；现有 there are {', '.join(groups)}；"
            "新分组先写入 a new one first gets its heading in src/renshe/portals/public/groups.py"
        )
    folder = into / group / name
    files = ("service.yaml", "service.py", "test_story.py", "example.yaml")
    there = [one for one in files if (folder / one).exists()]
    if there:
        raise ValueError(f"已存在 is there already: {folder} ({', '.join(there)})")
    folder.mkdir(parents=True, exist_ok=True)
    law = instrument.strip().removeprefix("中华人民共和国")  # every item names a law as people do
    values = _values(group, name, zh, en, words, law, article, says) | SUBJECTS[subject]
    for package, text in ((folder.parent, f'"""Service items of the group {group}."""\n'),
                          (folder, f'"""{zh}: {_sentence(en)}"""\n')):  # fmt: skip
        if not (package / "__init__.py").exists():
            (package / "__init__.py").write_text(text, encoding="utf-8")
    # The declaration comes last: from then on the catalogue finds the item.
    for file, template in zip(files[::-1], (EXAMPLE, STORY, CODE, ITEM), strict=True):
        (folder / file).write_text(template.substitute(values), encoding="utf-8")
    return folder


def name_in_contract(contracts: Path, *, group: str, name: str) -> bool:
    """Name an item in the contract that items do not use each other, beside those of its group; whether that was needed.

    A group whose folder holds nothing but items is named there as a whole (`group.*`); in another each item is named.
    """
    text = contracts.read_text(encoding="utf-8")
    line, mates = f"    renshe.services.{group}.{name}\n", f"    renshe.services.{group}."
    if f"{mates}*\n" in text or line in text:
        return False
    named = [one for one in text.splitlines(keepends=True) if one.startswith(mates)]
    after = named[-1] if named else "    renshe.services.contributions.*\n"
    if after not in text:
        return False
    contracts.write_text(text.replace(after, after + line, 1), encoding="utf-8")
    return True


def _prove(group: str, name: str, zh: str, en: str) -> None:
    for one in (group, name):
        if not _NAME.fullmatch(one):
            raise ValueError(f"文件夹名只用小写字母和下划线 small letters and underscores: {one!r}")
    if not _CHINESE.search(zh):
        raise ValueError(f"名称须为中文 the name in Chinese: {zh!r}")
    if _CHINESE.search(en) or not en.strip():
        raise ValueError(f"英文名称不含汉字 the name in English: {en!r}")


def _values(
    group: str, name: str, zh: str, en: str, words: str, instrument: str, article: str, says: str
) -> dict[str, Any]:
    typed = [one.strip() for one in re.split(r"[,，、]", words) if one.strip()]
    return {
        "group": group, "name": name, "code": f"{group}.{name}", "zh": zh, "zh_text": _yaml(zh), "en_text": _yaml(en),
        "words": _yaml([*dict.fromkeys([*typed, zh, en.lower()])]),
        "instrument": _yaml(instrument), "article": _yaml(article), "says": _yaml(says),
        "basis": _yaml(f"{instrument} {article}"), "doc": f"{zh}: {_sentence(en)}",
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "done_zh": _python(f"“{zh}”已办理。"), "done_en": _python(f"Done: {en}."),
        "undone_zh": _python(f"“{zh}”已撤销。"), "undone_en": _python(f"Taken back: {en}."),
    }  # fmt: skip


def _sentence(en: str) -> str:
    """English as a sentence of a docstring, whatever marks it holds."""
    return en.replace('"', "'").replace("\\", "/").strip().rstrip(".") + "."


def _yaml(value: str | list[str]) -> str:
    """A text or a list as it stands on one line of YAML: quoted where it must be."""
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000)
    return written.removesuffix("...\n").strip()


def _python(text: str) -> str:
    """A text as a literal of Python with double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
