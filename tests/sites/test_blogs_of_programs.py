"""Blogs whose addresses a program of their own makes: what its text says is read, what it does not say is a guess.

Each case is a habit of public blogs, in a few lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.setup.plan import settings_from
from bot.sites import Kind, Written, find, site_of
from bot.sites.languages import lang_of
from bot.sites.routes import taken_away, without_beginning
from tests.sites.test_sites import written

if TYPE_CHECKING:
    from pathlib import Path

POST = "---\ntitle: The Tide\ndate: 2024-05-06\n---\nWords.\n"


@dataclass(frozen=True)
class Habit:
    """A blog, and what is to be seen of it."""

    kind: Kind
    files: dict[str, str]
    posts: dict[str, str | None]
    """Path to address."""
    content: str | None = None
    site: str | None = None
    lang: str | None = None
    name: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    """Front matter of all posts."""
    title: str = ""
    """Of posts whose front matter has none."""
    include: tuple[str, ...] | None = None
    guess: bool | None = None
    """None: either way."""
    date: datetime | None = datetime(2024, 5, 6, tzinfo=UTC)


NEXT = {"next.config.js": "module.exports = {}", "package.json": '{"dependencies": {"next": "15"}}'}
GATSBY = {
    "gatsby-config.js": "module.exports = { siteMetadata: { title: `Tides`, siteUrl: `https://blog.dev` }, plugins: [SOURCE] }"
}
ELEVENTY = {
    ".eleventy.js": "const iso = (d) => d.toISOString().slice(0, 10);\nmodule.exports = (c) => { c.addFilter('day', (d) => DateTime.fromJSDate(d).toFormat('yyyy/LL/dd')); "
    "c.addFilter('odd', odd); c.addFilter('days', toDays); c.addFilter('iso', iso); }",
    "lib/filters/toDays.js": "module.exports = (date) => new Date(date).toISOString().split('T')[0].split('-').join('/');",
}  # fmt: skip
ASTRO = {
    "astro.config.mjs": "export default { site: SITE.website }",
    "src/config.ts": "export const SITE = { website: 'https://blog.dev', lang: 'en' } as const",
    "src/layouts/Layout.astro": "<!doctype html>\n<html\n  lang=`${SITE.lang ?? \"en\"}`\n  class={`${x && 'y'}`}>",
}  # fmt: skip
HABITS: dict[str, Habit] = {
    "next, the site's settings beside its posts": Habit(
        Kind.NEXT,
        {
            **NEXT, "app/blog/[...slug]/page.tsx": "allBlogs", "app/layout.tsx": "<html\n lang={siteMetadata.language} className='x'>",
            "data/siteMetadata.js": "const siteMetadata = { title: 'Tides', siteUrl: 'https://blog.dev', language: 'en-us' }",
            "data/blog/tide.mdx": POST, "data/authors/me.mdx": "---\nname: Me\n---\n",
        },
        {"data/blog/tide.mdx": "/blog/tide", "data/blog/deep/low.mdx": "/blog/deep/low"},
        content="data/blog", site="https://blog.dev", lang="en-us", guess=True,
    ),
    "next, posts in folders of public": Habit(
        Kind.NEXT,
        {
            **NEXT, "next.config.js": "export default { trailingSlash: true }", "app/[slug]/page.tsx": "", "public/tide/index.md": POST,
            "public/wind/index.md": POST, "README.md": "# x", "pages/_document.tsx": '<Html lang="de">',
        },
        {"public/tide/index.md": "/tide/"},
        content="public", lang="de",
    ),
    "next, a folder of contents by year": Habit(
        Kind.NEXT,
        {**NEXT, "src/pages/posts/[id].tsx": "", "contents/2021/09/tide.md": POST},
        {"contents/2021/09/tide.md": "/posts/tide"},
        content="contents",
    ),
    "next, posts that are pages": Habit(
        Kind.NEXT,
        {**NEXT, "app/(post)/2015/pure/page.mdx": "export const metadata = { title: 'x', date: '2015-01-01' }\n"},
        {"app/(post)/2015/pure/page.mdx": "/2015/pure"},
        guess=False,
    ),
    "next, posts beside their page": Habit(
        Kind.NEXT,
        {**NEXT, "app/(main)/blog/[slug]/page.tsx": "", "app/(main)/blog/posts/tide/content.mdx": POST, "app/(main)/blog/posts/wind/content.mdx": POST},
        {"app/(main)/blog/posts/tide/content.mdx": "/blog/tide"},
        guess=True,
    ),
    "next, a folder within src": Habit(
        Kind.NEXT,
        {**NEXT, "src/pages/blog/[...slug].tsx": "", "src/contents/blog/tide.mdx": POST, "src/contents/projects/a.mdx": POST,
         "next-sitemap.js": "module.exports = { siteUrl: 'https://blog.dev/' }"},
        {"src/contents/blog/tide.mdx": "/blog/tide"},
        content="src/contents/blog", site="https://blog.dev",
    ),
    "gatsby, createFilePath below its basePath": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/content` } }"),
            "gatsby-node.js": "const value = createFilePath({ node, getNode, basePath: `blog` }); createNodeField({ name: `slug`, value })",
            "content/blog/tide/index.md": POST,
        },
        {"content/blog/tide/index.md": "/tide/", "content/talks/wind.md": "/talks/wind/"},
        content="content/blog", site="https://blog.dev", name="Tides", guess=False,
    ),
    "gatsby, a folder before what createFilePath says": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: path.join(__dirname, 'posts') } }"),
            "gatsby-node.js": "const value = createFilePath({ node, getNode }); createNodeField({ node, name: `slug`, value: `/posts${value}` });"
            " createPage({ path: `/tags/${slug}/` })",
            "posts/tide.md": POST,
        },
        {"posts/tide.md": "/posts/tide/"},
        content="posts",
    ),
    "gatsby, programs in a folder and the site in a table": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.ts": "import config from './content/config.json'; export default { siteMetadata: { url: config.url }, plugins: [{ options: { path: path.resolve('content') } }] }",
            "gatsby-node.ts": "export * from './internal/gatsby'",
            "internal/gatsby/create-pages.ts": "createPage({ path: node?.frontmatter?.slug || node.fields.slug })",
            "content/config.json": '{"url": "https://blog.dev"}', "content/posts/2016-01-09---tide/index.md": POST,
        },
        {"content/posts/2016-01-09---tide/index.md": "/posts/tide-turns/"},
        content="content/posts", site="https://blog.dev", fields={"slug": "/posts/tide-turns"},
    ),
    "gatsby, the slug taken out of the front matter": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: './content' } }"),
            "gatsby-node.js": "const { tags, slug } = node.frontmatter; createNodeField({ node, name: 'slug', value: slug })",
            "content/tide.md": POST,
        },
        {"content/tide.md": "/own-words/"},
        fields={"slug": "own-words"},
    ),
    "gatsby, a theme that makes slugs of titles": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { contentPosts: 'content/posts', basePath: '/log' } }"),
            "package.json": '{"dependencies": {"@narative/gatsby-theme-novela": "1"}}', "content/posts/2024-05-06-x/index.mdx": POST,
        },
        {"content/posts/2024-05-06-x/index.mdx": "/log/the-tide/"},
        content="content/posts", guess=False,
    ),
    **{
        f"gatsby, a page's name that says {name}": Habit(
            Kind.GATSBY,
            {"gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/content` } }"), "gatsby-node.js": node,
             f"src/pages/{page}": "", "src/pages/tags/{Mdx.frontmatter__tag}.js": "", "content/Low Tide/index.md": POST},
            {"content/Low Tide/index.md": address}, fields=fields, guess=False,
        )
        for name, page, node, fields, address in (
            ("a key", "blog/{mdx.frontmatter__slug}.js", "", {"slug": "Own Words"}, "/blog/own-words/"),
            ("a key that is not there", "blog/{mdx.frontmatter__slug}.js", "", {}, None),
            ("a path in a key", "{MarkdownRemark.frontmatter__path}/index.tsx", "", {"path": "/2024/Big Tide"}, "/2024/big-tide/"),
            ("the title", "posts/{MarkdownRemark.frontmatter__title}.jsx", "", {}, "/posts/the-tide/"),
            ("the file", "{Mdx.parent__(File)__relativeDirectory}.jsx", "", {}, "/low-tide/"),
            ("what its program made", "blog/{MarkdownRemark.fields__slug}.js",
             "const value = createFilePath({ node, getNode }); createNodeField({ node, name: `slug`, value })", {}, "/blog/low-tide/"),
            ("what nobody knows", "blog/{Mdx.id}.js", "", {}, None),
        )
    },
    "next, whatever lies in Nextra's content": Habit(
        Kind.NEXT,
        {**NEXT, "app/[[...mdxPath]]/page.jsx": "importPage", "content/index.mdx": "# x", "content/blog/tide.mdx": POST, "content/blog/wind.mdx": POST},
        {"content/blog/tide.mdx": "/blog/tide", "content/blog/sea/low.mdx": "/blog/sea/low"}, content="content/blog",
    ),
    "next, Nextra's content below a folder": Habit(
        Kind.NEXT, {**NEXT, "app/log/[[...mdxPath]]/page.jsx": "importPage", "content/tide.mdx": POST}, {"content/tide.mdx": "/log/tide"},
    ),
    "next, a page for all below the top": Habit(
        Kind.NEXT, {**NEXT, "pages/[...slug].js": "", "data/notes/tide.md": POST}, {"data/notes/tide.md": "/notes/tide"}, content="data/notes",
    ),
    **{
        f"next, languages {name}": Habit(
            Kind.NEXT,
            {**NEXT, "app/[locale]/blog/[slug]/page.tsx": "", "i18n/routing.ts": f"export const routing = defineRouting({{ locales, defaultLocale: 'en', {prefix} }})",
             english: POST, german: POST},
            {english: f"{bare}/blog/tide", german: "/de/blog/tide"}, content=content, lang="en", include=include,
        )
        for name, prefix, bare, english, german, content, include in (
            ("in folders of the posts", "", "/en", "content/blog/en/tide.mdx", "content/blog/de/tide.mdx", "content/blog", ()),
            ("above the posts", "", "/en", "content/en/blog/tide.mdx", "content/de/blog/tide.mdx", "content", ("de/blog/**/*.{md,mdx}", "en/blog/**/*.{md,mdx}")),
            ("in names", "", "/en", "content/blog/tide.mdx", "content/blog/tide.de.mdx", "content/blog", ()),
            ("without a folder for the default one", "localePrefix: 'as-needed'", "", "content/blog/en/tide.mdx", "content/blog/de/tide.mdx", "content/blog",
             ()),
        )
    },
    "next, languages that its router puts before pages": Habit(
        Kind.NEXT,
        {**NEXT, "next.config.js": "module.exports = { i18n: { locales: ['en', 'de'], defaultLocale: 'en' } }", "pages/blog/[slug].js": "",
         "content/blog/en/tide.md": POST, "content/blog/de/tide.md": POST},
        {"content/blog/en/tide.md": "/blog/tide", "content/blog/de/tide.md": "/de/blog/tide", "content/blog/b.md": "/blog/b"}, lang="en",
    ),
    "mkdocs, an address that the environment may say": Habit(
        Kind.MKDOCS, {"mkdocs.yml": "site_url: !ENV [SITE, OTHER, 'https://blog.dev/x/']\nplugins: [blog]\n", "docs/blog/posts/tide.md": POST},
        {"docs/blog/posts/tide.md": "/x/blog/2024/05/06/the-tide/"}, site="https://blog.dev/x",
    ),
    **{
        f"nuxt, a collection's {name}": Habit(
            Kind.NUXT,
            {"nuxt.config.ts": "export default { site: { url: 'https://blog.dev' } }", f"app/pages/{page}.vue": "",
             "content.config.ts": f"export default {{ collections: {{ posts: {{ type: 'page', source: {source} }} }} }}", "content/posts/1.tide.md": POST},
            {"content/posts/1.tide.md": address}, content="content/posts", guess=False,
        )
        for name, page, source, address in (
            ("prefix", "[...slug]", "{ include: 'posts/**', prefix: '/articles' }", "/articles/tide"),
            ("empty prefix", "[...slug]", "{ include: 'posts/*.md', prefix: '' }", "/tide"),
            ("prefix and page", "articles/[slug]", "{ include: 'posts/**', prefix: '/articles' }", "/articles/tide"),
            ("prefix of another", "[...slug]", "{ include: 'notes/**', prefix: '/n' }", "/posts/tide"),
            ("own folder", "[...slug]", "'posts/**'", "/posts/tide"),
            ("page at the top", "[slug]", "'posts/**'", "/tide"),
        )
    },
    "nuxt, addresses of others": Habit(
        Kind.NUXT,
        {"app/app.config.ts": "export default { links: [{ url: 'https://t.me/me' }, { items: [{ url: 'https://other.dev' }] }] }",
         "blog.config.ts": "export default { url: 'https://blog.dev' }", "nuxt.config.ts": "export default { link: [{ url: 'https://fonts.dev' }] }", "content/tide.md": POST},
        {"content/tide.md": "/tide"}, site="https://blog.dev",
    ),
    "nuxt, pages as Nuxt 2 has them": Habit(
        Kind.NUXT,
        {"nuxt.config.js": "export default { env: { baseUrl: 'https://blog.dev' } }", "pages/blog/_slug.vue": "$content('articles', params.slug)", "content/articles/tide.md": POST},
        {"content/articles/tide.md": "/blog/tide"}, site="https://blog.dev",
    ),
    **{
        f"sveltekit, {name}": Habit(
            Kind.SVELTEKIT,
            {"package.json": '{"devDependencies": {"@sveltejs/kit": "2"}}', "svelte.config.js": f"export default {{ kit: {{ adapter: adapter(), {kit} }} }}",
             "src/app.html": '<html lang="nl">', "src/lib/config.ts": "export const url = 'https://blog.dev/'", "src/routes/tags/[tag]/+page.svelte": "", **files, path: POST},
            {path: address}, content=path.rpartition("/")[0] if files else "src/routes/blog", site="https://blog.dev", lang="nl", guess=guess, include=include,
        )
        for name, kit, files, path, address, guess, include in (
            ("posts beside its pages", "", {"src/routes/[slug]/+page.svelte": ""}, "src/posts/tide.md", "/tide", True, ()),
            ("a base, closing slashes and mdsvex's ending", "paths: { base: '/log' }",
             {"src/routes/(site)/blog/[slug=post]/+page.svelte": "", "src/routes/+layout.ts": "export const trailingSlash = 'always';"},
             "src/lib/posts/tide.svx", "/log/blog/tide/", True, ("**/*.{md,svx}",)),
            ("posts that are pages", "", {}, "src/routes/blog/tide/+page.md", "/blog/tide", False, ()),
        )
    },
    **{
        f"vitepress, {name}": Habit(
            Kind.VITEPRESS,
            {f"{top}.vitepress/config.mts": f"export default defineConfig({{ title: 'Tides', lang: 'en-GB', sitemap: {{ hostname: 'https://blog.dev' }}, {config} }})",
             f"{top}.vitepress/theme/index.ts": "", f"{content}/tide.md": POST, f"{content}/index.md": "# All", "README.md": "# x"},
            {f"{content}/tide.md": address, f"{content}/sea/index.md": index}, content=content, site="https://blog.dev", lang="en-GB", name="Tides", guess=address is None,
        )
        for name, top, config, content, address, index in (
            ("as it comes", "", "", "posts", "/posts/tide.html", "/posts/sea/"),
            ("addresses without an ending", "", "cleanUrls: true, base: '/log/'", "posts", "/log/posts/tide", "/log/posts/sea/"),
            ("in folders", "docs/", "srcDir: './src'", "docs/src/blog", "/blog/tide.html", "/blog/sea/"),
            ("rewrites", "", "rewrites: { 'posts/:a': 'blog/:a' }", "posts", None, None),
        )
    },
    **{
        f"vuepress, {name}": Habit(
            Kind.VUEPRESS,
            {"docs/.vuepress/config.js": f"export default {{ base: '/b/', lang: 'fr-FR', {config} }}", f"docs/posts/{file}.md": POST, "docs/posts/b.md": POST},
            {f"docs/posts/{file}.md": address}, content="docs/posts", lang="fr-FR", fields=fields,
        )
        for name, config, file, fields, address in (
            ("as it comes", "", "2024-05-06-tide", {}, "/b/posts/2024-05-06-tide.html"),
            ("a folder", "", "tide/README", {}, "/b/posts/tide/"),
            ("a pattern", "permalinkPattern: ':year/:month/:slug/'", "2024-05-06-tide", {}, "/b/2024/05/tide/"),
            ("an older pattern", "permalink: '/:year/:slug'", "Low-Tide", {}, "/b/2024/low-tide/"),
            ("a permalink", "permalinkPattern: ':year/:slug/'", "tide", {"permalink": "/own/"}, "/b/own/"),
        )
    },
    "vuepress, a theme's posts": Habit(
        Kind.VUEPRESS, {".vuepress/config.js": "module.exports = { theme: '@vuepress/blog' }", "_posts/2024-05-06-tide.md": POST},
        {"_posts/2024-05-06-tide.md": "/2024/05/06/tide/"}, content="_posts", guess=True,
    ),
    **{
        f"lume, {name}": Habit(
            Kind.LUME,
            {"_config.ts": f"import lume from 'lume/mod.ts';\nexport default lume({{ location: new URL('https://blog.dev/l/'), {config} }});", f"{top}_data.yml": "lang: gl\n",
             f"{top}posts/_data.ts": data, f"{top}posts/{file}.md": POST, f"{top}posts/2024-05-07_b.md": POST},
            {f"{top}posts/{file}.md": address}, content=f"{top}posts", site="https://blog.dev/l", lang="gl", fields=fields,
        )
        for name, config, top, data, file, fields, address in (
            ("as it comes", "", "", "export const type = 'post'", "Low Tide", {}, "/l/posts/Low Tide/"),
            ("a date in the name", "src: './src'", "src/", "", "2024-05-06_tide", {}, "/l/posts/tide/"),
            ("an address of its own", "", "", "", "tide", {"url": "./low/"}, "/l/posts/low/"),
            ("endings", "prettyUrls: false", "", "", "tide", {}, "/l/posts/tide.html"),
            ("a program", "", "", "export const url = (page) => make(page)", "tide", {}, None),
        )
    },
    "nuxt, languages in folders": Habit(
        Kind.NUXT,
        {
            "nuxt.config.ts": "export default { site: { url: 'https://blog.dev' }, modules: ['@nuxtjs/i18n'], i18n: { defaultLocale: 'zh-cn' } }",
            "pages/[...slug].vue": "queryCollection", "content/zh-cn/news/tide.md": POST, "content/en-us/news/tide.md": POST, "content/zh-cn/about.md": "# About",
        },
        {"content/zh-cn/news/tide.md": "/news/tide", "content/en-us/news/tide.md": "/en-us/news/tide"},
        content="content", site="https://blog.dev", lang="zh-cn", include=("en-us/news/**/*.md", "zh-cn/news/**/*.md"),
    ),
    "nuxt, languages that all begin addresses": Habit(
        Kind.NUXT,
        {
            "nuxt.config.ts": "export default { modules: ['@nuxtjs/i18n'], i18n: { strategy: 'prefix', defaultLocale: 'en' } }",
            "pages/[...slug].vue": "queryCollection", "content/en/blog/tide.md": POST, "content/de/blog/tide.md": POST,
        },
        {"content/en/blog/tide.md": "/en/blog/tide", "content/de/blog/tide.md": "/de/blog/tide"},
    ),
    "gatsby, nothing says how addresses are made": Habit(
        Kind.GATSBY,
        {"gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "'x'"), "gatsby-node.js": "createRedirect({})", "content/tide.md": POST},
        {"content/tide.md": "/tide/"},
        guess=True,
    ),
    "gatsby, pages in their place": Habit(
        Kind.GATSBY,
        {"gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/src` } }"), "src/pages/posts/tide/index.mdx": POST},
        {"src/pages/posts/tide/index.mdx": "/posts/tide/"},
    ),
    "gatsby, lists of tags have addresses of their own": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/content` } }"),
            "gatsby-node.js": "const slug = createFilePath({ node }); createNodeField({ name: `slug`, value: slug }); createPage({ path: `/blog/tags/${slug}/` })",
            "content/tide.md": POST,
        },
        {"content/tide.md": "/tide/"},
    ),
    **{
        f"docusaurus, {name}": Habit(
            Kind.DOCUSAURUS,
            {"docusaurus.config.js": f"export default {{ url: 'https://blog.dev', baseUrl: '/', trailingSlash: {slash}, {options} }}", f"{folder}/2024-05-06-tide.md": POST,
             "docs/intro.md": POST, "notes/a.md": POST, "notes/b.md": POST},
            {f"{folder}/2024-05-06-tide.md": address},
            content=folder, lang="en",
        )
        for name, options, folder, slash, address in (
            ("its preset", "presets: [['classic', { docs: { routeBasePath: '/' }, blog: { showReadingTime: true } }]]", "blog", "false", "/blog/2024/05/06/tide"),
            ("a blog at the top", "presets: [['classic', { docs: false, blog: { routeBasePath: '/', path: './blog' } }]]", "blog", "true", "/2024/05/06/tide/"),
            ("another folder", "presets: [['classic', { docs: { path: 'notes', sidebarPath: 'x' }, blog: { path: 'posts', routeBasePath: 'log' } }]]", "posts", "undefined",
             "/log/2024/05/06/tide"),
            ("a second blog", "presets: [['classic', { blog: { path: 'old' } }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'news', routeBasePath: 'news', path: './news' }]]",
             "news", "false", "/news/2024/05/06/tide"),
        )
    },
    "quartz, notes in another folder": Habit(
        Kind.QUARTZ,
        {"quartz.config.ts": "const config = { configuration: { baseUrl: 'blog.dev', pageTitle: 'Tides' } }", "wiki/sea/Low Tide.md": POST, "wiki/air/wind.md": POST,
         "docs/usage.md": POST, "quartz/i18n/x.md": POST},
        {"wiki/sea/Low Tide.md": "/sea/Low-Tide"},
        content="wiki", site="https://blog.dev", name="Tides",
    ),
    "quartz, notes in many folders": Habit(
        Kind.QUARTZ,
        {"quartz.config.ts": "baseUrl: 'blog.dev/notes'", "content/a/x.md": POST, "content/b/y.md": POST, "content/c/z.md": POST},
        {"content/a/x.md": "/notes/a/x"},
        content="content",
    ),
    "gatsby, its own words in a file beside": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": "const meta = require('./gatsby-meta-config'); module.exports = { siteMetadata: meta, plugins: [{ resolve: 'manifest', options: { lang: 'en', title: 'x' } }] }",
            "gatsby-meta-config.js": "module.exports = { title: `Tides`, language: `ko`, siteUrl: `https://blog.dev` }",
            "gatsby-node.js": "createFilePath({ node }); createNodeField({})", "content/tide/index.md": POST,
        },
        {"content/tide/index.md": "/tide/"},
        lang="ko", name="Tides",
    ),
    **{
        f"eleventy, {name}": Habit(
            Kind.ELEVENTY,
            {**ELEVENTY, "posts/posts.11tydata.js": f"module.exports = {{ layout: 'post', {permalink}, tags: ['post'] }};", "posts/2024-05-06-tide.md": POST},
            {"posts/2024-05-06-tide.md": address},
        )
        for name, permalink, address in (
            ("a function with its parameter taken out", "permalink: function({page}) { return `/web/${ page.fileSlug }/` }", "/web/tide/"),
            ("a method", "permalink(data) { return `/blog/${data.page.fileSlug}/index.html`; }", "/blog/tide/"),
            ("an arrow with a body", "permalink: (data) => { return '/blog/' + data.page.fileSlug + '/'; }", "/blog/tide/"),
            ("an arrow that adds", "permalink: ({ page }) => '/blog/' + page.fileSlug + '.html'", "/blog/tide.html"),
            ("computed, with a filter", "eleventyComputed: { permalink: (data) => `/${this.slugify(data.title)}/` }", "/the-tide/"),
            ("a year", "permalink: (data) => `/${data.page.date.getFullYear()}/${data.page.fileSlug}/`", "/2024/tide/"),
            ("the one or the other", "permalink: (data) => `/b/${data.slug || data.page.fileSlug}/`", "/b/tide/"),
            ("a function that decides", "permalink: (data) => { if (!data.date) { return '/a/'; } return '/b/'; }", None),
            ("a function of another file", "permalink: (data) => `/b/${derive(data)}/`", None),
            ("a function that hides what is to come", "permalink: (data) => { const { permalink, page } = data; if (later(page)) return false\n return permalink }", "/posts/2024-05-06-tide/"),
            ("a function that hides drafts", "permalink: (data) => { if (data.draft) return false; return `/b/${data.page.fileSlug}/`; }", "/b/tide/"),
            ("a choice that hides drafts", "permalink: (data) => data.draft ? false : `/b/${data.page.fileSlug}/`", "/b/tide/"),
            ("a choice that hides drafts and says no more", "permalink: (data) => (hidden(data) ? false : data.permalink)", "/posts/2024-05-06-tide/"),
            ("a choice within a function", "permalink: (data) => { if (data.a) return false; if (data.b) { x(); } return '/b/'; }", None),
            ("a choice", "permalink: (data) => data.x ? '/a/' : '/b/'", None),
            ("a template that decides", "permalink: '/b/{% if slug %}{{ slug }}{% else %}{{ title | slugify }}{% endif %}/'", "/b/the-tide/"),
            ("a default", "permalink: '/b/{{ slug | default(page.fileSlug) }}/'", "/b/tide/"),
            ("a filter of its own for dates", "permalink: '/{{ page.date | day }}/{{ page.fileSlug }}/'", "/2024/05/06/tide/"),
            ("a function of its own file for dates", "permalink: '/{{ page.date | days }}/{{ page.fileSlug }}/'", "/2024/05/06/tide/"),
            ("a function that stands before it", "permalink: '/{{ page.date | iso }}/{{ page.fileSlug }}/'", "/2024-05-06/tide/"),
            ("another that says nothing", "permalink: '/{{ page.date | odd }}/{{ page.fileSlug }}/'", None),
            ("none", "x: 1", "/posts/2024-05-06-tide/"),
        )
    },
    "pelican, its articles' folder named from the top, and a site without its scheme": Habit(
        Kind.PELICAN,
        {
            "pelicanconf.py": "SITEURL = ''\nARTICLE_PATHS = ['content']\nPAGE_PATHS = ['content/pages']\nARTICLE_URL = 'blog/{category}/{slug}/'\n",
            "publishconf.py": "SITEURL = 'blog.dev'\n", "content/News/tide.md": POST, "content/pages/about.md": POST,
        },
        {"content/News/tide.md": "/blog/news/the-tide/"},
        content="content", site="https://blog.dev",
    ),
    "eleventy without settings of its usual name": Habit(
        Kind.ELEVENTY,
        {
            "package.json": '{"devDependencies": {"@11ty/eleventy": "^3.0.0"}, "scripts": {"build": "eleventy --config=build/eleventy.js"}}',
            "blog/blog.json": '{"tags": ["blog"]}', "blog/2024/tide/index.md": POST,
        },
        {"blog/2024/tide/index.md": "/blog/2024/tide/"},
        content="blog",
    ),
    "hugo, languages whose pages are no posts": Habit(
        Kind.HUGO,
        {
            "hugo.toml": "baseURL = 'https://blog.dev'\ndefaultContentLanguage = 'en'\n[languages.en]\ncontentDir = 'content/en'\n[languages.de]\ncontentDir = 'content/de'\n"
            "[languages.fr]\ncontentDir = 'content/fr'\n[languages.el]\ncontentDir = 'content/el'\n",
            "content/en/docs/a.md": POST, "content/en/post/tide.md": POST, "content/en/post/wind.md": POST, "content/en/about.md": POST,
            "content/de/docs/a.md": POST, "content/de/post/_index.md": "---\ntitle: Beiträge\n---\n", "content/fr/docs/a.md": POST, "content/fr/about.md": POST,
            "content/el/nea/a.md": POST,
        },
        {"content/en/post/tide.md": "/post/tide/", "content/el/nea/a.md": "/el/nea/a/"},
        content="content", include=("en/post/**/*.md", "de/post/**/*.md", "el/nea/**/*.md"),
    ),
    "mkdocs, settings that inherit from others": Habit(
        Kind.MKDOCS,
        {
            "mkdocs-online.yml": "INHERIT: settings/base.yml\nsite_url: https://blog.dev/x/\nplugins:\n  blog:\n    post_url_date_format: yyyy\n",
            "mkdocs-offline.yml": "INHERIT: settings/base.yml\n", "settings/base.yml": "INHERIT: names.yml\ndocs_dir: pages\nplugins:\n  blog:\n    post_url_format: '{date}/{slug}'\n",
            "settings/names.yml": "site_name: Tides\nsite_url: https://old.dev/\n", "pages/blog/posts/tide.md": POST, "pages/index.md": "# Home\n",
        },
        {"pages/blog/posts/tide.md": "/x/blog/2024/the-tide/"},
        content="pages/blog/posts", site="https://blog.dev/x", name="Tides",
    ),
    "eleventy, its data in YAML and a language in the layout": Habit(
        Kind.ELEVENTY,
        {
            "eleventy.config.js": "export default (c) => { c.addDataExtension('yaml', load) }; export const config = { dir: { input: 'src' } };",
            "src/_data/meta.js": "export const url = 'https://blog.dev'; export const lang = process.env.X; export const siteName = 'Tides'; export const menu = { title: 'Theme' };",
            "src/_includes/base.njk": '<!doctype html><html lang="nl" class="x">', "src/posts/posts.yaml": "permalink: /log/{{ page.fileSlug }}/\n",
            "src/posts/tide.md": POST,
        },
        {"src/posts/tide.md": "/log/tide/"},
        content="src/posts", site="https://blog.dev", lang="nl", name="Tides",
    ),
    "eleventy, the site's settings beside its own": Habit(
        Kind.ELEVENTY,
        {"eleventy.config.js": "export default (c) => {}", "site.config.js": "export default { lang: 'en', url: 'https://blog.dev', me: { url: 'https://me.dev' } }", "posts/tide.md": POST},
        {"posts/tide.md": "/posts/tide/"},
        content="posts", site="https://blog.dev",
    ),
    "eleventy, its input named in another file": Habit(
        Kind.ELEVENTY,
        {".eleventy.js": "module.exports = (c) => ({ dir: { input: config.dir.src } })", "src/articles/2024/tide/index.md": POST, "src/notes/a.md": POST},
        {"src/articles/2024/tide/index.md": "/articles/2024/tide/"},
        content="src/articles",
    ),
    "eleventy, a permalink computed for all": Habit(
        Kind.ELEVENTY,
        {**ELEVENTY, "_data/eleventyComputed.js": "module.exports = { permalink: (data) => `/all/${data.page.fileSlug}/` }", "posts/tide.md": POST},
        {"posts/tide.md": "/all/tide/"},
    ),
    "eleventy, a garden out of Obsidian": Habit(
        Kind.ELEVENTY,
        {**ELEVENTY, "notes/Low Tide.md": POST},
        {"notes/Low Tide.md": "/low-tide/"},
        fields={"dg-publish": "true", "permalink": "/low-tide/"}, title="Low Tide",
    ),
    **{
        f"astro, {name}": Habit(
            Kind.ASTRO,
            {**ASTRO, f"src/pages/{page}.astro": f"getStaticPaths() {{ return (await getCollection('blog')).map((post) => ({{ params: {params}, props: {{ post }} }})) }}",
             "src/content/blog/tide.md": POST},
            {f"src/content/blog/{path}.md": address}, guess=guess, fields=fields, lang="en",
        )
        for name, page, params, path, fields, address, guess in (
            ("its id", "posts/[slug]", "{ slug: post.id }", "Low Tide", {}, "/posts/low-tide/", False),
            ("its slug or its id", "posts/[...slug]", "{ slug: post.data.slug ?? post.id }", "a/tide", {}, "/posts/a/tide/", False),
            ("an id without its ending", "posts/[slug]", r"{ slug: post.id.replace(/\.mdx?$/, '') }", "tide", {}, "/posts/tide/", False),
            ("another name of the parameter", "notes/[...id]", "{ id: post.id }", "tide", {}, "/notes/tide/", False),
            ("the last part", "[slug]", '{ slug: post.id.split("/").pop() }', "2024/tide", {}, "/tide/", False),
            ("AstroPaper's paths", "posts/[...slug]/index", "{ slug: getPath(post.id, post.filePath, false) }", "_old/Big One/tide", {}, "/posts/big-one/tide/", False),
            ("a title", "posts/[slug]", "{ slug: slugify(post.data) }", "x", {}, "/posts/the-tide/", True),
            ("a slug for its title", "posts/[slug]", "{ slug: slugify(post.data) }", "x", {"postSlug": "Own Words"}, "/posts/own-words/", True),
            ("a program", "posts/[slug]", "{ slug: make(post) }", "tide", {}, "/posts/tide/", True),
            ("year and month", "blog/[year]/[month]/[slug]", "{ year, month, slug: post.id }", "tide", {}, "/blog/2024/05/tide/", False),
            ("a folder's name", "[category]/[slug]", "{ slug: post.id.split('/')[1], category: post.id.split('/')[0] }", "sea/tide", {}, "/sea/tide/", True),
            ("a category", "[category]/[slug]", "{ slug: post.id, category: post.data.category }", "tide", {"category": "sea"}, "/sea/tide/", True),
            ("no category", "[category]/[slug]", "{ slug: post.id, category: post.data.category }", "tide", {}, None, True),
            ("a language that may be left out", "[...lang]/posts/[slug]", "{ lang, slug: post.id }", "tide", {}, "/posts/tide/", False),
            ("the folder of a language", "[...lang]/posts/[...slug]", "{ lang, slug: getPath(post.id, post.filePath) }", "ar/sea/tide", {}, "/ar/posts/sea/tide/", False),
            ("the folder of the default language", "[...lang]/posts/[...slug]", "{ lang, slug: getPath(post.id, post.filePath) }", "en/_x/tide", {}, "/posts/tide/", False),
            ("another language", "[...lang]/posts/[slug]", "{ lang, slug: post.id }", "tide", {"lang": "fr"}, "/fr/posts/tide/", False),
        )
    },
    "astro, an id of the collection's own": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/pages/[slug].astro": "", "src/content/blog/tide.md": POST,
         "src/content.config.ts": "const blog = defineCollection({ loader: glob({ base: './src/content/blog', generateId: ({ entry }) => make(entry) }) })"},
        {"src/content/blog/tide.md": "/tide/"}, guess=True,
    ),
    "astro, the collection that has pages": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/pages/note/[...id].astro": "", "src/content/preface/2024-05-06-a.md": POST, "src/content/preface/2024-05-07-b.md": POST,
         "src/content/note/tide.md": POST.replace("date", "timestamp"),
         "src/content.config.ts": "const a = defineCollection({ loader: glob({ base: './src/content/preface' }) }); const b = defineCollection({ loader: glob({ base: './src/content/note' }) })"},
        {"src/content/note/tide.md": "/note/tide/"}, content="src/content/note",
    ),
    "astro, AstroWind's configuration": Habit(
        Kind.ASTRO,
        {
            "astro.config.ts": "export default { integrations: [astrowind({ config: './src/config.yaml' })] }", "src/data/post/tide.md": POST,
            "src/pages/[...blog]/index.astro": "", "src/pages/[...blog]/[category]/[...page].astro": "",
            "src/config.yaml": "site:\n  name: Tides\n  site: 'https://blog.dev'\n  base: '/'\n  trailingSlash: false\ni18n:\n  language: nl\n"
            "apps:\n  blog:\n    post:\n      permalink: '/%category%/%year%/%slug%'\n    list:\n      pathname: 'blog'\n",
        },
        {"src/data/post/Low Tide.md": "/sea/2024/low-tide"},
        content="src/data/post", site="https://blog.dev", lang="nl", name="Tides", fields={"category": "Sea"}, guess=False,
    ),
    "astro, AstroWind without a pattern": Habit(
        Kind.ASTRO,
        {"astro.config.ts": "", "src/data/post/tide.md": POST, "src/config.yaml": "site:\n  trailingSlash: true\napps:\n  blog:\n    list:\n      pathname: news\n"},
        {"src/data/post/tide.md": "/news/tide/"}, guess=False,
    ),
}  # fmt: skip


SVELTE = {
    "svelte.config.js": "export default { kit: { adapter: adapter() } }", "src/routes/blog/[slug]/+page.svelte": "<slot/>",
    "package.json": '{"devDependencies": {"@sveltejs/kit": "2"}}',
}  # fmt: skip
UNDATED = POST.replace("date: 2024-05-06\n", "")
HABITS |= {
    "gatsby, one folder of posts for each topic": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/content/blog` } }"),
            "gatsby-node.js": "createNodeField({ value: createFilePath({ node, getNode }) })",
            "content/blog/sea/tide/index.md": POST, "content/blog/sea/low/index.md": POST, "content/blog/land/hill/index.md": POST,
        },
        {"content/blog/sea/tide/index.md": "/sea/tide/", "content/blog/land/hill/index.md": "/land/hill/"}, content="content/blog",
    ),
    "gatsby, an address that a plugin makes": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "`gatsby-plugin-slug`, { options: { path: `${__dirname}/content/blog` } }"),
            "gatsby-node.js": "const { relativePath } = image; posts.forEach((post) => createPage({ path: post.fields.slug }))",
            "content/blog/tide/tide-en.md": POST,
        },
        {"content/blog/tide/tide-en.md": None}, content="content/blog", guess=True,
    ),
    "gatsby, the folder alone": Habit(
        Kind.GATSBY,
        {
            "gatsby-config.js": GATSBY["gatsby-config.js"].replace("SOURCE", "{ options: { path: `${__dirname}/content/blog` } }"),
            "gatsby-node.js": "createNodeField({ value: path.basename(path.dirname(node.fileAbsolutePath)) })",
            "content/blog/sea/tide/index.md": POST,
        },
        {"content/blog/sea/tide/index.md": "/tide/"}, content="content/blog", guess=False,
    ),
    **{
        f"next, {name}": Habit(
            Kind.NEXT,
            {**NEXT, "app/blog/[slug]/page.tsx": "", program: text, f"content/{path}": POST},
            {f"content/{path}": "/blog/tide"}, guess=True,
        )
        for name, program, text, path in (
            ("numbers that Contentlayer takes away", "contentlayer.config.ts", "resolve: (post) => post._raw.flattenedPath.split('-').slice(1).join('-')", "01-tide.mdx"),
            ("dates that its program takes away", "lib/posts.ts", "slug: name.replace(/^\\d{4}-\\d{2}-\\d{2}-/, '')", "2024-05-06-tide.md"),
            ("files that are called by their language", "lib/posts.ts", "", "2024/tide/en.md"),
        )
    },
    "next, Nextra's posts below its content": Habit(
        Kind.NEXT,
        {**NEXT, "app/[[...mdxPath]]/page.jsx": "", "content/posts/sea/tide.mdx": POST, "content/about.mdx": POST, "content/now.mdx": POST},
        {"content/posts/sea/tide.mdx": "/posts/sea/tide"}, content="content/posts",
    ),
    "sveltekit, folders of years": Habit(
        Kind.SVELTEKIT,
        {**SVELTE, "src/routes/posts/[year]/[slug]/+page.svelte": "<slot/>", "src/posts/2023/tide.md": UNDATED, "src/posts/2022/low.md": UNDATED},
        {"src/posts/2023/tide.md": "/posts/2023/tide"}, content="src/posts", date=None,
    ),
    "sveltekit, dates that its program takes away": Habit(
        Kind.SVELTEKIT,
        {**SVELTE, "src/lib/posts.ts": "slug: path.split('/').at(-1).split('-').slice(3).join('-').replace('.md', '')", "src/posts/2024-05-06-high-tide.md": POST},
        {"src/posts/2024-05-06-high-tide.md": "/blog/high-tide"},
    ),
    **{
        f"astro, {name}": Habit(
            Kind.ASTRO,
            {**ASTRO, **{f"src/pages/{page}.astro": f"{text}<Content />" for page, text in pages.items()}, f"src/content/blog/{path}.md": POST},
            {f"src/content/blog/{path}.md": address}, fields=fields, guess=guess,
        )
        for name, pages, path, fields, address, guess in (
            ("a page of the default language", {"blog/[...slug]": "", "[lang]/blog/[...slug]": ""}, "en/tide", {}, "/blog/tide/", False),
            ("a page of another language", {"blog/[...slug]": "", "[lang]/blog/[...slug]": ""}, "de/tide", {}, "/de/blog/tide/", False),
            ("a folder of pages for a language", {"blog/[...slug]": "", "de/blog/[...slug]": ""}, "de/tide", {}, "/de/blog/tide/", False),
            ("folders of dates beside a date", {"blog/[year]/[month]/[slug]": ""}, "2024/05/tide", {}, "/blog/2024/05/tide/", False),
            ("a date that its page takes away", {"blog/[slug]": "params: { slug: post.id.replace(/^\\d+-/, '') }"}, "01-tide", {}, "/blog/tide/", False),
            ("a name of its own", {"blog/[slug]": "params: { slug: post.data.name }"}, "x", {"name": "tide"}, "/blog/tide/", False),
            ("a name of its own that is not there", {"blog/[slug]": "params: { slug: post.data.name }"}, "x", {}, None, False),
        )
    },
    "astro, ids that are the path as it is": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/pages/[...slug].astro": "<Content />", "src/content/blog/High Tide.md": POST,
         "src/content.config.ts": "const a = defineCollection({ loader: glob({ base: './src/content/notes', generateId: make }) }); const blog = defineCollection({"
         " loader: glob({ base: './src/content/blog', generateId: ({ entry }) => entry.replace(/\\.(md|mdx)$/, '') }) })"},
        {"src/content/blog/High Tide.md": "/High Tide/"}, fields={"slug": "x"}, guess=False,
    ),
    "astro, ids of another collection": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/pages/[...slug].astro": "<Content />", "src/content/blog/High Tide.md": POST,
         "src/content.config.ts": "const a = defineCollection({ loader: glob({ base: './src/content/notes', generateId: make }) }); const blog = defineCollection({"
         " loader: glob({ base: './src/content/blog' }) })"},
        {"src/content/blog/High Tide.md": "/high-tide/"}, guess=False,
    ),
    "astro, Starlight's documents": Habit(
        Kind.ASTRO,
        {"astro.config.mjs": "import starlight from '@astrojs/starlight'; export default { base: '/s', integrations: [starlight({ plugins: [starlightBlog()] })] }",
         "src/content/docs/blog/tide.md": POST, "src/content/docs/guides/a.md": UNDATED, "src/content/docs/guides/b.md": UNDATED},
        {"src/content/docs/blog/High Tide.md": "/s/blog/high-tide/", "src/content/docs/blog/sea/index.mdx": "/s/blog/sea/"}, content="src/content/docs/blog", guess=False,
    ),
    "nuxt, a language that may be left out": Habit(
        Kind.NUXT,
        {"nuxt.config.ts": "export default { modules: ['@nuxt/content'] }", "pages/[[lang]]/articles/[...slug].vue": "", "content/blog/tide.md": POST},
        {"content/blog/tide.md": "/articles/tide"},
    ),
    "astro, a page that leads to another": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/pages/blog/[...slug].astro": "return Astro.redirect(Astro.props.to)", "src/pages/[lang]/blog/[...slug].astro": "<Content />",
         "src/content/blog/en/tide.md": POST},
        {"src/content/blog/en/tide.md": "/en/blog/tide/"},
    ),
    "astro, a language without its region": Habit(
        Kind.ASTRO,
        {**ASTRO, "src/config.ts": "export const SITE = { website: 'https://blog.dev', lang: 'en-US' }", "src/pages/blog/[...slug].astro": "", "src/pages/[lang]/blog/[...slug].astro": "",
         "src/content/blog/en/tide.md": POST},
        {"src/content/blog/en/tide.md": "/blog/tide/"},
    ),
    "lume, addresses of other things in the data": Habit(
        Kind.LUME,
        {"_config.ts": "import lume from 'lume/mod.ts'; export default lume();", "posts/_data.json": '{"author": {"url": "https://blog.dev"}}', "posts/tide.md": POST},
        {"posts/tide.md": "/posts/tide/"},
    ),
    "vitepress, notes without dates in many folders": Habit(
        Kind.VITEPRESS,
        {"docs/.vitepress/config.mts": "export default { title: 'Tides' }", **{f"docs/{name}/{name}.md": UNDATED for name in ("sea", "land", "sky")}},
        {"docs/sea/sea.md": "/sea/sea.html"}, content="docs",
    ),
    "next, pages beside a folder of posts": Habit(
        Kind.NEXT,
        {**NEXT, **{f"pages/{name}.mdx": POST for name in ("about", "now", "posts", "tools")}, "pages/posts/tide.mdx": POST, "data/links.mdx": POST},
        {"pages/posts/tide.mdx": "/posts/tide"}, content="pages/posts", guess=False,
    ),
    **{
        f"lume, data that {name}": Habit(
            Kind.LUME,
            {"_config.ts": "import lume from 'lume/mod.ts'; export default lume();", "posts/_data.ts": data, "posts/tide.md": POST},
            {"posts/tide.md": address},
        )
        for name, data, address in (
            ("speak of another address", 'export const author = {\n  url: "https://blog.dev",\n};', "/posts/tide/"),
            ("make an address", "export function url(page) {\n  return x;\n}", None),
            ("make an address among others", "export default {\n  layout: 'x',\n  url: (page) => x,\n};", None),
        )
    },
    "lume, slugs of addresses": Habit(
        Kind.LUME,
        {"_config.ts": "import lume from 'lume/mod.ts'; const site = lume(); site.use(slugifyUrls());", "posts/2024-05-06_The_High Tide!.md": POST},
        {"posts/2024-05-06_The_High Tide!.md": "/posts/the-high-tide/", "posts/Über.md": "/posts/uber/", "posts/潮.md": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("program", "name", "rest"),
    [
        (r"x.replace(/^\d{4}-\d{2}-\d{2}-/, '')", "2024-05-06-tide", "tide"), (r"x.replace(/^(\d+)\./g, '')", "07.tide", "tide"), (r"x.replace(/^(?:[0-9]{8})_/, ``)", "20240506_tide", "tide"),
        ("x.split('-').slice(3).join('-')", "2024-05-06-high-tide", "high-tide"), (r"x.replace(/^\d+-/, '')", "tide", "tide"), (r"x.replace(/^\d+-/, '')", "07-", "07-"),
        (r"x.replace(/^(\d+)+-/, '')", "07-tide", "07-tide"), (r"x.replace(/^\d+\d+\d+/, '')", "0777tide", "0777tide"), (r"x.replace(/^((((/, '')", "07-tide", "07-tide"),
    ],
)  # fmt: skip
def test_a_program_takes_the_beginning_of_a_name_away(program: str, name: str, rest: str) -> None:
    """Patterns that could take long to try are left alone."""
    assert without_beginning(f"sea/{name}", taken_away([program])) == f"sea/{rest}"


@pytest.mark.parametrize(
    ("page", "permalink"),
    [
        ("app/routes/blog.$slug.tsx", "/blog/{slug}"), ("app/routes/_site.articles_.$id.tsx", "/articles/{slug}"), ("app/routes/($lang)/posts/$slug/route.tsx", "/posts/{slug}"),
        ("app/routes/notes+/$slug.tsx", "/notes/{slug}"), ("src/routes/blog/$postId.tsx", "/blog/{slug}"), ("routes/blog/[slug].tsx", "/blog/{slug}"),
        ("app/routes/tags.$tag.tsx", None), ("app/routes/users.$id.tsx", None), ("app/routes/blog.$slug.edit.tsx", None),
    ],
)  # fmt: skip
def test_a_pages_place_tells_the_permalink(tmp_path: Path, page: str, permalink: str | None) -> None:
    """Of React Router, Remix, Fresh and the like; it is called a guess."""
    blog = find(written(tmp_path, {page: "", "content/blog/tide.md": POST}))
    assert (blog.kind, blog.permalink) == (Kind.PLAIN, permalink)
    assert blog.guess is not None
    assert (page in blog.guess) is (permalink is not None)
    assert settings_from(blog).get("permalink") == permalink


@pytest.mark.parametrize("name", HABITS)
def test_a_blogs_own_program_is_read(tmp_path: Path, name: str) -> None:
    """Folder, site, language and addresses are those that the program would make, and a guess is called one."""
    habit = HABITS[name]
    blog = find(written(tmp_path, habit.files))
    assert blog.kind is habit.kind
    content = blog.content.value if blog.content else None
    assert habit.content in (None, content)
    assert habit.site in (None, blog.site.value.rstrip("/") if blog.site else None)
    assert habit.lang in (None, blog.lang)
    assert habit.name in (None, blog.name)
    assert habit.include in (None, blog.include)
    assert habit.guess in (None, blog.guess is not None)
    site = site_of(tmp_path, habit.kind.value.lower(), content or "")
    for path, address in habit.posts.items():
        post = site.post(Written(path, habit.fields, "The Tide", date=habit.date))
        assert (path, post.address) == (path, address)
        assert habit.title in ("", post.title)


@pytest.mark.parametrize(
    "address",
    ["https://quartz.jzhao.xyz", "http://examplesite.com", "https://your-domain.com", "https://www.yoursite.dev", "https://your-docusaurus-site.example.com", "https://username.github.io",
     "https://gatsby-starter-blog-demo.netlify.com"],
)  # fmt: skip
def test_a_templates_address_is_no_site(tmp_path: Path, address: str) -> None:
    files = {**NEXT, "site.config.js": f"export const siteUrl = '{address}'", "posts/tide.md": POST}
    assert find(written(tmp_path, files)).site is None


@pytest.mark.parametrize(
    ("layout", "lang"),
    [
        ('<html lang="pt-BR">', "pt-BR"), ("<html class='x' lang={siteConfig.locale}>", "nl-BE"), ("<html lang={lang}>", "nl-BE"),
        ('<html\n  lang=`${SITE.locale ?? "en"}`>', "nl-BE"), ("<html lang={t('x')}>", "nl-BE"), ("<html>", None), ("", None),
        ("<html lang={siteConfig.locale}><div lang={div}>const div = 'div'", "nl-BE"),
    ],
)  # fmt: skip
def test_a_layout_names_the_language(layout: str, lang: str | None) -> None:
    """As a text, by a constant, or by a program, for which the blog's own constant stands."""
    assert lang_of([layout], {"src/config.ts": "export const siteConfig = { locale: 'nl_BE', sort: 'locale' }"}) == lang


def test_settings_beside_the_posts_do_not_hide_the_blogs_folder(tmp_path: Path) -> None:
    """``data/siteMetadata.js`` does not make data/ the folder that Next runs in."""
    from bot.content import read
    from tests.reading import parse

    name = "next, the site's settings beside its posts"
    written(tmp_path, HABITS[name].files)
    table = {"site": "https://blog.dev", "generator": "next", "content": "data/blog"}
    settings = parse(table, tmp_path / "bot.toml", tmp_path)
    assert read(tmp_path / "data/blog/tide.mdx", settings).url == "https://blog.dev/blog/tide"
