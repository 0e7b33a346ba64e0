"""Renders sample messages as text, HTML and, where Chromium is installed, as pictures.

    python docs/make_pictures.py [FOLDER]

FOLDER defaults to docs/pictures. The news is made up. The mails are the mails that are sent; the
Slack picture is an approximation, drawn from the same blocks that Slack is sent.
"""

import asyncio
import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.terminal_theme import MONOKAI
from story_messages import (  # type: ignore[import-not-found]  # found beside this script
    FIGURE,
    GONE,
    TOLL,
    Told,
)

from notifiers.base import Message, Note, Passage, Section, Story
from notifiers.console import ConsoleNotifier
from notifiers.email_text import Reader
from notifiers.email_text import render as render_mail
from notifiers.slack_blocks import render as render_slack
from notifiers.slack_markup import Block

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 12, 14, 9, 12, tzinfo=TOKYO)


def passage(text: str, *terms: str) -> Passage:
    """A passage with every occurrence of the terms marked."""
    found = (m.span() for term in terms for m in re.finditer(re.escape(term), text))
    return Passage(text, tuple(sorted(found)))


SUMMIT = Story(
    title="Russia and Japan to hold summit on fishing off Kuril Islands",
    link="https://news.example.org/world/kuril-summit?ref=feed&lang=en",
    source="Northern Wire",
    published=NOW,
    priority="high",
    passage=passage(
        "The two leaders will meet in Vladivostok on 14–15 December to renew an accord that lets "
        "Japanese boats fish off the Kuril Islands, known in Japan as the Northern Territories, "
        "officials on both sides said on Monday.",
        "Kuril Islands",
        "Northern Territories",
    ),
    watchlists=("Kuril Islands", "Russia–Japan talks"),
    terms=("Kuril*", '"Northern Territories"'),
    also_in=("Kita Press", "Pacific Desk", "Sakhalin Daily", "Harbour News", "Radio Nemuro"),
)
UPDATE = Story(
    title="Russia and Japan to hold summit on fishing off Kuril Islands a day later",
    link="https://news.example.org/world/kuril-summit",
    source="Northern Wire",
    published=NOW + timedelta(hours=2),
    kind="update",
    passage=passage(
        "The meeting in Vladivostok was moved to 15–16 December because of a storm over the "
        "southern Kuril Islands.",
        "Kuril Islands",
    ),
    watchlists=("Kuril Islands",),
    terms=("Kuril*",),
    changes=("14–15 → 15–16 December",),
)
CORRECTION = Story(
    title="CORRECTED: Russia and Japan to hold summit on fishing, not on borders",
    link="https://news.example.org/world/kuril-summit",
    source="Northern Wire",
    published=NOW + timedelta(hours=3),
    kind="correction",
    priority="high",
    passage=passage(
        "An earlier version said that borders were on the agenda of the talks on the Kurils.",
        "Kurils",
    ),
    watchlists=("Kuril Islands",),
    terms=("Kuril*",),
    changes=("the agenda: borders → fishing",),
)
JAPANESE = Story(
    title="日ロ首脳会談、北方領土周辺の漁業協定を協議へ",
    link="https://shimbun.example.jp/a/1",
    source="北の新聞",
    published=NOW + timedelta(minutes=4),
    passage=passage("両首脳は北方領土周辺の漁業協定の延長について協議する。", "北方領土"),
    watchlists=("Kuril Islands",),
    terms=("北方領土",),
)
RUSSIAN = Story(
    title="Рыболовы Шикотана ждут итогов переговоров",
    link="https://ostrov.example.ru/1",
    source="Островной вестник",
    published=NOW - timedelta(hours=5),
    passage=passage("На острове Шикотан ждут решения о квотах.", "Шикотан"),
    watchlists=("Kuril Islands",),
    terms=("Шикотан",),
    also_in=("Сахалин сегодня",),
)
ALERT = Message("alert-1", "alert", SUMMIT.title, (Section("", (SUMMIT,)),))
STEERED = replace(ALERT, alert=ALERT.id)
MUTED = replace(
    STEERED, notes=(Note("watchlist", "Kuril Islands muted until 14:30 by anna", "silence 1"),)
)
REJECTED = Message(
    "alert-5",
    "alert",
    RUSSIAN.title,
    (Section("", (RUSSIAN,)),),
    alert="alert-5",
    notes=(Note("relevance", "Not relevant, says ben (13:31)", "relevance"),),
)
FOLLOW_UP = Message(
    "alert-2", "update", f"Update: {UPDATE.title}", (Section("", (UPDATE,)),), thread="alert-1"
)
CORRECTED = Message(
    "alert-3", "update", f"Correction: {CORRECTION.title}", (Section("", (CORRECTION,)),),
    thread="alert-1", broadcast=True,
)  # fmt: skip
IN_JAPANESE = Message("alert-4", "alert", JAPANESE.title, (Section("", (JAPANESE,)),))
DIGEST = Message(
    "digest-1",
    "digest",
    "Asia digest, Monday 14 December: 5 stories",
    (
        Section("Kuril Islands", (SUMMIT, CORRECTION, JAPANESE, RUSSIAN)),
        Section("Russia–Japan talks", (UPDATE,)),
    ),
    body="Since Friday 17:00. 1 update, 1 correction.",
    page="https://monitor.example.org/digests/1",
)
NOTICE = Message(
    "notice-1",
    "notice",
    "Watchlist Kuril Islands changed",
    body="+2 terms: Shikotan, Habomai\nWould have alerted 3 more stories in the last 7 days.",
)

