"""The city's content: YAML and JSON files read strictly, with every mistake in every file told at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from msgspec import Meta

FOLDER = Path(__file__).resolve().parent.parent / "content"

FILES_MAX = 1_000
FILE_BYTES_MAX = 64 * 1024
DEPTH_MAX = 12

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
# One line without anything that cannot be seen at its ends or heard of in it.
LINE = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every kind of content is: fixed once read, and without a field that nobody knows."""


class Bilingual(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """One line in both languages; a file that lacks one of them is refused."""

    zh: Line
    en: Line


class ContentError(Exception):
    """The content cannot be used; `errors` holds one line per mistake: file, place in the file, reason."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load(folder: Path, type_: type[T]) -> dict[str, T]:
    """Every `*.yaml` in `folder` as a `type_`, by its slug, which is the file's name.

    Raises ContentError with all mistakes of all files. Refused beside what `type_` refuses: duplicate keys
    (PyYAML 6 keeps the last one and says nothing), anchors and aliases, other files than YAML and a README,
    more than 1,000 files, files over 64 KiB.
    """
    records: dict[str, T] = {}
    errors: list[str] = []
    if not folder.is_dir():
        raise ContentError([f"{_shown(folder)}: there is no such folder"])
    paths = sorted(path for path in folder.iterdir() if path.name != "README.md" and path.name[0] != ".")
    if len(paths) > FILES_MAX:
        raise ContentError([f"{_shown(folder)}: more than {FILES_MAX} files"])
    for path in paths:
        try:
            records[_slug(path)] = _decode(path, type_)
        except ContentError as error:
            errors += [f"{_shown(path)}: {line}" for line in error.errors]
    if errors:
        raise ContentError(errors)
    return records


def read_file(path: Path, type_: type[T]) -> T:
    """One file that stands by itself, read as strictly; ContentError with all mistakes."""
    try:
        return _decode(path, type_)
    except ContentError as error:
        raise ContentError([f"{_shown(path)}: {line}" for line in error.errors]) from None


def check(*loaders: Callable[[], object]) -> None:
    """Read all content through the domains' own `loaders`; ContentError with the mistakes of all of them."""
    errors: list[str] = []
    for loader in loaders:
        try:
            loader()
        except ContentError as error:
            errors += error.errors
    if errors:
        raise ContentError(list(dict.fromkeys(errors)))  # what one reads, another may need


def _shown(path: Path) -> str:
    return str(path.relative_to(FOLDER.parent)) if path.is_relative_to(FOLDER) else str(path)


def _slug(path: Path) -> str:
    if path.suffix != ".yaml" or not path.is_file():
        raise ContentError(["only files that end in .yaml belong here"])
    try:
        return msgspec.convert(path.stem, Slug)
    except msgspec.ValidationError:
        raise ContentError(["the file's name is its id: small letters, digits and single hyphens"]) from None


def _decode(path: Path, type_: type[T]) -> T:
    with path.open("rb") as file:
        raw = file.read(FILE_BYTES_MAX + 1)
    if len(raw) > FILE_BYTES_MAX:
        raise ContentError([f"larger than {FILE_BYTES_MAX} bytes"])
    try:
        _require_plain(raw)
        value = yaml.load(raw, Loader=_StrictLoader)  # noqa: S506  # a SafeLoader, made stricter
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise ContentError([" ".join(str(error).split())]) from None
    errors = list(_mistakes(value, type_, "$"))
    if errors:
        raise ContentError(errors)
    return msgspec.convert(value, type_)


def _mistakes(value: Any, type_: Any, path: str) -> Iterator[str]:
    """All mistakes of `value`: msgspec stops at the first, so each field of a Struct is asked by itself."""
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        fields = _fields(type_)
        if not fields or not isinstance(value, dict):
            yield _placed(str(error), path)
            return
        yield from (f"{path}.{name}: nobody knows this field" for name in value if name not in fields)
        below = [line for name, field in fields.items() for line in _field_mistakes(value, name, field, path)]
        yield from below
        if not below and value.keys() <= fields.keys():
            yield _placed(str(error), path)


def _fields(type_: Any) -> dict[str, msgspec.structs.FieldInfo]:
    if not (isinstance(type_, type) and issubclass(type_, msgspec.Struct)):
        return {}
    return {field.encode_name: field for field in msgspec.structs.fields(type_)}


def _field_mistakes(
    value: dict[str, Any], name: str, field: msgspec.structs.FieldInfo, path: str
) -> Iterator[str]:
    if name in value:
        yield from _mistakes(value[name], field.type, f"{path}.{name}")
    elif field.required:
        yield f"{path}.{name}: missing"


def _placed(message: str, path: str) -> str:
    """msgspec's "reason - at `$.a`" with the place first, below `path`."""
    reason, _, place = message.partition(" - at `$")
    return f"{path}{place.rstrip('`')}: {reason}"


# libyaml is ten times as fast as PyYAML's own parser, which stands in where it was built without.
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _require_plain(raw: bytes) -> None:
    """Refuses anchors, aliases (and with them merges), and nesting over the limit."""
    depth = 0
    for event in yaml.parse(raw, Loader=_Fast):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.YAMLError(f"anchors and aliases are not used here{event.start_mark}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth + isinstance(event, yaml.ScalarEvent) > DEPTH_MAX:
            raise yaml.YAMLError(f"nested deeper than {DEPTH_MAX} levels{event.start_mark}")


class _StrictLoader(_Fast):  # type: ignore[misc]
    """YAML in which each key is a text and stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key_node.tag != "tag:yaml.org,2002:str":
                raise yaml.YAMLError(f"the key {key!r} is not a text: quote it{key_node.start_mark}")
            if key in seen:
                raise yaml.YAMLError(f"the key {key!r} stands twice{key_node.start_mark}")
            seen.add(key)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found
