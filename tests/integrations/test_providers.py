"""Which settings ask for which providers."""

from typing import Any

import pytest

from backend.app import providers
from backend.core.settings import Settings, SettingsError, load

REDIS: Any = None
SMS_A = {"YIMA_SMS_A_URL": "https://sms.test", "YIMA_SMS_A_KEY": "k", "YIMA_SMS_A_SECRET": "s" * 16}
SMS_B = {"YIMA_SMS_B_URL": "https://sms.test", "YIMA_SMS_B_KEY": "k", "YIMA_SMS_B_SECRET": "s" * 16}
SMTP = {"YIMA_SMTP_URL": "smtp://u:p@mail.test", "YIMA_SMTP_FROM": "yima@city.test"}
WECHAT = {
    "YIMA_WECHAT_APP_ID": "wx1",
    "YIMA_WECHAT_SECRET": "s" * 16,
    "YIMA_WECHAT_TEMPLATE": "t",
    "YIMA_WECHAT_TOKEN": "token",
}
DEMO = {"YIMA_PROFILE": "demo"}


def names(given: dict[str, str]) -> list[str]:
    return [provider.name for provider in providers(load(given), REDIS)]


def test_a_demo_shows_what_nobody_carries() -> None:
    assert names(DEMO) == ["web-push", "console-sms", "console-email", "console-wechat", "console-voice"]
    assert names(DEMO | SMS_B | SMTP) == [
        "web-push",
        "sms-template",
        "smtp",
        "console-wechat",
        "console-voice",
    ]


def test_a_city_has_what_it_set_up() -> None:
    assert names({}) == ["web-push"]
    assert names(SMS_A | SMS_B | SMTP | WECHAT) == ["web-push", "sms-batch", "sms-template", "smtp", "wechat"]
    for found in providers(load(SMS_A | SMS_B | SMTP | WECHAT), REDIS):
        assert found.can_be_asked == (found.channel == "sms")
        assert 1 <= found.batch_max <= 100
        assert found.rate_per_second >= 50


@pytest.mark.parametrize("whole", [SMS_A, SMS_B, SMTP, WECHAT])
def test_a_provider_that_is_set_up_by_half_is_named(whole: dict[str, str]) -> None:
    for left_out in whole:
        half = {name: value for name, value in whole.items() if name != left_out}
        with pytest.raises(SettingsError, match=left_out):
            names(DEMO | half)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YIMA_SMS_A_URL", "sms.test"),
        ("YIMA_SMS_A_URL", "https://u:p@sms.test"),
        ("YIMA_SMS_A_SECRET", "short"),
        ("YIMA_SMTP_URL", "http://mail.test"),
        ("YIMA_SMTP_URL", "smtp://mail.test/path"),
        ("YIMA_SMTP_FROM", "Yima <yima@city.test>"),
        ("YIMA_PUSH_SUBJECT", "push@city.test"),
    ],
)
def test_what_cannot_be_used_is_refused_when_it_is_read(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load({name: value})


def test_outside_a_demo_nothing_personal_goes_out_in_clear() -> None:
    clear = SMS_A | {"YIMA_SMS_A_URL": "http://sms.test"}
    assert "sms-batch" in names(DEMO | clear)
    with pytest.raises(SettingsError, match="https"):
        names(clear)
    assert "sms-batch" in names(clear | {"YIMA_SMS_A_URL": "http://127.0.0.1:9901"})
    for port in ("smtp://mail.test:port", "smtp://:25"):
        with pytest.raises(SettingsError, match="YIMA_SMTP_URL"):
            names(SMTP | {"YIMA_SMTP_URL": port})


def test_every_process_of_a_city_has_the_same_push_key() -> None:
    first, second = (providers(Settings(), REDIS)[0] for _ in range(2))
    assert getattr(first, "public_key") == getattr(second, "public_key")  # noqa: B009
    assert len(getattr(first, "public_key")) == 87  # noqa: B009
