"""Phrases of several words that say what one word or figure says: the plain form is compared."""

import re

from monitor.stories.reading.dates import in_plain_dates
from monitor.stories.reading.hours import in_plain_hours
from monitor.stories.reading.phrases_japanese import JAPANESE
from monitor.stories.reading.phrases_russian import RUSSIAN
from monitor.stories.reading.spelt import in_figures
from monitor.stories.words.organisations import ARABIC_ARTICLE, IN_WORDS

_MACHINES = "двигател|мотор|тормоз|систем|оборудован|шасси|насос|электроник"
_FLUIDS = "oil|fuel|diesel|gas|ammonia|chlorine|chemicals?|sewage"
_SEARCH = r"((?:the |its |their |a )?(?:\w+ )?search)"
_ABOUT = "(?:by|about|around|almost|nearly|roughly|over|than|some)"
_PAPERS = "(?:report|statement|figure|data|result|video|document|survey|study|poll|image|photo)s?"

_MINUS = (
    "одн(?:ого|ой)|один два|двух три|трех четыре|четырех пять|пяти шесть|шести семь|семи "
    "восемь|восьми девять|девяти десять|десяти одиннадцат[ьи] двенадцат[ьи] "
    "тринадцат[ьи] четырнадцат[ьи] пятнадцат[ьи] шестнадцат[ьи] семнадцат[ьи] восемнадцат[ьи] "
    "девятнадцат[ьи] двадцат[ьи]"
)
_RESULTS = "(?:net |operating )?(?:profits?|results|earnings|sales|loss|revenues?|exports|imports)"
_TIMES = "(?:two|2) (?:three|3) (?:four|4) (?:five|5) (?:six|6) (?:seven|7) (?:eight|8)"
_MONTHS_SINCE_JANUARY = (
    ("Apr(?:il)?", 4), ("May", 5), ("June?", 6), ("July?", 7), ("Aug(?:ust)?", 8),
    ("Sept?(?:ember)?", 9), ("Oct(?:ober)?", 10), ("Nov(?:ember)?", 11),
)  # fmt: skip
_RUSSIAN_MONTHS_SINCE_JANUARY = (
    ("апрел", 4), ("ма", 5), ("июн", 6), ("июл", 7), ("август", 8), ("сентябр", 9),
    ("октябр", 10), ("ноябр", 11),
)  # fmt: skip
_ORDINALS = "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый"
_FIGURES = (
    *((f"минус (?:{word})", f"-{n}") for n, word in enumerate(_MINUS.split(), 1)),
    *((f"{n}-(?:й|го|му|м|я|ю|е|ой|ую|х)", word) for n, word in enumerate(_ORDINALS.split(), 1)),
    (
        "(?:suspended (?:prison |jail )?(?:sentence|term)|suspended imprisonment)",
        "probation",
    ),
    ("decliners", "those down"),
    ("an hour and a half|one and a half hours|полтора часа", "90 minutes"),
    ("half an hour|half-hour|полчаса", "30 minutes"),
    ("three[- ]quarters of an hour", "45 minutes"),
    ("a fortnight", "two weeks"),
    (
        r"(\d[\d.,]*) ?(?:kilomet(?:er|re)s|km) \((\d[\d.,]*) ?miles\) (?:per|an) hour",
        r"\1 km/h (\2 mph)",
    ),
    (
        r"(\d[\d.,]*) ?miles \((\d[\d.,]*) ?(?:kilomet(?:er|re)s|km)\) (?:per|an) hour",
        r"\1 mph (\2 km/h)",
    ),
    (r"met(?:er|re)s (?:per|a) second|метр\w* в секунду", "m/s"),
    (r"kilomet(?:er|re)s (?:per|an) hour|километр\w* в час", "km/h"),
    ("miles (?:per|an) hour", "mph"),
    (r"nautical miles?|морск(?:их|ие|ая|ую|ими) мил\w+", "海里"),
    ("half[- ]a[- ]dozen|half-dozen|полдюжины", "6"),
    ("a couple of", "two"),
    ("полсотни", "50"),
    ("полтысячи", "500"),
    ("a quarter of an hour|четверть часа", "15 minutes"),
    ("a quarter of a century|quarter[- ]century", "25 years"),
    ("четверть века", "25 лет"),
    (r"куб\. ?м(?:етр\w*)?", "кубометров"),
    *((f"{word}-?fold", f"{n} times") for n, word in enumerate(_TIMES.split(), 2)),
    ("вдвое", "в два раза"),
    ("втрое", "в три раза"),
    ("вчетверо", "в четыре раза"),
    ("впятеро", "в пять раз"),
    (r"minus (?=\d)|минус (?=\d)", "-"),
    ("half a million", "500,000"),
    ("half a century", "50 years"),
    ("полвека", "50 лет"),
    ("без малого", "почти"),
    ("half a billion", "500 million"),
    ("полмиллиарда", "500 миллионов"),
    (
        r"an? (inch|mile|month|year|week|metre|meter|point|kilometre|kilometer) and a half",
        r"1.5 \1",
    ),
    (r"(\d{1,2})[.:](\d\d)[.,](\d)", r"\1 min \2.\3 sec"),
    (r"экс-(?=[а-я])", "бывший "),
    (r"ex-(?=[a-z])", "former "),
    ("starts? again|started again|begin again|re-?start(?:s|ed)?", "resume"),
    ("quarter of a (?:percentage )?point", "25 basis points"),
    ("полпроцентного пункта|половину процентного пункта", "0,5 процентного пункта"),
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
    (r"пол(?:тор[аыу]х?|утор[аы]) (?=\w)", "1,5 "),
    ("(?:the )?January(?:-| to | through )March (?:quarter|period)", "first quarter"),
    ("(?:the )?April(?:-| to | through )June (?:quarter|period)", "second quarter"),
    ("(?:the )?July(?:-| to | through )September (?:quarter|period)", "third quarter"),
    ("(?:the )?October(?:-| to | through )December (?:quarter|period)", "fourth quarter"),
    ("(?:за )?январ[ьея] ?- ?март[еа]?", "первый квартал"),
    (f"(?:the )?first half of the year|first[- ]half (?={_RESULTS})", "six months "),
    *(
        (f"(?:the period )?(?:from )?Jan(?:uary|\\.)?(?:-| to | through ){month}", f"{n} months")
        for month, n in _MONTHS_SINCE_JANUARY
    ),
    *(
        (f"(?:(?:за|в) )?(?:период )?(?:с )?январ[ьея] ?(?:-|по) ?{month}[ьея]?", f"за {n} месяцев")
        for month, n in _RUSSIAN_MONTHS_SINCE_JANUARY
    ),
    ("(?:in )?Q1", "first quarter"),
    ("(?:in )?Q2", "second quarter"),
    ("(?:in )?Q3", "third quarter"),
    ("(?:in )?Q4", "fourth quarter"),
)
_WORDS = (
    ("FM(?= [A-Z])", "Foreign Minister"),
    (r"([01]\d|2[0-4]):?([0-5]\d) ?Z(?:ulu)?", r"\1\2 GMT"),
    ("2x (?=weekly|a week|per week)", "twice "),
    (r"Y(\d[\d.,]* ?(?:mln|bln|million|billion|trillion|trln|bn))", r"¥\1"),
    ("(?:injury|added)[- ]time", "stoppage-time"),
    ("one (day|week|month|year|hour|minute) (later|earlier|ago|after|before)", r"a \1 \2"),
    (r"(?:U\.S\.|US) (dollars?|cents?)", r"\1"),
    (r"Dep\.? (?=[A-Z])", "Deputy "),
    (r"Gov\.? (?=[A-Z])", "Governor "),
    (r"Pres\. (?=\w)", "President "),
    (r"Pref\. (?=\w)", "Prefecture "),
    ("1st", "first"),
    ("2nd", "second"),
    (r"No\.? ?(?=\d)(\d+)", r"number \1"),
    ("second[- ](largest|biggest|busiest|oldest)", r"number 2 \1"),
    ("no matter (?:how|what|who|where)", "however"),
    ("no (?:fewer|less) than", "at least"),
    ("(?:no|not) more than", "at most"),
    ("Rostov-na-Donu", "Rostov-on-Don"),
    (
        "(?:pulled|plucked|picked up|winched|hauled) "
        "(from (?:the |an? |two |three )?(?:life[ -]?)?(?:rafts?|water|sea|waves)|to safety)",
        r"rescued \1",
    ),
    (r"M[- ]?(\d[.,]\d)", r"magnitude \1"),
    # One name, in which the first part tells Severo-Kurilsk from Kurilsk.
    (r"Iuzhno", "Yuzhno"),
    (r"(Yuzhno|Severo|Naka|Nizhne|Verkhne|Ust|Vostochno|Novo)-([A-Z]\w*)", r"\1\2"),
    (r"(Южно|Северо|Усть|Нижне|Верхне|Восточно|Ново)-([А-Я]\w*)", r"\1\2"),
    *IN_WORDS,
    *ARABIC_ARTICLE,
    (r"зам(министр|глав|директор|председател|начальник|губернатор)(\w*)", r"заместитель \1\2"),
    (r"Южн(?:ая|ой|ую) (Коре\w+)", r"Республики \1"),
    (r"мосбирж(\w+)", r"Московской бирж\1"),
    (r"минфин\w*", "министерство финансов"),
    (r"ЦБ(?: РФ| России)?|Центробанк\w*(?: РФ| России)?", "Банк России"),
    ("(?-i:Group) of (?:20|(?-i:T)wenty)", "G20"),
    ("(?-i:Group) of (?:7|(?-i:S)even)", "G7"),
    ("liquefied natural gas|сжиженн\\w+ (?:природн\\w+ )?газ\\w*|СПГ", "LNG"),
    ("none of (?:whom|them) (?:was |were )?(?:hurt|injured|harmed)", "unhurt"),
    (
        "(?:none|no one|nobody) (?:of|among|on|aboard) "
        r"((?:the |its |their |his |her )?[\w ,]{3,60}?) "
        "(?:was|were|is|are|has been|got) (?:hurt|injured|harmed)",
        r"\1 unhurt",
    ),
    (
        "(?:there (?:is|are|was|were|has been|have been) )?no (?:immediate )?"
        "(?:signs?|traces?|indications?|evidence|reports?|word) of (?:any )?(?=[a-z])",
        "no ",
    ),
    (
        r"no (\w+(?: \w+)?) (?:has|have|had) (?:yet )?been (?:seen|observed|spotted|noticed|"
        "detected|reported|recorded|registered)(?: so far| yet)?",
        r"no \1",
    ),
    (r"signs? (?=of \w)", "traces "),
    (
        "(?:no one|nobody|none) (?:else )?(?:was|were|is|has been|got) (?:reported )?"
        "(?:to be )?(?:hurt|injured|harmed)"
        "|no (?:\\w+ ){1,3}(?:was|were|has been|have been) (?:hurt|injured|harmed)"
        "|(?:there were |with |reported )?no injuries(?: (?:were|have been) reported)?"
        "|escap(?:ed|es|ing) (?:unhurt|unharmed|uninjured|injury|without injury)"
        "|without injur(?:y|ies)|uninjured|unharmed",
        "unhurt",
    ),
    (
        r"(жертв|разрушений|погибших) и пострадавших(?: \w+)? нет"
        r"|без (жертв|разрушений|погибших) и пострадавших",
        r"невредимы, \1\2 нет",
    ),
    (
        r"(?:никто )?не (?:был[аио]? )?(?:пострадал[аио]?|ранен[аыо]?|травмирован[аыо]?)"
        r"|никто из (?:\w+ ){1,5}не пострадал|(?:обошлось )?без (?:пострадавших|травм)"
        r"|пострадавших(?: \w+)? нет",
        "невредимы",
    ),
    ("plead(?:ed|s|ing)? not guilty(?: to)?", "denied"),
    ("plead(?:ed|s|ing)? guilty(?: to)?", "admitted"),
    ("(was|were) found to(?: be)?", r"\1"),
    ("g(?:ave|ives?|iven|iving) (?:him|her|them)sel(?:f|ves) up", "surrendered"),
    ("(is|are|were|was|now|all|walked?) free(?= |,|$)(?! (?:of|from|to))", r"\1 released"),
    ("los(?:t|es|ing) (?:his|her|their) li(?:fe|ves)", "killed"),
    ("(?:the )?Ministry of Foreign Affairs|MOFA|MFA|Foreign Affairs Ministry", "Foreign Ministry"),
    ("(?:the )?Ministry of Finance|MOF", "Finance Ministry"),
    ("(?:the )?Ministry of Defen[cs]e|MOD", "Defense Ministry"),
    ("(?:came|come|went|gone|left|jumped) (?:off )?the (?:rails|tracks)", "derailed"),
    ("let go|set free|sets free|walks? free|walked free", "released"),
    ("back to normal", "restored"),
    ("missing (?=from|in)", "absent "),
    ("in charge", "responsible"),
    ("prior to|in advance of", "before"),
    ("close to", "near"),
    ("(?:in the|this|last|next|early|late) fall", "autumn"),
    (f"({_PAPERS}) (?:(?:was|were) )?released", r"\1 published"),
    (rf"released (an?|the|its|their|his|her|new) ((?:\w+ )?{_PAPERS})", r"published \1 \2"),
    ("call(?:ed|s|ing)? off", "cancelled"),
    ("(has|have|had) yet to", r"\1 not"),
    ("left out(?: of)?|leav(?:e|es|ing) out", "excluded"),
    ("vot(?:e|es|ed|ing) (?:for|in favou?r of)", "support"),
    ("los(?:t|es|ing) (?:force|strength|steam|intensity)", "weakened"),
    ("los(?:t|es|ing) (?:(?:its|their|her|all) )?(?:engine )?power", "engine failed"),
    ("lives (?:were |was |(?:have|has|had) been )?lost", "killed"),
    (r"claim(?:ed|s|ing)? (?:the )?((?:\w+ ){0,3})lives", r"killed \1"),
    ("reduced to (?:a |an )?(?:shell|ash|ashes|rubble|ruins)", "destroyed"),
    ("cut off (?=by |from )", "isolated "),
    (
        "(?:allowed|permitted|able|free) (?:on \\w+ )?(?:to (?:go|come|return|move) )?"
        "(?:back )?(?:to their )?homes?",
        "readmitted home",
    ),
    (
        "put(?:s|ting)? out ((?:the |a |an )?(?:\\w+ )?(?:fires?|blaze|flames?))",
        r"extinguished \1",
    ),
    (
        "(fires?|blaze|flames) (was|were|is|has been|had been|have been) put out",
        r"\1 \2 extinguished",
    ),
    (
        f"({_FLUIDS}) (?:escaped|escaping|spilled|spilt)",
        r"\1 leaked",
    ),
    (f"(?:escape|spill|spillage) of (?={_FLUIDS})", "leak of "),
    ("(?:br(?:oke|eak|eaks|oken|eaking)) down(?= |,|$)", "failed"),
    ("(be|been|being|was|were|is|are) held up", r"\1 delayed"),
    (
        "((?:boat|ship|vessel|trawler|ferry|yacht|dinghy|barge|crabber|tug)(?: has| had)?) "
        "overturn(s|ed|ing)?",
        r"\1 capsize\2",
    ),
    ("settl(?:e|es|ed|ing) on", "agreed on"),
    ("no later than", "by"),
    ("(?:has|have|had) not (?:yet )?been (?:found|located)", "is missing"),
    (r"(?:stop|stops|stopped|cease|ceases|ceased) (?=(?!over|at|in|by)\w{4,}ing\b)", "no longer "),
    (
        f"(?:call(?:ed|s|ing)? off|end(?:ed|s|ing)?|abandon(?:ed|s|ing)?|g[ai]v(?:e|en|es|ing) up) "
        f"{_SEARCH}",
        r"discontinued \1",
    ),
    (
        r"(search(?: for [\w ]{3,40}?)?) (?:was|were|has been|had been) "
        "(?:called off|ended|abandoned|given up)",
        r"\1 discontinued",
    ),
    (
        "(?:was|were|is|are|been|left|remain(?:s|ed)?) without (?:power|electricity)",
        "had power cut",
    ),
    (
        r"(?:fought|battled|tackled) ((?:the |a )?(?:fire|blaze|flames)) for (?=\w+ hours?\b)",
        r"extinguished \1 in ",
    ),
    (
        rf"отказ(?:а|у|ом|е)? (?=(?:\w+ )?(?:{_MACHINES})\w*)",
        "поломка ",
    ),
    ("puts? off|putting off", "postponed"),
    ("turn(?:ed|s|ing)? down|ruled out", "rejected"),
    ("step(?:ped|s|ping)? down", "resigned"),
    *RUSSIAN,
    (r"глав[аыеу] МИД(?: (?:РФ|России))?", "министр иностранных дел"),
)
_HOLE, _NESTED = re.compile(r"\\.|\[[^\]]*\]|\(\?<?[=!][^()]*\)"), re.compile(r"\([^()]*\)")
_LOOSE = re.compile(r"[^\0][?*]|\{[^}]*\}|[\0^$.+?*]")


