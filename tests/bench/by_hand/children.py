"""By hand: birth, children, school, the army."""

from tests.bench.by_hand.pieces import GUARDIAN, date_of, other, write

OURS = "coalesce(r.facts ->> 'foreign', 'false') = 'false'"
BORN = date_of("born_on")
LIVES = "not r.facts ? 'deceased_on'"
# The days of the check-ups, each as its own due date.
CHECKUPS = " union all ".join(
    f"(select ({date_of('birth_date')} + interval '{months} months')::date as due)"
    for months in (18, 24, 30, 36, 48, 60, 72)
)

STATEMENTS = {
    "birth-registration": write(
        "birth-registration", "birth", f"({BORN} + interval '1 month')::date",
        ["(due - interval '1 month')::date + 7", "(due - interval '1 month')::date + 20"], one=False,
        where=f"{OURS} and not r.facts ? 'registered_on'", service="birth-registration",
    ),
    "vaccine-cert": write(
        "vaccine-cert", "birth", f"({BORN} + interval '1 month')::date",
        ["(due - interval '1 month')::date + 10", "(due - interval '1 month')::date + 25"], one=False,
        where="not r.facts ? 'vaccine_card_on'", service="vaccination-card",
    ),
    "newborn-insurance": write(
        "newborn-insurance", "birth", f"{BORN} + 90", [-80, -45, -10], one=False,
        where="not r.facts ? 'insured_on'", service="newborn-medical-insurance",
    ),
    "foreigner-baby": write(
        "foreigner-baby", "birth", f"{BORN} + 60", [-53, -15], one=False,
        where="r.facts ->> 'foreign' = 'true' and not r.facts ? 'registered_on'",
        service="foreign-newborn-registration",
    ),
    "childcare-subsidy-first": write(
        "childcare-subsidy-first", "birth", f"{BORN} + 30", [0], one=False, service="childcare-subsidy",
        where=f"{OURS} and not " + other("childcare-subsidy", f"{date_of('child_born_on', 'o')} = {BORN}"),
    ),
    "maternity-allowance": write(
        "maternity-allowance", "birth", BORN, [15, 60], one=False, service="maternity-allowance",
        where="not r.facts ? 'allowance_claimed_on' and "
        + other("medical-insurance", "o.facts ->> 'kind' = 'employee'"),
    ),
    "child-checkup": write(
        "child-checkup", "population", "due", [-10, 14], service="child-checkup", person="g.related",
        alive=("g.related",), join=GUARDIAN + f" cross join lateral ({CHECKUPS}) as checkup",
        where=f"{LIVES} and not " + other("child-health", f"{date_of('last_checkup_on', 'o')} >= due - 30"),
    ).replace("cross join lateral (select due as due) as d ", ""),
    "vaccine-due": write(
        "vaccine-due", "vaccination", date_of("next_due_on"), [-7, -1, 14], service="vaccination-appointment",
        join=GUARDIAN, person="g.related", alive=("g.related", "r.subject"),
        where="coalesce(r.facts ->> 'complete', 'false') = 'false'",
    ),
    "conscription-reg-birthday": write(
        "conscription-reg-birthday", "population", f"({date_of('birth_date')} + interval '18 years')::date",
        [0],
        where=f"{LIVES} and r.facts ->> 'sex' = 'male' and not " + other("conscription",
        "o.facts ? 'registered_on'"),
        service="conscription-registration",
    ),
}  # fmt: skip
