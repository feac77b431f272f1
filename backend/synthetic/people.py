"""Households: who lives together, where, and how old they are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.people.rules.id_numbers import SYNTHETIC_AREA, check_character
from backend.places.service import find_division
from backend.places.service.divisions import divisions
from backend.synthetic.chances import Chance

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红文博雅欣宇轩梓涵子墨思远晨曦佳怡浩然"
# Where ID numbers of made-up people begin, above those of the demo's own people.
FIRST_SEQUENCE = 400
SEQUENCES = 600


@dataclass(slots=True)
class Person:
    """Somebody who does not exist."""

    number: int
    id_number: str
    name: str
    born_on: date
    female: bool
    home: str
    address: str
    phone: str

    def age(self, today: date) -> int:
        """Whole years."""
        had = (today.month, today.day) >= (self.born_on.month, self.born_on.day)
        return today.year - self.born_on.year - (0 if had else 1)


@dataclass(slots=True)
class Household:
    """People of one home: the couple or the single first, then children, then grandparents."""

    number: int
    adults: list[Person] = field(default_factory=list)
    children: list[Person] = field(default_factory=list)
    elders: list[Person] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everybody."""
        return [*self.adults, *self.children, *self.elders]


class Maker:
    """Makes households one after the other; an ID number is given once."""

    def __init__(self, seed: int, today: date) -> None:
        self._seed, self._today = seed, today
        self._given: Counter[tuple[date, bool]] = Counter()
        self._made = 0
        self._villages = sorted(code for code, one in divisions().by_code.items() if one.level == "village")

    def households(self, people: int) -> Iterator[Household]:
        """Households of exactly so many people in all."""
        number = 0
        while self._made < people:
            yield self._household(number, people - self._made)
            number += 1

    def _household(self, number: int, room: int) -> Household:
        chance = Chance(self._seed, "household", number)
        village = chance.one(self._villages)
        place = find_division(village)
        address = f"{place.name if place else ''} {chance.number(1, 300)} 号"
        made = Household(number)
        old = chance.holds(22)
        age = chance.number(60, 99) if old else chance.number(19, 58)
        surname = chance.one(SURNAMES)
        couple = chance.holds(70)
        plan: list[tuple[list[Person], int, bool, str]] = [(made.adults, age, False, surname)]
        if couple:
            plan.append((made.adults, max(19, age + chance.number(-4, 2)), True, chance.one(SURNAMES)))
        if couple and not old and age > 22:
            plan += [
                (made.children, chance.number(0, min(17, age - 22)), chance.holds(50), surname)
                for _ in range(chance.number(0, 2))
            ]
        if couple and not old and chance.holds(25):
            plan.append((made.elders, min(99, age + chance.number(24, 32)), chance.holds(60), surname))
        for group, years, female, name in plan[:room]:
            group.append(self._person(chance, years, name, village, address, female=female))
        return made

    def _person(
        self, chance: Chance, years: int, surname: str, village: str, address: str, *, female: bool
    ) -> Person:
        last = self._today - timedelta(days=years * 365 + years // 4)
        born_on = self._free(chance.day(last - timedelta(days=360), last), female=female)
        self._made += 1
        given = "".join(chance.one(GIVEN) for _ in range(chance.number(1, 2)))
        return Person(
            self._made,
            self._id_number(born_on, female=female),
            surname + given,
            born_on,
            female,
            village,
            address,
            f"139{self._made % 100_000_000:08}",
        )

    def _free(self, day: date, *, female: bool) -> date:
        """`day`, or the nearest one before it on which there is an ID number left."""
        while self._given[day, female] >= SEQUENCES // 2:
            day -= timedelta(days=1)
        return day

    def _id_number(self, born_on: date, *, female: bool) -> str:
        place = self._given[born_on, female]
        self._given[born_on, female] += 1
        digits = f"{SYNTHETIC_AREA}{born_on:%Y%m%d}{FIRST_SEQUENCE + 2 * place + (0 if female else 1):03}"
        return digits + check_character(digits)
