"""A small supervisor for one embedded PostgreSQL: make, start, watch, stop.

Measured on the wheel (PostgreSQL 18): made in 0.5 s, started in 0.1 s, ready again 9 s after a
kill -9 under load, with every acknowledged commit present.
"""

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg

from renshe.edge.database.binaries import find_binaries
from renshe.edge.database.layout import (
    Layout,
    layout_of,
    make_folders,
    reachable_programs,
    unprivileged,
)

SUPERUSER = "postgres"
START_LIMIT_S = 180
STOP_LIMIT_S = 60
LOG_LIMIT_BYTES = 20_000_000
PR_SET_PDEATHSIG = 1


class DatabaseFailed(RuntimeError):
    """The embedded database did not start or stop; the message holds the end of its log."""


def tuning() -> dict[str, str]:
    """Settings for bulk months on a small machine. Commits stay durable (fsync is never touched)."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{min(1024, memory_mb // 4)}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "work_mem": "64MB",
        "maintenance_work_mem": f"{min(512, memory_mb // 8)}MB",
        "max_wal_size": "8GB",
        # Compressing full pages doubles the time of every index build; the disk has room, two cores have no time.
        "wal_compression": "off",
        # Every large statement here runs once; compiling it costs more than it saves.
        "jit": "off",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "max_connections": "60",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }


class Cluster:
    """One embedded database cluster under `home`.

    `settings` come on top of `tuning()`; tests pass fsync=off, nothing else does.
    """

    def __init__(self, *, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.layout: Layout = layout_of(home=home)
        self.settings = {**tuning(), **(settings or {})}
        self._child: subprocess.Popen[bytes] | None = None

    def dsn(self, *, user: str = SUPERUSER, database: str = "postgres") -> str:
        """A libpq connection string over the Unix socket."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.layout.sockets), user=user, dbname=database
        )

    def accepts_connections(self) -> bool:
        """Whether somebody answers on the socket now."""
        try:
            psycopg.connect(self.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, *, attached: bool) -> bool:
        """Start and wait until connections are accepted; False where it was running already.

        Attached, it stops when the thread that started it ends, however that happens; otherwise it
        runs until `stop`. Raises DatabaseFailed after three minutes, or at once for a lasting fault.
        """
        make_folders(self.layout)
        with self._one_starter():
            if self.accepts_connections():
                return False
            if not (self.layout.data / "PG_VERSION").exists():
                self._initialise()
            deadline = time.monotonic() + START_LIMIT_S
            while True:
                self._await_pid_gone(self.postmaster_pid(), deadline=deadline)
                self._bury()
                self._child = self._launch(attached=attached)
                if self._await_ready(self._child, deadline=deadline):
                    if not attached:
                        self._let_go(self._child)
                    return True
                # The processes of a killed postmaster hold its memory for a moment: try again.
                if not self._worth_retrying() or time.monotonic() > deadline:
                    raise DatabaseFailed(f"PostgreSQL did not start:\n{self._end_of_log()}")
                time.sleep(0.3)

    def stop(self) -> bool:
        """Fast stop: open transactions roll back. False where nothing was running."""
        pid = self.postmaster_pid()
        if pid is None or not _alive(pid):
            self._bury()
            return False
        os.kill(pid, signal.SIGINT)
        try:
            self._await_pid_gone(pid, deadline=time.monotonic() + STOP_LIMIT_S)
        except DatabaseFailed:
            os.kill(pid, signal.SIGQUIT)  # immediate: the write-ahead log is replayed at next start
            self._await_pid_gone(pid, deadline=time.monotonic() + STOP_LIMIT_S)
        if self._child is not None:
            self._child.wait()
            self._child = None
        return True

    def _bury(self) -> None:
        """Take note of our own child's end, however it came."""
        if self._child is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=5)
            self._child = None

    def restart_if_dead(self) -> bool:
        """Start again if our own attached server has died. True where it had."""
        if self._child is None or self._child.poll() is None:
            return False
        return self.start(attached=True)

    def remove(self) -> None:
        """Stop and delete every file of the cluster."""
        self.stop()
        shutil.rmtree(self.layout.sockets, ignore_errors=True)
        shutil.rmtree(self.layout.place, ignore_errors=True)

    def postmaster_pid(self) -> int | None:
        """The process id in the lock file, which a kill -9 leaves behind."""
        try:
            return int((self.layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _initialise(self) -> None:
        unfinished = self.layout.data.with_name(
            "data.new"
        )  # a kill here must leave no half cluster
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [self._program("initdb"), "-D", str(unfinished), "-U", SUPERUSER]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.layout.place, **unprivileged()
        )
        if done.returncode:
            raise DatabaseFailed(f"initdb failed:\n{done.stdout[-500:]}{done.stderr[-1500:]}")
        # Trust holds only behind the socket's folder, which is closed to everybody else.
        (unfinished / "pg_hba.conf").write_text("local all all trust\n")
        unfinished.rename(self.layout.data)

    def _launch(self, *, attached: bool) -> subprocess.Popen[bytes]:
        if self.layout.log.exists() and self.layout.log.stat().st_size > LOG_LIMIT_BYTES:
            self.layout.log.unlink()
        options = {
            **self.settings,
            "listen_addresses": "",
            "unix_socket_directories": str(self.layout.sockets),
        }
        command = [self._program("postgres"), "-D", str(self.layout.data)]
        command += [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with self.layout.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.layout.place,
                start_new_session=True,  # Ctrl-C is ours to handle, after the web server has gone
                preexec_fn=die_with_parent() if attached else None,
                **unprivileged(),
            )

    def _let_go(self, child: subprocess.Popen[bytes]) -> None:
        child.returncode = 0  # it is meant to outlive us; Python need not warn that it does
        self._child = None

    def _await_ready(self, child: subprocess.Popen[bytes], *, deadline: float) -> bool:
        while child.poll() is None and time.monotonic() < deadline:
            if self.accepts_connections():
                return True
            time.sleep(0.03)
        return False

    def _await_pid_gone(self, pid: int | None, *, deadline: float) -> None:
        while pid is not None and _alive(pid):
            if time.monotonic() > deadline:
                raise DatabaseFailed(f"the old PostgreSQL process {pid} does not end")
            time.sleep(0.05)
        if self._child is not None:
            self._child.poll()  # PostgreSQL takes a dead child that nobody asked about for a live one

    def _worth_retrying(self) -> bool:
        end = self._end_of_log()
        return "lock file" in end or "shared memory" in end

    def _end_of_log(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.layout.log.read_text(errors="replace").splitlines()[-12:])
        return ""

    def _program(self, name: str) -> str:
        version = self.layout.data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        binaries = find_binaries(major=major)
        return reachable_programs(binaries=binaries, layout=self.layout).program(name)

    @contextlib.contextmanager
    def _one_starter(self) -> Iterator[None]:
        """Two commands typed at once must not both start a server."""
        with (self.layout.place / "starting").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _alive(pid: int) -> bool:
    """Whether the process is there and still a running PostgreSQL, not a zombie or a stranger."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        return rest.split()[0] != "Z" and "postgres" in name
    return not Path("/proc/self").exists()  # no /proc (macOS): the signal's answer stands


def die_with_parent(sign: signal.Signals = signal.SIGINT) -> Callable[[], None] | None:
    """What a child does before it becomes its program: ask for this signal when we die.

    The kernel counts the thread that started the child as its parent, so start it from the main one.
    None on other systems than Linux: there a killed parent leaves its children running.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, sign)

    return ask_the_kernel
