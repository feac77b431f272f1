"""What a policy says and what it rests on, as fields."""

import reflex as rx

from portal.components.forms import field, select
from portal.components.view import View
from portal.state.policy import OnePolicy
from portal.words import word

# As the API allows.
TITLE_MAX, TEXT_ZH_MAX, TEXT_EN_MAX = 60, 160, 300
SMS_ZH_MAX, SMS_EN_MAX = 66, 150


def fields() -> list[View]:
    """The fields in the order in which an editor thinks of them."""
    return [
        line("title_zh", TITLE_MAX, lang="zh-CN"),
        line("title_en", TITLE_MAX, lang="en"),
        area("summary_zh", TEXT_ZH_MAX, lang="zh-CN"),
        area("summary_en", TEXT_EN_MAX, lang="en"),
        area("text_zh", TEXT_ZH_MAX, hint=True, lang="zh-CN"),
        area("text_en", TEXT_EN_MAX, hint=True, lang="en"),
        line("sms_zh", SMS_ZH_MAX, hint="policy.sms_zh_hint", required=False, lang="zh-CN"),
        line("sms_en", SMS_EN_MAX, hint="policy.sms_en_hint", required=False, lang="en"),
        one_of("department", OnePolicy.offices, "new_venue.choose", required=True),
        one_of("audience", OnePolicy.audiences, "new_venue.choose", required=True),
        one_of("service", OnePolicy.services, "policy.no_action"),
        line("law_title", 100),
        line("law_article", 100, required=False),
        line("law_source", 200, required=False),
        one_of("mark", OnePolicy.marks, "new_venue.choose", required=True),
        line("effective_from", 10, required=False, type="date"),
        line("effective_to", 10, required=False, type="date"),
        box("sensitive"),
        box("checked"),
    ]


def line(name: str, most: int, *, hint: str = "", required: bool = True, **props: View) -> View:
    """One line."""
    return field(
        name,
        f"policy.{name}",
        hint,
        max_length=most,
        required=required,
        default_value=OnePolicy.policy_form[name],
        on_blur=lambda value: OnePolicy.preview(name, value),
        **props,
    )


def area(name: str, most: int, *, hint: bool = False, **props: View) -> View:
    """Some sentences."""
    described = {"aria_describedby": f"{name}-hint"} if hint else {}
    return rx.el.div(
        rx.el.label(word(f"policy.{name}"), html_for=name),
        rx.el.p(word(f"policy.{name}_hint"), id=f"{name}-hint", class_name="hint") if hint else rx.fragment(),
        rx.el.textarea(
            id=name,
            name=name,
            rows="3",
            max_length=most,
            required=True,
            default_value=OnePolicy.policy_form[name],
            on_blur=lambda value: OnePolicy.preview(name, value),
            class_name="input",
            **described,
            **props,
        ),
        class_name="field",
    )


def one_of(name: str, options: View, first: str, **props: View) -> View:
    """A choice."""
    return select(name, f"policy.{name}", first, options, default_value=OnePolicy.policy_form[name], **props)


def box(name: str) -> View:
    """Something to tick."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            id=name,
            name=name,
            value="1",
            default_checked=OnePolicy.policy_form[name] == "1",
        ),
        rx.el.span(word(f"policy.{name}")),
        html_for=name,
        class_name="choice mt-3",
    )
