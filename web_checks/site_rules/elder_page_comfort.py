"""Pages of a mode for older people with tight lines, small buttons, floating boxes or advertisements.

Whom it hurts: older people with unsteady hands and tired eyes, for whom the mode was made. Tested: the pages of the
site that the mode's entry on the start page leads to, by the table in web_checks/elder.py. Its limits are quoted from
the MIIT's design rules (2021) by others and are not verified, so it never fails; text size and completeness are
elder-mode's, contrast is axe's. Left to a person: whether what is small, tight or floating gets in the way, and all of
a page that does not say itself what it is (no other page is measured).
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks import elder
from web_checks.page import SitePages
from web_checks.probes import ease, wayfinding

RULE = Rule(
    id="elder-page-comfort",
    title=Text("适老页面行距、按钮、浮窗或广告不合适", "Page for older people: lines, buttons, floating boxes or ads"),
    whom=Text(
        "老年人手抖、眼花：按钮小就按不准，行距密就看串行，浮窗和广告会误点，关也关不掉。",
        "Older people with unsteady hands and tired eyes miss small buttons, lose the line, and press what floats by.",
    ),
    mend=Text(
        "适老页面行距不小于字高的 1.3 倍，主要按钮不小于 60×60 像素、其他不小于 44×44 像素；不放广告和浮窗，"
        "确需浮窗的，给出能永久关闭的大按钮。",
        "Set lines 1.3 letter heights apart or more, main buttons 60 by 60 px and others 44 by 44 or more; put up no "
        "advertisements or floating boxes, or let a large button close them for good.",
    ),
    impact=Impact.MINOR,
    scope=Scope.SITE,
    needs=("wayfinding", "ease"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL}),
)


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield one verdict for each aspect of each page that an entry on the start page leads to."""
    home = next((page for page in site.pages if page.home), None)
    seen = wayfinding.kept(home) if home else None
    if home is None or seen is None:
        return
    led_to = {entry.address for entry in seen.of_kind("mode") if entry.address} - {home.address}
    for page in site.pages:
        if page.address not in led_to:
            continue
        if ease.unsaid(page):
            message = Text(
                "首页的适老入口通到这一页，但标题、网址、按钮都没有说明它是适老页面，没有测量；请人看一看",
                "The mode's entry leads here, but no title, address or button says what the page is, so it was not "
                "measured: a person should look",
            )
            yield Verdict(Outcome.CANT_TELL, Target("html", "", "mode-unsaid"), message, subject=page.address)
        measured = ease.kept(page)
        for aspect in elder.aspects(measured) if measured else ():
            where = Target("html", "", f"mode-{aspect.name}")
            yield Verdict(aspect.outcome, where, aspect.message, aspect.measurement, subject=page.address)
