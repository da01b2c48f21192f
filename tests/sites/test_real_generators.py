"""Addresses, titles and languages are those that the real generators build; the generator is the oracle.

Each example is a whole blog, so that one build answers for many posts: four blogs of sixty posts a generator.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.sites.generators import build
from tests.sites.generators.build import compare, post, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POSTS = range(60)
SEEDS = pytest.mark.parametrize("seed", range(4))
WORDS = (
    "The", "tide", "C++", "a-b", "Über", "café", "x.y", "don't", "R&D", "100%", "(two)", "3", "no_way", "-", "What?", "naïve",
    "Don’t", "a  b", "Łódź", "é!", "#1", "a+b", "1/2", "@me", "~",
)  # fmt: skip
WIDE = (*WORDS, "«so»", "日本", "Тест")
"""With what only a table of the world's scripts can transliterate."""


class Dice(random.Random):
    """What one example is made of; the seed makes it the same every time."""

    def words(self, known: Sequence[str] = WORDS) -> str:
        return " ".join(self.choice(known) for _ in range(self.randint(1, 4)))

    def name(self, known: Sequence[str] = WORDS, without: str = "") -> str:
        """A file name: no slash, and nothing before which a generator passes over a file."""
        text = self.words(known).replace("/", "-").lstrip(".-_~# ")
        return "".join(mark for mark in text if mark not in without) or "x"

    def date(self) -> str:
        return f"{self.randint(1995, 2024)}-{self.randint(1, 12):02}-{self.randint(1, 28):02}"

    def maybe(self) -> bool:
        return self.random() < 0.5


HUGO_PATTERNS = (
    "", "/:year/:month/:title/", "/:sections[1:]/:slug/", "/:2006-01-02/:yearday/:weekdayname/:sections/:slugorcontentbasename",
)  # fmt: skip


@SEEDS
def test_hugo(tmp_path: Path, seed: int) -> None:
    """Permalinks, ugly addresses, bundles, folders, translations by file name, slugs."""
    dice = Dice(seed)
    config: dict[str, object] = {
        "baseURL": "https://blog.dev/sub/", "languageCode": "en-gb", "defaultContentLanguage": "en", "uglyURLs": seed in {1, 3},
        "disablePathToLower": seed == 2, "removePathAccents": seed == 3, "languages": {"en": {"weight": 1}, "de": {"weight": 2}},
        "disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"],
    }  # fmt: skip
    if HUGO_PATTERNS[seed]:
        config["permalinks"] = {"posts": HUGO_PATTERNS[seed]}
    write(tmp_path, {"hugo.json": json.dumps(config), "content/posts/real/_index.md": post({"title": "A section"})})
    for number in POSTS:
        name = f"{dice.name(WIDE)} n{number}"
        place = dice.choice(
            (
                f"{name}.md",
                f"{name}/index.md",
                f"Deep er/{name}.md",
                f"real/{name}.md",
                f"{name}.de.md",
                f"{name}/index.de.md",
            )
        )
        fields = {"title": f"{dice.words(WIDE)} n{number}", "date": dice.date()}
        if dice.maybe():
            fields["slug"] = f"{dice.words(WIDE)} n{number}"
        write(tmp_path, {f"content/posts/{place}": post(fields)})
    compare(tmp_path, build.hugo(tmp_path, base="/sub"))


JEKYLL_PATTERNS = (
    "date", "/:categories/:short_year/:i_month/:i_day/:title", "/:categories/:year/:y_day/:title.html", "/b/:y_day/:long_month/:slug/:title:output_ext",
)  # fmt: skip


