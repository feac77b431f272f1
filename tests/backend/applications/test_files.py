"""What is kept of files, and which are none of those that are asked for."""

import contextlib
import zlib
from io import BytesIO

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from PIL import Image

from backend.applications.errors import UnusableFile, WrongKindOfFile
from backend.applications.rules.files import MEDIA_TYPES, MediaType, clean_file_name, keep
from tests.backend.applications.papers import pdf, photo

ALL: list[MediaType] = list(MEDIA_TYPES.values())


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    for kind in ("JPEG", "PNG"):
        lying = photo(80, 40, kind, orientation=6)
        assert b"SECRET-PLACE" in lying
        kept = keep(lying, ALL)
        assert b"SECRET" not in kept.content
        assert b"Exif" not in kept.content
        image = Image.open(BytesIO(kept.content))
        assert (image.size, image.format) == ((40, 80), kind)
        assert dict(image.getexif()) == {}
        red, blue = image.convert("RGB").getpixel((20, 5)), image.convert("RGB").getpixel((20, 75))
        assert isinstance(red, tuple)
        assert isinstance(blue, tuple)
        assert (red[0] > 200, red[2] > 60) == (True, False)
        assert (blue[2] > 200, blue[0] > 60) == (True, False)


def test_what_hangs_behind_a_picture_is_gone() -> None:
    for kind in ("JPEG", "PNG"):
        assert b"<script>" not in keep(photo(kind=kind) + b"<script>alert(1)</script>", ALL).content
    image, written = Image.new("P", (9, 9)), BytesIO()
    image.info["comment"] = "SECRET"
    image.save(written, "PNG", transparency=0)
    assert keep(written.getvalue(), ["image/png"]).media_type == "image/png"


def test_large_photos_become_smaller_and_bombs_are_refused() -> None:
    written = BytesIO()
    Image.new("L", (8000, 6000)).save(written, "JPEG")
    assert Image.open(BytesIO(keep(written.getvalue(), ALL).content)).size == (4096, 3072)
    for size, kind in (((20_000, 20_000), "PNG"), ((10_000, 6_000), "JPEG"), ((6_000, 5_000), "PNG")):
        bomb = BytesIO()
        Image.new("1" if kind == "PNG" else "L", size).save(bomb, kind)
        with pytest.raises(UnusableFile, match="pixels"):
            keep(bomb.getvalue(), ALL)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04 a zip",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00",
        b"\x1f\x8b" + zlib.compress(b"0" * 10_000),
        b"<html><script>alert(1)</script>",
        b" " + photo(),
    ],
)
def test_other_files_are_refused_whatever_they_are_called(content: bytes) -> None:
    with pytest.raises(WrongKindOfFile):
        keep(content, ALL)


def test_a_photo_is_no_pdf_and_broken_ones_are_told() -> None:
    with pytest.raises(WrongKindOfFile):
        keep(photo(), ["application/pdf"])
    for broken in (
        photo()[:200],
        photo(kind="PNG")[:60],
        b"\xff\xd8\xff",
        b"%PDF-1.7\n1 0 obj",
        b"%PDF-x\n%%EOF",
    ):
        with pytest.raises(UnusableFile):
            keep(broken, ALL)


def test_a_pdf_that_shows_pages_is_kept_as_it_is() -> None:
    for plain in (
        pdf(),
        pdf(packed=b"5 0 <</Type /Font /Name /Launched>>"),
        pdf(b"/OpenAction [3 0 R /Fit]"),
    ):
        assert keep(plain, ALL) == ("application/pdf", plain)


@pytest.mark.parametrize(
    "document",
    [
        pdf(b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"),
        pdf(b"/OpenAction <</S /J#61va#53cript /JS (app.alert(1))>>"),
        pdf(b"/Names <</EmbeddedFiles 9 0 R>>"),
        pdf(b"/AA <</O <</S /Launch>>>>"),
        pdf(b"/AcroForm <</XFA [9 0 R]>>"),
        pdf(packed=b"5 0 <</S /JavaScript /JS (app.alert(1))>>"),
        pdf(packed=b"5 0 <</S /JavaScript>>", filter_=b"/LZWDecode"),
        pdf(packed=b"5 0 <</S /JavaScript>>", filter_=b"[/FlateDecode /LZWDecode]"),
        pdf(packed=b"5 0 <</S /JavaScript>>", filter_=b"/FlateDecode" + b" " * 3000),
        pdf(packed=b"0" * (40 * 1024 * 1024)),
        pdf().replace(b"trailer <<", b"trailer <</Encrypt 8 0 R "),
    ],
)
def test_a_pdf_that_does_more_is_refused(document: bytes) -> None:
    with pytest.raises(UnusableFile, match="PDF"):
        keep(document, ALL)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"]),
    st.data(),
)
def test_no_content_breaks_the_look_at_it(noise: bytes, beginning: bytes, data: st.DataObject) -> None:
    whole = {b"\xff\xd8\xff": photo(), b"\x89PNG\r\n\x1a\n": photo(kind="PNG")}.get(
        beginning, pdf(packed=b"5 0")
    )
    cut = data.draw(st.integers(0, len(whole)))
    for content in (beginning + noise, whole[:cut] + noise + whole[cut:], whole[:cut]):
        with contextlib.suppress(UnusableFile):
            assert keep(content, ALL).content


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("身份证.jpeg", "身份证.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\照片.png", "照片.jpg"),
        ("gpj\u202eexe.photo", "gpjexe.jpg"),
        ("a\x00b\nc.jpg", "ab c.jpg"),
        ("\u200b.\u200b", "照片.jpg"),
        ("", "照片.jpg"),
        ("...", "照片.jpg"),
        ("年度 报告 v1.2 final", "年度 报告 v1.2 final.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_names_are_safe_to_show_and_to_save_under(given_name: str, kept: str) -> None:
    assert clean_file_name(given_name, "image/jpeg") == kept
