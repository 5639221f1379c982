"""What a heading promises that can be checked: a table of kinds, each with its words and what shows it in a text.

Another kind is one more row of KINDS. Rules read `missed`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from web_checks import wording


class Missed(StrEnum):
    """How a heading's promise is not kept by what stands under it."""

    OTHER = "other"  # something that has nothing to do with it
    AKIN = "akin"  # something that may well stand under it, but not the thing itself


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that headings promise.

    zh, en: the headings, as wording.compact leaves them; proof: what only this kind shows; trace: what may be of this
    kind, so that a text with it is never said to lack it; akin: kinds that people put under the same heading.
    """

    name: str
    zh: frozenset[str]
    en: frozenset[str]
    proof: re.Pattern[str]
    trace: re.Pattern[str]
    akin: frozenset[str] = field(default_factory=frozenset)


_DAY = (
    r"(?:(?:周|星期|礼拜)[一二三四五六日天]|工作日|双休日|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweekdays?\b)"
)
_HOUR = (
    r"(?:\d{1,2}\s*[:：]\s*\d\d|\d{1,2}\s*[点时]|[上下]午|\b\d{1,2}\s*[ap]\.?m\b|\bnoon\b|"
    r"\bfrom\s+\d{1,2}\s+(?:to|until|till)\s+\d{1,2}\b)"
)
_OPEN = r"(?:开放|办公|营业|上班|接待|服务|对外|闭馆|关门|\bopen(?:s|ing)?\b|\bclosed?s?\b|\bhours\b)"
_PHONE = r"(?:(?<!\d)(?:\+?86[- ]?)?(?:0\d{2,3}[- ]?)?[1-9]\d{6,10}(?!\d)|\+\d[\d ()-]{7,}\d)"
_MAIL = r"[\w.+-]+@[\w-]+\.[\w.]+"
_MONEY = (
    r"(?:\d+(?:\.\d+)?\s*(?:万?元|块钱)|[¥￥$€£]\s?\d|"
    r"\b\d+(?:\.\d+)?\s?(?:rmb|yuan|usd|eur|gbp|dollars|euros|pounds)\b)"
)
_FILE = r"[\w\u3400-\u9fff()（）-]+\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|7z|csv)\b"


def _row(name: str, zh: str, en: str, proof: str, trace: str, akin: str = "") -> Kind:
    return Kind(
        name,
        frozenset(zh.split()),
        frozenset(phrase.strip() for phrase in en.split(",")),
        re.compile(proof, re.IGNORECASE),
        re.compile(trace, re.IGNORECASE),
        frozenset(akin.split()),
    )


KINDS = (
    _row(
        "hours",
        "开放时间 办公时间 营业时间 服务时间 工作时间 接待时间 办理时间 上班时间 对外服务时间 开馆时间",
        "opening hours, opening times, office hours, business hours, hours of operation, working hours, hours",
        rf"{_OPEN}.{{0,40}}{_DAY}.{{0,40}}{_HOUR}|{_DAY}.{{0,40}}{_HOUR}.{{0,40}}{_OPEN}",
        rf"{_DAY}|{_HOUR}|{_OPEN}|时间|每天|每日|全天|小时|节假日|休息|\bdaily\b|\bhours?\b|\b24\b|\bholidays?\b|\bappointment\b",
        "contact phone address fees",
    ),
    _row(
        "weather",
        "天气 今日天气 天气预报 气象 气象预报 气象信息",
        "weather, weather forecast, weather report",
        r"-?\d+\s*(?:℃|°\s?[cf]\b|摄氏度)|(?:晴|多云|阴|小雨|中雨|大雨|暴雨|小雪|大雪)(?:转|到|，|,|\s).{0,12}(?:风|级|℃|度)",
        r"[℃°晴云阴雨雪风雾霾雷霜冰雹]|天气|气温|气象|温度|湿度|预警|台风|降水|\d\s*度|"
        r"\b(?:weather|rain\w*|snow\w*|sun\w*|cloud\w*|wind\w*|storm\w*|fog\w*|hot|cold|warm|cool|dry|wet|temperatures?|degrees|"
        r"forecast|humid\w*|frost|ice|thunder\w*|showers?|celsius|fahrenheit|climate)\b",
    ),
    _row(
        "contact",
        "联系我们 联系方式 联络方式 联系信息",
        "contact, contact us, contact details, contact information, get in touch",
        rf"(?:电话|邮箱|热线|\b(?:phone|tel|telephone|e-?mail)\b).{{0,20}}(?:{_PHONE}|{_MAIL})",
        rf"{_PHONE}|{_MAIL}|\d{{5}}|电话|邮箱|信箱|地址|邮编|传真|热线|微信|微博|公众号|qq|联系|来信|"
        r"\b(?:phone|tel|telephone|e-?mail|mail|fax|call|write|address|contact\w*|chat|message|reach|street|road)\b",
        "phone address hours fees",
    ),
    _row(
        "phone",
        "电话 联系电话 咨询电话 服务电话 监督电话 投诉电话 热线电话 服务热线 咨询热线 电话号码",
        "phone, telephone, phone number, phone numbers, telephone numbers, hotline",
        rf"(?:电话|热线|\b(?:phone|tel|telephone|call)\b).{{0,20}}{_PHONE}",
        rf"{_PHONE}|\d{{3}}|电话|热线|拨打|手机|\b(?:phone|tel|telephone|call|dial|hotline)\b",
        "contact address hours fees",
    ),
    _row(
        "address",
        "地址 办公地址 联系地址 单位地址 通信地址 通讯地址",
        "address, our address, postal address, street address",
        r"[\u3400-\u9fff]{1,8}[省市区县].{0,12}[路街道巷].{0,8}\d+\s*号",
        r"[省市区县乡镇村路街巷号楼层室院座厦]|地址|\d{5}|\b(?:street|st|road|rd|avenue|ave|lane|square|floor|building|room|"
        r"house|box|suite|drive|way|plaza|p\.?o)\b",
        "contact phone hours fees",
    ),
    _row(
        "fees",
        "收费标准 费用 收费 票价 门票 门票价格 收费项目 价格 价格表",
        "fees, prices, price list, admission fees, ticket prices",
        _MONEY,
        rf"{_MONEY}|[元¥￥$€£费价]|免费|票|收取|优惠|\b(?:free|fees?|charges?|costs?|pric\w+|tickets?|admission|pay\w*|discount\w*)\b",
        "contact phone hours",
    ),
    _row(
        "downloads",
        "下载 资料下载 表格下载 文件下载 附件下载 相关下载 下载专区",
        "downloads, download, files to download",
        _FILE,
        rf"{_FILE}|下载|附件|表格|文件|软件|客户端|版本|\b(?:downloads?|files?|forms?|pdf|zip|install\w*|versions?|software)\b",
        "contact phone",
    ),
)
# Words around a promise that change nothing in it: our weather, today's weather.
_AROUND_EN = frozenset({"our", "the", "a", "this", "today", "today's", "week", "week's", "local", "current", "general"})
_LONG_ZH = 4  # a heading that ends in a promise of so many characters makes it: 市图书馆开放时间


def promised(heading: str) -> Kind | None:
    """Return the kind of thing that a heading promises; None when it is none of the table's."""
    said = wording.compact(heading)
    spoken = " ".join(word for word in said.split() if word not in _AROUND_EN)
    for kind in KINDS:
        if said in kind.zh or spoken in kind.en:
            return kind
        if any(len(name) >= _LONG_ZH and said.endswith(name) and " " not in said for name in kind.zh):
            return kind
    return None


def missed(heading: str, first: str, section: str) -> Missed | None:
    """Return how a heading's promise is not kept by the text under it; None when nothing shows that.

    first: the first text under the heading, section: all of it up to the next heading.
    """
    kind = promised(heading)
    text, whole = (unicodedata.normalize("NFKC", part) for part in (first, section))
    if kind is None or kind.trace.search(text):
        return None
    instead = [other for other in KINDS if other is not kind and other.proof.search(text)]
    if any(other.name not in kind.akin for other in instead):
        return Missed.OTHER
    return Missed.AKIN if instead and not kind.trace.search(whole) else None
