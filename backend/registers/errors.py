"""Why records cannot be read, sent or kept."""

from backend.core.problems import Problem


class UseNotAllowed(Problem):
    """The register does not let this department read these `fields` for this purpose."""

    status = 403
    zh = "按规定，不能为此查看这些信息。"
    en = "These facts may not be read for this."


class InvalidNumber(Problem):
    """No resident, firm, vehicle or premises can have this number."""

    status = 422
    zh = "号码不对，请您再核对一遍。"
    en = "This number is not right. Please check it once more."


class InvalidFacts(Problem):
    """These `fields` are not the register's, or their values are not of its kind."""

    status = 422
    zh = "登记内容有误，请您核对后再试。"
    en = "These facts do not fit the register. Please check them and try again."


class RowsRefused(Problem):
    """Some `rows` are wrong, so nothing was loaded; of more than a hundred mistakes the first are named."""

    status = 422
    zh = "有的行填写有误，本批一条都没有导入，请改正后重新发送。"
    en = "Some rows are wrong, so nothing was loaded. Please correct them and send the batch again."


class TooManyRows(Problem):
    """A batch has at most `limit` rows."""

    status = 413
    zh = "一批最多 10 万行，请分批发送。"
    en = "A batch has at most 100,000 rows. Please send it in parts."


class WrongEncoding(Problem):
    """The text is not UTF-8; `detail` says what it seems to be."""

    status = 415
    zh = "文件不是 UTF-8 编码（很可能是 GB18030/GBK），请另存为 UTF-8 后重新发送。"
    en = "The file is not in UTF-8 (probably GB18030 or GBK). Please save it as UTF-8 and send it again."


class WrongFormat(Problem):
    """Only application/x-ndjson and text/csv are taken, in UTF-8 and not compressed."""

    status = 415
    zh = "请发送未压缩的 JSON Lines（application/x-ndjson）或 CSV（text/csv），编码为 UTF-8。"
    en = "Send JSON Lines (application/x-ndjson) or CSV (text/csv), in UTF-8 and not compressed."


class NotYourRegister(Problem):
    """Another department keeps this register."""

    status = 403
    zh = "这个登记由其他部门维护，您的密钥不能写入。"
    en = "Another department keeps this register; your key cannot write to it."


class KeyLimitReached(Problem):
    """A department has at most `limit` keys that work."""

    status = 409
    zh = "密钥数量已达上限，请先停用不再使用的密钥。"
    en = "There are as many keys as allowed. Please end one that is no longer used."
