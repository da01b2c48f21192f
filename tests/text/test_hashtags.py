"""Hashtags as people write them."""

from __future__ import annotations

import tracemalloc

import pytest

from bot.text.hashtags import hashtag, hashtags, inline
from bot.text.tag_rank import Context, ranked, worth_showing


@pytest.mark.parametrize(
    ("tag", "made"),
    [
        ("software-engineering", "SoftwareEngineering"),
        ("LLM", "LLM"),
        ("machine learning", "MachineLearning"),
        ("machine_learning", "MachineLearning"),
        ("ai", "AI"),
        ("ai-research", "AIResearch"),
        ("llmops", "LLMOps"),
        ("research", "Research"),
        ("iPhone", "iPhone"),
        ("#Already", "Already"),
        ("c#", "CSharp"),
        ("C++", "Cpp"),
        (".NET", "DotNet"),
        ("node.js", "NodeJS"),
        ("women's rights", "WomensRights"),
        ("São Paulo", "SãoPaulo"),
        ("Bürgerinitiative", "Bürgerinitiative"),
        ("言語 モデル", "言語モデル"),
        ("비용 최적화", "비용최적화"),
        ("C# test automation", "CSharpTestAutomation"),
        ("gcc", "GCC"),
        ("HTTP long polling", "HTTPLongPolling"),
        ("ذكاء اصطناعي", "ذكاء_اصطناعي"),
        ("हिन्दी", "हिन्दी"),
        ("claude-4.5", "Claude4_5"),
        ("3d-printing", "3dPrinting"),
        ("2026", None),
        ("🎉", None),
        ("", None),
        ("---", None),
        ("Javascript", "JavaScript"),
        ("Github actions", "GitHubActions"),
        ("nextjs", "NextJS"),
        ("ssg", "SSG"),
        ("vector-db", "VectorDB"),
        ("signal-vs-noise", "SignalVsNoise"),
        ("C# 14", "CSharp14"),
        (".NET Core", "DotNetCore"),
        ("v1.3.0", None),
        ("V2", None),
        ("Merge or unmerge cells in all Excel sheets", "MergeOrUnmergeCellsInAllExcelSheets"),
        ("x" * 65, None),
    ],
)
def test_a_tag_becomes_one_word(tag: str, made: str | None) -> None:
    assert hashtag(tag) == made


def test_a_tag_stands_once_whatever_its_case_in_its_first_place_and_best_spelling() -> None:
    assert hashtags(["xai", "security", "XAI", "Security", "security"]) == ("XAI", "Security")


def test_tags_to_leave_out_are_left_out_whatever_their_case_and_dashes() -> None:
    assert hashtags(["Digest", "weekly-digest", "news"], frozenset({"digest", "weeklydigest"})) == ("News",)


def test_the_digest_shows_how_a_name_is_spelled() -> None:
    words = "OpenAI's new xAI rival, says Red Hat of LLMs at NeurIPS"
    assert hashtags(["openai", "xai", "redhat", "llm", "neurips", "rival"], words=words) == (
        "OpenAI", "xAI", "RedHat", "LLM", "NeurIPS", "Rival",
    )  # fmt: skip


def test_a_title_in_capitals_teaches_no_spelling() -> None:
    assert hashtags(["kettle"], words="THE KETTLE THAT WAITS") == ("Kettle",)


@pytest.mark.parametrize(
    ("text", "tag", "word"),
    [
        ("What Rust changed", "Rust", "Rust"),
        ("What rust, changed", "Rust", "rust"),
        ("Rust’s third year", "Rust", None),
        ("Rust-like, Rusty, trust, @Rust, Rust.rs", "Rust", None),
        ("Rusty Rust.", "Rust", "Rust"),
        ("(Rust)", "Rust", "Rust"),
        ("the #Rust book", "Rust", "#Rust"),
    ],
)
def test_a_tag_is_found_where_it_is_a_word_of_its_own(text: str, tag: str, word: str | None) -> None:
    spot = inline(text, tag)
    assert (text[slice(*spot)] if spot else None) == word


