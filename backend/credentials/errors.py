"""Why somebody gets no codes to carry."""

from backend.core.problems import NotAllowed, Problem


class IdentityNeeded(NotAllowed):
    """A city code needs a confirmed identity, on this device."""

    zh = "请先在本设备上核实身份，再亮码。"
    en = "Please confirm your identity on this device first."


class AccountSuspended(NotAllowed):
    """The account is suspended and gets no city codes."""

    zh = "您的账户已暂停使用，请联系工作人员。"
    en = "Your account is suspended. Please contact the staff."


class OnlineOnly(NotAllowed):
    """This device gets no codes to carry before `until`: one of them was copied."""

    zh = "为了您的安全，这台设备暂时只能联网亮码。"
    en = "For your safety, this device shows codes only while it is online for now."


class UnusableKey(Problem):
    """A key is not spelt as a public key of this suite, is a weak one, or stands twice."""

    status = 422
    zh = "这台设备生成的密钥不能用，请刷新页面再试。"
    en = "This device's keys cannot be used. Please reload the page."


class NoSuchList(Problem):
    """There is no status list of this key, shard and version."""

    status = 404
    zh = "没有这份状态清单。"
    en = "There is no such status list."
