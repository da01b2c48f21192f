"""docs/comments.md as it stands, in real builds: the page links to its post and shows what people answered."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from bot.doctor.page import links_in
from bot.setup.documents import well_known_place
from bot.sites import find, surface_named
from bot.sites.head import head_line
from tests.conftest import ROOT, Blog, clean_environment
from tests.reading import PLATFORMS, load, parse
from tests.sites.generators import build
from tests.sites.generators.build import post, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.preview.conftest import Browser
    from tests.servers.web import Web

PAGE = (ROOT / "docs" / "comments.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DID = "did:plc:abcdefghijklmnopqrstuvwx"
READER = "did:plc:zyxwvutsrqponmlkjihgfedc"
NAMES = ("2026-11-20-hello", "2026-11-21-no", "2026-11-22-größe")


def section(heading: str) -> list[str]:
    """The blocks below a heading of the page, in their order."""
    (text,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return [block for _, block in BLOCK.findall(text)]


def posts(folder: str, ending: str = ".md") -> dict[str, str]:
    """One with a post, one that says no, one whose name has other letters."""
    fields: dict[str, dict[str, object]] = {name: {"title": f"On {name[11:]}", "date": name[:10]} for name in NAMES}
    fields[NAMES[1]]["social"] = False
    return {f"{folder}/{name}{ending}": post({**own, "layout": "post"}) for name, own in fields.items()}


@dataclass(frozen=True)
class Example:
    """A blog that has what the page says."""

    heading: str
    data: str
    """Where the addresses belong."""
    static: str
    """Where the script belongs."""
    content: str
    built: str
    files: Callable[[list[str]], dict[str, str]]
    """What the blog is made of, with the section's blocks in it."""
    build: Callable[[Path], object]
    settings: str = ""


HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'


def hugo(blocks: list[str]) -> dict[str, str]:
    partial, call = blocks
    layout = HEAD.format(title="{{ .Title }}") + "{{ .Content }}" + call
    return {
        "hugo.toml": 'baseURL = "https://blog.dev/"\ndisableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"]\n',
        "layouts/partials/discuss.html": partial, "layouts/_default/single.html": layout, "layouts/single.html": layout, **posts("content/posts"),
    }  # fmt: skip


def run_hugo(root: Path) -> None:
    binary = next((build.generators() / "python" / "hugo" / "binaries").glob("hugo*"))
    binary.chmod(0o755)
    build.run([str(binary), "--quiet"], root)


def jekyll(blocks: list[str]) -> dict[str, str]:
    partial, call = blocks
    return {
        "_config.yml": 'url: "https://blog.dev"\ntimezone: UTC\nfuture: true\nexclude: [content, bot.toml]\n',
        "_includes/discuss.html": partial,
        "_layouts/post.html": HEAD.format(title="{{ page.title }}") + "{{ content }}" + call, **posts("_posts"),
    }  # fmt: skip


def run_jekyll(root: Path) -> None:
    program = shutil.which("jekyll")
    if program is None:
        build.missing("jekyll is not installed; it is Debian's package of that name")
    build.run([program, "build", "--quiet", "--disable-disk-cache"], root)


def eleventy(blocks: list[str]) -> dict[str, str]:
    partial, call, copying = blocks
    return {
        "eleventy.config.js": f"module.exports = (eleventyConfig) => {{\n{copying}\nreturn {{ dir: {{ input: 'src' }} }};\n}};",
        "package.json": "{}", "src/_data/site.json": '{"url": "https://blog.dev"}', "src/_includes/discuss.njk": partial,
        "src/_includes/post.njk": HEAD.format(title="{{ title }}") + "{{ content | safe }}" + call, "src/posts/posts.json": '{"layout": "post.njk"}',
        **{name: text.replace('layout: "post"\n', "") for name, text in posts("src/posts").items()},
    }  # fmt: skip


ASTRO_PAGE = """---
import {{ getCollection, render }} from 'astro:content';
import Discuss from '../../components/Discuss.astro';
export async function getStaticPaths() {{
  return (await getCollection('blog')).map((post) => ({{ params: {{ slug: post.id }}, props: {{ post }} }}));
}}
const {{ post }} = Astro.props;
const {{ Content }} = await render(post);
---
{head}<Content />{call}
"""
ASTRO_CONTENT = """import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/blog' }), schema: z.object({ title: z.string() }).passthrough() });
export const collections = { blog };
"""


