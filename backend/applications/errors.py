"""Why something cannot be done with an application."""

from backend.core.problems import Busy, NotFound, Problem


class ApplicationChanged(Problem):
    """Somebody changed the application meanwhile; `version` and `state` say what it is now."""

    zh = "这份申请刚刚有变动，请看过最新内容再操作。"
    en = "This application has just changed. Please look at it again first."


class NotNow(Problem):
    """The application's state, `state`, does not allow this."""

    zh = "这份申请现在不能这样操作。"
    en = "This cannot be done with the application as it stands now."


class ApplicationIncomplete(Problem):
    """Something is missing or wrong in the application; `errors` tells each place."""

    status = 422
    zh = "还有内容没填好，请按提示补充后再提交。"
    en = "Something is still missing. Please complete the marked places and submit again."


class UnknownService(Problem):
    """There is no such service."""

    status = 422
    zh = "没有这项服务。"
    en = "There is no such service."


class NotOnline(Problem):
    """This service cannot be applied for online."""

    zh = "这件事暂不能网上办理，请到服务窗口。"
    en = "This cannot be done online yet. Please go to a service counter."


class FirmNeeded(Problem):
    """This service is for firms: say for which of yours."""

    status = 422
    zh = "这件事要以企业名义办理，请先选择您的企业。"
    en = "This is done for a firm. Please choose yours first."


class NotForFirms(Problem):
    """This service is for people, not for firms."""

    status = 422
    zh = "这件事由个人办理，不以企业名义申请。"
    en = "People apply for this themselves, not for a firm."


class TooManyDrafts(Problem):
    """There are as many drafts as one may keep."""

    zh = "您没办完的申请太多了，请先提交或删掉几份。"
    en = "You have too many unfinished applications. Please submit or discard some first."


class NotAsked(Problem):
    """Only what the clerk asked for can be changed now; `errors` tells what else was."""

    status = 422
    zh = "现在只能修改工作人员要求补正的内容。"
    en = "Only what the office asked you to correct can be changed now."


class AlreadyRated(Problem):
    """The application was rated before."""

    zh = "您已经评价过了，谢谢。"
    en = "You have rated this already. Thank you."


class UnusableFile(Problem):
    """The file cannot be taken; `detail` says why."""

    status = 422
    zh = "这个文件用不了，请换一个清楚的照片或 PDF。"
    en = "This file cannot be used. Please choose a clear photo or a PDF."


class WrongKindOfFile(UnusableFile):
    """The file is not what its type or this material wants; `accept` says what is."""

    status = 415
    zh = "文件格式不对，请按要求上传照片或 PDF。"
    en = "This is the wrong kind of file. Please send one of the kinds that are named."


class FileTooLarge(UnusableFile):
    """The file is larger than `max_bytes`."""

    status = 413
    zh = "文件太大了，请压缩后再传。"
    en = "This file is too large. Please send a smaller one."


class TooManyFiles(Problem):
    """The application has as many files as it may."""

    zh = "这份申请的文件已经够多了，请先删掉几个。"
    en = "This application has as many files as it can hold. Please remove some first."


class UnknownTemplate(Problem):
    """There is no such reason."""

    status = 422
    zh = "没有这个理由模板，请重新选择。"
    en = "There is no such reason. Please choose another."


class OwnApplication(Problem):
    """Nobody decides about their own application, or their own firm's (公务员法 Article 76)."""

    status = 403
    zh = "这是您自己或您企业的申请，请由同事办理。"
    en = "This is your own application, or your firm's. A colleague has to handle it."


class NotAtThisDesk(Problem):
    """That clerk has no post at the desk of this application."""

    status = 422
    zh = "这位同事不在这个窗口，不能分给他。"
    en = "That colleague does not work at this desk."


class StorageAway(Busy):
    """The place where files lie does not answer; try again after `retry_after_seconds`."""

    zh = "文件暂时传不上来，请稍后再试。"
    en = "Files cannot be reached just now. Please try again in a moment."


class NoSuchFile(NotFound):
    """The file is not there any more."""

    zh = "这个文件已经不在了，请重新上传。"
    en = "This file is no longer there. Please upload it again."
