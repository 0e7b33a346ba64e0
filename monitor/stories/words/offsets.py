"""How far from Greenwich the clocks of zones, countries and cities go: tz database 2024a."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

_HOUR = 60
_NEAR_CHANGE = timedelta(days=8)
"""Days by which what a text tells of may be from its own date."""
# Minutes east of Greenwich in winter, whose summer time is kept, and the names of the zone.
_ZONE_TABLE: tuple[tuple[int, str, str], ...] = (
    (0, "", "gmt utc гринвич по-гринвичу по-utc по-gmt по-всемирному-времени 協定世界時 世界標準時 "
            "グリニッジ標準時"),
    (0, "eu", "london-time uk-time по-лондону ロンドン時間 英国時間"),
    (60, "", "bst cet"),
    (60, "eu", "central-european-time berlin-time paris-time по-парижу по-берлину 中央欧州時間 "
               "欧州中央時間 パリ時間 ドイツ時間"),
    (120, "", "cest eet"),
    (120, "eu", "kyiv-time kiev-time по-киеву по-киевскому キーウ時間 キエフ時間"),
    (180, "", "eest msk мск moscow-time по-москве по-московскому по-мск モスクワ時間"),
    (330, "", "ist indian-standard-time インド時間"),
    (480, "", "sgt hkt beijing-time по-пекину 北京時間 中国時間"),
    (540, "", "jst kst japan-time tokyo-time seoul-time по-токио по-японскому 日本時間 韓国時間 "
              "ソウル時間"),
    (600, "", "aest vladivostok-time по-владивостоку ウラジオストク時間"),
    (660, "", "aedt sakhalin-time サハリン時間"),
    (720, "", "kamchatka-time カムチャツカ時間"),
    (-600, "", "hawaii-time hst ハワイ時間"),
    (-540, "us", "alaska-time アラスカ時間"),
    (-480, "us", "pt pacific-time us-pacific-time pacific 米太平洋時間 米西部時間"),
    (-420, "", "pdt mst"),
    (-420, "us", "mountain-time mountain"),
    (-360, "", "cst mdt"),
    (-360, "us", "central-time central 米中部時間"),
    (-300, "", "est cdt"),
    (-300, "us", "et new-york-time eastern-time us-eastern-time eastern по-нью-йорку "
                 "ニューヨーク時間 米東部時間"),
    (-240, "", "edt"), (-480, "", "pst"),
)  # fmt: skip
ZONES: Mapping[str, tuple[int, str]] = {
    name.replace("-", " ").replace("нью йорк", "нью-йорк"): (minutes, season)
    for minutes, season, names in _ZONE_TABLE
    for name in names.split()
}
# The same by the stem of the adjective: "по новосибирскому времени".
RUSSIAN_ZONES: Mapping[str, tuple[int, str]] = {
    stem: (minutes, season)
    for minutes, season, stems in (
        (0, "eu", "лондонск"), (60, "eu", "берлинск парижск европейск среднеевропейск"),
        (120, "", "калининградск"), (120, "eu", "киевск"),
        (180, "", "московск турецк стамбульск минск"),
        (240, "", "самарск бакинск ереванск тбилисск"),
        (300, "", "екатеринбургск уральск ташкентск алматинск астанинск"), (360, "", "омск"),
        (420, "", "красноярск новосибирск томск кемеровск кузбасск"),
        (480, "", "иркутск бурятск пекинск"),
        (540, "", "якутск читинск забайкальск амурск токийск японск сеульск"),
        (600, "", "владивостокск хабаровск приморск"),
        (660, "", "магаданск сахалинск курильск"), (720, "", "камчатск чукотск"),
        (-300, "us", "вашингтонск нью-йоркск"),
    )
    for stem in stems.split()
}  # fmt: skip
# Several offsets where a country has several zones; one word tells a place of two.
_PLACE_TABLE: tuple[tuple[str, str, str], ...] = (
    ("-660", "", "niue"), ("-600", "", "hawaii honolulu maui oahu гавайи ハワイ"),
    ("-540", "us", "alaska anchorage juneau kodiak aleutian fairbanks аляска アラスカ"),
    ("-600", "", "tahiti polynesia"),
    ("-480", "us", "california oregon seattle angeles francisco vancouver nevada vegas "
                   "калифорния カリフォルニア ロサンゼルス シアトル"),
    ("-420", "us", "colorado denver utah idaho montana wyoming albuquerque calgary alberta"),
    ("-420", "", "arizona phoenix"),
    ("-360", "us", "texas houston dallas chicago illinois minnesota louisiana oklahoma kansas "
                   "missouri alabama iowa wisconsin mississippi arkansas winnipeg техас テキサス"),
    ("-360", "", "belize rica guatemala honduras nicaragua salvador saskatchewan"),
    ("-300", "us", "york washington florida miami boston georgia atlanta virginia maryland "
                   "pennsylvania ohio jersey massachusetts carolina ontario toronto ottawa "
                   "quebec montreal bahamas cuba havana haiti ニューヨーク ワシントン"),
    ("-300", "", "colombia bogota jamaica panama peru lima перу колумбия ペルー コロンビア"),
    ("-300 -360", "", "ecuador quito"), ("-480 -420 -360 -300", "", "mexico мексика メキシコ"),
    ("-600 -540 -480 -420 -360 -300", "us", "us"),
    ("-480 -420 -360 -300 -240 -210", "us", "canada канада カナダ"), ("-210", "us", "newfoundland"),
    ("-240", "", "barbados bolivia dominican guyana martinique puerto tobago venezuela caracas"),
    ("-240", "us", "bermuda halifax scotia"), ("-240 -180", "", "chile santiago чили チリ"),
    ("-300 -240 -180 -120", "", "brazil бразилия ブラジル"),
    ("-180", "", "argentina buenos uruguay paraguay suriname guiana paulo janeiro falkland "
                 "аргентина アルゼンチン"),
    ("-120", "eu", "greenland nuuk"), ("-60", "eu", "azores"),
    ("0", "", "ghana accra iceland reykjavik ivory ivoire liberia mali senegal dakar togo gambia "
              "guinea leone mauritania исландия アイスランド"),
    ("0 60", "", "morocco rabat"),
    ("0", "eu", "uk london scotland wales ireland dublin portugal lisbon belfast edinburgh "
                "glasgow лондон португалия лиссабон ロンドン ポルトガル アイルランド"),
    ("60", "", "algeria angola benin cameroon gabon niger nigeria lagos chad tunisia"),
    ("60 120", "", "congo"),
    ("60", "eu", "france germany italy spain poland austria vienna belgium brussels croatia "
                 "czech prague denmark copenhagen hungary budapest netherlands amsterdam norway "
                 "oslo serbia belgrade slovakia slovenia sweden stockholm switzerland geneva "
                 "zurich paris berlin munich rome milan madrid barcelona warsaw albania bosnia "
                 "montenegro macedonia luxembourg malta vatican чехия венгрия австрия норвегия "
                 "швеция швейцария сербия дания бельгия нидерланды берлин париж рим スイス "
                 "オーストリア ベルギー オランダ スウェーデン ノルウェー ハンガリー"),
    ("120", "", "kaliningrad libya malawi mozambique namibia rwanda sudan johannesburg zambia "
                "zimbabwe botswana africa калининград"),
    ("120 180", "", "egypt cairo египет エジプト"),
    ("120", "eu", "ukraine kyiv kiev odesa kharkiv bulgaria sofia cyprus estonia tallinn finland "
                  "helsinki greece athens israel jerusalem gaza lebanon beirut lithuania vilnius "
                  "latvia riga moldova palestine romania bucharest финляндия греция израиль "
                  "эстония латвия литва молдавия румыния болгария フィンランド ギリシャ "
                  "イスラエル"),
    ("180", "", "turkey istanbul ankara moscow petersburg belarus minsk murmansk sochi crimea "
                "iraq baghdad jordan kenya nairobi kuwait qatar doha saudi riyadh somalia syria "
                "damascus tanzania uganda ethiopia yemen eritrea djibouti москва петербург "
                "мурманск белоруссия ирак сирия катар モスクワ イラク シリア カタール"),
    ("120 180 240 300 360 420 480 540 600 660 720", "", "russia"),
    ("210", "", "iran tehran иран тегеран イラン"),
    ("240", "", "emirates dubai armenia yerevan azerbaijan baku tbilisi georgia mauritius oman "
                "seychelles samara армения азербайджан грузия ドバイ アルメニア"),
    ("270", "", "afghanistan kabul афганистан кабул アフガニスタン"),
    ("300", "", "pakistan karachi islamabad lahore kazakhstan astana almaty uzbekistan tashkent "
                "turkmenistan tajikistan maldives yekaterinburg пакистан казахстан узбекистан "
                "екатеринбург челябинск пермь パキスタン カザフスタン"),
    ("330", "", "india delhi mumbai kolkata chennai lanka colombo дели мумбаи шри-ланка "
                "スリランカ"),
    ("345", "", "nepal kathmandu непал катманду ネパール カトマンズ"),
    ("360", "", "bangladesh dhaka bhutan kyrgyzstan bishkek omsk бангладеш киргизия омск "
                "バングラデシュ"),
    ("390", "", "myanmar burma yangon мьянма ミャンマー"),
    ("420", "", "thailand bangkok vietnam hanoi cambodia laos jakarta java sumatra novosibirsk "
                "krasnoyarsk tomsk таиланд вьетнам новосибирск красноярск タイ ベトナム"),
    ("420 480 540", "", "indonesia индонезия インドネシア"), ("420 480", "", "mongolia монголия"),
    ("480", "", "china beijing shanghai hong macau malaysia philippines manila singapore taiwan "
                "taipei brunei bali perth irkutsk пекин шанхай филиппины тайвань сингапур иркутск "
                "フィリピン シンガポール マレーシア"),
    ("540", "", "japan korea tokyo osaka sapporo hokkaido seoul busan pyongyang palau timor "
                "yakutsk chita токио сеул хоккайдо якутск чита"),
    ("570", "", "darwin"), ("570", "au", "adelaide"),
    ("480 570 600 630 660", "", "australia австралия オーストラリア"),
    ("600", "", "vladivostok khabarovsk primorye brisbane queensland guam papua владивосток "
                "хабаровск приморь ウラジオストク グアム"),
    ("600", "au", "sydney melbourne canberra tasmania сидней シドニー"),
    ("660", "", "kurils iturup kunashir shikotan sakhalin magadan vanuatu caledonia solomon "
                "paramushir yuzhnosakhalinsk yuzhnokurilsk severokurilsk сахалин "
                "южносахалинск южнокурильск северокурильск магадан парамушир サハリン"),
    ("720", "", "kamchatka petropavlovsk chukotka fiji камчатк чукотк カムチャツカ フィジー"),
    ("720", "au", "zealand auckland wellington christchurch зеландия"),
    ("780", "", "tonga samoa тонга самоа トンガ サモア"),
)  # fmt: skip
PLACES: tuple[tuple[str, tuple[int, ...], str], ...] = tuple(
    (word, tuple(map(int, offsets.split())), season)
    for offsets, season, words in _PLACE_TABLE
    for word in words.split()
)


def at(offset: int, season: str, when: date | None) -> int:
    """Minutes east of Greenwich on a day; in winter where no day is known."""
    summer = season and when is not None and _SUMMER[season](when)
    return offset + _HOUR if summer else offset


def about(offset: int, season: str, when: date | None) -> set[int]:
    """The same for the days around one, and for both seasons where none is known."""
    if when is None:
        return {offset, offset + _HOUR} if season else {offset}
    return {at(offset, season, day) for day in (when - _NEAR_CHANGE, when, when + _NEAR_CHANGE)}


def _sundays(year: int, month: int) -> Iterator[date]:
    first = date(year, month, 1)
    day = first + timedelta(days=(6 - first.weekday()) % 7)
    while day.month == month:
        yield day
        day += timedelta(days=7)


def _european(day: date) -> bool:
    return list(_sundays(day.year, 3))[-1] <= day < list(_sundays(day.year, 10))[-1]


def _american(day: date) -> bool:
    return list(_sundays(day.year, 3))[1] <= day < next(_sundays(day.year, 11))


def _australian(day: date) -> bool:
    return not next(_sundays(day.year, 4)) <= day < next(_sundays(day.year, 10))


_SUMMER: Mapping[str, Callable[[date], bool]] = {
    "eu": _european, "us": _american, "au": _australian,
}  # fmt: skip
