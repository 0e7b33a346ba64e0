"""Buttons under alerts: how they look, and what they say when they are pressed.

A button's value is the alert's id, and for a mute the number of the watchlist and how long. It
holds no secret: whoever presses can read it.
"""

from notifiers import wording
from notifiers.base import Message, Note
from notifiers.slack_markup import Block, escape, plain, section

MUTE_STORY = "mute_story"
MUTE_WATCHLIST = "mute_watchlist"
NOT_RELEVANT = "not_relevant"
WHY = "why"
UNDO = "undo"

SPANS = {"1h": "for 1 hour", "tomorrow": "until tomorrow 08:00"}
"""How long a watchlist can be muted: in a button's value, and in words."""
MOST_WATCHLISTS = 10
"""Watchlists in the menu; the others are muted with `/watch silence`."""
MOST_NOTES = 4


def steering(message: Message) -> list[Block]:
    """What people did about an alert, each with its Undo, and the buttons that are left."""
    if not message.alert:
        return []
    notes = message.notes[-MOST_NOTES:]
    return [*(_note(message.alert, note) for note in notes), _buttons(message)]


def _note(alert: str, note: Note) -> Block:
    symbol = "👎" if note.about == "relevance" else "🔕"
    block = section(f"{symbol} {escape(wording.one_line(note.text), 600)}")
    return block | {"accessory": _button("Undo", UNDO, f"{alert} {note.undo}")}


def _buttons(message: Message) -> Block:
    """At most four; what was done already is left out. Slack takes 25 in a row."""
    done = {note.about for note in message.notes}
    buttons = []
    if "relevance" not in done:
        if "story" not in done:
            buttons.append(_button("Mute story", MUTE_STORY, message.alert))
        buttons += _mute_menu(message)
        buttons.append(_button("Not relevant", NOT_RELEVANT, message.alert))
    buttons.append(_button("Why?", WHY, message.alert))
    # A menu goes on showing what was chosen, unless the block that holds it has another id.
    return {"type": "actions", "block_id": f"steer-{_generation(message)}", "elements": buttons}


def _generation(message: Message) -> str:
    return "-".join(note.undo.replace(" ", ".") for note in message.notes[-MOST_NOTES:]) or "0"


def _mute_menu(message: Message) -> list[Block]:
    titles = [title for story in wording.stories(message)[:1] for title in story.watchlists]
    menu: Block = {
        "type": "static_select",
        "action_id": MUTE_WATCHLIST,
        "placeholder": plain("Mute watchlist"),
    }
    if len(titles) == 1:
        return [menu | {"options": _options(message.alert, 0)}]
    groups = [
        {"label": plain(title), "options": _options(message.alert, number)}
        for number, title in enumerate(titles[:MOST_WATCHLISTS])
    ]
    return [menu | {"option_groups": groups}] if groups else []


def _options(alert: str, number: int) -> list[Block]:
    return [
        {"text": plain(words), "value": f"{alert} {number} {span}"} for span, words in SPANS.items()
    ]


def _button(text: str, name: str, value: str) -> Block:
    return {"type": "button", "text": plain(text), "action_id": name, "value": value}
