"""Learn what truces do from all dated truces, and write it into the package: `python -m tools.truce_effect`.

Reads `../shared/data/series` (UCDP GED, CC BY 4.0; dates of truces by the project), takes under a minute, and gives the same
file every time. The evaluation, `python -m evals truce`, learns anew for each truce, without it.
"""

import hashlib
import json
import sys

from evals.forecast import DATA, read_units
from evals.truce import TRUCES, World, read_windows
from tocsin.forecast.truces import MULTIPLIERS, SHIPPED, Past, learn_effect


def main() -> int:
    """Write the weights with the hashes of what they were learnt from."""
    truces, _, _ = read_windows(World(read_units(DATA)), placebos=False)
    effect = learn_effect([Past(blind=one.blind, seen=one.seen) for one in truces])
    record = {
        "weights": [round(float(weight), 6) for weight in effect.weights],
        "multipliers": list(MULTIPLIERS),
        "truces": len(truces),
        "learnt_from": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (DATA, TRUCES)},
        "licence": "CC BY 4.0; UCDP Georeferenced Event Dataset, Sundberg and Melander 2013",
    }
    SHIPPED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{len(truces)} truces, mean multiplier {effect.mean:.2f}: {SHIPPED}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
