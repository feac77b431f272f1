"""What can go wrong with firms."""

from backend.core.problems import Problem


class InvalidCreditCode(Problem):
    """This is no unified social credit code."""

    status = 422
    zh = "统一社会信用代码不对，请对照营业执照检查 18 位代码。"
    en = "This is no credit code. Please check the 18 characters on the business licence."


class FirmNotYours(Problem):
    """The business register does not name you as this firm's legal representative, or the firm is closed."""

    zh = "登记信息里您不是这家企业的法定代表人。刚变更的，请过一天再试。"
    en = "The register does not name you as the legal representative. After a change, try again a day later."


class NotLegalRepresentative(Problem):
    """Only the legal representative may do this."""

    status = 403
    zh = "这件事要由法定代表人来办。"
    en = "Only the legal representative may do this."


class TooManyAgents(Problem):
    """The firm has as many agents as it may."""

    zh = "经办人已经够多了，请先移除不再经办的人。"
    en = "The firm has as many agents as it may. Please remove somebody first."
