"""Places in Japanese: a name in Chinese characters before 市, 島, 沖 or 駅 that a story has not.

Such a name has no capital and no gap round it; what shows it is the word for its kind behind it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from monitor.stories.changes.background import background
from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Reading, in_one_piece, joined
from monitor.stories.words.lexicon import country

_KINDS = (
    "国際空港|空港|半島|海峡|地裁|高裁|地検|県|府|郡|署|市|区|町|村|"
    "島|沖|岬|港|駅|湾|川|山|湖|峠|線"
)
# What stands before such a word and names nothing: the same town, an uninhabited island.
_NO_NAME = re.compile(
    "^[同両各全他隣現旧某]|[東西南北方同両各全主国無離母漁要工人寄宅政内下外農選挙寄入出帰着開]$|"
    "地元|周辺|周囲|最寄|目的|関係|地方|国際|主要|民間|人工|火山|選手|城下|政令|移動|禁止|制限|警戒|"
    "避難|漁業|対象|特別|複数|近隣|付近|受け|始発|終着|出発|到着|停車|入港|寄港|出港|道府|都道|市町"
)
_NO_PLACE = re.compile(
    "(?:火|鉱|登|下|活)山$|(?:幹|前|路|無|外|戦|支|配|電|回|架|曲|直|視|沿|全|新|複|単|境界|接触|防衛|停戦|"
    "生命|赤外|打|本|在来)線$|河川$|列島$|諸島$|群島$|(?:離|本|孤|全)島$|(?:開|出|入|寄|帰|漁|良|母|同)港$"
)
_NAME = rf"[一-鿿々ヶケ]{{2,4}}?(?:{_KINDS})(?![域間分画切別民場長議職湾道根立庁警営条政])"
_PLACE = re.compile(rf"(?={_NAME})(?P<place>{_NAME})")
_BETWEEN = re.compile("(?P<one>[一-鿿々]{2,4})-(?P<other>[一-鿿々]{2,4})間")
_OTHER = "中北東西南上下新"
"""What makes another place of a name behind it."""
_CITIES = re.compile(
    f"[{_OTHER}]?(?:札幌|函館|小樽|旭川|釧路|帯広|根室|稚内|網走|紋別|室蘭|苫小牧|北見|留萌|青森|盛岡|仙台|新潟|金沢|"
    "東京|横浜|名古屋|京都|大阪|神戸|広島|福岡|那覇|沖縄|九州|四国|北海道|"
    "北京|上海|香港|台北|平壌|広州|大連|瀋陽|天津|釜山)"
)
_KIND = re.compile(f"(?:{_KINDS})$")
_WIDE = frozenset({"", "県", "府", "郡", "地裁", "高裁", "地検", "署", "山", "川", "線"})
"""Kinds that a desk adds to say where a town lies, and whose common words are many; bare names."""


def places(entry: Reading, version: Reading, story: Iterable[Reading]) -> Iterable[Change]:
    """The places of which an entry tells and no version of its story does."""
    said = "\n".join(map(in_one_piece, story))
    lost = {
        kind: name
        for name, kind in _places(version).items()
        if not _stands(name, in_one_piece(entry))
    }
    for name, kind in _places(entry).items():
        if _stands(name, said) or (kind in _WIDE and kind not in lost):
            continue
        if country(name) or country(name + kind):  # compared as names, in whatever script
            continue
        yield Change(Kind.NAME, lost.get(kind, ""), name + kind.replace("間", ""), 0)


def _stands(name: str, text: str) -> bool:
    """True where a name stands in a text: 釧路 for 釧路港, but not 中標津 for 標津."""
    if len(name) > 2 and name[-3] in _OTHER:
        return name[-3:] in text
    pairs = "|".join(name[at : at + 2] for at in range(len(name) - 1))
    return re.search(f"(?<![{_OTHER}])(?:{pairs})", text) is not None


@lru_cache(maxsize=512)
def _places(reading: Reading) -> dict[str, str]:
    """The places that a body names, each with the word for its kind."""
    rows = [s for s in reading.sentences or (reading.title,) if not background(s, reading)]
    found: dict[str, str] = {}
    for text in map(joined, rows):
        for hit in _PLACE.finditer(text):
            kind = _KIND.search(hit["place"])
            name = hit["place"][: kind.start()] if kind else ""
            if len(name) > 1 and not _NO_NAME.search(name) and not _NO_PLACE.search(hit["place"]):
                found.setdefault(name, hit["place"][len(name) :])
        for hit in _BETWEEN.finditer(text):
            found |= {hit["one"]: "間", hit["other"]: "間"}
        for name in _CITIES.findall(text):
            found.setdefault(name, "")
    return found
