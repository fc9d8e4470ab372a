"""The forms of English verbs and nouns, by rule and a table of exceptions."""

from collections.abc import Mapping, Sequence

_DOUBLING = frozenset(
    "stop acquit ban plan drop grab rob stab rig tip ship trap admit commit permit submit regret refer defer deter occur "
    "prefer rebel repel expel compel control patrol cancel travel shell label quarrel model signal fuel abet begin "
    "forbid forget set hit put cut let shut quit get run sit win dig beg hug jam jog mob nab pat pin plot rub slam "
    "slap slip snub spot step strip strap swap thin trim whip wrap zap impel propel dispel kidnap bar mar scar scrap "
    "sap tap club drum flog gun hem lob prop ram rip shrug shun skip slit annul wiretap unban airdrop transfer confer embed blog tag bug drag flag gag lag nag curb".split()
) - frozenset({"shell", "curb", "fuel"})


def verb_forms(lemma: str, irregular: Mapping[str, Sequence[str]]) -> set[str]:
    """List the forms of a verb.

    Args:
        lemma: base form, one word.
        irregular: base form to its past forms, for verbs that have their own.

    Returns:
        Base, third person, past forms and -ing form. Consonants before -ed and -ing are given both single and
        double for verbs in -l, since British and American spelling differ.
    """
    if lemma == "be":
        return {"be", "is", "are", "am", "was", "were", "been", "being"}
    stems = [lemma]
    if lemma in _DOUBLING:
        stems = [lemma + lemma[-1]] + ([lemma] if lemma[-1] == "l" else [])
    elif lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        stems = [lemma[:-1]]
    past = list(irregular.get(lemma, ()))
    if not past:
        ending = lemma[:-1] + "ied" if lemma[-1] == "y" and lemma[-2] not in "aeiou" else ""
        past = (
            [ending] if ending else [lemma + "d"] if lemma.endswith("e") else [stem + "ed" for stem in stems]
        )
    if lemma.endswith("ie"):
        stems = [lemma[:-2] + "y"]
    return {lemma, plural(lemma), *past, *(stem + "ing" for stem in stems)}


def plural(noun: str) -> str:
    """Add the -s of plural nouns and of verbs in the third person.

    Args:
        noun: singular noun or base form of a verb.

    Returns:
        "army" gives "armies", "clash" gives "clashes", "have" gives "has".
    """
    exceptions = {
        "have": "has",
        "do": "does",
        "go": "goes",
        "man": "men",
        "woman": "women",
        "child": "children",
    }
    if noun in exceptions:
        return exceptions[noun]
    if noun.endswith(("man", "woman")) and len(noun) > 4:
        return noun[:-2] + "en"
    if noun[-1] == "y" and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "sh", "ch", "x", "z", "to")):
        return noun + "es"
    return noun + "s"
