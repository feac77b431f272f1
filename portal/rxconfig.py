"""How Reflex builds and runs the portal; it is read with this folder as the working directory."""

import re
from pathlib import Path
from typing import Any

import reflex as rx


class SameOrigin(rx.plugins.Plugin):
    """Makes the exported pages talk to whatever address serves them.

    Reflex 0.10.1 bakes absolute addresses (http://localhost:8000/…) into a chunk named reflex-env-*.js.
    """

    def post_build(self, **context: Any) -> None:
        """Rewrite that chunk; a build without it, or in which nothing was rewritten, fails."""
        chunks = list(Path(context["static_dir"]).rglob("reflex-env-*.js"))
        rewritten = [same_origin(chunk.read_text()) for chunk in chunks]
        if not chunks or any("localhost" in text for text in rewritten):
            raise SystemExit(
                "The chunk with the server's address is not as expected; see portal/rxconfig.py."
            )
        for chunk, text in zip(chunks, rewritten, strict=True):
            chunk.write_text(text)


def same_origin(script: str) -> str:
    """`script` with each baked address replaced by one on the page's own origin."""

    def own(found: re.Match[str]) -> str:
        origin = "location.origin.replace(/^http/,'ws')" if found["scheme"] == "ws" else "location.origin"
        return f"({origin}+'{found['path']}')"

    quoted = r"(?P<q>[`\"'])(?P<scheme>ws|http)s?://localhost:\d+(?P<path>/[^`\"']*)(?P=q)"
    return re.sub(quoted, own, script)


COLOURS = ["ink", "muted", "paper", "surface", "line", "brand", "good", "warn", "bad", "plate"]
SIZES = [13, 15, 17, 20, 24, 32]
# Tailwind's utilities speak of our tokens: text-bad, bg-plate, text-20.
TOKENS = {
    "colors": {name: f"var(--{name})" for name in COLOURS},
    "fontSize": {str(size): f"var(--text-{size})" for size in SIZES},
}

config = rx.Config(
    app_name="portal",
    app_module_import="portal.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["gzip"],
    plugins=[rx.plugins.TailwindV4Plugin({"theme": {"extend": TOKENS}, "plugins": []}), SameOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
