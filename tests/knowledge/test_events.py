"""The event lexicon, read as news would use it."""

import re
from pathlib import Path

import msgspec
import pytest
import yaml

from tocsin.errors import KnowledgeError
from tocsin.knowledge.events import ANY_OF_TAG, Entry, Events, read_events
from tocsin.knowledge.tokens import token_spans

SOURCE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def events() -> Events:
    return read_events(SOURCE)


def verb_act(events: Events, subject: str, verb: str, behind: str, heads: str) -> str:
    """Read a clause as the reader does: longest phrase first, then the conditions on subject and object."""
    words = tuple(behind.split())

    def meets(head: str, wanted: frozenset[str], unwanted: frozenset[str]) -> bool:
        names = {head, "P"} if head[:1].isupper() else {head}
        return not names & unwanted and (not wanted or bool(names & wanted))

    for candidate in events.verbs.get(verb, ()):
        entry = events.entries[candidate.entry]
        if words[: len(candidate.rest)] != candidate.rest:
            continue
        if meets(heads, entry.object, entry.not_object) and meets(subject, entry.subject, entry.not_subject):
            return entry.id
    return ""


def noun_entries(events: Events, phrase: str) -> list[Entry]:
    first, *rest = (phrase[a:b] for a, b in token_spans(phrase))
    return [events.entries[c.entry] for c in events.nouns.get(first, ()) if c.rest == tuple(rest)]


# Subject, verb, words behind it, head of the object, entry. Each verb in the sense of the agencies and in an everyday one.
CLAUSES = [
    ("warplanes", "struck", "", "base", "assault.strike"),
    ("earthquake", "struck", "", "village", ""),
    ("teachers", "struck", "", "", "protest.strike"),
    ("Ardana", "struck", "a deal with", "deal", "agree.reach-agreement"),
    ("sanctions", "hit", "", "economy", ""),
    ("rebels", "fired", "", "rockets", "assault.fire-munitions"),
    ("police", "fired", "tear gas at", "crowd", "assault.crowd-control"),
    ("president", "fired", "", "minister", ""),
    ("soldiers", "opened", "fire on", "crowd", "assault.open-fire"),
    ("Ardana", "opened", "", "embassy", "support.open-embassy"),
    ("grocer", "opened", "", "shop", ""),
    ("police", "charged", "", "editor", "accuse.charge"),
    ("police", "charged", "with batons", "", "assault.crowd-control"),
    ("bank", "charged", "", "fee", ""),
    ("rebels", "released", "", "hostages", "retreat.release"),
    ("commandos", "freed", "", "hostages", "aid.free-from-captors"),
    ("ministry", "released", "", "statement", ""),
    ("gunmen", "took", "hostage", "tourists", "assault.abduct"),
    ("rebels", "took", "control of", "town", "assault.take-place"),
    ("troops", "took", "part in", "part", ""),
    ("rebels", "captured", "", "town", "assault.capture-place"),
    ("rebels", "captured", "", "soldiers", "assault.capture-fighters"),
    ("singer", "captured", "", "imagination", ""),
    ("Velmark", "signed", "", "treaty", "support.sign"),
    ("club", "signed", "", "striker", ""),
    ("king", "hosted", "", "envoy", "consult.host"),
    ("city", "hosted", "", "tournament", ""),
    ("minister", "visited", "", "Kestria", "consult.visit"),
    ("minister", "visited", "", "museum", ""),
    ("ministers", "met", "", "", "consult.meet"),
    ("economy", "met", "", "target", ""),
    ("thousands", "marched", "", "", "protest.demonstrate"),
    ("soldiers", "marched", "", "", ""),
    ("nurses", "walked", "out", "", "protest.strike"),
    ("delegates", "walked", "out of", "talks", "sanction.withdraw-from-pact"),
    ("Sorqan", "pulled", "out of", "deal", "sanction.withdraw-from-pact"),
    ("troops", "pulled", "out of", "town", "retreat.troops-leave"),
    ("runner", "pulled", "out of", "race", ""),
    ("minister", "quit", "", "post", "retreat.quit-post"),
    ("smoker", "quit", "", "cigarettes", ""),
    ("troops", "left", "", "", "retreat.troops-go"),
    ("man", "left", "", "home", ""),
    ("Kestria", "cut", "", "ties", "sanction.cut-relations"),
    ("army", "cut", "off", "electricity", "coerce.withhold"),
    ("bank", "cut", "", "rates", ""),
    ("Kestria", "recalled", "", "ambassador", "sanction.withdraw-envoys"),
    ("maker", "recalled", "", "cars", ""),
    ("army", "deployed", "", "tanks", "mobilize.weapons"),
    ("Ardana", "deployed", "", "troops", "mobilize.troops"),
    ("firm", "deployed", "", "software", ""),
    ("Tolvaria", "expelled", "", "diplomats", "sanction.expel-diplomats"),
    ("Tolvaria", "expelled", "", "migrants", "coerce.expel-people"),
    ("Velmark", "summoned", "", "ambassador", "accuse.summon"),
    ("protesters", "blocked", "", "road", "protest.obstruct"),
    ("government", "blocked", "", "website", "coerce.block-media"),
    ("goalkeeper", "blocked", "", "shot", ""),
    ("police", "raided", "", "home", "coerce.raid"),
    ("gunmen", "raided", "", "village", "assault.raid-place"),
    ("army", "seized", "power", "power", "coerce.coup"),
    ("police", "seized", "", "drugs", "coerce.seize-property"),
    ("bomb", "killed", "", "soldiers", "assault.kill"),
    ("earthquake", "killed", "", "people", ""),
    ("gunmen", "shot", "dead", "judge", "assault.shoot"),
    ("director", "shot", "", "film", ""),
    ("midfielder", "shot", "wide", "", ""),
    ("mob", "hacked", "to death", "man", "assault.stab-to-death"),
    ("hackers", "hacked", "", "website", "coerce.hack-system"),
    ("bomb", "exploded", "", "", "assault.explode"),
    ("supporters", "rallied", "", "", "protest.demonstrate"),
    ("shares", "rallied", "", "", ""),
    ("government", "eased", "", "rules", "concede.ease-rules"),
    ("pill", "eased", "", "pain", ""),
    ("rebels", "handed", "over weapons", "weapons", "retreat.disarm"),
    ("Ardana", "supplied", "", "missiles", "aid.give-weapons"),
    ("army", "evacuated", "", "civilians", "aid.rescue"),
    ("troops", "evacuated", "", "base", "retreat.troops-go"),
    ("Ardana", "extradited", "", "banker", "cooperate.extradite"),
    ("rebels", "boycotted", "", "talks", "reject.boycott-talks"),
    ("opposition", "boycotted", "", "election", "protest.boycott"),
]


