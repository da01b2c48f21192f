"""Which sentences of a body are prose that may be shown alone, and which are greetings, notes, credits, code."""

from __future__ import annotations

import re
from functools import lru_cache

WITHOUT_CASE = frozenset({"ja", "zh", "ko", "th", "ar", "fa", "he", "hi"})
"""Languages whose sentences begin with no capital; a Latin name among their words is written as its owner writes it."""
FEWEST_LETTERS = 12
LITTLE = 20
"""Characters behind a greeting that say no more than the greeting."""
LISTED = "\n• "
"""Before each item of a list that a sentence announces."""
OPENERS = "¡¿«„“‘\"'「『（("
ENDED = re.compile(r"[.!?…。！？؟।॥][\"'”’»)\]」』）】]*$")
LABEL = re.compile(
    r"(?:\d[\d./-]{5,9}:?\s+)?(?:update|updated|edit|edited|editor['’]s note|note|disclaimer|disclosure|correction|spoiler|source|sources|via|credits?|photo|image|picture"
    r"|illustration|screenshot|figure|fig\.|caption|author|date|published|posted|present|attending|apologies|absent|anwesend|entschuldigt|présents|excusés|presentes|presenti|aanwezig|obecni|närvarande|tags?|filed under|reading time|advertisement|sponsored|tip|warning"
    r"|aktualisiert|nachtrag|hinweis|quelle|foto|bild|lesezeit|autor|mise à jour|màj|note|crédit|source|photo|temps de lecture|actualización|nota|fuente"
    r"|imagen|actualizado|atualização|fonte|imagem|aggiornamento|immagine|noot|bron|afbeelding|aktualizacja|źródło|zdjęcie|uwaga|обновление|источник"
    r"|фото|примечание|upd|güncelleme|kaynak|fotoğraf|görsel|not|更新|追記|出典|写真|画像|注|来源|图片|图|作者|著者|筆者|译者|譯者|原文(?:地址|链接|鏈接|連結)?|업데이트|출처|사진|작성자|저자|글쓴이|автор|yazar|تحديث|المصدر|صورة|עדכון|מקור|צילום|स्रोत|चित्र)"
    r"(?:\s*\([^()]{0,40}\)|\s+\d[\d./-]*)?\s*[:：|]",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:(?:hi|hey|hello|howdy|greetings|welcome(?: back)?|good (?:morning|evening|afternoon)|dear (?:readers?|friends?|all)|happy (?:\w+day|weekend|new year|holidays)|merry christmas|hallo|guten (?:tag|morgen|abend)"
    r"|liebe[rs]? (?:(?:leser|freund|mitglied|kolleg|leut|eltern|nachbar|gäste|gemeinde|alle|vereins)\w*)|guten morgen|(?:herzlich )?willkommen|grüß\w*|moin|servus|bonsoir|coucou|bonjour|salut|bienvenue|ch(?:ers?|ères?) \w+(?: et ch(?:ers|ères) \w+)?|hola|(?:fala|e aí),? (?:pessoal|galera|gente)|buenos d[ií]as|buenas (?:tardes|noches|a todos)|bienvenid[oa]s?|(?:muy )?(?:queridos?|queridas?|estimados?|estimadas?) \w+|ol[aá]|bom dia|boa \w+|bem-vind[oa]s?|(?:querid|car)[oa]s? (?:sóci|amig|leitor|colega|todo|vizinh)\w*"
    r"|ciao|buongiorno|buonasera|ben(?:venut|tornat)\w|salve|car[ie] (?:soc|amic|lettor|letrici|tutt|colleg)\w+|hoi|goedenavond|goedemorgen|goedendag|welkom|dag (?:allemaal|lezers?|mensen)|beste (?:lezers?|leden|mensen|vrienden|buren|allemaal|collega['’]?s)|cześć|hej|wita[jm]\w*|siema\w*|dzień dobry|(?:drodzy|szanowni|kochani) \w+|(?:всем )?привет\w*|здравствуйте|добрый день|доброго времени|добро пожаловать|(?:дорогие|уважаемые) \w+|merhaba\w*|selam\w*|hoş geldiniz|(?:sevgili|değerli) \w+|hej(?:san)?|kära \w+|goddag|kære \w+|ahoj\w*|dobrý den|(?:milí|vážení) \w+"
    r")(?![^\W\d_]|-)|こんにちは|こんばんは|おはよう|皆さん|みなさん|はじめまして|大家好|你好|各位(?:读者|讀者|朋友)|(?:欢|歡)迎(?:来到|來到|大家)|(?:xin )?chào (?:mừng|các|mọi|tất)|(?:halo|hai),? (?:semua|teman|kawan|sobat|sahabat|pembaca|guys|gaes|kalian|para)|selamat (?:pagi|siang|sore|malam|datang)|γεια|καλημέρα|καλησπέρα|καλώς (?:ήρθ|ήλθ|όρισ|ορίσ)|сердечно вітаю|(?:всім )?(?:привіт|вітаю)|доброго дня|سلام (?:دوست|به |بر |خدمت|بچه|همراه)|(?:سلام|درود)(?![^\W_]| [^\W_])|درود (?:بر|به) |안녕하세요|여러분|반갑습니다|환영합니다|(?:السلام عليكم|مرحب[اً]*|أهل[اً]*)|שלום|ברוכים הבאים|नमस्ते|नमस्कार|สวัสดี|ยินดีต้อนรับ)[^.!?。！？]{0,30}(?:[.!?。！？,，]|$)",
    re.IGNORECASE,
)
ABOUT_ITSELF = re.compile(
    r"(?:in|with|throughout|over the course of) (?:this|today['’]s|the following) (?:blog )?(?:post|article|tutorial|guide|piece|episode|newsletter|issue|series|entry|video|note)\b"
    r"|(?:this|today['’]s) (?:blog )?(?:post|article|tutorial|guide|piece|episode|newsletter|issue|series|entry|video|page)\b"
    r"|(?:today|here|below),? (?:i|we)(?:['’]ll|['’]m|['’]re| will| want| am| are| would)\b|(?:i|we)(?:['’]ll|['’]d like to| will| want to| would like to) (?:show|explain|walk|look|explore|discuss|cover|talk|share|describe|dive|use|be (?:using|looking|covering)|start (?:with|by)|begin (?:with|by)|go (?:over|through)|see how|learn|need to (?:import|install|create|add))\b"
    r"|by the end(?: of (?:this|the) (?!year|month|week|day|decade|century|quarter|season|summer)[a-z]+)?,? you|let(?:['’]s| us) (?:dive|get started|begin|take a look|explore|jump|start)\b|read on\b|keep reading|without further ado|here(?:['’]s| is| are) (?:what (?:caught|you(?:['’]ll)? (?:need|missed|find)|we (?:found|learned|read|liked|know)|to (?:expect|know))|how\b|why\b|(?:the|our|a) (?:list|rundown|recap|roundup|summary))|(?:click|tap) here|subscribe\b|sign up\b|follow (?:me|us)\b"
    r"|(?:originally|first) (?:published|posted|appeared)|(?:posted|written|published|reported|translated) (?:by|on|in)\b|last (?:updated|modified)|table of contents|it['’]s been a while"
    r"|you(?:['’]ll| will)(?: only| just| also)? (?:need|learn)\b|before (?:you|we) (?:start|begin)\b|(?:ihr|du|man) brauch(?:t|st)\b|sie (?:brauchen|benötigen)\b|vous aurez besoin|(?:solo )?necesit(?:as|arás|aréis)\b|vi serv(?:e|irà)\b|você (?:vai precisar|precisa)|je hebt [^.]{3,60} nodig\b"
    r"|in diesem (?:beitrag|artikel|post|blogpost|text|tutorial)|dieser (?:beitrag|artikel|post)|heute (?:zeige|möchte|will|geht es)"
    r"|dans cet? (?:article|billet|post|tutoriel)|cet article|aujourd['’]hui,? (?:je|nous)\b"
    r"|en (?:este|esta) (?:artículo|entrada|post|publicación|tutorial)|este (?:artículo|post)|hoy (?:voy|vamos|quiero)\b"
    r"|neste (?:artigo|post|texto|tutorial)|este (?:artigo|texto)|hoje (?:vou|vamos|quero)\b|in questo (?:articolo|post|tutorial)|questo (?:articolo|post)|oggi (?:vi|voglio|vediamo|parliamo)\b"
    r"|in (?:deze|dit) (?:post|artikel|blog\w*|bericht)|vandaag (?:wil|laat|ga)\b|w tym (?:wpisie|artykule|poście|poradniku)|dzisiaj (?:pokażę|opowiem|chcę)"
    r"|(?:эта|данная) статья|в этой (?:статье|заметке|записи)|в этом (?:посте|материале|тексте)|сегодня (?:я|мы) (?:расскаж|покаж|хочу|хотим|поговор)|bu (?:yazıda|makalede|yazımda|blog)|bugün (?:size|sizlere)"
    r"|(?:この|本)(?:記事|投稿|エントリ|稿)(?:では|で)|(?:この|本)(?:記事|投稿|エントリ)は[^。]{0,80}(?:記事|投稿|エントリ)です|今回は|(?:在)?(?:这|這|本)(?:篇)?(?:文章|博文|文|帖)|今天(?:我|我们|給|给)|이 (?:글|포스트|기사)(?:에서는|에서)|이번 (?:글|포스트)|오늘은 [^.!?]{1,40}(?:이야기|소개|대해|관해|알아보|살펴보)|(?:今日|本日)は[^。]{1,40}について|في هذ[اه] (?:المقال|المقالة|التدوينة)|בפוסט (?:הזה|זה)|במאמר (?:הזה|זה)"
    r"|(?:у|в) ц(?:ій статті|ьому (?:дописі|пості|матеріалі))|(?:trong )?bài (?:viết )?này|(?:pada|dalam|di) (?:artikel|tulisan|postingan) (?:ini|kali)|(?:artikel|tulisan) ini|σε αυτό το (?:άρθρο|post|κείμενο)|در این (?:مقاله|پست|مطلب|نوشته|یادداشت)"
    r"|इस (?:लेख|पोस्ट|आर्टिकल) में|ในบทความนี้|บทความนี้|โพสต์นี้",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:(?:this |the )?(?:article|post|story|page) )?(?:was |is |has been )?(?:last )?(?:updated|edited|corrected|modified) (?:on|at)\b|(?:estimated )?reading time|\d+[- ]min(?:ute)?s? read"
    r"|(?:(?:dieser )?(?:artikel|beitrag|text) )?(?:wurde )?(?:zuletzt )?(?:am|um) [^.]{3,30}(?:aktualisiert|geändert|ergänzt)|(?:(?:artikel|beitrag|text) )?(?:zuletzt )?(?:aktualisiert|geändert|veröffentlicht|ergänzt) (?:am|um)\b|lesezeit|lesedauer"
    r"|(?:(?:cet )?(?:article|billet|texte|page) )?(?:a été )?(?:mise? à jour|modifiée?|publiée?) (?:le|à)\b|temps de lecture|lecture de \d|\d+ min(?:utes?)? de lecture"
    r"|(?:(?:artículo|entrada|artigo|texto|post) )?(?:actualizad[oa]|publicad[oa]|atualizad[oa]) (?:el|a las?|em|às|no dia)\b|t(?:iempo de lectura|empo de leitura)"
    r"|(?:(?:articolo|post) )?(?:aggiornat[oa]|pubblicat[oa]) (?:il|alle|l['’])|tempo di lettura|(?:artikel )?(?:laatst )?(?:bijgewerkt|gewijzigd|gepubliceerd) (?:op|om)\b|leestijd"
    r"|(?:(?:artykuł|wpis|tekst) )?(?:z?aktualizowan[oya]|opublikowan[oya])\b|ostatnia aktualizacja|czas czytania|(?:(?:статья|текст|материал|пост) )?(?:обновл[её]н[оа]?|опубликован[оа]?)\b|время чтения"
    r"|(?:son )?güncelle(?:me|ndi)|yayınlanma|okuma süresi|(?:最終)?更新日|公開日|読了時間|(?:最后)?更新(?:于|时间)|发布于|阅读时间|预计阅读|本文约|(?:최종 )?수정일|읽는 시간"
    r"|آخر تحديث|وقت القراءة|تم (?:تحديث|نشر)|עודכן|פורסם ב|זמן קריאה|पढ़ने का समय|(?:अपडेट|प्रकाशित)[^।]{0,20}:|อั[ปพ]เดตเมื่อ|เผยแพร่เมื่อ|เวลาอ่าน|ใช้เวลาอ่าน",
    re.IGNORECASE,
)
"""When a text was written or changed, how long it takes to read."""
NOTE_CHARS = 80
SELF_REFERENCE = re.compile(
    r"\b(?:in this|of this|this|our|my) (?:blog )?(?:post|article|tutorial|newsletter|series|walkthrough)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor) (?:[A-ZÀ-Þ][\w.’'-]+ ){0,3}[A-ZÀ-Þ][\w.’'-]+"
    r"(?:(?:,| and | und | et | y | e | en | on | for | \| | – )[^.]{0,40})?\.?$"
)
TIME_OR_DATE = re.compile(
    r"(?:\W*+(?>\d{1,4}|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon\w*day|tues?\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*"
    r"|min(?:ute)?n?s?|read(?:ing)?|time|minuten|lesezeit|lecture|leitura|lettura|lectura|минут\w*|分|年|月|日|更新|发布|發布|公開|updated|posted))++\W*",
    re.IGNORECASE,
)
CODE = re.compile(
    r"^(?:import|export|from|const|let|var|function|class|def|#include|using|package)\b[^.?!]*[;({=]|[{}<>]|\]\(|::|\$\$|https?://|^\d{1,2}/ |\\[A-Za-z]{2,}|\$[A-Za-z]{1,2}\$|\$[^$\d][^$]{0,60}[\\^_][^$]{0,60}\$|^[\w./-]+$"
)
LABELS = re.compile(r"(?<!\S)[A-Z][\w-]{1,20}: ")
FEWEST_LABELS = 3
"""Of a list of facts that runs on, "Category: Web Points: 492 Target: …"."""
ASIDE = re.compile(r"[(（][^()（）]*[)）][.。!！?？]?")
"""In brackets as a whole: it goes with another sentence."""
CHARS_OF_A_WORD = 4
"""In scripts without spaces, roughly."""
NUMBERS = re.compile(r"\d[\d.,%]*")
CALL = re.compile(
    r"(?:read (?:it|more|the (?:full|whole|rest|original))|(?:see|watch|listen to|download|get|find) (?:it|them|the \w+) (?:here|below)|(?:see|details) (?:here|below)|"
    r"why (?:this|it) matters|share|tell|let me know|thoughts|comment|what do you think|who['’]s (?:with|in)|drop|tag|like and|actionable|tl;?dr)\b",
    re.IGNORECASE,
)


