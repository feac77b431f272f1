"""By hand: drivers, vehicles, tractors."""

from tests.bench.by_hand.pieces import date_of, other, write

CYCLE = date_of("last_cycle_ended_on")
HEAVY = (
    "'A1', 'A2', 'A3', 'B1', 'B2', 'A1A2', 'A1B1', 'A1B2', 'A2A3', 'A2B1', 'A2B2', 'A3B1', 'A3B2', 'B1B2',"
    " 'A1A2D', 'A1D', 'A1E', 'A2D', 'A2E', 'A3D', 'B1D', 'B1E', 'B2D', 'B2E', 'B1B2D'"
)
VIOLATES = "(r.facts ->> 'open_violations')::int > 0"

STATEMENTS = {
    "driving-licence-expiry": write(
        "driving-licence-expiry", "driving-licence", "r.valid_to", [-90, -30, -7, 180],
        service="driving-licence-renewal",
    ),
    "driving-medical-70": write(
        "driving-medical-70", "driving-licence", f"{CYCLE} + 30", [-30, -15, -5],
        service="driver-medical-report",
        where=f"not coalesce({date_of('medical_on')} > {CYCLE}, false) and "
        + other("population", f"{date_of('birth_date', 'o')} <= {CYCLE} - interval '70 years'"),
    ),
    "driving-audit-ab": write(
        "driving-audit-ab", "driving-licence", f"{CYCLE} + 30", [-30, -15], service="driver-audit",
        where=f"r.facts ->> 'class' in ({HEAVY}) and (r.facts ->> 'last_cycle_points')::int > 0"
        " and coalesce(r.facts ->> 'school_bus', 'false') = 'false'"
        f" and not coalesce({date_of('audited_on')} > {CYCLE}, false)",
    ),
    "school-bus-driver": write(
        "school-bus-driver", "driving-licence", f"{CYCLE} + 30", [-30, -15], service="driver-audit",
        where=f"r.facts ->> 'school_bus' = 'true' and not coalesce({date_of('audited_on')} > {CYCLE}, false)",
    ),
    "driving-info-change": write(
        "driving-info-change", "civil-status-change", f"{date_of('changed_on')} + 30", [-30, -10], one=False,
        where="r.facts ->> 'kind' in ('name', 'id-number') and "
        + other("driving-licence", "o.facts ? 'class'") + " and not "
        + other("driving-licence", f"{date_of('issued_on', 'o')} >= {date_of('changed_on')}"),
        service="driver-info-change",
    ),
    "learner-permit-expiry": write(
        "learner-permit-expiry", "learner-permit", f"({date_of('issued_on')} + interval '3 years')::date",
        [-180, -60],
        where="not " + other("driving-licence", f"{date_of('issued_on', 'o')} >= {date_of('issued_on')}"),
        service="learner-permit-renewal",
    ),
    "vehicle-inspection": write(
        "vehicle-inspection", "vehicle", date_of("inspection_valid_to"),
        ["(due - interval '3 months')::date", "due - 30", "due - 7"], person="r.related",
        service="vehicle-inspection-sticker",
    ),
    "vehicle-insurance-expiry": write(
        "vehicle-insurance-expiry", "vehicle-insurance", "r.valid_to", [-30, -10, -3], person="r.related"
    ),
    "vehicle-tax": write("vehicle-tax", "vehicle-insurance", "r.valid_to", [-30], person="r.related"),
    "violation-before-inspection": write(
        "violation-before-inspection", "vehicle", date_of("inspection_valid_to"), [-30], person="r.related",
        where=VIOLATES, service="vehicle-violation-handling",
    ),
    "violation-unhandled": write(
        "violation-unhandled", "vehicle", date_of("oldest_violation_on"), [3], person="r.related",
        where=VIOLATES,
        service="vehicle-violation-handling",
    ),
    "temp-plate-expiry": write(
        "temp-plate-expiry", "temporary-plate", "r.valid_to", [-5, -1], person="r.related", catch_up=3,
        service="temporary-plate",
    ),
    "tractor-inspection": write(
        "tractor-inspection", "tractor", date_of("inspection_valid_to"), [-30, -7], person="r.related",
        service="tractor-inspection",
    ),
    "tractor-licence": write(
        "tractor-licence", "tractor-licence", "r.valid_to", [-60, -15], service="tractor-licence-renewal"
    ),
    "transport-practitioner": write(
        "transport-practitioner", "transport-practitioner", "r.valid_to", [-60, -30],
        service="transport-practitioner-renewal",
    ),
    "transport-integrity": write(
        "transport-integrity", "transport-practitioner", date_of("cycle_ends_on"), [-20, -7],
        service="transport-integrity-assessment",
    ),
}  # fmt: skip
