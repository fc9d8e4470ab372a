"""Negations that a translation may have lost: the source denies, the translation does not.

How often that happens belongs to engine and language (note on translation, section 3): of 85 negated news sentences
neural engines lose none or one, Apertium two or three (it renders *nadie, ninguno, aucun* as "anybody, any"), one small
Turkish model eleven. The lists below hold the words that deny a whole statement; what is only implied is left out.
"""

import re

_ARABIC_AROUND = r"(?<![\w])(?:[وف])?(?:{})(?![\w])"

_SOURCE = {
    "es": r"\b(?:no|nunca|jamás|nadie|nada|ning[uú]n[oa]?s?|tampoco|ni|sin|iles[oa]s?|desconocen?)\b(?!\s+(?:solo|sólo|solamente|obstante))",
    "fr": r"\b(?:pas|jamais|aucune?s?|rien|personne\s+n|ni|sans|nul(?:le)?)\b(?!\s+(?:seulement|que))|\bn[e'’]\s?\w+\s+(?:personne|plus)\b",
    "ru": r"\b(?:не|нет|ни|никто|никого|никогда|ничего|никак\w*|без|нельзя)\b(?!\s+(?:только|менее))",
    "uk": r"\b(?:не|немає|ні|ніхто|нікого|ніколи|нічого|жодн\w+|без|неможливо)\b(?!\s+(?:тільки|лише|менше))",
    "ar": _ARABIC_AROUND.format("لا|لم|لن|ليس|ليست|ليسوا|غير|دون|بدون|بلا|عدم|بعدم|لعدم|أي من"),
    "fa": _ARABIC_AROUND.format("نه|هیچ|بدون|نیست|نیستند|نبود|نبودند|ندارد|ندارند|نداشت|نداشتند|نشد|نشده|نکرد|نکرده|نکردند|نمی\u200c?\\w+|ن(?:می|خواه|توان|شو|کن)\\w+"),
    "he": r"(?<!\w)(?:ו|ש)?(?:לא|אין|אינו|אינה|אינם|אינן|בלי|ללא|מבלי|אף אחד|שום|מעולם)(?!\w)",
    "tr": (
        r"\b(?:değil\w*|yok\w*|hiç\w*|asla|ne de)\b"
        r"|\w{2,}m[ae](?:z(?:ken|lar|ler|d[ıi]|sa|se)?|d[ıi]\w*|m[ıi]ş\w*|yan\w*|yen\w*|m[ae]\w*|yacak\w*|yecek\w*|dan|den)\b"
        r"|\w{3,}m[ıiuü]yor\w*\b"
    ),
}  # fmt: skip
"""Language to a pattern of what denies in it. Turkish denies by a suffix."""

_ENGLISH = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|cannot|without|hardly|barely|unable|lack\w*|fail\w*|absence|"
    r"impossible|unhurt|unharmed|uninjured|unscathed|unknown|unclear|non-?\w*|un(?:like|certain|confirm|affect|success|expect|"
    r"avail|official|will|necess)\w*|except|away|instead|rather|few|little|less|no-one)\b|n['’]t\b",
    re.IGNORECASE,
)
"""English words that deny or come near it; one of them in the translation is enough."""

_STRONG = {
    ("apertium", "es"): (r"\b(?:nadie|ning[uú]n[oa]?s?)\b", r"\b(?:any|anybody|anyone|anything)\b"),
    ("apertium", "fr"): (
        r"\b(?:aucune?s?|personne|rien|nul(?:le)?)\b",
        r"\b(?:any|anybody|anyone|anything|all)\b",
    ),
}
"""Engine and language to what it gets wrong by rule: pattern of the source, and of the translation. Then other negations
in the translation are no proof."""


def lost_negation(source: str, translation: str, lang: str, engine: str) -> bool:
    """Tell whether a translation may have lost a negation.

    Args:
        source: the original segment.
        translation: its English.
        lang: language of the source.
        engine: name of the engine.

    Returns:
        True where the source denies and the translation does not, or the engine is known to turn these words round.
        False for languages without a list.
    """
    if pair := _STRONG.get((engine, lang)):
        denied = len(re.findall(pair[0], source, re.IGNORECASE))
        kept = len(_ENGLISH.findall(translation))
        if denied > kept and re.search(pair[1], translation, re.IGNORECASE):
            return True
    pattern = _SOURCE.get(lang)
    return bool(pattern and re.search(pattern, source, re.IGNORECASE) and not _ENGLISH.search(translation))
