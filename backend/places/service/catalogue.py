"""Scenes, prompts and attributes: content, checked against each other and kept in memory."""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import get_args

from backend import content
from backend.places.schemas.catalogue import (
    Attribute,
    Catalogue,
    Outcome,
    Prompt,
    PromptCard,
    Reason,
    Scene,
    SceneCard,
)

PROMPTS_MAX = 12
REASONS: tuple[Reason, ...] = get_args(Reason)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The city's scenes with all they refer to, read once; ContentError when any of it is wrong."""
    return read_catalogue(content.FOLDER)


def scenes() -> dict[str, Scene]:
    """Every scene by its id."""
    return catalogue().scenes


def prompts() -> dict[str, Prompt]:
    """Every voice prompt by its id."""
    return catalogue().prompts


def attributes() -> dict[str, Attribute]:
    """Every attribute by its id."""
    return catalogue().attributes


@lru_cache(maxsize=1_000)
def prompt_for(scene: str, outcome: Outcome) -> PromptCard:
    """What a reader of `scene` says at `outcome`; the same for every holder."""
    known = catalogue()
    id_ = known.scenes[scene].prompts.get(outcome)
    if id_ is None:
        id_ = next(id_ for id_, prompt in known.prompts.items() if outcome in prompt.reasons)
    says = known.prompts[id_].says
    return PromptCard(id_, says.zh, says.en)


@lru_cache(maxsize=100)
def scene_card(scene: str) -> SceneCard:
    """`scene` as people and readers see it, with the titles of the attributes it gives."""
    known = catalogue()
    found = known.scenes[scene]
    given = {id_: known.attributes[id_] for id_ in found.attributes}
    return SceneCard(
        id=scene,
        title=found.title,
        official_title=found.official_title,
        icon=found.icon,
        number=found.number,
        forms=found.forms,
        level=found.level,
        attributes=found.attributes,
        attribute_titles={id_: attribute.title for id_, attribute in given.items()},
        attribute_values={id_: attribute.values for id_, attribute in given.items()},
        who_sees=found.who_sees,
    )


def list_scenes() -> list[SceneCard]:
    """Every scene, as people see it, in the order of `order`."""
    return [scene_card(id_) for id_, scene in sorted(scenes().items(), key=lambda item: item[1].order)]


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in scenes/, prompts/ and attributes/ of `folder`; ContentError with every mistake."""
    found: dict[str, dict[str, object]] = {}
    errors: list[str] = []
    for name, type_ in (("scenes", Scene), ("prompts", Prompt), ("attributes", Attribute)):
        try:
            found[name] = content.load(folder / name, type_)
        except content.ContentError as error:
            errors += error.errors
    if errors:
        raise content.ContentError(errors)
    read = Catalogue(**found)  # type: ignore[arg-type]
    if errors := [*_scene_errors(read), *_prompt_errors(read)]:
        raise content.ContentError(errors)
    return read


def _scene_errors(read: Catalogue) -> list[str]:
    errors = []
    for id_, scene in read.scenes.items():
        file = f"content/scenes/{id_}.yaml"
        errors += [
            f"{file}: $.attributes: there is no attribute {name!r}"
            for name in scene.attributes
            if name not in read.attributes
        ]
        errors += [
            f"{file}: $.prompts.{outcome}: there is no prompt {name!r}"
            for outcome, name in scene.prompts.items()
            if name not in read.prompts
        ]
        if "accepted" not in scene.prompts:
            errors.append(f"{file}: $.prompts.accepted: missing")
        for field, values in (("attributes", scene.attributes), ("forms", scene.forms)):
            if len(set(values)) < len(values):
                errors.append(f"{file}: $.{field}: one stands twice")
    numbers = Counter(scene.number for scene in read.scenes.values())
    errors += [
        f"content/scenes/{id_}.yaml: $.number: {scene.number} is another scene's, too"
        for id_, scene in read.scenes.items()
        if numbers[scene.number] > 1
    ]
    return errors


def _prompt_errors(read: Catalogue) -> list[str]:
    errors = []
    if len(read.prompts) > PROMPTS_MAX:
        errors.append(f"content/prompts: {len(read.prompts)} prompts; a reader holds {PROMPTS_MAX}")
    spoken = Counter(reason for prompt in read.prompts.values() for reason in prompt.reasons)
    errors += [
        f"content/prompts: {spoken[reason]} prompts say that they are for {reason!r}; it must be one"
        for reason in REASONS
        if spoken[reason] != 1
    ]
    return errors
