"""What can go wrong with city codes, beside a refusal, which is an answer."""

from backend.core.problems import NotAllowed, Problem


class IdentityNeeded(NotAllowed):
    """A city code needs a confirmed identity, on this device."""

    zh = "请先在本设备上核实身份，再亮码。"
    en = "Please confirm your identity on this device first."


class AccountSuspended(NotAllowed):
    """The account is suspended and gets no city codes."""

    zh = "您的账户已暂停使用，请联系工作人员。"
    en = "Your account is suspended. Please contact the staff."


class UnknownScene(Problem):
    """There is no such scene, or it takes no live codes."""

    status = 422
    zh = "没有这个用码场景，请重新选择。"
    en = "There is no such place to use the code. Please choose again."
