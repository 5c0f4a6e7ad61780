"""The web server beside the database, and the daily work beside the web server: started, watched and ended by us."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from renshe.edge.database.cluster import Cluster, die_with_parent

WORKERS = 2
THREADS = 4
READY_LIMIT_S = 120
STOP_LIMIT_S = 15
RESTART_AFTER_S = 30.0


class SiteFailed(RuntimeError):
    """The web server did not come up, or went away by itself."""


def free_port(*, host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on. Raises SiteFailed after fifty."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    raise SiteFailed(f"no free port from {wanted} on {host}")


@contextlib.contextmanager
def site(*, host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site answers inside this block and is stopped at its end. Raises SiteFailed."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--host", host, "--port", str(port), "--log-level", "warning"]
    command += ["renshe.edge.wsgi:application"]
    environment = {**os.environ, "RENSHE_ROLE": "app", "RENSHE_SERVING": "1"}
    process = subprocess.Popen(command, env=environment, preexec_fn=die_with_parent(signal.SIGTERM))
    try:
        _await_answer(process, host=host, port=port)
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and after a while make it."""
    process.terminate()
    try:
        process.wait(timeout=STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Helper:
    """Another command of ours that is kept running beside the site: started again when it dies, and ended with the block."""

    def __init__(self, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "renshe.edge.cli", *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def __enter__(self) -> Helper:
        self.restart_if_dead()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            _end(self._process)

    @property
    def pid(self) -> int | None:
        """The number of its process, None while it does not run."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if alive and self._process else None

    def restart_if_dead(self) -> None:
        """Start it where it does not run; one that dies at once is left alone for a while."""
        if self.pid is not None or time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + RESTART_AFTER_S
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent(signal.SIGTERM)
        )


def watch(*, process: subprocess.Popen[bytes], cluster: Cluster | None, helper: Helper) -> None:
    """Stay until interrupted; bring a dead database or helper back. Raises SiteFailed if the site dies."""
    while True:
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if cluster is not None:
                cluster.restart_if_dead()
            helper.restart_if_dead()
            continue
        raise SiteFailed(f"the web server ended by itself with status {status}")


def _await_answer(process: subprocess.Popen[bytes], *, host: str, port: int) -> None:
    deadline = time.monotonic() + READY_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(host=host, port=port):
            return
        time.sleep(0.1)
    raise SiteFailed("the web server does not answer; what it said stands above")


def _answers(*, host: str, port: int) -> bool:
    """Whether Django answers there: a refusal (4xx) is an answer, an error (5xx) is not."""
    name = os.environ.get("RENSHE_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": name, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
