"""The settings of documents: read, refused where they cannot be, and left alone where they are absent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from tests.reading import load

if TYPE_CHECKING:
    from pathlib import Path

CID = "bafyreiblpxdh5nski3oilf225betvlj74wjflqtaytc473j3guiy3hulyi"
PUBLICATION = "at://did:plc:abc/site.standard.publication/3kdizbclu4rt2"


def read(folder: Path, text: str):  # type: ignore[no-untyped-def]
    (folder / "bot.toml").write_text(f'site = "https://blog.example"\n{text}', encoding="utf-8")
    return load(cwd=folder)


def test_they_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        f'since = 2026-11-25\n[targets.bluesky]\ndid = "did:plc:abc"\ndocuments = true\npublication = "{PUBLICATION}"\n'
        f'publication_cid = "{CID}"\n',
    )
    (target,) = settings.targets
    assert settings.since == date(2026, 11, 25)
    assert (target.did, target.documents) == ("did:plc:abc", True)
    assert (target.publication, target.publication_cid, target.site) == (PUBLICATION, CID, "https://blog.example")


def test_without_them_there_are_none(tmp_path: Path) -> None:
    settings = read(tmp_path, "")
    assert settings.since is None
    assert not any(target.documents or target.did or target.publication for target in settings.targets)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('did = "alice.example"', "did must be a DID"),
        ('publication = "https://blog.example"', "publication must be a record's address"),
        ('publication_cid = "bafkreiabc"', "publication_cid must be a CID"),
        ('documents = "yes"', "documents must be true or false"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(tmp_path, f"[targets.bluesky]\n{line}\n")


@pytest.mark.parametrize("value", ['"tomorrow"', "2026-11-25T10:00:00Z", "20261125"])
def test_since_is_a_day(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match="since must be a date"):
        read(tmp_path, f"since = {value}\n")


def test_a_platform_without_documents_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="X has no documents"):
        read(tmp_path, "[targets.x]\ndocuments = true\n")
