"""Why a reader's evidence is not taken."""

from backend.core.problems import Problem


class EvidenceGap(Problem):
    """The records do not follow the last one that the city has, which is `sequence`: go on from there."""

    zh = "核验记录接不上，设备会自动补传。"
    en = "The records do not follow on. The reader sends the missing ones by itself."


class EvidenceForked(Problem):
    """The records do not continue the chain of this key's earlier ones; the reader must be enrolled anew."""

    zh = "核验记录与之前的对不上，请重新启用这台设备。"
    en = "These records contradict earlier ones. Please enrol this reader again."


class EvidenceRefused(Problem):
    """The records are not signed by the reader's key, just now and up to the last of them."""

    status = 401
    zh = "核验记录的签名不对，设备会重新签名再传。"
    en = "The records are not signed as they should be. The reader signs and sends them again."


class FindingResolved(Problem):
    """Somebody has closed this finding already."""

    zh = "这条线索已有人处理。"
    en = "Somebody has closed this already."
