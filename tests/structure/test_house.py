"""The rules of the house that no type checker sees."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import asyncpg
import pytest
from piccolo.table import Table

import backend
import integrations.console
from backend import worker
from backend.core.settings import Settings
from backend.migrations import steps
from tests import sharing_out

ROOT = Path(__file__).parents[2]
TYPES = {
    "Varchar": {"text", "character varying"},
    "Text": {"text"},
    "UUID": {"uuid"},
    "Bytea": {"bytea"},
    "Timestamptz": {"timestamp with time zone"},
    "Date": {"date"},
    "Time": {"time without time zone"},
    "Boolean": {"boolean"},
    "Integer": {"integer"},
    "SmallInt": {"smallint"},
    "BigInt": {"bigint"},
    "DoublePrecision": {"double precision"},
    "BigSerial": {"bigint"},
    "JSON": {"json"},
    "JSONB": {"jsonb"},
    "Array": {"ARRAY"},
}


def modules(name: str) -> list[ModuleType]:
    """Every `<domain>/<name>.py` (or package) of the backend."""
    found = []
    for info in pkgutil.iter_modules(backend.__path__):
        path = Path(str(backend.__path__[0])) / info.name / name
        if path.with_suffix(".py").exists() or (path / "__init__.py").exists():
            found.append(importlib.import_module(f"backend.{info.name}.{name}"))
    return found


def tables() -> list[type[Table]]:
    """Every Piccolo table of every domain."""
    return [
        item
        for module in [*modules("tables"), *core_tables()]
        for _, item in inspect.getmembers(module, inspect.isclass)
        if issubclass(item, Table) and item.__module__.startswith("backend.")
    ]


def core_tables() -> list[ModuleType]:
    """Modules of core that hold a table of their own."""
    return [
        importlib.import_module(f"backend.core.{path.stem}")
        for path in (ROOT / "backend/core").glob("*.py")
        if "(Table" in path.read_text()
    ]


def test_migrations_stand_in_one_line() -> None:
    names = steps.names()
    assert names == sorted(set(names))
    for path in (ROOT / "backend/migrations/piccolo_migrations").glob("2*.py"):
        module = importlib.import_module(f"backend.migrations.piccolo_migrations.{path.stem}")
        assert path.stem.replace("_", "-") == module.ID


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
async def test_each_table_in_python_is_the_one_in_the_database(
    table: type[Table], connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    rows = await connection.fetch(
        "select column_name, data_type, is_nullable = 'YES' as nullable from information_schema.columns"
        " where table_schema = 'public' and table_name = $1",
        table._meta.tablename,
    )
    built = {row["column_name"]: (row["data_type"], row["nullable"]) for row in rows}
    written = {column._meta.db_column_name: column for column in table._meta.columns}
    assert set(written) == set(built)
    for name, column in written.items():
        data_type, nullable = built[name]
        assert bool(column._meta.null) == nullable, name
        kinds = [TYPES[kind.__name__] for kind in type(column).__mro__ if kind.__name__ in TYPES]
        assert kinds == [] or data_type in kinds[0], name


def test_every_job_that_is_promised_exists_in_the_worker() -> None:
    promised = {
        name
        for path in (ROOT / "backend").rglob("*.py")
        for name in re.findall(r'enqueue\(\s*"([a-z_.]+)"', path.read_text())
    }
    assert promised
    assert promised <= set(worker.JOBS)


def test_every_port_has_a_console_adapter() -> None:
    offered = {name for name, _ in inspect.getmembers(integrations.console, callable)}
    for module in modules("ports"):
        for name, port in inspect.getmembers(module, inspect.isclass):
            if getattr(port, "_is_protocol", False) and port.__module__ == module.__name__:
                assert re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() in offered


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"`(YIMA_[A-Z_]+)`", readme))
    assert named == {f"YIMA_{name.upper()}" for name in Settings.__struct_fields__}


def test_only_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("backend", "integrations")
        for path in (ROOT / folder).rglob("*.py")
        if "os.environ" in path.read_text() and path.name != "settings.py"
    ]
    assert readers == ["backend/migrations/run.py"]  # Piccolo finds its configuration by a variable


def test_lock_files_hold_no_address() -> None:
    for name in ("requirements.lock", "build.lock", "mini_programs/bun.lock", "portal/reflex.lock/bun.lock"):
        assert "://" not in (ROOT / name).read_text(), name


def test_every_test_that_begins_first_is_there() -> None:
    shares = {sharing_out.share(str(path.relative_to(ROOT))) for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(sharing_out.FIRST) <= shares
