"""What the network learns from: sentences with their claims."""

import msgspec

Ref = tuple[int, int]
"""Half-open code points of the sentence."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a sentence."""

    trigger: Ref
    event_type: str
    mode: str = ""
    factuality: str
    certainty: str = "certain"
    relation: str = ""
    deadline: str = ""
    background: bool = False
    contexts: tuple[str, ...] = ()
    roles: dict[str, tuple[Ref, ...]] = {}


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A mention: words for somebody or some place."""

    at: Ref
    kind: str
    """person, group, place or nation."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence to learn from."""

    id: str
    text: str
    acts: tuple[Act, ...] | None = None
    """Its claims; None = not annotated."""
    happened: tuple[tuple[int, float], ...] = ()
    """First code point of a predicate, and whether it happened, -3 to 3."""
    named: tuple[Named, ...] | None = None
    """Its mentions; None = not annotated."""
    ties: tuple[tuple[int, int, str], ...] | None = None
    """Numbers of two mentions, from 0, and how the first stands to the second; None = not annotated."""
