"""Whether the texts of a scenario can be filled, and its text message is one message."""

import re
from collections.abc import Iterator
from datetime import date

from backend.messages.rules import is_well_formed, places
from backend.messages.rules.text_messages import count_parts, is_short, sign
from backend.reminders.rules.wording import PLACES, say

SPACED = re.compile(r"[\u3000-\u9fff\uff00-\uffef] +[\u3000-\u9fff\uff00-\uffef]")
# A date whose words are the longest, and a day from which it is many days away.
LONGEST, FROM = date(2028, 12, 28), date(2025, 12, 30)


def find_text_mistakes(path: str, zh: str, en: str, *, has_due: bool) -> Iterator[str]:
    """Places that nothing fills, braces that belong to none, and spaces that folded lines leave."""
    for locale, text in (("zh-CN", zh), ("en", en)):
        if not is_well_formed(text):
            yield f"{path}.{locale}: a brace belongs to no {{place}}"
        for place in sorted(places(text) - (PLACES if has_due else set())):
            yield f"{path}.{locale}: nothing fills {{{place}}}"
    if SPACED.search(zh):
        yield f"{path}.zh-CN: a space between Chinese characters, as folded lines leave one"


def find_sms_mistakes(path: str, zh: str, en: str) -> Iterator[str]:
    """A text message that is more than one, with the city's name and its longest day."""
    said = say(zh, en, LONGEST, FROM)
    if count_parts(sign(said.zh, "zh-CN")) > 1:
        yield f"{path}.zh-CN: more than one text message (70 characters, name and date included)"
    if not is_short(said.en, "en"):
        yield f"{path}.en: longer than one text message (160 letters of GSM-7), or with letters of no phone"
