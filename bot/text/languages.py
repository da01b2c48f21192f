"""What the bot knows of each language's little words: the lists by which text is split, compared and cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Language:
    """The little words of one language, in small letters."""

    stop: frozenset[str] = frozenset()
    """Words that say nothing alone; no cut text ends in one."""
    lean: frozenset[str] = frozenset()
    """Words with which a sentence leans on the one before it."""
    tail: frozenset[str] = frozenset()
    """Words that open, after a comma, what the clause before can do without."""
    fronted: frozenset[str] = frozenset()
    """Words that open a sentence whose main clause comes only after the first comma."""
    short: frozenset[str] = frozenset()
    """Abbreviations whose full stop ends no sentence, without their stops."""
    short_before_number: frozenset[str] = frozenset()
    """Abbreviations only where a number follows: most are words too."""
    short_after_number: frozenset[str] = frozenset()
    """Abbreviations that end a sentence where a number stands before them and a capital after them."""
    short_ending: str = ""
    """What many abbreviations end in that no list could hold: German and Dutch streets."""
    suffixes: tuple[str, ...] = ()
    """Endings that two forms of one word differ by, the longest first."""
    stem_letters: int = 0
    """Letters by which two forms of one word are known, where words take many endings; 0: an ending is told from a word."""
    ordinals: bool = False
    """A full stop after a number may mean "third"."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def endings(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split(), key=len, reverse=True))


