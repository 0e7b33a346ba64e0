"""Words whose meaning decides between copy and update, in English, Russian and Japanese.

Three kinds. An *outcome* is what became of the matter: a text that names one its parent nowhere
names tells something else. A *contrast* (up/down, before/after, east/west) matters where one word
stands in the place of another. A *negation* turns its sentence round. Each class lists synonyms,
so that a desk's rewording is no change; a trailing `*` stands for any ending.
"""

import re
from collections.abc import Mapping


def words(*lines: str) -> frozenset[str]:
    """The words of some lines of text."""
    return frozenset(" ".join(lines).split())


OUTCOMES: Mapping[str, str] = {
    "agreed": "accept accepts accepted "
    "agree agrees agreed agreement agreements consent* accord accords "
    "договорил* договорен* согласова* соглас* соглашени* 合意 妥結 同意",
    "failed": "fail fails failed failure deadlock* провал* сорва* срыв* тупик* 決裂 失敗 物別れ",
    "postponed": "postpone* delay delays delayed defer* reschedul* отлож* отклад* перенес* "
    "перенос* 延期 先送り",
    "cancelled": "cancel* scrap scraps scrapped axed отмен* 中止 取りやめ",
    "resumed": "resum* restart* возобнов* 再開",
    "probation": "probation условно условный условного условное 執行猶予",
    "suspended": "suspend* halt* freez* froze* приостан* заморо* 停止 中断 休止 運休 欠航",
    "detained": "arrest* detain* detention seiz* captur* apprehend* custody задерж* арест* "
    "заключ* 逮捕 拘束 拿捕 連行",
    "released": "released releases releasing freed отпущ* отпусти* освобод* освобожд* 釈放 解放",
    "charged": "charge charged charges indict* обвин* 起訴 送検",
    "acquitted": "acquit* exonerat* оправда* 無罪",
    "convicted": "convict* sentenced sentences guilty jailed осужд* осудил* приговор* 有罪 実刑",
    "dead": "die dies died dead death deaths dying kill kills killed killing fatal fatally deadly "
    "погиб* умер умерла умерли умирает скончал* смерт* мертв* жертв* убит* "
    "死亡 死去 死者 死 遺体 犠牲",
    "injured": "injur* wound* hurt* постра* ранен* ранени* травм* けが 負傷 重傷 軽傷 怪我",
    "missing": "missing unaccounted пропал* пропав* 不明",
    "rescued": "rescued saves saved surviv* alive спасен* спасл* спасти выжи* живым* 救助 "
    "救出 生存 無事",
    "found": "found finds discover* найден* нашли нашел обнаруж* 発見 見つけ 見つか",
    "feared": "恐れ おそれ",
    "critical": "critical grave stable критическ* тяжел* стабильн* 重体",
    "approved": "passes voted votes "
    "approv* clears cleared ratif* endors* одобр* утверд* ратифи* 承認 可決 採択 了承",
    "rejected": "reject* dismiss* refus* veto* declin* отклон* отказ* отверг* 拒否 否決 却下 棄却",
    "confirmed": "confirm* verif* подтвер* 確認",
    "denied": "deny denies denied denying denial* refut* rebut* опроверг* опроверж* отрица* 否定"
    " 否認",
    "won": "win wins won winning victor* beat beats defeat* побед* обыгра* выигра* 勝利 優勝 当選",
    "lost": "lose loses lost проигр* уступил* 敗れ 敗北 落選",
    "drawn": "draw draws drew ничь* 引き分け",
    "rose": "rise rises rose rising gain gains gained climb* jump jumps jumped surg* soar* rallied "
    "подорож* вырос* растет повыс* повыш* увелич* 上昇 増加 続伸 反発 引き上げ 急騰",
    "fell": "fall falls fell falling slip slips slipped slid slide slides slump* plung* decreas* "
    "drop drops dropped lower lowers lowered tumbl* reduc* cut cuts "
    "подешев* сниз* сниж* упал* сократ* сокращ* 下落 減少 続落 反落 引き下げ 急落",
    "unchanged": "unchanged неизмен* 据え置",
    "lifted": "lift lifts lifted lifting снял* снят* 解除",
    "imposed": "impos* введен* ввел* ввести запрет* 発令 禁止",
    "signed": "sign signs signed signing подпис* 署名 調印",
    "withdrew": "withdraw* withdrew withdrawn retreat* вывод* вывел* отозв* 撤退 撤回 離脱",
    "deployed": "deploy* размест* развер* 配備 展開",
    "resigned": "resign* ousted fired отстав* 辞任 辞職 解任",
    "appointed": "appoint* nominat* назнач* 任命 起用 指名 充て",
    "restored": "restor* восстан* 復旧",
    "sank": "sink sinks sank sunk sinking capsiz* затон* потону* 沈没 転覆",
    "expelled": "expel* deport* выдвор* высыла* высла* 国外退去 強制送還",
    "recalled": "recall* 召還",
    "hospitalised": "hospitali* госпитализ*",
    "bankrupt": "bankrupt* insolven* банкрот* 破産 倒産",
    "elected": "elected re-elected избран* переизбран* 選出 再選",
    "escaped": "escap* сбежа* сбежал* 脱走 逃走",
    "stolen": "stolen theft* stole украд* похи* 盗難 窃盗",
    "derailed": "derail* 脱線",
    "overturned": "overturn* quash* annul*",
    "upheld": "uphold* upheld",
    "excluded": "exclud* исключен* исключил* 除外",
    "plugged": "plug plugs plugged",
    "given up": "abandon*",
    "disqualified": "disqualif* дисквалиф* 失格",
    "towed": "tow tows towed towing отбуксир* えい航 曳航",
    "evacuated": "evacuat* эвакуир* эвакуац* 避難",
    "extinguished": "extinguish* потуш* 鎮火",
    "extended": "extend* extension продл* 延長",
    "dropped": "dropped отказал* 取り下げ",
}

