"""A policy, from its first condition to its publication."""

import re

from playwright.async_api import Page, expect

from backend.people.service import make_operator
from tests.backend.reminders.conftest import Records, person, records
from tests.journeys.conftest import OpenPhone, confirm, sign_in
from tests.journeys.test_reminders import NEIGHBOUR
from tests.journeys.test_services import NAME, NUMBER, PHONE

__all__ = ["records"]

# The fields that stand behind the count when the keyboard comes to them, from above and from below.
COVERED = """() => {
    const fields = [...document.querySelectorAll("main select, main input, main textarea")];
    const isCovered = (field) => {
        field.focus();
        const count = document.querySelector(".reach").getBoundingClientRect();
        const box = field.getBoundingClientRect();
        return box.bottom > count.top && box.top < count.bottom;
    };
    return [...fields, ...fields.toReversed()].filter(isCovered).map((field) => field.outerHTML);
}"""


async def choose(phone: Page, name: str, option: str) -> None:
    """Choose in one of the parts of a condition."""
    await phone.get_by_label(name, exact=True).select_option(label=option)


async def test_an_operator_sees_whom_a_policy_reaches_and_publishes_it(
    open_phone: OpenPhone, records: Records, city: str
) -> None:
    older = {"external_id": "n", "subject": NEIGHBOUR, "birth_date": "1950-01-01"}
    await records("population", person(), person(**older))
    await make_operator(PHONE)
    phone = await open_phone("en")
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    await phone.goto("/policies/new")
    await choose(phone, "Condition 1 Register", "Population register")
    await choose(phone, "Condition 1 Fact", "Date of birth")
    await choose(phone, "Condition 1 Comparison", "at least so long ago")
    reach = phone.locator(".reach [role=status]")
    await expect(reach).to_have_text("Condition 1: Please type a whole number, such as 60.")
    await phone.evaluate("document.documentElement.dataset.elder = '1'")
    assert await phone.evaluate(COVERED) == []
    await phone.evaluate("delete document.documentElement.dataset.elder")
    await phone.get_by_label("Condition 1 With what").fill("60")
    await expect(reach).to_contain_text("People it fits: 1")
    await phone.get_by_label("Condition 1 With what").fill("30")
    await expect(reach).to_contain_text("People it fits: 2")

    for name in ("title", "summary", "text"):
        for language in ("zh", "en"):
            await phone.locator(f"#{name}_{language}").fill(f"Trial {name}")
    await phone.locator("#department").select_option("civil-affairs")
    await phone.locator("#law_title").fill("A rule")
    await phone.get_by_label("The document was checked").check()
    await phone.locator("#sms_en").fill("Only in English")
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_role("alert").filter(has_text="Text message in Chinese")).to_be_visible()
    await phone.locator("#sms_en").fill("")
    await phone.get_by_role("button", name="Save").click()
    await phone.wait_for_url(re.compile("/policies/policy-[0-9a-f]+$"))
    await expect(reach).to_contain_text("People it fits: 2")
    await expect(phone.get_by_label("Condition 1 With what")).to_have_value("30")
    await phone.get_by_role("button", name="Publish").click()
    await expect(phone.get_by_text("Everybody whom it fits is told once.")).to_be_visible()
    await phone.get_by_role("button", name="Publish").click()
    await expect(phone.get_by_role("status").first).to_contain_text("It is published")
    await expect(phone.get_by_role("button", name="End the policy")).to_be_visible()
    await phone.goto("/policies/new")
    await expect(phone.locator("#title_zh")).to_have_value("")
