"""What the bot knows of each language's turns of phrase: how a sentence points back, announces, praises, or turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.text.languages import base


class Wordings:
    """Turns of phrase that mean the same, each line alternatives of a regular expression, in small letters as they are looked for."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text of its language first needs it."""
        return re.compile("|".join(self.lines) or "(?!)")

    def begin(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text.lower())

    def stand_in(self, text: str) -> bool:
        return self.pattern.search(text.lower()) is not None


NONE = Wordings()


@dataclass(frozen=True, slots=True)
class Phrases:
    """The turns of phrase of one language."""

    leaning: Wordings = NONE
    """At a sentence's beginning: it cannot be understood without the one before it."""
    pointing: Wordings = NONE
    """At its beginning: it calls by its kind, or goes on with, what a text has named before; a card may have named it too."""
    demonstrative: Wordings = NONE
    """At its beginning: a thing called "this …", or "the …"; the words after that are the first group."""
    of_page: Wordings = NONE
    """Anywhere: it speaks of the page on which it stands."""
    announcing: Wordings = NONE
    """Anywhere: it tells that a thing is there, which a title tells too."""
    hollow: Wordings = NONE
    """Anywhere: it would fit any text of its field."""
    hooking: Wordings = NONE
    """At its beginning: it asks the reader in, "Imagine …", "Tired of …"."""
    calling: Wordings = NONE
    """At its beginning: it asks to fetch, to try, to come; "Download the code"."""
    turning: Wordings = NONE
    """Anywhere: a contrast, or a surprise."""
    labelling: Wordings = NONE
    """At its beginning, of a line without a verb: whose news it is, "News from …"."""


def kinds(articles: str, nouns: str) -> str:
    """A thing called by its kind: "The company", "Both models"."""
    return rf"(?:{articles})(?:{nouns.replace(' ', '|')})\b"


