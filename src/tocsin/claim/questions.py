"""Find what a sentence asks rather than tells."""

from tocsin.claim.clauses import Scene


def questions(scene: Scene) -> list[tuple[int, int]]:
    """Find the words that ask rather than tell.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: questions, each from its opening quotation mark or the head of the sentence.
    """
    found = []
    for at, word in enumerate(scene.words):
        if word == "?":
            opening = [start for start, end in scene.sentence.quotes if start < at < end]
            found.append((opening[0] if opening else 0, at))
    return found


def is_asked(scene: Scene, token: int) -> bool:
    """Tell whether a question asks for what a token names: "did they fire?", not "why did they fire?", which knows it."""
    return any(a <= token < b and not scene.words[a].startswith("wh") for a, b in questions(scene))
