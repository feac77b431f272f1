"""By hand: work, insurance, pensions, those who work under a licence of their own."""

from tests.bench.by_hand.pieces import FIRM, both, date_of, other, write

STOPPED = "r.facts ->> 'status' = 'stopped' and r.facts ->> 'kind' = 'employee'"
EMPLOYER = FIRM.format("r.related")

STATEMENTS = {
    "pension-auth": write(
        "pension-auth", "pension", f"({date_of('last_authenticated_on')} + interval '12 months')::date", [-60,
        -20, 1],
        service="pension-authentication",
    ),
    "retirement-soon": write(
        "retirement-soon", "social-insurance", date_of("retires_on"), [-180, -60, -30],
        where="r.facts ->> 'kind' = 'employee' and r.facts ->> 'status' in ('paying', 'stopped') and not "
        + other("pension", "o.facts ? 'since'"),
        service="retirement-application",
    ),
    "unemployment-benefit": write(
        "unemployment-benefit", "social-insurance", date_of("stopped_on"), [5, 20],
        service="unemployment-benefit",
        where=f"{STOPPED} and (r.facts ->> 'months')::int >= 12 and not "
        + other("unemployment-benefit", f"{date_of('ends_on', 'o')} >= $1::date"),
    ),
    "unemployment-last-month": write(
        "unemployment-last-month", "unemployment-benefit", date_of("ends_on"), [-30],
        where="not " + other("social-insurance", "o.facts ->> 'status' in ('paying', 'retired')"),
        service="flexible-employment-insurance",
    ),
    "hpf-withdrawal-rent": write(
        "hpf-withdrawal-rent", "housing-fund", f"({date_of('last_withdrawn_on')} + interval '1 year')::date",
        [0],
        where="r.facts ->> 'rents' = 'true' and not " + other("property", "o.facts ? 'registered_on'"),
        service="housing-fund-rent-withdrawal",
    ),
    "work-injury-apply-own": write(
        "work-injury-apply-own", "work-injury", f"({date_of('injured_on')} + interval '1 year')::date",
        ["(due - interval '12 months')::date + 300"], one=False, where="not r.facts ? 'applied_on'",
        service="work-injury-recognition",
    ),
    "work-injury-apply": write(
        "work-injury-apply", "work-injury", f"{date_of('injured_on')} + 30", [-23, -10], one=False,
        where="not r.facts ? 'applied_on'", join=EMPLOYER, person="f.related", firm="r.related",
        alive=("f.related", "r.subject"),
    ),
    "social-reg-new-hire": write(
        "social-reg-new-hire", "employment", f"{date_of('hired_on')} + 30", [-20, -5], one=False,
        where="not r.facts ? 'insured_on'", join=EMPLOYER, person="f.related", firm="r.related",
        alive=("f.related", "r.subject"),
    ),
    "leaver-handover": write(
        "leaver-handover", "employment", f"{date_of('ended_on')} + 15", [-15, -5], one=False,
        where="not r.facts ? 'handed_over_on'", join=EMPLOYER, person="f.related", firm="r.related",
        alive=("f.related", "r.subject"),
    ),
    "transport-vehicle-audit": write(
        "transport-vehicle-audit", "transport-vehicle", date_of("audit_valid_to"), [-30, -10],
        join=EMPLOYER, person="f.related", firm="r.related",
    ),
    "health-cert": both(
        write("health-cert", "health-certificate", "r.valid_to", [-30, -10, -1],
        service="health-certificate"),
        write(
            "health-cert", "health-certificate", "r.valid_to", [-30, -10, -1], join=EMPLOYER,
            person="f.related",
            firm="r.related", alive=("f.related", "r.subject"),
        ),
    ),
    "nurse-registration": write(
        "nurse-registration", "nurse", "r.valid_to - 30", [-60, -15], service="nurse-registration-renewal"
    ),
    "teacher-reregister": write(
        "teacher-reregister", "teacher", f"({date_of('registered_on')} + interval '5 years')::date", [-60,
        -10],
        service="teacher-reregistration",
    ),
}  # fmt: skip
