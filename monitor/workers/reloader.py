"""Puts the desk's files in force when they are saved.

    saved → settled → read again, in a thread → in force → recorded → told

A file with an error changes nothing but what is said; what is in force is always a whole.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from monitor.store.database import StoreError
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.changes import Change, changes, feed_changes
from monitor.watchlist.destination import Destinations
from monitor.watchlist.files import Files, changed, half_done, is_terms, look, name_of
from monitor.watchlist.force import Standing, read_again
from monitor.watchlist.notices import Said, of_mended, of_problems, of_settings
from monitor.watchlist.recorded import Texts, errors_of, since_recorded, texts_of
from monitor.workers.announcer import Announcer
from monitor.workers.earlier import earlier
from monitor.workers.trouble import Trouble
from monitor.workers.watch import Watch

log = structlog.get_logger()

TRIES = 3
"""Readings of files that change while they are read; the next change is noticed anyway."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a save is given, before the files are taken for what their author means."""

    step: float = 0.1
    """Between two looks."""
    quiet: float = 0.2
    """Without a change, where all files look whole."""
    half_done: float = 1.1
    """The same where a file is gone, empty, or ends in the middle."""
    longest: float = 5.0
    """From then on what is there is taken: a file that never rests must not hold up the others."""


@dataclass(frozen=True, slots=True)
class _News:
    """What is to be logged and told of a change."""

    changes: tuple[Change, ...]
    lines: tuple[tuple[str, str], ...]
    """The changes in words, by watchlist."""
    feeds: str
    mended: tuple[Said, ...]
    errors: tuple[Said, ...]
    """Those to be told."""
    logged: tuple[Said, ...]
    """Those to be logged: at the start of a service all that there are."""