CONTRASTS: Mapping[str, tuple[str, ...]] = {
    "trend": ("up upward", "down downward"),
    "inside": (
        "inside within внутри 域内 圏内 以内 内側",
        "outside beyond снаружи вне 域外 圏外 外側",
    ),
    "order": ("before until до перед 以前", "after since после 以後"),
    "certainty": ("will", "may might could"),
    "level": ("above over выше", "below under ниже"),
    "amount": ("more most greater больше более", "less fewer least fewest меньше менее"),
    "compass ns": ("north northern север* 北", "south southern юг* южн* 南"),
    "compass ew": ("east eastern восто* 東", "west western запад* 西"),
    "part of day": (
        "morning утро* утра утром 朝 午前",
        "afternoon днем 午後 昼",
        "evening вечер* 夕 夕方",
        "night overnight ночь* ночи 夜 深夜 未明",
    ),
    "gender": (
        "man men boy husband father son мужчин* 男性 男",
        "woman women girl wife mother daughter женщин* 女性 女",
    ),
    "extent": ("all every все всех 全員 全て", "some several нескольк* 一部", "half половин* 半数"),
    "side": ("win winner", "loss loser"),
    "passage": (
        "enter enters entered entering arrive arrives arrived",
        "leave leaves left leaving departed exit exits exited",
    ),
    "direction": ("toward towards", "away"),
    "favour": (
        "support supports back backs backed favour* поддерж* 賛成",
        "oppose* against против 反対",
    ),
    "speed": ("accelerat* ускор* 加速", "slow slows slowed замедл* 減速"),
    "open": (
        "open opens opened opening reopen* откры*",
        "close closes closed closing shut* закры*",
    ),
    "truth": ("true правда", "false ложь ложн*"),
    "first": (
        "first перв*",
        "second втор*",
        "last final previous past последн* прошл* минувш* 昨年 去年 先月 先週 昨季 前年",
        "next upcoming следующ* будущ* предстоящ* 来年 来月 来週 来季 翌年",
    ),
    "gravity": (
        "slight* minor light lightly легк* незначительн* 軽傷 軽微",
        "serious* severe* grave* critical* heavy heavily тяжел* серьезн* 重傷 重体 深刻",
    ),
    "strength": ("strong* сильн* 強い", "weak* слаб* 弱い"),
    "growth": ("doubl* tripl* удвои* 倍増", "halv* 半減"),
    "age": (
        "older elder oldest senior старш* 長男 長女",
        "younger youngest junior младш* 次男 次女",
    ),
    "size": ("large* big* крупнейш* больш* 大型", "small* smaller маленьк* мал* 小型"),
    "health": ("safe* unhurt unharmed безопасн* 安全", "danger* unsafe опасн* 危険"),
    "taste": (
        "welcom* prais* hail* приветств* похвал* 歓迎",
        "condemn* criticis* criticiz* осужд* осуди* критик* 非難 批判",
    ),
    "belonging": (
        "join joins joined joining вступ* присоедин* 加盟 加入",
        "quit quits quitting вышл* выход* выйти покин* 脱退 離脱",
    ),
    "court": ("uphold* upheld 支持", "overturn* quash* annul* отмен* 破棄"),
    "hiring": ("hire hires hired нанял* принял* 採用", "fire fires fired dismiss* уволил* 解雇"),
    "time of day": ("early ранн* 早朝", "late later поздн* 遅く"),
    "aim": ("hit hits struck попал*", "miss misses missed промахну* 外れ"),
    "majority": ("majority большинств* 過半数", "minority меньшинств* 少数"),
    "vote": ("unanimous* единоглас* 全会一致", "narrowly 僅差"),
    "permit": (
        "allow* permit* разреш* позвол* 許可",
        "ban bans banned forbid* prohibit* bar barred запре* 禁止",
    ),
    "standing": (
        "intact survived уцел* 無傷",
        "destroyed collapse* ruined разруш* рухну* 全壊 倒壊",
    ),
    "begin": (
        "begin* began start starts started starting нача* начн* 開始",
        "end ends ended ending finish* заверш* законч* 終了",
    ),
    "reach": ("deliver* достав*", "withh* удерж*"),
    "promise": ("keep* kept сохран* 維持", "break* broke наруш* 破棄"),
    "way": ("inbound въезд* прибыт* 入港", "outbound выезд* отбыт* 出港"),
    "heading": ("north-bound 北上 上り", "south-bound 南下 下り"),
    "going on": ("続ける 続け 継続 続行", "やめる やめた 打ち切 廃止"),
    "firm": ("public* публичн* 公開", "private* частн* 非公開"),
    "blame": ("blam* обвин* винов*", "clear cleared clears exonerat* оправда* невинов*"),
    "cause": (
        "accident* несчастн* авари* 事故",
        "arson поджог* 放火",
        "sabotage* диверси* 破壊工作",
        "attack* теракт* нападени* テロ 攻撃",
        "negligence халатност* 過失",
    ),
    "trade": ("buy* bought purchas* купи* покуп* 購入 買収", "sell* sold sale прода* 売却"),
    "border trade": ("import* импорт* 輸入", "export* экспорт* 輸出"),
    "result": ("profit* прибыл* 黒字", "loss losses убыт* 赤字"),
    "balance": ("surplus* профицит*", "deficit* дефицит*"),
    "duration": (
        "temporar* interim временн* 一時",
        "permanent* indefinite* постоянн* бессроч* 無期限",
    ),
    "lawful": ("legal lawful законн* 合法", "illegal unlawful незаконн* 違法"),
    "chance": ("likely probabl* вероятн*", "unlikely improbabl* маловероятн*"),
    "who fights": ("civilian* гражданск* 民間人", "soldier* servicem* troops военнослуж* 兵士"),
    "whose word": (
        "official* authorit* government* police army military ministry spokesman spokeswoman "
        "власт* чиновник* полици* министерств* военны* 当局 政府 警察 軍",
        "rebel* militant* insurgent* separatist* gunmen повстанц* боевик* сепаратист* "
        "反体制派 武装勢力",
        "witness* resident* villager* neighbor* neighbour* очевид* свидетел* жител* 目撃者 住民",
        "opposition activist* critic* protester* оппозици* активист* 野党 活動家",
        "lawyer* attorney* адвокат* 弁護士 弁護人",
        "relative* famil* родственник* семь* 家族 遺族",
        "analyst* expert* economist* аналитик* эксперт* 専門家",
    ),
    "quantity": ("increase* 増", "decrease* 減"),
}