def astro(blocks: list[str]) -> dict[str, str]:
    component, call = blocks
    return {
        "astro.config.mjs": "export default { site: 'https://blog.dev' };", "package.json": '{"type": "module"}', "src/content.config.ts": ASTRO_CONTENT,
        "src/components/Discuss.astro": component, "src/pages/blog/[...slug].astro": ASTRO_PAGE.format(head=HEAD.format(title="{post.data.title}"), call=call),
        **posts("src/content/blog"),
    }  # fmt: skip


EXAMPLES = (
    Example("Hugo", "data/bot.json", "static", "content/posts", "public", hugo, run_hugo),
    Example("Jekyll", "_data/bot.json", ".", "_posts", "_site", jekyll, run_jekyll),
    Example("Eleventy", "src/_data/bot.json", "public", "src/posts", "_site", eleventy, build.eleventy),
    Example("Astro", "src/data/bot.json", "public", "src/content/blog", "dist", astro, build.astro),
)
EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=[one.heading.lower() for one in EXAMPLES])


@dataclass(frozen=True)
class Built:
    """A blog that its generator has built."""

    folder: Path
    pages: dict[str, str]
    """The name of a digest to its page, from the top of the host."""
    rows: dict[str, dict[str, Any]]
    """The same to what ``bot url`` says."""

    def html(self, name: str) -> str:
        path = self.folder / self.pages[name].lstrip("/")
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def built_blog(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Example], Built]:
    """Builds an example when it is asked for first; nobody changes what was built."""

    @functools.cache
    def built(example: Example) -> Built:
        return build_blog(Blog(tmp_path_factory.mktemp(example.heading.lower()), clean_environment()), example)

    return built


def build_blog(blog: Blog, example: Example) -> Built:
    """The example with the page's files in it, the addresses made by the program, and built once."""
    script, style = section("The script")
    write(
        blog.root,
        {
            **example.files(section(example.heading)),
            f"{example.static}/comments.js": script,
            f"{example.static}/comments.css": style,
        },
    )
    blog.settings(
        f'site = "https://blog.dev"\nsince = 2026-11-01\ngenerator = "{example.heading.lower()}"\ncontent = "{example.content}"\n'
        f'[targets.bluesky]\ndid = "{DID}"\n[targets.x]\n'
    )  # fmt: skip
    ran = blog.bot("url", "--all", "--out", example.data)
    assert ran.code == 0, ran.err
    example.build(blog.root)
    rows = {
        next(name for name in NAMES if name in row["path"]): row
        for row in json.loads((blog.root / example.data).read_text(encoding="utf-8"))["results"]
    }
    pages = {name: build.unquote(row["page"].removeprefix("https://blog.dev")) for name, row in rows.items()}
    return Built(blog.root / example.built, pages, rows)


@EVERY
def test_each_page_links_to_its_own_post(built_blog: Callable[[Example], Built], example: Example) -> None:
    """By its file, whatever letters are in its name; a digest without a post has no link."""
    built = built_blog(example)
    for name in (NAMES[0], NAMES[2]):
        html, addresses = built.html(name), built.rows[name]["targets"]["bluesky"]
        assert re.search(rf'<a href="{re.escape(addresses["url"])}"[^>]*>Discuss on Bluesky</a>', html)
        assert re.findall(r'data-bluesky="([^"]*)"', html) == [addresses["uri"]]
        assert (built.folder / "comments.js").is_file()
        assert (built.folder / "comments.css").is_file()
    html = built.html(NAMES[1])
    assert "On no" in html
    assert "luesky" not in html


# ── the line in the head, and the site's own file ────────────────────────────────────────────────

PUBLICATION = f"at://{DID}/site.standard.publication/3jzfcijpj2z2a"
WITH_DOCUMENTS = f"""documents = true
publication = "{PUBLICATION}"
publication_cid = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
"""


def line_of(example: Example) -> str:
    """The line that ``bot init`` says and that the page shows."""
    line = head_line(surface_named(example.heading.lower()), "site.standard.document", "bluesky")
    assert f"{line}\n" in section("A line in the head")
    return line