READER = Reader("asia@example.org", "https://monitor.example.org/unsubscribe/YXNpYQ.c2lnbmVk")
PHONE = 360
"""Pixels: the width of the narrowest screens that are common."""

SLACK_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; padding: 20px 24px; font: 15px/1.47 Lato, "Noto Sans", "Noto Sans CJK JP",
  sans-serif; color: #1d1c1d; background: #fff; width: 640px }
.label { font-size: 12px; color: #696f78; margin-bottom: 14px }
.message { display: flex; gap: 10px; margin-bottom: 18px }
.message.reply { margin-left: 46px }
.face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #0b63b5;
  color: #fff; text-align: center; line-height: 36px; font-weight: 700 }
.name { font-weight: 700 } .app { background: #e8e8e8; font-size: 10px; padding: 1px 4px;
  border-radius: 3px; font-weight: 600 } .time { font-size: 12px; color: #696f78 }
.section { margin: 3px 0 } .context { font-size: 13px; color: #696f78; margin: 3px 0 }
blockquote { margin: 2px 0; border-left: 4px solid #ddd; padding-left: 10px }
a { color: #1264a3; text-decoration: none }
.section { display: flow-root } .actions { margin-top: 6px; display: flex; gap: 8px }
.button { border: 1px solid #bbb; border-radius: 6px; padding: 2px 12px; font-size: 13px;
  font-weight: 700; background: #fff; display: inline-block } .accessory { float: right }
</style><div class="label">#asia-desk: drawn from the message's blocks; Slack's own look may
differ</div>"""


def slack_html(messages: list[tuple[Message, bool]]) -> str:
    """Messages in a channel's look; the flag says which are replies in the thread."""
    return SLACK_PAGE + "".join(
        f'<div class="message{" reply" if reply else ""}"><div class="face">M</div><div>'
        '<span class="name">monitor</span> <span class="app">APP</span> '
        f'<span class="time">{_clock(message)}</span>'
        f"{''.join(map(block_html, render_slack(message, buttons=True)))}"
        "</div></div>"
        for message, reply in messages
    )


def _clock(message: Message) -> str:
    """When a message stands in the channel: when its outlet says, as if no time had passed."""
    stories = [story for section in message.sections for story in section.stories]
    return f"{stories[0].published if len(stories) == 1 else NOW:%H:%M}"


def _thread(told: Told) -> list[tuple[Message, bool]]:
    """A story's first message as it reads by now, and what followed."""
    return [(told.edited, False), (told.follow_up, True)]


def block_html(block: Block) -> str:
    """One block as HTML."""
    if block["type"] == "actions":
        return f'<div class="actions">{"".join(map(button_html, block["elements"]))}</div>'
    texts = [block["text"]] if "text" in block else block["elements"]
    inside = "".join(mrkdwn_html(text["text"]) for text in texts)
    if "accessory" in block:
        inside = f'<div class="accessory">{button_html(block["accessory"])}</div>{inside}'
    return f'<div class="{block["type"]}">{inside}</div>'


def button_html(element: Block) -> str:
    """A button, or a menu that is closed."""
    text = element.get("text") or element["placeholder"]
    arrow = " ▾" if element["type"] == "static_select" else ""
    return f'<span class="button">{html.escape(text["text"])}{arrow}</span>'


def mrkdwn_html(text: str) -> str:
    """The part of Slack's mrkdwn that our blocks use, as HTML."""
    quoted = text.startswith("> ")
    safe = html.escape(html.unescape(text.removeprefix("> ")), quote=False)
    safe = re.sub(r"&lt;(https?:[^|]+)\|(.*?)&gt;", r'<a href="\1">\2</a>', safe)
    safe = re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", safe).replace("\n", "<br>")
    return f"<blockquote>{safe}</blockquote>" if quoted else safe


def console_html(*messages: Message) -> str:
    """Messages as a dark terminal shows them."""
    console = Console(record=True, force_terminal=True, width=84, file=io.StringIO())
    for message in messages:
        asyncio.run(ConsoleNotifier(console).send(message))
    look = (
        "a { color: inherit !important; text-decoration: none } body { padding: 4px 8px }</style>"
    )
    return console.export_html(theme=MONOKAI, inline_styles=True).replace("</style>", look, 1)


def mail_pages() -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The pictures of mails: as wide as a window, as narrow as a phone, light and dark."""
    alert, update, corrected, digest = (
        render_mail(message, reader=READER).html
        for message in (ALERT, FOLLOW_UP, CORRECTED, DIGEST)
    )
    yield "mail-alert", alert, (500, 380)
    yield "mail-update", update, (500, 320)
    yield "mail-correction", corrected, (500, 320)
    yield "mail-digest", digest, (500, 730)
    yield "mail-digest-dark", digest, (500, 730)
    yield "mail-alert-phone", on_phone(alert, 480), (PHONE, 480)
    yield "mail-alert-phone-dark", on_phone(alert, 480), (PHONE, 480)
    yield "mail-digest-phone", on_phone(digest, 860), (PHONE, 860)


def on_phone(page: str, height: int) -> str:
    """A page in a frame of a phone's width: Chromium's own windows are never that narrow."""
    frame = f'<iframe srcdoc="{html.escape(page)}" width="{PHONE}" height="{height}"'
    return f'<body style="margin: 0">{frame} style="border: 0; display: block"></iframe>'


def pages() -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Name, HTML and window, in pixels, of every picture."""
    slack = [(ALERT, False), (FOLLOW_UP, True), (CORRECTED, True), (IN_JAPANESE, False)]
    yield "slack-alert", slack_html(slack), (700, 780)
    yield (
        "slack-buttons",
        slack_html([(STEERED, False), (MUTED, False), (REJECTED, False)]),
        (700, 760),
    )
    yield "slack-digest", slack_html([(DIGEST, False), (NOTICE, False)]), (700, 700)
    yield "console", console_html(ALERT, FOLLOW_UP, CORRECTED, IN_JAPANESE, NOTICE), (870, 740)
    yield "story-alert", slack_html([(TOLL.edited, False)]), (700, 305)
    yield "story-update", slack_html(_thread(TOLL)), (700, 575)
    yield "story-correction", slack_html(_thread(FIGURE)), (700, 545)
    yield "story-withdrawal", slack_html(_thread(GONE)), (700, 520)
    yield "story-mail-update", render_mail(TOLL.follow_up).html, (500, 290)
    yield from mail_pages()


def take_picture(chromium: str, page: Path, picture: Path, size: tuple[int, int]) -> None:
    """A picture of a page in a window of this size, in pixels."""
    dark = ["--blink-settings=preferredColorScheme=0"] if "dark" in picture.stem else []
    with tempfile.TemporaryDirectory() as profile:
        flags = [
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        command = [chromium, *flags, *dark, f"--user-data-dir={profile}"]
        command += [f"--window-size={size[0]},{size[1]}", f"--screenshot={picture}"]
        subprocess.run(  # noqa: S603 - Chromium, on pages made above
            [*command, page.as_uri()], check=True, capture_output=True, timeout=120
        )


def main() -> None:
    """Write everything into the folder, pictures only where Chromium is installed."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch:
        for name, text, size in pages():
            page = Path(scratch, f"{name}.html")
            page.write_text(text, encoding="utf-8")
            if chromium:
                take_picture(chromium, page, (folder / f"{name}.png").resolve(), size)
    for message in (ALERT, CORRECTED, DIGEST, NOTICE):
        print(render_mail(message).text)
        asyncio.run(ConsoleNotifier(Console()).send(message))


if __name__ == "__main__":
    main()
