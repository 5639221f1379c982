"""Links, fields and buttons that the Tab key passes by.

Whom it hurts: people who work by keyboard never get to them. Tested: visible, enabled native controls that a walk
through the whole page by Tab did not come to, unless something else stands for them: a member of their group, a link
to the same address, a control of the same name; what is a control by its role alone and takes no tab stop; and a page
on which no press of Tab moves the focus. Left to a person: buttons out of the tab order, which may have an equivalent
of another name, roles that promise too much, and what arrow keys may reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="tab-reachability",
    title=Text("看得见的控件按 Tab 键走不到", "The Tab key never reaches a visible control"),
    whom=Text(
        "不用鼠标的肢体障碍者、盲人按 Tab 键走完整页也到不了这里，链接打不开、内容填不了。",
        "People who work by keyboard tab through the whole page and never get here: "
        "the link cannot be opened, the field not filled in.",
    ),
    mend=Text(
        '删去 tabindex="-1" 和改写 Tab 键的脚本；成组控件只留一个在 Tab 序列中的，其余须能用方向键到达。',
        'Remove tabindex="-1" and scripts that redirect Tab; if one of a group is in the tab order, '
        "let arrow keys reach the rest.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.1",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop of the walk and for each native control that it missed."""
    walk = page.answer(keyboard.PROBE)
    for stop in walk.stops:
        yield Verdict(Outcome.PASSED, stop.target, Text("按 Tab 键能到", "Tab reaches it"))
    if walk.loop:
        return  # a trap shuts out what comes after it: that is what keyboard-trap and keyboard-loop say
    # Many presses, and the focus went nowhere: a script takes the key.
    swallowed = not walk.stops and not walk.complete
    for missed in walk.missed:
        if missed.tabindex >= 0 and swallowed:
            message = Text(
                "按了 {most} 次 Tab 键，焦点哪里也没有去：页面的脚本截走了 Tab 键",
                "Tab was pressed {most} times and the focus went nowhere: a script of the page takes the key",
            ).format(most=str(keyboard.MOST_STOPS))
            yield Verdict(Outcome.FAILED, missed.target, message)
        elif missed.kind == "role":
            message = Text(
                "role 说它是控件，Tab 键却到不了；请人看一看它是不是控件、有没有别的键盘操作办法",
                "Its role makes it a control and Tab never gets there: a person should look whether it is one and "
                "whether keys work it in another way",
            )
            yield Verdict(Outcome.CANT_TELL, missed.target, message)
        elif missed.tabindex < 0:
            sure = walk.complete and missed.kind in ("link", "field") and not missed.roving
            message = Text(
                'tabindex="-1" 使 Tab 键到不了它，页面上也没有找到替代',
                'tabindex="-1" keeps Tab away, and no other way was found',
            )
            if not sure:
                message = Text(
                    'tabindex="-1" 使 Tab 键到不了它；请人看一看有没有别的键盘操作办法',
                    'tabindex="-1" keeps Tab away: a person should look for another way by keyboard',
                )
            yield Verdict(Outcome.FAILED if sure else Outcome.CANT_TELL, missed.target, message)
        elif walk.complete and not missed.before:
            message = Text(
                "按 Tab 键走完整页没有到它；请人再走一遍",
                "A walk through the whole page by Tab did not come here: a person should walk again",
            )
            yield Verdict(Outcome.CANT_TELL, missed.target, message)
