"""GB 18030-2022 text, which Python's codec (edition 2000) differs from in eighteen characters.

GB 18030-2022 gives eighteen two-byte codes to real characters that the older edition kept for
private use, and sends the private ones to four bytes. We swap the two sets before encoding and
after decoding, so that what goes out is 2022 text and what comes in is read as such. Source: GB
18030-2022, table of changed mappings.
"""

_PRIVATE = "".join(
    map(
        chr,
        (
            *range(0xE78D, 0xE797),
            0xE81E,
            0xE826,
            0xE82B,
            0xE82C,
            0xE832,
            0xE843,
            0xE854,
            0xE864,
        ),
    )
)
_REAL = "".join(
    map(
        chr,
        (
            0xFE10,
            0xFE12,
            0xFE11,
            0xFE13,
            0xFE14,
            0xFE15,
            0xFE16,
            0xFE17,
            0xFE18,
            0xFE19,
            0x9FB4,
            0x9FB5,
            0x9FB6,
            0x9FB7,
            0x9FB8,
            0x9FB9,
            0x9FBA,
            0x9FBB,
        ),
    )
)
_SWAP = str.maketrans(_PRIVATE + _REAL, _REAL + _PRIVATE)
_CHANGED = _PRIVATE + _REAL


def encode(text: str) -> bytes:
    """Write text as GB 18030-2022. Every Unicode character has a code; a lone surrogate raises UnicodeEncodeError."""
    return _swapped(text).encode("gb18030")


def decode(content: bytes) -> str:
    """Read GB 18030-2022 text. Raises UnicodeDecodeError, never replaces a byte by a question mark."""
    return _swapped(content.decode("gb18030"))


def _swapped(text: str) -> str:
    """Looking for each of the few characters is much faster than looking at each character of a long text."""
    if text.isascii() or not any(character in text for character in _CHANGED):
        return text
    return text.translate(_SWAP)
