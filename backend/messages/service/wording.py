"""A message in the words of one reader, for the inbox and for each channel."""

import uuid

import msgspec

from backend.messages.rules import KeptFact, Locale, fill
from backend.messages.rules.text_messages import fits, sign
from backend.messages.schemas import Kind, Words

# What stands for a message of a kind that is no longer in the content.
GENERAL_TITLE = Words("城市通知", "A notice from the city")
GENERAL_BODY = Words(
    "这条通知的内容已不再提供；如有疑问，请到服务窗口询问。",
    "The text of this notice is no longer available. Please ask at a service counter if you need it.",
)
MASKED = Words("您有一条新消息", "You have a new message")
MASKED_BODY = Words("请打开一码通城查看。", "Please open Yima to read it.")
MASKED_TEXT = Words(
    "您有一条新消息，请打开一码通城查看。", "You have a new message. Please open Yima to read it."
)


class Worded(msgspec.Struct, frozen=True):
    """A message for one channel: its first line, its text, and the general line."""

    title: str
    body: str
    masked: str


def read_facts(kind: Kind, kept: str) -> dict[str, KeptFact]:
    """A message's facts, with what stands for those that are missing."""
    given = msgspec.json.decode(kept, type=dict[str, KeptFact])
    return {**msgspec.to_builtins(kind.otherwise), **given}


def word(kind: Kind | None, kept: str) -> tuple[Words, Words]:
    """Title and body in both languages, in the words that the kind has now."""
    if kind is None:
        return GENERAL_TITLE, GENERAL_BODY
    facts = read_facts(kind, kept)
    title, body = (
        Words(fill(text.zh, facts, "zh-CN"), fill(text.en, facts, "en")) for text in (kind.title, kind.body)
    )
    return title, body


def word_for(kind: Kind | None, kept: str, locale: Locale, *, hidden: bool, texted: bool) -> Worded:
    """The words for one channel in one language; of a `hidden` message only that there is one."""
    masked = pick(
        MASKED if kind is None or kind.masked is None else Words(kind.masked.zh, kind.masked.en), locale
    )
    if texted:
        return Worded(masked, _text(kind, kept, locale, hidden=hidden), masked)
    if hidden:
        return Worded(masked, pick(MASKED_BODY, locale), masked)
    title, body = word(kind, kept)
    return Worded(pick(title, locale), pick(body, locale), masked)


def _text(kind: Kind | None, kept: str, locale: Locale, *, hidden: bool) -> str:
    """The text message; facts that are longer than they were to be leave only that there is one."""
    if kind is not None and kind.sms is not None and not hidden:
        pattern = kind.sms.en if locale == "en" else kind.sms.zh
        text = sign(fill(pattern, read_facts(kind, kept), locale), locale)
        if fits(text):
            return text
    return sign(pick(MASKED_TEXT, locale), locale)


def pick(words: Words, locale: Locale) -> str:
    """`words` in one language."""
    return words.en if locale == "en" else words.zh


def path_of(kind: Kind | None, ref: uuid.UUID | None) -> str | None:
    """The page of the portal that a message leads to."""
    if kind is None or kind.path is None:
        return None
    if "{ref}" not in kind.path:
        return kind.path
    return None if ref is None else kind.path.replace("{ref}", str(ref))
