"""One service, and beginning an application for it."""

import dataclasses
from typing import Any

import msgspec
import reflex as rx

from backend.applications.schemas.asking import NewApplication
from backend.services.schemas.catalogue import ServiceView
from portal.asking import applications, catalogue, own_data
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, new_form_key, read_session
from portal.state.venues import Choice, text

PREFILL = "prefill"


@dataclasses.dataclass
class Titled:
    """Something with a line below it."""

    title: str = ""
    text: str = ""


class OneService(Session):
    """What /services/[service] shows."""

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
    # Whether registers know some answers, and whether the resident has agreed that they fill them in.
    fills_in: bool = False
    agreed: bool = False

    @asks
    async def load(self) -> None:
        """The service, with what the caller needs to begin."""
        self.service_ready = False
        api, caller = await read_session(self)
        new_form_key(self)
        found = await catalogue.service(api, caller, service_id(self))
        self._show(found, caller.locale)
        if self.device_confirmed:
            consents = await own_data.consents(api, caller)
            self.agreed = any(one.id == PREFILL and one.given_at for one in consents)
            firms = await applications.firms(api, caller) if self.for_firms else []
            self.own_firms = [Choice(str(firm.id), firm.name) for firm in firms]
        self.service_ready = True

    @asks
    async def begin(self, form: dict[str, Any]) -> Any:
        """Begin an application and go to its form."""
        api, caller = await read_session(self)
        if self.fills_in and not self.agreed and form.get("prefill"):
            await own_data.agree(api, caller, PREFILL)
        firm = text(form, "firm") or None
        wanted = {"service": service_id(self), **({"firm": firm} if firm else {})}
        made = await applications.begin(api, caller, to_wish(wanted), self._form_key)
        return rx.redirect(f"/apply/{made.id}")

    def _show(self, found: ServiceView, locale: Locale) -> None:
        self.service_title = pick(found.title, locale)
        self.service_official = found.official_title
        self.service_summary = pick(found.summary, locale)
        self.service_online = "online" in found.channels
        self.for_firms = found.audience == "firm"
        self.fills_in = any(field.prefill for field in found.form.ui)
        limit = say_in(locale, "services.days", days=found.working_days)
        facts = [
            ("service.department", pick(found.department_title, locale)),
            ("service.limit", limit),
            ("service.cost", pick(found.cost, locale)),
            ("service.certificate", pick(found.certificate, locale) if found.certificate else ""),
        ]
        self.service_facts = [Titled(say_in(locale, name), value) for name, value in facts if value]
        self.service_materials = [
            Titled(
                pick(one.title, locale),
                say_in(locale, "service.from_register") if one.from_register else
                say_in(locale, "service.required" if one.required else "service.optional"),
            )
            for one in found.materials
        ]  # fmt: skip
        self.service_laws = [
            Titled(f"《{law.title}》{law.article or ''}", say_in(locale, f"service.mark_{law.mark.lower()}"))
            for law in found.legal
        ]


def to_wish(wanted: dict[str, str]) -> NewApplication:
    """What the API is asked for."""
    return msgspec.convert(wanted, NewApplication)


def service_id(state: rx.State) -> str:
    """The service in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
