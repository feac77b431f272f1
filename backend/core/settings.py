"""Everything an operator may set, read once from `YIMA_*`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX = "YIMA_"
LOCAL = {"localhost", "127.0.0.1", "::1"}

Seconds = Annotated[int, Meta(ge=1, le=86_400)]
Address = Annotated[str, Meta(pattern=r"^https?://[^/?#@]+/?$")]


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One value per `YIMA_<NAME>`; the README lists them with their meaning."""

    profile: Literal["production", "demo"] = "production"
    database_url: Annotated[str, Meta(pattern=r"^postgres(ql)?://")] | None = None
    redis_url: Annotated[str, Meta(pattern=r"^rediss?://")] | None = None
    data: Annotated[str, Meta(min_length=1)] = "var"
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65_535)] = 8000
    public_url: Annotated[str, Meta(pattern=r"^https?://[^/]+$")] | None = None
    master_key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}=?$")] | None = None
    portal: bool = True
    code_lifetime_seconds: Annotated[int, Meta(ge=10, le=300)] = 60
    access_token_seconds: Annotated[int, Meta(ge=60, le=3600)] = 600
    reader_token_seconds: Annotated[int, Meta(ge=60, le=3600)] = 900
    refresh_token_days: Annotated[int, Meta(ge=1, le=365)] = 30
    trusted_proxies: Annotated[int, Meta(ge=0, le=5)] = 0
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    postgres_port: Annotated[int, Meta(ge=1, le=65_535)] = 15432
    valkey_port: Annotated[int, Meta(ge=1, le=65_535)] = 16379
    storage_url: Annotated[str, Meta(pattern=r"^s3://[a-z0-9][a-z0-9.-]+")] | None = None
    storage_key: Annotated[str, Meta(min_length=1)] | None = None
    storage_secret: Annotated[str, Meta(min_length=1)] | None = None
    sms_a_url: Address | None = None
    sms_a_key: Annotated[str, Meta(min_length=1)] | None = None
    sms_a_secret: Annotated[str, Meta(min_length=16)] | None = None
    sms_b_url: Address | None = None
    sms_b_key: Annotated[str, Meta(min_length=1)] | None = None
    sms_b_secret: Annotated[str, Meta(min_length=16)] | None = None
    sms_b_template: Annotated[str, Meta(min_length=1)] = "text"
    smtp_url: Annotated[str, Meta(pattern=r"^smtps?://[^/?#]+$")] | None = None
    smtp_from: Annotated[str, Meta(pattern=r"^[!-?A-~]+@[a-z0-9][a-z0-9.-]*$", max_length=254)] | None = None
    wechat_url: Address = "https://api.weixin.qq.com"
    wechat_app_id: Annotated[str, Meta(min_length=1)] | None = None
    wechat_secret: Annotated[str, Meta(min_length=16)] | None = None
    wechat_template: Annotated[str, Meta(min_length=1)] | None = None
    wechat_token: Annotated[str, Meta(min_length=3)] | None = None
    push_subject: Annotated[str, Meta(pattern=r"^(mailto:[^@]+@|https://)[^ ]+$")] | None = None

    @property
    def folder(self) -> Path:
        """Where this city keeps its servers' data, keys and uploads."""
        return Path(self.data).resolve()

    @property
    def origin(self) -> str:
        """The address people type, without a trailing slash."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def is_demo(self) -> bool:
        """Whether made-up people and readable text messages are allowed."""
        return self.profile == "demo"

    def need(self, *names: str) -> list[str]:
        """The values of settings that only work together; SettingsError names those that are missing.

        Outside a demo, addresses that begin with http: are refused, unless they are this machine's.
        """
        values = {name: getattr(self, name) for name in names}
        if missing := [PREFIX + name.upper() for name, value in values.items() if value is None]:
            raise SettingsError(f"{PREFIX}{names[0].upper()} needs {', '.join(missing)}.")
        for name, value in values.items():
            if not self.is_demo and value.startswith("http://") and urlsplit(value).hostname not in LOCAL:
                raise SettingsError(f"{PREFIX}{name.upper()} has to begin with https:// outside a demo.")
        return list(values.values())


def environment(settings: Settings, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`environ` for a child process: exactly `settings` as `YIMA_*`, and all the rest as it is."""
    rest = {name: value for name, value in environ.items() if not name.startswith(PREFIX)}
    given = msgspec.to_builtins(settings)
    return rest | {
        PREFIX + name.upper(): str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value is not None
    }


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`; an unknown or unusable `YIMA_*` name is a SettingsError that says which."""
    given = {
        name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)
    }
    known = set(Settings.__struct_fields__)
    if unknown := sorted(given.keys() - known):
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        raise SettingsError(f"Unknown setting: {names}. The README lists the settings there are.")
    for name in sorted(given):
        try:
            msgspec.convert({name: given[name]}, Settings, strict=False)
        except msgspec.ValidationError as error:
            reason = str(error).split(" - at")[0]
            raise SettingsError(f"{PREFIX}{name.upper()} cannot be used: {reason}.") from None
    return msgspec.convert(given, Settings, strict=False)
