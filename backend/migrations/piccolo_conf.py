"""Where Piccolo finds the engine and the app."""

from piccolo.conf.apps import AppRegistry

from backend.core.db import DB

APP_REGISTRY = AppRegistry(apps=["backend.migrations.piccolo_app"])

__all__ = ["APP_REGISTRY", "DB"]
