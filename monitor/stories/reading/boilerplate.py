"""What an outlet puts into every text: invitations, credits, stamps, rates, notes on its page."""

import re

from monitor.stories.words.agency import AGENCY

BOILERPLATE = re.compile(
    r"^\W*(?:"
    r"related\b|media\s+caption|image\s+(?:caption|source)|tags?:|"
    r"thanks?\s+for\s+(?:reading|joining|following)|contact\s+(?:us|the)\b|"
    r"read\s+(?:more|the\s+full|also|full)|continue\s+reading|click\s+here|share(?:\s+(?:on|via|this|with|your)\b|\W*$|\s?[:|])|"
    r"follow\s|\d+\s+min(?:ute)?s?\s+read|(?:tel(?:ephone)?|phone|call|tips?|contact)\b(?:\s?[:+(]|\s+(?:us|our|\d))[^.]*\d{4}|"
    r"sign\s+up|subscribe\b|(?:the\s+post|the\s+article)\s.*\bappeared\s+first|"
    r"all\s+rights\s+reserved|copyright|©|\(c\)|"
    r"(?:file\s+)?(?:photo|image|picture|video)s?\b\s*(?:[:/]|by|credit|\d+\s+of)|"
    r"(?:reuters|ap|afp|epa|getty|tass|sputnik|kyodo)\s?/\s?\S|advertisement|comments?\W*$|"
    r"our\s+standards|get\s+(?:the\s+latest|(?:our|all)\b[^.]*\b(?:inbox|phone|app))|"
    r"[^.]{0,80}\b(?:to\s+your\s+inbox|our\s+newsletters?|push\s+notifications)\b|"
    r"download\s+(?:the|our)|join\s+(?:us|our)|more\s+(?:on|from)\b|"
    r"related(?::|\s+(?:stor|art))|"
    r"(?:additional\s+)?(?:reporting|writing|editing|compiled)\s+by\b|source:|see\s+also|"
    r"this\s+(?:article|story|material)\s+(?:was|is|has|may|originally|(?:also\s+|first\s+)?appear)|to\s+report\s+an\s+error|"
    r"this\s+is\s+a\s+(?:developing|breaking)|you\s+can\s+(?:follow|read|find)|"
    r"follow\s+the\s+rest|(?:more\s+)?details?\s+(?:to\s+follow|soon|later)|"
    r"more\s+to\s+(?:follow|come)|view\s+comments|stay\s+(?:with\s+us|tuned)|"
    r"posted\s+(?:by|at|on)\b|(?:last\s+)?updated?(?:d\s+at|\s+at|:)|"
    r"live\s+(?:updates|coverage|blog)\b|follow\s+(?:our|the)\s+live|"
    r"key\s+(?:events|points)\W*$|refresh\s+(?:this|the)|this\s+(?:page|live\s*blog)\b|"
    r"we(?:'re|\s+are)\s+(?:closing|wrapping)|that's\s+(?:all|it)\s+(?:from|for)|listen\s+to|"
    r"watch(?:\s*:|\s+(?:the|now|live|more))|newsletter|"
    r"(?:reproduction|republication|re-?use)\b[^.]*\b(?:prohibited|permission|consent)|"
    r"for\s+corrections\b|you\s+have\s+(?:read|\d+|used)\b[^.]*\barticles?\b|"
    r"already\s+a\s+(?:member|subscriber)|log\s+in\b|story\s+continues|"
    r"recommended\s+(?:for|reading)|most\s+read\b|support\s+(?:our|independent)\b|"
    r"show\s+full\s+article|become\s+a\s+(?:member|subscriber|supporter)|"
    r"turn\s+on\s+(?:notifications|alerts)|terms\s+of\s+use|privacy\s+policy|"
    r"send\s+(?:us\s+)?(?:tips|feedback|news\s+tips)|leave\s+a\s+comment|print\s+this|"
    r"(?:set|add)\s+\w+\s+as\s+(?:your|a)\s+(?:preferred|trusted)|bookmark\b|tap\s+(?:here|to)\b|"
    r"register\s+(?:now|free|today|for\s+free|to\s+(?:read|receive))\b|get\s+bite|give\s+it\s+a\s+try|read\s+a\s+summary|"
    r"listen\s+to\s+this|with\s+files\s+from|get\s+more\b|"
    r"[^.]{0,80}\b(?:subscribing|subscribe|sign(?:ing)?\s+up)\s+(?:to|for)\s+(?:our|the|a)\b|"
    r"join\s+[^.]{0,30}\b(?:whatsapp|telegram|channel|community)\b|"
    r"[^.]{0,60}\bour\s+(?:whatsapp|telegram|youtube|instagram|facebook|podcast)\b|"
    r"[^.]{0,80}\bнаш(?:ем|ей|их|а|и|у)?\s+(?:telegram|телеграм|канал|групп|сообществ|подкаст)|"
    r"на\s+фото|(?:нашли|заметили)\s+(?:ошибку|опечатку|неточность)|выделите\s|главное\W*$|"
    r"(?:материалы|новости)\s+по\s+теме|использование\s+материалов|перепечатка\b|"
    r"мнение\s+(?:автора|редакции)|оформите\s+подписку|будьте\s+в\s+курсе|"
    r"на\s+правах\s+рекламы|мы\s+в\s+(?:telegram|телеграме?|дзене|вк\w*|соцсетях)|подробнее|"
    r"подробности|читать?\s+(?:далее|полностью|также)|читайте\s|подпис\w+ся|подпишитесь|"
    r"подписывайтесь|фото\s*[:/]|фото\s*$|источник:|следите\s+за|по\s+материалам|"
    r"все\s+права\s+защищены|при\s+(?:перепечатке|цитировании|копировании)|фото\s+[а-я]|"
    r"сцена\s+из|поделиться|комментари\w+\W*$|больше\s+новостей|наш\s+(?:телеграм|канал)|"
    r"оставайтесь\s+с\s+нами|онлайн-трансляц|"
    r"(?:текстовая\s+)?трансляция\s+(?:обновля|ведется)|страница\s+обновля|"
    r"обновлено\s*(?::|в\s)|мы\s+следим\s+за|главное\s+к\s+этому|"
    r"無料会員|あわせて読|残り\d*文字|ご意見|お問い合わせ|会員登録|ログイン(?:して|すると|が必要)|購読(?:は|する|の?お?申)|メール配信|公式(?:アカウント|サイト)|続きを読む|続きは|記事の全文|[^。]{0,20}無断(?:転載|複製)|全文は|[^。]{0,40}(?:お読みいただけます|ご覧(?:いただけます|ください))|全文を読む|もっと見る|関連記事|"
    r"関連ニュース|【?写真(?![家集展館がはをにのも])|画像(?![診が認は処解の生])|動画は|無断転載|この(?:ページ|タイムライン)は|随時更新|自動(?:で|的に)更新|最新情報は|タイムライン|ライブ(?:配信|ブログ)|"
    r"シェア(?:する|ボタン)?\W*$|この記事は|会員限定|記事全文|有料会員|最終更新|最新(?:の)?(?:ニュース|情報)|ニュースアプリ|アプリ(?:で|を)|"
    r"【(?:画像|動画|図|映像|地図|グラフ)"
    r")",
    re.IGNORECASE,
)
"""A sentence that begins so is the outlet's, not the reporter's: English, Russian, Japanese."""
EXCHANGE_RATE = re.compile(
    r"\s*\(\s*[$€£¥₽]?\s?1(?:[.,]0+)?\s?(?:[a-zа-я]{1,3}[$])?(?:[\w.]+\s?){0,3}\s?=\s?[^()]{2,60}\)"
    r"|,?\s+(?:по\s+(?:\w+\s+)?курсу|at\s+(?:an?|the)\s+(?:\w+\s+)?(?:exchange\s+)?rate\s+of)\s+"
    r"(?:ЦБ(?:\s+РФ)?\s+)?[\d.,]+\s*\w+\.?\s+(?:за|to|per)\s+(?:the\s+|an?\s+)?\w+"
    r"|\s*\(\s*1\w{1,4}\s?(?:は|=)\s?約?\d[^()]{1,20}\)"
)
"""A rate in brackets or "at the rate of": the desk's sum, not the reporter's fact."""
QUOTED_OUTLET = re.compile(
    r",?\s+(?:как\s+)?(?:пишет|передает|сообщает)\s+\"[^\"]{2,40}\"(?:\s+со\s+ссылкой\s+на\s+[^,.;]{2,60})?"
    r"|,?\s+со\s+ссылкой\s+на\s+(?:агентство\s+)?\"?[A-ZА-Я][^,.;]{2,40}(?=[,.;])"
    r"|,\s+(?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}\s+report(?:s|ed)(?=[.,]|$)"
    r"|,\s+(?:citing|quoted\s+by|as\s+reported\s+by)\s+(?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}(?=[.,]|$)"
    r"|(?:、|と)(?:[^\s、。]{1,10}(?:通信|新聞|テレビ))が(?:報じた|伝えた|報道した)"
)
"""The outlet whose text it is, named in it: "пишет «Берег»", "Coast Wire reports"."""
TIME_STAMP = re.compile(
    r"^\W{0,3}(?:(?:posted|updated|published|as\s+of|обновлено|опубликовано|更新)\s*(?:at|в)?[:\s]*)?"
    r"(?:[01]?\d|2[0-4])[:.時][0-5]\d分?\s?(?:[ap]\.?m\.?|GMT|UTC|BST|ET|EST|EDT|JST|мск|更新)?"
    r"\s*(?:update:?|обновлено:?)?\s*(?:$|[|>]\s*|[-:.]\s+)",
    re.IGNORECASE,
)
"""The time at which a live blog's post was made."""
TRAILING_CREDIT = re.compile(
    rf"\s*(?:\((?:(?:additional\s+)?(?:reporting|writing|editing|compiled)\s+by|с\s+материалами)"
    rf"[^)]*\)|[(\[【〔]\s*(?:{AGENCY})\s*[)\]】〕]"
    rf"|(?<=[.!?\"。])\s*©[^.]{{0,40}})\W*$",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?<=[.!?\"])\s+[a-z]{2,4}(?:[-/][a-z]{2,4}){1,3}\W*$|(?<=[.!?])\s+--?\s+[A-ZА-Я][\w-]+(?:\s[A-ZА-Я][\w-]+){0,2}\W*$"
)
