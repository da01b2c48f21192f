"""A blog is recognised from its own files, which are read as hostile text and never run."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings.model import GENERATORS as SETTINGS_GENERATORS
from bot.sites import GENERATORS, Kind, Written, find, jekyll, site_of
from bot.sites.hugo import cascade

BLOGS: dict[str, tuple[dict[str, str], tuple[Kind, str | None, str | None, str | None, str | None]]] = {
    "astro's blog template": (
        {
            "astro.config.mjs": "import { defineConfig } from 'astro/config';\nexport default defineConfig({\n\tsite: 'https://blog.dev',\n});\n",
            "src/content.config.ts": "const blog = defineCollection({ loader: glob({ base: './src/content/blog', pattern: '**/*.{md,mdx}' }) });",
            "src/pages/blog/[...slug].astro": "const posts = await getCollection('blog');",
            "src/content/blog/one.md": "",
        },
        (Kind.ASTRO, "https://blog.dev", "src/content/blog", "src/content/blog/one.md", "/blog/one/"),
    ),
    "astro with constants, a base, closing slashes and folders": (
        {
            "astro.config.ts": "// site: 'https://commented.dev'\nimport { SITE } from './src/config';\n"
            "export default defineConfig({ integrations: [sitemap({ site: 'https://inner.dev' })], site: SITE.website, base: '/b', trailingSlash: 'always' })",
            "src/config.ts": "export const SITE = {\n  website: `https://${HOST}/`,\n} as const;\nconst HOST = 'blog.dev';",
            "src/content.config.ts": "export const BLOG_PATH = 'src/data/blog';\nconst blog = defineCollection({ loader: glob({ pattern: '**/[^_]*.md', base: `./${BLOG_PATH}` }) });",
            "src/pages/posts/[...slug]/index.astro": 'getCollection("blog")',
            "src/pages/tags/[tag]/[...page].astro": 'getCollection("blog")',
            "src/data/blog/2026/one.md": "",
            "src/data/blog/two.md": "",
        },
        (Kind.ASTRO, "https://blog.dev/", "src/data/blog", "src/data/blog/2026/One Two.md", "/b/posts/2026/one-two/"),
    ),
    "astro whose address depends on the environment": (
        {
            "astro.config.mjs": "export default { site: process.env.SITE ?? (import.meta.env.DEV ? 'http://localhost:4321' : 'https://blog.dev'), trailingSlash: 'never' }",
            "src/content/config.ts": "export const collections = { posts };",
            "src/content/posts/one.mdx": "",
            "src/content/authors/me.md": "",
            "src/pages/[lang]/posts/[slug].astro": "",
        },
        (Kind.ASTRO, "https://blog.dev", "src/content/posts", "src/content/posts/one.mdx", "/fr/posts/one"),
    ),
    "hugo": (
        {"hugo.toml": "baseURL = 'https://blog.dev/sub/'\n", "content/posts/one.md": "", "content/about.md": ""},
        (Kind.HUGO, "https://blog.dev/sub", "content/posts", "content/posts/Two.md", "/sub/posts/two/"),
    ),
    "hugo with permalinks": (
        {
            "config.yaml": "baseURL: https://blog.dev\npermalinks:\n  page:\n    blog: /:year/:month/:slug/\n",
            "content/blog/one/index.md": "",
        },
        (Kind.HUGO, "https://blog.dev", "content/blog", "content/blog/one/index.md", "/2024/05/the-title/"),
    ),
    "hugo with a token that nobody knows": (
        {"hugo.toml": 'baseURL = "https://blog.dev"\n[permalinks]\nposts = "/:mood/:slug/"\n', "content/posts/one.md": ""},
        (Kind.HUGO, "https://blog.dev", "content/posts", "content/posts/one.md", None),
    ),
    "hugo's settings in a folder": (
        {
            "config/_default/hugo.toml": 'baseURL = "https://blog.dev"\nuglyURLs = true\n[params]\nmainSections = ["essays"]\n',
            "content/essays/one.md": "",
            "content/posts/one.md": "",
        },
        (Kind.HUGO, "https://blog.dev", "content/essays", "content/essays/one.md", "/essays/one.html"),
    ),
    "jekyll": (
        {"_config.yml": "url: https://blog.dev\nbaseurl: /b\n", "_posts/2026-01-01-one.md": ""},
        (Kind.JEKYLL, "https://blog.dev", "_posts", "_posts/2026-01-01-one.md", "/b/2024/05/06/one.html"),
    ),
    "jekyll on github's pages": (
        {"_config.yml": "title: x\npermalink: /:categories/:title/\n", "CNAME": "blog.dev\n", "_posts/2026-01-01-one.md": ""},
        (Kind.JEKYLL, "https://blog.dev", "_posts", "_posts/2026-01-01-one.md", "/one/"),
    ),
    "eleventy": (
        {
            ".eleventy.js": "module.exports = function (c) { return { dir: { input: 'src' } } }",
            "src/_data/metadata.json": '{"url": "https://blog.dev/"}',
            "src/posts/posts.json": '{"permalink": "/writing/{{ page.fileSlug }}/"}',
            "src/posts/2026-01-01-one.md": "",
        },
        (Kind.ELEVENTY, "https://blog.dev", "src/posts", "src/posts/2026-01-01-one.md", "/writing/one/"),
    ),
    "eleventy's base blog": (
        {
            "eleventy.config.js": "export const config = { dir: { input: 'content', data: '../_data' } };",
            "_data/metadata.js": "export default { title: 'x', url: 'https://blog.dev/' }",
            "content/blog/one.md": "",
        },
        (Kind.ELEVENTY, "https://blog.dev", "content/blog", "content/blog/one.md", "/blog/one/"),
    ),
    "eleventy with a program for its addresses": (
        {
            "eleventy.config.js": "export const config = { dir: { input: 'content' } };",
            "content/blog/blog.11tydata.js": "export default { permalink: (data) => make(data) }",
            "content/blog/one.md": "",
        },
        (Kind.ELEVENTY, None, "content/blog", "content/blog/one.md", None),
    ),
    "a folder": (
        {"package.json": '{"homepage": "https://blog.dev"}', "content/one.md": "", "README.md": "", "docs/usage.md": ""},
        (Kind.PLAIN, "https://blog.dev", "content", None, None),
    ),
    "nothing": ({"README.md": ""}, (Kind.PLAIN, None, None, None, None)),
}  # fmt: skip


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", BLOGS)
def test_a_blog_gives_itself_away(tmp_path: Path, name: str) -> None:
    """What builds it, where it is, where its posts lie and what one's address is."""
    files, (kind, site, content, path, address) = BLOGS[name]
    blog = find(written(tmp_path, files))
    assert blog.kind is kind
    assert (blog.site.value.rstrip("/") if blog.site else None) == (site.rstrip("/") if site else None)
    assert (blog.content.value if blog.content else None) == content
    if path is not None:
        post = site_of(tmp_path, kind.value.lower(), content or "").post(
            Written(path, {"lang": "fr"}, "The Title", date=datetime(2024, 5, 6, tzinfo=UTC))
        )
        assert post.address == address
        assert (post.trouble is None) == (address is not None)


