"""Spanish words that tell where a subject stands: people and bodies, numbers, articles, small words.

Source: `knowledge/words/es/order.tsv`, written for tocsin. Words with and without accents are listed, as news has both.
"""

import functools
from pathlib import Path

ORDER = Path(__file__).parent / "tables" / "order.tsv"
"""Made from `knowledge/words/es/order.tsv`."""


@functools.cache
def order_words() -> dict[str, tuple[str, ...]]:
    """Read the table.

    Returns:
        Kind to words: "people" (as an object they would have "a" before them), "number", "one" and "many" (articles and
        the like before a noun), "small" (words before which no adjective of a nation stands), "small_english", "number_english"; in English, as patterns, "title"
        (before a name), "saying" and "joining" (behind which a clause follows), "opening" (of a clause that ends at a
        comma); "coming" (stems of verbs whose subject often follows) and what those are in English.
    """
    rows = ORDER.read_text(encoding="utf-8").splitlines()[1:]
    return {kind: tuple(words.split("|")) for kind, words in (row.split("\t") for row in rows)}
