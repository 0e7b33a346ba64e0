"""docs/email.md tells what is so: names of templates, what they know, and an example that works."""

import re
from pathlib import Path

import pytest

from monitor.commands.samples import KINDS
from notifiers.email_templates import NAMES, Templates
from notifiers.email_text import ToldStory, render
from notifiers.testing import sample

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "email.md").read_text(encoding="utf-8")


def test_every_template_is_named() -> None:
    """The table of files is that of the code."""
    rows = re.findall(r"^\| ((?:`[\w.]+`(?:, )?)+) \| ", PAGE, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`([\w]+\.(?:html|txt))`", row)]
    assert sorted(told) == sorted(NAMES)


def test_what_a_story_has_is_named() -> None:
    """Each field that templates see."""
    told = PAGE.partition("A story has")[2].partition("Texts come cleaned")[0]
    assert set(ToldStory._fields) <= set(re.findall(r"`(\w+)`", told))


def test_its_example_works(tmp_path: Path) -> None:
    """The template on the page makes an alert, without a fault."""
    [example] = re.findall(r"^```html\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "alert.html").write_text(example, encoding="utf-8")
    templates = Templates(tmp_path)
    html = render(sample(also_in=("Post",)), templates=templates).html
    assert templates.faults() == ()
    assert "The Gazette's monitor" in html
    assert "Post</p>" in html


@pytest.mark.parametrize("kind", KINDS)
def test_every_sample_is_named(kind: str) -> None:
    """What `send-test --as` takes stands there."""
    assert f"`{kind}`" in PAGE.partition("`--as` takes")[2].partition("\n\n")[0]


def test_its_pictures_are_there() -> None:
    """And each picture of a mail is shown."""
    shown = set(re.findall(r"\(pictures/(mail-[\w-]+\.png)\)", PAGE))
    assert shown == {path.name for path in (ROOT / "docs" / "pictures").glob("mail-*.png")}
