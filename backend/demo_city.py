"""The demo city: an operator, a manager, and places where codes are shown; made-up, and made only once."""

import uuid

from backend.core import db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.people.service import make_operator
from backend.places import service
from backend.places.schemas.venues import Name, NewManager, NewOrganisation, NewReader, NewVenue

OPERATOR = "13800000009"
MANAGER = "13800000005"
TOWN = "131003001"
NO_SESSION = uuid.UUID(int=0)

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


async def seed() -> None:
    """Make the demo city, whole or not at all, unless there is an organisation already.

    The database must be connected. Residents come by themselves: the console register knows them.
    """
    async with db.transaction():
        account = await make_operator(OPERATOR)
        operator = Resident(account=account, number=0, session=NO_SESSION, is_operator=True, confirmed=True)
        if (await service.list_organisations(operator, limit=1, after=None)).items:
            return
        for names, scenes, (reader, scene) in PLACES:
            await _open_place(operator, Name(*names), scenes, NewReader(reader, scene))


async def _open_place(operator: Resident, name: Name, scenes: list[str], reader: NewReader) -> None:
    new = iter(lambda: new_id().hex, "")
    organisation = await service.create_organisation(operator, NewOrganisation(name), next(new))
    await service.add_manager(operator, organisation.id, NewManager(MANAGER), next(new))
    venue = await service.create_venue(operator, organisation.id, NewVenue(name, TOWN, scenes), next(new))
    await service.create_reader(operator, venue.id, reader, next(new))
