"""Everything that other domains, routes and commands may ask of staff."""

from backend.staff.service.departments import departments, list_departments, read_content
from backend.staff.service.holding import clerk_of, list_own_posts, posts_of
from backend.staff.service.posts import add_post, list_posts, remove_post
from backend.staff.service.tasks import complete_task, has_task, list_tasks, open_task, open_tasks

__all__ = [
    "add_post",
    "clerk_of",
    "complete_task",
    "departments",
    "has_task",
    "list_departments",
    "list_own_posts",
    "list_posts",
    "list_tasks",
    "open_task",
    "open_tasks",
    "posts_of",
    "read_content",
    "remove_post",
]