@SEEDS
def test_jekyll(tmp_path: Path, seed: int) -> None:
    """Styles and patterns, categories from folders and front matter, slugs, defaults, dates with a zone."""
    dice = Dice(seed)
    base = "/log" if seed % 2 else ""
    config: dict[str, object] = {"url": "https://blog.dev", "baseurl": base, "timezone": "UTC", "future": True}
    values: dict[str, object] = {"layout": "post"}
    (values if seed > 1 else config)["permalink"] = JEKYLL_PATTERNS[seed]
    config["defaults"] = [{"scope": {"path": "", "type": "posts"}, "values": values}]
    write(tmp_path, {"_config.yml": json.dumps(config)})
    for number in POSTS:
        fields: dict[str, Any] = {"title": f"{dice.words(WIDE)} n{number}"} if dice.maybe() else {}
        if dice.maybe():
            fields["slug"] = f"{dice.words()} n{number}"
        if categories := dice.choice([None, dice.name(), [dice.name(WIDE), dice.name()]]):
            fields["categories"] = categories
        date = dice.date()
        if hour := dice.choice(["", " 23:30:00 -0500", " 01:10:00"]):
            fields["date"] = f"{date}{hour}"
        ending = dice.choice(["md", "markdown"])
        folder = dice.choice(["", "", "News/", "a/b/"])
        write(tmp_path, {f"{folder}_posts/{date}-{dice.name(WIDE)} n{number}.{ending}": post(fields)})
    compare(tmp_path, build.jekyll(tmp_path, base))


ELEVENTY_PATTERNS = (
    None, "/writing/{{ page.fileSlug }}/", "/{{ title | slugify }}/index.html", "/{{ page.date | date: '%Y/%m/%d' }}/{{ page.fileSlug }}.html",
)  # fmt: skip


@SEEDS
def test_eleventy(tmp_path: Path, seed: int) -> None:
    """Its default, a folder's data file, a post's own permalink, dates in names, indexes."""
    dice = Dice(seed)
    data: dict[str, object] = {"layout": "post.njk"}
    if ELEVENTY_PATTERNS[seed]:
        data["permalink"] = ELEVENTY_PATTERNS[seed]
    layout = '<meta name="source" content="{{ page.inputPath }}"><title>{{ title }}</title>'
    write(tmp_path, {
        "eleventy.config.js": "module.exports = () => ({ dir: { input: 'src' } });", "package.json": "{}",
        "src/_data/site.json": '{"url": "https://blog.dev"}', "src/_includes/post.njk": layout, "src/posts/posts.json": json.dumps(data),
    })  # fmt: skip
    for number in POSTS:
        name = f"{dice.name(WIDE)} n{number}"
        dated = f"{dice.date()}-{name}" if dice.maybe() else name
        place = dice.choice((f"{dated}.md", f"{dated}/index.md", f"sub/{dated}.md", f"{name}/{name}.md"))
        fields: dict[str, Any] = {"title": f"{dice.words()} n{number}", "date": dice.date()}
        if dice.maybe():
            fields["permalink"] = f"/own/{number}/"
        write(tmp_path, {f"src/posts/{place}": post(fields)})
    compare(tmp_path, build.eleventy(tmp_path))


