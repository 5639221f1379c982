"""What the two rules on text over gradients share: text that is too faint, or clear, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Measurement, Outcome, Text, Verdict
from web_checks.probes.gradients import GradientText


def judged(texts: tuple[GradientText, ...], text_limit: float, large_limit: float) -> Iterator[Verdict]:
    """Yield a verdict for each text that passes, or fails, all along its gradient; the limits are contrast ratios."""
    for text in texts:
        limit = large_limit if text.large else text_limit
        if text.best < limit:
            best = int(text.best * 100) / 100
            message = Text(
                "文字与渐变底色的对比度最高处也只有 {best}:1，应不低于 {limit:g}:1",
                "Even at its best place on the gradient the contrast is {best}:1; {limit:g}:1 is needed",
            ).format(best=best, limit=limit)
            yield Verdict(Outcome.FAILED, text.target, message, Measurement(best, limit, ":1"))
        elif text.worst >= limit:
            yield Verdict(Outcome.PASSED, text.target, Text("整段渐变上都够清楚", "Clear all along the gradient"))
