"""One file, read into a Digest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from bot.content.address import (
    below_site,
    file_date,
    folder_language,
    http_address,
    key_of,
    language,
    on_host,
    own_page,
    own_words,
    page_url,
)
from bot.content.beginning import NO_BODY
from bot.content.blog import built_by
from bot.content.digest_dates import date_by_names, date_of, first_time, is_word, published_at, zone_of
from bot.content.fields import Front, WrongField, as_line, as_tags, shorten_value
from bot.content.file import read_head
from bot.content.frontmatter import split_file
from bot.content.kept_back import draft_of
from bot.content.overrides import social_of
from bot.content.pictures import pictures_of
from bot.errors import BotError, DigestError, describe
from bot.model import Digest
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import named
from bot.sites.model import Post, Written
from bot.sites.slugs import title_of_name
from bot.text.likeness import print_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.content.beginning import Body
    from bot.content.blog import Built
    from bot.content.frontmatter import Matter
    from bot.settings.model import Settings

PATH = re.compile(r"/[^/\\]")
"""The beginning of a path on the blog's own host."""


def read(path: Path, settings: Settings, *, whole: bool = True) -> Digest:
    """The digest that the file holds.

    ``whole``: with its opening, its pictures and its front matter; without them it is what the ledger knows of it.

    Raises DigestError in one line: the file, what is wrong with it, what to do; SettingsError where no site is set.
    """
    try:
        start = read_head(path)
        built = built_by(settings)
        if built is None:
            matter = split_file(start.text, path)
        else:
            site = built.site
            matter = split_file(
                start.text,
                path,
                headers=site.header_lines,
                optional=site.matter_optional,
                unopened=site.matter_unopened,
            )
        found = digest(path, settings, matter, built, whole=whole)
        return replace(found, warnings=(start.warning, *found.warnings)) if start.warning else found
    except WrongField as error:
        raise DigestError(f"{named(path)}: {error}") from None
    except BotError:
        raise
    except Exception as error:  # whatever a file holds is its own matter: the others go on
        raise DigestError(f"{named(path)}: cannot be read: {describe(error)}") from error


def digest(path: Path, settings: Settings, matter: Matter, built: Built | None, *, whole: bool) -> Digest:
    place = key_of(path, settings)
    where = built.path_of(path, place) if built is not None else place
    given = built.site.given(where) if built is not None else {}
    front = Front({**given, **matter.fields} if given else matter.fields, settings.fields)
    local = zone_of(settings, built)
    title = front.text("title") or ""
    said = beginning_of(matter.body, path) if whole or not title else NO_BODY
    slug = (front.text("slug") or "").strip("/") or place.rsplit("/", 1)[-1]
    tags = as_tags(front.first("tags")[1], by_spaces=settings.generator == "jekyll")
    dated = published_at(front, local, built)
    if built is not None:
        in_name = date_of(built.site.date_in_name(where), local)
        in_address = dated = in_name or dated if built.site.name_dates_first else dated or in_name
        if built.site.date_names and "pubDatetime" not in settings.fields:
            in_address = date_by_names(front, built.site.date_names, built, local, in_name) or dated
            dated = date_by_names(front, built.site.publish_names, built, local) or in_address
        written = Written(where, matter.fields, title, said.heading or "", in_address, tags)
        post = built.site.post(written)
    else:
        written, post = None, Post()
    title = title or post.title or said.heading or ""
    if not title and built is not None and matter.fields:
        # A page is built all the same, and its file's name is what its owner calls it.
        title = title_of_name(where)
    if not title:
        raise WrongField("has no title; add one to its front matter: title: ...")
    lang = lang_of(front, post, place, settings, built)
    own_id = front.text("id")
    social = social_of(front.first("social")[1], settings)
    hook = social.override.hook or (front.line("hook") if "hook" in front.folded or not front.flat else None)
    address = Address(front, settings, dated or date_of(file_date(path), local), built, written)
    published = address.date
    draft, kept_back = draft_of(front, post.kept_back)
    return Digest(
        key=own_id or place,
        path=path,
        slug=slug,
        url=address.url(post, own_words(place, slug, title, lang or settings.lang or "")),
        title=title,
        description=description_of(front),
        lede=said.lede,
        paragraphs=said.paragraphs,
        sections=said.sections,
        words=said.words,
        text=whole_text(matter.body, path) if whole and any(target.documents for target in settings.targets) else "",
        source=said.source,
        pictures=pictures_of(front, said, post) if whole else (),
        tags=tags,
        lang=lang,
        published_at=published.astimezone(UTC) if published else None,
        modified_at=first_time(front, "modDatetime", local),
        by_title=settings.address == "sitemap",
        draft=draft,
        kept_back=kept_back,
        expires_at=first_time(front, "expiresAt", local),
        warnings=tuple(warnings_of(front, matter, settings)),
        override=replace(social.override, hook=hook) if hook else social.override,
        overrides=social.overrides,
        fields=matter.fields if whole else {},
        has_id=own_id is not None,
        body=None if own_id else print_of(matter.body) or print_of(front.line("description") or ""),
    )