def test_names_of_several_words_are_spelt_as_the_digest_spells_them() -> None:
    words = "GPT-5, MoE and iOS on Node.js, by Red Hat at CES; open source, says OpenAI.\nNOTHING HERE IS EVIDENCE"
    assert hashtags(["gpt-5", "moe", "ios", "node.js", "redhat", "ces", "opensource", "openai", "evidence"], words=words) == (
        "GPT5", "MoE", "iOS", "NodeJS", "RedHat", "CES", "OpenSource", "OpenAI", "Evidence",
    )  # fmt: skip


def test_capitals_follow_the_languages_rules() -> None:
    assert hashtag("istanbul", lang="tr") == "İstanbul"
    assert hashtag("istanbul", lang="en") == "Istanbul"
    assert hashtag("straße") == "Straße"
    assert hashtag("λόγος") == "Λόγος"
    assert hashtag("ijsbaan", lang="nl") == "IJsbaan"
    assert hashtag("qualità dell'aria", lang="it") == "QualitàDellAria"
    assert hashtag("vallée d’Aoste", lang="fr") == "ValléeDAoste"
    assert hashtag("women's rights") == "WomensRights"


def order(tags: list[str], title: str = "", *body: str, lang: str | None = "en") -> tuple[str, ...]:
    return ranked(tuple(tags), Context(title, body, lang))


def test_the_specific_go_before_the_generic() -> None:
    assert order(["AI", "Research", "LLM", "MoE"]) == ("LLM", "MoE", "Research", "AI")
    assert order(["MLResearch", "AITools", "Hallucinations"])[0] == "Hallucinations"
    assert ranked(("Rust", "Linux"), Context("", archive=frozenset({"rust"}))) == ("Linux", "Rust")


def test_a_name_of_the_title_goes_first_and_then_what_adds_a_word_to_it() -> None:
    tags = ["AISafety", "Deepfakes", "Grok", "Ethics"]
    assert order(tags, "Grok's drama forces Musk into blocks", "Deepfakes spread.") == (
        "Grok", "Deepfakes", "AISafety", "Ethics"
    )  # fmt: skip
    assert order(["Lisboa", "Azulejos", "Património"], "Quem rouba os azulejos de Lisboa?", lang="pt")[:2] == (
        "Lisboa", "Património"
    )  # fmt: skip
    assert order(["SchwarzGruppe", "KI", "AlephAlpha"], "KI: Aleph Alpha verkauft", lang="de")[0] == "AlephAlpha"
    body = "Last week Anthropic let its agents work at night."
    assert order(["Agents", "Anthropic", "Labs"], "Anthropic's Agents Hit Labs", body)[0] == "Anthropic"


def test_what_the_digest_names_a_word_of_goes_before_what_it_never_names() -> None:
    title, body = "Cómo montamos una radio de barrio", "La emisora suena en Vallecas."
    assert order(["CulturaLibre", "RadioComunitaria", "Vallecas"], title, body, lang="es") == (
        "RadioComunitaria", "Vallecas", "CulturaLibre"
    )  # fmt: skip


def test_a_latin_name_is_found_among_words_without_spaces() -> None:
    assert order(["大模型", "DeepSeek"], "DeepSeek发布V4", "这个大模型更便宜。", lang="zh")[0] == "DeepSeek"


def test_a_word_of_the_title_is_known_in_its_other_forms() -> None:
    title = "Niebo nad Bieszczadami jest ciemniejsze"
    assert order(["Astronomia", "Bieszczady"], title, lang="pl") == ("Bieszczady", "Astronomia")
    assert order(["चाय", "सफ़र", "लखनऊ"], "लखनऊ की चाय", lang="hi")[:2] == ("चाय", "सफ़र")