@pytest.mark.parametrize(("subject", "verb", "behind", "head", "expected"), CLAUSES)
def test_verbs_mean_what_subject_and_object_make_of_them(
    events: Events, subject: str, verb: str, behind: str, head: str, expected: str
) -> None:
    assert verb_act(events, subject, verb, behind, head) == expected


@pytest.mark.parametrize(
    ("phrase", "event_type", "mode"),
    [
        ("air strikes", "ASSAULT", "aerial"),
        ("suicide car bombing", "ASSAULT", "suicide-attack"),
        ("exchanges of fire", "ASSAULT", ""),
        ("coups d'etat", "COERCE", ""),
        ("states of emergency", "COERCE", "martial-law"),
        ("teachers' strikes", "PROTEST", "strike"),
        ("ceasefire", "RETREAT", "ceasefire"),
        ("talks", "CONSULT", ""),
        ("phone calls", "CONSULT", "phone"),
        ("arms embargo", "SANCTION", "discontinue"),
        ("arrest warrants", "THREATEN", "arrest"),
    ],
)
def test_nouns_are_known_in_both_numbers(events: Events, phrase: str, event_type: str, mode: str) -> None:
    assert [(entry.event_type, entry.mode) for entry in noun_entries(events, phrase)] == [(event_type, mode)]


@pytest.mark.parametrize("word", ["army", "strike", "fire", "charge", "protester", "bomb", "statement"])
def test_ambiguous_words_and_things_are_no_events_by_themselves(events: Events, word: str) -> None:
    assert noun_entries(events, word) == []


def test_every_type_and_mode_has_words(events: Events) -> None:
    used = {(events.entries[c.entry].event_type, events.entries[c.entry].mode)
            for table in (events.verbs, events.nouns) for found in table.values() for c in found}  # fmt: skip
    wanted = {(name, mode) for name, kind in events.ontology.types.items() for mode in kind.modes}
    assert wanted - used == set()
    assert set(events.ontology.types) == {name for name, _ in used}


def test_the_longest_phrase_comes_first(events: Events) -> None:
    for table in (events.verbs, events.nouns):
        for found in table.values():
            lengths = [len(candidate.rest) for candidate in found]
            assert lengths == sorted(lengths, reverse=True)


