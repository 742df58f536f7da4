"""Is the house still the house? Who may import whom, which heavy library has which door, what pure rooms never do."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "pipelines"

# Room -> what it may import of ours (beside itself). A room is a folder or a module of the package.
MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "settings": set(),
    "yaml_file": set(),
    "manifest": {"vocabulary"},
    "workspace": {"vocabulary", "settings", "yaml_file"},
    "identity": {"manifest", "settings", "workspace"},
    "integrity": {"vocabulary"},
    "feeds": {"vocabulary", "settings", "workspace", "yaml_file", "manifest", "warehouse"},
    "warehouse": {"vocabulary", "settings", "workspace", "identity", "integrity"},
    "expectations": {"vocabulary", "settings"},
    "publish": {"identity", "warehouse", "workspace"},
    "report": {"vocabulary", "workspace", "publish"},
    "gate": {"expectations", "feeds", "manifest", "publish", "vocabulary", "workspace"},
    "demo": {"feeds"},
    "dictionary": {"settings", "warehouse", "yaml_file"},
    "overview": {"feeds", "manifest", "publish", "warehouse", "workspace"},
    "evidence": {"integrity", "overview", "publish", "workspace", "yaml_file"},
    "canonical": {"feeds", "overview", "yaml_file"},
    "own_data": {"feeds", "gate", "manifest", "overview", "vocabulary", "workspace", "yaml_file"},
    "run": {"identity", "manifest", "settings", "feeds", "vocabulary", "workspace", "defs"},
    "definitions": {"defs"},
    "defs": {
        "expectations",
        "feeds",
        "gate",
        "identity",
        "integrity",
        "manifest",
        "publish",
        "report",
        "settings",
        "vocabulary",
        "warehouse",
        "workspace",
    },
    "cli": {
        "canonical",
        "demo",
        "evidence",
        "feeds",
        "overview",
        "own_data",
        "run",
        "warehouse",
        "workspace",
        "yaml_file",
    },
}

# Heavy library -> the rooms that are its door.
DOORS: dict[str, set[str]] = {
    "duckdb": {"warehouse"},
    "dbt": {"warehouse"},
    "great_expectations": {"expectations"},
    "dagster": {"defs", "run", "definitions"},
    "dagster_dbt": {"defs"},
    "pandas": {"integrity", "feeds", "warehouse", "expectations", "publish"},
    "scipy": {"integrity"},
    "pyarrow": {"warehouse", "feeds"},
    "python_calamine": {"feeds"},
    "jinja2": {"report"},
    "typer": {"cli"},
    "rich": {"canonical", "cli", "evidence", "overview", "own_data"},
    "rapidfuzz": {"feeds"},
    "sqlalchemy": {"feeds", "defs"},
    "dlt": {"feeds"},
    "pydantic": {"feeds", "workspace", "yaml_file", "integrity"},
    "yaml": {"yaml_file", "expectations", "integrity", "report"},
}

PURE = ["integrity/stats", "integrity/detectors", "report/compose.py"]
NEVER_IN_PURE = {
    "os",
    "io",
    "sys",
    "time",
    "logging",
    "random",
    "pathlib",
    "subprocess",
    "socket",
    "tempfile",
    "shutil",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(file: Path) -> set[str]:
    """Full names of everything imported, also inside functions; typing-only imports count too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_room_imports_only_what_it_may(file: Path) -> None:
    if (room := room_of(file)) == "__init__":
        return
    ours = {name.split(".")[1] for name in imports_of(file) if name.startswith("pipelines.")}
    assert ours - {room, "__version__"} <= MAY_IMPORT[room]


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_heavy_library_has_one_door(file: Path) -> None:
    libraries = {name.split(".")[0] for name in imports_of(file)}
    for library in libraries & set(DOORS):
        assert room_of(file) in DOORS[library], f"{library} is not for {room_of(file)}"


def test_connectors_are_an_extra_that_only_a_fetch_imports() -> None:
    doors = {"sqlalchemy": "sql_source.py", "dlt": "rest_source.py"}
    for file in (PACKAGE / "feeds").rglob("*.py"):
        libraries = {name.split(".")[0] for name in imports_of(file)}
        assert all(doors[library] == file.name for library in libraries & set(doors)), file
        head = ast.parse(file.read_text(encoding="utf-8")).body
        found = {alias.name for node in head if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not {"sql_source", "rest_source"} & found, f"{file}: imports a connector before it is needed"


@pytest.mark.parametrize("place", PURE)
def test_pure_rooms_touch_nothing_outside(place: str) -> None:
    root = PACKAGE / place
    for file in [root] if root.suffix else sorted(root.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert not {name.split(".")[0] for name in imports_of(file)} & NEVER_IN_PURE, file
        called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert not called & {"open", "print", "input", "eval", "exec"}, file


def test_one_detector_never_imports_another() -> None:
    folder = PACKAGE / "integrity" / "detectors"
    for file in folder.glob("*.py"):
        others = {name for name in imports_of(file) if name.startswith("pipelines.integrity.detectors.")}
        assert not others or file.stem == "__init__", file


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_module_has_a_sign_and_every_public_name_a_docstring(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{file}: no sign at the head of the module"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{file}: {node.name} has no docstring"


def test_only_settings_reads_the_environment() -> None:
    for file in modules():
        if room_of(file) != "settings":
            text = file.read_text(encoding="utf-8")
            assert "os.environ" not in text and "getenv" not in text, file


def test_the_core_never_imports_a_test_or_a_benchmark() -> None:
    for file in modules():
        assert not {name.split(".")[0] for name in imports_of(file)} & {"tests", "benchmarks", "pytest", "hypothesis"}
