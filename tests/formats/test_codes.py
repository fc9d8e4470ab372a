"""Countries, sectors and CAMEO: the codes that other formats use."""

from pathlib import Path

import msgspec
import pytest

from tocsin.errors import KnowledgeError
from tocsin.knowledge.exchange import Exchange, load_exchange, read_exchange

SOURCE = Path(__file__).resolve().parents[2] / "knowledge"


def test_iraq_is_645_in_both_lists_of_states_and_iz_in_fips() -> None:
    iraq = load_exchange().countries["IRQ"]
    assert (iraq.number, iraq.cow, iraq.gw, iraq.fips) == ("368", "645", "645", "IZ")


def test_germany_has_one_number_in_each_list_of_states() -> None:
    germany = load_exchange().countries["DEU"]
    assert (germany.cow, germany.gw, germany.fips) == ("255", "260", "GM")


def test_every_type_and_mode_of_cameo_is_one_of_plover() -> None:
    codes = load_exchange()
    for key in codes.cameo:
        kind, _, mode = key.partition("/")
        assert not mode or mode == "armed" or mode in codes.ontology.types[kind].modes, key


def test_a_cameo_code_begins_with_one_of_the_20_roots() -> None:
    roots = {f"{number:02}" for number in range(1, 21)}
    assert {code[:2] for code, _ in load_exchange().cameo.values()} <= roots


def test_the_compiled_codes_are_those_of_the_knowledge_folder() -> None:
    read = read_exchange(SOURCE)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(read), type=Exchange) == read == load_exchange()


def test_missing_codes_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="make knowledge"):
        load_exchange(tmp_path / "exchange.msgpack")


def test_a_type_without_a_code_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "exchange"
    folder.mkdir()
    (tmp_path / "plover.yml").write_bytes((SOURCE / "plover.yml").read_bytes())
    (folder / "cameo.tsv").write_text("type\tmode\tcameo\tname\nAGREE\t\t030\tAgree\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="CONSULT has no code"):
        read_exchange(tmp_path)