ASTRO_PAGE = """---
import { getCollection } from 'astro:content';
export async function getStaticPaths() {
  return (await getCollection('blog')).map((post) => ({ params: { slug: TAKES }, props: { post } }));
}
const { post } = Astro.props;
---
<html><head><meta name="source" content={post.filePath} /><title>{post.data.title}</title></head></html>
"""
ASTRO_CONTENT = """import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/blog' }), schema: z.object({ title: z.string() }).passthrough() });
export const collections = { blog };
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_astro(tmp_path: Path, seed: int) -> None:
    """Ids of the glob loader, slugs of the front matter, folders, a key that the route takes."""
    dice = Dice(seed)
    base, takes = "/sub" if seed % 2 else "", "post.id" if seed > 1 else "post.data.permalink || post.id"
    write(tmp_path, {
        "astro.config.mjs": f"export default {{ site: 'https://blog.dev', base: {json.dumps(base or '/')} }};",
        "package.json": '{"type": "module"}', "src/content.config.ts": ASTRO_CONTENT,
        "src/pages/blog/[...slug].astro": ASTRO_PAGE.replace("TAKES", takes),
    })  # fmt: skip
    for number in range(120):  # a build takes long, and a post next to nothing
        fields: dict[str, Any] = {"title": f"{dice.words(WIDE)} n{number}", "date": "2024-05-06"}
        if dice.maybe():
            fields["slug"] = f"s{number}"
        if dice.maybe():
            fields["permalink"] = f"own-{number}"
        folder = dice.choice(["", "2024/", "Big One/"])
        write(tmp_path, {f"src/content/blog/{folder}{dice.name(WIDE, '%?#')} n{number}.md": post(fields)})
    compare(tmp_path, build.astro(tmp_path, base))


LANGUAGES = {"posts/[...slug]": "post.id.startsWith('en/')", "[lang]/posts/[...slug]": "!post.id.startsWith('en/')"}
"""Which posts a page shows."""
ASTRO_ROUTES = {
    "ids as the path is": (
        {"blog/[...slug]": "{ params: { slug: post.id }, props: { post } }"},
        ["High Tide", "2024/Low Tide", "Node.js"], "generateId: ({ entry }) => entry.replace(/\\.(md|mdx)$/, ''),",
    ),
    "years, and a date that is taken away": (
        {"[year]/[slug]": "{ params: { year: String(post.data.date.getFullYear()), slug: post.id.replace(/^\\d{4}-\\d{2}-\\d{2}-/, '') }, props: { post } }"},
        ["2024-05-06-high-tide", "2024-05-06-Low Tide", "tide"], "",
    ),
    "languages, the default one at the top": (
        {
            "posts/[...slug]": "{ params: { slug: post.id.split('/').slice(1).join('/') }, props: { post } }",
            "[lang]/posts/[...slug]": "{ params: { lang: post.id.split('/')[0], slug: post.id.split('/').slice(1).join('/') }, props: { post } }",
        },
        ["en/high-tide", "de/ebbe", "fr/sea/basse"], "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ASTRO_ROUTES)
def test_astro_routes(tmp_path: Path, name: str) -> None:
    """What a collection and its page's parameters make of a name."""
    routes, posts, loader = ASTRO_ROUTES[name]
    params = "{ params: { slug: TAKES }, props: { post } }"
    for page, own in routes.items():
        text = (
            ASTRO_PAGE.replace(".map(", f".filter((post) => {LANGUAGES[page]}).map(")
            if page in LANGUAGES
            else ASTRO_PAGE
        )
        write(tmp_path, {f"src/pages/{page}.astro": text.replace(params, own)})
    write(tmp_path, {
        "astro.config.mjs": "export default { site: 'https://blog.dev' };", "package.json": '{"type": "module"}',
        "src/content.config.ts": ASTRO_CONTENT.replace("base:", f"{loader} base:").replace("z.string() }", "z.string(), date: z.coerce.date() }"),
        "src/layouts/Layout.astro": "<html lang='en'><slot /></html>",
        **{f"src/content/blog/{path}.md": post({"title": path, "date": "2024-05-06"}) for path in posts},
    })  # fmt: skip
    compare(tmp_path, build.astro(tmp_path))


HEXO_PATTERNS = (":year/:month/:day/:title/", "p/:name.html", ":category/:title/", ":i_month-:i_day/:post_title/")


@SEEDS
def test_hexo(tmp_path: Path, seed: int) -> None:
    """Patterns, categories, names with dates, a root."""
    dice = Dice(seed)
    base, dated = "/log/" if seed % 2 else "/", seed == 0
    config = {
        "url": f"https://blog.dev{base}", "root": base, "permalink": HEXO_PATTERNS[seed], "theme": "small", "timezone": "UTC",
        "new_post_name": ":year-:month-:day-:title.md" if dated else ":title.md",
    }  # fmt: skip
    package = {
        "private": True,
        "hexo": {"version": "8.1.2"},
        "dependencies": {"hexo": "^8", "hexo-renderer-marked": "^7"},
    }
    write(tmp_path, {"_config.yml": json.dumps(config), "package.json": json.dumps(package)})
    for number in POSTS:
        fields: dict[str, Any] = {"title": f"{dice.words(WIDE)} n{number}", "date": f"{dice.date()} 10:00:00"}
        if dice.maybe():
            fields["categories"] = [dice.words()]
        if dice.maybe():
            fields["permalink"] = f"own/{number}/"
        place = f"{dice.date()}-" if dated else dice.choice(["", "sub/"])
        write(tmp_path, {f"source/_posts/{place}{dice.name(WIDE, '%?#')} n{number}.md": post(fields)})
    compare(tmp_path, build.hexo(tmp_path, base.rstrip("/")))


