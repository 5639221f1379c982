"""The kinds of facility as data: one entry a kind, with its standard columns. Adding a kind is adding an entry.

The plan, the columns of layers, the scores and the reports all read this table; limits stand in `audit/standards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from audit.model import Text

Quantity = Literal["length", "area", "slope", "yes-no", "count", "year", "category"]


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a category column. id: as plans and editions name it; words: how surveys write it, beside the id."""

    id: str
    title: Text
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attribute:
    """One standard column.

    unit: canonical, "" where there is none; above_zero: nought cannot be, so it was not measured. yes, no, unknown:
    words of this column that outweigh the usual ones; categories: the values of a category column, in code order.
    """

    quantity: Quantity
    unit: str
    title: Text
    above_zero: bool = False
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class FacilityKind:
    """A kind of facility.

    covering: it serves the people around it, so that coverage is measured (a curb ramp serves the place it stands at);
    expected: a plan without such a layer is told so; weight: in the street score when the plan gives none (proposal:
    equal); sides: two lengths that a standard counts the longer and the shorter of, however the survey labels them.
    """

    id: str
    title: Text
    own: Mapping[str, Attribute] = field(repr=False)
    covering: bool = False
    expected: bool = False
    weight: float = 1.0
    sides: tuple[str, str] | None = None

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """Return the columns of this kind, its own first, then those that every kind has."""
        return MappingProxyType({**self.own, **_EVERY_KIND})


def _length(zh: str, en: str, unit: str = "m", *, above_zero: bool = True) -> Attribute:
    return Attribute("length", unit, Text(zh, en), above_zero)


def _area(zh: str, en: str) -> Attribute:
    return Attribute("area", "m2", Text(zh, en), above_zero=True)


def _slope(zh: str, en: str) -> Attribute:
    return Attribute("slope", "%", Text(zh, en))


def _count(zh: str, en: str) -> Attribute:
    return Attribute("count", "", Text(zh, en))


def _yes_no(zh: str, en: str) -> Attribute:
    return Attribute("yes-no", "", Text(zh, en))


def _category(zh: str, en: str, *categories: Category) -> Attribute:
    return Attribute("category", "", Text(zh, en), categories=categories)


def _named(name: str, zh: str, en: str, *words: str) -> Category:
    return Category(name, Text(zh, en), frozenset({zh, en.lower(), *words}))


_EVERY_KIND: Final[Mapping[str, Attribute]] = {
    "built": Attribute("year", "", Text("建成年份", "year built")),
    "new_building": _yes_no("属于新建工程", "new construction"),
    "agency_verdict": _yes_no("主管单位检查结论合格", "the agency's verdict"),
}

_CURB_RAMPS: Final[Mapping[str, Attribute]] = {
    "running_slope": _slope("正面坡度", "running slope"),
    "cross_slope": _slope("横坡", "cross slope"),
    "flare_slope": _slope("侧面坡度", "flare slope"),
    "counter_slope": _slope("坡口外路面反坡", "counter slope of the carriageway"),
    "grade_change": _slope("坡道与路面的坡度变化", "change of grade to the carriageway"),
    "width": _length("坡口宽度", "clear width"),
    "lip": _length("坡口与车行道的高差", "lip at the carriageway", "mm", above_zero=False),
    "landing_length": _length("坡后过渡空间长度", "landing length"),
    "landing_width": _length("坡后过渡空间宽度", "landing width"),
    "landing_slope": _slope("坡后过渡空间坡度", "landing slope"),
    "landing": _yes_no("坡后过渡空间尺寸足够", "landing large enough"),
    "landing_level": _yes_no("坡后过渡空间平缓", "landing level enough"),
    "tactile_warning": _yes_no("提示盲道", "tactile warning"),
    "warning_distance": _length("提示盲道距路缘石", "tactile warning, distance from the kerb", "mm", above_zero=False),
    "warning_depth": _length("提示盲道纵深", "tactile warning, depth", "mm"),
    "bollard_gap": _length("阻车桩净距", "clear gap between bollards", "mm"),
    "grate": _yes_no("坡口内有雨水箅子", "drain grate within the ramp"),
    "sidewalk_wide": _yes_no("与人行道同宽", "as wide as the sidewalk"),
    "ramp_type": _category(
        "缘石坡道形式",
        "type of curb ramp",
        _named("full-width", "全宽式", "full-width", "全宽式单面坡", "全宽式缘石坡道", "full width"),
        _named("three-sided", "三面坡", "three-sided", "三面坡式", "三面坡缘石坡道", "three sided", "flared"),
        _named("single-sided", "单面坡", "single-sided", "单面坡式", "单面坡缘石坡道", "single sided"),
        _named("other", "其他", "other", "其它", "其他形式"),
    ),
}

