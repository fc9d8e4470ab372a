"""Translation models on disk: CTranslate2 folders and Argos packages, checked file by file, and the list of those added.

Nothing is unpacked and no code of a model runs: of an archive only the members that are needed are read, into memory,
up to a limit.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import msgspec

from tocsin.errors import ModelBroken
from tocsin.model import Model

MOST_BYTES = 2 << 30
"""Bytes of all files of a model together; public models have 20 MB to 1.5 GB."""

_VOCABULARIES = (("shared_vocabulary",), ("source_vocabulary", "target_vocabulary"))
_POINTER = b"version https://git-lfs"


class ModelFiles(msgspec.Struct, frozen=True, kw_only=True):
    """A whole model in memory."""

    source: str
    """Language it reads."""
    target: str
    """Language it writes."""
    name: str
    """Its name: that of its folder or package."""
    version: str = ""
    """Its version, where the package states one."""
    net: dict[str, bytes]
    """File name to content, as CTranslate2 takes them."""
    reader: bytes
    """SentencePiece model for the source."""
    writer: bytes
    """SentencePiece model for the target."""

    def leg(self) -> Model:
        """Name the model and digest its files."""
        digest = hashlib.sha256()
        for name, content in sorted({**self.net, "\0source": self.reader, "\0target": self.writer}.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return Model(
            source=self.source,
            target=self.target,
            name=self.name,
            version=self.version,
            sha256=digest.hexdigest(),
        )


def read_model(path: Path, pair: str = "") -> ModelFiles:
    """Read a model from a folder or a package and check that all its files are there.

    Args:
        path: a folder with model.bin, or an .argosmodel file.
        pair: "ar-en" for a folder, which does not say so itself.

    Returns:
        The model.

    Raises:
        ModelBroken: a file is missing or damaged, or the languages are not known; the message says which and what to do.
    """
    if path.is_dir():
        return _from(lambda name: _of_folder(path, name), path.name, _languages(pair, path))
    if not path.exists():
        message = f"{path} is not there. Give a folder with model.bin, or an .argosmodel file."
        raise ModelBroken(message)
    try:
        with zipfile.ZipFile(path) as package:
            return _of_package(package, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        message = f"{path} is no whole package: {error}. Download it again; `unzip -t` must find no fault."
        raise ModelBroken(message) from error


def _of_package(package: zipfile.ZipFile, path: Path) -> ModelFiles:
    """Read an Argos package: all lies in one folder, metadata.json names the languages."""
    size = sum(member.file_size for member in package.infolist())
    if size > MOST_BYTES:
        message = f"{path} unpacks to {size >> 20} MiB, more than any model needs. It is not read."
        raise ModelBroken(message)
    members = {PurePosixPath(name): name for name in package.namelist()}
    tops = [one.parent for one in members if one.name == "metadata.json" and len(one.parts) <= 2]
    if len(tops) != 1:
        message = f"{path} holds no metadata.json: it is no Argos package."
        raise ModelBroken(message)

    def content(name: str) -> bytes | None:
        for place in (tops[0] / "model" / name, tops[0] / name):
            if place in members:
                return package.read(members[place])
        return None

    try:
        about = json.loads(content("metadata.json") or b"")
        languages = str(about["from_code"]), str(about["to_code"])
        version = str(about.get("package_version", ""))
    except (ValueError, KeyError, TypeError) as error:
        message = f"metadata.json of {path} does not name from_code and to_code: {error}."
        raise ModelBroken(message) from error
    found = _from(content, path.stem, languages)
    return msgspec.structs.replace(found, version=version)


def _of_folder(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.is_file() else None


def _languages(pair: str, path: Path) -> tuple[str, str]:
    source, _, target = pair.partition("-")
    if not source or not target:
        message = f"{path} does not say which languages it is for. Give --pair, for example --pair ar-en."
        raise ModelBroken(message)
    return source, target


def _from(content: Callable[[str], bytes | None], name: str, languages: tuple[str, str]) -> ModelFiles:
    """Gather the files of a model, wherever they are."""

    def wanted(file: str, advice: str) -> bytes:
        found = content(file)
        if found is None:
            message = f"{name} has no {file}: {advice}"
            raise ModelBroken(message)
        if found.startswith(_POINTER):
            message = f"{file} of {name} is a Git LFS pointer, not the file itself. Run `git lfs pull` where it came from."
            raise ModelBroken(message)
        if not found:
            message = f"{file} of {name} is empty. Copy or download it again."
            raise ModelBroken(message)
        return found

    net = {"model.bin": wanted("model.bin", "convert the model with ct2-transformers-converter first.")}
    config = content("config.json")
    if config is not None:
        try:
            json.loads(config)
        except ValueError as error:
            message = f"config.json of {name} is damaged: {error}. Copy or download it again."
            raise ModelBroken(message) from error
        net["config.json"] = config
    net |= _vocabulary(content, name)
    both = content("sentencepiece.model")
    if both is None and content("bpe.model") is not None:
        message = f"{name} cuts words with bpe.model, which is not supported. Take a package with sentencepiece.model."
        raise ModelBroken(message)
    advice = "copy it from the model that was converted."
    reader = both or wanted("source.spm", advice)
    writer = both or wanted("target.spm", advice)
    return ModelFiles(
        source=languages[0], target=languages[1], name=name, net=net, reader=reader, writer=writer
    )


def _vocabulary(content: Callable[[str], bytes | None], name: str) -> dict[str, bytes]:
    """Find one vocabulary, or one for each language."""
    for stems in _VOCABULARIES:
        files = {f"{stem}.{end}": content(f"{stem}.{end}") for stem in stems for end in ("json", "txt")}
        there = {file: found for file, found in files.items() if found}
        if len(there) == len(stems):
            return there
    message = f"{name} has no shared_vocabulary.json, nor source_ and target_vocabulary.json. Convert the model again."
    raise ModelBroken(message)


class Registered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model that was added."""

    path: str
    """Where it lies."""
    pair: str
    """Its languages, "ar-en"."""
    sha256: str
    """Digest of its files when it was added."""


def read_registry(path: Path) -> list[Registered]:
    """Read the list of models; a missing file lists none.

    Args:
        path: the list.

    Raises:
        ModelBroken: it is no such list.
    """
    if not path.exists():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Registered])
    except msgspec.DecodeError as error:
        message = f"{path} is no list of models: {error}. Remove it and add the models again."
        raise ModelBroken(message) from error


def add_to_registry(path: Path, model: Registered) -> None:
    """Add a model; one for the same languages gives way.

    Args:
        path: the list.
        model: what to add.
    """
    kept = [one for one in read_registry(path) if one.pair != model.pair]
    listed = sorted([*kept, model], key=lambda one: one.pair)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n")
