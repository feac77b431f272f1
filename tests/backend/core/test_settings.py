"""A wrong setting is said in one sentence before anything starts."""

import pytest

from backend.core.settings import Settings, SettingsError, load


def test_nothing_set_is_production_on_this_machine() -> None:
    assert load({}) == Settings()
    assert load({}).profile == "production"
    assert load({"PATH": "/bin"}).origin == "http://127.0.0.1:8000"


def test_values_are_read_from_their_names() -> None:
    found = load({"YIMA_PORT": "9000", "YIMA_PORTAL": "false", "YIMA_CODE_LIFETIME_SECONDS": "10"})
    assert (found.port, found.portal, found.code_lifetime_seconds) == (9000, False, 10)


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"YIMA_PROT": "1"}, "Unknown setting: YIMA_PROT"),
        ({"YIMA_PORT": "0"}, "YIMA_PORT cannot be used"),
        ({"YIMA_PORT": "eight"}, "YIMA_PORT cannot be used"),
        ({"YIMA_PROFILE": "test"}, "YIMA_PROFILE cannot be used"),
        ({"YIMA_CODE_LIFETIME_SECONDS": "5"}, "YIMA_CODE_LIFETIME_SECONDS cannot be used"),
        ({"YIMA_DATABASE_URL": "mysql://x"}, "YIMA_DATABASE_URL cannot be used"),
        ({"YIMA_MASTER_KEY": "short"}, "YIMA_MASTER_KEY cannot be used"),
        ({"YIMA_PUBLIC_URL": "city.example/"}, "YIMA_PUBLIC_URL cannot be used"),
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(environ)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
