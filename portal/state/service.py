"""One service, and beginning an application for it."""

import dataclasses
from typing import Any

import msgspec
import reflex as rx

from backend.applications.schemas.asking import NewApplication
from backend.services.schemas.catalogue import ServiceView
from portal.asking import applications, catalogue
from portal.callers import Caller
from portal.city import City
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.offers import agree_to_offers, find_offers
from portal.state.records import pick
from portal.state.session import Session, asks, new_form_key, read_session, read_visitor
from portal.state.venues import Choice, text

JOINERS: dict[Locale, str] = {"zh-CN": "、", "en": ", "}
KINDS = {"jpeg": "service.photo", "png": "service.photo", "pdf": "service.pdf"}


@dataclasses.dataclass
class Titled:
    """Something with a line below it."""

    title: str = ""
    text: str = ""


class OneService(Session):
    """What /services/[service] shows, to everybody."""

    service_ready: bool = False
    service_title: str = ""
    service_official: str = ""
    service_summary: str = ""
    service_facts: list[Titled] = []
    service_materials: list[Titled] = []
    service_laws: list[Titled] = []
    service_online: bool = False
    for_firms: bool = False
    own_firms: list[Choice] = []
    # Whether to ask if registers may fill the form in, and with what is sensitive as well.
    offers_prefill: bool = False
    offers_sensitive: bool = False
    # Whether it is for the caller ("fits", "fits_not" or ""), and by which facts.
    eligible: str = ""
    eligible_by: str = ""
    # An application for it that was begun and not sent in.
    draft_path: str = ""

    @asks
    async def load(self) -> None:
        """The service, with what the caller needs to begin."""
        self.service_ready = False
        self.own_firms, self.draft_path = [], ""
        self.eligible = self.eligible_by = ""
        self.offers_prefill = self.offers_sensitive = False
        api, caller = await read_visitor(self)
        new_form_key(self)
        found = await catalogue.service(api, caller, service_id(self))
        phones = {one.id: one.line for one in (await catalogue.departments(api, caller)).items}
        self._show(found, phones.get(found.department, ""), caller.locale)
        if self.device_confirmed and self.service_online:
            await self._offer(api, caller, found)
        self.service_ready = True

    @asks
    async def begin(self, form: dict[str, Any]) -> Any:
        """Begin an application and go to its form."""
        api, caller = await read_session(self)
        await agree_to_offers(api, caller, form)
        firm = text(form, "firm") or None
        wanted = {"service": service_id(self), **({"firm": firm} if firm else {})}
        made = await applications.begin(api, caller, msgspec.convert(wanted, NewApplication), self._form_key)
        return rx.redirect(f"/apply/{made.id}")

    async def _offer(self, api: City, caller: Caller, found: ServiceView) -> None:
        self.offers_prefill, self.offers_sensitive = await find_offers(api, caller, found)
        told = await catalogue.eligibility(api, caller, found.id)
        self.eligible = "" if told.fits is None else "fits" if told.fits else "fits_not"
        self.eligible_by = JOINERS[caller.locale].join(pick(one, caller.locale) for one in told.facts)
        if self.for_firms:
            firms = await applications.firms(api, caller)
            self.own_firms = [Choice(str(firm.id), firm.name) for firm in firms]
        drafts = await applications.own(api, caller, 100, states=("draft",))
        mine = [line for line in drafts.items if line.service == found.id]
        self.draft_path = f"/apply/{mine[0].id}" if mine else ""

    def _show(self, found: ServiceView, phone: str, locale: Locale) -> None:
        self.service_title = pick(found.title, locale)
        self.service_official = found.official_title
        self.service_summary = pick(found.summary, locale)
        self.service_online = "online" in found.channels
        self.for_firms = found.audience == "firm"
        facts = [
            ("service.department", pick(found.department_title, locale)),
            ("service.limit", name_limit(found, locale)),
            ("service.cost", pick(found.cost, locale)),
            ("service.certificate", pick(found.certificate, locale) if found.certificate else ""),
            ("service.phone", phone),
        ]
        self.service_facts = [Titled(say_in(locale, name), value) for name, value in facts if value]
        self.service_materials = view_materials(found, locale)
        self.service_laws = [
            Titled(f"《{law.title}》{law.article or ''}", say_in(locale, f"service.mark_{law.mark.lower()}"))
            for law in found.legal
        ]


def name_limit(found: ServiceView, locale: Locale) -> str:
    """How long it takes at most, as promised and as the law has it."""
    promised, legal = found.working_days, found.legal_working_days
    if legal and legal != promised:
        return say_in(locale, "service.days_of", days=promised, legal=legal)
    return say_in(locale, "service.days", days=promised)


def view_materials(found: ServiceView, locale: Locale) -> list[Titled]:
    """What to have at hand: whether it must be, what helps, and as what kind of file."""
    lines = []
    for one in found.materials:
        must = "from_register" if one.from_register else "required" if one.required else "optional"
        kinds = dict.fromkeys(say_in(locale, KINDS[kind]) for kind in one.accept)
        parts = [
            say_in(locale, f"service.{must}"),
            pick(one.hint, locale) if one.hint else "",
            "/".join(kinds),
        ]
        lines.append(Titled(pick(one.title, locale), " · ".join(part for part in parts if part)))
    return lines


def service_id(state: rx.State) -> str:
    """The service in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
