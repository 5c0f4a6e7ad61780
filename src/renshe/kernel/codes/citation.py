"""How a clause is cited: 《社会保险经办条例》第六条, in English Regulations on the Handling of Social Insurance, art. 6.

Records, refusals and declarations keep a clause as it is shortest to write (`社会保险经办条例 6`, `政府信息公开条例 36（七）`,
`社会保险法 57；58`). This is the one door that turns it into what people read; papers, pages, problem details and explanations
use it. What is no clause (a plan of which no number was seen, our own convention) is left as it is written. Text already in the
form of a citation stays the same, so that two layers may both ask.

An article's number may carry a paragraph (`18.2` is 第十八条第二款) and an item (`36（七）` is 第三十六条第（七）项).
The headings of State Council documents are counted as articles, as papers of agencies do. A note in brackets is set
off by a comma, because the citation itself often stands in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from renshe.kernel.yaml_files import read_yaml

OWNER_DEFAULT = "owner-default"
BY_CONVENTION = {
    "zh": "法规未写明，按本系统约定",
    "en": "the law does not say; this system's own rule",
}

_DATA = Path(__file__).with_name("data") / "instruments.yaml"
_DIGITS = "零一二三四五六七八九"
_NUMBER = r"(?:\d{1,4}(?:\.\d{1,2}(?!\.))?|[一二三四五六七八九十百千零]+)"
_ITEM = r"(?:第?[（(](?P<item>[一二三四五六七八九十]+|\d+)[）)]项?)"
_PARAGRAPH = r"(?:第(?P<paragraph>[一二三四五六七八九十]+)款)"
_ARTICLE = re.compile(rf"第?(?P<number>{_NUMBER})条?{_PARAGRAPH}?{_ITEM}?")
_ONE = (
    r"第?"
    + _NUMBER
    + r"条?(?:第[一二三四五六七八九十]+款)?(?:第?[（(](?:[一二三四五六七八九十]+|\d+)[）)]项?)?"
)
_LIST = rf"{_ONE}(?:[、至]{_ONE})*"
_ANNEX = r"附件(?:\d+(?:、\d+)*)?"
_DOCUMENT = r"[一-龥、 ]+?(?:〔\d{4}〕\d+号|令第\d+号|公告\d{4}年第\d+号)"
_DATED = r"\d{4}年?(?:\d{1,2}月\d{1,2}日)?"
_STANDARD = re.compile(
    r"(?P<name>GB(?:/T)? \d+(?:\.\d+)?(?:-\d{4})?|RFC \d+)(?: 第?(?P<section>\d+(?:\.\d+)*)条?)?"
)
_TITLED = r"[一-龥《》〈〉]+?(?:法典|法|条例|规定|办法|决定|细则|制度|规则|纲要|方案|规划)"
_CITED = re.compile(
    rf"(?:(?P<before>{_DOCUMENT}) )?(?P<name>{_DOCUMENT}|《?{_TITLED}》?)"
    rf"(?P<behind>（(?:{_DOCUMENT}|{_DATED})）)?\s*(?P<where>{_LIST}|{_ANNEX})?"
)  # fmt: skip
_NOTE = re.compile(r"(?P<text>.*[^（，])(?:（(?P<note>[^（）]+)）|，(?P<said>[^（）]+))")


@dataclass(frozen=True, slots=True)
class Names:
    """The English of laws, documents and notes, and the short names of laws."""

    laws: dict[str, str]
    short: dict[str, str]
    bodies: dict[str, str]
    notes: dict[str, str]


@lru_cache(maxsize=1)
def names() -> Names:
    """What `data/instruments.yaml` knows."""
    told = read_yaml(_DATA.read_text(encoding="utf-8"))
    return Names(**{key: {str(k): str(v) for k, v in told[key].items()} for key in told})


@lru_cache(maxsize=4096)
def cite(clause: str, language: str = "zh") -> str:
    """The clause as it is cited in `zh` or `en`; an empty one stays empty, our own convention is said to be one."""
    chinese = language.startswith("zh")
    if clause.strip().startswith(OWNER_DEFAULT):
        return _convention(clause.strip().removeprefix(OWNER_DEFAULT), chinese)
    parts, law = [], ""
    for part in _parts(clause):
        if law and re.fullmatch(_LIST, part):
            part = f"{law} {part}"  # 社会保险法 57；58: the second number belongs to the same law
        found = _CITED.fullmatch(_without_note(part)[0])
        law = found["name"] if found else ""
        parts.append(_part(part, chinese))
    return ("；" if chinese else "; ").join(parts)


def cite_article(instrument: str, article: str, language: str = "zh") -> str:
    """An instrument and where in it, kept apart in rules and parameters; where the article names its own law (`社会保险法
    第二十三条`), an instrument that it names again is not said twice."""
    where = article.strip()
    if not where or not _names_its_law(where):
        return cite(f"{instrument} {where}".strip(), language)
    alone = [one for one in _parts(instrument) if not _said_in(one, where)]
    return cite("；".join((*alone, where)), language)


def parsed(clause: str) -> bool:
    """Whether every part of the clause is a citation that this door knows how to write."""
    return all(
        _CITED.fullmatch(_without_note(part)[0]) or _STANDARD.fullmatch(_without_note(part)[0])
        for part in _parts(clause)
    )


def wanting(clause: str) -> tuple[str, ...]:
    """The names and notes in a clause of which no English is known."""
    missing = []
    for part in _parts(clause):
        text, note = _without_note(part)
        if note and note not in names().notes:
            missing.append(note)
        found = _CITED.fullmatch(text)
        for name in (found["before"], found["name"], found["behind"]) if found else ():
            plain = _full(name.strip("（）")) if name else ""
            if plain and not re.fullmatch(_DATED, plain) and _english(plain) == _title(plain):
                missing.append(plain)
    return tuple(missing)


def in_chinese(number: int) -> str:
    """A number of an article in Chinese: 6 is 六, 116 is 一百一十六. Raises ValueError beyond 9999."""
    if not 0 < number <= 9999:
        raise ValueError(f"{number} is no number of an article")
    words, gap = "", False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + unit
        gap = not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def read_number(text: str) -> int:
    """The number that digits or Chinese numerals say. Raises ValueError for anything else."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS.index(letter)
        elif letter in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[letter]
            digit = 0
        else:
            raise ValueError(f"{text!r} is no number")
    return total + digit


