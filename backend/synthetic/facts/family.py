"""Marriages, births, guardians, schools and vaccinations."""

from datetime import date, timedelta

from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Rows, base
from backend.synthetic.people import Household, Person

STAGES = (("kindergarten", 3), ("primary", 6), ("junior", 12), ("senior", 15))
STEPS = ("registered_on", "vaccine_card_on", "insured_on", "allowance_claimed_on")


def family_rows(chance: Chance, home: Household, today: date) -> Rows:
    """Marriage, guardians, births, school and vaccination."""
    if len(home.adults) == 2:
        one, other = home.adults
        since = chance.near(today, 5_000, 0)
        for person, spouse in ((one, other), (other, one)):
            yield (
                "marriage",
                base(person, "ma")
                | {"related": spouse.id_number, "status": "married", "registered_on": since},
            )
    for child in home.children:
        for parent in home.adults:
            yield "guardianship", {
                "external_id": f"g{child.number}-{parent.number}", "subject": child.id_number,
                "related": parent.id_number, "relation": "mother" if parent.female else "father",
            }  # fmt: skip
        yield from child_rows(chance, child, home.adults[-1], today)


def child_rows(chance: Chance, child: Person, mother: Person, today: date) -> Rows:
    """What begins with a birth, and vaccinations; half of what is due for a new baby is still to be done."""
    days = (today - child.born_on).days
    if days < 4 * 365:
        open_, done = days < 100 and chance.holds(70), child.born_on + timedelta(days=min(days, 20))
        yield "birth", {
            "external_id": f"b{child.number}", "subject": mother.id_number, "valid_from": child.born_on,
            "born_on": child.born_on, "certificate_number": f"U{child.number:09}",
            "foreign": chance.holds(15 if open_ else 1),
            **dict.fromkeys(STEPS, None if open_ else done),
        }  # fmt: skip
        if days > 60 and chance.holds(60):
            yield "childcare-subsidy", {
                "external_id": f"cc{child.number}", "subject": mother.id_number,
                "valid_from": child.born_on, "child_born_on": child.born_on,
                "first_claimed_on": child.born_on + timedelta(days=60),
                "last_confirmed_year": today.year - chance.one((0, 1)),
            }  # fmt: skip
    age = child.age(today)
    if age <= 6:
        yield "vaccination", base(child, "va") | {
            "next_dose": "百白破", "next_due_on": chance.near(today, 20, 200), "complete": age >= 6,
        }  # fmt: skip
        yield "child-health", base(child, "ch") | {"last_checkup_on": chance.near(today, min(days, 300), 0)}
    yield from school_rows(chance, child, today)


def school_rows(chance: Chance, child: Person, today: date) -> Rows:
    """School from the September after one's third birthday."""
    september = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    age = child.age(september - timedelta(days=1))
    stage, begins = next((one for one in reversed(STAGES) if age >= one[1]), (None, 0))
    if stage is not None and age < 18:
        yield "school-roll", base(child, "sr") | {
            "school": f"廊坊市第{child.number % 20 + 1}{'幼儿园' if stage == 'kindergarten' else '学校'}",
            "stage": stage, "grade": age - begins + 1,
            "enrolled_on": september.replace(year=september.year - (age - begins)),
            "checked_vaccines": chance.holds(90),
        }  # fmt: skip
