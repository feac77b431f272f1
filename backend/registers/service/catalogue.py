"""The registers there are: content, kept in memory."""

from functools import lru_cache
from pathlib import Path

from backend import content
from backend.content import Bilingual
from backend.core.problems import NotFound
from backend.registers.schemas.register import Register
from backend.registers.service.definitions import find_mistakes
from backend.staff.service import departments

# What every record has besides its register's fields.
DATES = {
    "valid_from": Bilingual(zh="有效期自", en="Valid from"),
    "valid_to": Bilingual(zh="有效期至", en="Valid until"),
}


@lru_cache(maxsize=1)
def registers() -> dict[str, Register]:
    """Every register by its id, read once; ContentError when any of them is wrong."""
    return read_registers(content.FOLDER / "registers")


def find_register(id_: str) -> Register:
    """The register with this id, or NotFound."""
    found = registers().get(id_)
    if found is None:
        raise NotFound
    return found


def read_registers(folder: Path) -> dict[str, Register]:
    """The registers in `folder`; ContentError with every mistake."""
    read = content.load(folder, Register)
    errors = [
        f"content/registers/{id_}.yaml: {line}"
        for id_, register in read.items()
        for line in find_mistakes(register, departments())
    ]
    if errors:
        raise content.ContentError(errors)
    return read
