"""By hand: licences of firms."""

from tests.bench.by_hand.pieces import date_of, of_firm, write

CHECKED = date_of("last_checked_on")
BEDS = "(r.facts ->> 'beds')::int"
CLOSED = "coalesce(r.facts ->> 'status', '') <> 'closed'"


def _working(*days: int) -> list[str]:
    return [f"add_working_days(due, {one})" for one in days]


def _registered(id_: str, due: str, days: list[int], where: str, service: str) -> str:
    return write(
        id_, "firm-registration", due, days, where=where, person="r.related", firm="r.subject",
        service=service,
        asker="r.subject",
    )  # fmt: skip


STATEMENTS = {
    "food-licence": of_firm(
        "food-licence", "food-licence", "add_working_days(r.valid_to, -15)", _working(-75, -30, -5),
        "food-licence-renewal", one=False,
        where="r.valid_to between $1::date - 30 and $1::date + 180",
    ),
    "device-licence": of_firm(
        "device-licence", "device-licence", "add_working_days(r.valid_to, -30)", _working(-60, -20, -5),
        "device-licence-renewal", where="r.valid_to between $1::date - 30 and $1::date + 200",
    ),
    "discharge-permit": of_firm(
        "discharge-permit", "discharge-permit", "r.valid_to - 60", [-60, -15], "discharge-permit-renewal"
    ),
    "drug-licence": of_firm(
        "drug-licence", "drug-licence", "(r.valid_to - interval '6 months')::date", [-60, -15],
        "drug-licence-renewal"
    ),
    "safety-licence": of_firm(
        "safety-licence", "safety-licence", "(r.valid_to - interval '3 months')::date", [-60, -15],
        "safety-licence-renewal",
    ),
    "water-permit": of_firm("water-permit", "water-permit", "r.valid_to - 45", [-60, -15],
    "water-permit-renewal"),
    "hygiene-licence": of_firm(
        "hygiene-licence", "hygiene-licence", "r.valid_to - 30", [-30, 0], "hygiene-licence-renewal",
        one=False
    ),
    "hygiene-licence-review": of_firm(
        "hygiene-licence-review", "hygiene-licence",
        f"({date_of('last_reviewed_on')} + interval '2 years')::date",
        [-60, -30], "hygiene-licence-review", one=False,
    ),
    "fire-facility-test": of_firm(
        "fire-facility-test", "public-gathering-fire-check",
        f"({date_of('facilities_tested_on')} + interval '1 year')::date", [-30, -7], None, one=False,
    ),
    "hazardous-chemical-assessment": of_firm(
        "hazardous-chemical-assessment", "safety-licence",
        f"({date_of('assessed_on')} + interval '3 years')::date",
        [-90, -30], None,
    ),
    "medical-institution-check": of_firm(
        "medical-institution-check", "medical-institution", f"({CHECKED} + interval '1 year')::date", [-60,
        -20],
        "medical-institution-check", where=f"{BEDS} < 100",
    ),
    "medical-institution-check-large": of_firm(
        "medical-institution-check-large", "medical-institution", f"({CHECKED} + interval '3 years')::date",
        [-60, -20], "medical-institution-check", where=f"{BEDS} >= 100",
    ),
    "special-equipment": of_firm(
        "special-equipment", "special-equipment",
        f"({date_of('next_inspection_on')} - interval '1 month')::date",
        [-30, -7], "special-equipment-inspection", one=False,
    ),
    "firm-pause-end": _registered(
        "firm-pause-end", date_of("paused_until"), [-60, -15], "r.facts ->> 'status' = 'suspended'",
        "firm-deregistration",
    ),
    "new-firm-housing-fund": _registered(
        "new-firm-housing-fund", f"{date_of('established_on')} + 30", [-25, -7],
        "r.facts ->> 'kind' = 'company' and r.facts ->> 'status' = 'open'", "employee-insurance-registration",
    ),
}  # fmt: skip