def test_a_quartz_garden_may_publish_only_what_says_so(tmp_path: Path) -> None:
    """Its filter ExplicitPublish leaves every other note out."""
    one = Written("content/one.md", {"title": "One"})
    said = Written("content/one.md", {"title": "One", "publish": "true"})
    config = "filters: [Plugin.RemoveDrafts(), {}Plugin.ExplicitPublish()],"
    for commented, left_out in (("", True), ("// ", False)):
        written(tmp_path, {"quartz.config.ts": config.format(f"\n{commented}")})
        site = site_of(tmp_path, "quartz", "content")
        assert (site.post(one).kept_back is not None) == left_out
        assert site.post(said).kept_back is None


@pytest.mark.parametrize(
    ("generator", "content"),
    [("astro", "src/content/blog"), ("docusaurus", "blog"), ("eleventy", ""), ("gatsby", "content"), ("hexo", "source/_posts"),
     ("mkdocs", "docs"), ("next", "posts"), ("nuxt", "content"), ("pelican", "content"),
     ("quartz", "content"), ("zola", "content")],
)  # fmt: skip
def test_a_section_is_a_folder_and_never_the_file_itself(tmp_path: Path, generator: str, content: str) -> None:
    """In the owner's permalink {section} is the post's first folder; a post that lies in none has no section."""
    site = site_of(tmp_path, generator, content)

    def sections(path: str) -> tuple[str, str]:
        parts = site.parts(Written(f"{content}/{path}".lstrip("/"), {}, "The Title"))
        return parts["section"], parts["sections"]

    assert sections("one.md") == ("", "")
    assert sections("a/one.md") == ("a", "a")
    assert sections("a/b/one.md") == ("a", "a/b")


