"""What `deploy/backup.py` saves comes back whole."""

import subprocess
import sys
from pathlib import Path

from tests.servers.city import City

SCRIPT = Path(__file__).parent.parent.parent / "deploy" / "backup.py"


def back_up(city: City, *words: str) -> "subprocess.CompletedProcess[str]":
    """`python deploy/backup.py WORDS` for the city."""
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(
        command, env=city.environment(), capture_output=True, text=True, check=False, timeout=60
    )


def test_a_restored_city_has_the_keys_it_had(city: City, folder: Path) -> None:
    with city.up():
        before = city.ask("keys", "list").stdout
        saved = back_up(city, "save", str(folder / "backups"))
        assert saved.returncode == 0, saved.stderr
        file = Path(saved.stdout.strip())
        assert file.stat().st_mode & 0o077 == 0
        city.ask("keys", "rotate", "city-code", "--force")
        after = city.ask("keys", "list").stdout
        assert after != before

        cut = folder / "cut.dump"
        cut.write_bytes(file.read_bytes()[:-2_000])
        refused = back_up(city, "restore", str(cut))
        assert refused.returncode == 1
        assert refused.stderr.startswith(("backup: pg_restore failed", "backup: psql failed"))
        assert city.ask("keys", "list").stdout == after

        restored = back_up(city, "restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert city.ask("keys", "list").stdout == before
