"""The publication of a blog's documents, as ``bot init`` sets it up: planned, made once, and named where it has to stand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import PublishError, SettingsError
from bot.publishers.interface import documents_of
from bot.settings.paths import shown
from bot.settings.text import with_target_settings
from bot.setup.files import file_write
from bot.sites import surface_of
from bot.sites.head import head_line, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.model import BlogProfile, DocumentNames, HomeRecord
    from bot.publishers.interface import Documents
    from bot.publishers.registry import Publishers
    from bot.settings.model import Settings, Target
    from bot.setup.plan import Write
    from bot.sites import Blog


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """One account's publication: as it is, or as it would be made."""

    target: Target
    documents: Documents
    record: HomeRecord

    def values(self) -> dict[str, Any]:
        return {
            "did": self.record.account,
            "documents": True,
            "publication": self.record.uri,
            "publication_cid": self.record.cid,
        }


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """What is to be made and written so that the blog's posts have documents."""

    settings: Settings
    blog: Blog
    profile: BlogProfile
    icon_from: str | None
    """The address of the icon; None: there is none that is square and large enough."""
    targets: tuple[TargetPlan, ...]

    def make_publications(self) -> DocumentPlan:
        """The same after each publication was made that was not there. Raises SettingsError where a platform refuses it."""
        with refusals_explained():
            made = (replace(one, record=one.documents.publication(self.profile, make=True)) for one in self.targets)
            return replace(self, targets=tuple(made))

    @property
    def is_made(self) -> bool:
        return all(plan.record.existing for plan in self.targets)

    # ── what is written ──────────────────────────────────────────────────────────────────────────

    def writes(self, settings_file: Write) -> list[Write]:
        """Every file that is to say so, the settings first."""
        return [self.settings_write(settings_file), *self.site_writes()]

    def settings_write(self, write: Write) -> Write:
        every = [target.name for target in self.settings.targets]
        values = {plan.target.name: plan.values() for plan in self.targets}
        text = with_target_settings(write.text, write.path.name, values, every)
        if text is None:
            lines = "; ".join(
                f"[targets.{target}] {', '.join(f'{key} = {value!r}' for key, value in own.items())}"
                for target, own in values.items()
            )
            raise SettingsError(
                f"{shown(write.path)}: there is no sure place in it for {lines}", "write them there by hand"
            )
        return replace(write, text=text, asked_for=not write.overwrites)

    def site_writes(self) -> list[Write]:
        """The file by which the site names its publication; none where it has no place of its own."""
        place = well_known_place(self.settings, self.blog, self.names)
        return [file_write(place, f"{self.first.record.uri}\n")] if place is not None else []

    @property
    def names(self) -> DocumentNames:
        names = self.first.target.platform.documents
        if names is None:
            raise AssertionError(self.first.target.name)
        return names

    @property
    def first(self) -> TargetPlan:
        """A site names one publication, whatever accounts it has."""
        return self.targets[0]

    # ── what is told ─────────────────────────────────────────────────────────────────────────────

    def intentions(self) -> Iterator[str]:
        for plan in self.targets:
            record, name = plan.record, plan.target.name
            if record.existing:
                yield f"{name}: the publication “{record.name}” of {self.profile.url} is there already and is taken: {record.uri}"
                continue
            icon = (
                f"the icon {self.icon_from}"
                if self.icon_from
                else "no icon (the site has none that is square and 256 pixels wide)"
            )
            words = f"“{self.profile.description}”" if self.profile.description else "no description"
            yield f"{name}: a publication will be made of {self.profile.url}: “{record.name}”, {words}, {icon}; later changes of it make older cards plain"

    def instructions(self) -> Iterator[str]:
        surface = surface_of(self.blog.kind)
        names = self.names
        site = urlsplit(self.profile.url)
        if well_known_place(self.settings, self.blog, self.names) is None:
            path = site.path.rstrip("/")
            where = f"{site.scheme}://{site.netloc}/{names.well_known}{path}"
            why = (
                "it lies above this blog's own folder"
                if path
                else "no folder is known whose files the site serves at its top"
            )
            yield f"{where} has to answer with this one line: {self.first.record.uri} ({why}, so no file was written)"
        elif surface.dotted:
            dotted = surface.dotted.replace("STATIC", static_folder(self.blog) or "")
            yield f"So that the site serves {names.well_known}, {dotted}"
        home = f'"{self.first.record.uri}"'
        yield f"Into the head of every page belongs: {link(names.site_link, home)}"
        folder = f"{self.blog.folder}/" if self.blog.folder else ""
        line = head_line(surface, names.page_link, self.first.target.name, self.blog.folder)
        yield f"Into {surface.head}, belongs: {line}"
        yield f"Its addresses are written, before every build, by: bot url --all --out {folder}{surface.data}"
        yield "All of this, and comments below the pages: docs/comments.md"


def targets_for_documents(
    settings: Settings, environ: Mapping[str, str], *, wanted: bool | None, confirm: Callable[[str], bool] | None
) -> list[Target]:
    """The accounts whose digests are to have documents; none where that was not asked for.

    ``wanted``: what was said; None: nothing, so that ``confirm`` asks where somebody is there. Raises SettingsError where it
    is wanted and no account can be asked.
    """
    able = [target for target in settings.targets if target.platform.documents is not None]
    usable = [target for target in able if not target.missing_secrets(environ)]
    if wanted is None and confirm is not None and any(not target.documents for target in usable):
        names = " and ".join(target.name for target in usable)
        wanted = confirm(f"Keep each digest as a document on {names} too, so that its link has a publication card?")
    if not wanted:
        return []
    if not able:
        raise SettingsError("none of the targets can have documents", "add one that can: docs/documents.md")
    if not usable:
        missing = " and ".join(name for target in able for name in target.missing_secrets(environ))
        raise SettingsError(f"the documents' publication cannot be made without an account: set {missing}")
    return usable


def plan_documents(settings: Settings, blog: Blog, targets: Sequence[Target], publishers: Publishers) -> DocumentPlan:
    """Look at the site and the accounts; nothing is made. Raises SettingsError where an account refuses to be looked at."""
    from bot.setup.profile import profile_of  # Pillow takes a while

    profile, icon_from = profile_of(settings)
    plans = []
    for target in targets:
        documents = documents_of(publishers.of(target), target)
        with refusals_explained():
            record = documents.publication(profile)
        if target.did not in {None, record.account}:
            raise SettingsError(
                f"{target.name}: the settings say did = {target.did}, and the account is {record.account}",
                "correct the one, or log in as the other",
            )
        plans.append(TargetPlan(target, documents, record))
    return DocumentPlan(settings, blog, profile, icon_from, tuple(plans))


@contextmanager
def refusals_explained() -> Iterator[None]:
    """A platform's refusal is one of the settings: nothing is written then."""
    try:
        yield
    except PublishError as error:
        raise SettingsError(f"no publication was set up: {error.what}", error.remedy) from None


def well_known_place(settings: Settings, blog: Blog, names: DocumentNames) -> Path | None:
    """Where the site's own file belongs; None where no folder is known, or the blog lies below its host's top."""
    folder = static_folder(blog)
    if folder is None or urlsplit(settings.require_site()).path.strip("/"):
        return None
    return settings.root / blog.folder / folder / names.well_known


def static_folder(blog: Blog) -> str | None:
    """A folder of the blog whose files the site serves at its top."""
    usual = surface_of(blog.kind).static
    if usual is None:
        return next(iter(blog.assets), None)
    return next((name for name in (usual, "static", "public") if name in blog.assets), usual) or None
