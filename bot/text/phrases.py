"""What the bot knows of each language's turns of phrase: how a sentence points back, announces, praises, or turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.text.languages import base, with_traditional


class Wordings:
    """Turns of phrase that mean the same, each line alternatives of a regular expression, in small letters as they are looked for."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text of its language first needs it."""
        return re.compile(with_traditional("|".join(self.lines)) or "(?!)")

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
    expletive: Wordings = NONE
    """At its beginning: "It is fun to …", "There are …", where the first word points at nothing."""
    linking: Wordings = NONE
    """At its beginning: "But", "And yet,"; what follows goes on from the sentence before it, and is a sentence by itself."""
    waiting: Wordings = NONE
    """At its beginning: "On paper, …", "That sounds like …"; what is meant comes only after it."""
    asking: Wordings = NONE
    """A few words that ask for what follows them: "The catch?"."""
    hooking: Wordings = NONE
    """At its beginning: it asks the reader in, "Imagine …", "Tired of …"."""
    calling: Wordings = NONE
    """At its beginning: it asks to fetch, to try, to come; "Download the code"."""
    turning: Wordings = NONE
    """Anywhere: a contrast, or a surprise."""
    labelling: Wordings = NONE
    """At its beginning, of a line without a verb: whose news it is, "News from …"."""


EASY = (
    "fun|nice|great|good|bad|sad|hard|easy|difficult|tough|simple|trivial|possible|impossible|important|essential|vital|crucial|clear|unclear|obvious|true|likely|unlikely"
    "|interesting|amazing|remarkable|strange|weird|odd|funny|common|rare|tempting|safe|dangerous|risky|wrong|right|fair|unfair|normal|natural|necessary|unnecessary|useful"
    "|useless|pointless|helpful|best|better|easier|harder|cheaper|faster|enough|surprising|unsurprising|shocking|frustrating|exciting|annoying|refreshing|fascinating|hilarious"
    "|painful|cheap|expensive|known|no (?:secret|surprise|wonder|coincidence|accident|longer [a-z]+)|a (?:shame|pity|mistake|joy|pleasure|fact)"
)
"""What "it is … to", "it is … that" has in its midst."""
WHAT_IS_EASY = r"to (?![a-z-]+(?: (?:and|or|but|with|for|in|on|from|by|at|as|than|because|when|if)\b|[,.;:!?]))|that\b|how\b|when\b|if\b|what\b|whether\b|why\b"
"""Not "it is easy to use and …", which speaks of a thing."""


def kinds(articles: str, nouns: str) -> str:
    """A thing called by its kind: "The company", "Both models"."""
    return rf"(?:{articles})(?:{nouns.replace(' ', '|')})\b"


