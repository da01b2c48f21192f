"""Beginnings that only announce what stands behind them, "The good news: …", "By the way, …": a sentence does without."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.text.languages import base, width, with_traditional
from bot.text.prose import FEWEST_LETTERS, capital

MOST_CHARS = 60
"""No announcement is longer."""


class Heralds(NamedTuple):
    """Alternatives of regular expressions in one language."""

    labels: str
    """Before a colon."""
    asides: str
    """Before a comma: words that only tie a sentence to the one before it, or to who says it."""


HERALDS = {
    "en": Heralds(
        r"(?:first,? )?(?:(?:the|my|our|a|one) )?(?:(?:hot|quick|honest|practical|pro|big|real|main|key|core|central|final|small) )?(?:take|argument|idea|insight|finding|thesis|message|tip|fix|advice|angle|takeaways?|lesson"
        r"|question|upshot|point|opinion|view|verdict|implications?(?: / opinion)?|aside|confession|rundown|gist|headline|facts|short version|bottom line|recap|summary)"
        r"|practical|(?:first,? )?the (?:big|important|main) (?:thing|one|part)|first things first|(?:and )?(?:the |some |first,? the )?(?:very )?(?:good|big|best|great|exciting) news"
        r"|here['’]s the (?:thing|deal|kicker|catch)|the (?:best|fun|nice|good|interesting|funny|surprising|strange) (?:part|bit|thing)|the (?:thing|catch|kicker|news|thing is)|(?:here['’]s )?what(?: actually| really)? happened"
        r"|(?:why|how) (?:it|this) (?:matters|works)|what(?:['’]s| is) new|what (?:it|this) means(?: for \w+)?|in short|in brief|in a nutshell|in one (?:sentence|line)|long story short|breaking(?: news)?|fun fact|side note|(?:a )?(?:quick|small|short) (?:note|update|reminder)"
        r"|abstract|context|background|intro(?:duction)?|reminder|important|heads[- ]up|a word of (?:warning|advice)",
        r"notably|importantly|crucially|interestingly|meanwhile|honestly|frankly|technically|specifically|basically|essentially|admittedly|incidentally|in addition|additionally|moreover"
        r"|furthermore|by the way|to be (?:honest|clear|fair|precise)|(?:simply|briefly) put|to put it (?:simply|briefly)|(?:technically|generally|broadly|strictly|roughly) speaking|long story short|in short|in a nutshell"
        r"|anyway|in any case|as (?:always|usual|ever)|as (?:some of you|you|many of you) (?:may|might|probably|will) (?:already )?(?:know|remember|have (?:heard|noticed))|as (?:(?:i|we)(?:['’]ve)? )?(?:already |previously )?(?:mentioned|noted|announced|described)(?: (?:above|before|earlier|previously|(?:in|on) (?:my|our|the|an?) (?:previous|last|earlier|first) [^,]{3,30}))?|as per usual|first of all|first off|for starters|to (?:start|begin) with",
    ),
    "de": Heralds(
        r"kurz gesagt|kurzfassung|kurz und knapp|in (?:aller )?kürze|zusammenfassung|(?:mein |unser )?fazit|worum es geht|was (?:ist )?passiert(?: ist)?|(?:vorweg|zuerst|erst(?:mal| einmal)?)?,? ?das wichtigste(?: zuerst| vorweg| vorab| in kürze)?"
        r"|(?:und )?(?:jetzt )?(?:die|eine) (?:gute|große|beste|wichtigste) nachricht|der (?:clou|haken|witz)|das (?:beste|schönste|gute|schöne|neue|neueste|besondere|kuriose|erstaunliche)(?: daran)?|(?:mein |unser )?(?:tipp|rat)|(?:eine |kurze )?anmerkung|nebenbei|am rande|wichtig|achtung|zur erinnerung",
        r"bemerkenswert|außerdem|zudem|übrigens|kurz gesagt|kurzum|ehrlich gesagt|zugegeben|nebenbei|nebenbei (?:bemerkt|gesagt)|um (?:ehrlich|genau) zu sein|wie (?:immer|üblich)",
    ),
    "fr": Heralds(
        r"en bref|en résumé|résumé|l['’]essentiel|ce qui s['’]est passé|(?:d['’]abord,? |et )?la (?:bonne|grande) nouvelle|(?:d['’]abord,? )?le plus (?:important|beau|drôle|étonnant|surprenant)|pour faire court|bilan"
        r"|(?:mon |notre )?(?:verdict|avis|conseil)|astuce|rappel|(?:une )?remarque|à noter|petite note|important|attention",
        r"en outre|de plus|bref|enfin bref|en fait|en effet|d['’]ailleurs|par ailleurs|à vrai dire|pour être (?:honnête|clair|précis)|franchement|honnêtement|en résumé|en bref|au fait|tout d['’]abord|pour commencer|techniquement"
        r"|en tout cas|quoi qu['’]il en soit|comme (?:toujours|d['’]habitude)",
    ),
    "es": Heralds(
        r"en resumen|resumen|lo que pasó|qué pasó|(?:primero,? |y )?(?:la|una) (?:buena|gran) noticia|(?:primero,? )?lo (?:más )?(?:importante|mejor|bueno|curioso|sorprendente|divertido)|en pocas palabras|(?:mi |nuestro )?(?:consejo|veredicto)|mi opinión"
        r"|conclusión|recordatorio|dato curioso|(?:una )?nota(?: al margen)?|apunte|ojo|importante|atención",
        r"además|en fin|en resumen|de hecho|la verdad|sinceramente|francamente|técnicamente|básicamente|para ser (?:honest|sincer|clar|precis)[oa]s?|por cierto|a decir verdad|de todos modos|en cualquier caso|como siempre|ante todo|en primer lugar|para empezar",
    ),
    "pt": Heralds(
        r"em resumo|resumo|o que aconteceu|(?:primeiro,? |e )?a (?:boa|grande) notícia|(?:primeiro,? )?o (?:mais )?(?:importante|melhor|curioso|surpreendente)|em poucas palavras|(?:a minha |minha )?(?:dica|opinião)|o meu (?:conselho|veredicto)|conclusão|lembrete|curiosidade"
        r"|(?:uma )?nota(?: à margem)?|observação|importante|atenção",
        r"além disso|enfim|em resumo|na verdade|de facto|de fato|aliás|a propósito|sinceramente|francamente|tecnicamente|basicamente|para ser (?:honest|sincer|clar|precis)[oa]|de qualquer (?:forma|modo)|como sempre|antes de mais|em primeiro lugar|para começar",
    ),
    "it": Heralds(
        r"in breve|in sintesi|riassunto|cosa è successo|(?:prima,? |e )?la (?:buona|bella|grande) notizia|(?:prima,? )?la cosa (?:più )?(?:importante|bella|curiosa|divertente)|il bello|in poche parole|(?:il mio )?(?:consiglio|verdetto|parere)|conclusione|promemoria|curiosità"
        r"|una nota|nota a margine|importante|attenzione",
        r"inoltre|insomma|in breve|in realtà|infatti|a proposito|tra l['’]altro|sinceramente|onestamente|francamente|a dire (?:il vero|la verità)|ad essere onest[oai]|tecnicamente|fondamentalmente|comunque|in ogni caso|come sempre|prima di tutto|innanzitutto|per cominciare",
    ),
    "nl": Heralds(
        r"kort gezegd|samenvatting|in het kort|wat is er gebeurd|(?:eerst |en )?het (?:goede|grote|belangrijkste|leuke) nieuws|(?:eerst )?het (?:belangrijkste|mooiste|beste|leukste|gekke)|(?:mijn |onze )?(?:tip|advies|conclusie|oordeel)|(?:een )?kanttekening|terzijde|let op|belangrijk|ter herinnering",
        r"bovendien|kortom|trouwens|overigens|eerlijk gezegd|technisch gezien|hoe dan ook|zoals (?:altijd|gewoonlijk)|om te beginnen|allereerst",
    ),
    "pl": Heralds(
        r"w skrócie|streszczenie|co się stało|(?:najpierw |i )?(?:dobra|wielka|najważniejsza) wiadomość|(?:najpierw )?(?:to )?naj(?:ważniejsze|lepsze|ciekawsze)|krótko(?: mówiąc)?|(?:moja |nasza )?rada|wniosek|podsumowanie|ciekawostka|przypomnienie|ważne",
        r"ponadto|poza tym|krótko mówiąc|szczerze mówiąc|prawdę mówiąc|nawiasem mówiąc|technicznie rzecz biorąc|swoją drogą|tak czy inaczej|jak (?:zwykle|zawsze)|po pierwsze|przede wszystkim",
    ),
    "ru": Heralds(
        r"коротко|кратко|вкратце|если коротко|в двух словах|что (?:случилось|произошло)|(?:сначала )?(?:хорошая|главная|отличная) новость|(?:сначала )?(?:о )?(?:самое )?(?:главное|важное|интересное|удивительное)|вывод|итог|(?:мой |наш )?совет|интересный факт|напоминание|важно|внимание",
        r"кроме того|короче(?: говоря)?|честно говоря|если честно|по правде говоря|строго говоря|технически|кстати|в общем|собственно|итак|так или иначе|как (?:всегда|обычно)|прежде всего|во-первых|по сути",
    ),
    "tr": Heralds(
        r"kısaca|özet(?:le)?|ne oldu|(?:önce )?(?:iyi|büyük) haber|(?:önce )?en (?:önemlisi|güzeli|iyisi|ilginci)|sonuç|(?:bir )?(?:tavsiyem|ipucu)|hatırlatma|önemli|dikkat",
        r"açıkçası|kısacası|bu arada|aslında|doğrusu|neyse|teknik olarak|her zamanki gibi|öncelikle|ayrıca",
    ),
    "sv": Heralds(
        r"kort sagt|i korthet|sammanfattning|vad (?:som )?hände|(?:först )?(?:den )?(?:goda|stora) nyheten|(?:först )?det (?:viktigaste|bästa|roligaste)|(?:mitt |vårt )?(?:råd|tips)|slutsats|påminnelse|viktigt",
        r"dessutom|kort sagt|för övrigt|förresten|ärligt talat|tekniskt sett|som (?:alltid|vanligt)|till att börja med",
    ),
    "da": Heralds(
        r"kort sagt|resumé|hvad (?:der )?skete|(?:først )?(?:den )?(?:gode|store) nyhed|(?:først )?det (?:vigtigste|bedste|sjoveste)|(?:mit |vores )?(?:råd|tip)|konklusion|vigtigt",
        r"desuden|kort sagt|for øvrigt|forresten|ærligt talt|teknisk set|som (?:altid|sædvanlig)|til at begynde med",
    ),
    "cs": Heralds(
        r"stručně|shrnutí|co se stalo|(?:nejdřív |a )?(?:dobrá|hlavní) zpráva|(?:nejdřív )?to (?:nejlepší|nejdůležitější|hlavní)|závěr|(?:můj |náš )?(?:tip|rada)|zajímavost|připomínka|důležité",
        r"kromě toho|stručně řečeno|mimochodem|upřímně(?: řečeno)?|popravdě|technicky vzato|jako (?:vždy|obvykle)|zaprvé|především",
    ),
    "ar": Heralds(
        r"باختصار|ملخص|الخلاصة|خلاصة القول|الخبر (?:السار|الجيد|الأهم)|الأهم|أهم ما في الأمر|نصيحتي|تذكير|ملاحظة|مهم",
        r"باختصار|في الواقع|في الحقيقة|بصراحة|بالمناسبة|تقنيًا|علاوة على ذلك|بالإضافة إلى ذلك|أولًا|كالعادة",
    ),
    "he": Heralds(
        r"בקצרה|תקציר|לסיכום|השורה התחתונה|(?:קודם כו?ל,? )?(?:החדשות הטובות|הדבר (?:הכי )?חשוב|הכי חשוב)|הטיפ שלי|תזכורת|חשוב",
        r"בקיצור|האמת|למען האמת|אגב|דרך אגב|טכנית|בנוסף|קודם כו?ל|כרגיל|בעצם",
    ),
    "hi": Heralds(
        r"संक्षेप में|सारांश|(?:सबसे पहले )?(?:अच्छी|बड़ी) ख़?बर|सबसे (?:ज़रूरी|जरूरी|अच्छी|बड़ी) बात|मुख्य बात|निष्कर्ष|मेरी सलाह|याद रहे",
        r"दरअसल|वैसे|सच कहूँ तो|तकनीकी रूप से|संक्षेप में|इसके अलावा|सबसे पहले|असल में|हमेशा की तरह",
    ),
    "ja": Heralds(
        r"要点|要約|まとめ|結論|結論から(?:言う|いう)と|(?:ひと|一)言で(?:言うと|いうと|言えば)|ポイント|朗報|(?:うれしい|嬉しい|大事な)?お知らせ|余談|ちなみに|大事なこと",
        r"ちなみに|さて|なお|要するに|正直(?:に言うと|に言って|なところ)?|簡単に(?:言うと|いうと)|結論から(?:言う|いう)と|技術的には|さらに|また|いつものように",
    ),
    "zh": Heralds(
        r"概要|结论|先说结论|摘要|简而言之|总之|一句话(?:总结)?|(?:先说)?(?:好|大)消息|重点|最重要的(?:是)?|题外话|我的建议|提醒",
        r"顺便说一句|另外|此外|总之|简单来说|简单地说|老实说|说实话|坦白说|首先|事实上|从技术上(?:说|讲)|值得(?:一提|注意)的是|重要的是|一如既往",
    ),
    "ko": Heralds(
        r"요약|한 ?줄 요약|결론|결론부터 말하면|한마디로|핵심|(?:좋은|반가운) 소식|가장 중요한 (?:것|점)|참고로|제 조언|알림",
        r"참고로|사실|솔직히(?: 말해서?| 말하면)?|한마디로|요컨대|게다가|또한|우선|먼저|결론적으로|기술적으로|늘 그렇듯",
    ),
    "fa": Heralds(r"خلاصه|نکته|یادآوری|مهم|نتیجه", r"خلاصه|راستش|در واقع|البته|ضمنا|به هر حال|مثل همیشه"),
    "el": Heralds(
        r"εν συντομία|περίληψη|συμπέρασμα|σημείωση|(?:τα )?καλά νέα|υπενθύμιση|σημαντικό|προσοχή",
        r"επιπλέον|παρεμπιπτόντως|ειλικρινά|στην πραγματικότητα|με λίγα λόγια|όπως πάντα|καταρχάς|τέλος πάντων",
    ),
    "vi": Heralds(
        r"tóm tắt|tóm lại|nói ngắn gọn|kết luận|lưu ý|mẹo|tin vui|quan trọng",
        r"thật ra|thực ra|tóm lại|nói chung|nhìn chung|ngoài ra|nhân tiện|trước hết|đầu tiên",
    ),
    "id": Heralds(
        r"singkatnya|ringkasan|kesimpulan|catatan|kabar baik(?:nya)?|tips|penting|pengingat",
        r"sebenarnya|singkatnya|ngomong-ngomong|selain itu|pada dasarnya|seperti biasa|pertama-tama|sejujurnya",
    ),
    "th": Heralds(r"สรุป(?:สั้น ?ๆ|คือ)?|ข่าว(?:ดี|ใหญ่)|ที่สำคัญ|สิ่งสำคัญที่สุด|คำแนะนำ", r"(?!)"),
}  # fmt: skip


@cache
def pattern(code: str) -> re.Pattern[str]:
    known = HERALDS.get(code, HERALDS["en"])
    labels, asides = with_traditional(known.labels), with_traditional(known.asides)
    return re.compile(rf"(?:(?:{labels})\s?[:：]|(?:{asides})[,،，、])\s*(?=\S)", re.IGNORECASE)


def without_herald(text: str, lang: str) -> str:
    """The sentence without what only announces it, where enough is left."""
    code = base(lang) or "en"
    herald = pattern(code).match(text, 0, MOST_CHARS)
    rest = text[herald.end() :] if herald else ""
    return capital(rest, code) if sum(map(str.isalpha, rest)) >= FEWEST_LETTERS * width(code) else text