PHRASES: dict[str, Phrases] = {
    "en": Phrases(
        leaning=Wordings(
            r"(?:none|some|many|most|all|each|any|one|two|three|both|several) of (?:these|them|those|which)\b",
            r"(?:in addition|as a result|for (?:example|instance|this|that|these)|at the same time|on the other hand|in other words)\b",
            r"(?:by contrast|in contrast|in fact|in turn|as such|to (?:that|this) end|that said|even so|of course|with (?:this|that|these))\b",
            r"(?:in this (?:way|case|sense)|beyond (?:this|that)|after (?:this|that)|not (?:because|out of)|what happened next|not everyone)\b",
            r"(?:the|all|both|only) (?:one|two|three|four|five|six|few|ones) (?:of|that|who|which|in|from|had|were|was)\b",
            r"the (?:others?|rest|remaining|latter|former|same)\b|(?:vs\.?|versus|pairs with) ",
        ),
        pointing=Wordings(
            kinds(
                "(?:the|both|each) (?:new |latest |same |two |three )?(?:[a-z]+[- ]first |[a-z]+-[a-z]+ )?",
                "company effort firm startup start-up team tool system platform model framework approach move deal study report paper"
                " researchers authors findings results? goal aim update initiative collaboration partnership agreement project program programme"
                " institute technology device method feature service product app book film community architecture ecosystem release"
                " development breakthrough research integration innovation implications conversational work controversy",
            ),
            r".{0,60}?\b(?:this|that|these) (?:means?|is|isn['’]t|was|makes?|matters?|could|will|would|shows?|signals?|suggests?|has)\b",
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:also|too)\b|[^,.]{3,70} (?:is|are|was|were|will|can|may) also\b",
            r"(?:by|with|in|for|as|through|using|after) [^,.]{3,60}, (?:it|they|he|she|this|these)\b|(?:[^\W_]+ ){0,2}[^\W_]+, (?:this|these)\b",
            r"(?:alongside|besides|beyond) the\b|a(?:nother)? (?:key |main )?(?:goal|aim|part) of the\b",
            r"(?:i|we|you) [a-z]+ (?:it|them|this|that)\b|(?:why|how|what) (?:is|are|does|do|did|makes) (?:this|that|it|they)\b",
            r"the (?:next|final|last|first|second|third|other|main|key) [a-z]+ (?:is|are|was|will)\b",
            r"(?:an?|one|another|key|other)(?: [a-z-]+){1,4} (?:is|are|was|were|include|includes) (?:their|his|her|the)\b",
        ),
        demonstrative=Wordings(r"(?:the|this|these|both) ((?:(?!(?:is|are|was|were|will|can|could|may|has|have|had|[a-z]+[^s\W]s)\b)[\w'’-]+ ){1,3})"),
        of_page=Wordings(
            r"(?:listed|see|shown|details) below\b|at the (?:bottom|end) of (?:this|the) (?:page|post)",
        ),
        announcing=Wordings(
            r"\b(?:has|have|just|today) (?:just |now )?(?:released|announced|launched|unveiled|introduced|raised|awarded|secured)\b",
            r"\b(?:released|announced|launched|unveiled|introduced|introduces|launches|unveils|releases|announces)\b",
        ),
        hollow=Wordings(
            r"\b(?:highlight|underscore|emphasi[sz]e|underline)s?\b",
            r"\bensur(?:es|ing) (?:that|the|supply|a)\b|\bsignals? \S+(?:['’]s)? (?:commitment|shift|move)|\bintroduces an? \S+ layer\b",
            r"\bleverag(?:es?|ing)\b|\binnovations like\b|\braises? (?:urgent |important |new )?questions\b|\baddress(?:es|ing) (?:the )?(?:bottlenecks|growing)",
            r"\bpav(?:es|ing) the way\b|\bnot only\b|\b(?:marks?|represents?|reflects?) (?:an? )?(?:significant|major|important|emerging|progress)\b|\bgame[- ]chang",
            r"\b(?:significant(?:ly)?|crucial|essential|vital|pivotal)\b|\bin the future\b|\bfuture (?:of|where|architectures)\b|\b(?:opens|unlocks?|unlocking) new\b|\bpotentially\b|\bpositions? \S+ as\b|\bshap(?:es?|ing) (?:the |how |future)",
            r"\b(?:growing|increasing|broad(?:er)?) (?:interest|need|demand|complexity|potential|industry|push)\b|\bacross (?:domains|disciplines|industries|sectors)\b|\bparadigm\b",
            r"^(?:tired of|fed up with|say goodbye|in today['’]s|in an? (?:era|age|world) (?:of|where)|in the (?:age|era|ever|fast)\b|in recent years|gone are the days)",
            r"^(?:customers|users|developers|enterprises|organi[sz]ations|companies|teams|businesses|(?:industry|tech) leaders) (?:will|can|could|may|gain|get)\b",
            r"\bimplications\b|\bmore accessible\b|\bpush(?:es|ing) the (?:boundaries|limits)\b|\blower(?:s|ing) the barriers?\b|\bthis matters\b|\bdriving (?:innovation|digital)\b",
        ),
        hooking=Wordings(r"(?:tired of|fed up with|ever|imagine|picture (?:this|a|the)|what if|remember (?:when|the)|think of)\b"),
        calling=Wordings(
            r"(?:download|grab|clone|get started|fire up|check out|bookmark|watch for|set aside|write to|sign up|join us|stay tuned|pre-?order)\b",
            r"(?:try|test|fork|pair|star|integrate|track|share) (?:it|this|them|with|via|on|your|his|her|our|their|open)\b|register (?:now|here|for|at|by)\b",
        ),
        turning=Wordings(
            r"\b(?:but|instead|rather than|until now|yet|without|even|despite|no longer|never|nobody|only|turns? out|isn['’]t|aren['’]t|unlike)\b|—|\s–\s",
        ),
        labelling=Wordings(r"(?:the |our |some )?(?:(?:latest|monthly|weekly) )?(?:news|notes|updates?|minutes|photos|pictures|links|reading|dispatch(?:es)?|release notes|changes|changelog) (?:from|of|about|for|in|on)\b"),
    ),
    "de": Phrases(
        leaning=Wordings(
            r"(?:zum beispiel|darüber hinaus|aus diesem grund)\b|die (?:anderen|übrigen)\b|nicht (?:weil|aus|um|wegen)\b",
            r"(?:mit|bei|aus|nach|durch|für) diese[rmns]?\b(?! (?:jahr|woche|monat|sommer|winter))",
        ),
        pointing=Wordings(
            kinds("d(?:as|er|ie) ", "unternehmen firma team system modell projekt studie bericht forscher ergebnisse"),
            r"(?:ich|wir|ihr|man) [a-zäöüß]+ (?:es|ihn|ihm|ihnen)\b",
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:auch|zudem|ebenfalls)\b",
        ),
        of_page=Wordings(r"(?:weiter|siehe|ganz) unten\b|unten (?:findet|finden|steht|stehen|folgt|folgen)\b"),
        announcing=Wordings(r"\bist (?:da|erschienen|verfügbar)\b|\b(?:hat|haben) [^.!?]{2,60} (?:veröffentlicht|vorgestellt|angekündigt)\b"),
        hooking=Wordings(r"(?:stell(?:t|en sie)? (?:dir|euch|sich)|was wäre,? wenn|schon mal|kennst du|kennen sie)\b"),
        calling=Wordings(r"(?:lad(?:e|et|en sie) |probier(?:e|t|en sie)\b|meld(?:e|et) (?:dich|euch)|mach(?:t)? mit|schau(?:t)? (?:vorbei|rein)|schreib(?:t)? (?:an|mir|uns)\b)"),
        turning=Wordings(r"\b(?:aber|sondern|statt|trotzdem|doch|ohne|nie|niemand|nur|bis heute)\b|\s–\s"),
        labelling=Wordings(r"(?:neues|neuigkeiten|nachrichten|notizen|bericht|protokoll|fotos|bilder|links|änderungen) (?:aus|von|vom|zu|zum|zur|über|in|im)\b"),
    ),
    "fr": Phrases(
        leaning=Wordings(
            r"(?:par exemple|en outre|de plus|en effet|par ailleurs)\b|(?:les |d['’])autres\b|(?:non|pas) (?:parce que|par)\b",
            r"(?:avec|dans|pour|grâce à) (?:ce|cet|cette|ces)\b(?! (?:anné|semain|moi|ét|hiver))",
            r"(?:[^\s,.]+ ){1,7}(?:pourtant|cependant|toutefois)\b",
        ),
        pointing=Wordings(
            r"(?:je|nous|on) (?:l['’]|les? |la |lui |leur )",
            kinds("l['’]|la |le |les ", "entreprise société équipe système modèle projet étude rapport chercheurs résultats"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:aussi|également)\b|[^,.]{3,70}, (?:il|elle|ils|elles)\b",
        ),
        of_page=Wordings(r"ci-dessous\b"),
        announcing=Wordings(r"\b(?:est|sont) (?:désormais |maintenant )?disponibles?\b|\bvient de sortir\b|\ba (?:lancé|annoncé|dévoilé)\b"),
        hooking=Wordings(r"(?:imagine[zr]?|et si|vous (?:est-il|avez) déjà)\b"),
        calling=Wordings(r"(?:télécharge[zr]?|essaye[zr]?|rejoign\w+|inscri(?:vez|s-toi)\w*|écrivez|apportez|venez)\b"),
        turning=Wordings(r"\b(?:mais|pourtant|au lieu|sans|jamais|personne|plutôt que|ne\b.{1,40}\bplus)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:les |des |quelques )?(?:nouvelles|actualités|notes|photos|liens|nouveautés)|compte[- ]rendu|la lettre) (?:de|du|des|sur)\b|(?:nouvelles|notes|photos) d['’]"),
    ),
    "es": Phrases(
        leaning=Wordings(
            r"(?:por ejemplo|por (?:eso|ello|tanto|lo tanto)|de hecho|en cambio|sin embargo)\b|(?:(?:los|las) )?otr[oa]s\b|(?:no) (?:por|porque)\b",
            r"(?:con|en|por|para) (?:est[eao]s?|es[eao]s?)\b(?! (?:año|seman|mes))|(?:[^\s,.]+ ){1,7}(?:sin embargo|no obstante)\b",
            r"(?:[^\s,.]+ ){1,3}(?:los|las|lo|la) [a-zñáéíóú]+(?:aron|ieron|aban|ían|ó)\b",
        ),
        pointing=Wordings(
            kinds("(?:el|la|los|las) ", "empresa compañía equipo sistema modelo proyecto estudio informe investigadores resultados"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}también\b",
        ),
        of_page=Wordings(r"más abajo\b"),
        announcing=Wordings(r"\bestá(?:n)? (?:ya )?disponibles?\b|\bha (?:lanzado|anunciado|presentado)\b"),
        hooking=Wordings(r"¿?(?:imagina(?:d|te)?|y si|alguna vez|te has)\b"),
        calling=Wordings(r"(?:descarga|descárga\w*|pruéba\w*|apúnta\w*|escríbe\w*|únete)\b"),
        turning=Wordings(r"\b(?:pero|sino|en vez de|en lugar de|sin|nunca|nadie|aunque)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:las|unas) )?(?:noticias|novedades|notas|fotos|enlaces|crónica|acta) (?:de|del|sobre|desde)\b"),
    ),
    "pt": Phrases(
        leaning=Wordings(
            r"(?:por outro lado|além disso|por exemplo|no entanto)\b|(?:(?:os|as) )?outr[oa]s\b|não (?:por|porque)\b",
            r"(?:com|por|para) (?:est[ea]s?|ess[ea]s?)\b(?! (?:ano|seman|mês))|(?:[^\s,.]+ ){1,7}(?:porém|no entanto)\b",
        ),
        pointing=Wordings(
            kinds("(?:o|a|os|as) ", "empresa companhia equipe sistema modelo projeto estudo relatório pesquisadores resultados"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}também\b",
        ),
        of_page=Wordings(r"(?:veja|listad[oa]s?|mais) abaixo\b"),
        announcing=Wordings(r"\bestá disponível\b|\b(?:lançou|anunciou|apresentou)\b"),
        hooking=Wordings(r"(?:imagine[m]?|e se|já (?:pensou|imaginou|te))\b"),
        calling=Wordings(r"(?:baixe|experimente|inscreva\S*|escreva\S*|participe)\b"),
        turning=Wordings(r"\b(?:mas|em vez de|sem|nunca|ninguém|embora)\b|\s–\s"),
        labelling=Wordings(r"(?:as )?(?:notícias|novidades|notas|fotos|links|ligações|ata) (?:d[eao]s?|sobre)\b"),
    ),
    "it": Phrases(
        leaning=Wordings(
            r"(?:ad esempio|di conseguenza|al contrario)\b|(?:(?:le|gli|i) )?altr[ei]\b|non (?:per|perché)\b",
            r"(?:con|in|per|da) quest[oaie]\b(?! (?:ann|settiman|mes))|(?:[^\s,.]+ ){1,7}(?:però|tuttavia)\b",
        ),
        pointing=Wordings(
            kinds("(?:il |la |lo |i |gli |l['’])", "azienda società modello sistema progetto studio ricercatori risultati"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:anche|inoltre)\b",
        ),
        of_page=Wordings(r"(?:sono|trovate|trovi) in fondo\b|in fondo (?:alla pagina|al post|all['’]articolo)"),
        announcing=Wordings(r"\b(?:è|sono) (?:ora )?disponibil[ei]\b|\bha (?:lanciato|annunciato|presentato)\b"),
        hooking=Wordings(r"(?:immagina(?:te)?|e se|hai mai|avete mai)\b"),
        calling=Wordings(r"(?:scarica|scaricate|provate|iscriv\w+|scrivete\w*|venite)\b"),
        turning=Wordings(r"\b(?:ma|invece|senza|mai|nessuno|piuttosto)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:le|alcune) )?(?:notizie|novità|note|foto|link|cronaca|verbale) (?:d[aei](?:i|l|ll[aeo]|gli)?|su)\b"),
    ),
    "nl": Phrases(
        leaning=Wordings(
            r"(?:op die manier|daarnaast|bijvoorbeeld)\b|de (?:andere|overige)\b|niet (?:uit|omdat|om)\b",
            r"(?:met|door|voor|na) (?:deze|dit|die)\b(?! (?:jaar|week|maand))|(?:[^\s,.]+ ){1,7}(?:echter|jedoch)\b",
        ),
        pointing=Wordings(
            r"(?:ik|wij|we|je) [a-z]+ (?:hem|ze)\b",
            kinds("(?:het|de) ", "bedrijf team systeem model project studie rapport onderzoekers resultaten"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:ook|eveneens)\b",
        ),
        of_page=Wordings(r"hieronder\b"),
        announcing=Wordings(r"\bis (?:nu )?(?:beschikbaar|uit)\b|\b(?:heeft|hebben) [^.!?]{2,60} (?:uitgebracht|aangekondigd)\b"),
        hooking=Wordings(r"(?:stel je (?:eens )?voor|wat als|ooit|heb je (?:ooit|wel eens))\b"),
        calling=Wordings(r"(?:download|probeer|meld je|schrijf (?:je|ons)|kom langs)\b"),
        turning=Wordings(r"\b(?:maar|in plaats van|zonder|nooit|niemand|toch)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:het|wat) )?(?:nieuws|nieuwtjes|notities|foto['’]s|links|verslag|notulen) (?:van|uit|over|bij)\b"),
    ),
    "pl": Phrases(
        leaning=Wordings(r"(?:na przykład|poza tym|z tego powodu)\b"),
        pointing=Wordings(r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:też|także|również)\b"),
        of_page=Wordings(r"poniżej (?:znajd|lista|zesta)"),
        announcing=Wordings(r"\bjest (?:już )?dostępn[aey]\b"),
        hooking=Wordings(r"(?:wyobraź|a (?:gdyby|co jeśli)|co jeśli)"),
        calling=Wordings(r"(?:pobierz|wypróbuj|zapisz|napisz do|przyjdź)\b"),
        turning=Wordings(r"\b(?:ale|lecz|zamiast|bez|nigdy|nikt|choć)\b|\s–\s"),
        labelling=Wordings(r"(?:wieści|nowości|notatki|zdjęcia|linki|aktualności|relacja|protokół) (?:z|ze|o|od)\b"),
    ),
    "ru": Phrases(
        leaning=Wordings(r"(?:в то же время|например|кроме того|в результате|при этом)\b"),
        pointing=Wordings(
            kinds("", "компания система модель проект исследование"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:также|тоже)\b",
        ),
        of_page=Wordings(r"(?:смотрите|приведен\w*|список) ниже\b"),
        announcing=Wordings(r"\b(?:вышл[аио]|выпустил[аи]?)\b"),
        hooking=Wordings(r"(?:представьте|а?\s?что,? если|а вы когда)"),
        calling=Wordings(r"(?:скачайте|попробуйте|подпишитесь|пишите|приходите)\b"),
        turning=Wordings(r"\b(?:но|а не|вместо|без|никогда|никто|зато)\b|\s—\s"),
        labelling=Wordings(r"(?:новости|заметки|фото|фотографии|ссылки|отч[её]т|протокол)(?: (?:из|о|об|с|со|от|за))?\b"),
    ),
    "tr": Phrases(
        leaning=Wordings(r"(?:örneğin|bunun yanı|buna ek|bu nedenle)\b|(?:[^\s,.]+ ){0,4}(?:o|şu) [^\W\d_]+\b"),
        announcing=Wordings(r"\byayınlandı\b"),
        hooking=Wordings(r"(?:hayal edin|düşünün|ya )"),
        turning=Wordings(r"\b(?:ama|ancak|yerine|hiç|kimse|oysa)\b"),
        labelling=Wordings(r"[^.!?]{3,40} (?:haberleri|notları|fotoğrafları|duyuruları)\b"),
    ),
    "ar": Phrases(leaning=Wordings(r"(?:بالإضافة إلى|على سبيل المثال|ومع ذلك)\b"), turning=Wordings(r"(?:لكنّ?|بدل|دون|أبد)")),
    "he": Phrases(leaning=Wordings(r"(?:בנוסף|למשל)\b"), turning=Wordings(r"(?:אבל|אלא|בלי|במקום)")),
    "hi": Phrases(leaning=Wordings(r"(?:इसके अलावा|उदाहरण के लिए)"), turning=Wordings(r"(?:लेकिन|बल्कि|नहीं|बिना)")),
    "ko": Phrases(
        leaning=Wordings(r"(?:예를 들어|이와 함께)|[^.]{0,80}때문(?:이다|입니다|이에요|이었다|이었습니다)\.?$"),
        of_page=Wordings(r"다음과 같습니다|아래와 같"),
        announcing=Wordings(r"(?:출시|공개)(?:했|되)"),
        hooking=Wordings(r"(?:상상해|만약)"),
        turning=Wordings(r"(?:하지만|대신|없이|아니라)"),
        labelling=Wordings(r"[^.!?]{2,20} (?:소식|알림|새 소식|사진)"),
    ),
    "ja": Phrases(
        leaning=Wordings(r"[^。]{0,30}そんな|(?:まず|次に|これら|これで|これだけ|そう)|[^。]{0,80}から(?:だ|です|である)。?$"),
        of_page=Wordings(r"以下の(?:通り|とおり|よう)|以下に"),
        announcing=Wordings(r"を(?:リリース|公開|発表)"),
        hooking=Wordings(r"(?:想像して|もし)"),
        turning=Wordings(r"(?:ではなく|のに|なのに|だけど|けれど)"),
        labelling=Wordings(r"[^。]{2,20}(?:からの)?(?:お知らせ|ニュース|便り|だより)"),
    ),
    "zh": Phrases(
        of_page=Wordings(r"如下"),
        announcing=Wordings(r"发布了|推出了"),
        hooking=Wordings(r"(?:想象一下|想像一下|如果|你是否)"),
        turning=Wordings(r"(?:不是|而是|却|没有|但)"),
        labelling=Wordings(r"[^。]{2,20}(?:新闻|动态|消息|通知)"),
    ),
}  # fmt: skip


UNKNOWN = Phrases()


def phrases_of(lang: str) -> Phrases:
    return PHRASES.get(base(lang), UNKNOWN)
