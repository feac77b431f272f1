"""Firms, with somebody of the city behind each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.places.rules.names import CREDIT_DIGITS
from backend.registers.rules.identifiers import VIN_VALUES, VIN_WEIGHTS
from backend.synthetic.chances import Chance
from backend.synthetic.people import Person

Row = dict[str, Any]
TRADES = (
    "餐饮",
    "食品",
    "物流",
    "大药房",
    "口腔诊所",
    "美容美发",
    "化工",
    "机械",
    "人力资源",
    "宾馆",
    "医疗器械",
    "建材",
)


@dataclass(slots=True)
class Firm:
    """A firm that does not exist."""

    number: int
    code: str
    trade: str


def make_firm(seed: int, number: int) -> Firm:
    """The firm with this number."""
    return Firm(number, credit_code(number), Chance(seed, "firm", number).one(TRADES))


def credit_code(number: int) -> str:
    """A unified social credit code (GB 32100) that belongs to nobody."""
    body = f"91131099MA{number:07}"
    total = sum(CREDIT_DIGITS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + CREDIT_DIGITS[-total % 31]


def firm_rows(seed: int, firm: Firm, owner: Person, today: date) -> Iterator[tuple[str, Row]]:
    """What departments know about a firm."""
    chance = Chance(seed, "firm-facts", firm.number)
    base = {"external_id": f"f{firm.number}", "subject": firm.code}
    since = chance.day(date(2008, 1, 1), today)
    ends = chance.near(today, 20, 200) if chance.holds(40) else chance.near(today, 0, 1_500)
    licence = {"valid_from": min(since, ends), "valid_to": ends}
    yield "firm-registration", base | {
        "related": owner.id_number, "valid_from": since, "name": f"廊坊市{owner.name[0]}记{firm.trade}店",
        "kind": chance.one(("company", "sole-trader")), "status": "open", "established_on": since,
        "division": owner.home, "scope": firm.trade, "report_year": today.year - chance.one((1, 1, 2)),
    }  # fmt: skip
    beds = chance.number(0, 180)
    licences: dict[str, tuple[str, Row]] = {
        "餐饮": ("food-licence", {"number": f"JY{firm.number:014}", "categories": "热食类",
        "address": owner.address}),
        "食品": ("food-licence", {"number": f"JY{firm.number:014}", "categories": "预包装食品"}),
        "大药房": ("drug-licence", {}),
        "口腔诊所": (
            "medical-institution", {"beds": beds,
            "last_checked_on": chance.near(today, 390 if beds < 100 else 1_600, 0)},
        ),
        "美容美发": ("hygiene-licence", {"last_reviewed_on": chance.near(today, 800, 0)}),
        "宾馆": ("public-gathering-fire-check", {"facilities_tested_on": days_ago(today, firm.number % 400)}),
        "化工": ("safety-licence", {"assessed_on": days_ago(today, firm.number % 1_200)}),
        "机械": ("discharge-permit", {}),
        "建材": ("water-permit", {}),
        "人力资源": ("hr-licence", {}),
        "物流": ("road-transport-licence", {}),
        "医疗器械": ("device-licence", {"report_year": today.year - chance.one((1, 2))}),
    }  # fmt: skip
    register, facts = licences[firm.trade]
    yield register, base | licence | facts
    if chance.holds(15):
        yield "special-equipment", base | {
            "kind": chance.one(("lift", "boiler", "forklift")),
            "next_inspection_on": chance.near(today, 30, 360),
        }  # fmt: skip
    if firm.trade == "物流":
        yield "transport-vehicle", {
            "external_id": f"t{firm.number}", "subject": vin(5_000_000 + firm.number), "related": firm.code,
            "plate": plate(5_000_000 + firm.number), "audit_valid_to": chance.near(today, 30, 360),
        }  # fmt: skip


def days_ago(today: date, days: int) -> date:
    """So many days before today."""
    return today - timedelta(days=days)


def vin(number: int) -> str:
    """A vehicle's number with its check digit (GB 16735)."""
    body = f"LSVAA49J0{number:08}"
    total = sum(int(VIN_VALUES[letter]) * weight for letter, weight in zip(body, VIN_WEIGHTS, strict=True))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


def plate(number: int) -> str:
    """A plate of Langfang."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"冀R{letters[number // 24_000 % 24]}{letters[number // 1_000 % 24]}{number % 1_000:03}"
