"""By hand: seasons, festivals, birthdays, and what matches."""

from tests.bench.by_hand.pieces import FIRM, GUARDIAN, INSERT, NEWEST, both, date_of, in_season, other

BORN = date_of("birth_date")
LIVES = "not r.facts ? 'deceased_on'"
NEWEST_OF = """ left join (
    select distinct on (subject) subject as whose, facts, valid_to from record
    where register = '{0}' and superseded_at is null and not deleted
    order by subject, valid_from desc nulls last, as_of desc, id desc) as {1} on {1}.whose = r.subject"""
INSURANCE = NEWEST_OF.format("medical-insurance", "i")
UNPAID = (
    "coalesce(i.facts ->> 'kind', 'resident') = 'resident'"
    " and not coalesce((i.facts ->> 'paid_year')::int > extract(year from $2::date), false)"
)
PUPILS = "r.facts ->> 'stage'"
OURS = "coalesce(r.facts ->> 'foreign', 'false') = 'false'"


def _festival(id_: str, where: str, join: str = "") -> str:
    return in_season(id_, "population", f"{LIVES} and {where}", join=join)


def _of_child(id_: str, register: str, where: str, *, service: str | None = None, join: str = "") -> str:
    alive = ("g.related",) if register == "population" else ("g.related", "r.subject")
    return in_season(
        id_, register, where, join=GUARDIAN + join, person="g.related", service=service, alive=alive
    )


def _between(first: str, last: str) -> str:
    """Born so long before it is due, and not so long."""
    return f"{BORN} <= {first} and {BORN} > {last}"


def _matched(person: str, join: str, alive: str) -> str:
    return in_season(
        "disability-two-subsidies", "population",
        f"""{LIVES} and (d.facts ->> 'grade') is not null and (d.valid_to is null or d.valid_to >= $1::date)
        and (((d.facts ->> 'grade')::int <= 2 and coalesce(s.facts ->> 'kind', 'living') = 'living')
            or (w.facts ->> 'grade' in ('minimum', 'edge', 'destitute')
                and coalesce(s.facts ->> 'kind', 'care') = 'care'))""",
        join=join + NEWEST_OF.format("disability", "d") + NEWEST_OF.format("disability-subsidy", "s")
        + NEWEST_OF.format("low-income", "w"),
        person=person, service="disability-subsidies", alive=(alive,) if alive else (),
    )  # fmt: skip


