"""The demo city: an operator, staff, places where codes are shown, what registers know; all of it made up."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.people.service import make_operator
from backend.places import service
from backend.places.schemas.venues import Name, NewManager, NewOrganisation, NewReader, NewVenue
from backend.staff import service as staff
from backend.staff.rules import Role
from backend.staff.schemas import NewPost
from backend.synthetic import send_city
from backend.synthetic.firms import credit_code, plate, vin
from backend.synthetic.sending import Sender

OPERATOR = "13800000009"
MANAGER = "13800000005"
CLERK = "13800000006"
LEAD = "13800000007"
OWNER = "13800000001"
TOWN = "131003001"
VILLAGE = "131003001001"
COUNTY = "131003"
CITY = "131000"
NO_SESSION = uuid.UUID(int=0)
NEIGHBOURS = 2_000

FIRM = credit_code(9_900_001)
RESIDENT, ELDER, CHILD = "131099199003071238", "131099195707200036", "131099201809100042"

PLACES = [
    (("廊坊市图书馆", "Langfang City Library"), ["library", "event"], ("大门", "library")),
    (
        ("广阳区政务服务大厅", "Guangyang Government Service Hall"),
        ["government-hall"],
        ("取号机", "government-hall"),
    ),
    (
        ("银河北路长者食堂", "Yinhe North Road Elderly Canteen"),
        ["elderly-canteen"],
        ("收银台", "elderly-canteen"),
    ),
]
# Desks beside the one for everything, and who gives them.
POSTS: list[tuple[str, str, str, Role]] = [
    (MANAGER, "public-security", COUNTY, "clerk"),
    (LEAD, "public-security", COUNTY, "lead"),
]


async def seed(settings: Settings) -> None:
    """Make the demo city, whole or not at all, unless there is an organisation already.

    The database must be connected. Residents come by themselves: the console register knows them.
    """
    operator = await make_actor()
    async with db.transaction():
        if (await service.list_organisations(operator, limit=1, after=None)).items:
            return
        for names, scenes, (reader, scene) in PLACES:
            await _open_place(operator, Name(*names), scenes, NewReader(reader, scene))
        for phone, department, division, role in [*_every_desk(), *POSTS]:
            await staff.add_post(operator, NewPost(phone, department, division, role), new_id().hex)
    await send_city(operator, settings, NEIGHBOURS, 1, clock.today())
    await Sender(operator, settings, clock.today()).send(known(clock.today()))


async def make_actor() -> Resident:
    """The demo's operator, who does all this."""
    account = await make_operator(OPERATOR)
    return Resident(account=account, number=0, session=NO_SESSION, is_operator=True, confirmed=True)


def known(today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What registers know about the demo's residents: enough for a full wallet, and forms half filled in."""
    home = {"hukou_division": VILLAGE, "home_division": VILLAGE, "hukou_since": date(2012, 5, 1)}
    soon, later = today + timedelta(days=25), today + timedelta(days=1_000)
    people = [
        (RESIDENT, "张小明", "male", date(1990, 3, 7), OWNER),
        (ELDER, "李淑兰", "female", date(1957, 7, 20), "13800000002"),
        (CHILD, "张一诺", "female", date(2018, 9, 10), None),
    ]
    for place, (number, name, sex, born_on, phone) in enumerate(people):
        row = {"external_id": f"d{place}", "subject": number}
        yield "population", row | home | {
            "name": name, "sex": sex, "birth_date": born_on, "address": "光明西道 1 号", "phone": phone,
        }  # fmt: skip
    me = {"subject": RESIDENT}
    yield "id-card", me | {
        "external_id": "d-card", "issuer": "廊坊市公安局广阳分局", "long_term": False,
        "valid_from": date(2016, 12, 20), "valid_to": soon,
    }  # fmt: skip
    yield "driving-licence", me | {
        "external_id": "d-licence", "class": "C1", "points": 0, "cycle_ends_on": later, "valid_to": soon,
    }  # fmt: skip
    yield "social-card", me | {"external_id": "d-social", "number": "A00000001", "bank": "工商银行"}
    yield (
        "social-insurance",
        me | {"external_id": "d-insurance", "months": 96, "kind": "employee", "status": "paying"},
    )
    yield "medical-insurance", me | {"external_id": "d-medical", "kind": "employee", "paid_year": today.year}
    yield (
        "guardianship",
        {"external_id": "d-child", "subject": CHILD, "related": RESIDENT, "relation": "father"},
    )
    yield "vehicle", {
        "external_id": "d-car", "subject": vin(9_900_001), "related": RESIDENT, "plate": plate(9_900_001),
        "class": "小型轿车", "seats": 5, "first_registered_on": date(2019, 6, 1), "inspection_valid_to": soon,
        "open_violations": 0,
    }  # fmt: skip
    yield "elder-card", {"external_id": "d-elder", "subject": ELDER, "number": "LN00000001"}
    firm = {"subject": FIRM}
    yield "firm-registration", firm | {
        "external_id": "d-firm", "related": RESIDENT, "name": "廊坊市小明面馆", "kind": "sole-trader",
        "status": "open", "established_on": date(2021, 12, 1), "division": VILLAGE,
        "scope": "餐饮服务", "report_year": today.year - 1, "valid_from": date(2021, 12, 1),
    }  # fmt: skip
    yield "food-licence", firm | {
        "external_id": "d-food", "number": "JY21310030000001", "categories": "热食类",
        "address": "光明西道 1 号",
        "valid_from": date(2021, 12, 20), "valid_to": today + timedelta(days=60),
    }  # fmt: skip


def _every_desk() -> list[tuple[str, str, str, Role]]:
    """The demo's clerk sits at a hall's window for everything: whatever a newcomer applies for is decided."""
    return [(CLERK, department.id, CITY, "clerk") for department in staff.list_departments().items]


async def _open_place(operator: Resident, name: Name, scenes: list[str], reader: NewReader) -> None:
    new = iter(lambda: new_id().hex, "")
    organisation = await service.create_organisation(operator, NewOrganisation(name), next(new))
    await service.add_manager(operator, organisation.id, NewManager(MANAGER), next(new))
    venue = await service.create_venue(operator, organisation.id, NewVenue(name, TOWN, scenes), next(new))
    await service.create_reader(operator, venue.id, reader, next(new))
