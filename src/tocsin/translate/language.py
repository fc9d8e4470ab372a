"""Which language a report is in."""

import functools
import re
from typing import Any

from tocsin.knowledge.languages import load_languages

ENGLISH = 0.12
"""Share of common English words from which a text is taken for English without a model: news has .25 to .45, other
languages in Latin letters stay below .05."""
SURE = 0.5
"""Least probability of the model's answer (note on translation, section 7)."""
FOLDED = {"prs": "fa", "sdh": "ckb", "arz": "ar", "ary": "ar"}
"""Labels that are dialects of others for our purposes."""
_LOOKED_AT = 4000
"""Code points from which the language is told."""


def identify(text: str) -> str:
    """Tell the language of a text.

    Args:
        text: the text; its beginning is looked at.

    Returns:
        ISO 639-1 code (639-3 where there is none), "" = unknown: too short, or the model is not installed or not sure.
    """
    words = re.findall(r"[^\W\d_]+", text[:_LOOKED_AT].lower())
    if not words:
        return ""
    common = load_languages()["en"].common
    if sum(word in common for word in words) >= ENGLISH * len(words):
        return "en"
    if len(words) < 4:
        return ""
    model = _model()
    if model is None:
        return ""
    label, chance = model.classify(text[:_LOOKED_AT])
    return FOLDED.get(label, label) if chance >= SURE else ""


@functools.cache
def _model() -> Any:
    """Load py3langid (BSD); None where the extra `languages` is not installed."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  heavy, and an extra
    except ImportError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
