"""The demo city: an operator, staff, places where codes are shown, what registers know; all of it made up."""

import uuid

from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.people.service import make_operator
from backend.places import service
from backend.places.schemas.venues import Name, NewManager, NewOrganisation, NewReader, NewVenue
from backend.registers.service import find_told
from backend.reminders import service as reminders
from backend.staff import service as staff
from backend.staff.rules import Role
from backend.staff.schemas import NewPost
from backend.synthetic import send_city
from backend.synthetic.demo_people import LAST_ROW, demo_rows
from backend.synthetic.sending import Sender

OPERATOR = "13800000009"
MANAGER = "13800000005"
CLERK = "13800000006"
LEAD = "13800000007"
OWNER = "13800000001"
TOWN = "131003001"
COUNTY = "131003"
CITY = "131000"
NO_SESSION = uuid.UUID(int=0)
NEIGHBOURS = 2_000

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
    """Make the demo city, unless it is there; what a start did not end, the next one does.

    The database must be connected. Residents come by themselves: the console register knows them.
    """
    operator = await make_actor()
    async with db.transaction():
        if not (await service.list_organisations(operator, limit=1, after=None)).items:
            await _open_places(operator)
    if await find_told(*LAST_ROW) is None:
        await send_city(operator, settings, NEIGHBOURS, 1, clock.today())
        await Sender(operator, settings, clock.today()).send(demo_rows(clock.today()))
    await reminders.switch_all_on(operator)


async def make_actor() -> Resident:
    """The demo's operator, who does all this."""
    account = await make_operator(OPERATOR)
    return Resident(account=account, number=0, session=NO_SESSION, is_operator=True, confirmed=True)


def _every_desk() -> list[tuple[str, str, str, Role]]:
    """The demo's clerk sits at a hall's window for everything: whatever a newcomer applies for is decided."""
    return [(CLERK, department.id, CITY, "clerk") for department in staff.list_departments().items]


async def _open_places(operator: Resident) -> None:
    for names, scenes, (reader, scene) in PLACES:
        await _open_place(operator, Name(*names), scenes, NewReader(reader, scene))
    for phone, department, division, role in [*_every_desk(), *POSTS]:
        await staff.add_post(operator, NewPost(phone, department, division, role), new_id().hex)


async def _open_place(operator: Resident, name: Name, scenes: list[str], reader: NewReader) -> None:
    new = iter(lambda: new_id().hex, "")
    organisation = await service.create_organisation(operator, NewOrganisation(name), next(new))
    await service.add_manager(operator, organisation.id, NewManager(MANAGER), next(new))
    venue = await service.create_venue(operator, organisation.id, NewVenue(name, TOWN, scenes), next(new))
    await service.create_reader(operator, venue.id, reader, next(new))