_PUBLIC_TOILETS: Final[Mapping[str, Attribute]] = {
    "stall_length": _length("无障碍厕位长边", "accessible stall, longer side"),
    "stall_width": _length("无障碍厕位短边", "accessible stall, shorter side"),
    "turning_circle": _length("轮椅回转直径", "turning circle"),
    "door_width": _length("门通行净宽", "clear door width", "mm"),
    "door_outward": _yes_no("推拉门或外开门", "sliding or outward door"),
    "grab_bars": _yes_no("安全抓杆", "grab bars"),
    "grab_bar_height": _length("水平抓杆高度", "height of the horizontal grab bar", "mm"),
    "grab_bar_length": _length("水平抓杆长度", "length of the horizontal grab bar", "mm"),
    "call_button": _yes_no("呼叫按钮", "call button"),
    "room": _yes_no("设有无障碍厕所（独立间）", "accessible toilet room"),
    "room_area": _area("无障碍厕所面积", "area of the accessible toilet room"),
    "low_hook": _yes_no("低位挂衣钩", "low coat hook"),
    "table": _yes_no("多功能台", "multi-use table"),
    "women_stalls": _count("女厕无障碍厕位数", "accessible stalls, women"),
    "women_basins": _count("女厕无障碍洗手盆数", "accessible basins, women"),
    "men_stalls": _count("男厕无障碍厕位数", "accessible stalls, men"),
    "men_urinals": _count("男厕无障碍小便器数", "accessible urinals, men"),
    "men_basins": _count("男厕无障碍洗手盆数", "accessible basins, men"),
    "third_toilet": _yes_no("设有第三卫生间", "family toilet (third toilet)"),
    "third_toilet_area": _area("第三卫生间面积", "area of the family toilet"),
    "third_toilet_turning": _length("第三卫生间轮椅回转直径", "turning circle in the family toilet"),
    "accessible": _yes_no("登记为无障碍", "declared accessible"),
}

_BUS_STOPS: Final[Mapping[str, Attribute]] = {
    "boarding_length": _length("上下客区纵深（垂直路缘）", "boarding area, across the kerb"),
    "boarding_width": _length("上下客区宽度（平行路缘）", "boarding area, along the kerb"),
    "boarding_slope": _slope("上下客区横向坡度（垂直路缘）", "slope of the boarding area, across the kerb"),
    "platform_height": _length("站台高度", "height of the platform", above_zero=False),
    "tactile_warning": _yes_no("提示盲道", "tactile warning"),
    "warning_distance": _length("提示盲道距路缘石", "tactile warning, distance from the kerb", "mm", above_zero=False),
    "braille_sign": _yes_no("盲文站牌", "stop sign in braille"),
    "step_free_path": _yes_no("站内无台阶通路", "step-free path through the station"),
    # GTFS: 0 or empty = no information, 1 = some vehicles can be boarded, 2 = not possible.
    "wheelchair_boarding": Attribute(
        "yes-no", "", Text("轮椅可上车", "wheelchair boarding"), no=frozenset({"2"}), unknown=frozenset({"0"})
    ),
}

_CROSSINGS: Final[Mapping[str, Attribute]] = {
    "level_difference": _yes_no("人行道与车行道有高差", "level difference to the carriageway"),
    "ramps_both_ends": _yes_no("两端均有缘石坡道", "curb ramps at both ends"),
    "signal": _yes_no("有交通信号灯", "traffic signal"),
    "sound_signal": _yes_no("过街音响提示装置", "sound signal"),
    "tactile_warning": _yes_no("两端有提示盲道", "tactile warning at both ends"),
    "refuge_width": _length("安全岛通行宽度", "clear width of the refuge island"),
}

