"""What changed, in words: the figure with what it counts."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, Version
from monitor.stories.relate import relate

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def changes(first: str, second: str) -> tuple[str, ...]:
    """What a later text of the same outlet changes in an earlier one."""
    earlier = Entry("wire", "1", "", first, "", published=NOON)
    later = Entry("wire", "2", "", second, "", published=NOON + timedelta(hours=1))
    versions = [Version(1, 1, 1, earlier, NOON)]
    link = relate(later, versions, now=NOON + timedelta(hours=1), window=timedelta(days=3))
    assert link.relation is Relation.UPDATE, link.why
    return link.changes


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "Mudslide kills 12 guests at mountain inn in Kurodani",
            "Mudslide kills 15 guests at mountain inn in Kurodani",
            "toll 12 → 15",
        ),
        (
            "Ferry fire off Otaru leaves 12 injured, coast guard says",
            "Ferry fire off Otaru leaves 15 injured, coast guard says",
            "injured 12 → 15",
        ),
        (
            "Harbour Party wins 31 new seats in island assembly vote",
            "Harbour Party wins 33 new seats in island assembly vote",
            "31 → 33 new seats",
        ),
        (
            "При сходе лавины на Шикотане погибли 12 человек, сообщили власти",
            "При сходе лавины на Шикотане погибли 15 человек, сообщили власти",
            "погибших 12 → 15",
        ),
        (
            "釧路沖で漁船転覆、12人死亡と海保が発表",
            "釧路沖で漁船転覆、15人死亡と海保が発表",
            "死者 12 → 15",
        ),
        (
            "根室の小学校、3校が来春に統合へと市が発表",
            "根室の小学校、4校が来春に統合へと市が発表",
            "3 → 4校",
        ),
        (
            "Bank of Norland raises key rate to 2.25% from spring",
            "Bank of Norland raises key rate to 2.75% from spring",
            "2.25% → 2.75%",
        ),
    ],
)
def test_a_figure_says_what_it_counts(first: str, second: str, told: str) -> None:
    """The dead, the injured and the missing by name, other counts with their noun."""
    assert told in changes(first, second)
