"""What blogs do besides patterns and names, each habit as the real generator has it; the generator is the oracle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.sites.generators import build
from tests.sites.generators.build import compare, post, write

if TYPE_CHECKING:
    from pathlib import Path


def page(**fields: Any) -> str:
    return post({"title": "The Tide", "date": "2024-05-06", **fields})


def dated(**fields: str) -> str:
    """Dates stand there as YAML has them."""
    return "---\ntitle: The Tide\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n\nx\n"


INDEX = "---\ntitle: A section\ncascade:\n  {}\n---\n"


HUGO: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "the date in the name, and the slug behind it": (
        {"frontmatter": {"date": [":filename", ":default"]}, "permalinks": {"posts": "/:year/:slug/"}},
        {
            "content/posts/2024-05-06-my-tide.md": "---\ntitle: One\n---\nx\n",
            "content/posts/2023-05-07-b/index.md": page(slug="own"),
        },
    ),
    "the date in the name without a permalink": (
        {"frontmatter": {"date": [":filename", ":default"]}},
        {"content/posts/2024-05-06-my-tide.md": "---\ntitle: One\n---\nx\n"},
    ),
    "addresses of their own": (
        {},
        {
            "content/posts/a.md": page(url="/x/y.html"),
            "content/posts/b.md": page(url="x/z/"),
            "content/posts/c.md": page(url="/p/:year/:slug"),
            "content/posts/d.md": page(slug="a/b"),
            "content/posts/e.md": page(url="/Big Name/É/"),
        },
    ),
    "a time zone": (
        {"timeZone": "Asia/Tokyo", "permalinks": {"posts": "/:year/:month/:day/:slug/"}},
        {
            "content/posts/a.md": page(date="2024-05-06T01:00:00"),
            "content/posts/b.md": page(date="2024-05-06T20:00:00Z", slug="b"),
        },
    ),
    "dates under other names, and which of them addresses have": (
        {"permalinks": {"posts": "/:year/:month/:slug/"}},
        {
            "content/posts/a.md": dated(lastmod="2024-05-06"),
            "content/posts/b.md": dated(publishDate="2024-06-07", lastmod="2024-07-08"),
            "content/posts/c.md": dated(date="2023-01-02", publishDate="2024-06-07"),
            "content/posts/d.md": dated(modified="2022-03-04"),
        },
    ),
    "the order of dates that the settings have": (
        {"frontmatter": {"date": ["mine", ":default", ":filename"]}, "permalinks": {"posts": "/:year/:slug/"}},
        {
            "content/posts/2020-01-02-a.md": dated(mine="2021-05-06", date="2022-05-06"),
            "content/posts/2020-01-02-b.md": dated(date="2022-05-06"),
            "content/posts/2020-01-02-c.md": dated(),
        },
    ),
    "names of front matter in any case": (
        {},
        {
            "content/posts/a.md": dated(Date="2024-05-06", URL="/x/y/"),
            "content/posts/b.md": dated(Date="2024-05-06", Slug="Own"),
        },
    ),
    "what folders hand down": (
        {"cascade": [{"target": {"path": "/posts/**", "kind": "page"}, "url": "/of-the-site/:contentbasename/"}]},
        {
            "content/posts/_index.md": INDEX.format(
                "- {url: '/w/:slugorcontentbasename/', target: {path: '/posts/n*'}}\n  - {url: /z/, _target: {path: /other/**}}\n"
                "  - {build: {render: never}, target: {path: '{/posts/hid/**,/posts/gone}'}}"
            ),
            "content/posts/shown/_index.md": INDEX.format("{url: '/nearer/:contentbasename/', target: {kind: page}}"),
            "content/posts/n1.md": page(slug="own"),
            "content/posts/n2/index.md": page(),
            "content/posts/hid/c.md": page(),
            "content/posts/gone.md": page(),
            "content/posts/shown/d.md": page(),
            "content/posts/e.md": page(),
        },
    ),
    "what folders hand down in each language": (
        {"languages": {"en": {"weight": 1}, "de": {"weight": 2}}, "defaultContentLanguageInSubdir": True},
        {
            "content/posts/_index.md": INDEX.format("{url: '/w/:contentbasename/'}"),
            "content/posts/_index.de.md": INDEX.format("{url: '/v/:contentbasename/'}"),
            "content/posts/a.md": page(),
            "content/posts/a.de.md": page(),
        },
    ),
    "a folder's own slug": (
        {},
        {
            "content/posts/_index.md": page(slug="writing"),
            "content/posts/a.md": page(),
            "content/posts/in/_index.md": page(slug="Inner Ones"),
            "content/posts/in/b.md": page(slug="own"),
            "content/posts/not/c.md": page(),
        },
    ),
    "a folder's own slug in a pattern": (
        {"permalinks": {"posts": "/:sections/:sectionslugs/:sectionslug/:slug/"}},
        {
            "content/posts/_index.md": page(slug="writing"),
            "content/posts/in/_index.md": page(slug="Inner Ones"),
            "content/posts/in/b.md": page(),
        },
    ),
    "no title": ({}, {"content/posts/a.md": "---\ndate: 2024-05-06\n---\n\nWords.\n"}),
    "permalinks of pages and of sections": (
        {"permalinks": {"page": {"posts": "/p/:slug/"}, "section": {"posts": "/all/"}}},
        {"content/posts/_index.md": page(), "content/posts/a.md": page(), "content/posts/b.md": page(slug="own")},
    ),
    "the folder of a page, in which other files are its own": (
        {},
        {
            "content/posts/_index.md": page(),
            "content/posts/sub/_index.md": page(),
            "content/posts/sub/a.md": page(),
            "content/posts/b/index.md": page(),
            "content/posts/b/other.md": page(),
            "content/posts/b/deep/more.md": page(),
            "content/posts/b/deep/index.md": page(),
        },
    ),
    "a language that is disabled": (
        {"languages": {"en": {"weight": 1}, "de": {"weight": 2, "disabled": True}, "pt-br": {"weight": 3}}},
        {"content/posts/a.md": page(), "content/posts/a.de.md": page(), "content/posts/b/index.pt-br.md": page()},
    ),
    "Markdown by its other names": (
        {},
        {
            f"content/posts/a{number}.{ending}": page()
            for number, ending in enumerate(("md", "MD", "Markdown", "mdown"))
        },
    ),
    "uglyURLs of one section": (
        {"uglyURLs": {"posts": True}},
        {"content/posts/a.md": page(), "content/posts/b/index.md": page(), "content/posts/d/e.md": page()},
    ),
}


@pytest.mark.parametrize("habit", HUGO)
def test_hugo(tmp_path: Path, habit: str) -> None:
    config, files = HUGO[habit]
    kinds = {"disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"]}
    write(
        tmp_path, {"hugo.json": json.dumps({"baseURL": "https://blog.dev/", "languageCode": "en", **kinds, **config})}
    )
    write(tmp_path, files)
    compare(tmp_path, build.hugo(tmp_path))


def test_hugo_settings_of_a_language_in_a_file_of_their_own(tmp_path: Path) -> None:
    """As Blowfish and Congo come: languages.de.toml holds one language, and not a table of them."""
    write(tmp_path, {
        "config/_default/hugo.toml": "baseURL = 'https://blog.dev/'\ndefaultContentLanguage = 'en'\n",
        "config/_default/languages.en.toml": "locale = 'en-GB'\nweight = 1\n",
        "config/_default/languages.de.toml": "locale = 'de-AT'\nweight = 2\n",
        "content/posts/a.md": page(), "content/posts/b.de.md": page(),
    })  # fmt: skip
    compare(tmp_path, build.hugo(tmp_path))


def test_hugo_mounts(tmp_path: Path) -> None:
    """Another folder can stand for one below content/."""
    mounts = [{"source": "notes", "target": "content/posts"}, {"source": "layouts", "target": "layouts"}]
    config = {"baseURL": "https://blog.dev/", "languageCode": "en", "module": {"mounts": mounts}}
    files = {"notes/a.md": page(), "notes/B b.md": page(), "notes/c/index.md": page()}
    write(tmp_path, {"hugo.json": json.dumps(config), **files})
    built = build.hugo(tmp_path, content="")
    compare(tmp_path, {path.replace("posts/", "notes/", 1): one for path, one in built.items()})


JEKYLL: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a name that keeps its date": (
        {"permalink": "/n/:name/"},
        {"_posts/2024-05-06-a-b.md": page(), "_posts/2024-05-07-c.md": page()},
    ),
    "posts in a collection": (
        {"collections": {"articles": {"output": True}}},
        {"_articles/a-b.md": page(), "_articles/sub/c d.md": page(slug="q")},
    ),
    "a collection with a permalink": (
        {"collections": {"articles": {"output": True, "permalink": "/a/:title/"}}, "permalink": "pretty"},
        {"_articles/a-b.md": page(), "_articles/2024-05-06-c.md": page()},
    ),
    "a collection in a pretty site": (
        {"collections": {"articles": {"output": True}}, "permalink": "pretty"},
        {"_articles/a-b.md": page(), "_articles/c.md": page()},
    ),
    "a time without a zone, which Ruby takes for UTC": (
        {"timezone": "America/New_York"},
        {
            "_posts/2024-05-06-a.md": page(date="2024-05-06 23:30:00 +0000"),
            "_posts/2024-05-06-b.md": page(date="2024-05-06 02:00:00"),
            "_posts/2024-05-06-c.md": page(date="2024-05-06 02:00"),
            "_posts/2024-05-06-d.md": page(),
            "_posts/2024-05-06-e.md": page(date="'2024-05-06 02:00:00'"),
            "_posts/2024-05-06-f.md": page(date='"2024-05-06 23:30:00"', tags=["a: b"]),
        },
    ),
    "permalinks of their own": (
        {},
        {
            "_posts/2024-05-06-a.md": page(permalink="/x/:title/"),
            "_posts/2024-05-06-b.md": page(permalink="y"),
            "_posts/2024-05-06-d.md": page(permalink="/:categories/:year/q/", categories=["A", "b"]),
        },
    ),
    "days before months": (
        {"permalink": "/:year/:month/:day/:title/"},
        {"_posts/2024-05-06-a.md": dated(date="3/4/2024"), "_posts/2024-05-06-b.md": dated(date="31-12-2023")},
    ),
    "no date in a post's name": ({}, {"_posts/a-b.md": page(), "_posts/2024-05-07-c.md": page()}),
    "Markdown by its other names": (
        {},
        {
            f"_posts/2024-05-0{number}-a{number}.{ending}": page()
            for number, ending in enumerate(("md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "MD"), 1)
        },
    ),
    "Markdown by a name of one's own": (
        {"markdown_ext": "md,mdown, mkd"},
        {
            f"_posts/2024-05-0{number}-a{number}.{ending}": page()
            for number, ending in enumerate(("md", "mkd", "mdown"), 1)
        },
    ),
    "a folder that is not published": (
        {
            "defaults": [
                {"scope": {"path": "_posts/hidden"}, "values": {"published": False}},
                {"scope": {"path": ""}, "values": {"layout": "post"}},
            ]
        },
        {"_posts/2024-05-06-a.md": page(), "_posts/hidden/2024-05-06-b.md": page()},
    ),
}


@pytest.mark.parametrize("habit", JEKYLL)
def test_jekyll(tmp_path: Path, habit: str) -> None:
    config, files = JEKYLL[habit]
    whole = {"url": "https://blog.dev", "defaults": [{"scope": {"path": ""}, "values": {"layout": "post"}}], **config}
    write(tmp_path, {"_config.yml": json.dumps(whole), **files})
    compare(tmp_path, build.jekyll(tmp_path))


@pytest.mark.parametrize("settings", [{}, {"_config.toml": "url = 'https://blog.dev'\npermalink = 'pretty'\n"}])
def test_jekyll_without_settings_in_yaml(tmp_path: Path, settings: dict[str, str]) -> None:
    write(
        tmp_path,
        {"CNAME": "blog.dev", "_posts/2024-05-06-a.md": page(layout="post"), "_layouts/post.html": "x", **settings},
    )
    compare(tmp_path, build.jekyll(tmp_path))


POSTS_DATA = '{"layout": "post.njk", "tags": ["posts"]}'
COMMON = "module.exports = () => ({});"
BESIDE = "dir: { input: 'content', data: '../_data', includes: '../_includes' }"
ELEVENTY: dict[str, tuple[str, dict[str, str]]] = {
    "a permalink for all": (
        "module.exports = (c) => { c.addGlobalData('permalink', '/g/{{ page.fileSlug }}/'); };",
        {"posts/posts.json": POSTS_DATA, "posts/a.md": page(), "posts/b.md": page()},
    ),
    "a permalink for all that is a function": (
        (
            "module.exports = (c) => { c.addGlobalData('permalink', () => (data) => "
            "`${data.page.filePathStem}.${data.page.outputFileExtension}`); };"
        ),
        {"posts/posts.json": POSTS_DATA, "posts/a.md": page(), "posts/b/index.md": page()},
    ),
    "data beside the input": (
        f"export default (c) => {{}}; export const config = {{ {BESIDE} }};",
        {
            "content/blog/blog.11tydata.js": "export default { layout: 'post.njk', permalink: 'b/{{ page.fileSlug }}/' };",
            "content/blog/first.md": page(),
            "content/blog/Second Post.md": page(),
        },
    ),
    "folders that are set": (
        (
            "module.exports = (c) => { c.setInputDirectory('src'); c.setDataDirectory('../_data'); "
            "c.setIncludesDirectory('../_includes'); };"
        ),
        {"src/posts/posts.json": POSTS_DATA, "src/posts/a.md": page(), "src/posts/b.md": page()},
    ),
    "a folder without pages": (
        COMMON,
        {
            "posts/posts.json": POSTS_DATA,
            "posts/hid/hid.json": '{"permalink": false}',
            "posts/hid/a.md": page(),
            "posts/b.md": page(),
        },
    ),
    "what a folder's data say, in its permalink": (
        "module.exports = () => ({});",
        {
            "posts/posts.json": '{"layout": "post.njk", "lang": "en", "permalink": "/{{ lang }}/{{ title | slugify }}/"}',
            "posts/a.md": page(title="It's 🎉 Party.js"),
            "posts/b.md": page(title="Été", lang="fr"),
        },
    ),
    "languages in folders": (
        "module.exports = () => ({});",
        {
            "en/en.json": '{"layout": "post.njk", "lang": "en"}',
            "de/de.json": '{"layout": "post.njk", "lang": "de"}',
            "en/posts/a.md": page(),
            "de/posts/b.md": page(),
        },
    ),
    "data of a folder in a folder": (
        COMMON,
        {
            "posts/posts.json": POSTS_DATA,
            "posts/de/de.json": '{"permalink": "/de/{{ page.fileSlug }}/", "lang": "de"}',
            "posts/a.md": page(),
            "posts/de/b.md": page(),
        },
    ),
}


@pytest.mark.parametrize("habit", ELEVENTY)
def test_eleventy(tmp_path: Path, habit: str) -> None:
    config, files = ELEVENTY[habit]
    layout = '<html lang="{{ lang }}"><meta name="source" content="{{ page.inputPath }}"><title>{{ title }}</title>'
    kind = '{"type": "module"}' if config.startswith("export") else "{}"
    write(tmp_path, {
        "eleventy.config.js": config, "package.json": kind, "_data/site.json": '{"url": "https://blog.dev"}',
        "_includes/post.njk": layout, **files,
    })  # fmt: skip
    compare(tmp_path, build.eleventy(tmp_path))


HEXO: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "defaults": (
        {"permalink": ":lang/:title/", "permalink_defaults": {"lang": "en"}},
        {"source/_posts/a.md": page(), "source/_posts/b.md": page(lang="zh")},
    ),
    "hashes": (
        {"permalink": "p/:hash-:timestamp.html"},
        {"source/_posts/a.md": page(), "source/_posts/sub/b.md": page(date="2024-05-06 10:00:00")},
    ),
    "categories on several ways": (
        {"permalink": ":category/:title.html", "category_map": {"Sea": "see"}},
        {
            "source/_posts/a.md": page(categories=[["A", "B"], ["C"]]),
            "source/_posts/b.md": page(categories=[["A", "B"]]),
            "source/_posts/c.md": page(categories=["Sea", "Big One"]),
        },
    ),
    "a time zone that is not the machine's": (
        {"timezone": "Asia/Shanghai"},
        {
            "source/_posts/a.md": page(date="2024-05-06 01:00:00"),
            "source/_posts/b.md": page(date="2024-05-06 12:00:00"),
        },
    ),
    "front matter as JSON, and without its first line": (
        {"permalink": ":year/:title/"},
        {
            "source/_posts/a.md": ';;;\n"title": "The Tide",\n"date": "2024-05-06",\n"tags": ["a"]\n;;;\nx\n',
            "source/_posts/b.md": '"title": "The Tide",\n"date": "2023/05/06"\n;;;\nx\n',
            "source/_posts/c.md": "title: The Tide\ndate: 2022-05-06\ntags:\n- a\n---\n\nx\n\n---\n\ny\n",
            "source/_posts/d.md": page(),
        },
    ),
    "a slug, which means nothing": ({}, {"source/_posts/a.md": page(slug="other")}),
    "a zone of the settings goes before that of a date": (
        {"timezone": "America/New_York", "permalink": ":year/:month/:day/:title/"},
        {
            "source/_posts/a.md": page(date="2024-05-06T23:00:00+09:00"),
            "source/_posts/b.md": page(date="2024-05-06 23:00:00"),
            "source/_posts/c.md": page(date="Tue Dec  8 19:01:14 EST 2015"),
            "source/_posts/d.md": page(date="2024-5-6 22:0:0"),
        },
    ),
    "folders of languages": (
        {
            "language": ["en", "fr"],
            "new_post_name": ":lang/:title.md",
            "permalink": ":lang/:title/",
            "permalink_defaults": {"lang": "en"},
        },
        {
            "source/_posts/en/Hello World.md": page(),
            "source/_posts/fr/x.md": page(title="Été"),
            "source/_posts/fr/deep/y.md": page(),
            "source/_posts/z.md": page(),
        },
    ),
    "a key of the front matter that is a list": (
        {"permalink": ":key_:title/"},
        {"source/_posts/a.md": page(key=["x"]), "source/_posts/b.md": page(key="y")},
    ),
    "folders of assets": (
        {"permalink": ":year/:title", "post_asset_folder": True},
        {"source/_posts/a.md": page()},
    ),
}


@pytest.mark.parametrize("habit", HEXO)
def test_hexo(tmp_path: Path, habit: str) -> None:
    config, files = HEXO[habit]
    whole = {"url": "https://blog.dev", "theme": "small", "timezone": "UTC", **config}
    packages = {"hexo": "^8", "hexo-renderer-marked": "^7"}
    package = {"private": True, "hexo": {"version": "8.1.2"}, "dependencies": packages}
    write(tmp_path, {"_config.yml": json.dumps(whole), "package.json": json.dumps(package), **files})
    compare(tmp_path, build.hexo(tmp_path))


def header(title: str, date: str | None = "2024-05-06", **fields: str) -> str:
    lines = [f"Title: {title}", *([f"Date: {date}"] if date else [])]
    return "\n".join([*lines, *(f"{name.capitalize()}: {value}" for name, value in fields.items()), "", "Words.", ""])


PELICAN: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a header's line that goes on behind a tab": (
        {},
        {"content/a.md": header("A", summary="Words\n\tgo on", epigraph="x\n    y", slug="own")},
    ),
    "no date": ({}, {"content/a.md": header("A"), "content/b.md": header("B", None)}),
    "the file's date": ({"DEFAULT_DATE": "fs"}, {"content/a.md": header("A", None)}),
    "what the path tells": (
        {
            "PATH_METADATA": r"(?P<category>[^/]+)/(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.*)\.md",
            "ARTICLE_URL": "{category}/{slug}.html",
            "ARTICLE_SAVE_AS": "{category}/{slug}.html",
        },
        {"content/News/2024-05-06-my-slug.md": header("A", None)},
    ),
    "categories of folders in folders": (
        {"ARTICLE_URL": "{category}/{slug}.html", "ARTICLE_SAVE_AS": "{category}/{slug}.html"},
        {"content/News/Far Away/a.md": header("A"), "content/b.md": header("B", category="Big One")},
    ),
    "lines between dashes that are no YAML": (
        {},
        {
            "content/a.md": f"---\n{header('Tux vs. Bill: Who *wins*?')}".replace("\n\n", "\n---\n\n", 1),
            "content/b.md": f"---\n{header('@home: Now', slug='own')}".replace("\n\n", "\n...\n", 1),
        },
    ),
    "dates as people write them": (
        {"ARTICLE_URL": "{date:%Y-%m-%d}/{slug}/", "ARTICLE_SAVE_AS": "{date:%Y-%m-%d}/{slug}/index.html"},
        {
            "content/a.md": header("A", "10-11-2010"),
            "content/b.md": header("B", "25/12/2010 10:30"),
            "content/c.md": header("C", "2020-11-26 0920"),
        },
    ),
    "another language": ({}, {"content/a.md": header("A"), "content/b.md": header("B", lang="fr")}),
    "emoji": (
        {"ARTICLE_LANG_URL": "{lang}/{slug}.html", "ARTICLE_LANG_SAVE_AS": "{lang}/{slug}.html"},
        {"content/a.md": header("Straße 🎉 x"), "content/b.md": header("👍🏽 ❤️ é", Lang="de")},
    ),
    "authors": (
        {"AUTHOR": "Ann Lee", "ARTICLE_URL": "{author}/{slug}/", "ARTICLE_SAVE_AS": "{author}/{slug}/index.html"},
        {"content/a.md": header("A"), "content/b.md": header("B", author="Bo X"), "content/c.md": header("C", authors="Cy Z; D")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("habit", PELICAN)
def test_pelican(tmp_path: Path, habit: str) -> None:
    config, files = PELICAN[habit]
    whole = {"SITEURL": "https://blog.dev", "SITENAME": "N", "PATH": "content", "TIMEZONE": "UTC", "DEFAULT_LANG": "en"}
    lines = (f"{name} = {value!r}\n" for name, value in {**whole, **config}.items())
    write(tmp_path, {"pelicanconf.py": "".join(lines), **files})
    compare(tmp_path, build.pelican(tmp_path))


def test_pelican_drafts_by_default(tmp_path: Path) -> None:
    """Where the settings make each post a draft, only what says that it is published is a post."""
    conf = "SITEURL = 'https://blog.dev'\nPATH = 'content'\nDEFAULT_METADATA = {'status': 'draft'}\n"
    files = {"content/a.md": header("A", status="published"), "content/b.md": header("B")}
    write(tmp_path, {"pelicanconf.py": conf, **files})
    assert {path: one.draft for path, one in build.read_blog(tmp_path).items()} == {
        "content/a.md": False,
        "content/b.md": True,
    }


def test_mkdocs_times_in_a_table(tmp_path: Path) -> None:
    """Material's blog takes a table of times; the post is of the day on which it was made."""
    plugin = {"blog": {"archive": False, "categories": False, "pagination": False}}
    theme = {"name": "material", "custom_dir": "overrides"}
    config = {"site_name": "N", "site_url": "https://blog.dev/", "theme": theme, "plugins": [plugin]}
    times = "---\ntitle: A\ndate:\n  created: 2024-05-06\n  updated: 2025-01-02\n---\n\nx\n"
    write(tmp_path, {
        "mkdocs.yml": json.dumps(config), "docs/blog/index.md": "# Blog\n", "docs/index.md": "# Home\n",
        "docs/blog/posts/a.md": times, "docs/blog/posts/b.md": page(title="B", draft=True),
    })  # fmt: skip
    compare(tmp_path, build.mkdocs(tmp_path))


