"""`renshe up`: a site that answers, keeps its data, and leaves nothing running."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from renshe.edge.database.cluster import Cluster


@pytest.fixture
def home():
    place = Path(tempfile.mkdtemp(prefix="renshe-up-"))
    place.chmod(0o711)
    yield place
    Cluster(home=place).remove()
    shutil.rmtree(place)


class RunningSite:
    """`renshe up` in a process of its own, as a bureau would start it: production, no city."""

    def __init__(self, *, home: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name[:7] != "RENSHE_"}
        environment |= {
            "RENSHE_HOME": str(home),
            "RENSHE_MODE": "production",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "renshe.edge.cli", "up", "--port", "18700"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                return
        raise AssertionError(self.said)

    def get(self, path: str) -> tuple[int, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}

    def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        self.said += self.process.communicate(timeout=180)[0]
        return self.process.returncode


def test_it_answers_stops_cleanly_and_finds_its_data_at_the_second_start(home):
    site = RunningSite(home=home)
    status, headers = site.get("/health")
    assert status == 200
    assert headers["x-frame-options"] == "DENY"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "default-src" in headers["content-security-policy"]
    cluster = Cluster(home=home)
    helper = daily_work_of(site, cluster)
    assert site.end(signal.SIGINT) == 0
    assert "数据保留" in site.said
    assert not cluster.accepts_connections()
    assert not Path(f"/proc/{helper}").exists(), "the daily work ends with the site"

    cluster.start(attached=True)
    with psycopg.connect(cluster.dsn(database="renshe"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    cluster.stop()
    again = RunningSite(home=home)
    with psycopg.connect(cluster.dsn(database="renshe")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)
    assert again.end(signal.SIGTERM) == 0
    assert not cluster.accepts_connections()


def daily_work_of(site: RunningSite, cluster: Cluster) -> int:
    """The process that does the daily work, once it has entered its first round in the calendar."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        with psycopg.connect(cluster.dsn(database="renshe")) as connection:
            asked = "SELECT count(*) FROM audit_run WHERE kind = 'case_clocks' AND state = 'done'"
            (done,) = connection.execute(asked).fetchone()
        if done:
            children = Path(
                f"/proc/{site.process.pid}/task/{site.process.pid}/children"
            ).read_text()
            (found,) = [int(pid) for pid in children.split() if is_daily(pid)]
            return found
        time.sleep(0.2)
    raise AssertionError("the daily work did not begin")


def is_daily(pid: str) -> bool:
    return Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").endswith(b"daily")


def test_a_killed_starter_takes_site_and_database_with_it(home):
    site = RunningSite(home=home)
    cluster = Cluster(home=home)
    pid, helper = cluster.postmaster_pid(), daily_work_of(site, cluster)
    site.end(signal.SIGKILL)
    for _ in range(200):
        gone = not any(Path(f"/proc/{one}").exists() for one in (pid, helper))
        if gone and not listens(site.port):
            return
        time.sleep(0.1)
    raise AssertionError("something outlives its starter")


def listens(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
    except OSError:
        return False
    finally:
        connection.close()
    return True
