"""What can go wrong with places, in words for the person at the desk or the door."""

from datetime import datetime

from backend.core.problems import Problem


class InvalidName(Problem):
    """A name or reason has characters that nobody can see, nothing at all, or too many characters."""

    status = 422
    zh = "名称请用 1 到 60 个看得见的字（原因最多 200 个），不要带换行或控制字符。"
    en = (
        "Please use 1 to 60 visible characters (200 for a reason), without line breaks or control characters."
    )


class InvalidCreditCode(Problem):
    """The unified social credit code does not check (GB 32100-2015)."""

    status = 422
    zh = "统一社会信用代码不对，请核对 18 位代码。"
    en = "This unified social credit code is not right. Please check all 18 characters."


class CreditCodeTaken(Problem):
    """Another organisation has this unified social credit code already."""

    status = 409
    zh = "这个统一社会信用代码已经登记过了。"
    en = "An organisation with this unified social credit code is registered already."


class UnknownDivision(Problem):
    """No division of the city has this code."""

    status = 422
    zh = "没有这个行政区划代码，请重新选择。"
    en = "There is no division with this code. Please choose again."


class UnknownScene(Problem):
    """No such scene exists, or the venue does not have it."""

    status = 422
    zh = "没有这个场景，请从列表中选择。"
    en = "There is no such scene here. Please choose one from the list."


class LimitReached(Problem):
    """There are as many here as there may be; `limit` says how many."""

    status = 409
    zh = "已经到数量上限了，请联系工作人员。"
    en = "No more can be added here. Please ask the operators."


class SuspendedByOperator(Problem):
    """The city's operators suspended this; only they can lift it."""

    status = 403
    zh = "这是由城市运营人员暂停的，请联系他们恢复。"
    en = "The city's operators suspended this. Please ask them to lift it."


class EnrolmentRefused(Problem):
    """The code, the key or the proof cannot be used; `part` says which, and nothing more about a code."""

    status = 422
    zh = "无法启用：启用码不对、已用过或已过期。请核对，或请场所管理员换一个新码。"
    en = "This code is wrong, used or over. Please check it, or ask the venue's manager for a new one."


class AssertionRefused(Problem):
    """The assertion is not by this reader's key, was used before, or is not of this minute."""

    status = 401
    zh = "设备的身份没有核实成功，请重新启用设备。"
    en = "The reader could not prove itself. Please enrol it again."


class ReaderSuspended(Problem):
    """The reader, its venue or its organisation is suspended."""

    status = 403
    zh = "这台设备已暂停使用，请联系场所管理员。"
    en = "This reader is suspended. Please ask the venue's manager."


KEY_WORDS = {
    "zh-CN": "这台设备的密钥不能用，请换一台设备或重新打开页面。",
    "en": "This device's key cannot be used. Please open the page again or take another device.",
}
CLOCK_WORDS = {
    "zh-CN": "设备时间不准，请打开自动对时后再试。",
    "en": "The device's clock is wrong. Please turn on automatic time and try again.",
}


def wrong_clock(kind: type[Problem], now: datetime) -> Problem:
    """`kind` for a device whose clock is off by more than a minute, with the server's time."""
    return kind(part="clock", server_time=now, message=CLOCK_WORDS)