def _needles(pattern: str) -> tuple[str, ...]:
    """What a text must contain, one of them at least, for a pattern to match; () if unknown.

    >>> _needles("half an hour|half-hour")
    ('half an hour', 'half-hour')
    """
    pattern = _HOLE.sub("\0", pattern)
    while _NESTED.search(pattern):
        pattern = _NESTED.sub("\0", pattern)
    longest = [max(_LOOSE.split(one), key=len) for one in pattern.lower().split("|")]
    return tuple(longest) if all(longest) else ()


_ROWS = tuple(
    (_needles(one), re.compile(frame % one, flags), plain)
    for rows, frame, flags in (
        (_FIGURES + _WORDS, r"\b(?:%s)\b", re.IGNORECASE),
        (JAPANESE, "%s", re.NOFLAG),
    )
    for one, plain in rows
)
_PHRASES = tuple((pattern, plain) for _, pattern, plain in _ROWS)
_NEEDLES = tuple(
    (needle, at) for at, (needles, *_) in enumerate(_ROWS) for needle in needles or ("",)
)
_IN_ASCII = tuple(
    (needle, at)
    for needle, at in _NEEDLES
    if needle.isascii() and (needle or at < len(_FIGURES + _WORDS))
)
"""Those that a text of plain Latin letters may hold."""


def in_plain_words(text: str) -> str:
    """A text with every such phrase in its plain form.

    >>> in_plain_words("Talks were called off for a fortnight")
    'Talks were cancelled for two weeks'
    """
    return _after(in_figures(in_plain_hours(in_plain_dates(text))), -1)


def _after(text: str, last: int) -> str:
    """The text with the phrases in plain words that come after one in their order."""
    folded = text.lower()
    # Looking for a part of the phrase is fifty times as fast as looking for the phrase.
    needles = _IN_ASCII if folded.isascii() else _NEEDLES
    for at in sorted({at for needle, at in needles if needle in folded and at > last}):
        pattern, plain = _PHRASES[at]
        changed = pattern.sub(plain, text)
        if changed != text:
            return _after(changed, at)
    return text