def beginning_of(text: str, path: Path) -> Body:
    from bot.content.body import body

    return body(text, mdx=path.suffix.lower() == ".mdx")


def whole_text(body: str, path: Path) -> str:
    from bot.content.plain_text import plain_text

    return plain_text(body, mdx=path.suffix.lower() == ".mdx")


def lang_of(front: Front, post: Post, place: str, settings: Settings, built: Built | None) -> str | None:
    """The digest's own language, else what the generator makes of its place, else the blog's."""
    _, value = front.first("lang")
    own = language(as_line(value[0] if isinstance(value, list) else value))
    if own is not None:
        return own
    found = language(post.lang)
    if found is not None and built is not None:
        return language(settings.lang) or found if post.lang == built.site.lang else found
    return folder_language(place, settings.permalink) if built is None else None


def description_of(front: Front) -> str | None:
    """The first that is a sentence; some themes give a picture's path the same names."""
    lines = (line for _, value in front.all("description") if (line := as_line(value)))
    return next((line for line in lines if " " in line or not NO_SENTENCE.fullmatch(line)), None)


NO_SENTENCE = re.compile(
    r"true|false|yes|no|on|off|\S+\.(?:jpe?g|png|gif|webp|avif|svg|mp4|webm)(?:\?\S*)?|/\S+|https?://\S+", re.IGNORECASE
)


def warnings_of(front: Front, matter: Matter, settings: Settings) -> Iterator[str]:
    if settings.address == "sitemap":
        yield "its address is taken from the sitemap by its title, once its page is there"
    if matter.repeated:
        yield f"{', '.join(matter.repeated)} stands more than once in its front matter; the last one counts"
    canonical = front.line("canonicalURL")
    whole = http_address(canonical)
    if canonical is not None and whole is None and not (PATH.match(canonical) or is_word(canonical)):
        yield f"its canonicalURL {shorten_value(canonical)} is no address, and is not followed; write it like https://your.blog/post, or /post"
    if whole is not None and settings.site is not None:
        host = (urlsplit(whole).hostname or "").removeprefix("www.")
        if host != (urlsplit(settings.site).hostname or "").removeprefix("www."):
            yield f"its canonicalURL is on another host, so the post links to {host}; take it out to link to the blog"


@dataclass(frozen=True, slots=True)
class Address:
    front: Front
    settings: Settings
    date: datetime | None
    built: Built | None
    written: Written | None
    """As its generator sees it; None without one."""

    def url(self, post: Post, words: Mapping[str, str]) -> str:
        """The page's address, which stays within the site. Raises WrongField."""
        address = self.any_url(post, words)
        if ".." in address and ".." in urlsplit(address).path.split("/"):
            raise WrongField(f'its address {address} has ".." in it; mend its slug, permalink or url')
        return address

    def any_url(self, post: Post, words: Mapping[str, str]) -> str:
        """Its own, else by the owner's permalink, else by the generator's rules. Raises WrongField."""
        front, settings, built = self.front, self.settings, self.built
        canonical = front.line("canonicalURL")
        if (whole := http_address(canonical)) is not None:
            return whole
        if canonical is not None and PATH.match(canonical):
            return below_site(settings.require_site(), canonical)
        if settings.permalink is None and built is not None:
            if post.address is None and settings.address == "sitemap":
                return below_site(settings.require_site(), f"?post={quote(words['path'], safe='')}")
            if post.address is None:
                raise WrongField(
                    f"its address is not known: {post.trouble}; write canonicalURL: ..., or set in the settings permalink,"
                    ' or address = "sitemap" (the site\'s own sitemap tells it)'
                )
            return http_address(post.address) or on_host(settings, post.address, built.site.base)
        for name in ("permalink", "url"):
            own = own_page(as_line(front.folded.get(name)))
            if own is not None:
                return http_address(own) or below_site(settings.require_site(), own)
        parts = built.site.parts(self.written) if built is not None and self.written is not None else {}
        return page_url(settings, settings.permalink or USUAL_PERMALINK, {**words, **parts}, self.date)
