"""Small blogs, built by the real generators; and the same blogs as the bot reads them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.content import read
from bot.setup.plan import settings_from
from bot.sites import find
from bot.watcher.find import digest_files
from tests.demand import missing
from tests.reading import parse
from tests.sites.generators.install import COMMAND, GENERATORS
from tests.sites.generators.kept import kept

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Digest

SECONDS = 300


@dataclass(frozen=True)
class Page:
    """A page that a generator has built."""

    address: str
    """From the top of the host, as the file's place tells, not percent-encoded."""
    title: str
    lang: str
    image: str
    date: str = ""
    """When it appears, as a day."""


def generators() -> Path:
    """The folder of their install."""
    if not GENERATORS.complete:
        missing(f"the real generators are not installed; {COMMAND}")
    return GENERATORS.folder


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def post(fields: dict[str, object], body: str = "Some words stand here.\n") -> str:
    """Front matter in YAML, its values in JSON's spelling, which is YAML's too."""
    lines = "".join(
        f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()
    )
    return f"---\n{lines}---\n\n{body}"


def read_blog(root: Path) -> dict[str, Digest]:
    """What ``bot init`` would write, and every post as the bot reads it then; by its path below ``root``."""
    table = settings_from(find(root))
    table.pop("wait_live", None)
    settings = parse(table, root / "bot.toml", root)
    return {path.relative_to(root).as_posix(): read(path, settings) for path in digest_files(settings)}


META = re.compile(r'<meta name="source" content="([^"]*)"')
TITLE = re.compile(r"<title>([^<]*)</title>")
ADDRESS = re.compile(r'<link rel="canonical" href="([^"]*)"')
"""Where a page's address is not its file's."""
LANG = re.compile(r'<html lang="([^"]*)"')
DATE = re.compile(r'<meta name="date" content="([^"]*)"')
IMAGE = re.compile(r'property="og:image" content="([^"]*)"')


