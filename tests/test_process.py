"""The command as a process: pipes, signals, locales, full disks, and how fast it is there."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "tocsin" / "examples"
TEXT = "Kestrian rebels attacked an army base in Velmark on Sunday, killing three soldiers.\n"
LINES = "".join(
    json.dumps({"text": TEXT, "outlet": outlet}) + "\n" for outlet in ("Osk Radio", "Zell Online")
)


def spawn(*arguments: object, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run tocsin in a process of its own."""
    command = [sys.executable, "-m", "tocsin", *map(str, arguments)]
    return subprocess.run(command, env=os.environ | environ, capture_output=True, check=False)


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_output_is_utf_8_whatever_the_locale_says(tmp_path: Path, form: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Rebels attacked the base in Örsk.\n", encoding="utf-8")
    ran = spawn("code", path, "--format", form, PYTHONIOENCODING="ascii")
    assert ran.returncode == 0, ran.stderr
    assert "Örsk" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_a_full_disk_is_named(tmp_path: Path, form: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "tocsin", "code", str(path), "--format", form]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == "Error: The output cannot be used: No space left on device.\n"


def test_a_closed_standard_input_is_said_to_be_nothing() -> None:
    command = ["sh", "-c", 'exec "$0" -m tocsin code - <&-', sys.executable]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Nothing to read" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_two_runs_give_the_same_bytes() -> None:
    """Whatever order Python hashes strings in."""
    known = f"replay:{EXAMPLES / 'translations.pairs'}"
    runs = [spawn("code", EXAMPLES, "--translate", known, PYTHONHASHSEED=seed) for seed in ("0", "0", "1")]
    assert {ran.returncode for ran in runs} == {0}, runs[0].stderr
    assert len({ran.stdout for ran in runs}) == 1


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(LINES * 500, encoding="utf-8")
    command = [sys.executable, "-m", "tocsin", "code", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert b'"header"' in running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


def test_claims_come_at_once_and_an_interrupt_ends_quietly() -> None:
    """What is piped in is coded before the pipe is closed; then comes Ctrl-C."""
    command = [sys.executable, "-m", "tocsin", "code", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(LINES)
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["record"] == "header"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "")


def cpu_seconds(*arguments: str) -> float:
    """Measure the processor time of one Python process, best of three."""
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def test_help_comes_at_once() -> None:
    assert cpu_seconds("-m", "tocsin", "--help") < 0.3


def test_import_costs_next_to_nothing() -> None:
    assert cpu_seconds("-c", "import tocsin") < 0.2
