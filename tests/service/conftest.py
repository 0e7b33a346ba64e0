"""A desk in a folder, a web server with one feed, and the service as a process of its own."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import structlog

from monitor.cli.main import main
from tests.files import write_file

WATCHLIST = "title: Kurils\nmatch:\n  - Kuril Islands\n"
PATIENCE = 40.0
"""Seconds that a test waits for the service at most; it goes on as soon as it can."""


@dataclass
class Site:
    """A site with a feed, and a Slack that answers as told."""

    url: str = ""
    items: list[str] = field(default_factory=lambda: ["Library opens late"])
    slack: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda method, call: {"ok": True}
    asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def feed(self) -> bytes:
        entries = "".join(
            f"<item><guid>{number}</guid><title>{title}</title><link>https://a.example/{number}"
            f"</link><description>{title}, officials said.</description></item>"
            for number, title in enumerate(self.items)
        )
        return f'<rss version="2.0"><channel><title>A</title>{entries}</channel></rss>'.encode()

    def wait_until_asked(self, times: int = 1) -> None:
        """Wait until the feed has been asked for so many times more."""
        for _ in range(times):
            assert self.asked.acquire(timeout=PATIENCE), "the service does not poll"


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(site.feed(), "application/rss+xml")
            site.asked.release()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_json = "json" in self.headers.get("Content-Type", "")
            call = json.loads(body) if is_json and body else {}
            said = site.slack(self.path.rpartition("/")[2], call)
            self.answer(json.dumps(said).encode(), "application/json")

        def answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(site))
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


class Service:
    """`monitor run` in a desk's folder."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._news = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(stream, lines), daemon=True)
            for stream, lines in ((process.stdout, self.out), (process.stderr, self.err))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: Any, lines: list[str]) -> None:
        for line in stream:
            with self._news:
                lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def wait_for(self, text: str) -> str:
        """The first line, of either stream, that holds this text; waits until there is one."""

        def found() -> str | None:
            return next((line for line in (*self.out, *self.err) if text in line), None)

        with self._news:
            assert self._news.wait_for(found, timeout=PATIENCE), (text, self.out, self.err)
            return found() or ""

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it by a signal and return its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        for reader in self._readers:
            reader.join(timeout=PATIENCE)
        return code


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    returncode: int
    stdout: str
    stderr: str


@contextmanager
def own_logs() -> Iterator[None]:
    """Let a command set up its logs, and have the tests' own ones back afterwards."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure = structlog.configure

    def afresh(**given: Any) -> None:  # a logger that is kept would go on logging to this command
        configure(**(given | {"cache_logger_on_first_use": False}))

    try:
        with patch.object(structlog, "configure", afresh):
            yield
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)


@dataclass(frozen=True)
class Desk:
    """A desk's folder."""

    folder: Path
    services: list[Service]

    def write(self, name: str, text: str) -> Path:
        return write_file(self.folder, name, text)

    def settings(self, **sections: Any) -> None:
        """Write monitor.yaml; JSON is YAML."""
        base: dict[str, Any] = {
            "polling": {"every": "200ms", "min": "200ms"},
            "network": {"allow_private": True},
            "web": {"listen": None},
        }
        self.write("monitor.yaml", json.dumps(base | sections))

    def _command(self, *words: str) -> tuple[list[str], dict[str, str]]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "SMTP_"))}
        return [sys.executable, "-m", "monitor", *words], environ

    def run(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        command, env = self._command(*words)
        return subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=self.folder,
            env=env | environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def call(self, *words: str, **environ: str) -> Said:
        """A command to its end within this process: many times quicker than a new one."""
        out, err = io.StringIO(), io.StringIO()
        _, env = self._command()
        try:
            with (
                own_logs(),
                chdir(self.folder),
                redirect_stdout(out),
                redirect_stderr(err),
                patch.dict(os.environ, env | environ, clear=True),
                patch.object(sys, "argv", ["monitor", *words]),
            ):
                main()
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
        return Said(0, out.getvalue(), err.getvalue())

    def start(self, *words: str, **environ: str) -> Service:
        """`monitor run` in the background; stopped at the end of the test."""
        command, env = self._command("run", *words)
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=self.folder,
            env=env | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        service = Service(process)
        self.services.append(service)
        return service


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Iterator[Desk]:
    desk = Desk(tmp_path, [])
    desk.settings()
    desk.write("watchlists/kurils.yaml", WATCHLIST)
    desk.write("watchlists/feeds.yaml", f"- url: {site.url}/rss\n  id: a\n")
    yield desk
    for service in desk.services:
        if service.process.poll() is None:
            service.stop(signal.SIGKILL)
        for stream in (service.process.stdout, service.process.stderr):
            if stream is not None:
                stream.close()
