"""Phrases of several words that say what one word or figure says: the plain form is compared."""

import re

_ABOUT = "(?:by|about|around|almost|nearly|roughly|over|than|some)"
_PAPERS = "(?:report|statement|figure|data|result|video|document|survey|study|poll|image|photo)s?"

_FIGURES = (
    ("an hour and a half|one and a half hours|полтора часа", "90 minutes"),
    ("half an hour|half-hour|полчаса", "30 minutes"),
    ("three[- ]quarters of an hour", "45 minutes"),
    ("a fortnight", "two weeks"),
    (r"met(?:er|re)s (?:per|a) second|метр\w* в секунду", "m/s"),
    (r"kilomet(?:er|re)s (?:per|an) hour|километр\w* в час", "km/h"),
    ("miles (?:per|an) hour", "mph"),
    ("nautical miles?|морск(?:их|ие|ая|ую) мил[яиьюей]{1,2}", "海里"),
    ("вдвое", "в два раза"),
    ("втрое", "в три раза"),
    ("half a million", "500,000"),
    ("полмиллиона", "500 тысяч"),
    ("quarter[- ](?:percentage[- ])?point", "25 basis points"),
    ("half[- ](?:a[- ])?(?:percentage[- ])?point", "50 basis points"),
    (f"{_ABOUT} (?:a|one)[- ]tenth", "about 10%"),
    (f"{_ABOUT} (?:a|one)[- ]fifth|на (?:пятую часть|одну пятую)", "about 20%"),
    (f"{_ABOUT} (?:a|one)[- ]quarter|на четверть", "about 25%"),
    (f"{_ABOUT} (?:a|one)[- ]third|на треть", "about 33%"),
    (f"{_ABOUT} (?:a[- ])?half|наполовину", "about 50%"),
    (f"{_ABOUT} two[- ]thirds|на две трети", "about 67%"),
    (f"{_ABOUT} three[- ]quarters|на три четверти", "about 75%"),
    ("an? (?=hundred|thousand|million|billion|trillion)", "1 "),
    (r"полтор[аыу]х? (?=\w)", "1,5 "),
    ("(?:in )?Q1", "first quarter"),
    ("(?:in )?Q2", "second quarter"),
    ("(?:in )?Q3", "third quarter"),
    ("(?:in )?Q4", "fourth quarter"),
)
_WORDS = (
    ("Group of (?:20|twenty)", "G20"),
    ("Group of (?:7|seven)", "G7"),
    ("liquefied natural gas|сжиженн\\w+ природн\\w+ газ\\w*", "LNG"),
    ("European Union", "EU"),
    ("United Nations", "UN"),
    ("International Monetary Fund", "IMF"),
    (
        "(?:no one|nobody|none) (?:else )?(?:was|were|has been|got) (?:hurt|injured|harmed)"
        "|(?:there were |with |reported )?no injuries(?: (?:were|have been) reported)?"
        "|without injur(?:y|ies)|uninjured|unharmed",
        "unhurt",
    ),
    (
        r"никто не (?:пострадал|ранен)|(?:обошлось )?без пострадавших"
        r"|пострадавших(?: \w+)? нет",
        "невредимы",
    ),
    ("missing (?=from|in)", "absent "),
    ("in charge", "responsible"),
    ("close to", "near"),
    ("(?:in the|this|last|next|early|late) fall", "autumn"),
    (f"({_PAPERS}) (?:(?:was|were) )?released", r"\1 published"),
    (rf"released (an?|the|its|their|his|her|new) ((?:\w+ )?{_PAPERS})", r"published \1 \2"),
    ("call(?:ed|s|ing)? off", "cancelled"),
    ("puts? off|putting off", "postponed"),
    ("turn(?:ed|s|ing)? down", "rejected"),
    ("step(?:ped|s|ping)? down", "resigned"),
    (r"глав[аыеу] МИД(?: (?:РФ|России))?", "министр иностранных дел"),
)
# Japanese has no gaps between words: these stand wherever their characters do.
_JAPANESE = (
    (
        "(?:けが|怪我|負傷)(?:人|者)?(?:など)?(?:は|が|も)?(?:ない|なかった|ありません|いない|なし)",
        "無事",
    ),
    ("日露|日本とロシア", "日ロ"),
    ("液化天然ガス", "LNG"),
    ("露(?=外務|大統領|外相|首相|国防|軍|政府|国境)", "ロシア"),
    ("明らかにした|公表した", "発表した"),
    ("北方4島", "北方四島"),
    ("(?<=[0-9分])頃", "ごろ"),
    ("沖合", "沖"),
    ("(?<=管区)?海保(?![一-鿿])", "海上保安部"),
)
_PHRASES = (
    *((re.compile(rf"\b(?:{one})\b", re.IGNORECASE), plain) for one, plain in _FIGURES + _WORDS),
    *((re.compile(one), plain) for one, plain in _JAPANESE),
)


def in_plain_words(text: str) -> str:
    """A text with every such phrase in its plain form.

    >>> in_plain_words("Talks were called off for a fortnight")
    'Talks were cancelled for two weeks'
    """
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return text