@pytest.mark.parametrize(
    ("tags", "title", "first"),
    [
        (["mapas", "enlaces", "Madrid"], "Enlace: un mapa de todos los árboles de Madrid", ("mapas", "Madrid")),
        (["links", "lighthouses"], "Link: The Man Who Fixes Lighthouse Lenses", ("lighthouses",)),
        (["poradnik", "zima"], "Poradnik: rower zimą", ("zima",)),
        (["日記", "銭湯"], "銭湯日記その八", ("銭湯",)),
    ],
)
def test_a_tag_for_the_form_of_a_post_comes_last(tags: list[str], title: str, first: tuple[str, ...]) -> None:
    assert order(tags, title, lang=None)[: len(first)] == first


def shown(tags: list[str], said: str = "") -> tuple[str, ...]:
    return worth_showing(tags, said, Context(""))


def test_what_says_nothing_is_shown_where_there_is_no_better_one_and_the_text_does_not_say_it() -> None:
    assert shown(["Rust", "ReleaseNotes"]) == ("Rust",)
    assert shown(["Links"]) == ("Links",)
    assert shown(["AI"], "What AI can do") == ()
    assert shown(["Torino", "Travel"]) == ("Torino", "Travel")
    assert shown(["Torino", "Travel"], "On travel by night") == ("Torino",)


def test_after_two_hashtags_another_has_to_add_something() -> None:
    assert shown(["LLM", "Rust", "Ethics", "Linux"]) == ("LLM", "Rust", "Linux")
    assert shown(["LLM", "Rust", "Linux"], "It runs on Linux.") == ("LLM", "Rust")
    assert shown(["MultiAgent", "Agents", "Rust"]) == ("MultiAgent", "Rust")


def test_a_name_in_small_letters_stays_as_the_digest_writes_it() -> None:
    assert hashtags(["n8n"], words="Liguei tudo com o n8n.") == ("n8n",)
    assert hashtags(["tsuzumi"], words="NTT、軽量LLM「tsuzumi 2」の提供を開始") == ("tsuzumi",)
    assert hashtags(["robots"], words="We build robots.") == ("Robots",)


def test_a_possessive_is_no_part_of_a_name() -> None:
    assert hashtags(("papers", "xai"), words="The paper's authors and xAI's model.") == ("Papers", "xAI")


def test_a_tag_of_a_script_without_capitals_stays_one_word_whatever_the_text_parts() -> None:
    assert hashtags(["단위테스트"], words="단위 테스트는 작다.", lang="ko") == ("단위테스트",)


def test_a_name_that_the_text_writes_in_both_ways_is_neither_shouted_nor_small() -> None:
    assert hashtags(["docker"], words="OrbStack은 docker.sock을 쓰는 Docker 대체재입니다.", lang="ko") == ("Docker",)
    assert hashtags(["shader"], words="编写 Shader 程序，用 GL_VERTEX_SHADER 创建。", lang="zh") == ("Shader",)
    assert hashtags(["HTTP long polling"], words="여기서는 HTTP long polling 을 살펴본다", lang="ko") == (
        "HTTPLongPolling",
    )


def test_a_name_with_a_sign_keeps_it_however_the_text_writes_it() -> None:
    assert hashtags([".net"], words="Tests for .NET applications") == ("DotNet",)


def test_the_language_of_a_digest_is_no_hashtag() -> None:
    assert worth_showing(("Ru", "VPN"), "", Context("Тестируем VPN", lang="ru")) == ("VPN",)


@pytest.mark.parametrize(
    ("tag", "made"), [("qt", "Qt"), ("vms", "VMs"), ("grpc", "gRPC"), ("mr robot", "MrRobot"), ("gcc", "GCC")]
)
def test_a_tag_without_vowels_is_spelt_as_people_spell_it(tag: str, made: str) -> None:
    assert hashtag(tag) == made


def test_a_tag_longer_than_anyone_looks_for_is_only_its_authors() -> None:
    tag = "InternationalDayOfPersonsWithDisabilities"
    assert hashtags([tag]) == ()
    assert hashtags([tag], longest=64) == (tag,)


def test_a_tag_as_long_as_a_file_takes_no_memory() -> None:
    """Each of its beginnings was kept."""
    tracemalloc.start()
    assert hashtags(["a" * 100_000, "moe"], words="a MoE of its own") == ("MoE",)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()