class Reloader:
    """Follows one folder."""

    def __init__(
        self,
        folder: Path,
        standing: Standing,
        destinations: Destinations,
        store: WatchlistStore,
        put: Callable[[Standing], Awaitable[None]],
        announcer: Announcer,
        clock: Callable[[], datetime],
        *,
        config: Path | None = None,
        patience: Patience | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`put` puts a standing in force; `config` is the settings file, which needs a restart."""
        self.standing = standing
        self._folder = folder
        self._destinations = destinations
        self._store = store
        self._put = put
        self._announcer = announcer
        self._clock = clock
        self._config = config
        self._settings = _content(config)
        self._patience = patience or Patience()
        self._pause = pause
        self._recorded: Texts = {}
        self._trouble = Trouble("reloading watchlists")
        self._unreadable = ""
        self._wanted = asyncio.Event()
        self._everything = False
        self._watch = Watch(folder, self.wake)
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Put the last good versions of what is broken in force, and tell what changed meanwhile.

        The first start of all finds no versions, and tells of errors only. Errors that were told
        before are logged again: whoever starts the service looks at its log.
        """
        latest = await self._store.latest()
        before = self.standing
        if latest:
            standing, before = await earlier(
                self.standing, latest, self._store, self._folder, self._destinations
            )
            await self._put(standing)
            self.standing = standing
        self._recorded = {name: (one.text, one.problems) for name, one in latest.items()}
        await self._record_and_tell(before, logged={})

    def start(self) -> None:
        """Follow the folder until `stop`."""
        self._tasks = [
            asyncio.create_task(self._work(), name="reload watchlists"),
            asyncio.create_task(self._watch.run(), name="watch the desk's folder"),
        ]

    async def stop(self) -> None:
        """Stop following; what is in force is told to its end."""
        self._watch.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._announcer.stop()

    async def drain(self) -> None:
        """Wait until all is told."""
        await self._announcer.drain()

    def wake(self, *, everything: bool = False) -> None:
        """Have the files looked at soon; `everything`: also those that seem to be as they were."""
        self._everything = self._everything or everything
        self._wanted.set()

    async def tick(self) -> None:
        """Look without being told: some disks and networks don't tell of changes."""
        self._look_at_settings()
        self._watch.check()
        self.wake()

    async def _work(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.reload()
            except StoreError as problem:
                self._trouble.begins(problem)
            except Exception:
                log.exception("watchlists not reloaded, what was in force stays so")

    async def reload(self) -> bool:
        """Put what the files say in force, once they are at rest; whether that is anything new."""
        before = replace(self.standing, files={}) if self._everything else self.standing
        self._everything = False
        standing = await self._read(before)
        if standing is None:
            await self._record()
            return False
        await self._put(standing)
        before, self.standing = self.standing, standing
        await self._record_and_tell(before, logged=self._recorded)
        return True

    async def _read(self, before: Standing) -> Standing | None:
        """The standing after what changed; `None` where nothing did."""
        standing = None
        for _ in range(TRIES):
            files = await self._settled(before.files)
            if files is None or not changed(before.files, files):
                return standing
            standing = await asyncio.to_thread(
                read_again, before, files, self._folder, self._destinations
            )
            if not changed(files, await self._look(files) or {}):
                break
        return standing

    async def _settled(self, before: Files) -> Files | None:
        """The files, once nobody is in the middle of saving them; `None` without a folder."""
        wait, quiet, spent = self._patience, 0.0, 0.0
        seen = await self._look(before)
        while seen is not None and changed(before, seen) and spent < wait.longest:
            if quiet >= (wait.half_done if half_done(before, seen) else wait.quiet):
                break
            await self._pause(wait.step)
            now = await self._look(before)
            at_rest = now is not None and not changed(seen, now)
            quiet = quiet + wait.step if at_rest else 0.0
            spent, seen = spent + wait.step, now
        return seen

    async def _look(self, before: Files) -> Files | None:
        """The files as they lie there; `None` where the folder can't be read, which is said once.

        A folder that loses all its files at once is a disk that is not mounted.
        """
        try:
            files = await asyncio.to_thread(look, self._folder, before)
            reason = "" if files or not self.standing.files else "it is empty"
        except OSError as problem:
            files, reason = {}, problem.strerror or str(problem)
        if bool(reason) != bool(self._unreadable):
            self._tell_unreadable(reason)
        self._unreadable = reason
        return None if reason else files

    def _tell_unreadable(self, reason: str) -> None:
        if not reason:
            log.info("watchlists can be read again", folder=str(self._folder))
            return
        log.error("no watchlists to read", folder=str(self._folder), reason=reason)
        headline = f"The folder {self._folder} can't be read ({reason}): what was in force stays so"
        details = ("To watch for nothing, stop the service.",)
        self._announcer.announce((), [Said(headline, details, self._announcer.ops)])

    async def _record_and_tell(self, before: Standing, *, logged: Texts) -> None:
        news = await asyncio.to_thread(self._news, before, logged)
        for name, words in news.lines:
            log.info("watchlist changed", watchlist=name, change=words)
        if news.feeds:
            log.info("feeds changed", change=news.feeds)
        for one in news.mended:
            log.info(one.headline)
        for one in news.logged:
            log.error(one.headline, problems=list(one.details))
        await self._record()
        self._announcer.announce(news.changes, [*news.errors, *news.mended])

    def _news(self, before: Standing, logged: Texts) -> "_News":
        """For a thread: a group of terms may change a thousand watchlists, or spoil them."""
        told = changes(before.good, self.standing.good)
        return _News(
            told,
            tuple((change.watchlist, change.words()) for change in told),
            feed_changes(before.feeds, self.standing.feeds),
            tuple(of_mended(self.standing, before, self._announcer.ops)),
            tuple(self._errors(self._recorded)),
            tuple(self._errors(logged)),
        )

    def _errors(self, before: Texts) -> Iterator[Said]:
        """Files with errors that they did not have before; terms first."""
        for path in sorted(self.standing.problems, key=lambda path: (not is_terms(path), path)):
            _, known = before.get(name_of(path, self._folder), ("", ()))
            errors = errors_of(self.standing, path)
            fresh = [problem for words, problem in errors.items() if words not in known]
            if fresh:
                where = path.relative_to(self._folder).as_posix()
                yield of_problems(fresh, where, self.standing, path, self._announcer.ops)

    async def _record(self) -> None:
        """Keep versions of what changed; without a database it is tried again at the next look."""
        texts = await asyncio.to_thread(texts_of, self.standing, self._folder)
        fresh = since_recorded(self._recorded, texts)
        if not fresh:
            return
        with self._trouble.met():
            await self._store.record_all(fresh, self._clock())
            self._recorded = {**self._recorded, **fresh}

    def _look_at_settings(self) -> None:
        content = _content(self._config)
        if self._config is not None and content != self._settings:
            self._settings = content
            one = of_settings(self._config, self._announcer.ops)
            log.warning(one.headline, problems=list(one.details))
            self._announcer.announce((), [one])


def _content(path: Path | None) -> bytes:
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""
