"""What can go wrong with messages."""

from backend.core.problems import Problem


class InvalidAddress(Problem):
    """This is no address of this kind."""

    status = 422
    zh = "这个地址填得不对，请再核对一下。"
    en = "This address does not look right. Please check it."


class TooManyContacts(Problem):
    """One has as many addresses of this kind as anybody may."""

    zh = "这类地址已经够多了，请先删掉不用的。"
    en = "You have as many addresses of this kind as anybody may. Please remove one first."


class WrongCode(Problem):
    """The code is wrong; `tries_left` says how often it may still be tried."""

    status = 422
    zh = "验证码不对，请您再看一下收到的消息。"
    en = "That code is not right. Please look at the message again."


class CodeOver(Problem):
    """The code is over: too old, or tried too often."""

    status = 410
    zh = "验证码已失效，请重新添加这个地址。"
    en = "This code is over. Please add the address again."


class PushAway(Problem):
    """Notices in browsers are not set up here."""

    status = 503
    zh = "浏览器通知暂时不可用。"
    en = "Notices in the browser are not available at the moment."
