"""What can go wrong with city codes, beside a refusal, which is an answer."""

from backend.core.problems import Problem


class UnknownScene(Problem):
    """There is no such scene, or it takes no live codes."""

    status = 422
    zh = "没有这个用码场景，请重新选择。"
    en = "There is no such place to use the code. Please choose again."
