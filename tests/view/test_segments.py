"""A text cut at its facets is still the whole text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from bot.model import Draft, Facet
from bot.view.post import split_text

facets = some.builds(Facet, some.integers(-2, 40), some.integers(-2, 40), some.just("tag"), some.just("x"))


@given(some.text(max_size=20), some.lists(facets, max_size=5))
def test_the_segments_joined_are_the_text_whatever_the_facets(text, given_facets):
    found = list(split_text(Draft(text, 0, 300, facets=tuple(given_facets))))
    assert "".join(segment.text for segment in found) == text
    for segment in found:
        if segment.facet is not None:
            assert text.encode()[segment.facet.start : segment.facet.end].decode() == segment.text


def test_facets_count_bytes_and_not_characters():
    text = "né #été 🎉 #ok"
    tags = (Facet(4, 10, "tag", "été"), Facet(16, 19, "tag", "ok"))
    marked = [segment.text for segment in split_text(Draft(text, 0, 300, facets=tags)) if segment.facet]
    assert marked == ["#été", "#ok"]


def test_of_two_facets_that_overlap_the_first_is_shown():
    found = list(split_text(Draft("abcdef", 6, 300, facets=(Facet(2, 5, "tag", "b"), Facet(0, 3, "link", "a")))))
    assert [(segment.text, segment.facet and segment.facet.value) for segment in found] == [("abc", "a"), ("def", None)]
