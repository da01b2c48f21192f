"""Texts that counters get wrong, the same ones for the same seed."""

# ruff: noqa: SIM905 -- the tables read, and grow, as words do

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20251128

WORDS = (
    "LLM agents DeepMind the a of Switzerland's first open-source “world models” dead—end… (142 characters) don't 50% 3.5x C# C++ "
    "F# A.I. e.g. i.e. U.S. v4.1.2 10x $83B #1 #GPT5 ##twice #日本語 #ёлка ＃全角 #a·b #1st & &amp; &#39; <b> [2] R&D a/b and/or "
    "RT @openai rt:@x @mistral/team ＠全角 me@example.com @a.b @_@ @@double @éa $BTC $A.B $TSLA, $$ $1,000 $abcdefg #$x "
    "日本の大規模言語モデル 한국어 中文 हिन्दी क्ष தமிழ் ไทย العربية עברית Ελληνικά Русский ქართული Հայերեն ꦗꦮ ᬅᬓ᭄ᬱᬭ"
).split(" ")
HOSTS = (
    "example.com Node.js Socket.io Astro.build README.md main.py package.json t.co x.com localhost foo.onion EXAMPLE.COM Foo.Co.Uk "
    "a-b.com -a.com a-.com a_b.example.com a.b_c.com _x.com sub.sub.example.museum 127.0.0.1 1.2.3.com münchen.de пример.рф ПРИМЕР.РФ "
    "日本語.みんな 例え.中国 twitter.한국 ex.嘉里大酒店 foo.vermögensberatung xn--bcher-kva.de xn--80ak6aa92e.com foo.xn--p1ai xn--a`.com "
    "example.comの example.com日本.みんな/道 の.example.com foo.com。bar.com foo。com é.com foo.café bar.É.fr ß.de ſ.de K.com İ.com "
    "foo.comxn--a foo.com-bar foo.com@bar foo.com+1 foo.comé foo.notatld foo.c 😀.com 😀a.com a😀.com 👍🏽foo.com foo.👍🏽.com foo.guru.sale"
).split(" ")
PATHS = (
    "/ /a/b/c.html /a_(b) /a_(b_(c)) /a((b /a) /) /() /a. /a... /a, /a! /a!b /a? ?a=b ?a=b&c=d. ?a=(b) ?q=日 /日本語 /путь /café /a%20b /%zz "
    "/@user/ /@user /a@b/ /a#b /#!/a #frag /a–b /a—b /a|b /a~ /a&b /a; /a:b /a'b' /a\"b :80 :80/a :port/a :80?x /a?b#c /a?utm=x&y=1/ /É /ſ /Ι "
    "/a?日 /x/../y //double /a]b[ /a_(日) /a(é)? /\u200b /a\u200db /1\ufe0f\u20e3 /p1\u20e3 /abcdefghijklmnopqrstuvwxyz0123456789abcdefghij"
).split(" ")
SCHEMES = (
    "",
    "",
    "http://",
    "https://",
    "HTTPS://",
    "hTTp://",
    "ftp://",
    "http:/",
    "//",
    "https://https://",
    "httpſ://",
    "mailto:",
)
EMOJI = (
    "😀 👍🏽 👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇨🇭 🇨🇭🇩🇪🇫 🇽🇽 ❤️ ❤ ❤\ufe0e ☺ ☺️ ©️ © ®\ufe0f ™ ™️ 1️⃣ 1⃣ #️⃣ *⃣ 12️⃣ \ufe0f \u200d 🫠 🥹 🫱🏻‍🫲🏿 👩‍🚀 🧑‍🚀 🧑‍🤝‍🧑 👁️‍🗨️ "
    "👁‍🗨 ⚕️ 🧔‍♀️ ⛹🏽‍♀️ 🕵️‍♂️ 🕵‍♂️ 🏋🏿‍♀ 🤷🏻‍♂️ 🐈‍⬛ 🐻‍❄️ ♾️ ♟️ ♟ 〰️ ㊗️ 🈚 🀄 🃏 👯‍♀️ 🤼‍♂️ \ue50a 🫨 🩷 🪿 ☝🏿 ✌🏻️ 👨‍❤️‍💋‍👨 👨‍👨 🏽 𝒜𝓁 𠮷野家 🅰️ 🅰 ▶ ▶️ ⏯"
).split(" ")
SPACES = (
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\u00a0",
    "\u3000",
    "\u2003",
    "\u200b",
    "\u2060",
    "\u180e",
    "\u0085",
    "\x1c",
    "",
)
MARKS = (
    ". , ; : ! ? … … — – - ' \" ‘ ’ “ ” « » ( ) [ ] { } < > / \\ | @ # $ % ^ & * _ = + ~ ` · • → ★ ‼️ ⁉ 、 。 ， ． ｡ ！ ？ 「 」 （ ） ・ ー "
    "\u0301 e\u0301 ﬁ Å A\u030a 각 가\u11a8 \u0345 \u200e \u200f \u202a \u202c \u2066 \u2069 \u061c \ufeff \ufffe \uffff \ufdd0 \x00 \x7f \x1b \u2028 \u0600 \u0e33 \u0903"
).split(" ")
CLUSTERS = "क ् ष ा \u200d \u200c র ্ য \u0d4d ക ത க ் தி ៉ ក ្ ᬅ ᭄ \U00011935 \U0001193e ᄀ ᅡ ᆨ 🇦 🇧 👩 🏽 \u0300 \u0488 \u0e31 \ua9c0 ꦗ".split(
    " "
)


def url(random: random.Random) -> str:
    path = "".join(random.choice(PATHS) for _ in range(random.choice((0, 0, 1, 1, 2, 3))))
    return random.choice(SCHEMES) + random.choice(HOSTS) + path


def text(random: random.Random) -> str:
    """One hostile text, of a post's size."""
    parts = []
    for _ in range(random.choice((1, 2, 3, 5, 8, 13, 21, 34))):
        match random.randrange(12):
            case 0 | 1 | 2:
                part = url(random)
            case 3 | 4:
                part = "".join(random.choice(EMOJI) for _ in range(random.choice((1, 1, 1, 2, 4))))
            case 5 | 6:
                part = random.choice(MARKS)
            case 7:
                part = "".join(random.choice(CLUSTERS) for _ in range(random.randrange(1, 6)))
            case 8:
                part = chr(random.choice((random.randrange(0xD800), random.randrange(0xE000, 0x3000 + 0xE000))))
            case _:
                part = random.choice(WORDS)
        parts.append(part)
        if random.random() < 0.6:
            parts.append(random.choice(SPACES))
    return "".join(parts)


def texts(count: int, seed: int = SEED) -> Iterator[str]:
    """So many hostile texts."""
    source = random.Random(seed)
    return (text(source) for _ in range(count))
