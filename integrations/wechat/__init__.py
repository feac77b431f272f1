"""Template messages of a WeChat service account (YIMA_WECHAT_…)."""

from backend.core.settings import Settings
from integrations.wechat.account import ServiceAccount
from integrations.wechat.routes import ROUTES
from integrations.wechat.tokens import Tokens

__all__ = ["ROUTES", "provider"]


def provider(settings: Settings) -> ServiceAccount:
    """The account that `settings` name."""
    app_id, secret, template, token, url = settings.need(
        "wechat_app_id", "wechat_secret", "wechat_template", "wechat_token", "wechat_url"
    )
    address = url.rstrip("/")
    return ServiceAccount(address, Tokens(address, app_id, secret), template, token)
