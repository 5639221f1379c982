"""Makes Chinese sentences as notices of a district government have them; what they say is made up."""

from __future__ import annotations

from random import Random

WHO = [
    "区政府办公室",
    "区发展改革局",
    "区民政局",
    "区人力资源社会保障局",
    "区卫生健康局",
    "区残疾人联合会",
    "区住房城乡建设局",
    "区教育局",
    "区市场监管局",
    "区城市管理局",
]
_WHEN = ["近日", "本月", "今年以来", "上半年", "年底前", "汛期期间"]
_DOES = ["印发", "公布", "部署", "推进", "修订", "组织学习"]
_WHAT = [
    "无障碍环境建设",
    "老年人助餐服务",
    "政务服务一网通办",
    "困难残疾人生活补贴",
    "城市道路养护",
    "公共场所母婴设施",
    "义务教育招生",
    "社区卫生服务",
    "保障性住房配租",
    "政府信息公开",
    "河道清淤整治",
    "食品安全抽检",
]
_PAPER = ["工作方案", "实施细则", "年度计划", "情况通报", "办事指南", "督查安排", "征求意见稿"]
_THEN = (
    "要求各单位于月底前报送进展",
    "方便群众就近办理",
    "有关材料可在服务大厅领取",
    "各街道安排专人负责解答",
    "欢迎社会各界提出意见",
    "相关数据每季度更新一次",
)
COLUMNS = ["要闻动态", "政务公开", "办事服务", "政策文件", "数据发布", "民生保障", "互动交流", "专题专栏"]


def title(rng: Random) -> str:
    """Return the title of a notice."""
    return f"{rng.choice(WHO)}关于{rng.choice(_WHAT)}的{rng.choice(_PAPER)}（第{rng.randint(1, 90)}号）"


def sentence(rng: Random) -> str:
    """Return one sentence."""
    subject = f"{rng.choice(_WHEN)}，{rng.choice(WHO)}{rng.choice(_DOES)}{rng.choice(_WHAT)}{rng.choice(_PAPER)}"
    return f"{subject}，{rng.choice(_THEN)}。"


def paragraph(rng: Random) -> str:
    """Return two to five sentences."""
    return "".join(sentence(rng) for _ in range(rng.randint(2, 5)))
