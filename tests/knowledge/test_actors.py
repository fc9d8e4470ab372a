"""The actor tables as compiled, and what the loader refuses."""

import time
from pathlib import Path

import msgspec
import pytest

from tocsin.errors import KnowledgeError
from tocsin.knowledge import TABLES, Knowledge
from tocsin.knowledge.actors import INTERNATIONAL, SECTORS, Actors, read_actors, spellings

SOURCE = Path(__file__).parents[2] / "knowledge"
STATES = (
    "source: list\nstates:\n  IRQ: {name: Iraq, capitals: [Baghdad], adjectives: [Iraqi], people: [Iraqis]}\n"
)
AGENTS = "roles: {MIL: [soldier]}\nfixed: {COP: [police]}\nweak: [group]\ndependent: [leader]\n"
GROUPS = """
sources: {list: a list}
sections:
  - {kind: group, country: IRQ, sectors: [REB], source: list, actors: {front: {name: Hill Front}}}
"""


def folder(tmp_path: Path, states: str = STATES, agents: str = AGENTS, groups: str = GROUPS) -> Path:
    (tmp_path / "actors").mkdir(parents=True)
    (tmp_path / "words" / "en").mkdir(parents=True)
    (tmp_path / "words" / "en" / "tags.tsv").write_text("turkey\tN P\n", encoding="utf-8")
    for name, text in (("states", states), ("agents", agents), ("groups", groups)):
        (tmp_path / "actors" / f"{name}.yml").write_text(text, encoding="utf-8")
    native = "actor\tname\nirq.front\tФронт холма\n"
    (tmp_path / "actors" / "native_names.tsv").write_text(native, encoding="utf-8")
    return tmp_path


def test_a_native_name_of_nobody_is_refused(tmp_path: Path) -> None:
    source = folder(tmp_path)
    (source / "actors" / "native_names.tsv").write_text("actor\tname\nirq.back\tТыл\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"native_names.tsv: irq.back"):
        read_actors(source)


def test_no_native_name_is_given_twice() -> None:
    rows = (SOURCE / "actors/native_names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert rows == sorted(set(rows))


def test_a_state_makes_two_actors(tmp_path: Path) -> None:
    actors = read_actors(folder(tmp_path))
    assert set(actors.actors) == {"irq", "irq.gov", "irq.front"}
    assert actors.index.match(["baghdad"], 0) == (1, ("irq.gov",))
    assert actors.adjectives.match(["iraqis"], 0) == (1, ("IRQ",))
    assert actors.agents.match(["soldiers"], 0) == (1, ("MIL",))
    assert actors.actors["irq.front"].source == "a list"
    assert actors.index.match(["фронт", "холма"], 0) == (2, ("irq.front",))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GROUPS.replace("[REB]", "[REBEL]"), "groups.yml: irq.front: REBEL is no sector"),
        (GROUPS.replace("IRQ", "XXX"), "groups.yml: xxx.front: country 'XXX'"),
        (GROUPS.replace("source: list", "source: rumour"), "groups.yml: irq.front: source 'rumour'"),
        (
            GROUPS.replace("{name: Hill Front}", "{name: Hill Front, nicknames: []}"),
            "groups.yml: irq.front: .*nicknames",
        ),
        (GROUPS.replace("kind: group", "kind: gang"), "groups.yml: Invalid enum value 'gang'"),
        (GROUPS.replace("actors: {front", "actors: {gov"), "groups.yml: irq.gov: the id is given twice"),
        (GROUPS.replace("sections:", "parts:"), "groups.yml: 'sections'"),
        ("sections: [", "groups.yml: while parsing"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=told):
        read_actors(folder(tmp_path, groups=wrong))


def test_wrong_states_and_roles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"states\.yml"):
        read_actors(folder(tmp_path / "a", states=STATES.replace("people", "folk")))
    with pytest.raises(KnowledgeError, match=r"agents.yml: roles: \['ARMY'\]"):
        read_actors(folder(tmp_path / "b", agents=AGENTS.replace("MIL", "ARMY")))


def test_british_names_are_found_in_american_spelling() -> None:
    assert spellings("Popular Mobilisation Forces") == {
        "Popular Mobilisation Forces",
        "Popular Mobilization Forces",
    }
    assert spellings("defence ministry") == {"defence ministry", "defense ministry"}
    assert spellings("Hamas") == {"Hamas"}


def test_short_names_that_are_words_need_their_capitals(know: Knowledge) -> None:
    table = know.actors
    assert table.acronyms["US"] == ("usa",)
    assert "pak.lashkar_e_taiba" in table.acronyms["LeT"]
    for word in ("us", "is", "it", "who", "let", "un"):
        assert table.index.match([word], 0) == (0, ())
    assert table.index.match(["u.s."], 0) == (1, ("usa",))


def test_the_tables_hold_what_they_promise(know: Knowledge) -> None:
    table = know.actors
    kinds = [actor.kind for actor in table.actors.values()]
    assert kinds.count("state") >= 197
    assert kinds.count("group") >= 350
    assert len(table.agents.ids) >= 450
    states = {actor.country for actor in table.actors.values() if actor.kind == "state"}
    for actor in table.actors.values():
        assert actor.source, actor.id
        assert actor.country in states | INTERNATIONAL, actor.id
        assert set(actor.sectors) <= SECTORS, actor.id


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("kataib hezbollah", "irq.kataib_hezbollah"),
        ("popular mobilization forces", "irq.pmf"),
        ("us-led coalition", "img.coalition_isis"),
        ("iraqi resistance co-ordination commission", "irq.irc"),
        ("mustafa al kadhimi", "irq.kadhimi"),
        ("qassem suleimani", "irn.soleimani"),
        ("abu mahdi al muhandis", "irq.muhandis"),
        ("mohammed mohi", "irq.mohi"),
        ("حماس", "pse.hamas"),
    ],
)
def test_known_names_lead_to_their_actor(know: Knowledge, name: str, actor: str) -> None:
    words = name.split(" ")
    assert know.actors.index.match(words, 0) == (len(words), (actor,))


def test_the_table_loads_fast() -> None:
    table = (TABLES / "actors.msgpack").read_bytes()
    spent = []
    for _ in range(3):
        begin = time.perf_counter()
        msgspec.msgpack.decode(table, type=Actors)
        spent.append(time.perf_counter() - begin)
    assert min(spent) < 0.06


def test_the_same_files_make_the_same_bytes() -> None:
    first, second = (msgspec.msgpack.encode(read_actors(SOURCE), order="deterministic") for _ in range(2))
    assert first == second