NEGATIONS = (
    "not no never neither nor none without cannot nobody nothing "
    "не нет ни без никогда никто ничего нельзя"
)
# Hiragana endings that negate: a verb's stem or a noun stands before them.
JAPANESE_NEGATION = "ありません|ません|なかった|ない|なく|せず|なし"

STOPWORDS = words(
    "a an the and or but if of to in on at by for from with as is are was were be been being",
    "it its this that these those which who whom whose what there here he she they them his",
    "her their we our you your i has have had having do does did will would shall should may",
    "might can could than then so such also too very just about into onto out off up down",
    "over under through during between among within across per via while when where because",
    "approximately roughly nearly almost около почти примерно приблизительно порядка",
    "some any each other another both more most much many s t said say says saying told",
    "tell tells according reported reports report added adds adding noted",
    "и а но или что чтобы как так же бы ли в во на с со к ко у о об обо от по за из для при",
    "до над под про через между это этот эта эти тот та те то он она оно они его ее их им",
    "был была было были быть будет будут есть который которая которое которые которых",
    "также еще уже сообщил сообщила сообщили сообщает сообщают заявил заявила заявили",
    "рассказал рассказали рассказала отметил отметила передает передают пишет пишут",
)

# Capitalised words that name an office or an institution: a desk writes them as it likes.
ROLES = words(
    "pm fm ceo cfo coo mp mps",
    "mr mrs ms dr sir president presidential vice prime minister ministers premier ministry",
    "ministries foreign defense defence finance economy affairs secretary state government",
    "cabinet parliament senate house congress duma diet court courts supreme judge police",
    "army navy force forces air self coast guard border agency service services department",
    "office embassy ambassador consul consulate general spokesman spokeswoman spokesperson",
    "governor mayor city county district region regional province prefecture prefectural",
    "republic federation federal union national international central bank committee council",
    "commission university institute company corp inc ltd co group party chief chairman",
    "chairwoman director deputy leader leaders officials official authorities authority",
    "island islands isles sea ocean strait bay river lake mount port airport station press",
    "news media wire reports i we it he she they the a an in on at to of and for as but",
    "breaking update world war two ii gmt utc est edt jst msk bst cet pst local time online",
    "north south east west northern southern eastern western northeast northwest southeast",
    "southwest stock exchange day week month year eve new",
    "президент премьер министр министерство мид мвд мчс рф правительство госдума дума совет",
    "федерация суд полиция область область край округ район город остров острова море",
    "пресс-служба пресс служба агентство банк центральный глава газета это как по в на",
)

