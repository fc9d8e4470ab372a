"""Models on disk: a toy translates, folder and package agree, and each fault has its own message."""

import importlib.util
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin import Coder
from tocsin.cli import main
from tocsin.errors import ModelBroken, TranslationError
from tocsin.ingest import report_from_text
from tocsin.translate import Desk, engine_from
from tocsin.translate.models import MOST_BYTES, Registered, add_to_registry, read_model, read_registry

if any(importlib.util.find_spec(name) is None for name in ("ctranslate2", "sentencepiece")):
    pytest.skip("CTranslate2 is not installed", allow_module_level=True)

from tests.translate.toy import pack, sentences, write_toy
from tocsin.translate.ct2 import CTranslate2, LoadedModel


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy model as a folder."""
    return write_toy(tmp_path_factory.mktemp("toy") / "toy-es-en")


@pytest.fixture
def copy(toy: Path, tmp_path: Path) -> Path:
    """A copy to be broken."""
    return Path(shutil.copytree(toy, tmp_path / "copy"))


def argos(folder: Path, package: Path) -> Path:
    """Pack the toy as Argos does: one vocabulary for both sides."""
    return pack(folder, package)


def test_the_toy_translates_its_sentences_and_does_so_again(toy: Path) -> None:
    model = LoadedModel(read_model(toy, "es-en"))
    spanish = [one for one, _ in sentences()]
    first = model.translate(spanish)
    right = sum(answer.text == english for answer, (_, english) in zip(first, sentences(), strict=True))
    assert right / len(spanish) >= 0.8
    assert model.translate(spanish) == first
    assert all(answer.score is not None for answer in first)


def test_folder_and_package_are_the_same_model(toy: Path, tmp_path: Path) -> None:
    package = read_model(argos(toy, tmp_path / "toy.argosmodel"))
    folder = read_model(toy, "es-en")
    assert (package.source, package.target, package.version) == ("es", "en", "0.1")
    assert package.leg().sha256 == folder.leg().sha256
    spanish = [one for one, _ in sentences()]
    assert LoadedModel(package).translate(spanish) == LoadedModel(folder).translate(spanish)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("model.bin", "has no model.bin"),
        ("source.spm", "has no source.spm"),
        ("target.spm", "has no target.spm"),
        ("source_vocabulary.json", "has no shared_vocabulary.json"),
    ],
)
def test_a_missing_file_is_named(copy: Path, name: str, words: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelBroken, match=words):
        read_model(copy, "es-en")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("model.bin", b"", r"model\.bin of copy is empty"),
        ("model.bin", b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
        ("model.bin", b"\x00" * 500, r"model\.bin of copy, or its vocabulary, is damaged"),
        ("config.json", b"{", r"config\.json of copy is damaged"),
        ("source.spm", b"junk", "the source vocabulary of copy is damaged"),
        ("target.spm", b"junk", "the target vocabulary of copy is damaged"),
    ],
)
def test_a_damaged_file_is_named(copy: Path, name: str, content: bytes, words: str) -> None:
    (copy / name).write_bytes(content)
    with pytest.raises(ModelBroken, match=words):
        LoadedModel(read_model(copy, "es-en"))


def test_a_folder_does_not_say_its_languages(toy: Path) -> None:
    with pytest.raises(ModelBroken, match="--pair"):
        read_model(toy)


def write_zip(path: Path, members: dict[str, str]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"x/readme.txt": "hello"}, "no metadata.json"),
        ({"x/metadata.json": "[]"}, "does not name from_code"),
        ({"x/metadata.json": '{"from_code": "ar", "to_code": "en"}'}, r"has no model\.bin"),
        ({"../../metadata.json": '{"from_code": "ar", "to_code": "en"}'}, "no metadata.json"),
    ],
)
def test_a_package_that_is_none_is_refused(tmp_path: Path, members: dict[str, str], words: str) -> None:
    with pytest.raises(ModelBroken, match=words):
        read_model(write_zip(tmp_path / "bad.argosmodel", members))


def test_a_package_is_cut_short_or_too_large(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = argos(toy, tmp_path / "toy.argosmodel")
    short = tmp_path / "short.argosmodel"
    short.write_bytes(whole.read_bytes()[:2000])
    with pytest.raises(ModelBroken, match="no whole package"):
        read_model(short)
    monkeypatch.setattr("tocsin.translate.models.MOST_BYTES", 1000)
    with pytest.raises(ModelBroken, match="more than any model needs"):
        read_model(whole)
    assert MOST_BYTES == 2 << 30


def test_words_cut_by_bpe_are_refused_in_words(copy: Path) -> None:
    for name in ("source.spm", "target.spm"):
        (copy / name).unlink()
    (copy / "bpe.model").write_bytes(b"#version: 0.2\n")
    with pytest.raises(ModelBroken, match=r"bpe\.model, which is not supported"):
        read_model(copy, "es-en")


def test_a_model_is_added_listed_and_used(toy: Path, tmp_path: Path) -> None:
    registry, report = tmp_path / "models.json", tmp_path / "news.txt"
    report.write_text("los rebeldes atacaron la base ayer .", encoding="utf-8")
    added = CliRunner().invoke(
        main, ["models", "add", str(toy), "--pair", "es-en", "--models", str(registry)]
    )
    assert added.exit_code == 0, added.output
    assert "es-en toy-es-en" in added.stdout
    assert (
        f"ct2 es-en: {toy}" in CliRunner().invoke(main, ["models", "list", "--models", str(registry)]).stdout
    )
    coded = CliRunner().invoke(
        main, ["code", str(report), "--lang", "es", "--translate", "ct2", "--models", str(registry)]
    )
    records = [json.loads(line) for line in coded.stdout.splitlines()]
    [claim] = [one for one in records if one["record"] == "claim"]
    [translation] = [one for one in records if one["record"] == "translation"]
    assert (claim["event_type"], claim["span"]["translated"]) == ("ASSAULT", "the rebels attacked the base")
    assert claim["translations"] == [translation["id"]]
    assert translation["engine"] == "ct2"
    assert translation["engine_version"]
    assert len(translation["route"][0]["sha256"]) == 64


def test_a_model_that_changed_since_it_was_added_is_not_used(copy: Path, tmp_path: Path) -> None:
    listed = Registered(path=str(copy), pair="es-en", sha256="0" * 64)
    with pytest.raises(ModelBroken, match="not the model that was added"):
        CTranslate2([listed]).translate(["hoy"], "es")
    add_to_registry(tmp_path / "models.json", listed)
    add_to_registry(tmp_path / "models.json", listed)
    assert read_registry(tmp_path / "models.json") == [listed]


def test_a_model_that_is_gone_costs_the_report_but_not_the_run(tmp_path: Path) -> None:
    gone = CTranslate2([Registered(path=str(tmp_path / "gone"), pair="es-en", sha256="")])
    coder = Coder(Desk(engine=gone), reader="patterns")
    texts = [
        report_from_text("los rebeldes atacaron .", lang="es"),
        report_from_text("Rebels shelled the base."),
    ]
    coder.prepare(texts)
    first, second = coder.stream(texts)
    assert [(issue.code, issue.severity) for issue in first.issues] == [
        ("translation.engine_failed", "quarantined")
    ]
    assert "gone is not there" in first.issues[0].message
    assert second.claims


def test_without_a_model_the_message_says_how_to_add_one(tmp_path: Path) -> None:
    with pytest.raises(TranslationError, match="tocsin models add PATH"):
        engine_from("ct2", str(tmp_path / "none.json"))
    assert (
        "ct2: no model yet"
        in CliRunner().invoke(main, ["models", "list", "--models", str(tmp_path / "x")]).stdout
    )
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelBroken, match="no list of models"):
        engine_from("ct2", str(tmp_path / "bad.json"))


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["models", "add", str(tmp_path / "none.argosmodel")])
    assert outcome.exit_code == 2
    assert "is not there" in outcome.output