PHRASES: dict[str, Phrases] = {
    "en": Phrases(
        asking=Wordings(
            r"(?:the|my|our|[\w.&-]+['’]s) (?:[\w'’-]+ ){0,2}[\w-]+\?$",
        ),
        waiting=Wordings(
            r"(?:that|this|it|which) (?:all )?(?:sounds|seems|looks|should|used to)\b|(?:on paper|in theory|at first(?: glance)?)\b|for an? [^,.]{2,40}, (?:that|this|it)(?:['’]s| is)\b",
        ),
        linking=Wordings(
            r"(?:and yet|but|yet),? (?!another\b|to\b|for (?!a|the))|and,? |(?:however|still|nevertheless|nonetheless|that said|even so|then again), ",
        ),
        expletive=Wordings(
            rf"it(?:['’]s|['’]ll be| is| was| will be| would be| can be| could be| may be| might be| has been|['’]s been| had been| has become| became| becomes| isn['’]t| wasn['’]t| feels| felt| seems| seemed)(?: [a-z]+ly| not| never| always| often| still| very| so| too| quite| rather| more| less| much| just| a bit| a little){{0,2}} (?:{EASY}) (?:for [^,.]{{2,40}} )?(?:{WHAT_IS_EASY})",
            r"it (?:takes?|took|costs?) [^.,]{3,80}? to (?!(?:this|that|it)\b)|it turn(?:s|ed) out\b|it(?:['’]s| is| was| has been|['’]s been|['’]d been)(?: now| only| almost| about| nearly| over| more than)* (?:a|an|one|two|three|four|five|ten|\d+|several|many|some) (?:years?|months?|weeks?|days?|decades?|while|long time)\b",
            r"it(?:['’]s| is| was) (?:raining|snowing|late|early|dark|cold|summer|winter|spring|autumn|midnight|noon|20\d\d|time (?:to|for)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
            r"there(?:['’]s| is| are| was| were| has been| have been| will be| isn['’]t| aren['’]t| wasn['’]t)\b(?! (?:also|another|one more|more|still|however|only one (?:problem|catch)|one (?:problem|catch))\b)",
        ),
        leaning=Wordings(
            r"(?:none|some|many|most|all|each|any|one|two|three|both|several) of (?:these|them|those|which)\b",
            r"(?:in addition|as a result|for (?:example|instance|this|that|these)|at the same time|on the other hand|in other words)\b",
            r"(?:by contrast|in contrast|in fact|in turn|as such|to (?:that|this) end|that said|even so|of course|with (?:this|that|these))\b",
            r"(?:in this (?:way|case|sense)|beyond (?:this|that)|after (?:this|that)|not (?:because|out of)|what happened next|not everyone)\b",
            r"(?:the|all|both|only) (?:one|two|three|four|five|six|few|ones) (?:of|that|who|which|in|from|had|were|was)\b",
            r"an? similar (?!to\b)|(?:(?:e\.g\.?|i\.e\.?|eg\.|ie\.),?|(?:eg|ie),) |the (?:others?|rest|remaining|latter|former|same)\b|(?:vs\.?|versus|pairs with) ",
            r"(?:first|second|third|fourth|next|last|later|earlier|to this day)(?:,| up\b)|(?:firstly|secondly|thirdly|lastly|subsequently|comparatively|previously|obviously|thankfully|eventually|afterwards?)\b",
            r"(?:by comparison|in comparison|sure enough|after all|at the time|at (?:that|this) point|in (?:response|return|particular)|on top of (?:that|this|it)|what followed)\b(?! (?:of|for|to)\b)",
            r"(?:(?:so|ok|okay|and),? )?now,? (?:let['’]s|we (?:can|need|will|have to|just)|you (?:need|should|have to|just)|open(?! (?:to|source|for)\b|[-:])|run|create|add|go|click|install|start|restart|copy|type|change)\b|to (?:begin|start|get started), ",
            r"the (?:second|third|fourth|fifth)(?: (?:one|step|approach|solution|option|reason|problem|point|part|question|method|change|issue|challenge|lesson|idea|thing|type|kind|category|group|attack|way|and|is|was))\b",
            r"(?:a few|several|many|two|three|four|five|six|ten|\d+|some) (?:years|months|weeks|days|hours|minutes) (?:later|after that)\b|the (?:next|following) (?:day|week|month|morning|year)\b",
            r"(?:in order )?to (?:address|solve|fix|avoid|prevent|achieve|overcome|tackle|mitigate|combat|counter|do|use|make|support|get around|work around|demonstrate|illustrate|understand|test|show|verify|check|handle|change) (?:this|that|these|those|it|them)\b",
            r"(?:while|although|though|even if|if|when|once|since|because|after|before|until|unless|whether) (?:this|that|these|those|it|they|he|she)(?:['’]s|['’]re)?\b(?! (?:comes? to|is possible|may be))",
            r".{0,80}?\b(?:avoids?|solves?|fix(?:es|ed)?|address(?:es|ed)?|prevents?|does|did|enables?|achieves?|handles?|resolves?|tackles?) (?:this|that|these|those)(?: by| with| in| through|[,.;:])",
            r"[^,;:.]{1,60}?\b(?:most|many|some|all|none|both|each|any|one|two|several|part|half) of (?:these|this)\b|.{0,60}?\bin return\b(?! for)",
            r"[^.!?,]{3,60}, for (?:example|instance)\b|for [^,.]{2,40}, (?:this|that|it|these)(?:['’]s| is| was| means| makes)\b",
            r"(?:i|we)(?:['’](?:ve|d|m|ll|re))?(?: (?:don['’]t|do|not|didn['’]t|did|can['’]t|can|couldn['’]t|could|would|will|won['’]t|should|want|wanted|have|had|been|to|never|really|also|just|use|used|love|like|liked|tried|try|send|sent|add|think|thinking|thought|about|of|wrote|write|built|build|made|make|put|call|called|started|see|saw|know|knew|need|needed|get|got|keep|kept)){1,6} (?:it|them|this|that)(?: (?:to|with|a lot|for|in|as|at|by|on|from|here|up|out|all|again|too|before)\b|[,.;:!?])",
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
            r"\b(?:described|explained|discussed|mentioned|outlined|shown) (?:below|above|earlier)\b|\b(?:diagram|figure|table|chart|graph|image|picture|screenshot|video|photo|list|example|code|snippet|section|map|plot)s? (?:below|above)\b|\b(?:below|above),? (?:we|i|is|are|you)\b",
            r"\bthis (?:blog|series|newsletter|page|site) (?:is(?: not|n['’]t)? about|covers|will|aims|explores|looks)\b|\b(?:in|from) (?:the|my|our|a) (?:previous|last|next|earlier|upcoming|following|past) (?:blog )?(?:post|article|part|section|chapter|tutorial|episode)\b",
            r"\b(?:previous|earlier|prior|next|last|upcoming|(?:yesterday|last (?:week|month|time|year)|\w+day)['’]s) (?:blog ?)?(?:posts?|articles?|blogs?|newsletters?|instal?lments?|tutorials?)\b|\b(?:my|our|previous|earlier|prior) (?:previous |earlier |prior |last |next )?(?:chapters?|episodes?)\b|\bthis is (?:the|part) (?:first|second|third|fourth|fifth|sixth|seventh|last|final|next|one|two|three|\d)\b[^.]{0,12} (?:post|article|part|entry|instal?lment|in|of)\b",
            r"^(?:before (?:diving|we dive|i dive|jumping in|getting into|going (?:any )?further|we (?:go|get|start|begin|jump|move))|recall that|as (?:we|you)(?:['’]ve| have| can| will)? (?:saw|seen|see|discussed)|for the record|last updated?|below,|as many readers|(?:well, )?enough talk|you can (?:subscribe|sign up|follow (?:me|us|along)|read more|find (?:me|us|it|them|more|the (?:code|source|slides|recording|full))))",
            r"^(?:the|this|my) (?:header|cover|hero|featured|banner|title) (?:image|photo|picture|illustration)\b|^(?:the above\b|above(?:[:,]| (?:is|are|you|we|i)\b))|\bbelow[.:!)]*$|\((?:below|above)\)|\b(?:highlights?|notes?|instructions?|steps?|links?|commands?) below\b",
            r"\bthe following (?:command|code|script|snippet|line|file|output|query|link)s?\b|^the following (?:is|are|sections?|posts?|article|list)\b|^the (?:[\w-]+ ){1,4}sections? [a-z]+s\b|(?:^|, |\(|\bbut )see (?:my|our|the|also|here)\b",
            r"^as (?:(?:i|we)(?:['’]ve)? )?(?:already |previously )?(?:mentioned|noted|described)\b(?! (?:by|in (?:an?|the|its|their|his|her) (?!post|article|previous|last|intro))\b)|\b(?:ago|back|earlier|previously),? (?:i|we) (?:wrote|published|posted|blogged)\b|\blet['’]?s (?:get started|dive in|begin|jump in)\b|\b(?:in|from|using) the above\b",
            r"^(?:everything|what) (?:that )?follows\b|\bspoilers? (?:alert|ahead|warning|follow|below)|^(?:note|notice|observe) (?:that|how|the|these|those)\b|^(?:a )?(?:big|huge|special|massive|warm|many) (?:big |huge |special )?(?:thank|shout)|^kudos\b",
            r"^if you (?:have|spot|find|notice|run into)(?: any| an| a)? (?:questions?|problems?|mistakes?|errors?|issues?|feedback)\b(?=[^.!?]{0,160}\b(?:please|let|contact|feel free|e-?mail|reach|open an|comment|ask|report|tell|file|send|drop|ping|write|join)\b|[^,]*$)",
            r"^(?:our|my) (?:sincerest?|deepest|heartfelt|warmest|special) thanks\b|^(?:(?:many|special|huge|big) )?thanks (?:to|for|also)\b|^thank you\b|^(?:i|we)(?:['’]d| would) like to thank\b|\b(?:take|fill (?:out|in)|complete) (?:our|the|this|my)(?: [a-z]+)? (?:survey|questionnaire|poll)\b",
        ),
        announcing=Wordings(
            r"\b(?:has|have|just|today) (?:just |now )?(?:released|announced|launched|unveiled|introduced|raised|awarded|secured)\b",
            r"\b(?:released|announced|launched|unveiled|introduced|introduces|launches|unveils|releases|announces)\b",
        ),
        hollow=Wordings(
            # Each begins with the same "\b", which is then looked for once for all of them.
            r"\b(?:highlight|underscore|emphasi[sz]e|underline)s?\b",
            r"\bensur(?:es|ing) (?:that|the|supply|a)\b|\bsignals? \S+(?:['’]s)? (?:commitment|shift|move)|\bintroduces an? \S+ layer\b",
            r"\bleverag(?:es?|ing)\b|\binnovations like\b|\braises? (?:urgent |important |new )?questions\b|\baddress(?:es|ing) (?:the )?(?:bottlenecks|growing)",
            r"\bpav(?:es|ing) the way\b|\bnot only\b|\b(?:marks?|represents?|reflects?) (?:an? )?(?:significant|major|important|emerging|progress)\b|\bgame[- ]chang",
            r"\b(?:significant(?:ly)?|crucial|essential|vital|pivotal)\b|\bin the future\b|\bfuture (?:of|where|architectures)\b|\b(?:opens|unlocks?|unlocking) new\b|\bpotentially\b|\bpositions? \S+ as\b|\bshap(?:es?|ing) (?:the |how |future)",
            r"\b(?:growing|increasing|broad(?:er)?) (?:interest|need|demand|complexity|potential|industry|push)\b|\bacross (?:domains|disciplines|industries|sectors)\b|\bparadigm\b",
            r"\b^(?:tired of|fed up with|say goodbye|in today['’]s|in an? (?:era|age|world) (?:of|where)|in the (?:age|era|ever|fast)\b|in recent years|gone are the days)",
            r"\b^(?:customers|users|developers|enterprises|organi[sz]ations|companies|teams|businesses|(?:industry|tech) leaders) (?:will|can|could|may|gain|get)\b",
            r"\bimplications\b|\bmore accessible\b|\bpush(?:es|ing) the (?:boundaries|limits)\b|\blower(?:s|ing) the barriers?\b|\bthis matters\b|\bdriving (?:innovation|digital)\b",
        ),
        hooking=Wordings(r"(?:tired of|fed up with|ever|imagine|picture (?:this|a|the)|what if|remember (?:when|the)|think of)\b"),
        calling=Wordings(
            r"(?:download|grab|clone|get started|fire up|check out|bookmark|watch for|set aside|write to|sign up|join us|stay tuned|pre-?order)\b",
            r"(?:(?:do )?check (?:it|this|them) out|reach out|you can (?:also )?(?:refer to|subscribe|support us|donate|(?:download|read|listen to|watch|check|view) (?:it|them|this|that|more|our|my|the (?:code|source|full|slides|video|recording|talk|demo|episode|whole|rest|original|docs|documentation|paper|report))\b(?! (?:free|game)))|please (?!up(?:date|grade))|make sure (?:to|you)|be sure to|don['’]t forget to (?:follow|subscribe|check|share|sign|like|leave|join|register|read|download|vote)|feel free|let (?:me|us) know|see (?:the [^.!?]{0,19}\w(?=[.!:]?$)|the (?:docs|announcement|paper|thread|issue|slides|results|schedule|details|documentation|full|code|source|repo\w*|release|changelog|notes|list|table|section|article|post|guide|readme|links?|official|demo|example|instructions|website|page|video)|our|my|also|here|each|section|figure|[^.!?]{1,60}? for (?:more|the|all|further|a|an|installation|details))|(?:continue|keep) reading|visit (?:our|us|the (?:web ?site|site|page|docs|documentation|repo\w*|project|shop|link))|follow (?:us|me|along|our|the (?:instructions|steps|links?|guide|project|discussion)))\b",
            r"if (?:you|your)\b[^.!?]{3,160}?(?: (?:please|feel free|let (?:me|us) know|get in touch)|, (?:see (?:the|our)|check (?:it |them )?out|reach(?:ing)? out|contact|you can (?:donate|support us|find (?:me|us|it|them|more|the (?:code|source|slides|recording|full))|sign up|follow (?:me|us|along))|subscribe|donate))\b",
            r"to (?:listen|watch|read|see|download|subscribe|learn more|find out|register|sign up|join|apply|contribute|participate|get started)\b[^.!?]{0,120}, (?:please|download|click|visit|see|check|go to|head|read|watch|sign|follow|run|fill|try|write)\b",
            r"(?:try|test|fork|pair|star|integrate|track|share) (?:it|this|them|with|via|on|your|his|her|our|their|open)\b|register (?:now|here|for|at|by)\b",
        ),
        turning=Wordings(
            r"\b(?:but|instead|rather than|until now|yet|without|even|despite|no longer|never|nobody|only|turns? out|isn['’]t|aren['’]t|unlike)\b|—|\s–\s",
        ),
        labelling=Wordings(r"(?:the |our |some )?(?:(?:latest|monthly|weekly) )?(?:news|notes|updates?|minutes|photos|pictures|links|reading|dispatch(?:es)?|release notes|changes|changelog) (?:from|of|about|for|in|on)\b"),
    ),
    "de": Phrases(
        asking=Wordings(
            r"(?:der|die|das|mein|meine|unser|unsere) (?:\S+ )?\S+\?$",
        ),
        waiting=Wordings(
            r"das (?:klingt|scheint|sieht|sollte)\b|(?:auf dem papier|in der theorie|auf den ersten blick)\b",
        ),
        linking=Wordings(
            r"(?:aber|und) |(?:doch|und doch) (?=(?:der|die|das|ein|eine|kein|keine|mein|meine|unser|unsere|im|in|am|auf|mit|für|bei|nach|seit|wer|was|wenn)\b)",
        ),
        expletive=Wordings(
            r"es (?:ist|war|wäre|wird|bleibt|scheint|fällt|macht|tut|lohnt|gilt|braucht|brauchte|dauert|dauerte|reicht)\b[^.,]{0,40}, (?:dass|ob|wenn|wie|was|bis|um|[^.,]{0,80}\b\w*zu\w*)\b|es (?:gibt|gab|regnet|schneit)\b(?! (?:auch|noch|aber|dabei|dazu))",
        ),
        leaning=Wordings(
            r"(?:zum beispiel|darüber hinaus|aus diesem grund)\b|die (?:anderen|übrigen)\b|nicht (?:weil|aus|um|wegen)\b",
            r"(?:mit|bei|aus|nach|durch|für) diese[rmns]?\b(?! (?:jahr|woche|monat|sommer|winter))",
            r"(?:erstens|zweitens|drittens|anschließend|daraufhin|zuvor|im gegensatz dazu|im vergleich dazu|zum vergleich|im gegenzug|zum glück|glücklicherweise|offensichtlich|damals|immerhin)\b|(?:ein paar|wenige|einige|zwei|drei|\d+) (?:jahre|monate|wochen|tage|stunden) später\b",
            r"(?:wenn|falls|obwohl|weil|sobald|nachdem|bevor) (?:das|dies|es|sie|er)\b(?! [A-ZÄÖÜ])|um (?:das|dies|dem) [^.,]{0,40}zu\b|[^.!?,]{3,60},? zum beispiel\b|.{0,40}?\b(?:die meisten|viele|einige|alle|beide|zwei|drei) (?:davon|von ihnen)\b",
        ),
        pointing=Wordings(
            kinds("d(?:as|er|ie) ", "unternehmen firma team system modell projekt studie bericht forscher ergebnisse"),
            r"(?:ich|wir|ihr|man) [a-zäöüß]+ (?:es|ihn|ihm|ihnen)\b",
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:auch|zudem|ebenfalls)\b",
        ),
        of_page=Wordings(
            r"^(?:im folgenden|nachfolgend)\b|\bfolgende[rsnm]? (?:tabelle|abbildung|grafik|code|beispiel|befehl)|^(?:bei|wenn (?:ihr|du|sie)|falls (?:ihr|du|sie)) (?:noch )?(?:fragen|problemen?)\b(?=[^.!?]{0,100}(?:meld|schreib|wend|kontakt|komment|mail|\bfragt?\b))|^weitere (?:details|informationen|infos)\b",
            r"(?:weiter|siehe|ganz) unten\b|unten (?:findet|finden|steht|stehen|folgt|folgen)\b",
            r"\bim (?:letzten|vorherigen|vorigen|nächsten|ersten) (?:beitrag|artikel|teil|post)\b|\b(?:abbildung|tabelle|grafik|diagramm|liste) (?:unten|oben)\b|\bwie (?:oben|bereits) (?:beschrieben|erwähnt)|\bdies ist der (?:erste|zweite|dritte|vierte|letzte) (?:teil|artikel|beitrag)\b|^(?:(?:vielen|herzlichen|besonderer|großer) )?dank (?:an|geht)\b|^letzte (?:änderung|aktualisierung)\b|\ban (?:der|unserer|dieser) umfrage teil",
        ),
        announcing=Wordings(r"\bist (?:da|erschienen|verfügbar)\b|\b(?:hat|haben) [^.!?]{2,60} (?:veröffentlicht|vorgestellt|angekündigt)\b"),
        hooking=Wordings(r"(?:stell(?:t|en sie)? (?:dir|euch|sich)|was wäre,? wenn|schon mal|kennst du|kennen sie)\b"),
        calling=Wordings(r"(?:lad(?:e|et|en sie) |probier(?:e|t|en sie)\b|meld(?:e|et) (?:dich|euch)|mach(?:t)? mit|schau(?:t)? (?:vorbei|rein)|schreib(?:t)? (?:an|mir|uns)\b)"),
        turning=Wordings(r"\b(?:aber|sondern|statt|trotzdem|doch|ohne|nie|niemand|nur|bis heute)\b|\s–\s"),
        labelling=Wordings(r"(?:neues|neuigkeiten|nachrichten|notizen|bericht|protokoll|fotos|bilder|links|änderungen) (?:aus|von|vom|zu|zum|zur|über|in|im)\b"),
    ),
    "fr": Phrases(
        asking=Wordings(
            r"(?:le |la |les |l['’]|mon |ma |notre )(?:\S+ )?[^\s?]+\s?\?$",
        ),
        waiting=Wordings(
            r"(?:cela|ça) (?:semble|paraît|a l['’]air|devrait)\b|(?:sur le papier|en théorie|à première vue)\b",
        ),
        linking=Wordings(
            r"(?:mais|et) |(?:or|pourtant|cependant|toutefois|néanmoins), ",
        ),
        expletive=Wordings(
            r"il (?:est|était|serait|devient|reste|semble)(?: (?:très|si|plus|moins|toujours|souvent|assez|pas))? (?:facile|difficile|possible|impossible|important|essentiel|temps|rare|fréquent|vrai|clair|évident|inutile|utile|interdit|tentant|étonnant|amusant|agréable|nécessaire|dangereux|bon|probable|normal|dommage) (?:de |d['’]|que |qu['’])|il (?:y (?:a|avait|aura|eut)|faut|fallait|fallut|faudra|suffit|vaut mieux|pleut)\b(?! (?:aussi|également))",
        ),
        leaning=Wordings(
            r"(?:par exemple|en outre|de plus|en effet|par ailleurs)\b|(?:les |d['’])autres\b|(?:non|pas) (?:parce que|par)\b",
            r"(?:avec|dans|pour|grâce à) (?:ce|cet|cette|ces)\b(?! (?:anné|semain|moi|ét|hiver))",
            r"(?:[^\s,.]+ ){1,7}(?:pourtant|cependant|toutefois)\b",
            r"(?:premièrement|deuxièmement|troisièmement|auparavant|en revanche|(?:en|par) comparaison|en (?:retour|échange)(?! d)|heureusement|évidemment|à l['’]époque(?! d)|après tout|par la suite|pour (?:cela|ce faire|y)|quelques (?:jours|semaines|mois|années|heures) plus tard)\b",
            r"(?:si|quand|bien que|même si|lorsque|puisque) (?:cela|c['’]est|ceci|ça)\b|[^.!?,]{3,60}, par exemple\b|la plupart d['’]entre (?:eux|elles)\b",
        ),
        pointing=Wordings(
            r"(?:je|nous|on) (?:l['’]|les? |la |lui |leur )",
            kinds("l['’]|la |le |les ", "entreprise société équipe système modèle projet étude rapport chercheurs résultats"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:aussi|également)\b|[^,.]{3,70}, (?:il|elle|ils|elles)\b",
        ),
        of_page=Wordings(
            r"\b(?:schéma|image|tableau|exemple|code|capture) suivante?s?\b|^si vous avez (?:des|une?) (?:questions?|remarques?)|^(?:plus de|pour plus de) détails\b",
            r"ci-dessous\b",
            r"ci-dessus\b|\b(?:article|billet|épisode) (?:précédent|suivant)\b|\bc['’]est le (?:premier|deuxième|troisième|quatrième|dernier) (?:article|billet|volet|épisode)\b|^(?:un (?:grand|immense) |grand )?merci (?:à|aux)\b|^dernière mise à jour\b",
        ),
        announcing=Wordings(r"\b(?:est|sont) (?:désormais |maintenant )?disponibles?\b|\bvient de sortir\b|\ba (?:lancé|annoncé|dévoilé)\b"),
        hooking=Wordings(r"(?:imagine[zr]?|et si|vous (?:est-il|avez) déjà)\b"),
        calling=Wordings(r"(?:télécharge[zr]?|essaye[zr]?|rejoign\w+|inscri(?:vez|s-toi)\w*|écrivez|apportez|venez)\b"),
        turning=Wordings(r"\b(?:mais|pourtant|au lieu|sans|jamais|personne|plutôt que|ne\b.{1,40}\bplus)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:les |des |quelques )?(?:nouvelles|actualités|notes|photos|liens|nouveautés)|compte[- ]rendu|la lettre) (?:de|du|des|sur)\b|(?:nouvelles|notes|photos) d['’]"),
    ),
    "es": Phrases(
        asking=Wordings(
            r"¿(?:el|la|los|las|mi|nuestro|nuestra) (?:\S+ )?\S+\?$",
        ),
        waiting=Wordings(
            r"(?:eso|esto) (?:suena|parece|debería)\b|(?:sobre el papel|en teoría|a primera vista)\b",
        ),
        linking=Wordings(
            r"(?:pero|y) |(?:sin embargo|no obstante|aun así|con todo), ",
        ),
        leaning=Wordings(
            r"(?!cuando )[a-záéíóúñ]+(?:ando|iendo) (?:est[aeo]s?|es[aeo]s?)\b(?! (?:año|seman|mes|verano|invierno|otoño|primavera))|como (?:ya |te |os |les )?(?:hemos|he|dije|dijimos|comenté|mencioné|vimos)\b",
            r"(?:por ejemplo|por (?:eso|ello|tanto|lo tanto)|de hecho|en cambio|sin embargo)\b|(?:(?:los|las) )?otr[oa]s\b|(?:no) (?:por|porque)\b",
            r"(?:con|en|por|para) (?:est[eao]s?|es[eao]s?)\b(?! (?:año|seman|mes))|(?:[^\s,.]+ ){1,7}(?:sin embargo|no obstante)\b",
            r"(?:[^\s,.]+ ){1,3}(?:los|las|lo|la) [a-zñáéíóú]+(?:aron|ieron|aban|ían|ó)\b",
            r"(?:primero,|segundo,|tercero,|en segundo lugar\b|posteriormente\b|anteriormente\b|por el contrario\b|en comparación,|a cambio,|por suerte\b|afortunadamente\b|obviamente\b|en aquel (?:momento|entonces)\b|en ese momento\b|al fin y al cabo\b|después de todo\b|para (?:ello|eso)\b)",
            r"(?:si|aunque|cuando|porque) (?:eso|esto|ello)\b|[^.!?,]{3,60}, por ejemplo\b|la mayoría de (?:ellos|ellas|estos|estas|esos|esas)\b|(?:unos|pocos|varios|dos|tres|\d+) (?:años|meses|días|horas) (?:después|más tarde)\b",
        ),
        pointing=Wordings(
            kinds("(?:el|la|los|las) ", "empresa compañía equipo sistema modelo proyecto estudio informe investigadores resultados"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}también\b",
        ),
        of_page=Wordings(
            r"\b(?:el|la|los|las) siguientes? (?:diagrama|imagen|figura|tabla|código|ejemplo|captura|vídeo|video|enlace)|^si (?:tienes|tenéis|tienen|tiene) (?:algun[ao]s? |algún )?(?:dudas?|preguntas?|comentarios?|sugerencias?)\b|^(?:para )?más (?:detalles|información)\b",
            r"más abajo\b",
            r"\ben (?:el|la) (?:artículo|entrada|post|parte) anterior\b|\bmencionad[oa]s? (?:arriba|anteriormente|más arriba)\b|\beste es el (?:primer|segundo|tercer|cuarto|último) (?:artículo|post)\b|^(?:muchas )?gracias (?:a|por)\b|^última actualización\b|^a continuación,? (?:se|te|os|mostr|vemos)",
        ),
        announcing=Wordings(r"\bestá(?:n)? (?:ya )?disponibles?\b|\bha (?:lanzado|anunciado|presentado)\b"),
        hooking=Wordings(r"¿?(?:imagina(?:d|te)?|y si|alguna vez|te has)\b"),
        calling=Wordings(r"(?:descarga|descárga\w*|pruéba\w*|apúnta\w*|escríbe\w*|únete)\b"),
        turning=Wordings(r"\b(?:pero|sino|en vez de|en lugar de|sin|nunca|nadie|aunque)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:las|unas) )?(?:noticias|novedades|notas|fotos|enlaces|crónica|acta) (?:de|del|sobre|desde)\b"),
    ),
    "pt": Phrases(
        asking=Wordings(
            r"(?:o|a|os|as|(?:o )?meu|(?:a )?minha|(?:o )?nosso|(?:a )?nossa) (?:\S+ )?\S+\?$",
        ),
        waiting=Wordings(
            r"(?:isso|isto) (?:soa|parece|deveria)\b|(?:no papel|em teoria|à primeira vista)\b",
        ),
        linking=Wordings(
            r"(?:mas|e) |(?:no entanto|porém|contudo|todavia|mesmo assim|ainda assim), ",
        ),
        leaning=Wordings(
            r"(?:n|d)(?:ess|est)[ea]s?\b(?! (?:(?:última|próxim[ao]|mesm[ao]|primeir[ao]|segund[ao]) )?(?:ano|seman|mês|momento|segunda|terça|quarta|quinta|sexta|sábado|domingo|manhã|tarde|noite|madrugada|fim de|trimestre|semestre|século|década|verão|inverno|outono|primavera|natal|vez))|como (?:eu )?(?:disse|dissemos|vimos|falei|mencionei)\b",
            r"(?:por outro lado|além disso|por exemplo|no entanto)\b|(?:(?:os|as) )?outr[oa]s\b|não (?:por|porque)\b",
            r"(?:com|por|para) (?:est[ea]s?|ess[ea]s?)\b(?! (?:ano|seman|mês))|(?:[^\s,.]+ ){1,7}(?:porém|no entanto)\b",
            r"(?:em segundo lugar|posteriormente|anteriormente|em comparação|em contrapartida|em troca|felizmente|obviamente|naquela época|na época(?! d)|afinal|para (?:isso|tal))\b|(?:se|embora|quando|porque) (?:isso|isto)\b",
            r"[^.!?,]{3,60}, por exemplo\b|a maioria (?:deles|delas|desses|dessas|destes|destas)\b|(?:alguns|poucos|dois|três|\d+) (?:anos|meses|dias|horas) depois\b",
        ),
        pointing=Wordings(
            kinds("(?:o|a|os|as) ", "empresa companhia equipe sistema modelo projeto estudo relatório pesquisadores resultados"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}também\b",
        ),
        of_page=Wordings(
            r"^not[ea]m? que ess[ea]|\b(?:post|artigo) sobre [^.]{3,60} (?:vamos|nos vamos|nós vamos)\b|\bsequência de posts\b|\bseguintes? (?:imagem|tabela|diagrama|código|exemplo|vídeo)|^se (?:você )?tiver (?:alguma )?(?:dúvida|pergunta)",
            r"(?:veja|listad[oa]s?|mais) abaixo\b",
            r"\bno (?:artigo|post|texto) anterior\b|\bna parte anterior\b|\bmencionad[oa]s? (?:acima|anteriormente)\b|\beste é o (?:primeiro|segundo|terceiro|quarto|último) (?:artigo|post|texto)\b|^(?:muito )?obrigad[oa] (?:a|ao|aos|à|às|por)\b|^última atualização\b",
        ),
        announcing=Wordings(r"\bestá disponível\b|\b(?:lançou|anunciou|apresentou)\b"),
        hooking=Wordings(r"(?:imagine[m]?|e se|já (?:pensou|imaginou|te))\b"),
        calling=Wordings(r"(?:baixe|experimente|inscreva\S*|escreva\S*|participe)\b"),
        turning=Wordings(r"\b(?:mas|em vez de|sem|nunca|ninguém|embora)\b|\s–\s"),
        labelling=Wordings(r"(?:as )?(?:notícias|novidades|notas|fotos|links|ligações|ata) (?:d[eao]s?|sobre)\b"),
    ),
    "it": Phrases(
        asking=Wordings(
            r"(?:il |lo |la |i |gli |le |l['’])(?:\S+ )?\S+\?$",
        ),
        waiting=Wordings(
            r"(?:questo|ciò) (?:sembra|suona|dovrebbe)\b|(?:sulla carta|in teoria|a prima vista)\b",
        ),
        linking=Wordings(
            r"(?:ma|e) |(?:tuttavia|però|eppure|ciononostante), |eppure ",
        ),
        leaning=Wordings(
            r"(?:ad esempio|di conseguenza|al contrario)\b|(?:(?:le|gli|i) )?altr[ei]\b|non (?:per|perché)\b",
            r"(?:con|in|per|da) quest[oaie]\b(?! (?:ann|settiman|mes))|(?:[^\s,.]+ ){1,7}(?:però|tuttavia)\b",
            r"(?:in secondo luogo|successivamente|in precedenza|in confronto|in cambio|per fortuna|fortunatamente|ovviamente|all['’]epoca|dopotutto|a tal fine)\b(?! d)|(?:se|quando|perché|anche se) (?:ciò|questo|questa)\b",
            r"[^.!?,]{3,60}, (?:ad|per) esempio\b|la maggior parte di (?:essi|esse|loro|questi|queste)\b|(?:pochi|alcuni|due|tre|\d+) (?:anni|mesi|giorni) dopo\b",
        ),
        pointing=Wordings(
            kinds("(?:il |la |lo |i |gli |l['’])", "azienda società modello sistema progetto studio ricercatori risultati"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:anche|inoltre)\b",
        ),
        of_page=Wordings(
            r"^a questo link\b|\bseguent[ei] (?:immagine|diagramma|tabella|codice|esempio|video)|^se (?:hai|avete) (?:domande|dubbi)",
            r"(?:sono|trovate|trovi) in fondo\b|in fondo (?:alla pagina|al post|all['’]articolo)",
            r"\bnell?['’o a]{1,2}(?:articolo|post|parte|puntata) precedente\b|\bqui (?:sotto|sopra)\b|\bquesto è il (?:primo|secondo|terzo|quarto|ultimo) (?:articolo|post)\b|^grazie (?:a|al|alla|ai|mille)\b|^ultimo aggiornamento\b",
        ),
        announcing=Wordings(r"\b(?:è|sono) (?:ora )?disponibil[ei]\b|\bha (?:lanciato|annunciato|presentato)\b"),
        hooking=Wordings(r"(?:immagina(?:te)?|e se|hai mai|avete mai)\b"),
        calling=Wordings(r"(?:scarica|scaricate|provate|iscriv\w+|scrivete\w*|venite)\b"),
        turning=Wordings(r"\b(?:ma|invece|senza|mai|nessuno|piuttosto)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:le|alcune) )?(?:notizie|novità|note|foto|link|cronaca|verbale) (?:d[aei](?:i|l|ll[aeo]|gli)?|su)\b"),
    ),
    "nl": Phrases(
        asking=Wordings(
            r"(?:de|het|mijn|onze|ons) (?:\S+ )?\S+\?$",
        ),
        waiting=Wordings(
            r"(?:dat|dit) (?:klinkt|lijkt|zou)\b|(?:op papier|in theorie|op het eerste gezicht)\b",
        ),
        linking=Wordings(
            r"(?:maar|en) |toch, ",
        ),
        expletive=Wordings(
            r"het (?:is|was|blijft|wordt)(?: (?:heel|erg|zo|niet|vaak|altijd|best))? (?:leuk|makkelijk|moeilijk|lastig|mogelijk|onmogelijk|belangrijk|duidelijk|jammer|tijd|fijn|goed|slim|verleidelijk|vreemd|zeldzaam|nodig|handig),? (?:om|dat|te)\b|er (?:is|zijn|was|waren|bestaat|bestaan)\b(?! (?:ook|nog))",
        ),
        leaning=Wordings(
            r"(?:op die manier|daarnaast|bijvoorbeeld)\b|de (?:andere|overige)\b|niet (?:uit|omdat|om)\b",
            r"(?:met|door|voor|na) (?:deze|dit|die)\b(?! (?:jaar|week|maand))|(?:[^\s,.]+ ){1,7}(?:echter|jedoch)\b",
            r"(?:ten (?:eerste|tweede|derde)|daarentegen|in ruil daarvoor|ter vergelijking|gelukkig|uiteraard|destijds|immers|toen)\b|(?:om|als|hoewel|omdat) (?:dit|dat|het)\b|[^.!?,]{3,60},? bijvoorbeeld\b|(?:de meeste|veel|sommige|alle) (?:daarvan|hiervan|van hen)\b|(?:een paar|enkele|twee|drie|\d+) (?:jaar|maanden|weken|dagen) later\b",
        ),
        pointing=Wordings(
            r"(?:ik|wij|we|je) [a-z]+ (?:hem|ze)\b",
            kinds("(?:het|de) ", "bedrijf team systeem model project studie rapport onderzoekers resultaten"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:ook|eveneens)\b",
        ),
        of_page=Wordings(
            r"\bvolgende (?:afbeelding|tabel|diagram|voorbeeld|code)\b|^als je vragen hebt",
            r"hieronder\b",
            r"\bin (?:het|de|mijn) vorige (?:artikel|bericht|deel|blog\w*)\b|hierboven\b|^(?:veel |met |grote )?dank aan\b|^laatste (?:update|wijziging)\b|\bdit is het (?:eerste|tweede|derde|vierde|laatste) (?:artikel|deel|bericht)\b",
        ),
        announcing=Wordings(r"\bis (?:nu )?(?:beschikbaar|uit)\b|\b(?:heeft|hebben) [^.!?]{2,60} (?:uitgebracht|aangekondigd)\b"),
        hooking=Wordings(r"(?:stel je (?:eens )?voor|wat als|ooit|heb je (?:ooit|wel eens))\b"),
        calling=Wordings(r"(?:download|probeer|meld je|schrijf (?:je|ons)|kom langs)\b"),
        turning=Wordings(r"\b(?:maar|in plaats van|zonder|nooit|niemand|toch)\b|\s–\s"),
        labelling=Wordings(r"(?:(?:het|wat) )?(?:nieuws|nieuwtjes|notities|foto['’]s|links|verslag|notulen) (?:van|uit|over|bij)\b"),
    ),
    "pl": Phrases(
        asking=Wordings(
            r"(?:efekt|wynik|rezultat|haczyk|sekret|powód|problem|rozwiązanie|cena|sztuczka|wniosek)\?$",
        ),
        waiting=Wordings(
            r"(?:to )?brzmi\b|(?:na papierze|teoretycznie|w teorii|na pierwszy rzut oka)\b",
        ),
        linking=Wordings(
            r"(?:ale|lecz|a jednak|jednak|i) |mimo to,? ",
        ),
        leaning=Wordings(
            r"(?:na przykład|poza tym|z tego powodu)\b",
            r"(?:po (?:pierwsze|drugie|trzecie)|dla porównania|w zamian|na szczęście|oczywiście|wówczas|w tym celu|aby to|żeby to|jeśli to|kiedy to|większość z nich)\b|[^.!?,]{3,60}, na przykład\b",
        ),
        pointing=Wordings(r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:też|także|również)\b"),
        of_page=Wordings(
            r"\bnastępując\w+ (?:diagram|kod|tabel|przykład|rysun)|^jeśli masz (?:jakieś )?pytania|^poprzedni wpis\b",
            r"poniżej (?:znajd|lista|zesta)",
            r"\bw poprzednim (?:wpisie|artykule|poście)\b|\bpowyżej\b(?! \d)|^(?:dziękuję|dziękujemy|podziękowania)\b|^ostatnia (?:aktualizacja|zmiana)\b|\bjak wspomnia",
        ),
        announcing=Wordings(r"\bjest (?:już )?dostępn[aey]\b"),
        hooking=Wordings(r"(?:wyobraź|a (?:gdyby|co jeśli)|co jeśli)"),
        calling=Wordings(r"(?:pobierz|wypróbuj|zapisz|napisz do|przyjdź)\b"),
        turning=Wordings(r"\b(?:ale|lecz|zamiast|bez|nigdy|nikt|choć)\b|\s–\s"),
        labelling=Wordings(r"(?:wieści|nowości|notatki|zdjęcia|linki|aktualności|relacja|protokół) (?:z|ze|o|od)\b"),
    ),
    "ru": Phrases(
        asking=Wordings(
            r"(?:результат|секрет|подвох|причина|проблема|решение|цена|итог|вывод|трюк)\?$",
        ),
        waiting=Wordings(
            r"(?:это )?(?:звучит|кажется)\b|(?:на бумаге|в теории|на первый взгляд)\b",
        ),
        linking=Wordings(
            r"(?:но|и|а|однако|и вс[её] же|тем не менее),? ",
        ),
        leaning=Wordings(
            r"в (?:этом|данном) (?:примере|случае|разделе)\b",
            r"(?:в то же время|например|кроме того|в результате|при этом)\b",
            r"(?:во-первых|во-вторых|в-третьих|впоследствии|для сравнения|взамен|к счастью|очевидно|в то время(?!,? как)|в конце концов|для этого|чтобы это|если это|большинство из них|ранее,)(?!\w)|[^.!?,]{3,60}, например,",
        ),
        pointing=Wordings(
            kinds("", "компания система модель проект исследование"),
            r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:также|тоже)\b",
        ),
        of_page=Wordings(
            r"\bследующ\w+ (?:рисун|схем|картин|таблиц|пример)|^если (?:у вас )?(?:есть|возникли|остались) [^,.]{0,30}вопрос",
            r"(?:смотрите|приведен\w*|список) ниже\b",
            r"\bв (?:прошлой|предыдущей|следующей) (?:статье|части|заметке)\b|\bв (?:прошлом|предыдущем) посте\b|\b(?:рисунке|таблице|схеме|картинке) (?:ниже|выше)\b|^(?:большое )?спасибо\b|^последнее обновление\b|\bкак уже (?:говорил|упомина)",
        ),
        announcing=Wordings(r"\b(?:вышл[аио]|выпустил[аи]?)\b"),
        hooking=Wordings(r"(?:представьте|а?\s?что,? если|а вы когда)"),
        calling=Wordings(r"(?:скачайте|попробуйте|подпишитесь|пишите|приходите)\b"),
        turning=Wordings(r"\b(?:но|а не|вместо|без|никогда|никто|зато)\b|\s—\s"),
        labelling=Wordings(r"(?:новости|заметки|фото|фотографии|ссылки|отч[её]т|протокол)(?: (?:из|о|об|с|со|от|за))?\b"),
    ),
    "tr": Phrases(
        of_page=Wordings(
            r"\bönceki (?:yazıda|yazımda|bölümde)\b|\başağıda(?:ki)?\b|\byukarıda(?:ki)?\b|^teşekkür|^son güncelleme",
        ),
        asking=Wordings(
            r"(?:sonuç|sırrı|sorun|nedeni|çözüm|bedeli|püf noktası)\?$",
        ),
        waiting=Wordings(
            r"(?:kağıt üzerinde|teoride|ilk bakışta)\b",
        ),
        linking=Wordings(
            r"(?:ama|fakat|ve|yine de),? |ancak, ",
        ),
        leaning=Wordings(
            r"(?:örneğin|bunun yanı|buna ek|bu nedenle)\b|(?:[^\s,.]+ ){0,4}(?:o|şu) [^\W\d_]+\b",
            r"(?:ikinci olarak|daha sonra|buna karşılık|karşılaştırmak gerekirse|neyse ki|sonuçta|o zamanlar|bunun için|eğer bu)\b",
        ),
        announcing=Wordings(r"\byayınlandı\b"),
        hooking=Wordings(r"(?:hayal edin|düşünün|ya )"),
        turning=Wordings(r"\b(?:ama|ancak|yerine|hiç|kimse|oysa)\b"),
        labelling=Wordings(r"[^.!?]{3,40} (?:haberleri|notları|fotoğrafları|duyuruları)\b"),
    ),
    "sv": Phrases(
        leaning=Wordings(
            r"(?:för det (?:första|andra|tredje)|därefter|däremot|som jämförelse|i gengäld|lyckligtvis|som tur var|givetvis|trots allt|till exempel|på så sätt|på den tiden)\b|(?:om|när|eftersom|medan) (?:det|detta|den|de)\b|de flesta av (?:dem|dessa)\b",
        ),
        expletive=Wordings(
            r"det (?:finns|fanns)\b(?! också)|det (?:är|var|blir) (?:lätt|svårt|roligt|viktigt|möjligt|omöjligt|dags|synd|klart|tydligt|kul|skönt|vanligt|sällsynt|bra|bättre|lättare|svårare) att\b|det (?:tar|tog) [^.,]{3,60} att\b",
        ),
        linking=Wordings(
            r"(?:men|och) |ändå, ",
        ),
        waiting=Wordings(
            r"det (?:låter|verkar|borde)\b|(?:på pappret|i teorin|vid första anblicken)\b",
        ),
        asking=Wordings(
            r"(?:resultatet|knepet|haken|hemligheten|problemet|lösningen|priset|tricket)\?$",
        ),
        of_page=Wordings(
            r"\bföljande (?:bild|tabell|kod|diagram|exempel)\b",
            r"\bi (?:förra|föregående|nästa) (?:inlägget|artikeln|delen)\b|\b(?:bilden|tabellen|figuren|diagrammet) (?:nedan|ovan)\b|^(?:stort )?tack till\b|^senast uppdaterad",
        ),
    ),
    "da": Phrases(
        leaning=Wordings(
            r"(?:for det (?:første|andet|tredje)|derefter|til sammenligning|til gengæld|heldigvis|trods alt|for eksempel|på den måde|dengang)\b|(?:hvis|når|fordi|mens) (?:det|dette|den|de)\b|de fleste af (?:dem|disse)\b",
        ),
        expletive=Wordings(
            r"der (?:er|var|findes|fandtes)\b(?! også)|det (?:er|var|bliver) (?:let|svært|sjovt|vigtigt|muligt|umuligt|tid|synd|klart|tydeligt|rart|godt|bedre|almindeligt|sjældent) at\b|det (?:tager|tog) [^.,]{3,60} at\b",
        ),
        linking=Wordings(
            r"(?:men|og) ",
        ),
        waiting=Wordings(
            r"det (?:lyder|ser ud|burde)\b|(?:på papiret|i teorien|ved første øjekast)\b",
        ),
        asking=Wordings(
            r"(?:resultatet|tricket|hagen|hemmeligheden|problemet|løsningen|prisen)\?$",
        ),
        of_page=Wordings(
            r"\bi (?:det |den )?forrige (?:[\w-]+-)?(?:innlegg|indlæg|artikkel|artikel|del|post)",
            r"\bi (?:det|den) (?:forrige|foregående|næste) (?:indlæg|artikel|del)\b|\b(?:nedenfor|ovenfor)\b|^(?:mange |stor )?tak til\b|^sidst opdateret",
        ),
    ),
    "cs": Phrases(
        leaning=Wordings(
            r"(?:zaprvé|zadruhé|zatřetí|následně|pro srovnání|na oplátku|naštěstí|samozřejmě|tehdy|koneckonců|například|kromě toho|z tohoto důvodu|většina z nich)\b|(?:pokud|když|protože) (?:to|toto)\b",
        ),
        linking=Wordings(
            r"(?:ale|avšak|jenže|a přesto|přesto|a) ",
        ),
        waiting=Wordings(
            r"(?:to )?(?:zní|vypadá)\b|(?:na papíře|teoreticky|na první pohled)\b",
        ),
        asking=Wordings(
            r"(?:výsledek|trik|háček|tajemství|problém|řešení|cena|důvod)\?$",
        ),
        of_page=Wordings(
            r"\bv (?:minulém|předchozím|příštím) (?:článku|příspěvku|díle)\b|\b(?:níže|výše) (?:uveden|popsan|zmín)|^(?:velké )?díky\b|^poslední aktualizace\b",
        ),
    ),
    "ar": Phrases(
        of_page=Wordings(
            r"في (?:المقال|الجزء|المقالة) (?:السابق|السابقة)|^آخر تحديث|^إذا كان(?:ت)? لدي(?:ك|كم) (?:أي )?(?:سؤال|أسئلة|استفسار|ملاحظ|اقتراح)|^شكرا",
        ),
        asking=Wordings(
            r"(?:النتيجة|السر|المشكلة|الحل|السبب|الثمن)؟$",
        ),
        linking=Wordings(
            r"و?لكنّ? ",
        ),
        leaning=Wordings(
            r"(?:بالإضافة إلى|على سبيل المثال|ومع ذلك)\b",
            r"(?:في المقابل|بالمقارنة|لحسن الحظ|ثانيًا|ثالثًا|بعد ذلك|لهذا)\b",
        ),
        turning=Wordings(r"(?:لكنّ?|بدل|دون|أبد)")),
    "he": Phrases(
        of_page=Wordings(
            r"בפוסט הקודם|במאמר הקודם|^עדכון אחרון|^תודה|^אם יש לכם שאלות",
        ),
        asking=Wordings(
            r"(?:התוצאה|הסוד|הבעיה|הטריק|הפתרון|המחיר|הסיבה)\?$",
        ),
        linking=Wordings(
            r"(?:אבל|אך|אולם|ואולם) ",
        ),
        leaning=Wordings(
            r"(?:בנוסף|למשל)\b",
            r"(?:שנית|לשם השוואה|בתמורה|למרבה המזל|כמובן|באותה תקופה|אחרי הכול|לאחר מכן|לשם כך)\b",
        ),
        turning=Wordings(r"(?:אבל|אלא|בלי|במקום)")),
    "hi": Phrases(
        of_page=Wordings(
            r"पिछले (?:लेख|पोस्ट)|^अंतिम अपडेट",
        ),
        asking=Wordings(
            r"(?:नतीजा|परिणाम|समस्या|समाधान|कारण|राज़)\?$",
        ),
        linking=Wordings(
            r"(?:लेकिन|मगर|परंतु|किंतु) ",
        ),
        leaning=Wordings(
            r"(?:इसके अलावा|उदाहरण के लिए)",
            r"(?:दूसरा,|इसके बाद|इसके विपरीत|तुलना में|बदले में|सौभाग्य से|उस समय|आखिरकार|इसके लिए)",
        ),
        turning=Wordings(r"(?:लेकिन|बल्कि|नहीं|बिना)")),
    "ko": Phrases(
        asking=Wordings(
            r"(?:결과|이유|비결|문제|해결책|답)[은는]\?$",
        ),
        waiting=Wordings(
            r"언뜻|이론적으로|이론상",
        ),
        linking=Wordings(
            r"(?:하지만|그러나|그런데|그렇지만),? ",
        ),
        leaning=Wordings(
            r"(?:예를 들어|이와 함께)|[^.]{0,80}때문(?:이다|입니다|이에요|이었다|이었습니다)\.?$",
            r"(?:둘째|셋째|그 후|이후,|반면|그에 비해|다행히|당시|이를 위해|이에 |그 결과)",
        ),
        of_page=Wordings(
            r"(?:이전|지난) ?글(?!로|쓰|씨|자|꼴)|(?:다음|아래)[와과] 같|(?:^|\s)위와 같|(?:^|\s)위 (?:명령|그림|코드|글|예제|사진|이미지)|^아래처럼|다음의 \d|질문[^.]{0,15}(?:댓글|이슈)",
            r"다음과 같습니다|아래와 같",
            r"(?:지난|이전) 포스트|아래 (?:그림|표|코드)|위에서 (?:말|설명|언급)|^최종 수정",
        ),
        announcing=Wordings(r"(?:출시|공개)(?:했|되)"),
        hooking=Wordings(r"(?:상상해|만약)"),
        turning=Wordings(r"(?:하지만|대신|없이|아니라)"),
        labelling=Wordings(r"[^.!?]{2,20} (?:소식|알림|새 소식|사진)"),
    ),
    "ja": Phrases(
        asking=Wordings(
            r"(?:結果|理由|秘密|答え|原因|問題点|代償)は[？?]$",
        ),
        waiting=Wordings(
            r"一見|理論上",
        ),
        linking=Wordings(
            r"(?:しかし|でも|だが|ところが|けれども|けれど)、",
        ),
        leaning=Wordings(
            r"[^。]{0,30}そんな|(?:まず|次に|これら|これで|これだけ|そう)|[^。]{0,80}から(?:だ|です|である)。?$",
            r"(?:第二に|第三に|その後|その結果|一方|例えば|たとえば|当時|幸い|これに対し|それに対し|そのため|このため)",
        ),
        of_page=Wordings(
            r"(?:^|[、。はがをにでもと])以下(?:[のにを、]|コマンド|プラグイン)|上記|アドベントカレンダー|advent calend[ae]r|\d日目の(?:記事|投稿|エントリ)|(?:質問|ご意見)[^。]{0,20}(?:あれば|ありましたら|ございましたら)|(?:問題|間違い|誤り)[^。]{0,20}(?:あれば|ありましたら|ございましたら)[^。]{0,20}(?:教え|指摘|連絡|コメント|知らせ)|(?:投稿|公開)していた記事",
            r"以下の(?:通り|とおり|よう)|以下に",
            r"前回の(?:記事|投稿)|上記の?(?:通り|とおり|ように)|(?<![部地])下の(?:図(?!書)|表(?![情現面示紙]))|^最終更新",
        ),
        announcing=Wordings(r"を(?:リリース|公開|発表)"),
        hooking=Wordings(r"(?:想像して|もし)"),
        turning=Wordings(r"(?:ではなく|のに|なのに|だけど|けれど)"),
        labelling=Wordings(r"[^。]{2,20}(?:からの)?(?:お知らせ|ニュース|便り|だより)"),
    ),
    "zh": Phrases(
        leaning=Wordings(
            r"(?:其次|第二，|第三，|随后|相比之下|作为回报|幸好|显然|当时|毕竟|例如|比如|因此|如果这|为此|为了解决这)",
        ),
        asking=Wordings(
            r"(?:结果|秘诀|原因|代价|问题|答案|诀窍)(?:呢|是)?？$",
        ),
        waiting=Wordings(
            r"乍一看|理论上|听起来",
        ),
        linking=Wordings(
            r"(?:但是?(?![愿凡])|然而|不过|可是)[，,]?",
        ),
        of_page=Wordings(
            r"(?:^|[，,：:比如看])(?:在)?下面|(?:^|[，,：:。看见到用在行])以下(?:是|为|的?(?:代码|链接|命令|内容|图[片中所]|表[格中所]|步骤))|前一篇|(?<!史)上篇(?!幅)|写在(?:前面|最前|开头)|(?:任何|什么|有)(?:疑问|问题)[^。]{0,20}(?:评论|留言|联系|issue|反馈)",
            r"(?<!不)如下(?!次|一)",
            r"上一篇|(?:^|[，,。如在见看与和])上文(?![章档件学化字])|(?<![上地])下文(?![件章档学化字])|[如见看][上下][图表]|(?:^|[，,。])[上下][图表](?:[中里为是，,]|所示|显示|可[见知以])|如上(?!海|市|升|班|一)|^最后更新",
        ),
        announcing=Wordings(r"发布了|推出了"),
        hooking=Wordings(r"(?:想象一下|想像一下|如果|你是否)"),
        turning=Wordings(r"(?:不是|而是|却|没有|但)"),
        labelling=Wordings(r"[^。]{2,20}(?:新闻|动态|消息|通知)"),
    ),
}  # fmt: skip


UNKNOWN = Phrases()


def phrases_of(lang: str) -> Phrases:
    return PHRASES.get(base(lang), UNKNOWN)
