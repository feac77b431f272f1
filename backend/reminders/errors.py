"""What can go wrong with reminders."""

from backend.core.problems import Problem


class NothingToApplyFor(Problem):
    """The reminder leads to no service that can be applied for here."""

    zh = "这条提醒没有可以在线申请的事项。"
    en = "There is nothing to apply for online with this reminder."


class DryRunOnly(Problem):
    """Nobody has checked the rule behind it, so that it may be tried but tells nobody anything."""

    zh = "这条规则还没有人核对过，只能试算，不能开通。"
    en = "Nobody has checked this rule yet. It can be tried, but not switched on."


class InvalidPolicy(Problem):
    """The policy cannot be used as it stands; `errors` says where and why."""

    status = 422
    zh = "这项政策还有填得不对的地方，请改正后再保存。"
    en = "Some of this policy cannot be used. Please correct it and save again."


class InvalidCondition(Problem):
    """The condition cannot be asked; `errors` says where and why."""

    status = 422
    zh = "条件有误，请检查后再试。"
    en = "This condition cannot be asked. Please check it and try again."


class PolicyFromContent(Problem):
    """The policy is part of the city's content and is changed there."""

    zh = "这项政策随系统内容发布，不能在这里修改。"
    en = "This policy comes with the city's content and cannot be changed here."


class PolicyEnded(Problem):
    """The policy has ended; a new one may be made."""

    zh = "这项政策已经结束，不能再改动。"
    en = "This policy has ended and can no longer be changed."


class TooManyPolicies(Problem):
    """There are as many policies as there may be."""

    zh = "政策的数量已到上限，请先结束不再执行的政策。"
    en = "There are as many policies as there may be. Please end some first."


class PolicyChanged(Problem):
    """Somebody else changed the policy in the meantime; `version` is the one it has now."""

    zh = "这项政策刚刚被别人改过，请刷新后再修改。"
    en = "Somebody else has just changed this policy. Please reload it and try again."
