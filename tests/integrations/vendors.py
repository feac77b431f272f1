"""Our side of the two SMS vendors."""

from typing import Literal

from backend.messages.ports import Refused
from integrations.sms_batch.vendor import BatchVendor
from integrations.sms_template.vendor import TemplateVendor
from tests.integrations.stand_ins.sms import KEY, SECRET

Vendor = BatchVendor | TemplateVendor
Protocol = Literal["batch", "template"]

PATIENCE_SECONDS = 0.6
BUSY = Refused("busy", permanent=False)


def make(protocol: Protocol, url: str, secret: str = SECRET, *, seconds: float = 8.0) -> Vendor:
    """A vendor at `url` that is given up after so many seconds."""
    if protocol == "batch":
        return BatchVendor(url, KEY, secret, seconds=seconds)
    return TemplateVendor(url, KEY, secret, "text", seconds=seconds)
