"""Language codes: ISO 639-1, and BCP 47 tags that begin with one."""

import re

_CODES = frozenset(
    re.findall(
        "..",
        "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffi"
        "fjfofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkw"
        "kylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnro"
        "rurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivovowaxhyi"
        "yozazhzu",
    )
)
"""Every two letters one code of ISO 639-1."""

_NAMES = {
    "english": "en", "russian": "ru", "japanese": "ja", "chinese": "zh", "korean": "ko",
    "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it",
    "dutch": "nl", "turkish": "tr", "arabic": "ar", "hebrew": "he", "persian": "fa",
    "hindi": "hi", "ukrainian": "uk", "polish": "pl", "czech": "cs", "swedish": "sv",
    "norwegian": "no", "danish": "da", "finnish": "fi", "greek": "el", "hungarian": "hu",
    "indonesian": "id", "vietnamese": "vi", "thai": "th",
    "eng": "en", "rus": "ru", "jpn": "ja", "jap": "ja", "zho": "zh", "chi": "zh", "kor": "ko",
    "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "ita": "it",
    "nld": "nl", "dut": "nl", "tur": "tr", "ara": "ar", "heb": "he", "fas": "fa", "ukr": "uk",
    "jp": "ja", "cn": "zh", "kp": "ko", "gb": "en", "ua": "uk", "dk": "da", "cz": "cs", "gr": "el",
}  # fmt: skip
"""What people write instead: names, codes of three letters, codes of countries."""

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def check_language(text: str) -> str:
    """A language tag in lower case: `en`, `zh-tw`. Raises ValueError in an editor's words.

    BCP 47 (RFC 5646, 2.2.1) wants the code of two letters where there is one; codes of three
    letters stand for languages that have none, such as `yue`.
    """
    tag = text.strip().lower()
    primary = tag.partition("-")[0]
    if primary in _CODES or (len(primary) == 3 and primary not in _NAMES):
        if _TAG.fullmatch(tag):
            return tag
        raise ValueError(f'"{text}" is no language: write it as "en" or "zh-TW"')
    if hint := _NAMES.get(tag):
        raise ValueError(f'"{text}" is no language code: write "{hint}"')
    if "_" in tag:
        raise ValueError(f'"{text}" is no language code: write "{text.replace("_", "-")}"')
    raise ValueError(f'"{text}" is no language code: write two letters, such as en, ru, ja or zh')