_TACTILE_PAVING: Final[Mapping[str, Attribute]] = {
    "width": _length("盲道宽度", "width of the tactile paving", "mm"),
    "continuous": _yes_no("连续不断", "without a gap"),
    "unobstructed": _yes_no("未被占用", "free of obstacles"),
    "turn_warnings": _yes_no("起终点和转弯处有提示盲道", "warning surface at ends and turns"),
    "contrast": _yes_no("与周围颜色有反差", "colour stands out"),
}

_SIDEWALKS: Final[Mapping[str, Attribute]] = {
    "clear_width": _length("通行净宽", "clear width"),
    "crowded": _yes_no("人员密集", "crowded place"),
    "running_slope": _slope("纵坡", "running slope"),
    "cross_slope": _slope("横坡", "cross slope"),
    "level_change": _length("地面高差", "level change", "mm", above_zero=False),
    "opening": _length("箅子孔洞宽度", "opening in a grate", "mm", above_zero=False),
}

_OVERPASSES: Final[Mapping[str, Attribute]] = {
    "form": _category(
        "形式",
        "form",
        _named("overpass", "人行天桥", "overpass", "天桥", "过街天桥", "footbridge"),
        _named("underpass", "人行地下通道", "underpass", "地下通道", "地道", "subway"),
    ),
    "lift": _yes_no("无障碍电梯", "lift"),
    "lift_working": _yes_no("电梯正常运行", "lift in service"),
    "ramp": _yes_no("轮椅坡道", "wheelchair ramp"),
    "ramp_slope": _slope("轮椅坡道坡度", "slope of the wheelchair ramp"),
    "clear_width": _length("通行净宽", "clear width"),
    "handrail": _yes_no("扶手", "handrail"),
    "tactile_warning": _yes_no("梯道起止处有提示盲道", "tactile warning at the stairs"),
}

_PARKING: Final[Mapping[str, Attribute]] = {
    "spaces": _count("停车位总数", "parking spaces"),
    "accessible_spaces": _count("无障碍停车位数", "accessible parking spaces"),
    "aisle_width": _length("轮椅通道宽度", "width of the access aisle"),
    "ground_slope": _slope("车位地面坡度", "slope of the ground"),
    "marked": _yes_no("有地面标线和标志", "marked on the ground and by a sign"),
    "step_free_route": _yes_no("到入口无台阶", "step-free route to the entrance"),
}

_PUBLIC_BUILDINGS: Final[Mapping[str, Attribute]] = {
    "class": _category(
        "类别",
        "class",
        _named("government", "政务服务场所", "government hall", "政务大厅", "政务服务中心", "党政机关", "机关"),
        _named("hospital", "医疗机构", "hospital", "医院", "卫生院", "社区卫生服务中心", "clinic"),
        _named("school", "学校", "school", "中学", "小学", "幼儿园", "大学", "university"),
        _named("library", "图书馆", "library"),
        _named("bank", "银行", "bank", "金融网点"),
        _named("post", "邮政网点", "post office", "邮局", "邮政"),
        _named("station", "车站", "station", "客运站", "火车站", "地铁站", "码头", "机场"),
        _named("other", "其他", "other", "其它"),
    ),
    "step_free_entrance": _yes_no("出入口无台阶或设有坡道", "step-free entrance"),
    "ramp": _yes_no("出入口设有轮椅坡道", "wheelchair ramp at the entrance"),
    "ramp_slope": _slope("轮椅坡道坡度", "slope of the wheelchair ramp"),
    "door_width": _length("门通行净宽", "clear door width", "mm"),
    "storeys": _count("层数", "storeys"),
    "lift": _yes_no("无障碍电梯", "lift"),
    "accessible_toilet": _yes_no("每层有无障碍卫生间", "accessible toilets on every floor"),
    "low_counter": _yes_no("低位服务台", "low service counter"),
    "accessible_parking": _yes_no("无障碍停车位", "accessible parking"),
}

_LIFTS: Final[Mapping[str, Attribute]] = {
    "door_width": _length("门通行净宽", "clear door width", "mm"),
    "car_depth": _length("轿厢深度", "depth of the car"),
    "car_width": _length("轿厢宽度", "width of the car"),
    "braille_buttons": _yes_no("盲文按钮", "buttons in braille"),
    "voice": _yes_no("语音报层", "floors announced by voice"),
    "working": _yes_no("正常运行", "in service"),
}

