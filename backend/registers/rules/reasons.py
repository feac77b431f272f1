"""Why a row cannot be taken, in one sentence each."""

from enum import Enum


class Reason(Enum):
    """A mistake in a row: the sentence in Chinese and in English."""

    MALFORMED = ("这一行不是 JSON 对象。", "This line is not a JSON object.")
    CELLS = ("这一行的列数与表头不一致。", "This row has more or fewer cells than the header.")
    BROKEN = ("引号没有配对，读不下去。", "A quotation mark is not closed, or stands where none may.")
    TOO_LONG = ("这一行太长了。", "This row is too long.")
    COLUMN_TWICE = ("表头里有两列同名。", "Two columns have this name.")
    UNKNOWN = ("这个登记没有这个字段。", "This register has no such field.")
    MISSING = ("必填。", "This must be filled in.")
    DATE = ("日期不存在或格式不对，请写成 2026-03-01。", "No such date; write 2026-03-01.")
    TIME = (
        "时间格式不对，请写成 2026-03-01T08:00:00+08:00。",
        "Not a time with its zone; write 2026-03-01T08:00:00+08:00.",
    )
    INTEGER = ("请填写整数。", "This must be a whole number.")
    BOOLEAN = ("请填写 true 或 false。", "This must be true or false.")
    CHOICE = ("没有这个选项。", "There is no such choice.")
    TEXT = ("内容为空或太长。", "This is empty or too long.")
    HIDDEN = ("含有看不见的字符。", "There are hidden characters in this.")
    NUMBER = ("号码不对，校验不通过。", "This number does not check.")
    ORDER = ("有效期的截止日早于起始日。", "This ends before it begins.")
    FUTURE = ("数据时间晚于现在。", "This lies in the future.")
    PERSONAL = ("编号里不能有身份证号，它不会被加密。", "Ids hold no ID numbers: they are not sealed.")
    TWICE = ("这个编号在本批中出现了两次。", "This id stands twice in the batch.")
