"""A code as a picture, drawn by the server: for kiosks, paper and pages without script."""

import asyncio
import io

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

# ISO/IEC 18004 wants four light modules around; eight pixels a module read well from a screen and on paper.
QUIET_MODULES = 4
PIXELS_A_MODULE = 8
# Trying all eight masks costs six times as much, and any of them is valid.
MASK = 2
DRAWINGS_AT_ONCE = 2

_drawing = asyncio.Semaphore(DRAWINGS_AT_ONCE)


async def draw_svg(code: str) -> bytes:
    """`code` as a QR code (level M), black on white, as SVG without a fixed size."""
    async with _drawing:
        return await asyncio.to_thread(_svg, code)


async def draw_png(code: str) -> bytes:
    """`code` as a QR code (level M), black on white, as PNG."""
    async with _drawing:
        return await asyncio.to_thread(_png, code)


def _modules(code: str) -> list[list[bool | None]]:
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, mask_pattern=MASK)
    drawing.add_data(code, optimize=0)
    drawing.make()
    found: list[list[bool | None]] = drawing.get_matrix()
    return found


def _svg(code: str) -> bytes:
    modules = _modules(code)
    size = len(modules)
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, module in enumerate(row) if module
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}"/></svg>'
    ).encode()


def _png(code: str) -> bytes:
    modules = _modules(code)
    size = len(modules)
    picture = Image.new("1", (size, size), 1)
    picture.putdata([0 if module else 1 for row in modules for module in row])
    side = size * PIXELS_A_MODULE
    file = io.BytesIO()
    picture.resize((side, side), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()
