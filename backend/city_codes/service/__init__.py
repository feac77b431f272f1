"""Everything that routes, jobs and commands may ask of city codes."""

from backend.city_codes.service.counting import count_verifications, read_counts
from backend.city_codes.service.desk import desk, running
from backend.city_codes.service.drawing import draw_png, draw_svg
from backend.city_codes.service.forgetting import forget_uses
from backend.city_codes.service.issuing import issue, issue_by_cookie, issue_by_token
from backend.city_codes.service.listing import list_verifications, wait_for_verification
from backend.city_codes.service.offline import (
    RECORDS_PER_CODE_MAX,
    OfflineVerification,
    record_offline,
    use_up,
)
from backend.city_codes.service.partitions import make_partitions
from backend.city_codes.service.publishing import publish_keys
from backend.city_codes.service.recognising import Recogniser, Seen
from backend.city_codes.service.speaking import forget_spoken, issue_spoken
from backend.city_codes.service.verifying import verify, verify_batch

__all__ = [
    "RECORDS_PER_CODE_MAX",
    "OfflineVerification",
    "Recogniser",
    "Seen",
    "count_verifications",
    "desk",
    "draw_png",
    "draw_svg",
    "forget_spoken",
    "forget_uses",
    "issue",
    "issue_by_cookie",
    "issue_by_token",
    "issue_spoken",
    "list_verifications",
    "make_partitions",
    "publish_keys",
    "read_counts",
    "record_offline",
    "running",
    "use_up",
    "verify",
    "verify_batch",
    "wait_for_verification",
]