_SELF_SERVICE_TERMINALS: Final[Mapping[str, Attribute]] = {
    "class": _category(
        "类别",
        "class",
        _named("government", "政务自助终端", "government services", "政务服务", "社保自助机"),
        _named("hospital", "医院自助机", "hospital", "挂号机", "缴费机"),
        _named("bank", "银行自助柜员机", "cash machine", "atm", "取款机"),
        _named("transport", "交通自助售取票机", "tickets", "售票机", "取票机"),
        _named("other", "其他", "other", "其它"),
    ),
    "voice": _yes_no("语音提示", "spoken guidance"),
    "large_print": _yes_no("大字", "large print"),
    "braille": _yes_no("盲文", "braille"),
    "screen_centre_height": _length("屏幕中心离地高度", "height of the middle of the screen", "mm"),
    "lowest_control": _length("最低操作部件离地高度", "height of the lowest control", "mm"),
    "highest_control": _length("最高操作部件离地高度", "height of the highest control", "mm"),
    "reach_depth": _length("操作部件到机身前沿的距离", "reach over the front edge", "mm", above_zero=False),
    "knee_height": _length("容膝空间高度", "knee space, height", "mm", above_zero=False),
    "knee_depth": _length("容膝空间深度", "knee space, depth", "mm", above_zero=False),
    "knee_width": _length("容膝空间宽度", "knee space, width", "mm", above_zero=False),
    "turning_circle": _length("机前轮椅回转直径", "turning circle in front"),
    "time_extendable": _yes_no("操作时限可延长", "time limit can be extended"),
    "call_help": _yes_no("可呼叫人工", "staff can be called"),
    "working": _yes_no("正常运行", "in service"),
}

KINDS: Final[Mapping[str, FacilityKind]] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            FacilityKind("curb_ramps", Text("缘石坡道", "Curb ramps"), _CURB_RAMPS, expected=True),
            FacilityKind(
                "public_toilets",
                Text("公共厕所", "Public toilets"),
                _PUBLIC_TOILETS,
                covering=True,
                expected=True,
                sides=("stall_length", "stall_width"),
            ),
            FacilityKind("bus_stops", Text("公交站点", "Bus stops"), _BUS_STOPS, covering=True, expected=True),
            FacilityKind("crossings", Text("人行横道", "Crossings"), _CROSSINGS),
            FacilityKind("tactile_paving", Text("盲道", "Tactile paving"), _TACTILE_PAVING),
            FacilityKind("sidewalks", Text("人行道", "Sidewalks"), _SIDEWALKS),
            FacilityKind("overpasses", Text("人行天桥和地下通道", "Overpasses and underpasses"), _OVERPASSES),
            FacilityKind("parking", Text("停车场", "Parking"), _PARKING),
            FacilityKind(
                "public_buildings", Text("公共服务场所", "Public service buildings"), _PUBLIC_BUILDINGS, covering=True
            ),
            FacilityKind("lifts", Text("无障碍电梯", "Lifts"), _LIFTS),
            FacilityKind(
                "self_service_terminals",
                Text("自助服务终端", "Self-service terminals"),
                _SELF_SERVICE_TERMINALS,
                covering=True,
            ),
        )
    }
)

# What may be known of an edge of the walking network, beside its surface (a word). path: apart from a carriageway, so
# that no kerb has to be crossed where it meets others; lift: or a ramp, in place of the steps.
NETWORK: Final[Mapping[str, Attribute]] = MappingProxyType(
    {
        "steps": _yes_no("台阶", "steps"),
        "footbridge": _yes_no("天桥或地道", "footbridge or underpass"),
        "lift": _yes_no("电梯或坡道", "lift or ramp"),
        "crossing": _yes_no("人行横道", "crossing"),
        "path": _yes_no("与车行道分开", "apart from a carriageway"),
        "wheelchair": _yes_no("轮椅可通行", "wheelchair access"),
        "slope": _slope("纵坡", "slope"),
        "width": _length("净宽", "clear width"),
    }
)