def _convention(note: str, chinese: bool) -> str:
    """Our own rule, with why the law leaves room for one."""
    words, why = BY_CONVENTION["zh" if chinese else "en"], note.strip().strip("（）")
    if not why:
        return words
    return f"{words}，{why}" if chinese else f"{words} ({names().notes.get(why, why)})"


def _parts(clause: str) -> tuple[str, ...]:
    """The clauses of a basis: separated by a semicolon that stands in no bracket."""
    parts, depth = [""], 0
    for letter in clause:
        depth += (letter in "（(《〈") - (letter in "）)》〉")
        if letter in "；;" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(part.strip() for part in parts if part.strip())


def _without_note(part: str) -> tuple[str, str]:
    """A clause and the note behind it; brackets that belong to the citation (a number, a year, an item) are no note."""
    if _CITED.fullmatch(part):
        return part, ""
    found = _NOTE.fullmatch(part)
    if found is None:
        return part, ""
    return found["text"], found["note"] or found["said"]


def _part(part: str, chinese: bool) -> str:
    """One clause in one language."""
    text, note = _without_note(part)
    said = _cited(text, chinese)
    if not note:
        return said
    return f"{said}，{note}" if chinese else f"{said}, {names().notes.get(note, note)}"


def _cited(text: str, chinese: bool) -> str:
    standard = _STANDARD.fullmatch(text)
    if standard:
        section = standard["section"]
        where = (f" 第{section}条" if chinese else f", {section}") if section else ""
        return standard["name"] + where
    found = _CITED.fullmatch(text)
    if found is None:
        return text
    name, behind = _full(found["name"]), (found["behind"] or "").strip("（）")
    number = "；".join(one for one in (found["before"], behind) if one)
    if chinese:
        return _title(name) + (f"（{number}）" if number else "") + _where(found["where"])
    return (
        _english(name)
        + (f" ({_english(number)})" if number else "")
        + _english_where(found["where"])
    )


