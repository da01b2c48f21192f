"""The numbers of a text, whether it writes them in digits or in words, as figures that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.languages import base

DIGIT = re.compile(r"\d")
FIGURE = re.compile(
    r"(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?<![.,])(?<![^\W\d]-)([$€£¥]\s?)?(\d+(?:[.,万千億亿만천]\d+)*)([%+]|[KMBTx]\b|\s?(?:[mb]illion|[%€$])\b)?"
)
"""Not the number in a name: "GPT-5", "H200"."""
BEHIND_A_NAME = re.compile(r"(?:^|[\s(\"“«])([A-ZÀ-ÖØ-ÞЀ-ЯҐΑ-Ω][\w-]*)\s$|['’”»]\s?$")
"""A version is a part of its name: "Sonnet 4.5"."""
COUNTED = re.compile(
    r"\b(?:part|step|phase|chapter|episode|issue|volume|page|day|level|stage|section|teil|schritt|kapitel|folge|seite|partie|étape|chapitre|épisode"
    r"|parte|paso|capítulo|episodio|passo|capitolo|puntata|deel|stap|hoofdstuk|aflevering|część|krok|rozdział|odcinek|часть|шаг|глава|выпуск) $",
    re.IGNORECASE,
)
"""It numbers a part of something: "part 1"."""
NAME_ENDS = (" ", "\u00a0", "\n", "\t", "'", "’", "”", "»")
"""One of these stands between a name and its number; to look for nothing else first is what makes a text of numbers cheap."""
LONGEST_NAME = 60
"""Characters that are looked at for a name."""
MOST_VERSION = 20
"""Behind a word with a capital a larger whole number is a figure: "Cociné 24 tortillas"."""
THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = (
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus)\b\.?"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)? (?:de )?{MONTH}|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?![.,%]\d)",
    re.IGNORECASE,
)
"""A day of a month, in digits and a word."""
SMALL = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on onbir oniki",
    "hi": "दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह",
}
"""From two to twelve."""
LARGE = {
    "en": {20: "twenty", 24: "twenty-four", 30: "thirty", 40: "forty", 50: "fifty", 100: "hundred"},
    "de": {20: "zwanzig", 24: "vierundzwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 100: "hundert"},
    "fr": {20: "vingt", 24: "vingt-quatre", 30: "trente", 40: "quarante", 50: "cinquante", 100: "cent"},
    "es": {20: "veinte", 24: "veinticuatro", 30: "treinta", 40: "cuarenta", 50: "cincuenta", 100: "cien"},
    "pt": {20: "vinte", 30: "trinta", 40: "quarenta", 50: "cinquenta", 100: "cem"},
    "it": {20: "venti", 24: "ventiquattro", 30: "trenta", 40: "quaranta", 50: "cinquanta", 100: "cento"},
    "nl": {20: "twintig", 24: "vierentwintig", 30: "dertig", 40: "veertig", 50: "vijftig", 100: "honderd"},
}
WORD = re.compile(r"[\u0900-\u097f]+|[^\W\d_]+(?:-[^\W\d_]+)*")


def without_dates(text: str) -> str:
    """The text without the days that it names: when something was is seldom the news."""
    return DATE.sub("", text)


@lru_cache(maxsize=256)
def digits(text: str) -> frozenset[str]:
    """The figures that the text writes in digits; no years, and none that is a part of a name."""
    if not DIGIT.search(text):
        return frozenset()
    found = [one[2].replace(",", "") for one in FIGURE.finditer(text) if not is_version(one, text)]
    return frozenset([one for one in found if not YEAR.fullmatch(one)])


def is_version(found: re.Match[str], text: str) -> bool:
    """The number belongs to the name before it, numbers a part or ends as versions do, "3.0": it counts nothing."""
    if found[2].endswith(".0") and not (found[1] or found[3]):
        return True
    before = text[max(0, found.start() - LONGEST_NAME) : found.start()]
    if not before.endswith(NAME_ENDS):
        return False
    word = max(0, before.rfind(" ", 0, -2))
    if COUNTED.search(before, word):
        return True
    behind = BEHIND_A_NAME.search(before, word)
    if behind is None or found[1] or found[3]:
        return False
    shouted = behind[1] is not None and len(behind[1]) > 1 and behind[1].isupper()
    whole = THOUSANDS.sub("", found[2])
    return shouted or not whole.isdigit() or int(whole) < MOST_VERSION


@lru_cache(maxsize=256)
def figures(text: str, lang: str) -> frozenset[str]:
    """The same, and those that it writes in words."""
    if base(lang) in {"ja", "zh"}:
        han = {value_of(written) for written in HAN_NUMBER.findall(text)}
        return digits(text) | {one for one in han if not YEAR.fullmatch(one)}
    named = spelled(base(lang))
    return digits(text) | {named[word] for word in WORD.findall(text.casefold()) if word in named}


def value_of(written: str) -> str:
    """The number that Chinese characters write, 二千三百, in digits."""
    if not any(sign in HAN_UNITS for sign in written):
        return "".join(str(HAN_DIGITS[sign]) for sign in written)
    number = part = digit = 0
    for sign in written:
        unit = HAN_UNITS.get(sign, 0)
        if unit == 0:
            digit = HAN_DIGITS[sign]
        elif unit < MYRIAD:
            part, digit = part + (digit or 1) * unit, 0
        else:
            number, part, digit = number + (part + digit) * unit, 0, 0
    return str(number + part + digit)


MYRIAD = 10_000
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": MYRIAD, "億": MYRIAD**2, "亿": MYRIAD**2}
HAN_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
HAN_NUMBER = re.compile(
    rf"[{''.join((*HAN_DIGITS, *HAN_UNITS))}]{{2,}}|[二两三四五六七八九十](?=[本回人円度年軒枚冊匹杯時歳倍割か個天户碗次个位家条只岁块段])"
)
"""Two signs or more, or one before what it counts."""
ROUNDED = 0.02
"""The share by which a number that is told twice may differ: 84.1 and 84."""


def same_figure(one: str, other: str) -> bool:
    """The two are one number, perhaps rounded."""
    if one == other:
        return True
    try:
        return abs(float(one) - float(other)) < ROUNDED * abs(float(other))
    except ValueError:  # a comma for a decimal point
        return False


@lru_cache(maxsize=32)
def spelled(code: str) -> dict[str, str]:
    small = {word: str(number) for number, word in enumerate(SMALL.get(code, "").split(), 2)}
    return small | {word: str(number) for number, word in LARGE.get(code, {}).items()}
