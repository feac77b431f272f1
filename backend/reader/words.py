"""A reader's answers as lines for people."""

from backend.reader.answers import Answer
from backend.reader.identity import SceneWords
from backend.reader.problems import Locale

WORDS: dict[str, dict[Locale, str]] = {
    "accepted": {"zh-CN": "通过", "en": "Accepted"},
    "refused": {"zh-CN": "未通过", "en": "Refused"},
    "alone": {"zh-CN": "离线核验", "en": "checked offline"},
    "degraded": {"zh-CN": "名单超过一天", "en": "lists older than a day"},
    "challenge": {"zh-CN": "请对方先扫这个地址：", "en": "Let the holder read this address first: "},
    "report": {
        "zh-CN": "名单已更新；上交 {handed_in} 条记录，还有 {waiting} 条待上交。",
        "en": "The lists are up to date; {handed_in} records handed in, {waiting} wait.",
    },
}
REASONS: dict[str, dict[Locale, str]] = {
    "expired": {"zh-CN": "这张码过时了，请对方刷新", "en": "out of date, ask for a fresh one"},
    "not-yet-valid": {"zh-CN": "时间没有对上，请核对时间", "en": "the times do not match, check the clock"},
    "replayed": {"zh-CN": "这张码已经用过，请对方出示新码", "en": "already used, ask for a new one"},
    "revoked": {
        "zh-CN": "这张码暂停使用，请对方到服务窗口询问",
        "en": "paused, its holder can ask at a service desk",
    },
    "not-valid": {"zh-CN": "这不是有效的城市码", "en": "not a valid city code"},
    "wrong-venue": {"zh-CN": "这张码是给别处用的", "en": "made for another place"},
    "wrong-scene": {"zh-CN": "场景不对，请对方换成这里的场景", "en": "made for another occasion"},
    "reader-stale": {"zh-CN": "这台设备需要联网更新", "en": "this reader needs to go online and update"},
    "reader-suspended": {
        "zh-CN": "这台设备已停用，请联系管理员",
        "en": "this reader is paused, ask its manager",
    },
    "over-limit": {
        "zh-CN": "今天的次数用完了，请人工处理",
        "en": "today's passes are used up, help in person",
    },
}
GAP = " · "


def say(word: str, locale: Locale) -> str:
    """One of the reader's own words."""
    return WORDS[word][locale]


def write_line(answer: Answer, scene: SceneWords, locale: Locale) -> str:
    """`answer` in one line: the verdict, what to say, why not or what may be known, and how it was found."""
    parts = [WORDS[answer.result][locale], answer.prompt.zh if locale == "zh-CN" else answer.prompt.en]
    if answer.reason in REASONS:
        parts.append(REASONS[answer.reason][locale])
    for name, value in answer.attributes.items():
        key = str(value).lower() if isinstance(value, bool) else value
        title = scene.attribute_titles.get(name, {}).get(locale, name)
        parts.append(f"{title} {scene.attribute_values.get(name, {}).get(key, {}).get(locale, key)}")
    if answer.by == "reader":
        parts.append(say("alone", locale))
    if answer.degraded:
        parts.append(say("degraded", locale))
    return GAP.join(parts)
