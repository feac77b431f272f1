"""What stops a reader, each in one sentence for whoever stands at the device."""

from typing import ClassVar, Literal

Locale = Literal["zh-CN", "en"]


class ReaderProblem(Exception):
    """Something that a person has to mend."""

    zh: ClassVar[str]
    en: ClassVar[str]

    def say(self, locale: Locale) -> str:
        """The sentence."""
        return self.zh if locale == "zh-CN" else self.en


class FolderInUse(ReaderProblem):
    """Another process is the reader of this folder."""

    zh = "这个文件夹正被另一个读码程序使用，请先把它停下。"
    en = "Another reader runs on this folder: stop it first."


class FolderUnusable(ReaderProblem):
    """The folder cannot be written, or what is in it cannot be read."""

    zh = "这个文件夹不能读写，或里面的数据已损坏。请检查磁盘，或换一个文件夹重新启用。"
    en = (
        "This folder cannot be used, or what is in it is damaged: check the disk, or enrol in another folder."
    )


class NotEnrolled(ReaderProblem):
    """The folder belongs to no reader yet."""

    zh = "这个文件夹还没有启用。请加上 --city 和 --enrol，用场所管理员给的启用码启用。"
    en = "This folder is no reader yet: add --city and --enrol with the code from the venue's manager."


class InsecureCity(ReaderProblem):
    """The city's address would send the reader's secrets in the open."""

    zh = "城市的地址要以 https 开头（本机除外）。"
    en = "The city's address must begin with https, unless it is this machine."


class CityAway(ReaderProblem):
    """The city does not answer, and this cannot be done without it."""

    zh = "暂时连不上城市的服务，请检查网络后再试。"
    en = "The city does not answer: check the network and try again."


class EnrolmentRefused(ReaderProblem):
    """The city did not take the enrolment code."""

    zh = "启用码不对，或已用过、已过期。请向场所管理员要一个新的。"
    en = "The enrolment code is wrong, used or over: ask the venue's manager for a new one."


class EvidenceOfAnother(ReaderProblem):
    """The code is for another reader, and this folder still holds evidence of the one it was."""

    zh = "这个启用码是另一台设备的，而这里还有没上交的记录。请先用 --sync 上交，或换一个文件夹。"
    en = "This code is another reader's, and records wait here: --sync first, or take another folder."


class MustEnrolAgain(ReaderProblem):
    """The city has other evidence under this reader's key, or gave the reader to another device."""

    zh = "这台设备要重新启用：请向场所管理员要启用码，再用 --enrol 启用。这里的记录都会保留。"
    en = "This reader must be enrolled again: get a code and use --enrol. No record here is lost."


class Suspended(ReaderProblem):
    """The reader is suspended; its evidence waits."""

    zh = "这台设备已暂停使用，请联系场所管理员。这里的记录会保留。"
    en = "This reader is suspended: ask the venue's manager. Its records are kept."


class ListsRefused(ReaderProblem):
    """What came is not signed by the city, is older than what is held, or is incomplete."""

    zh = "收到的名单不可信（签名、时间或版本不对），继续用原来的名单。"
    en = "The lists that came cannot be trusted (signature, time or version): the ones held stay in use."


class PictureUnreadable(ReaderProblem):
    """The file is missing, is no picture, or is far too large."""

    zh = "打不开这张图片，请换一张。"
    en = "This picture cannot be opened: take another."
