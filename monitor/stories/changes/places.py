"""Which country, island or province a place lies in: what a text that names the place implies."""

from collections.abc import Iterable

from monitor.stories.reading.facts import Token, stem
from monitor.stories.words.lexicon import country

# Names that stand for one place, in English, Russian and Japanese; no first or family names.
_PLACES = {
    "afghanistan": "kabul kandahar кабул кандагар カブール",
    "algeria": "algiers oran",
    "argentina": "aires айрес ブエノスアイレス",
    "armenia": "yerevan ереван エレバン",
    "australia": "sydney melbourne brisbane canberra perth queensland tasmania сидней мельбурн "
    "канберра シドニー メルボルン キャンベラ",
    "austria": "vienna salzburg graz linz innsbruck tyrol вена зальцбург ウィーン",
    "azerbaijan": "baku баку バクー",
    "bangladesh": "dhaka chittagong chattogram дакка ダッカ",
    "belarus": "minsk gomel brest минск гомель брест ミンスク",
    "belgium": "brussels antwerp ghent bruges zaventem liege zeebrugge flanders wallonia "
    "брюссель антверпен гент ブリュッセル アントワープ",
    "brazil": "brasilia janeiro paulo amazonas manaus бразилиа манаус サンパウロ リオデジャネイロ",
    "bulgaria": "sofia varna burgas plovdiv софия варна бургас пловдив ソフィア",
    "cambodia": "phnom пномпень プノンペン",
    "canada": "toronto montreal vancouver calgary ottawa quebec ontario alberta halifax winnipeg "
    "торонто монреаль ванкувер оттава квебек トロント バンクーバー オタワ",
    "chile": "santiago valparaiso antofagasta сантьяго вальпараисо サンティアゴ",
    "china": "beijing shanghai guangzhou shenzhen wuhan chengdu chongqing tianjin dalian harbin "
    "qingdao xinjiang tibet sichuan yunnan guangdong heilongjiang пекин шанхай гуанчжоу "
    "шэньчжэнь ухань далянь харбин тяньцзинь синьцзян хэйлунцзян",
    "colombia": "bogota medellin cali богота медельин ボゴタ",
    "congo": "kinshasa goma bukavu kivu katanga киншаса гома キンシャサ",
    "croatia": "zagreb dubrovnik rijeka загреб дубровник ザグレブ",
    "cuba": "havana гавана ハバナ",
    "cyprus": "nicosia limassol larnaca никосия лимасол",
    "czech": "prague brno ostrava прага брно プラハ",
    "denmark": "copenhagen aarhus odense esbjerg jutland копенгаген орхус コペンハーゲン",
    "dprk": "pyongyang пхеньян",
    "ecuador": "quito guayaquil кито гуаякиль キト",
    "egypt": "cairo suez giza luxor каир суэц александрия カイロ",
    "england": "london manchester liverpool birmingham leeds felixstowe dover cornwall лондон "
    "манчестер ливерпуль бирмингем ロンドン マンチェスター",
    "estonia": "tallinn tartu narva таллин тарту нарва タリン",
    "ethiopia": "addis tigray абеба тыграй アディスアベバ",
    "finland": "helsinki tampere turku oulu vantaa espoo lapland хельсинки тампере турку "
    "ヘルシンキ",
    "france": "paris marseille lyon toulouse bordeaux nantes strasbourg calais lille normandy "
    "brittany corsica париж марсель лион тулуза страсбург кале ницца パリ マルセイユ リヨン",
    "georgia": "tbilisi batumi тбилиси батуми トビリシ",
    "germany": "berlin hamburg munich cologne frankfurt stuttgart dresden leipzig bremen rostock "
    "bavaria saxony берлин гамбург мюнхен франкфурт дрезден бремен росток бавария ベルリン "
    "ハンブルク ミュンヘン フランクフルト",
    "ghana": "accra аккра アクラ",
    "greece": "athens piraeus thessaloniki crete lesbos афины пирей салоники крит アテネ",
    "haiti": "ポルトープランス",
    "hungary": "budapest debrecen будапешт ブダペスト",
    "iceland": "reykjavik keflavik grindavik рейкьявик レイキャビク",
    "india": "delhi mumbai kolkata chennai bengaluru bangalore hyderabad kerala gujarat assam "
    "maharashtra rajasthan punjab bihar goa дели мумбаи калькутта ченнаи бангалор керала "
    "гуджарат ニューデリー ムンバイ チェンナイ",
    "indonesia": "jakarta bali surabaya sumatra sulawesi джакарта бали суматра ява ジャカルタ バリ "
    "スマトラ",
    "iran": "tehran isfahan shiraz tabriz bandar тегеран исфахан шираз тебриз テヘラン",
    "iraq": "baghdad basra mosul erbil kirkuk багдад басра мосул эрбиль バグダッド",
    "ireland": "dublin cork galway limerick дублин ダブリン",
    "israel": "aviv haifa jerusalem eilat авив хайфа иерусалим эйлат テルアビブ エルサレム",
    "italy": "rome milan naples turin genoa venice palermo bari bologna florence trieste catania "
    "sicily sardinia tuscany lombardy рим милан неаполь турин генуя венеция палермо сицилия "
    "ローマ ミラノ ナポリ トリノ",
    "japan": "tokyo osaka kyoto nagoya yokohama kobe fukuoka hiroshima nagasaki sendai niigata "
    "kyushu honshu shikoku hokkaido okinawa fukushima toyama akita aomori iwate miyagi narita "
    "haneda kansai токио осака киото нагоя йокогама кобе фукуока хиросима нагасаки сендай "
    "ниигата фукусима тояма акита аомори хоккайдо окинава",
    "hokkaido хоккайдо": "sapporo hakodate nemuro kushiro wakkanai abashiri otaru rausu "
    "asahikawa monbetsu shibetsu tomakomai muroran chitose obihiro саппоро хакодате немуро "
    "кусиро вакканай абасири отару раусу асахикава момбецу томакомай муроран титосе",
    "okinawa окинава": "naha ginowan ishigaki miyako nago kadena futenma нага наха",
    "jordan": "amman aqaba амман акаба アンマン",
    "kazakhstan": "astana almaty aktau shymkent астана алматы актау шымкент アスタナ アルマトイ",
    "kenya": "nairobi mombasa найроби момбаса ナイロビ",
    "korea": "seoul busan incheon gwangju daegu daejeon ulsan jeju gyeonggi pohang pyeongtaek "
    "donghae gangneung сеул пусан инчхон кванджу тэгу тэджон ульсан чеджу ソウル",
    "kyrgyzstan": "bishkek osh бишкек ビシケク",
    "latvia": "riga ventspils рига вентспилс リガ",
    "lebanon": "beirut sidon бейрут ベイルート",
    "libya": "tripoli benghazi misrata zawiya триполи бенгази мисурата トリポリ ベンガジ",
    "lithuania": "vilnius kaunas klaipeda вильнюс каунас клайпеда ビリニュス",
    "malaysia": "kuala penang johor sabah sarawak лумпур クアラルンプール",
    "mexico": "tijuana guadalajara monterrey veracruz cancun oaxaca acapulco jalisco тихуана "
    "гвадалахара монтеррей",
    "moldova": "chisinau кишинев キシナウ",
    "mongolia": "ulaanbaatar батор ウランバートル",
    "morocco": "rabat casablanca marrakesh tangier рабат касабланка марракеш танжер ラバト",
    "myanmar": "yangon naypyidaw mandalay янгон нейпьидо мандалай ヤンゴン",
    "nepal": "kathmandu pokhara катманду покхара カトマンズ",
    "netherlands": "amsterdam rotterdam hague utrecht eindhoven groningen schiphol ijmuiden "
    "delft амстердам роттердам гаага утрехт эйндховен схипхол アムステルダム ロッテルダム ハーグ",
    "nigeria": "lagos abuja kano maiduguri лагос абуджа ラゴス",
    "norway": "oslo bergen trondheim stavanger tromso kirkenes svalbard осло берген тронхейм "
    "ставангер тромсе киркенес шпицберген オスロ",
    "pakistan": "islamabad karachi lahore peshawar quetta balochistan исламабад карачи лахор "
    "пешавар イスラマバード カラチ",
    "peru": "lima cusco callao arequipa лима куско リマ",
    "philippines": "manila cebu davao mindanao luzon манила себу минданао лусон マニラ",
    "poland": "warsaw krakow gdansk gdynia wroclaw poznan lodz варшава краков гданьск гдыня "
    "вроцлав ワルシャワ",
    "portugal": "lisbon porto sines faro setubal madeira azores algarve лиссабон порту синиш "
    "リスボン ポルト",
    "qatar": "doha доха ドーハ",
    "romania": "bucharest constanta cluj бухарест констанца ブカレスト",
    "russia": "moscow kremlin petersburg vladivostok khabarovsk sakhalin kurils kamchatka "
    "yakutia irkutsk novosibirsk yekaterinburg murmansk kaliningrad sochi kazan magadan chukotka "
    "siberia primorye москва кремль петербург петербурга хабаровск сахалин курилы камчатка "
    "якутия иркутск новосибирск екатеринбург мурманск калининград сочи казань магадан чукотка "
    "приморье モスクワ クレムリン ハバロフスク サハリン サンクトペテルブルク カムチャツカ",
    "sakhalin": "korsakov kholmsk okha nevelsk poronaysk aniva prigorodnoye shakhtyorsk корсаков "
    "холмск оха невельск поронайск анива пригородное шахтерск долинск томари コルサコフ ホルムスク",
    "kurils": "iturup kunashir shikotan habomai paramushir yuzhnokurilsk итуруп кунашир шикотан "
    "парамушир",
    "kamchatka камчатка": "petropavlovsk avacha klyuchevskaya петропавловск авача ключевской",
    "primorye приморье": "vladivostok nakhodka ussuriysk vostochny zarubino владивосток находка "
    "уссурийск зарубино ウラジオストク ナホトカ",
    "saudi": "riyadh jeddah mecca medina yanbu рияд джидда мекка медина リヤド",
    "scotland": "edinburgh glasgow aberdeen dundee inverness shetland orkney эдинбург глазго "
    "абердин エディンバラ グラスゴー",
    "serbia": "belgrade novi nis белград ベオグラード",
    "somalia": "mogadishu puntland могадишо モガディシオ",
    "africa": "johannesburg pretoria durban йоханнесбург претория кейптаун дурбан",
    "spain": "madrid barcelona valencia seville bilbao malaga catalonia andalusia canary "
    "mallorca tenerife galicia мадрид барселона валенсия севилья бильбао каталония マドリード "
    "バルセロナ",
    "lanka": "colombo коломбо コロンボ",
    "sudan": "khartoum darfur хартум дарфур ハルツーム",
    "sweden": "stockholm gothenburg malmo uppsala gotland lulea стокгольм гетеборг мальме "
    "ストックホルム",
    "switzerland": "zurich geneva basel bern lausanne davos lugano цюрих женева базель берн "
    "давос チューリヒ ジュネーブ",
    "syria": "damascus aleppo homs latakia idlib дамаск алеппо хомс латакия идлиб ダマスカス",
    "taiwan": "taipei kaohsiung hualien тайбэй гаосюн хуалянь",
    "tajikistan": "dushanbe душанбе ドゥシャンベ",
    "thailand": "bangkok phuket chiang pattaya бангкок пхукет паттайя バンコク プーケット",
    "tunisia": "tunis sfax сфакс",
    "turkey": "ankara istanbul izmir antalya adana mersin hatay анкара стамбул измир анталья "
    "アンカラ イスタンブール",
    "uae": "dubai sharjah fujairah dhabi дубай шарджа фуджейра даби ドバイ アブダビ",
    "uganda": "kampala entebbe кампала カンパラ",
    "uk": "england scotland wales ulster belfast london edinburgh glasgow cardiff manchester "
    "liverpool birmingham heathrow gatwick ольстер белфаст кардифф хитроу лондон",
    "ukraine": "kyiv kharkiv odesa odessa lviv dnipro zaporizhzhia kherson mykolaiv donetsk киев "
    "харьков одесса львов днепр запорожье херсон キーウ オデーサ ハルキウ",
    "us": "washington pentagon chicago boston miami houston seattle angeles francisco "
    "philadelphia detroit atlanta denver manhattan brooklyn alaska california texas florida "
    "hawaii oregon ohio michigan illinois louisiana arizona colorado nevada utah guam вашингтон "
    "пентагон чикаго бостон майами сиэтл аляска калифорния техас флорида гавайи "
    "ワシントン シカゴ ハワイ アラスカ カリフォルニア テキサス",
    "uzbekistan": "tashkent samarkand bukhara ташкент самарканд бухара タシケント",
    "venezuela": "caracas maracaibo каракас カラカス",
    "vietnam": "hanoi haiphong danang ханой хайфон дананг ハノイ ホーチミン",
    "yemen": "sanaa aden hodeidah сана аден ходейда サヌア",
    "zealand": "auckland wellington christchurch окленд веллингтон крайстчерч オークランド",
}  # fmt: skip


def _key(word: str) -> str:
    return country(word) or stem(word)


def _wholes() -> dict[str, frozenset[str]]:
    """Of each place what it lies in, and what that lies in."""
    within: dict[str, set[str]] = {}
    for names, places in _PLACES.items():
        for place in places.split():
            for key in {_key(place), stem(f"{place}е")}:  # Роттердам, Роттердаме
                within.setdefault(key, set()).update(map(_key, names.split()))
    return {
        place: frozenset(wholes).union(*(within.get(whole, ()) for whole in wholes))
        for place, wholes in within.items()
    }


_WHOLES = _wholes()


def is_place(token: Token) -> bool:
    """True for a place of which it is known where it lies."""
    return token.key in _WHOLES


def lies_in(place: Token, whole: Token) -> bool:
    """True for Rotterdam and the Netherlands."""
    return whole.key in _WHOLES.get(place.key, ())


def implied(whole: Token, among: Iterable[Token]) -> bool:
    """True for a country or province of which one of the tokens names a place."""
    return any(lies_in(token, whole) for token in among)