CLOSING_CALL = re.compile(
    r"(?:discover|learn|find out|read|explore|check (?:it )?out|dive (?:in|into)|click|tap|subscribe|sign up|join us|stay tuned|don['’]t miss"
    r"|jetzt|mehr erfahren|erfahren sie|lesen sie|lies|découvrez|découvre|lisez|en savoir plus|descubre|descúbrelo|lee|más información|descubra|saiba|leia"
    r"|scopri|leggi|ontdek|lees|odkryj|przeczytaj|dowiedz się|узнайте|читайте|keşfedin|öğrenin)(?![^\W_])",
    re.IGNORECASE,
)
"""With what a description asks to be read on; a post's link says that."""
CALL_CHARS = 60


def calls_only(sentence: str) -> bool:
    """The sentence, at a description's end, asks for a click and says nothing."""
    return len(sentence) < CALL_CHARS and CLOSING_CALL.match(sentence) is not None


@lru_cache(maxsize=512)
def presentable(text: str, fewest: int = FEWEST_LETTERS) -> bool:
    """The sentence is prose: no greeting, byline, date, note on the text itself, credit, code or list of numbers."""
    if sum(map(str.isalpha, text)) < fewest // (2 if not text.isascii() else 1) or text.startswith(
        ("-", "*", "|", "#", "•", "→", "@", ",", "，", "、", "。")
    ):
        return False
    if text.endswith((":", "：", ";", ",", "...", "…")) or not (
        ENDED.search(text) or LISTED in text or "\u0e00" < text[0] < "\u0e7f"
    ):
        return False
    bare = text.lstrip(OPENERS)
    if greets(bare) and len(GREETING.sub("", bare, count=1).strip()) < LITTLE:
        return False
    text = bare
    if notes_itself(text) or ABOUT_ITSELF.match(text) or CALL.match(text):
        return False
    if BYLINE.match(text) or SELF_REFERENCE.search(text) or CODE.search(text):
        return False
    if len(LABELS.findall(text)) >= FEWEST_LABELS:
        return False
    words = len(text.split()) if text.isascii() else max(len(text.split()), len(text) // CHARS_OF_A_WORD)
    return len(NUMBERS.findall(text)) * 2 <= max(6, words)


def greets(text: str) -> bool:
    """The sentence begins with a greeting, "Hello all, and welcome to …"."""
    return GREETING.match(text.lstrip(OPENERS)) is not None


def capital(text: str, lang: str = "en") -> str:
    """The text with a capital at its beginning, as the language writes it; a name like "iPhone" stays."""
    first, second = text[:1], text[1:2]
    if (second.isupper() and first.islower()) or lang in WITHOUT_CASE:
        return text
    if lang == "tr" and first == "i":
        return "İ" + text[1:]
    if lang == "nl" and text[:2] == "ij":
        return "IJ" + text[2:]
    return first.upper() + text[1:] if len(first.upper()) == 1 else text


def notes_itself(text: str) -> bool:
    """A label, a date, a time of reading or of an update: it tells of the text, and is none of it."""
    return (
        LABEL.match(text) is not None
        or TIME_OR_DATE.fullmatch(text) is not None
        or (len(text) < NOTE_CHARS and NOTE.match(text) is not None)
    )