@EVERY
def test_the_head_names_the_document_and_the_site_its_publication(blog: Blog, example: Example) -> None:
    """As the page shows it: each page its own, a page without a document none; the file is served under its name."""
    files = example.files(section(example.heading))
    layout = next(name for name, text in files.items() if text.find("<title>") > 0)
    line = line_of(example).replace('=== "" + path', '=== "" + post.filePath')
    files[layout] = files[layout].replace("</title>", f"</title>{line}")
    if example.heading == "Astro":
        files[layout] = files[layout].replace(
            "---\nimport", '---\nimport addresses from "../../data/bot.json";\nimport', 1
        )
    if example.heading == "Jekyll":
        files["_config.yml"] += 'include: [".well-known"]\n'
    (blog.root / "content").rmdir()
    write(blog.root, files)
    settings = f'site = "https://blog.dev"\nsince = 2026-11-01\ngenerator = "{example.heading.lower()}"\ncontent = "{example.content}"\n'
    blog.settings(f'{settings}[targets.bluesky]\ndid = "{DID}"\n{WITH_DOCUMENTS}')
    place = well_known_place(load(blog.root / "bot.toml"), find(blog.root), PLATFORMS["bluesky"].documents)
    write(blog.root, {place.relative_to(blog.root).as_posix(): f"{PUBLICATION}\n"})
    assert blog.bot("url", "--all", "--out", example.data).code == 0
    example.build(blog.root)
    rows = json.loads((blog.root / example.data).read_text(encoding="utf-8"))["results"]
    for row in rows:
        path = blog.root / example.built / build.unquote(row["page"].removeprefix("https://blog.dev/"))
        html = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        document = row["targets"]["bluesky"]["document"]
        assert (document is None) == (NAMES[1] in row["path"])
        assert links_in(html.encode(), "site.standard.document") == ([document] if document else [])
    served = blog.root / example.built / ".well-known" / "site.standard.publication"
    assert served.read_text(encoding="utf-8") == f"{PUBLICATION}\n"


OTHERS = {
    "hexo": (
        {"_config.yml": 'url: https://blog.dev\ntheme: small\ninclude: [".well-known/*"]\nskip_render: [".well-known/*"]\n',
         "package.json": '{"private": true, "hexo": {"version": "8.1.2"}, "dependencies": {"hexo": "^8", "hexo-renderer-marked": "^7"}}',
         **posts("source/_posts")},
        build.hexo, "public",
    ),
    "mkdocs": ({"mkdocs.yml": "site_name: A\nsite_url: https://blog.dev/\nexclude_docs: '!.well-known'\ntheme: {name: null, custom_dir: overrides}\n", "docs/index.md": "# A\n"}, build.mkdocs, "site"),
    "pelican": (
        {"pelicanconf.py": "SITEURL = 'https://blog.dev'\nPATH = 'content'\nTIMEZONE = 'UTC'\nSTATIC_PATHS = ['images', '.well-known']\n",
         **posts("content")},
        build.pelican, "output",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_other_generators_serve_the_sites_own_file_too(blog: Blog, kind: str) -> None:
    """With the line in their settings that ``bot init`` names."""
    files, run, built = OTHERS[kind]
    (blog.root / "content").rmdir()
    (blog.root / "bot.toml").unlink()
    write(blog.root, files)
    settings = parse({"site": "https://blog.dev"}, None, blog.root)
    place = well_known_place(settings, find(blog.root), PLATFORMS["bluesky"].documents)
    write(blog.root, {place.relative_to(blog.root).as_posix(): f"{PUBLICATION}\n"})
    run(blog.root)
    served = blog.root / built / ".well-known" / "site.standard.publication"
    assert served.read_text(encoding="utf-8") == f"{PUBLICATION}\n"


# ── in a browser ─────────────────────────────────────────────────────────────────────────────────


def reply(key: str, text: str, *replies: dict[str, Any], minute: int = 0, **more: Any) -> dict[str, Any]:
    author = {"did": READER, "handle": "reader.example", "displayName": "A Reader", **more.pop("author", {})}
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": f"2026-11-20T10:{minute:02}:00.000Z"}
    made = {
        "uri": f"at://{READER}/app.bsky.feed.post/{key}",
        "cid": "bafy",
        "author": author,
        "record": record,
        "labels": [],
        **more,
    }
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": made, "replies": list(replies)}


def thread(uri: str) -> dict[str, Any]:
    """What a thread may hold: answers to answers, markup, and what is not to be shown."""
    hidden = reply("hidden", "Hidden by the blog's owner")
    return {
        "thread": {
            "$type": "app.bsky.feed.defs#threadViewPost", "post": {"uri": uri},
            "replies": [
                reply("second", "Second <img src=x onerror=alert(1)> & last", minute=9),
                reply("first", "First\nwith a second line", reply("inner", "An answer to it", minute=5), minute=1),
                hidden,
                reply("labelled", "Labelled as spam", labels=[{"val": "spam"}]),
                reply("shy", "For those who are logged in", author={"labels": [{"val": "!no-unauthenticated"}]}),
                {"$type": "app.bsky.feed.defs#blockedPost", "uri": "at://x", "blocked": True},
                {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://y", "notFound": True},
            ],
        },
        "threadgate": {"record": {"hiddenReplies": [hidden["post"]["uri"]]}},
    }  # fmt: skip


@pytest.fixture
def looked_at(browser: Browser, web: Web) -> Iterator[Callable[[Built, str], Page]]:
    """Opens a page of a built blog; what it asks of Bluesky's public server is answered by one on loopback."""
    servers: list[http.server.ThreadingHTTPServer] = []
    context = browser.chromium.new_context(viewport={"width": 700, "height": 900})

    def appview(route: Route) -> None:
        own = route.request.url.removeprefix("https://public.api.bsky.app")
        route.fulfill(response=route.fetch(url=web.url + own))

    def look(built: Built, name: str) -> Page:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=built.folder))
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(f"the page has run what a reader wrote: {dialog.message}"))
        page.goto(f"http://127.0.0.1:{server.server_port}{quote(built.pages[name])}", wait_until="networkidle")
        return page

    context.route("https://**", lambda route: route.abort())
    context.route("https://public.api.bsky.app/**", appview)
    yield look
    context.close()
    for server in servers:
        server.shutdown()
        server.server_close()