def test_zola_makes_no_page_of_what_says_so(tmp_path: Path) -> None:
    site = site_of(written(tmp_path, {"config.toml": "base_url = 'https://blog.dev'\n"}), "zola", "content")
    for own in ({}, {"path": "/own/"}):
        assert site.post(Written("content/a.md", own)).kept_back is None
        assert site.post(Written("content/a.md", {**own, "render": False})).kept_back is not None


def test_zola_takes_the_date_of_a_name_that_is_nothing_else(tmp_path: Path) -> None:
    site = site_of(written(tmp_path, {"config.toml": "base_url = 'https://blog.dev'\n"}), "zola", "content")
    assert site.date_in_name("content/2024-05-06.md") == "2024-05-06"
    assert site.post(Written("content/2024-05-06.md")).address == "/2024-05-06/"


@pytest.mark.parametrize("config", ["hugo.toml", "mkdocs.yml", "docs/.vitepress/config.ts"])
def test_the_page_that_lists_the_posts_is_none_of_them(tmp_path: Path, config: str) -> None:
    files = dict.fromkeys(
        ("docs/blog/a.md", "docs/blog/b/index.md", "docs/blog/index.md"), "---\ndate: 2024-05-06\n---\n"
    )
    text = "contentDir = 'docs'" if config == "hugo.toml" else "site_name: x"
    blog = find(written(tmp_path, {config: text, **files}))
    assert (blog.content.value if blog.content else "", blog.exclude) == ("docs/blog", ("index.md",))


def test_an_address_without_its_scheme_has_no_path(tmp_path: Path) -> None:
    """As some write base_url; every link would have had the host twice."""
    site = site_of(written(tmp_path, {"config.toml": "base_url = 'blog.dev'\n"}), "zola", "content")
    assert site.post(Written("content/a.md")).address == "/a/"


def test_every_value_names_the_file_that_it_came_from(tmp_path: Path) -> None:
    """So that the owner can see why the bot believes it."""
    blog = find(written(tmp_path, BLOGS["jekyll on github's pages"][0]))
    assert blog.site is not None
    assert blog.site.where == "CNAME"


def test_the_settings_know_every_generator() -> None:
    """Their names stand in the settings' own room, which knows no generator."""
    assert set(SETTINGS_GENERATORS) == set(GENERATORS)


def test_a_folder_of_assets_is_found_where_the_generator_serves_it(tmp_path: Path) -> None:
    """Hugo's static/, Astro's public/, Jekyll's top."""
    hugo = find(written(tmp_path / "h", {**BLOGS["hugo"][0], "static/a.png": "", "assets/b.png": ""}))
    assert hugo.assets == ("static", "assets")
    assert find(written(tmp_path / "j", BLOGS["jekyll"][0])).assets == (".",)


@pytest.mark.parametrize(
    "site",
    [
        "https://example.com", "https://www.example.org/", "http://localhost:4321", "https://github.com/me/blog#readme", "/",
        "javascript:alert(1)", "https://", "https://user:pass@blog.dev", "https://blog.dev/?a=b", "https://blog dev", "//blog.dev",
        "file:///etc/passwd", "https://blog.dev\\u001b]0;x", "$URL", "https://" + "a" * 600 + ".dev",
    ],
)  # fmt: skip
def test_what_is_no_blogs_address_is_not_taken(tmp_path: Path, site: str) -> None:
    """Placeholders of templates, other schemes, secrets, and what would steer a terminal."""
    assert find(written(tmp_path, {"astro.config.mjs": f"export default {{ site: '{site}' }}"})).site is None


