"""Text messages over a vendor that signs as the large clouds do and texts templates (YIMA_SMS_B_…)."""

from backend.core.settings import Settings
from integrations.sms_template.vendor import TemplateVendor

__all__ = ["provider"]


def provider(settings: Settings) -> TemplateVendor:
    """The vendor that `settings` name."""
    url, key, secret = settings.need("sms_b_url", "sms_b_key", "sms_b_secret")
    return TemplateVendor(url.rstrip("/"), key, secret, settings.sms_b_template)
