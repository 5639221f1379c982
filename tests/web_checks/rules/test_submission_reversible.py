"""submission-reversible: binding forms with and without a step to look the entries through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "submission-reversible"
FIELDS = '<label>姓名 <input name="a"></label><label>住址 <input name="b"></label>'


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (f"<h2>残疾人补贴申请</h2>{FIELDS}<button>提交申请</button>", Outcome.CANT_TELL),
        (f"<h2>缴费</h2>{FIELDS}<button>立即缴费</button>", Outcome.CANT_TELL),
        (f"<h2>申请</h2>{FIELDS}<button>提交</button><button type=button>预览</button>", Outcome.INAPPLICABLE),
        (f"<h2>申请</h2>{FIELDS}<p>提交后三日内可撤回</p><button>提交</button>", Outcome.INAPPLICABLE),
        (f"<h2>留言</h2>{FIELDS}<button>发送</button>", Outcome.INAPPLICABLE),
        ('<h2>申请进度</h2><label>编号 <input name="a"></label><button>查询</button>', Outcome.INAPPLICABLE),
    ],
)
def test_words_of_binding_and_of_checking(web: Web, form: str, outcome: Outcome) -> None:
    assert web.see(f'<form action="/done">{form}</form>', rules=(RULE,), staging=True).outcome(RULE) is outcome


def test_a_box_that_asks_back_is_a_check(web: Web) -> None:
    asks = "return confirm('确定要提交吗？')"
    form = f'<form action="/done" onsubmit="{asks}"><h2>申请</h2>{FIELDS}<button>提交</button></form>'
    assert web.see(form, rules=(RULE,), staging=True).outcome(RULE) is Outcome.INAPPLICABLE
