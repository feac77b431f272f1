"""Counties, townships and villages: named, and chosen one below the other."""

from backend.places.schemas.catalogue import Division
from portal.callers import Caller
from portal.city import City
from portal.locales import say
from portal.state.filling import AreaStep, OptionLine

# The digits of a county's, a township's and a village's code; each begins with that of the one above.
DIGITS = (6, 9, 12)
ABOVE = {DIGITS[0]: 0, DIGITS[1]: DIGITS[0], DIGITS[2]: DIGITS[1]}
LABELS = ("apply.county", "apply.township", "apply.village")


async def name_area(api: City, caller: Caller, code: str) -> str:
    """The names from the county down to `code`, without a gap: 广阳区银河北路街道…; the code if unknown."""
    names = []
    for digits, above in await find_levels(api, caller, code):
        names += [one.name for one in above if one.code == code[:digits]]
    return "".join(names) or code


async def read_steps(api: City, caller: Caller, code: str) -> list[AreaStep]:
    """What can be chosen at each level, down to the one below `code`."""
    return [
        AreaStep(
            label=say(caller.locale, label),
            above=code[: ABOVE[digits]],
            chosen=code[:digits] if len(code) >= digits else "",
            options=[OptionLine(one.code, one.name, one.code == code[:digits]) for one in found],
        )
        for label, (digits, found) in zip(LABELS, await find_levels(api, caller, code), strict=False)
    ]


async def find_levels(api: City, caller: Caller, code: str) -> list[tuple[int, list[Division]]]:
    """For each level down to the one below `code`: its digits, and all divisions there."""
    city = await api.divisions(caller, None)
    levels = [(DIGITS[0], await api.divisions(caller, city[0].code))]
    for digits, above in zip(DIGITS[1:], DIGITS, strict=False):
        if not any(one.code == code[:above] for one in levels[-1][1]):
            break
        levels.append((digits, await api.divisions(caller, code[:above])))
    return levels
