"""The English words of the pages: found in the code, written in `django.po`, compiled to `django.mo`.

Pages are written in Chinese; the catalogue gives each string its English. `python -m renshe.portals.layout.catalogue`
adds strings that are new (with nothing in English yet), drops those that are gone, and compiles. A string that counts
something (`ngettext`, `blocktranslate … count`) has one Chinese form and two English ones, `{days} day left ¦ {days}
days left`. A test fails while a string lacks its English or the compiled file is behind.
"""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

PORTALS = Path(__file__).resolve().parents[1]
PO = PORTALS / "layout/locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
CONTEXT_MARK = "\x04"
PLURAL_MARK = " ¦ "
PLURALS = "nplurals=2; plural=(n != 1);"
HEADER = f"Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: {PLURALS}\n"

_TRANSLATE = re.compile(
    r"{%\s*translate\s+([\"'])(?P<text>.+?)\1(?:\s+context\s+\"(?P<context>.+?)\")?"
)
_BLOCK = re.compile(
    r"{%\s*blocktranslate\b[^%]*%}(?P<text>.*?){%\s*endblocktranslate\s*%}", re.DOTALL
)
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
_ENTRY = re.compile(
    r'(?:msgctxt "(?P<context>.*)"\n)?msgid "(?P<id>.*)"\nmsgstr "(?P<text>.*)"(?:\n|$)'
)


def words_in_code() -> set[str]:
    """Every string of the portals that is to be translated; one with a context carries it before its text."""
    found: set[str] = set()
    for path in PORTALS.rglob("*.html"):
        found.update(_in_template(path.read_text(encoding="utf-8")))
    for path in PORTALS.rglob("*.py"):
        if not path.name.startswith(("test_", "conftest")):
            found.update(_in_module(path.read_text(encoding="utf-8")))
    return found


def read_catalogue(path: Path = PO) -> dict[str, str]:
    """The catalogue as Chinese → English; one entry takes one line for each of its parts."""
    entries = {}
    for match in _ENTRY.finditer(path.read_text(encoding="utf-8")):
        key = _plain(match["id"])
        if match["context"]:
            key = f"{match['context']}{CONTEXT_MARK}{key}"
        if key:
            entries[key] = _plain(match["text"])
    return entries


def write_catalogue(entries: dict[str, str], path: Path = PO) -> None:
    """Write the catalogue in the order of its Chinese, so that changes are easy to review."""
    blocks = [f'msgid ""\nmsgstr "{_quoted(HEADER)}"\n']
    for key in sorted(entries):
        context, mark, text = key.rpartition(CONTEXT_MARK)
        head = f'msgctxt "{context}"\n' if mark else ""
        blocks.append(f'{head}msgid "{_quoted(text)}"\nmsgstr "{_quoted(entries[key])}"\n')
    path.write_text("\n".join(blocks), encoding="utf-8")


def compiled(entries: dict[str, str]) -> bytes:
    """The catalogue in the binary form that gettext reads."""
    pairs = [("", HEADER), *(_forms(key, entries[key]) for key in sorted(entries) if entries[key])]
    pairs.sort()
    keys = [key.encode() for key, _text in pairs]
    texts = [text.encode() for _key, text in pairs]
    start = 28 + 16 * len(pairs)
    tables, body = [], b""
    for group in (keys, texts):
        for one in group:
            tables.append(struct.pack("<II", len(one), start + len(body)))
            body += one + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28)
    return head + b"".join(tables) + body


def _forms(key: str, english: str) -> tuple[str, str]:
    """An entry as gettext keeps it: a string that counts holds both of its forms."""
    one, mark, many = english.partition(PLURAL_MARK)
    return (f"{key}\0{key}", f"{one}\0{many}") if mark else (key, english)


def _in_template(text: str) -> Iterator[str]:
    for match in _TRANSLATE.finditer(text):
        context = match["context"]
        yield f"{context}{CONTEXT_MARK}{match['text']}" if context else match["text"]
    for match in _BLOCK.finditer(text):
        said, _plural, _again = match["text"].partition("{% plural %}")
        yield _VARIABLE.sub(r"%(\1)s", said)


def _in_module(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in CALLS
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value


def _plain(text: str) -> str:
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def main() -> None:
    """Bring the catalogue up to date and compile it."""
    known = read_catalogue() if PO.exists() else {}
    entries = {word: known.get(word, "") for word in words_in_code()}
    write_catalogue(entries)
    MO.write_bytes(compiled(entries))


if __name__ == "__main__":
    main()
