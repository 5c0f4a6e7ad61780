"""Where the embedded database lives, and as whom it runs.

PostgreSQL refuses to run as root. Started by root, it runs as `nobody`, who must be able to walk to
its data, its socket and its programs. A project in a private home (`/root`, 0700) cannot be walked
into, so then data and a copy of the programs go to /var/lib/renshe/<hash of the home> instead.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.edge.database.binaries import Binaries

OUTSIDE = Path("/var/lib/renshe")
UNPRIVILEGED = "nobody"
# A Unix socket's path may hold 107 bytes; the file's own name takes some of them.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The folders of one embedded database."""

    home: Path
    place: Path
    sockets: Path

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "log"

    @property
    def moved(self) -> bool:
        """True where the home could not be walked into and the data lie elsewhere."""
        return self.home not in self.place.parents


def layout_of(*, home: Path) -> Layout:
    """Decide the folders for this home. Changes nothing on disk."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    outside = OUTSIDE / name
    inside = home / "database"
    use_outside = outside.exists() or (_is_root() and not _walkable(inside))
    place = outside if use_outside else inside
    sockets = place / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"renshe-{os.geteuid()}-{name}"
    return Layout(home=home, place=place, sockets=sockets)


def make_folders(layout: Layout) -> None:
    """Make the folders, owned by whoever will run PostgreSQL and closed to everybody else."""
    if layout.moved:
        OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
    for folder in (layout.place, layout.sockets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_root():
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, account.pw_uid, account.pw_gid)
        elif folder.stat().st_uid != os.geteuid():
            raise PermissionError(
                f"{folder} belongs to somebody else; remove it or set RENSHE_HOME"
            )


def reachable_programs(*, binaries: Binaries, layout: Layout) -> Binaries:
    """The programs, copied beside the data where the unprivileged user cannot reach them."""
    if not _is_root() or _walkable(binaries.folder):
        return binaries
    package = binaries.folder.parents[1]  # site-packages/<package>/pginstall/bin
    copy = layout.place / f"programs-{binaries.source}-{binaries.major}"
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found by a relative path
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(copy)
    folder = copy / package.name / "pginstall" / "bin"
    return Binaries(folder=folder, source=binaries.source, major=binaries.major)


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that shed root, or none where we are not root."""
    if not _is_root():
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _is_root() -> bool:
    return os.geteuid() == 0


def _walkable(path: Path) -> bool:
    """Whether a stranger may walk down to `path` (its own mode is ours to set)."""
    existing = (parent for parent in path.resolve().parents if parent.exists())
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in existing)
