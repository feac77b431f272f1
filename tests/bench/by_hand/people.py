"""By hand: cards and permits of people, the old, the disabled, veterans."""

from tests.bench.by_hand.pieces import GUARDIAN, Days, both, date_of, other, write


def _two(id_: str, register: str, due: str, days: Days, *, where: str = "true", service: str) -> str:
    """Whom a record is about, and their guardian."""
    return both(
        write(id_, register, due, days, where=where, service=service),
        write(
            id_, register, due, days, where=where, service=service, join=GUARDIAN, person="g.related",
            alive=("g.related", "r.subject"),
        ),
    )  # fmt: skip


def _born(years: int) -> str:
    return f"({date_of('birth_date')} + interval '{years} years')::date"


STEP = """select o.facts ->> 'step' from record as o where o.register = 'elderly-allowance'
    and o.subject = r.subject and o.superseded_at is null and not o.deleted"""
LIVES = "not r.facts ? 'deceased_on'"

STATEMENTS = {
    "id-card-expiry": write(
        "id-card-expiry", "id-card", "r.valid_to", [-90, -30, -7], service="id-card-renewal",
        where="coalesce(r.facts ->> 'long_term', 'false') = 'false' and "
        + other("population", f"{date_of('birth_date', 'o')} <= $1::date - interval '16 years'"),
    ),
    "id-card-child-expiry": write(
        "id-card-child-expiry", "id-card", "r.valid_to", [-60, -15], service="id-card-child", join=GUARDIAN,
        person="g.related", alive=("g.related", "r.subject"),
        where=other("population", f"{date_of('birth_date', 'o')} > $1::date - interval '16 years'"),
    ),
    "id-card-first-16": _two(
        "id-card-first-16", "population", f"({date_of('birth_date')} + interval '195 months')::date",
        [f"(due - interval '3 months')::date + {days}" for days in (-15, 0, 60)], service="id-card-first",
        where=f"{LIVES} and not " + other("id-card", "o.valid_from is not null"),
    ),
    "passport-expiry": _two("passport-expiry", "passport", "r.valid_to", [-90, -30],
    service="passport-renewal"),
    "passport-six-months": _two("passport-six-months", "passport", "r.valid_to", [-210],
    service="passport-renewal"),
    "hk-mo-permit-expiry": _two(
        "hk-mo-permit-expiry", "travel-permit", "r.valid_to", [-60, -15], service="hk-macao-permit-renewal"
    ),
    "disability-cert-expiry": _two(
        "disability-cert-expiry", "disability", "r.valid_to", [-365, -90, -30],
        service="disability-certificate-renewal"
    ),
    "low-income-review": _two(
        "low-income-review", "low-income", f"({date_of('last_reviewed_on')} + interval '1 year')::date", [-20,
        -5],
        where="r.facts ->> 'grade' in ('minimum', 'edge')", service="low-income-review",
    ),
    "elder-allowance-80": _two(
        "elder-allowance-80", "population", _born(80), [-60, -15, 0], service="elderly-allowance",
        where=f"{LIVES} and r.facts ? 'hukou_division' and coalesce(r.facts ->> 'local', 'true') = 'true'"
        f" and ({STEP}) is null",
    ),
    "elder-allowance-step": _two(
        "elder-allowance-step", "population", _born(90), [-15], service="elderly-allowance",
        where=f"{LIVES} and ({STEP}) = '80'",
    ),
    "elder-allowance-step-100": _two(
        "elder-allowance-step-100", "population", _born(100), [-15], service="elderly-allowance",
        where=f"{LIVES} and ({STEP}) in ('80', '90')",
    ),
    "elder-card-60": write(
        "elder-card-60", "population", _born(60), [-15, 0], service="elder-card", alive=("r.subject",),
        where=f"{LIVES} and not " + other("elder-card", "o.valid_from is not null"),
    ),
    "elder-card-65": write("elder-card-65", "population", _born(65), [-15, 0], where=LIVES),
    "veteran-registration": write(
        "veteran-registration", "veteran", f"{date_of('discharged_on')} + 40", [-33, -10],
        where="r.facts ->> 'kind' = 'soldier' and not r.facts ? 'registered_on'",
        service="veteran-registration",
    ),
    "veteran-registration-officer": write(
        "veteran-registration-officer", "veteran", f"{date_of('discharged_on')} + 30", [-23, 0],
        where="r.facts ->> 'kind' in ('officer', 'sergeant') and not r.facts ? 'registered_on'",
        service="veteran-registration",
    ),
    "residence-permit-eligible": write(
        "residence-permit-eligible", "residence-registration",
        f"({date_of('registered_on')} + interval '6 months')::date", [0], service="residence-permit",
        where="not " + other("residence-permit", "o.facts ? 'last_endorsed_on'"),
    ),
    "residence-permit-endorse": write(
        "residence-permit-endorse", "residence-permit",
        f"({date_of('last_endorsed_on')} + interval '1 year')::date",
        ["(due - interval '1 month')::date", "due - 10", "due - 3"], service="residence-permit-endorsement",
    ),
    "move-in-register-city": write(
        "move-in-register-city", "migration-certificate", f"{date_of('arrived_on')} + 3", [-3, -1],
        catch_up=5,
        where="coalesce(r.facts ->> 'area', 'city') = 'city' and not "
        + other("population", f"{date_of('hukou_since', 'o')} >= {date_of('arrived_on')}"),
        service="household-move-in",
    ),
    "move-in-register-rural": write(
        "move-in-register-rural", "migration-certificate", f"{date_of('arrived_on')} + 10", [-10, -3],
        catch_up=7,
        where="r.facts ->> 'area' = 'rural' and not "
        + other("population", f"{date_of('hukou_since', 'o')} >= {date_of('arrived_on')}"),
        service="household-move-in",
    ),
    "foreigner-residence-extend": write(
        "foreigner-residence-extend", "foreigner-residence", "r.valid_to - 30", [-30, -10],
        service="foreigner-residence-extension",
    ),
    "foreigner-change": write(
        "foreigner-change", "foreigner-change", f"{date_of('changed_on')} + 10", [-10, -3], one=False,
        catch_up=7,
        where="not r.facts ? 'reported_on'", service="foreigner-change-report",
    ),
    "dog-rabies": write(
        "dog-rabies", "dog-licence", f"({date_of('vaccinated_on')} + interval '1 year')::date", [-15, 0],
        one=False,
        service="dog-licence",
    ),
    "newly-married": write(
        "newly-married", "marriage", date_of("registered_on"), [7], where="r.facts ->> 'status' = 'married'",
        service="civil-status-change",
    ),
    "gas-inspection": write(
        "gas-inspection", "gas-inspection", f"({date_of('last_inspected_on')} + interval '2 years')::date",
        [-30, 0],
        person="r.related", service="gas-inspection-appointment",
    ),
    "new-home-utilities": write(
        "new-home-utilities", "property", date_of("registered_on"), [7], one=False,
        service="utility-transfer",
    ),
    "deed-tax-before-reg": write(
        "deed-tax-before-reg", "house-contract", date_of("signed_on"), [30, 90], one=False,
        where="not r.facts ? 'deed_tax_paid_on'", service="deed-tax-declaration",
    ),
}  # fmt: skip
