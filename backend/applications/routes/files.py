"""A file as it is sent: to be looked at or saved, never to be run in our name."""

from urllib.parse import quote

from litestar import Response

from backend.applications.service import File


def send(file: File) -> Response[bytes]:
    """The file under its name; a page that shows it can neither run anything nor be framed elsewhere."""
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "content-disposition": f"inline; filename*=UTF-8''{quote(file.name)}",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        },
    )
