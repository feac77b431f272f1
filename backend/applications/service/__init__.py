"""Everything that other domains, routes and jobs may ask of applications."""

from backend.applications.service.answering import save
from backend.applications.service.assigning import assign
from backend.applications.service.counting import count
from backend.applications.service.creating import create
from backend.applications.service.deciding import accept, approve, ask_correction, deliver, refuse, review
from backend.applications.service.desk import read_facts, read_handled
from backend.applications.service.downloading import File, read_handled_file, read_own_file
from backend.applications.service.exporting import export
from backend.applications.service.forgetting import erase, forget_drafts
from backend.applications.service.queue import list_queue
from backend.applications.service.rating import rate
from backend.applications.service.reading import list_own, read_own
from backend.applications.service.selecting import Wish
from backend.applications.service.sending_in import correct, discard, submit, withdraw
from backend.applications.service.templates import list_templates, templates
from backend.applications.service.uploading import add_upload, remove_upload
from backend.applications.service.waiting import tell_unanswered

__all__ = [
    "File",
    "Wish",
    "accept",
    "add_upload",
    "approve",
    "ask_correction",
    "assign",
    "correct",
    "count",
    "create",
    "deliver",
    "discard",
    "erase",
    "export",
    "forget_drafts",
    "list_own",
    "list_queue",
    "list_templates",
    "rate",
    "read_facts",
    "read_handled",
    "read_handled_file",
    "read_own",
    "read_own_file",
    "refuse",
    "remove_upload",
    "review",
    "save",
    "submit",
    "tell_unanswered",
    "templates",
    "withdraw",
]