def asked_of_appview(uri: str) -> str:
    return "/xrpc/app.bsky.feed.getPostThread?" + urlencode({"uri": uri, "depth": "6", "parentHeight": "0"})


CORS = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}


@EVERY
def test_the_answers_are_shown_below_the_page(
    built_blog: Callable[[Example], Built],
    example: Example,
    looked_at: Callable[[Built, str], Page],
    web: Web,
    tmp_path: Path,
) -> None:
    """In their order and as plain text, answers within answers; what is hidden, labelled or private is left out."""
    built = built_blog(example)
    uri = built.rows[NAMES[0]]["targets"]["bluesky"]["uri"]
    web.pages[asked_of_appview(uri)] = (200, CORS, json.dumps(thread(uri)).encode())
    page = looked_at(built, NAMES[0])
    page.locator("[data-bluesky] li").first.wait_for()
    page.screenshot(path=tmp_path / f"{example.heading}.png")
    assert page.locator(".comment-text").all_inner_texts() == [
        "First\nwith a second line", "An answer to it", "Second <img src=x onerror=alert(1)> & last",
    ]  # fmt: skip
    assert page.locator("li li .comment-text").all_inner_texts() == ["An answer to it"]
    assert page.locator(".comment-author a").first.get_attribute("href") == f"https://bsky.app/profile/{READER}"
    assert page.locator("time").first.get_attribute("datetime") == "2026-11-20T10:01:00.000Z"
    assert web.paths == [asked_of_appview(uri)]


def test_until_the_post_is_there_the_page_is_as_it_was_built(
    built_blog: Callable[[Example], Built], looked_at: Callable[[Built, str], Page], web: Web
) -> None:
    """The server knows no such post yet, or is silent: the link stands, and no comment."""
    built = built_blog(EXAMPLES[0])
    uri = built.rows[NAMES[0]]["targets"]["bluesky"]["uri"]
    gone = {"error": "NotFound", "message": "Post not found"}
    nothing = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri, "notFound": True}
    for status, answer in ((400, gone), (200, {"thread": nothing}), (500, {})):
        web.pages[asked_of_appview(uri)] = (status, CORS, json.dumps(answer).encode())
        page = looked_at(built, NAMES[0])
        assert page.get_by_text("Discuss on Bluesky").is_visible()
        assert page.locator("li").count() == 0
    assert web.paths == [asked_of_appview(uri)] * 3