@pytest.mark.parametrize(
    "files",
    [
        {"astro.config.mjs": "site:" * 24_000},
        {"astro.config.mjs": "site: A," * 200, "src/config.ts": "A = A + A + A;" * 2000},
        {"astro.config.mjs": "site: `${A}${B}`", "src/config.ts": "".join(f"const {a} = `${{{b}}}${{{b}}}`;" for a, b in ("AB", "BA")) * 99},
        {"astro.config.mjs": "/*" * 60_000},
        {"astro.config.mjs": "'" + "\\" * 120_000},
        {"astro.config.mjs": "`${" * 40_000},
        {"astro.config.mjs": "{" * 120_000},
        {"_config.yml": "a: &a [x]\n" + "".join(f"k{n}: &k{n} [*a, *a]\n" for n in range(3000))},
        {"_config.yml": "[" * 100_000},
        {"package.json": "[" * 100_000},
        {"hugo.toml": "a = " + "[" * 100_000},
        {"docusaurus.config.js": "{path:" * 6000 + "}" * 6000},
        {"hugo.toml": "x = {" + "a." * 50_000 + "b = 1}"},
        {"astro.config.mjs": '"' + 'a\\"' * 40_000},
        {"_config.yml": "url: !!python/object/apply:os.system ['touch ran']"},
        {"hugo.toml": f"cascade = {{a = 1, target = {{path = '{'**a*b' * 200}'}}}}", "content/a.md": ""},
        {"hugo.toml": "cascade = [1, {target = 2}, {target = {path = 3}}]\nfrontmatter = {date = 4}\nlanguages = 5"},
        {"hugo.toml": f"languageCode = 0x{'f' * 5000}"},
        {"hugo.toml": "permalinks = 3\nparams = 'x'\nbaseURL = 7\ncontentDir = ['a']\nuglyURLs = []"},
    ],
)  # fmt: skip
def test_hostile_files_cost_little_and_break_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    """Bombs, riddles and other types are no more than files that say nothing."""
    begun = time.process_time()
    blog = find(written(tmp_path, files))
    assert blog.site is None
    assert time.process_time() - begun < 5
    assert not (Path.cwd() / "ran").exists()


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """A link may lead out of the blog, a pipe never ends, a large file is no configuration, and bytes are no text."""
    outside = tmp_path / "outside.mjs"
    outside.write_text("export default { site: 'https://secret.dev' }")
    root = tmp_path / "blog"
    (root / "src").mkdir(parents=True)
    (root / "astro.config.mjs").symlink_to(outside)
    os.mkfifo(root / "package.json")
    (root / "CNAME").write_bytes(b"\xff\xfe\x00")
    (root / "_config.yml").write_text("url: https://large.dev\n" + "#" * 200_000)
    (root / "loop").symlink_to(root)
    assert find(root).site is None


@pytest.mark.parametrize("path", ["../outside", "/etc", "src/../../outside", "missing"])
def test_a_folder_outside_the_blog_is_not_taken(tmp_path: Path, path: str) -> None:
    """The posts are in the blog, whatever its files say."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "one.md").write_text("")
    root = written(
        tmp_path / "blog",
        {"astro.config.mjs": "", "src/content.config.ts": f"glob({{ base: '{path}' }})", "src/content/blog/one.md": ""},
    )
    blog = find(root)
    assert blog.content is not None
    assert blog.content.value == "src/content/blog"


def test_what_is_installed_or_built_is_not_looked_into(tmp_path: Path) -> None:
    """node_modules holds thousands of READMEs, and none of them is a post."""
    root = written(tmp_path, {"node_modules/a/content/one.md": "", "_site/posts/one.md": "", ".git/posts/one.md": ""})
    assert find(root).content is None


@pytest.mark.parametrize("glob", ["**a," * 12 + "b", "{x,}**a" * 12 + "b"])
def test_a_glob_of_many_stars_fits_nothing(glob: str) -> None:
    assert not cascade.fits(glob, "a," * 60)


def test_a_glob_may_have_many_ways() -> None:
    assert cascade.fits("/log/{a/**,b/**,c/**,d/**,e/**}", "/log/e/1/2")
    assert not cascade.fits("}{", "/log/e")


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("_posts/*/tide", "_posts/a/tide.md", True),
        ("_posts/*/tide", "_posts/a/b/tide.md", False),
        ("_posts/**/tide", "_posts/a/b/tide.md", True),
        ("*a" * 30 + "b", "a" * 200, False),
    ],
)
def test_a_scope_in_jekylls_settings(glob: str, path: str, *, fits: bool) -> None:
    assert jekyll.scope_fits(path, glob) is fits
