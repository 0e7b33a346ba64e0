"""What became of a matter, and sides that exclude one another, in English, Russian and Japanese.

Each class lists synonyms, so that a desk's rewording is no change; a trailing `*` stands for any
ending.
"""

from collections.abc import Mapping

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
    "surrendered": "surrender* сдал* сдают* сдает* сдать* 投降 自首 出頭",
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
    "order": ("before until till до перед 以前", "after since после 以後"),
    "certainty": ("will", "may might could"),
    "level": ("above over выше", "below under ниже"),
    "amount": ("more most greater больше более", "less fewer least fewest меньше менее"),
    "compass ns": ("north northern север* 北", "south southern юг* южн* 南"),
    "compass ew": ("east eastern восто* 東", "west western запад* 西"),
    "part of day": (
        "morning утро* утра утром 朝 午前",
        "afternoon midday днем 午後 昼",
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
