"""The Reflex application: every page with its address, its title and what it loads."""

import reflex as rx
import structlog
from reflex.event import EventSpec
from reflex_components_core.base.error_boundary import ErrorBoundary

from portal.components.frame import broken, offline_notice, opening
from portal.pages.application import application
from portal.pages.applications import applications
from portal.pages.apply import apply
from portal.pages.consents import consents
from portal.pages.deliveries import deliveries
from portal.pages.desk import desk
from portal.pages.desk_case import desk_case
from portal.pages.findings import findings
from portal.pages.firms import firms
from portal.pages.home import home
from portal.pages.identity import identity
from portal.pages.looks import looks
from portal.pages.me import me
from portal.pages.messages import messages
from portal.pages.missing import missing
from portal.pages.organisations import organisations
from portal.pages.policies import policies
from portal.pages.policy import policy
from portal.pages.preferences import preferences
from portal.pages.records import records
from portal.pages.reminder import reminder
from portal.pages.reminders import reminders
from portal.pages.residents import residents
from portal.pages.scenario import scenario
from portal.pages.scenarios import scenarios
from portal.pages.service import service
from portal.pages.services import services
from portal.pages.sign_in import password, phone
from portal.pages.staff import staff
from portal.pages.tasks import tasks
from portal.pages.venue import venue
from portal.pages.venues import new_venue, venues
from portal.pages.wallet import wallet
from portal.state.account import Account
from portal.state.application import OneApplication
from portal.state.applications import Applications
from portal.state.apply import Apply
from portal.state.consents import Consents
from portal.state.contacts import Contacts
from portal.state.deliveries import Deliveries
from portal.state.desk import Desk
from portal.state.desk_case import DeskCase
from portal.state.findings import Findings
from portal.state.firms import OwnFirms
from portal.state.home import Home
from portal.state.looks import Looks
from portal.state.messages import Messages
from portal.state.notices import Notices
from portal.state.organisations import Organisations
from portal.state.policies import Policies
from portal.state.policy import OnePolicy
from portal.state.records import Records
from portal.state.reminder import OneReminder
from portal.state.reminders import Reminders
from portal.state.residents import Counter
from portal.state.scenario import OneScenario
from portal.state.scenarios import Scenarios
from portal.state.service import OneService
from portal.state.services import Services
from portal.state.session import Session
from portal.state.staff import Staff
from portal.state.tasks import Tasks
from portal.state.venue import OneVenue
from portal.state.venues import Venues
from portal.state.wallet import OwnCards
from portal.words import word

PAGES = [
    ("/", home, "home.title", Home.load),
    ("/sign-in", phone, "sign_in.title", None),
    ("/sign-in/password", password, "sign_in.password_title", None),
    ("/verifications", records, "records.title", Records.load),
    ("/messages", messages, "messages.title", Messages.load),
    ("/reminders", reminders, "reminders.title", Reminders.load),
    ("/reminders/[reminder]", reminder, "reminder.title", OneReminder.load),
    ("/preferences", preferences, "preferences.title", [Notices.load, Contacts.load]),
    ("/me", me, "me.title", Account.load),
    ("/me/identity", identity, "identity.title", None),
    ("/venues", venues, "venues.title", Venues.load),
    ("/venues/new", new_venue, "new_venue.title", Venues.open_form),
    ("/venues/[venue]", venue, "venue.title", OneVenue.load),
    ("/organisations", organisations, "organisations.title", Organisations.load),
    ("/residents", residents, "residents.title", Counter.load),
    ("/findings", findings, "findings.title", Findings.load),
    ("/services", services, "services.title", Services.load),
    ("/services/[service]", service, "service.title", OneService.load),
    ("/apply/[application]", apply, "apply.title", Apply.load),
    ("/applications", applications, "applications.title", Applications.load),
    ("/applications/[application]", application, "application.title", OneApplication.load),
    ("/wallet", wallet, "wallet.title", OwnCards.load),
    ("/looks", looks, "looks.title", Looks.load),
    ("/consents", consents, "consents.title", Consents.load),
    ("/firms", firms, "firms.title", OwnFirms.load),
    ("/desk", desk, "desk.title", Desk.load),
    ("/desk/[case]", desk_case, "desk.case", DeskCase.load),
    ("/staff", staff, "staff.title", Staff.load),
    ("/tasks", tasks, "tasks.title", Tasks.load),
    ("/scenarios", scenarios, "scenarios.title", Scenarios.load),
    ("/scenarios/[scenario]", scenario, "scenario.title", OneScenario.load),
    ("/policies", policies, "policies.title", Policies.load),
    ("/policies/[policy]", policy, "policy.title", OnePolicy.load),
    ("/deliveries", deliveries, "deliveries.title", Deliveries.load),
    ("404", missing, "missing.title", None),
]

log = structlog.get_logger()


def tell_fault(exception: Exception) -> EventSpec | None:
    """Log an event that broke, and say so on the page; Reflex's own way needs 'unsafe-eval'."""
    log.error("portal.event_failed", exc_info=exception)
    told: EventSpec = Session.tell_fault()
    return told


app = rx.App(
    backend_exception_handler=tell_fault,
    html_lang="zh-CN",
    stylesheets=["/tokens.css", "/portal.css"],
    toaster=None,
    reset_style=False,
    hydrate_fallback=opening,
    app_wraps={
        (55, "ErrorBoundary"): lambda _: ErrorBoundary.create(fallback_render=broken()),
        (5, "Overlay"): lambda stateful: offline_notice() if stateful else None,
    },
    head_components=[
        rx.el.script(src="/host/boot.js"),
        rx.el.script(src="/words.js"),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#0f4fbf"),
        rx.el.meta(name="robots", content="noindex"),
    ],
)
for path, page, title, load in PAGES:
    app.add_page(page, route=path, title=word(title) + " · " + word("frame.product"), on_load=load)