def test_particles_and_gaps_let_the_object_stand_between(events: Events) -> None:
    gunned = next(c for c in events.verbs["mows"] if c.rest == ("down",))
    taken = next(c for c in events.verbs["taken"] if c.rest == ("hostage",))
    open_fire = next(c for c in events.verbs["opened"] if c.rest == ("fire",))
    assert (gunned.split, taken.split, open_fire.split) == (True, True, False)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("heart attacks", 2),
        ("struck a chord", 3),
        ("gas explosion", 2),
        ("in march", 2),
        ("attacks in odrel", 0),
    ],
)
def test_vetoes_cover_fixed_expressions(events: Events, words: str, length: int) -> None:
    assert events.vetoes.match(words.split(), 0)[0] == length


def test_every_veto_covers_a_trigger(events: Events) -> None:
    idle = [
        veto
        for veto in events.vetoes.ids
        if not any(word in events.verbs or word in events.nouns for word in veto.split())
    ]
    assert idle == []


def test_instruments_tell_the_means(events: Events) -> None:
    told = {
        word: events.instruments[word] for word in ("rockets", "car bomb", "gunmen", "machetes", "tear gas")
    }
    assert told == {
        "rockets": "heavy-weapons",
        "car bomb": "explosives",
        "gunmen": "firearms",
        "machetes": "primitive",
        "tear gas": "crowd-control",
    }
    assert all(word.count(" ") < 2 for word in events.instruments)


def test_an_act_noun_under_a_light_verb_needs_no_verb_phrase(events: Events) -> None:
    """Light verbs are operators: "launched an attack" is read by the operator "launch"; an entry of its own would count it twice."""
    operators = yaml.safe_load((SOURCE / "words/en/operators.yml").read_text(encoding="utf-8"))["operators"]
    light = {
        verb for o in operators if o["sets"] == "did" and not o.get("speech") for verb in o.get("verbs", ())
    }
    known = {" ".join((noun, *c.rest)) for noun, found in events.nouns.items() for c in found}
    twice = {
        f"{verb} {' '.join(candidate.rest)}"
        for verb in light & set(events.verbs)
        for candidate in events.verbs[verb]
        if re.sub(r"^(an?|the|its) | (on|against|to|into|for)$", "", " ".join(candidate.rest)) in known
    }
    assert twice == set()


def test_no_entry_writes_a_key_twice() -> None:
    """YAML would silently keep the last."""
    for path in sorted((SOURCE / "events").glob("*.yml")):
        for block in path.read_text(encoding="utf-8").split("  - id: ")[1:]:
            keys = re.findall(r"^    (\w+):", block, re.MULTILINE)
            assert len(keys) == len(set(keys)), f"{path.name}: {block.splitlines()[0]}"


def test_the_tables_survive_msgpack_and_are_the_same_each_time(events: Events) -> None:
    table = msgspec.msgpack.encode(events, order="deterministic")
    assert msgspec.msgpack.decode(table, type=Events) == events
    assert msgspec.msgpack.encode(read_events(SOURCE), order="deterministic") == table


def test_conditions_are_words_or_tags(events: Events) -> None:
    for entry in events.entries:
        for condition in (entry.object, entry.not_object, entry.subject, entry.not_subject):
            assert all(word in ANY_OF_TAG or word == word.lower() for word in condition), entry.id


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{id: hit, verbs: [hit], mode: gentle}", "mode 'gentle'"),
        ("{id: hit, verbs: [hit], object: ['@unicorns']}", "@unicorns is no class"),
        ("{id: hit, verbs: [hit], recipient: [on]}", "recipient"),
        ("{id: hit, verbs: [hit], object: [on]}", "quote on, off"),
        ("{id: hit, verbs: [hit], object: [army base]}", "want one word"),
        ("{id: hit, verbs: [hit], colour: red}", "colour"),
        ("{id: hit, verbs: [hit], counts: cows}", "'cows'"),
        ("{id: hit, verbs: [hit], contexts: [weather]}", "weather"),
        ("{id: hit, nouns: [hit], noun_actor: [subject]}", "subject"),
        ("{id: hit}", "neither verbs nor nouns"),
        ("{verbs: [hit]}", "without an id"),
        ("{id: attack, verbs: [pester]}", "id occurs twice"),
        ("{id: hit, verbs: [ambush]}", "already"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_name(tmp_path: Path, entry: str, complaint: str) -> None:
    for path in [
        SOURCE / "plover.yml",
        SOURCE / "words/en/irregular.yml",
        *(SOURCE / "events").glob("*.yml"),
    ]:
        copy = tmp_path / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assault = tmp_path / "events" / "assault.yml"
    assault.write_text(f"{assault.read_text(encoding='utf-8')}\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(complaint)) as refused:
        read_events(tmp_path)
    assert "assault" in str(refused.value)
