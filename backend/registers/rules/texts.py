"""Texts in which nothing hides."""

# Blanks of any width may stand in an address; `isprintable` knows only the narrow one.
BLANKS = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")


def is_visible(text: str) -> bool:
    """Whether `text` holds no control, bidirectional, zero-width, private or unassigned character."""
    return text.isprintable() or text.translate(BLANKS).isprintable()