LANGUAGES: dict[str, Language] = {
    "en": Language(
        stop=words(
            "a an the and or but nor so yet if as at by for from in into of off on onto out over per than that then to up upon via with without within"
            " about above across after against along among amid around because before behind below beneath between beyond during except near since"
            " through throughout toward towards under until while is are was were be been being am do does did has have had having can could may"
            " might must shall should will would not no its it's his her their our your my this these those which who whom whose what when where"
            " why how i you he she it we they them us me him there here also just very too more most less least much many some any all each every"
            " both either neither own same such only even still already ever like get gets got let lets make makes say says new million"
            " billion trillion thousand isn aren wasn weren don doesn didn couldn wouldn shouldn hasn haven hadn t s re ve ll d m"
        ),
        lean=words(
            "this that these those it its it's they their they're them he his she her him such both either neither each another others however but"
            " and or so yet also too then thus hence therefore instead otherwise meanwhile moreover furthermore additionally besides still"
            " nevertheless nonetheless similarly likewise conversely consequently accordingly alternatively finally lastly secondly thirdly"
            " again other another here there one who which same though although plus because since he's she's that's there's here's they've"
            " crucially notably specifically interestingly indeed neither nor former latter else overall ultimately combined together importantly"
        ),
        tail=words(
            "and but so or yet while which who where whose with without including such making allowing enabling giving leaving letting turning"
            " bringing cutting boosting offering providing using helping driving adding according as because although though whereas even"
            " especially particularly instead rather not thanks up down from to for by in on"
        ),
        fronted=words(
            "when while if as since although though because before after once unless until unlike despite amid with without by in on at for"
            " from during given among under over whether whereas instead rather to along besides beyond through"
        ),
        short=words(
            "mr mrs ms dr prof rev hon sr jr st vs eg ie cf ca approx pp figs eq eqs eds al inc ltd co corp dept gov sen rep adm capt lt sgt gen col"
            " univ assn bros ave blvd jan feb mar apr jun jul aug sep sept oct nov dec tue tues wed thu thur thurs fri resp incl excl misc avg viz"
            " mt ft maj cdr comdr messrs supt pres"
        ),
        short_after_number=words("a.m p.m"),
        short_before_number=words("no nos nr vol fig art ed ch sec col max min tel est mon sat sun pt par para ver p pg loc"),
        suffixes=endings("ings ing edly ed es s ly er ers ies ion ions ation ations ment ments e"),
    ),
    "de": Language(
        stop=words(
            "der die das den dem des ein eine einen einem einer eines und oder aber doch sondern denn als am an auf aus bei beim bis durch für gegen"
            " hinter im in ins mit nach neben ohne seit über um unter vom von vor während wegen zu zum zur zwischen ist sind war waren sei wird"
            " werden wurde wurden hat haben hatte hatten kann können konnte muss müssen soll sollen will wollen darf nicht kein keine keinen sich"
            " er sie es wir ihr ich du man mich mir uns ihm ihn ihnen dich dir sein seine seinen seiner seinem ihre ihren ihrem ihrer mein dein"
            " unser euer dieser diese dieses diesen diesem dass daß ob wenn weil damit wie was wer wo auch nur noch schon sehr so mehr immer hier"
            " dort etwa rund pro je ab per neue neuen neuer neues million millionen milliarde milliarden tausend"
        ),
        lean=words(
            "zusätzlich dieser diese dieses diesen diesem das es er sie sein seine ihr ihre ihren dabei dadurch dafür dagegen daher damit danach daneben dann"
            " daran darauf daraus darin darüber darum darunter davon davor dazu deshalb deswegen doch dennoch trotzdem jedoch aber und oder also"
            " außerdem zudem ferner allerdings stattdessen sonst folglich somit schließlich ebenso auch denn sondern solche solcher dort hier"
            " hierbei hierfür hierzu beide beides letztere letzterer indes hingegen weiterhin inzwischen"
        ),
        tail=words(
            "und aber oder sondern denn doch dass weil wobei während obwohl damit sodass so der die das deren dessen den dem welche welcher was wo"
            " wie um ohne statt darunter etwa also wenn als nachdem bevor mit"
        ),
        fronted=words("wenn als weil da obwohl während nachdem bevor falls sobald solange seit damit ob um ohne statt wer was wo"),
        short=words(
            "hr fr dr prof bzw usw ggf inkl exkl zzgl vgl evtl sog mio mrd abs art aufl bd ca etc geb gest hrsg jh nr str tel z.b d.h u.a s.o st"
            " dipl ing jan feb mär apr jun jul aug sept okt nov dez allg bspw eigtl engl franz lat max min mind rd ztr med freundl co abb kap anm fig bd frl hl"
        ),
        short_ending="str",
        suffixes=endings("ungen ung en ern er es em e n s st t te ten keit heit lich liche lichen"),
        ordinals=True,
    ),
    "fr": Language(
        stop=words(
            "le la les l un une des du de d et ou mais donc or ni car à au aux en dans par pour sur sous avec sans chez entre vers depuis pendant"
            " avant après contre selon jusque jusqu que qu qui quoi dont où ce cet cette ces c se s sa son ses leur leurs mon ma mes ton ta tes"
            " notre nos votre vos il elle ils elles on nous vous je j tu te t me m lui y est sont était étaient été être a ont avait avaient avoir"
            " fait faire peut peuvent doit doivent va vont ne n pas plus moins très si comme quand aussi même tout toute tous toutes chaque"
            " quelques plusieurs nouveau nouvelle nouveaux nouvelles million millions milliard milliards mille"
        ),
        lean=words(
            "ce cet cette ces cela ça ceci c'est celui celle ceux celles il elle ils elles leur leurs son sa ses mais et ou donc or car pourtant"
            " cependant toutefois néanmoins ainsi aussi alors ensuite puis enfin également d'ailleurs en y là ici par-ci tandis quant autrement"
            " sinon finalement tel telle tels telles lui eux certes"
        ),
        tail=words("et mais ou car donc qui que dont où ce avec sans en tandis alors puisque parce afin pour notamment dont soit grâce selon comme"),
        fronted=words("quand lorsque lorsqu si comme bien tandis puisque puisqu après avant depuis pendant malgré selon avec sans dans en pour par"),
        short=words("m mm mme mmes mlle mlles dr pr me st ste av env cf ex p.ex art vol chap éd fig hab tél boul janv févr avr juil sept oct nov déc apr mgr cie sté pte"),
        short_before_number=words("p pp no n art al t"),
        suffixes=endings("ements ement ations ation ées ée és é er ent es s x e ant ante"),
    ),
    "es": Language(
        stop=words(
            "el la los las lo un una unos unas y e o u pero sino ni que de del a al en con sin por para sobre entre desde hasta hacia según contra"
            " tras durante ante bajo se su sus mi mis tu tus nuestro nuestra le les me te nos es son era eran fue fueron ser está están estaba ha"
            " han había haber hay puede pueden debe deben va van no más menos muy ya si como cuando donde quien cual este esta estos estas ese esa"
            " esos esas aquel todo toda todos todas cada otro otra otros otras también solo sólo nuevo nueva nuevos nuevas millón millones mil"
        ),
        lean=words(
            "este esta esto estos estas ese esa eso esos esas aquel aquello él ella ellos ellas su sus pero y o sino además también así entonces"
            " luego después sin sin-embargo embargo por-eso porque aunque mientras finalmente tampoco ambos ambas dicho dicha allí aquí ahí tal"
            " tales asimismo incluso"
        ),
        tail=words("y e o pero sino que quien donde cuando aunque mientras porque lo con sin según para además incluido entre como gracias"),
        fronted=words("cuando si como aunque mientras porque desde tras antes después con sin en para por según durante a al"),
        short=words("sr sra srta sres dr dra prof profa d dña ud uds vd pág págs art núm cap vol ed p.ej ej aprox av avda ee etc gral lic ing tel arq mtro mtra dpto avda"),
        short_before_number=words("no n nro p pp"),
        suffixes=endings("aciones ación mente amientos imiento ados adas ado ada idos ido ando iendo ar er ir es os as s o a e"),
    ),
    "pt": Language(
        stop=words(
            "o a os as um uma uns umas e ou mas nem que de do da dos das em no na nos nas com sem por pelo pela pelos pelas para sobre entre desde"
            " até contra após durante ante sob ao aos à às se seu sua seus suas meu minha nosso nossa lhe me te nos é são era eram foi foram ser"
            " está estão estava há tem têm tinha ter pode podem deve devem vai vão não mais menos muito já como quando onde quem qual este esta"
            " esse essa isto isso aquele todo toda todos todas cada outro outra outros também só novo nova novos novas milhão milhões mil bilhão"
            " bilhões"
        ),
        lean=words(
            "este esta isto estes estas esse essa isso esses essas aquele aquela ele ela eles elas seu sua seus suas mas e ou porém contudo"
            " entretanto também assim então depois além ainda porque embora enquanto finalmente ambos tal tais ali aqui aí dessa desse disso nisso"
        ),
        tail=words("e ou mas que quem onde quando embora enquanto porque com sem segundo para além incluindo como graças o"),
        fronted=words("quando se como embora enquanto porque desde após antes depois com sem em para por segundo durante ao"),
        short=words("sr sra srta dr dra prof profa d dna v pág págs art núm cap vol ed ex p.ex aprox av etc eng tel ltda cia exmo exma ilmo ilma arq adv enf"),
        short_before_number=words("no n nº p pp"),
        suffixes=endings("ações ação mente amentos amento ados adas ado ada idos ido ando endo indo ar er ir es os as s o a e"),
    ),
    "it": Language(
        stop=words(
            "il lo la i gli le l un uno una e ed o ma né che di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla dai dalle"
            " in nel nella nei nelle con su sul sulla sui sulle per tra fra senza si suo sua suoi sue mio mia nostro nostra loro ci ne gli mi ti"
            " vi è sono era erano fu stato stata essere ha hanno aveva avere può possono deve devono va vanno non più meno molto già se come"
            " quando dove chi quale questo questa questi queste quello quella ogni altro altra altri anche solo nuovo nuova nuovi nuove milione"
            " milioni mila miliardi miliardo"
        ),
        lean=words(
            "questo questa questi queste quello quella ciò egli lui lei essi esse loro suo sua suoi ma e o però tuttavia inoltre anche così quindi"
            " dunque allora poi infine invece infatti perché benché mentre entrambi tale tali lì qui ecco"
        ),
        tail=words("e ed o ma che chi dove quando mentre perché con senza secondo per inoltre incluso come grazie il"),
        fronted=words("quando se come benché mentre poiché dopo prima con senza in per secondo durante da dal"),
        short=words("sig sigg sig.ra dott dr prof ing avv arch on pag pagg art cap vol ed es ecc ca s.p.a tel n sec fig egr spett gent geom mons"),
        short_before_number=words("n nr p pp"),
        suffixes=endings("azioni azione mente amenti amento ati ate ato ata iti ito ando endo are ere ire i e o a"),
    ),
    "nl": Language(
        stop=words(
            "de het een en of maar want dus dat die dit deze van in op aan met voor door naar bij uit over onder tot om tussen tegen zonder sinds"
            " tijdens na per als dan toen wanneer waar wie wat hoe is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen"
            " moet moeten zal zullen wil willen mag niet geen er zich hij zij ze het we wij je jij u ik hem haar hun ons onze mijn jouw zijn ook"
            " nog al zeer heel meer meest minder elke elk alle veel nieuw nieuwe miljoen miljard duizend te"
        ),
        lean=words(
            "dit dat deze die het hij zij ze zijn haar hun hem daarom daardoor daarmee daarna daarbij daarnaast daarvoor dan dus maar en of ook"
            " echter toch bovendien verder vervolgens ten-slotte tenslotte want zo zulke beide beiden hier daar er hierdoor hiermee hierbij"
            " ondertussen intussen anders"
        ),
        tail=words("en of maar want dus dat die wat waar waarbij waardoor waarmee terwijl omdat hoewel zodat met zonder om zoals waaronder toen als"),
        fronted=words("als toen wanneer terwijl omdat hoewel nadat voordat zodra sinds met zonder om in na bij"),
        short=words("dhr mevr dr drs prof ir ing mr bijv bv enz o.a d.w.z ca nr blz evt incl excl resp jl tel st vgl m.b.t t.o.v z.s.m mld fig mej"),
        short_ending="str",
        suffixes=endings("ingen ing heden heid lijke lijk en er es e n s t te ten"),
        short_before_number=words("max min art p"),
    ),
    "pl": Language(
        stop=words(
            "i a oraz lub albo ale lecz czy że żeby aby by w we z ze na do od o u po pod nad za przed przez przy dla bez między wśród podczas według"
            " się jest są był była było były być będzie będą ma mają miał może mogą musi nie tak jak gdy kiedy gdzie kto co który która które"
            " których którym ten ta to te tego tej tych tym jego jej ich swój swoje mój nasz już tylko też także bardzo więcej mniej każdy"
            " wszystkie nowy nowa nowe nowych milion miliony milionów miliard miliardów mln mld tys"
        ),
        lean=words(
            "to ten ta te ci tego tej tych tym taki taka takie on ona ono oni one jego jej ich ale a i lecz jednak więc zatem dlatego ponadto także"
            " też również potem następnie wtedy tam tu tutaj natomiast zaś mimo oba obie poza tymczasem stąd"
        ),
        tail=words("a i ale lecz który która które których gdy gdzie że aby żeby bo ponieważ więc choć podczas dzięki bez jak co w tym"),
        fronted=words("gdy kiedy jeśli jeżeli ponieważ choć chociaż zanim po przed podczas dzięki mimo według w na dla bez"),
        short=words("np tzn tzw tj itd itp m.in dr prof inż mgr hab ul al pl os godz min św ks gen płk kpt im pt ok por zob ww r w wg red tel nr med bł rozdz rys tab str woj gm dyr sp rtm"),
        short_after_number=words("r w zł tys"),
        suffixes=endings("ościami ościach ości ość ami ach ych ymi ego emu ej om ów ie ia iem em a e y i o u ą ę"),
        ordinals=True,
    ),
    "ru": Language(
        stop=words(
            "и а но или да что чтобы как в во на с со к ко от до из за по о об обо у для без над под при про через между перед после около ради не ни"
            " же ли бы это этот эта эти того этого тот та те он она оно они его её ее их ему ей им мы вы я ты нас вас нам вам свой своя свои"
            " который которая которые которых где когда кто чем если уже ещё еще только также тоже очень более менее самый все всё всех весь был"
            " была было были быть есть будет будут может могут может новый новая новое новые новых миллион миллиона миллионов миллиард"
            " миллиардов тысяч тысячи млн млрд тыс"
        ),
        lean=words(
            "это этот эта эти этого этой этому этим он она оно они его её ее их там тут здесь но а и или однако поэтому потому также тоже затем"
            " цей ця це ці він вона воно вони але тому також однак проте тоді потім там тут крім потом тогда так таким кроме причём причем зато впрочем наконец такой такая такие оба обе ведь при-этом вместо"
        ),
        tail=words("и а но что чтобы который которая которое которые которых где когда если поскольку так хотя потому причём благодаря включая чем"),
        fronted=words("когда если хотя пока поскольку после перед чтобы как благодаря несмотря по в на с при для"),
        short=words("т.е т.к т.д т.п т е к им ул стр рис см ср др пр проф акад доц г гг в вв тыс млн млрд руб коп обл р-н д кв напр илл табл св ок пос тов гр гл дер г-н г-жа"),
        short_after_number=words("г гг в вв руб д п"),
        suffixes=endings("иями иях ями ами ого его ому ему ыми ими ость ости ение ения ением ия ий ый ая ое ые ой ей ам ям ах ях ов ев а я о е ы и у ю ь"),
    ),
    "tr": Language(
        stop=words(
            "ve veya ya da de ile ama fakat ancak çünkü ki bu şu o bir için gibi kadar göre daha en çok az her hiç ne mi mı mu mü değil var yok olan"
            " olarak olduğu oldu olur ise onun onlar onu ona biz siz ben sen bizim sizin benim senin kendi tüm bütün bazı hem sonra önce üzere"
            " karşı doğru beri yeni milyon milyar bin"
        ),
        lean=words("bu şu o bunlar şunlar onlar bunun onun onların ayrıca ancak fakat ama ve veya çünkü böylece böyle öyle sonra ardından ise yine"
                   " üstelik dolayısıyla oysa bunu onu buna ona bununla burada orada"),
        tail=words("ve ama ancak fakat ki çünkü ayrıca böylece ise hem"),
        fronted=words("eğer çünkü madem"),
        short=words("dr prof doç av sn bkz örn vb vs vd yy cad sok mah no tel t.c m.ö m.s st ltd şti a.ş alb yakl yrd öğr gör uzm yzb bşk"),
        suffixes=endings("larının lerinin larını lerini ların lerin ları leri lar ler ında inde dan den tan ten nın nin nun nün ın in un ün ı i u ü a e"),
        stem_letters=5,
        ordinals=True,
    ),
    "sv": Language(
        stop=words("och eller men att det den de en ett i på av för med till från om som är var har hade kan ska vill inte sig sin sitt sina han hon vi ni jag"
                   " man när där hur vad vid efter under över mellan utan mot genom mer mest också bara ny nya nytt miljoner miljarder"),
        lean=words("det den de detta denna dessa han hon hans hennes deras men och dock också därför då sedan så där här dessutom istället"),
        tail=words("och men eller som där när medan eftersom så vilket med utan"),
        short=words("bl.a t.ex dvs m.m osv ca kl nr dr prof s.k st jan feb apr aug sept okt nov dec tel"),
        suffixes=endings("arna erna orna ningar ning heten het ar er or en et a e n t s"),
        ordinals=False,
    ),
    "da": Language(
        stop=words("og eller men at det den de en et i på af for med til fra om som er var har havde kan skal vil ikke sig sin sit sine han hun vi jeg man når"
                   " hvor hvad ved efter under over mellem uden mod mere mest også kun ny nye nyt millioner milliarder"),
        lean=words("det den de dette denne disse han hun hans hendes deres men og dog også derfor så der her desuden i-stedet"),
        tail=words("og men eller som hvor når mens fordi så hvilket med uden"),
        short=words("bl.a f.eks dvs m.m osv ca kl nr dr prof s.k tlf jan feb apr aug sept okt nov dec fx"),
        suffixes=endings("erne ene ninger ning heden hed er en et e s"),
        ordinals=True,
    ),
    "cs": Language(
        stop=words("a i nebo ale že aby v ve na s se z ze k ke do od o u po pod nad za před při pro bez mezi je jsou byl byla bylo být má mají ne jak když kde"
                   " kdo co který která které ten ta to ti jeho její jejich již jen také velmi více nový nová nové milionů miliard"),
        lean=words("to ten ta tento tato toto tyto on ona oni jeho její ale a však proto také potom pak tam zde navíc"),
        tail=words("a ale který která které kde když protože aby že zatímco"),
        short=words("např tzv tj atd apod č str ul nám dr prof ing mgr min mil mld tis r st sv mudr phdr judr rndr mvdr bc csc"),
        suffixes=endings("ostech ostí ost ami ách ého ému ých ými em ou ů a e y i o u"),
        ordinals=True,
    ),
    "ar": Language(
        stop=words("في من على إلى عن مع أو و ثم لكن بل أن إن أنه أنها كان كانت يكون هو هي هم هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كل بعض بعد قبل بين حتى"
                   " عند منذ خلال حول كما أكثر غير مليون مليار"),
        lean=words("هذا هذه ذلك تلك هؤلاء هو هي هم لكن ولكن كما أيضا أيضًا وهو وهي وهذا وهذه وذلك لذلك لذا ثم بينما"),
        tail=words("و لكن ولكن حيث بينما مما كما التي الذي وذلك"),
        short=words("د أ م ص هـ وأ ود وم"),
        suffixes=endings("ات ون ين ان ها هم ية ة ه"),
    ),
    "he": Language(
        stop=words("של על את עם אל מן מ ב ל ו ה ש או אבל אך כי אם לא כן זה זו זאת אלה הוא היא הם הן אני אתה אנחנו היה היתה הייתה היו יש אין כל גם רק עוד יותר מאוד"
                   " בין אחרי לפני עד כמו מה מי איך חדש חדשה מיליון מיליארד"),
        lean=words("זה זו זאת אלה הוא היא הם הן אבל אך גם לכן כן אז שם כאן בנוסף עם-זאת אולם ושוב"),
        tail=words("אבל אך כי כאשר בעוד אשר ו"),
        suffixes=endings("ים ות יה ית ה"),
    ),
    "hi": Language(
        stop=words("का के की को में से पर ने और या लेकिन कि जो यह ये वह वे इस उस इन उन है हैं था थी थे हो होना होता कर करना करने किया गया गई गए एक तक लिए साथ भी ही तो न नहीं"
                   " अब सब कुछ अपने अपना अपनी बाद पहले नया नई नए लाख करोड़"),
        lean=words("यह ये वह वे इस इसके इसकी इसका इससे इसमें इन उस उसके उन लेकिन और परंतु मगर साथ इसलिए फिर तब यहाँ वहाँ हालाँकि हालांकि"),
        tail=words("और लेकिन जो जिससे जिसमें क्योंकि ताकि"),
        short=words("डॉ श्री प्रो रु पू कि.मी मी से.मी"),
        suffixes=endings("ियों ियाँ ओं ों ें ाएँ ी े ा ो ि"),
    ),
    "ja": Language(
        lean=words(
            "これ この それ その あの また しかし そして だが ただし さらに つまり そこで そのため このため 一方 なお こうした とはいえ とは言え 以上の 以上、 以上が こちら"
            " こんな こういう だから なので すると では、 というわけ ということで"
        ),
        suffixes=(),
        short=words("ver no vol dr mr ms inc co ltd corp vs st"),
    ),
    "zh": Language(
        stop=words("的 了 是 在 和 与 與 或 而 及 也 都 就 将 將 把 被 对 對 从 從 到 以 为 為 于 於 这 這 那 一"),
        lean=words(
            "这 這 该 該 此 其 它 他 她 他们 他們 它们 它們 但 但是 然而 而且 同时 同時 此外 因此 所以 不过 不過 另外 随后 隨後 而 在这里 在這裡 可以看到 可以看出 由此 以上 上面"
            " 上述 接下来 接下來 接着 接著 然后 然後 于是 於是 那么 那麼 那就 再比如 再一个 再一個 再者 又 否则 否則 反之 当然 當然"
        ),
        short=words("ver no vol dr mr ms inc co ltd corp vs st"),
    ),
    "ko": Language(
        stop=words("및 등 수 것 그 이 저 더 또 또는 그리고 하지만 위한 대한 통해 위해 있는 있다 하는 된 한 약"),
        lean=words(
            "이 그 이는 그는 이를 또 또한 하지만 그러나 그리고 따라서 이에 한편 그래서 특히 이번 이런 그런 이들 다만 이러한 이렇게 이처럼 그렇다면"
            " 그러면 그러므로 대신 이때 그때 즉 결국 마찬가지로 이어서 위 위의 아래 해당 여기서 여기서는 여기에 이것은 이것이 그것은"
        ),
        suffixes=endings("에서는 에서 으로 에게 까지 부터 이다 했다 한다 은 는 이 가 을 를 의 에 도 로 와 과 만"),
        short=words("ver no vol dr mr ms inc co ltd corp vs st"),
    ),
    "fa": Language(
        stop=words("و در به از که این آن را با برای است بود شد می شود های ها یک هر تا بر یا اما اگر هم نیز چه خود ما من شما او آنها"),
        lean=words("این آن او آنها اما ولی و همچنین پس بنابراین سپس البته نیز همین چنین"),
        tail=words("و که اما ولی تا"),
    ),
    "el": Language(
        stop=words(
            "ο η το οι τα του της των τον την και ή αλλά να θα που με σε στο στη στην στον στα στις για από ως είναι ήταν έχει έχουν δεν μη μην"
            " ένα ένας μια μία αυτό αυτή αυτός μας σας μου σου πιο πολύ όπως όταν αν"
        ),
        lean=words("αυτό αυτή αυτός αυτά αυτές αυτοί εκείνο και αλλά όμως οπότε έτσι επίσης ωστόσο τότε εκεί εδώ άρα"),
        tail=words("και αλλά που να γιατί ώστε"),
        short=words("π.χ κ κα δρ κ.λπ κλπ βλ σελ αρ"),
    ),
    "vi": Language(
        stop=words("và của là các có không cho một được những này đó với trong khi để từ đến về như thì mà ở ra vào rất nhiều hơn cũng đã sẽ đang bạn tôi mình"),
        lean=words("đó đây nó họ nhưng và"),
        tail=words("và nhưng mà để vì nếu"),
    ),
    "id": Language(
        stop=words("yang dan di ke dari untuk dengan ini itu pada adalah akan dalam tidak atau juga oleh sebagai bisa ada kita kami saya anda sudah telah lebih"),
        lean=words("ini itu hal dia mereka namun tetapi tapi dan jadi maka kemudian lalu sehingga begitu"),
        tail=words("dan tetapi yang karena sehingga"),
    ),
    "th": Language(
        lean=words("นี้ นั้น มัน มากกว่า น้อยกว่า แต่ และ นอกจากนี้ อย่างไรก็ตาม ดังนั้น ซึ่ง โดย ทั้งนี้"),
    ),
}  # fmt: skip
NONE = Language()
SAME = {"nb": "da", "nn": "da", "no": "da", "sk": "cs", "uk": "ru", "be": "ru", "ms": "id", "ca": "es", "gl": "pt"}
"""Languages that are near enough to another's little words."""

