"""Find known names in a list of words, longest first."""

from collections.abc import Iterable, Sequence

import msgspec

from tocsin.knowledge.tokens import folded_words


class NameIndex(msgspec.Struct, frozen=True, kw_only=True):
    """Folded names and the ids they may stand for."""

    ids: dict[str, tuple[str, ...]]
    """Folded words of a name, joined by one space, to the ids that bear it, sorted."""
    lengths: dict[str, tuple[int, ...]]
    """First folded word of a name to the lengths in words of the names that begin with it, longest first."""

    def match(self, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
        """Find the longest known name that begins at a word.

        Args:
            words: folded words (`Token.lower`).
            at: index of the first word.

        Returns:
            Number of words and the ids, or (0, ()) where no name begins.
        """
        for length in self.lengths.get(words[at], ()):
            if length == 1:
                return 1, self.ids[words[at]]
            ids = self.ids.get(" ".join(words[at : at + length]))
            if ids is not None and at + length <= len(words):
                return length, ids
        return 0, ()


def name_forms(name: str) -> set[str]:
    """List the folded forms under which a name is found: hyphens kept or open, apostrophes kept or dropped.

    Args:
        name: a name as written, for example "Kata'ib Al-Shuhada".

    Returns:
        Folded words joined by single spaces.
    """
    spellings = {name, name.replace("-", " ")}
    spellings |= {spelling.replace("'", "").replace("’", "") for spelling in spellings}
    return {" ".join(folded_words(s)) for s in spellings} - {""}


def build_index(names: Iterable[tuple[str, str]]) -> NameIndex:
    """Build an index.

    Args:
        names: pairs of name and id; a name may occur with several ids.

    Returns:
        The index, independent of the order of the pairs.
    """
    ids: dict[str, set[str]] = {}
    for name, identifier in names:
        for form in name_forms(name):
            ids.setdefault(form, set()).add(identifier)
    lengths: dict[str, set[int]] = {}
    for form in ids:
        words = form.split(" ")
        lengths.setdefault(words[0], set()).add(len(words))
    return NameIndex(
        ids={form: tuple(sorted(ids[form])) for form in sorted(ids)},
        lengths={first: tuple(sorted(lengths[first], reverse=True)) for first in sorted(lengths)},
    )
