"""Japanese verbs turned round: 再開した and 再開されず, 辞任しない and 辞任を表明.

In a text recast throughout no slot shows what became of the matter. But where the story says a
thing of a matter, and the entry says the contrary of it and the thing no more, that is a change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Reading, joined

_NOT = (
    r"(?:ない|なかった|なく(?!な|と)|ませ?ん"
    r"|(?<=[らわれせけめえかさたびきみりじち])ず(?!つ)|(?<=[らわれせめ])ぬ(?=[」。、\s一-鿿]))"
)
_STANCE = "考え|意向|予定|方針|見通し|見込み|可能性|計画"
_AUXILIARY = "至|達|立|出|行|受け|でき|し|さ|せ|す|られ|れ|て|い|お|け|ら|わ|っ|き|は|も|得"
_GIVEN_UP = "見送|否定|断念|拒|回避|避け|辞退|取りや|取り止め|中止|延期|保留"
_TURNS = (
    rf"(?:(?:(?:の|する|した)?(?:{_STANCE})?(?:に|には|は|も|を|が|と)?)?(?:{_AUXILIARY}){{0,6}}?{_NOT}"
    rf"|(?:の(?:{_STANCE}))?(?:を|は|が|も)[^。、]{{0,12}}?(?:{_GIVEN_UP})(?!でき|さ?れ?な|しな|せず|られ?な))"
)
_DOES = "(?:する|し(?:た|て|、|まし|ます)|さ(?:れる|れた|れ、|れて|れま)|を(?:表明|発表|決め))"
_MATTERS: Mapping[str, tuple[str, str]] = {
    "agreement": ("合意|妥結|折り合|歩み寄|一致", "決裂|物別れ|平行線|不調に終"),
    "resumption": (
        "再開|復旧|運行を始|運航を始",
        "(?:運休|休止|停止|中断|欠航|閉鎖|休業|休館|通行止め|停電|断水)[がはも]?、?(?:なお|依然|まだ)?続",
    ),
    "whereabouts": ("見つか|発見|救助|保護", "行方不明|行方が分から|捜索[をがは]?(?:なお)?続"),
    "leave": ("許可|認可|認め(?!られ)|容認|受け入れ", "不許可|不認可|却下|拒否|拒む|拒ん|禁止"),
    "resignation": ("辞任|辞職|辞意|退任|引責", "続投|留任|職にとど"),
    "strike": (
        "スト(?:ライキ)?(?:[^。]{0,20}?突入|に入|を?決行|を?始|を?開始)",
        "スト(?:ライキ)?[をがはの]?(?:回避|避け|見送|中止|延期|取りやめ)",
    ),
    "lineup": ("出場|先発|出走|登板|スタメン", "欠場|休場|ベンチ外|登録外|棄権"),
    "flight": ("逃走|逃げ|行方を追", "身柄を?確保|逮捕|拘束"),
    "holding": ("開催|決行|予定通り", "中止|延期|取りやめ|見送"),
    "traffic": (
        "開通|通行[がを]?(?:再開|可能|でき(?!な))|通行止め[がはを]?解除",
        "通行止め(?![がはを]?解)|通れない|通れず|通行できない",
    ),
    "consciousness": (
        "意識[がは](?:ある|あり|戻|回復)|命に別[条状]は?な[いくし]",
        "意識不明|意識[がは]?(?:な[いくし]|戻ら)|重体",
    ),
    "charge": ("(?<!不)起訴(?!内容|猶予)", "不起訴|起訴猶予|嫌疑不十分|嫌疑なし"),
    "limit": ("解除", "(?:制限|禁止|規制|指示|封鎖|停止)[をが]?(?:継続|続け|続い|延長)"),
    "consent": ("承認|可決|採択|了承", "否決|不承認|継続審議"),
    "admission": ("(?:容疑|起訴内容|関与)[をは]?(?:おおむね)?認め", "否認|(?:容疑|関与)を否定"),
    "candidacy": ("出馬|立候補", "不出馬"),
    "rate": ("引き上げ|利上げ", "据え置"),
    "suit": ("(?:請求|訴え|上告|控訴)を認め|差し止めを?命|勝訴", "棄却|却下|退け|敗訴"),
    "leak": ("流出[しが]|漏れ(?:た|て|出)", "(?:流出|漏れ)[はも]?な[いくし]"),
    "life": ("生存|救出|救助|無事", "遺体|死亡|心肺停止"),
}  # fmt: skip
"""Of each matter, words that say that it is so, and words that say the contrary without a "not"."""
_LIGHT = "実施|開催|確認|発表|公表|判明|説明|報告|表明|予定|方針|決定"
"""Verbs of no weight, and of saying."""
_SIDES = {
    name: (
        re.compile(f"(?:{so})(?P<turned>{_TURNS})?"),
        re.compile(f"(?:{contrary})(?P<turned>{_TURNS})?"),
    )
    for name, (so, contrary) in _MATTERS.items()
}
_VERB = re.compile(
    rf"(?!{_LIGHT})(?P<verb>[一-鿿]{{2}})(?:(?P<turned>(?:を|は|も)?{_TURNS})|{_DOES})"
)
Sides = Mapping[str, Mapping[bool, str]]


def turned(entry: Reading, version: Reading, story: Iterable[Reading]) -> Iterable[Change]:
    """What an entry in Japanese says the contrary of, and says itself no more."""
    new, old = _sides(entry, headline=False), _sides(version, headline=False)
    for matter in sorted(new.keys() & old.keys()):
        known = {side for one in story for side in _sides(one, headline=True).get(matter, ())}
        fresh, lost = new[matter].keys() - known, old[matter].keys() - new[matter].keys()
        if fresh and lost:
            yield Change(Kind.WORD, old[matter][min(lost)], new[matter][min(fresh)], 0, "not")


@lru_cache(maxsize=512)
def _sides(reading: Reading, *, headline: bool) -> Sides:
    """Of each matter whether it is so, whether it is not, each with the words that say it."""
    title = (reading.title,) if headline or not reading.sentences else ()
    sides: dict[str, dict[bool, str]] = defaultdict(dict)
    for sentence in (*title, *reading.sentences):
        text = joined(sentence)
        for matter, so, words in (*_of_matters(text), *_of_verbs(text)):
            sides[matter].setdefault(so, words)
    return sides


def _of_matters(text: str) -> Iterable[tuple[str, bool, str]]:
    for matter, patterns in _SIDES.items():
        for side, pattern in zip((True, False), patterns, strict=True):
            for hit in pattern.finditer(text):
                yield matter, side is (hit["turned"] is None), hit[0]


def _of_verbs(text: str) -> Iterable[tuple[str, bool, str]]:
    for hit in _VERB.finditer(text):
        yield f"verb {hit['verb']}", hit["turned"] is None, hit[0]
