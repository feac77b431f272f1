"""Applications over HTTP: for their applicants, and for the clerks of a desk."""

from backend.applications.routes.desk import Desk
from backend.applications.routes.own import Applications

ROUTES = [Applications, Desk]
