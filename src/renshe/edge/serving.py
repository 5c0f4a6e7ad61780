"""The web server beside the database: granian over WSGI, watched by us."""

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
READY_LIMIT_S = 60
STOP_LIMIT_S = 15


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
        process.terminate()
        try:
            process.wait(timeout=STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def watch(*, process: subprocess.Popen[bytes], cluster: Cluster | None) -> None:
    """Stay until interrupted; bring a dead database back. Raises SiteFailed if the site dies."""
    while True:
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if cluster is not None:
                cluster.restart_if_dead()
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
