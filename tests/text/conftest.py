"""The official cases, and the official counters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.demand import missing
from tests.text import hostile, oracle
from tests.thorough import times

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


def official(name: str) -> dict[str, list[dict[str, Any]]]:
    """twitter-text's own conformance cases, by suite."""
    path = SHARED / "twitter-text" / name
    if not path.exists():
        pytest.skip(f"../shared/data/twitter-text/{name} is not there")
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["tests"]


@pytest.fixture(scope="session")
def official_counter():
    """Asks npm twitter-text and Intl.Segmenter."""
    if not oracle.installed():
        missing(f"the official counters are not installed: {oracle.NEEDS}")
    return oracle.ask


@pytest.fixture(scope="session")
def hostile_answers(official_counter):
    """Hostile texts, each with what the official counters say."""
    texts = list(hostile.texts(times(5_000, 20_000)))
    return list(zip(texts, official_counter("parse", texts), strict=True))