@pytest.mark.parametrize("case", ["{}", "{case: lower}", "{case: fold}", "{case: none}"])
def test_mkdocs_slugs_keep_their_case_where_that_is_set(tmp_path: Path, case: str) -> None:
    plugin = {"blog": {"archive": False, "categories": False, "pagination": False, "post_slugify": "SLUGS"}}
    theme = {"name": "material", "custom_dir": "overrides"}
    config = {"site_name": "N", "site_url": "https://blog.dev/", "theme": theme, "plugins": [plugin]}
    slugs = f"!!python/object/apply:pymdownx.slugs.slugify {{kwds: {case}}}"
    write(tmp_path, {
        "mkdocs.yml": json.dumps(config).replace('"SLUGS"', slugs), "docs/blog/index.md": "# Blog\n", "docs/index.md": "# Home\n",
        "docs/blog/posts/a.md": page(title="The Tide ÉSS"),
    })  # fmt: skip
    compare(tmp_path, build.mkdocs(tmp_path))


def test_mkdocs_what_folders_give(tmp_path: Path) -> None:
    """Material's meta plugin: a folder of drafts says so once, and not in each of them."""
    plugin = {"material/blog": {"archive": False, "categories": False, "pagination": False, "blog_dir": "."}}
    theme = {"name": "material", "custom_dir": "overrides"}
    config = {"site_name": "N", "site_url": "https://blog.dev/", "theme": theme, "plugins": ["meta", plugin]}
    write(tmp_path, {
        "mkdocs.yml": json.dumps(config), "docs/index.md": "# Home\n", "docs/posts/a.md": page(title="A"),
        "docs/posts/drafts/.meta.yml": "draft: true\n", "docs/posts/drafts/b.md": page(title="B"),
        "docs/posts/drafts/out/.meta.yml": "draft: false\n", "docs/posts/drafts/out/c.md": page(title="C"),
    })  # fmt: skip
    compare(tmp_path, build.mkdocs(tmp_path))


