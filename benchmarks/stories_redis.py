"""datasketch's MinHashLSH kept on disk, as a service needs it: its own storage in Redis.

A `redis-server` found on PATH is started in a folder, on a socket there, with an append-only file
that is written out every second; so a crash loses no more than in SQLite's WAL mode.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from datasketch import MinHash, MinHashLSH
from redis import Redis
from redis.exceptions import RedisError

from benchmarks.stories_window import PERMUTATIONS, THRESHOLD, Stopwatch

MOST = 100_000
"""Stories at most: a million take some 6 GB beside the 10 GB of the index in memory."""
TOGETHER = 1_000
"""Stories that are sent together when the index is filled."""
PATIENCE = 10.0


@contextmanager
def redis_server(folder: Path) -> Iterator["Durable | None"]:
    """An index in a server of its own, or `None` where there is no `redis-server`."""
    program = which("redis-server")
    if program is None:
        yield None
        return
    socket = folder / "redis.sock"
    options = f"--port 0 --unixsocket {socket} --dir {folder} --save  --loglevel warning"
    durable = "--appendonly yes --appendfsync everysec"
    command = [program, *options.split(" "), *durable.split()]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - found on PATH
    try:
        yield Durable(socket)
    finally:
        process.terminate()
        process.wait()


class Durable:
    """The index, and what its server takes."""

    def __init__(self, socket: Path) -> None:
        self._redis = Redis(unix_socket_path=str(socket))
        self._wait()
        self._empty = self._memory()
        self._index = MinHashLSH(
            threshold=THRESHOLD,
            num_perm=PERMUTATIONS,
            storage_config={
                "type": "redis",
                "basename": b"stories",
                "redis": {"unix_socket_path": str(socket)},
            },
        )
        self.count = 0
        self._waiting: list[MinHash] = []

    def add(self, made: MinHash) -> None:
        """Keep a sketch, under the next number, when some have come together."""
        self._waiting.append(made)
        if len(self._waiting) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Send what waits, each table's commands in one message."""
        with self._index.insertion_session() as session:
            for made in self._waiting:
                self.count += 1
                session.insert(self.count, made, check_duplication=False)
        self._waiting = []

    def judge(self, made: MinHash, watch: Stopwatch) -> None:
        """Look up what a sketch is like, and keep it: for one alone quicker than in a session."""
        began = self._seconds()
        with watch.times("client"):
            self._index.query(made)
            self.count += 1
            self._index.insert(self.count, made, check_duplication=False)
        watch.seconds["server"] += self._seconds() - began

    def grown(self) -> int:
        """Bytes of memory by which the server has grown."""
        return self._memory() - self._empty

    def _seconds(self) -> float:
        """Computing time of the server so far."""
        used = self._redis.info("cpu")
        return float(used["used_cpu_user"] + used["used_cpu_sys"])

    def _memory(self) -> int:
        return int(self._redis.info("memory")["used_memory_rss"])

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._redis.ping()
            except RedisError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return
