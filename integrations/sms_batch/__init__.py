"""Text messages over a vendor that takes signed batches of JSON (YIMA_SMS_A_…)."""

from backend.core.settings import Settings
from integrations.sms_batch.vendor import BatchVendor

__all__ = ["provider"]


def provider(settings: Settings) -> BatchVendor:
    """The vendor that `settings` name."""
    url, key, secret = settings.need("sms_a_url", "sms_a_key", "sms_a_secret")
    return BatchVendor(url.rstrip("/"), key, secret)