def _full(name: str) -> str:
    plain = name.removeprefix("《").removesuffix("》") if name.startswith("《") else name
    plain = plain.replace("〈", "《").replace("〉", "》")
    return names().short.get(plain, plain)


def _title(name: str) -> str:
    """A law in title marks, inner ones single; a document's number and a year as they are."""
    if re.fullmatch(_DOCUMENT, name) or name[:1].isdigit():
        return name
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def _english(name: str) -> str:
    """A law or document in English; where nobody wrote one down, its Chinese title."""
    numbered = re.fullmatch(r"(.+?)(?:〔(\d{4})〕(\d+)号|令第(\d+)号|公告(\d{4})年第(\d+)号)", name)
    if numbered:
        body, year, serial, order, noticed, notice = numbered.groups()
        if body not in names().bodies:
            return name
        who = names().bodies[body]
        if order:
            return f"{who} Order No. {order}"
        return (
            f"{who} [{year}] No. {serial}"
            if year
            else f"{who} Announcement [{noticed}] No. {notice}"
        )
    if re.fullmatch(_DATED, name):
        return "-".join(number.zfill(2) for number in re.findall(r"\d+", name))
    return names().laws.get(name) or _title(name)


def _where(where: str | None) -> str:
    if not where or where.startswith("附件"):
        return where or ""
    return re.sub(_ONE, lambda one: _article(one.group()), where)


def _article(text: str) -> str:
    number, paragraph, item = _numbers(text)
    return (
        f"第{in_chinese(number)}条"
        + (f"第{in_chinese(paragraph)}款" if paragraph else "")
        + (f"第（{in_chinese(item)}）项" if item else "")
    )


def _english_where(where: str | None) -> str:
    if not where:
        return ""
    if where.startswith("附件"):
        numbers = where.removeprefix("附件").replace("、", " and ")
        return f", annex{'es' if '、' in where else ''} {numbers}".rstrip()
    articles = [_english_article(one.group()) for one in re.finditer(_ONE, where)]
    signs = re.findall(r"[、至]", re.sub(_ONE, "", where))
    said = articles[0]
    for place, (sign, article) in enumerate(zip(signs, articles[1:], strict=True), start=1):
        last = place == len(signs)
        said += ("–" if sign == "至" else " and " if last else ", ") + article
    return f", {'arts.' if len(articles) > 1 else 'art.'} {said}"


def _english_article(text: str) -> str:
    number, paragraph, item = _numbers(text)
    return f"{number}" + (f"({paragraph})" if paragraph else "") + (f" item {item}" if item else "")


def _numbers(text: str) -> tuple[int, int, int]:
    """Article, paragraph and item; 0 where it names none."""
    found = _ARTICLE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no article")
    number, _point, below = found["number"].partition(".")
    paragraph = below or found["paragraph"] or ""
    return (
        read_number(number),
        read_number(paragraph) if paragraph else 0,
        read_number(found["item"]) if found["item"] else 0,
    )


def _names_its_law(where: str) -> bool:
    first = _parts(where)[0]
    return not re.fullmatch(rf"{_LIST}|{_ANNEX}", first) and _CITED.fullmatch(first) is not None


def _said_in(instrument: str, where: str) -> bool:
    named = [_CITED.fullmatch(part) for part in _parts(where)]
    return any(one is not None and _full(one["name"]) == _full(instrument) for one in named)
