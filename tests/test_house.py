"""The house rules that no linter checks: sizes, names, docstrings, honest error handling, no machine paths.

An argument is one that a caller may pass, by place or by name; `self` and `cls` are none.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("src/tocsin", "evals", "bench", "tools")
FILE_LINES, FUNCTION_LINES, ARGUMENTS = 400, 60, 6
BLIND_ALLOWED = {"src/tocsin/pipeline.py": 1}
"""File to the number of `except Exception` it may have: a fault in one report must not cost the others."""
BAD_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
MACHINE_PATHS = tuple(f"/{place}/" for place in ("work", "tmp", "root", "home", "Users"))
UNFINISHED = ("NotImplemented" + "Error", "TO" + "DO", "FIX" + "ME")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".tsv",
    ".txt",
    ".html",
    ".jsonl",
    ".json",
    ".cfg",
    ".svg",
    "",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in ROOT.glob(f"{folder}/**/*.py")
)


def broken_rules(source: str, name: str) -> Iterator[str]:
    """Say which house rules a module breaks."""
    tree = ast.parse(source)
    lines = source.count("\n")
    if lines > FILE_LINES:
        yield f"{name}: {lines} lines, at most {FILE_LINES}"
    if Path(name).stem in BAD_NAMES:
        yield f"{name}: a module is called after what it holds"
    blind = 0
    for node in ast.walk(tree):
        where = f"{name}:{getattr(node, 'lineno', 1)}"
        if isinstance(node, ast.Global):
            yield f"{where}: global {', '.join(node.names)}"
        elif isinstance(node, ast.ExceptHandler):
            blind += is_blind(node)
            if is_blind(node) and blind > BLIND_ALLOWED.get(name, 0):
                yield f"{where}: blind except"
        elif isinstance(node, Function):
            yield from (f"{where}: {node.name} {fault}" for fault in broken_sizes(node))
    yield from (f"{name}:{line}: {what} has no docstring" for line, what in undocumented(tree))


def is_blind(node: ast.ExceptHandler) -> bool:
    """Tell whether a handler catches everything."""
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in caught)


def broken_sizes(node: Function) -> Iterator[str]:
    """Say which limits a function breaks."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION_LINES:
        yield f"has {length} lines, at most {FUNCTION_LINES}"
    given = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    count = len([arg for arg in given if arg not in {"self", "cls"}])
    if count > ARGUMENTS:
        yield f"takes {count} arguments, at most {ARGUMENTS}"


def undocumented(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find public modules, classes, functions and methods without a docstring."""
    if ast.get_docstring(tree) is None:
        yield 1, "the module"
    waiting: list[ast.Module | ast.ClassDef] = [tree]
    while waiting:
        for node in waiting.pop().body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield node.lineno, node.name
                if isinstance(node, ast.ClassDef):
                    waiting.append(node)


def tracked() -> list[str]:
    """List the text files of the repository; all that git does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [
        name for name in listed.stdout.splitlines() if Path(name).suffix in TEXT and (ROOT / name).is_file()
    ]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_keeps_the_house_rules(name: str) -> None:
    assert list(broken_rules((ROOT / name).read_text(encoding="utf-8"), name)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""M."""\n' + "x = 1\n" * FILE_LINES, "401 lines"),
        ('"""M."""\ndef f() -> None:\n    """F."""\n' + "    x = 1\n" * 60, "f has 62 lines"),
        ('"""M."""\ndef f(a, b, c, d, *, e, g, h):\n    """F."""\n', "f takes 7 arguments"),
        ('"""M."""\ntry:\n    pass\nexcept Exception:\n    pass\n', "blind except"),
        ('"""M."""\ntry:\n    pass\nexcept:\n    pass\n', "blind except"),
        ('"""M."""\ntry:\n    pass\nexcept (OSError, BaseException):\n    pass\n', "blind except"),
        ('"""M."""\ndef _f():\n    global x\n', "global x"),
        ("x = 1\n", "the module has no docstring"),
        ('"""M."""\nclass A:\n    """A."""\n    def f(self):\n        pass\n', "f has no docstring"),
    ],
)
def test_each_rule_catches_what_breaks_it(source: str, fault: str) -> None:
    assert any(fault in found for found in broken_rules(source, "src/tocsin/example.py"))


def test_names_that_say_nothing_are_caught() -> None:
    assert list(broken_rules('"""M."""\n', "src/tocsin/utils.py")) != []


def test_nothing_names_a_machine_or_is_left_unfinished() -> None:
    """Paths of one machine, and notes of work to come, do not belong in the repository."""
    found = []
    for name in tracked():
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        wanted = MACHINE_PATHS + (UNFINISHED if name.endswith(".py") else ())
        found += [f"{name}: {word}" for word in wanted if word in text]
    assert found == []


def test_layers_import_only_what_is_below_them() -> None:
    """The contract in pyproject.toml is the diagram of the house."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    ran = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
