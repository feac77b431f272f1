"""What a browser is called in its owner's list of devices."""

SYSTEMS = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]
# The first that fits: most browsers also name the one they descend from.
BROWSERS = [
    ("MicroMessenger", "微信 WeChat"),
    ("AlipayClient", "支付宝 Alipay"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]


def name_device(user_agent: str) -> str:
    """A short name such as "Android · Chrome"; empty when the browser does not say."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (SYSTEMS, BROWSERS)]
    return " · ".join(part for part in found if part)