BIRTHDAY = f"""
select r.subject as person, r.subject as record, r.subject as about, null::uuid as firm, due, 0 as step,
due as day
from record as r join unnest($5::text[], $6::date[]) as b (born, due) on b.born = {{day}}
where r.register = 'population' and r.superseded_at is null and not r.deleted and {LIVES} and {{where}}
    and $1::date is not null and $2::date is not null and $3::smallint is not null and $4::date is not null
    {NEWEST}
"""
STATEMENTS = {
    "birthday": INSERT.format(id="birthday", select=BIRTHDAY.format(
        day="substr(r.facts ->> 'birth_date', 6)",
        where=f"{BORN} <= due - interval '14 years' and {BORN} > due - interval '60 years'",
    )),
    "birthday-lunar": INSERT.format(id="birthday-lunar", select=BIRTHDAY.format(
        day="r.facts ->> 'birth_date'", where=f"{BORN} <= (due - interval '60 years')::date + 31"
    )),
    "army-day": _festival("army-day", other("veteran", "o.facts ? 'discharged_on'")),
    "nurses-day": _festival("nurses-day", other("nurse", "o.valid_to >= $2::date")),
    "teachers-day": _festival("teachers-day", other("teacher", "o.valid_from is not null")),
    "double-ninth": _festival("double-ninth", f"{BORN} <= $2::date - interval '60 years'"),
    "dragon-boat": _festival("dragon-boat", f"{BORN} <= $2::date - interval '14 years'"),
    "mid-autumn": _festival("mid-autumn", f"{BORN} <= $2::date - interval '14 years'"),
    "spring-festival-eve": _festival("spring-festival-eve", f"{BORN} <= $2::date - interval '14 years'"),
    "childrens-day": _of_child("childrens-day", "population",
    f"{LIVES} and {BORN} > $2::date - interval '14 years'"),
    "disability-two-subsidies": both(
        _matched("r.subject", "", ""), _matched("g.related", GUARDIAN, "g.related")
    ),
    "annual-report": in_season(
        "annual-report", "firm-registration",
        f"""r.facts ->> 'status' in ('open', 'suspended')
        and coalesce({date_of('established_on')} < ($2::date - interval '6 months')::date + 2, true)
        and not coalesce((r.facts ->> 'report_year')::int >= extract(year from $2::date) - 1, false)
        and r.related is not null""",
        person="r.related", firm="r.subject", service="firm-annual-report", asker="r.subject",
        alive=("r.related",),
    ),
    "device-selfreport": in_season(
        "device-selfreport", "device-licence",
        "not coalesce((r.facts ->> 'report_year')::int >= extract(year from $2::date) - 1, false)",
        join=FIRM.format("r.subject"), person="f.related", firm="r.subject", service="device-self-report",
        asker="r.subject", alive=("f.related",),
    ),
    "childcare-subsidy-renew": in_season(
        "childcare-subsidy-renew", "childcare-subsidy",
        f"""{date_of('first_claimed_on')} <= $2::date - interval '1 year'
        and {date_of('first_claimed_on')} > $2::date - interval '3 years'
        and {date_of('child_born_on')} > $1::date - interval '3 years'
        and not coalesce((r.facts ->> 'last_confirmed_year')::int >= extract(year from $2::date), false)""",
        service="childcare-subsidy-confirmation", one=False, alive=("r.subject",),
    ),
    "childcare-subsidy-year-end": in_season(
        "childcare-subsidy-year-end", "birth",
        f"""{date_of('born_on')} > $2::date - interval '1 year' and {date_of('born_on')} <= $2::date
        and {OURS} and not """
        + other("childcare-subsidy", f"{date_of('child_born_on', 'o')} = {date_of('born_on')}"),
        service="childcare-subsidy", one=False, alive=("r.subject",),
    ),
    "conscription-reg": in_season(
        "conscription-reg", "population",
        f"{LIVES} and r.facts ->> 'sex' = 'male' and "
        + _between("$2::date - interval '18 years'", "$2::date - interval '19 years'")
        + " and not " + other("conscription", "o.facts ? 'registered_on'"),
        service="conscription-registration",
    ),
    "drowning-safety": _of_child("drowning-safety", "school-roll", f"{PUPILS} in ('primary', 'junior')"),
    "exam-season": _of_child(
        "exam-season", "school-roll", f"{PUPILS} = 'junior' and (r.facts ->> 'grade')::int = 3",
        service="id-card-lost"
    ),
    "junior-school-entry": _of_child(
        "junior-school-entry", "school-roll", f"{PUPILS} = 'primary' and (r.facts ->> 'grade')::int = 6",
        service="junior-school-enrolment",
    ),
    "kindergarten-entry": _of_child(
        "kindergarten-entry", "population",
        f"{LIVES} and " + _between("($2::date - interval '3 years')::date + 47",
        "($2::date - interval '4 years')::date + 47")
        + " and not " + other("school-roll", "o.facts ? 'stage'"),
        service="kindergarten-enrolment",
    ),
    "primary-school-entry": _of_child(
        "primary-school-entry", "population",
        f"{LIVES} and " + _between("($2::date - interval '6 years')::date + 42",
        "($2::date - interval '7 years')::date + 42")
        + " and not " + other("school-roll", "o.facts ->> 'stage' in ('primary', 'junior', 'senior')"),
        service="primary-school-enrolment",
    ),
    "vaccine-check-entry": _of_child(
        "vaccine-check-entry", "population",
        f"{LIVES} and (" + _between("($2::date - interval '3 years')::date - 30",
        "($2::date - interval '4 years')::date - 30")
        + " or " + _between("($2::date - interval '6 years')::date - 30",
        "($2::date - interval '7 years')::date - 30")
        + ") and not " + other(
            "school-roll",
            "o.facts ->> 'checked_vaccines' = 'true'"
            f" and {date_of('enrolled_on', 'o')} >= ($2::date - interval '2 months')::date",
        ),
        service="vaccination-appointment",
    ),
    "resident-med-premium": in_season(
        "resident-med-premium", "population",
        f"{LIVES} and {BORN} <= $1::date - interval '18 years' and {UNPAID}",
        join=INSURANCE, service="medical-insurance-payment",
    ),
    "resident-med-premium-child": _of_child(
        "resident-med-premium-child", "population",
        f"{LIVES} and {BORN} > $1::date - interval '18 years' and {UNPAID}",
        join=INSURANCE, service="medical-insurance-payment",
    ),
    "iit-settlement": in_season(
        "iit-settlement", "income-tax",
        """r.facts ->> 'has_income' = 'true' and r.facts ->> 'kind' = 'wages'
        and not coalesce((r.facts ->> 'settled_year')::int >= extract(year from $2::date) - 1, false)""",
        service="income-tax-settlement", alive=("r.subject",),
    ),
    "iit-business-income": in_season(
        "iit-business-income", "income-tax",
        """r.facts ->> 'kind' = 'business'
        and not coalesce((r.facts ->> 'settled_year')::int >= extract(year from $2::date) - 1, false)""",
        service="business-income-settlement", alive=("r.subject",),
    ),
    "heating-fee": in_season(
        "heating-fee", "property", "true", service="heating-application", one=False, alive=("r.subject",)
    ),
    "veteran-annual-confirm": in_season(
        "veteran-annual-confirm", "veteran",
        """r.facts ->> 'entitled' = 'true'
        and not coalesce((r.facts ->> 'last_confirmed_year')::int >= extract(year from $2::date), false)""",
        service="veteran-confirmation", alive=("r.subject",),
    ),
}  # fmt: skip
