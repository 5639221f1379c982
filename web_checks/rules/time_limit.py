"""Time limits that a page announces.

Whom it hurts: people who read slowly, type slowly or use a screen reader are sent away or logged out before they are
done. Tested: texts on screen that count down to leaving, closing or logging out, and speak of sessions that run out;
whether any control of the page speaks of stopping or more time. A wait before a code can be asked for again, and a
limit of more than 20 hours, are no barrier; a refresh by <meta> is axe's. Left to a person: limits that nothing
announces, and whether the control works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import time_limits

RULE = Rule(
    id="time-limit",
    title=Text("有时间限制，可能不能延长或停止", "A time limit that may not be stopped or extended"),
    whom=Text(
        "读得慢、打字慢的人和用读屏软件的人还没读完、填完，页面就跳走或退出了登录，填的内容也没了。",
        "People who read or type slowly, or use a screen reader, are sent away or logged out before they are done, "
        "and lose what they entered.",
    ),
    mend=Text(
        "到期前提醒，并给至少 20 秒按一下就能延长；自动跳转改成由用户点链接，或加“停留在本页”按钮。",
        "Warn before time runs out and give at least 20 seconds to extend it with one press; let people follow a link "
        "instead of sending them on, or add a button that stops it.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.2.1",),
    needs=("time_limits",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LONG = 20 * 3600  # s; WCAG 2.2, 2.2.1: longer limits are exempt
_SECONDS = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "h": 3600}
_SPAN = r"(?P<number>\d+)\s*(?P<unit>秒钟?|分钟|小时|s(?:ec(?:ond)?s?)?\b|min(?:ute)?s?\b|hours?\b)"
_LEAVES_ZH = "跳转|跳轉|转到|轉到|进入|返回|关闭|關閉|退出|登出|注销|刷新|离开|重定向"
_LEAVES = re.compile(
    rf"{_SPAN}\s*(?:之)?[后後內内]?[^。；;!！]{{0,12}}(?:{_LEAVES_ZH})"
    rf"|(?:redirect|leav|clos|log(?:ged|ging)? ?(?:you )?out|sign(?:ed|ing)? ?(?:you )?out|refresh)[^.;!]{{0,40}}?\bin "
    rf"{_SPAN.replace('number', 'number_en').replace('unit', 'unit_en')}",
    re.IGNORECASE,
)
# The text of a guide tells of limits too: a person looks at the page that it speaks of.
_RUNS_OUT = re.compile(
    r"(?:会话|會話|登录|登錄|页面|頁面|session)[^。；;.!！]{0,16}(?:超时|超時|过期|過期|失效|expire|time[sd]?[ -]?out)"
    r"|(?:长时间|\d+\s*(?:秒钟?|分钟|小时)内?)(?:未|无|没有)(?:任何)?操作"
    r"|(?:倒计时|倒計時|剩余时间|剩餘時間|time (?:left|remaining)|remaining time)\D{0,8}"
    r"\d+\s*(?:[:：]\s*\d\d|秒|分|s\b|sec|min)"
    r"|\byou have (?:only )?\d+(?:[:：]\d\d)?\s*(?:s|sec(?:ond)?s?|min(?:ute)?s?|hours?)\b (?:left|remaining|to)\b"
    r"|请(?:您)?(?:于|在)\s*\d+\s*(?:秒钟?|分钟|小时)(?:之)?内[^。；;!！]{0,6}(?:完成|支付|提交|确认|填写|登录)",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(
    r"重新?(?:获取|获得|发送|發送)|重发|再次(?:获取|发送)|验证码|驗證碼|resend|send again", re.IGNORECASE
)
_MORE_TIME = re.compile(
    r"停止|取消|暂停|暫停|延长|延長|延时|续期|继续|繼續|停留|留在|保持|不再"
    r"|stop|cancel|pause|extend|continue|stay|keep|more time",
    re.IGNORECASE,
)

_ASK = Text(
    "“{text}”：请人看一看到期前有没有提醒，能不能停止或延长",
    "“{text}”: a person should look whether there is a warning and a way to stop or extend it",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text that sets or tells a time limit."""
    for timed in page.answer(time_limits.PROBE):
        if _NO_LIMIT.search(timed.text):
            continue
        leaves = _LEAVES.search(timed.text)
        if leaves:
            number = leaves["number"] or leaves["number_en"]
            seconds = int(number[:9]) * _SECONDS[(leaves["unit"] or leaves["unit_en"])[0].lower()]
            measured = Measurement(seconds, _LONG, "s")
            stops = any(_MORE_TIME.search(name) for name in timed.controls)
            if seconds > _LONG:
                message = Text("时限超过 20 小时", "The limit is longer than 20 hours")
                yield Verdict(Outcome.PASSED, timed.target, message, measured)
            elif timed.counts and timed.scripted and not stops:
                message = Text(
                    "“{text}”：页面上没有停止或延长的控件", "“{text}”: no control on the page stops or extends it"
                )
                yield Verdict(Outcome.FAILED, timed.target, message.format(text=timed.text[:60]), measured)
            else:
                yield Verdict(Outcome.CANT_TELL, timed.target, _ASK.format(text=timed.text[:60]), measured)
        elif _RUNS_OUT.search(timed.text):
            yield Verdict(Outcome.CANT_TELL, timed.target, _ASK.format(text=timed.text[:60]))
