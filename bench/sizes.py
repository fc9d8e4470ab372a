"""Measure something at several sizes, each in a process of its own, so that memory starts anew."""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence


def peak_mb() -> float:
    """Give the greatest resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_sizes(name: str, sizes: Sequence[int], measure: Callable[[int], dict[str, float]]) -> int:
    """Read sizes from the command line, measure each, and print what came out.

    Args:
        name: module of this folder that is run, and the name of the last line's JSON object.
        sizes: sizes that are measured where none is given.
        measure: measures one size in this process.

    Returns:
        Exit code 0.
    """
    parser = argparse.ArgumentParser(prog=f"bench.{name}")
    parser.add_argument("sizes", type=int, nargs="*", default=sizes)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(measure(chosen.sizes[0])))
        return 0
    found = []
    for size in chosen.sizes:
        command = [sys.executable, "-m", f"bench.{name}", str(size), "--here"]
        found.append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
        print("  ".join(f"{key} {value}" for key, value in found[-1].items()))
    print(json.dumps({name: found}))
    return 0
