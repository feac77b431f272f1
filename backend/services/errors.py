"""What can go wrong with the catalogue."""

from backend.core.problems import Problem


class SearchTooLong(Problem):
    """A search has at most 100 characters."""

    status = 422
    zh = "搜索内容太长了，请用几个词来说。"
    en = "That is too long to search for. Please use a few words."