def test_a_blog_that_has_moved_is_its_new_generators(tmp_path: Path) -> None:
    """The settings of the old one are still there, and no posts where it looks for them."""
    plugin = {"blog": {"archive": False, "categories": False, "pagination": False}}
    theme = {"name": "material", "custom_dir": "overrides"}
    config = {"site_name": "N", "site_url": "https://blog.dev/", "theme": theme, "plugins": [plugin]}
    write(tmp_path, {
        "_config.yml": "url: https://old.dev\n", "mkdocs.yml": json.dumps(config), "docs/index.md": "# Home\n",
        "docs/blog/index.md": "# Blog\n", "docs/blog/posts/a.md": page(title="A"),
    })  # fmt: skip
    compare(tmp_path, build.mkdocs(tmp_path))


DOCUSAURUS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "dates in names and folders": (
        {},
        {},
        dict.fromkeys(
            (
                "blog/2024-05-06-a-b.md",
                "blog/2024-05-06-c/index.md",
                "blog/2024/05/06/d.md",
                "blog/2024/05/06/e/index.md",
                "blog/f.md",
                "blog/g/index.mdx",
                "blog/x/2024-05-06-h.md",
                "blog/2024-05-06.md",
                "blog/2024-5-6-j.md",
                "blog/Big Name é.md",
                "blog/2024-05/l.md",
                "blog/m.n.md",
            ),
            page(),
        ),
    ),
    "slugs": (
        {},
        {},
        {
            "blog/a.md": page(slug="x"),
            "blog/b.md": page(slug="/y/z"),
            "blog/c.md": page(slug="q/w/"),
            "blog/x/d.md": page(slug="r"),
        },
    ),
    "titles": (
        {},
        {},
        {
            "blog/2024-05-06-a-b.md": "# The Head `x`\n\nWords.\n",
            "blog/2024-05-07-c-d.md": "Words.\n",
            "blog/e.md": "---\ndate: 2024-05-06\n---\nSome words.\n\n# Late\n",
            "blog/f.md": "---\ndate: 2024-05-06\n---\n\nHead\n====\n\nx\n",
        },
    ),
    "at the top, with closing slashes": (
        {"routeBasePath": "/", "path": "posts"},
        {"trailingSlash": True, "baseUrl": "/x/"},
        {"posts/2024-05-06-a-b.md": page(), "posts/b.md": page(slug="s")},
    ),
    "without closing slashes, in German": (
        {"routeBasePath": "news"},
        {"trailingSlash": False, "i18n": {"defaultLocale": "de", "locales": ["de"]}},
        {"blog/2024-05-06-a-b.md": page(), "blog/b.md": page(slug="s/")},
    ),
    "files that the settings name": (
        {"include": ["**/*.mdx", "c.md"], "exclude": ["**/old/**"]},
        {},
        {"blog/a.md": page(), "blog/b.mdx": page(), "blog/c.md": page(), "blog/old/d.mdx": page()},
    ),
    "drafts and parts": (
        {},
        {},
        {
            "blog/a.md": page(draft=True),
            "blog/c.md": page(),
            "blog/_partial.md": "x",
            "blog/_d/e.md": page(),
            "blog/authors.yml": "",
        },
    ),
}


