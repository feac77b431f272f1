"""Base45 (RFC 9285), strictly: bytes as the characters that a QR code packs most tightly.

Decoding stands on every reader's path, where a loop over three hundred characters would cost as much as a
signature. So the characters are worked on side by side, each group of three in a lane of one large integer.
"""

from functools import lru_cache

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
FOREIGN = 255
VALUES = bytes(ALPHABET.find(byte) % 256 for byte in range(256))
LANE_BYTES = 3
GROUPS_KEPT = 128


def encode(value: bytes) -> str:
    """`value` in base45: three characters for two bytes, two for a last single one."""
    text = bytearray()
    for place in range(0, len(value) - 1, 2):
        high, rest = divmod(value[place] * 256 + value[place + 1], 2025)
        middle, low = divmod(rest, 45)
        text += bytes((ALPHABET[low], ALPHABET[middle], ALPHABET[high]))
    if len(value) % 2:
        high, low = divmod(value[-1], 45)
        text += bytes((ALPHABET[low], ALPHABET[high]))
    return text.decode()


def decode(text: str) -> bytes | None:
    """The bytes that `text` spells, or None: foreign characters, a group too large, or one left over."""
    if not text.isascii():
        return None
    values = text.encode().translate(VALUES)
    groups, left = divmod(len(values), 3)
    if left == 1 or FOREIGN in values:
        return None
    size = LANE_BYTES * groups
    characters, last_of_lanes = int.from_bytes(values[:size]), _last_of_lanes(groups)
    sums = (
        (characters >> 16 & last_of_lanes)
        + 45 * (characters >> 8 & last_of_lanes)
        + 2025 * (characters & last_of_lanes)
    )
    spread = sums.to_bytes(size)
    if spread[0::LANE_BYTES].strip(b"\0"):  # a group above 65,535
        return None
    value = bytearray(2 * groups)
    value[0::2], value[1::2] = spread[1::LANE_BYTES], spread[2::LANE_BYTES]
    if left:
        last = values[-2] + 45 * values[-1]
        if last > 255:
            return None
        value.append(last)
    return bytes(value)


@lru_cache(maxsize=GROUPS_KEPT)
def _last_of_lanes(groups: int) -> int:
    """A mask of the last byte of each lane; no sum leaves its lane, for the largest is 91,124."""
    return int.from_bytes(b"\0\0\xff" * groups)