PELICAN_URLS = (
    "{slug}.html",
    "blog/{date:%Y}/{date:%m}/{slug}/",
    "{category}/{slug}.html",
    "{date:%y}-{date:%j}/{slug}/",
)


@SEEDS
def test_pelican(tmp_path: Path, seed: int) -> None:
    """Header lines, slugs of titles and names, categories from folders, formats of dates."""
    dice = Dice(seed)
    url = PELICAN_URLS[seed]
    conf = {
        "SITEURL": "https://blog.dev", "SITENAME": "Notes", "PATH": "content", "TIMEZONE": "UTC", "DEFAULT_LANG": "en",
        "ARTICLE_URL": url, "ARTICLE_SAVE_AS": f"{url}index.html" if url.endswith("/") else url,
        "SLUGIFY_USE_UNICODE": seed == 2, "SLUGIFY_SOURCE": "basename" if seed == 3 else "title",
    }  # fmt: skip
    write(tmp_path, {"pelicanconf.py": "".join(f"{key} = {value!r}\n" for key, value in conf.items())})
    words = WIDE if seed == 2 else WORDS
    for number in POSTS:
        lines = [f"Title: {dice.words(words)} n{number}", f"Date: {dice.date()}"]
        lines += [f"Slug: own-{number}"] if dice.maybe() else []
        lines += [f"Category: {dice.name(words)}"] if dice.maybe() else []
        folder = dice.choice(["", "News/"])
        write(tmp_path, {f"content/{folder}{dice.name(words)} n{number}.md": "\n".join(lines) + "\n\nWords.\n"})
    compare(tmp_path, build.pelican(tmp_path))


MKDOCS_FORMATS = ("{date}/{slug}", "{slug}", "{categories}/{slug}", "{date}/{file}")


@SEEDS
def test_mkdocs(tmp_path: Path, seed: int) -> None:
    """Slugs of titles and first headings, formats of dates, a blog at the top."""
    dice = Dice(seed)
    blog = "." if seed == 2 else "blog"
    plugin = {"blog": {
        "blog_dir": blog, "post_url_format": MKDOCS_FORMATS[seed], "archive": False, "categories": False, "pagination": False,
        "post_url_date_format": ("yyyy/MM/dd", "yyyy-MM", "yy.M.d", "yyyy/M")[seed],
    }}  # fmt: skip
    config = {
        "site_name": "Notes", "site_url": "https://blog.dev/", "theme": {"name": "material", "custom_dir": "overrides"},
        "plugins": [plugin], "use_directory_urls": seed != 1,
    }  # fmt: skip
    write(
        tmp_path, {"mkdocs.yml": json.dumps(config), f"docs/{blog}/index.md": "# Blog\n", "docs/other.md": "# Other\n"}
    )
    for number in POSTS:
        fields: dict[str, Any] = {"date": dice.date(), "categories": [f"Kind {number % 3}"]}
        if dice.maybe():
            fields["title"] = f"{dice.words(WIDE)} n{number}"
        if dice.maybe():
            fields["slug"] = f"own-{number}"
        heading = (
            " ".join(word for word in dice.words(WIDE).replace("a  b", "ab").split() if not set(word) & set("#_-~+"))
            or "T"
        )
        name = f"{dice.name(WIDE, '%?#')} n{number}"
        write(tmp_path, {f"docs/{blog}/posts/{name}.md": post(fields, f"# {heading} n{number}\n\nWords.\n")})
    compare(tmp_path, build.mkdocs(tmp_path))