TRADITIONAL = dict(
    zip(
        "发论总简话给这为题决报对当时显毕诀问听没却样评链码内图骤写头联后还个么愿结说实从术讲顺随则间单议闻动态开关过与让边现调语该谢读详请谈终价诀应视频环节见里于",
        "發論總簡話給這為題決報對當時顯畢訣問聽沒卻樣評鏈碼內圖驟寫頭聯後還個麼願結說實從術講順隨則間單議聞動態開關過與讓邊現調語該謝讀詳請談終價訣應視頻環節見裡於",
        strict=True,
    )
)


def with_traditional(pattern: str) -> str:
    """The regular expression that matches its simplified Chinese in traditional characters too."""
    if not any(char in TRADITIONAL for char in pattern):
        return pattern
    made, in_class = "", False
    for char in pattern:
        in_class = char == "[" or (in_class and char != "]")
        other = TRADITIONAL.get(char)
        made += char if other is None else f"{char}{other}" if in_class else f"[{char}{other}]"
    return made


SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("fa", re.compile(r"[\u067e\u0686\u06a9\u06af\u06cc]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
LATIN = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "sv", "da", "cs", "vi", "id")
WORD = re.compile(r"[^\W\d_]+")
SEEN_WORDS = 40
"""Of a text whose language nobody names: so many words tell it."""


def language(code: str | None, text: str = "") -> Language:
    """What is known of the language; of the one that the text seems to be in, where no code names one."""
    return LANGUAGES.get(base(code) or guess(text), NONE)


WIDE = {"ja": 0.5, "zh": 0.45, "ko": 0.6, "th": 0.75, "he": 0.75, "ar": 0.8, "fa": 0.8}


def width(lang: str) -> float:
    """How many characters say as much as one of the Latin alphabet."""
    return WIDE.get(lang, 1)


@cache
def base(code: str | None) -> str:
    """The language alone, as "pt" of "pt_BR"; empty where nothing is known of that language."""
    short = (code or "").replace("_", "-").split("-")[0].lower()
    short = SAME.get(short, short)
    return short if short in LANGUAGES else ""


def guess(text: str) -> str:
    """The language whose little words and letters the text has most of; English where nothing tells."""
    if not text.isascii():
        for code, letters in SCRIPTS:
            if len(letters.findall(text[:400])) > (2 if code in {"ja", "zh"} else 8):
                return code
    seen = [word.lower() for word in WORD.findall(text[:1000])[:SEEN_WORDS]]
    counts = {code: sum(word in LANGUAGES[code].stop for word in seen) for code in LATIN}
    return max(counts, key=lambda code: counts[code])
