"""What can go wrong between a person and their account."""

from backend.core.problems import Problem


class InvalidPhone(Problem):
    """This is not a Chinese mobile number."""

    status = 422
    zh = "请填写 11 位的手机号。"
    en = "Please enter an 11-digit Chinese mobile number."


class WrongPassword(Problem):
    """The one-time password is wrong; `tries_left` says how often it may still be tried."""

    status = 422
    zh = "验证码不对，请您再看一下短信。"
    en = "That code is not right. Please look at the text message again."


class SignInOver(Problem):
    """This sign-in is over: used, too old, or tried too often."""

    status = 410
    zh = "这次登录已失效，请重新获取验证码。"
    en = "This sign-in is over. Please ask for a new code."


class RefreshRefused(Problem):
    """The refresh token is unknown, used or over."""

    status = 401
    zh = "登录已失效，请重新登录。"
    en = "You are no longer signed in. Please sign in again."


class IdentityNotConfirmed(Problem):
    """Name, ID number and phone could not be confirmed together; which of them is never said."""

    status = 422
    zh = "您填写的信息未能核实，请核对姓名和身份证号；手机号不是您本人办理的，请带身份证到服务窗口。"
    en = (
        "We could not confirm these details. Please check the name and ID number; "
        "if the phone is registered to someone else, please bring your ID card to a service counter."
    )


class IdentityTaken(Problem):
    """Another account already stands for this person."""

    status = 409
    zh = "您已经有一个账号了，请用原来的手机号登录；换了号码的话，请带身份证到服务窗口，我们帮您转过来。"
    en = (
        "You already have an account: please sign in with your earlier phone number. "
        "If your number has changed, bring your ID card to a service counter and we will move it for you."
    )


class IdentityDiffers(Problem):
    """This account stands for another person."""

    status = 409
    zh = "这个账号登记的是另一位居民，不能改成别人。"
    en = "This account belongs to another person and cannot be given to someone else."


class IdentityRegisterAway(Problem):
    """The identity register does not answer; try again after `retry_after_seconds`."""

    status = 503
    zh = "身份核验暂时不可用，请您稍后再试。"
    en = "Identities cannot be confirmed right now. Please try again a little later."


class DeviceNotConfirmed(Problem):
    """This device must be confirmed first, with name and ID number."""

    status = 403
    zh = "请先在这台设备上核实身份。"
    en = "Please confirm your identity on this device first."


class DeviceSuspended(Problem):
    """This device is suspended; the person's other devices go on working."""

    status = 403
    zh = "这台设备已暂停使用，请带身份证到服务窗口恢复；您的其他设备不受影响。"
    en = (
        "This device is paused. Please bring your ID card to a service counter to have it restored; "
        "your other devices work as usual."
    )


class AccountSuspended(Problem):
    """The account is suspended."""

    status = 403
    zh = "您的账号已暂停使用，请联系服务窗口。"
    en = "Your account is suspended. Please ask at a service counter."
