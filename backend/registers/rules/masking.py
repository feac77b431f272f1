"""Numbers as their owner recognises them and nobody else can use them."""


def mask_number(number: str) -> str:
    """The beginning and the end, at most half of it: "131***********1238", "E1*****01", "冀***5"."""
    shown = len(number) // 4
    begin, end = min(shown, 3), min(shown, 4)
    return number[:begin] + "*" * (len(number) - begin - end) + number[len(number) - end :]
