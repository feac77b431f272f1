"""What a service wants handed in, as pages show it, with the files that are there."""

import dataclasses
from collections.abc import Mapping

from backend.applications.schemas.application import Application, Material, Upload
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.filling import say_source
from portal.state.records import pick

KILOBYTE, MEGABYTE = 1024, 1024 * 1024


@dataclasses.dataclass
class FileLine:
    """One file that was handed in."""

    id: str = ""
    name: str = ""
    size: str = ""
    path: str = ""
    is_picture: bool = False


@dataclasses.dataclass
class MaterialLine:
    """One thing to hand in. `source`: the register that has it; `locked`, `marked`: as with fields."""

    id: str = ""
    title: str = ""
    hint: str = ""
    accept: str = ""
    bytes_max: int = 0
    path: str = ""
    files: list[FileLine] = dataclasses.field(default_factory=list)
    source: str = ""
    error: str = ""
    locked: bool = False
    marked: bool = False


def view_materials(
    found: Application, hints: Mapping[str, str], wrong: Mapping[str, str], locale: Locale
) -> list[MaterialLine]:
    """Everything that is asked for, and what is there; `hints` by material, `wrong` by pointer."""
    wanted = found.wants
    named = set(wanted.materials) if wanted and (wanted.fields or wanted.materials) else None
    return [
        MaterialLine(
            id=one.id,
            title=pick(one.title, locale),
            hint=" · ".join(part for part in (hints.get(one.id, ""), say_limits(one, locale)) if part),
            accept=",".join(one.accept),
            bytes_max=one.max_bytes,
            path=f"/v1/applications/{found.id}/uploads/{one.id}",
            files=[view_file(file, f"/v1/applications/{found.id}/uploads") for file in one.uploads],
            source=say_source(one.from_register, locale),
            error=wrong.get(f"#/materials/{one.id}", ""),
            locked=named is not None and one.id not in named,
            marked=named is not None and one.id in named,
        )
        for one in found.materials
    ]


def view_file(file: Upload, folder: str) -> FileLine:
    """One file in words."""
    large = file.bytes >= MEGABYTE
    size = f"{file.bytes / MEGABYTE:.1f} MB" if large else f"{max(1, file.bytes // KILOBYTE)} KB"
    return FileLine(
        str(file.id), file.file_name, size, f"{folder}/{file.id}", file.media_type.startswith("image/")
    )


def say_limits(one: Material, locale: Locale) -> str:
    """Which files are taken; a photo is made smaller before it is sent."""
    kinds = dict.fromkeys("photo" if kind.startswith("image/") else "pdf" for kind in one.accept)
    named = "/".join(say_in(locale, f"service.{kind}") for kind in kinds)
    must = "apply.limits_required" if one.required and one.from_register is None else "apply.limits"
    return say_in(locale, must, kinds=named, megabytes=one.max_bytes // MEGABYTE)
