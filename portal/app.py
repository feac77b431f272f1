"""The Reflex application: every page with its address, its title and what it loads."""

import reflex as rx
import structlog
from reflex.event import EventSpec
from reflex_components_core.base.error_boundary import ErrorBoundary

from portal.components.frame import broken, offline_notice, opening
from portal.pages.findings import findings
from portal.pages.home import home
from portal.pages.identity import identity
from portal.pages.me import me
from portal.pages.messages import messages
from portal.pages.missing import missing
from portal.pages.organisations import organisations
from portal.pages.records import records
from portal.pages.residents import residents
from portal.pages.sign_in import password, phone
from portal.pages.venue import venue
from portal.pages.venues import new_venue, venues
from portal.state.account import Account
from portal.state.findings import Findings
from portal.state.home import Home
from portal.state.messages import Messages
from portal.state.organisations import Organisations
from portal.state.records import Records
from portal.state.residents import Counter
from portal.state.session import Session
from portal.state.venue import OneVenue
from portal.state.venues import Venues
from portal.words import word

PAGES = [
    ("/", home, "home.title", Home.load),
    ("/sign-in", phone, "sign_in.title", None),
    ("/sign-in/password", password, "sign_in.password_title", None),
    ("/verifications", records, "records.title", Records.load),
    ("/messages", messages, "messages.title", Messages.load),
    ("/me", me, "me.title", Account.load),
    ("/me/identity", identity, "identity.title", None),
    ("/venues", venues, "venues.title", Venues.load),
    ("/venues/new", new_venue, "new_venue.title", Venues.open_form),
    ("/venues/[venue]", venue, "venue.title", OneVenue.load),
    ("/organisations", organisations, "organisations.title", Organisations.load),
    ("/residents", residents, "residents.title", Counter.load),
    ("/findings", findings, "findings.title", Findings.load),
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
