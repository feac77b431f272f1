"""What can go wrong with staff."""

from backend.core.problems import Problem


class PostTaken(Problem):
    """The person has this post already."""

    zh = "这个人已经在这个岗位上了。"
    en = "This person holds this post already."


class TooManyPosts(Problem):
    """The person holds as many posts as anybody may."""

    zh = "这个人的岗位已经够多了，请先取消不再需要的岗位。"
    en = "This person holds as many posts as anybody may. Please take one away first."


class NoSuchNode(Problem):
    """There is no such department, or it has no desk at this place."""

    status = 422
    zh = "没有这个部门，或者该部门在这一级没有岗位。"
    en = "There is no such department, or it has no desk at this place."


class TaskDone(Problem):
    """Somebody has done the task already."""

    zh = "这件事已经有人办结了。"
    en = "Somebody has done this already."