AGENCIES = words(
    "reuters ap afp upi dpa tass itar interfax sputnik xinhua yonhap kyodo jiji bloomberg cnn",
    "bbc efe ansa nhk ria novosti ukrinform belta kcna mainichi yomiuri asahi nikkei sankei",
    "тасс риа новости интерфакс прайм регнум ロイター アナドル ブルームバーグ タス "
    "インタファクス ap通信 ъ коммерсант коммерсанта коммерсанту ведомости ведомостям рбк",
)

# One country in its several words; a capital or a seat stands for the government, not the place.
_COUNTRIES = (
    "russia russian russians рф росси* россиян* русск* ロシア 露",
    "japan japanese япони* японск* японц* 日本",
    "china chinese китай* 中国",
    "us usa america american americans united-states сша америк* 米国 アメリカ",
    "uk britain british britons united-kingdom великобритани* британ* 英国 イギリス",
    "france french франц* フランス 仏国",
    "germany german germans герман* немецк* фрг ドイツ 独国 独",
    "korea korean koreans коре* 韓国",
    "ukraine ukrainian ukrainians украин* ウクライナ",
    "india indian indians инди* индийск* インド",
    "turkey turkish turkiye турц* турец* トルコ",
    "canada canadian canadians канад* カナダ",
    "australia australian australians австрали* オーストラリア 豪州",
    "italy italian italians итал* イタリア",
    "spain spanish испан* スペイン",
    "israel israeli israelis израил* イスラエル",
    "iran iranian iranians иран* イラン",
    "brazil brazilian brazilians бразил* ブラジル",
    "mexico mexican мексик* メキシコ",
    "switzerland swiss швейцар* スイス",
    "norway norwegian норвег* норвежск* ノルウェー",
    "sweden swedish шве* швед* スウェーデン",
    "finland finnish финлянд* финск* フィンランド",
    "poland polish польш* польск* ポーランド",
    "philippines philippine filipino филиппин* フィリピン",
    "indonesia indonesian индонез* インドネシア",
    "taiwan taiwanese тайван* 台湾",
    "europe european eu европ* ес евросоюз* 欧州",
    "un united-nations оон 国連",
    "sakhalin yuzhnosakhalinsk сахалин* южносахалинск* サハリン ユジノサハリンスク",
    "kurils kuril kuriles курил* курильск* 千島",
    "iturup etorofu итуруп* 択捉 択捉島",
    "kunashir kunashiri кунашир* 国後 国後島",
    "shikotan шикотан* 色丹 色丹島",
    "habomai хабомаи 歯舞",
    "kiev kyiv киев* キーウ キエフ",
)
_SEATS: Mapping[str, str] = {
    "moscow": "russia", "kremlin": "russia", "tokyo": "japan", "beijing": "china",
    "washington": "us", "london": "uk", "paris": "france", "berlin": "germany",
    "seoul": "korea", "ankara": "turkey", "ottawa": "canada", "brussels": "europe",
    "москва": "russia", "кремль": "russia", "токио": "japan", "пекин": "china",
    "вашингтон": "us", "лондон": "uk",
}  # fmt: skip


