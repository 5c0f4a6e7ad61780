"""Pages of a long list: numbered where the total is known cheaply, always bounded."""

from dataclasses import dataclass

ROWS = 50


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where one stands in a list of `total` rows; pages count from 1."""

    number: int
    total: int
    rows: int = ROWS

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(-(-self.total // self.rows), 1)

    @property
    def offset(self) -> int:
        """How many rows lie before this page."""
        return (self.number - 1) * self.rows

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from 1; 0 for an empty list."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.rows, self.total)

    @property
    def before(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.pages else None


def paging_from(text: str, *, total: int, rows: int = ROWS) -> Paging:
    """Read the page number of an address; anything that is no page of this list means the nearest one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    pages = max(-(-total // rows), 1)
    return Paging(number=min(max(number, 1), pages), total=total, rows=rows)


@dataclass(frozen=True, kw_only=True)
class Following:
    """One page of a list that is read on from a key, so that the millionth row costs what the first does.

    `after` is where this page began (empty for the first), `next_after` where the next one begins (empty for the
    last), `total` how many rows there are in all, where that is known.
    """

    after: str
    next_after: str
    shown: int
    total: int | None


def whole_number(text: str) -> int:
    """A number of an address, 0 where it is none or too long to be a row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