def pages(public: Path, below: str = "", base: str = "") -> dict[str, Page]:
    """The pages in a built folder, by the path of their source below the blog."""
    found = {}
    for path in sorted(public.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        source = META.search(text)
        if source is None:
            continue
        address = "/" + path.relative_to(public).as_posix()
        address = re.sub(r"(^|/)index\.html$", r"\1", address)
        if own := ADDRESS.search(text):
            address = unescape(own[1])
        title, lang, image, date = TITLE.search(text), LANG.search(text), IMAGE.search(text), DATE.search(text)
        found[below + unescape(source[1]).removeprefix("./")] = Page(
            base + address,
            unescape(title[1]) if title else "",
            lang[1] if lang else "",
            image[1] if image else "",
            date[1] if date else "",
        )
    return found


def run(words: list[str], root: Path, **env: str) -> str:
    """What the generator says; what it makes of the blog is in ``root`` then."""
    return kept(words, root, env, lambda: start(words, root, env))


def start(words: list[str], root: Path, env: dict[str, str]) -> str:
    done = subprocess.run(
        words,
        cwd=root,
        env={**os.environ, "TZ": "UTC", "CI": "1", **env},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def compare(root: Path, built: dict[str, Page]) -> None:
    """Every page that was built has the address and the title that the bot says, and none is missed."""
    ours = read_blog(root)
    wrong = [
        f"{path}: {unquote(urlsplit(ours[path].url).path)} instead of {page.address}"
        for path, page in built.items()
        if path in ours and unquote(urlsplit(ours[path].url).path) != unquote(page.address)
    ]
    wrong += [f"{path}: not found" for path in built if path not in ours]
    wrong += [f"{path}: is no page" for path, one in ours.items() if path not in built and not one.draft]
    wrong += [
        f"{path}: title {ours[path].title!r} instead of {page.title!r}"
        for path, page in built.items()
        if path in ours and page.title and page.title.split() != ours[path].title.split()
    ]
    wrong += [
        f"{path}: language {ours[path].lang} instead of {page.lang}"
        for path, page in built.items()
        if path in ours and page.lang and (ours[path].lang or "").lower() != page.lang.lower()
    ]
    wrong += [
        f"{path}: date {ours[path].published_at} instead of {page.date}"
        for path, page in built.items()
        if path in ours and page.date and f"{ours[path].published_at or '0001-01-01'}"[:10] != page.date
    ]
    assert built, "nothing was built"
    assert not wrong, "\n".join(wrong)


# ── generators ───────────────────────────────────────────────────────────────────────────────────


def python() -> dict[str, str]:
    return {"PYTHONPATH": str(generators() / "python")}


HUGO_LAYOUT = (
    '<html lang="{{ .Language.LanguageCode }}"><meta name="source" content="{{ .File.Path }}"><title>{{ .Title }}</title>'
    '<meta name="date" content="{{ .PublishDate.UTC.Format "2006-01-02" }}">{{ partial "opengraph.html" . }}'
)


def hugo(root: Path, content: str = "content/", base: str = "") -> dict[str, Page]:
    binary = next((generators() / "python" / "hugo" / "binaries").glob("hugo*"))
    binary.chmod(0o755)
    write(root, {"layouts/single.html": HUGO_LAYOUT, "layouts/_default/single.html": HUGO_LAYOUT})
    run([str(binary), "--quiet"], root)
    return pages(root / "public", content, base)


def jekyll(root: Path, base: str = "") -> dict[str, Page]:
    program = shutil.which("jekyll")
    if program is None:
        missing("jekyll is not installed; it is Debian's package of that name")
    write(
        root,
        {
            "_layouts/post.html": '<meta name="source" content="{{ page.path }}"><link rel="canonical" href="{{ page.url | xml_escape }}"><title>{{ page.title | xml_escape }}</title>'
        },
    )
    run([program, "build", "--quiet", "--disable-disk-cache"], root)
    return pages(root / "_site", base=base)


def node(program: str) -> list[str]:
    found = shutil.which("node")
    if found is None:
        missing("node is not installed")
    return [found, str(generators() / "node_modules" / program)]


def eleventy(root: Path, output: str = "_site") -> dict[str, Page]:
    run([*node("@11ty/eleventy/cmd.cjs"), "--quiet"], root)
    return pages(root / output)


def astro(root: Path, base: str = "") -> dict[str, Page]:
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(generators() / "node_modules")
    run([*node("astro/astro.js"), "build"], root, ASTRO_TELEMETRY_DISABLED="1")
    return pages(root / "dist", base=base)


def hexo(root: Path, base: str = "") -> dict[str, Page]:
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(generators() / "node_modules")
    layout = '<meta name="source" content="{{ page.source }}"><title>{{ page.title }}</title>'
    write(root, {"themes/small/layout/post.njk": layout, "themes/small/layout/index.njk": "x"})
    run([*node("hexo/bin/hexo"), "generate", "--force"], root)
    return pages(root / "public", "source/", base)


DOCUSAURUS = """import { loadSite } from '@docusaurus/core/lib/server/site.js';
import common from '@docusaurus/utils-common';
const site = await loadSite({ siteDir: process.cwd(), locale: process.env.LOCALE || undefined });
const blog = site.props.plugins.find((one) => one.name === 'docusaurus-plugin-content-blog');
const { trailingSlash, baseUrl } = site.props.siteConfig;
const lang = site.props.i18n.currentLocale;
console.log('POSTS' + JSON.stringify(blog.content.blogPosts.map(({ metadata: { source, permalink, title } }) => [source, common.applyTrailingSlash(permalink, { trailingSlash, baseUrl }), title, lang])));
process.exit(0);
"""
"""Its own program, up to where it knows all posts: what comes after makes scripts of them, for minutes."""


def docusaurus(root: Path, locale: str = "") -> dict[str, Page]:
    """``locale``: the language that is built; empty: the default one."""
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(generators() / "node_modules")
    write(root, {"posts.mjs": DOCUSAURUS})
    said = run([node("")[0], "posts.mjs"], root, LOCALE=locale)
    posts = json.loads(said.rpartition("POSTS")[2])
    return {source.removeprefix("@site/"): Page(address, title, lang, "") for source, address, title, lang in posts}


def pelican(root: Path) -> dict[str, Page]:
    template = '<meta name="source" content="{{ article.relative_source_path }}"><title>{{ article.title | striptags }}</title>'
    write(root, {"templates/article.html": template})
    conf = root / "pelicanconf.py"
    extra = "THEME = 'simple'\nTHEME_TEMPLATES_OVERRIDES = ['templates']\nFEED_ALL_ATOM = None\nDIRECT_TEMPLATES = []\n"
    (root / "build.py").write_text(conf.read_text(encoding="utf-8") + extra, encoding="utf-8")
    run([sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "build.py", "--quiet"], root, **python())
    return pages(root / "output", "content/")


def mkdocs(root: Path) -> dict[str, Page]:
    page = '<meta name="source" content="{{ page.file.src_uri }}"><title>{{ page.title | striptags }}</title>'
    write(
        root,
        {
            "overrides/main.html": "x",
            "overrides/404.html": "x",
            "overrides/blog.html": "x",
            "overrides/blog-post.html": page,
        },
    )
    run([sys.executable, "-m", "mkdocs", "build", "--quiet"], root, **python())
    return pages(root / "site", "docs/")