def _table(classes: Mapping[str, str]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Whole words to their class, and one pattern for those that end in a star."""
    whole: dict[str, str] = {}
    stars: dict[str, str] = {}
    for name, words in classes.items():
        for word in words.split():
            (stars if word.endswith("*") else whole).setdefault(word.rstrip("*"), name)
    longest = sorted(stars, key=len, reverse=True)
    return {**stars, **whole}, re.compile("|".join(map(re.escape, longest)) or r"(?!)")


class _Classes:
    """Finds the class of a folded word."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._names, self._stars = _table(classes)

    def find(self, word: str) -> str:
        """The class of a word, or ""."""
        if (name := self._names.get(word)) is not None:
            return name
        hit = self._stars.match(word)
        return self._names[hit[0]] if hit else ""


_OUTCOMES = _Classes(OUTCOMES)
_CONTRASTS = _Classes(
    {
        f"{kind}: {side}": synonyms
        for kind, sides in CONTRASTS.items()
        for side, synonyms in enumerate(sides)
    }
)
_PLACES = _Classes({row.split()[0].rstrip("*"): row for row in _COUNTRIES})
_NEGATIONS = words(NEGATIONS)


def outcome(word: str) -> str:
    """Class of a folded word's outcome ("detained"), or ""."""
    return _OUTCOMES.find(word)


def contrast(word: str) -> str:
    """Class and side of a folded word's contrast ("trend: 0"), or ""."""
    return _CONTRASTS.find(word)


def negates(word: str) -> bool:
    """True for a word that turns its sentence round; contracted forms included."""
    return word in _NEGATIONS or word.endswith("n't")


def country(word: str) -> str:
    """One name for a country's, island's or nation's several words, or ""."""
    return _PLACES.find(word)


def seat_of(word: str) -> str:
    """The country whose government a capital's name may stand for, or ""."""
    return _SEATS.get(word, "")


JAPANESE_WORDS = tuple(
    sorted(
        {
            word
            for words in (
                *OUTCOMES.values(),
                *(side for sides in CONTRASTS.values() for side in sides),
                *_COUNTRIES,
            )
            for word in words.replace("*", "").split()
            if ord(word[0]) > 0x3000
        },
        key=len,
        reverse=True,
    )
)
"""Every Japanese word above, longest first: what a text without spaces is cut by."""