@pytest.mark.parametrize("habit", DOCUSAURUS)
def test_docusaurus(tmp_path: Path, habit: str) -> None:
    compare(tmp_path, build.docusaurus(docusaurus(tmp_path, *DOCUSAURUS[habit])))


def docusaurus(root: Path, blog: dict[str, Any], config: dict[str, Any], files: dict[str, str]) -> Path:
    """A blog of Docusaurus; ``blog``: the options of its plugin."""
    options = {"onInlineAuthors": "ignore", "onUntruncatedBlogPosts": "ignore", **blog}
    plugins = [["@docusaurus/plugin-content-blog", options]]
    whole = {"title": "N", "url": "https://blog.dev", "baseUrl": "/", "plugins": plugins, **config}
    write(root, {"docusaurus.config.js": f"export default {json.dumps(whole, indent=1)};\n", "package.json": "{}"})
    write(root, files)
    return root


def test_docusaurus_translations(tmp_path: Path) -> None:
    """A translation has a page of its own where it translates a post; each language is a build of its own."""
    config = {"baseUrl": "/x/", "i18n": {"defaultLocale": "de", "locales": ["de", "en"]}}
    translated = "i18n/en/docusaurus-plugin-content-blog"
    files = {
        "blog/2024-05-06-a.md": page(), "blog/2024-05-07-b.md": page(), f"{translated}/2024-05-06-a.md": page(title="Low"),
        f"{translated}/2024-05-08-alone.md": page(),
    }  # fmt: skip
    root = docusaurus(tmp_path, {}, config, files)
    english = {path: one for path, one in build.docusaurus(root, "en").items() if path.startswith("i18n/")}
    assert english[f"{translated}/2024-05-06-a.md"].address == "/x/en/blog/2024/05/06/a"
    compare(root, build.docusaurus(root) | english)
