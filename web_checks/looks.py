"""The words, in Chinese and English, by which instructions point at things: looks, places, shapes, sounds, verbs.

Compared after wording.compact(), as those of web_checks/words.py.
"""

# How something looks or where it stands, what it may be, and what asks somebody to use it.
SENSORY_ZH = (
    *(
        "红色",
        "绿色",
        "蓝色",
        "黄色",
        "橙色",
        "紫色",
        "黑色",
        "白色",
        "灰色",
        "粉色",
        "金色",
        "棕色",
        "红字",
        "蓝字",
        "绿字",
    ),
    *(
        "圆形",
        "正方形",
        "长方形",
        "方形",
        "矩形",
        "三角形",
        "星形",
        "菱形",
        "椭圆形",
        "左上角",
        "右上角",
        "左下角",
        "右下角",
    ),
    *("最大的", "最小的", "大的", "小的"),
    *("左侧", "右侧", "左边", "右边", "左方", "右方", "左手边", "右手边"),
)
SENSORY_EN = frozenset(
    [
        "red",
        "green",
        "blue",
        "yellow",
        "orange",
        "purple",
        "black",
        "white",
        "gray",
        "grey",
        "pink",
        "brown",
        "gold",
        "round",
        "square",
        "circular",
        "triangular",
        "triangle",
        "rectangular",
        "oval",
        "left",
        "right",
        "big",
        "large",
        "small",
        "bigger",
        "smaller",
    ]
)
# Sides: in English "right" is also what is correct, unless a word around it says that it is a place.
SIDES_EN = frozenset(["left", "right"])
PLACE_BEFORE_EN = frozenset(["on", "to", "at", "in", "upper", "lower", "top", "bottom", "far"])
PLACE_AFTER_EN = frozenset(["side", "hand", "corner", "edge", "column"])
# Shapes that also stand in a text as a sign: the words for them, and the signs.
SHAPES = (
    (("五角星", "星形", "星星", "星标"), ("star",), "★☆✦✧✩✪✫✬✭✮✯⭐🌟"),
    (("三角形", "三角"), ("triangle", "triangular"), "▲△▼▽▶▷◀◁◢◣◤◥🔺🔻"),
    (("正方形", "方形", "方块"), ("square",), "■□▪▫◼◻⬛⬜"),
    (("圆形", "圆点", "圆圈"), ("circle", "round", "dot"), "●○◉◎⚫⚪⬤"),
    (("菱形",), ("diamond", "rhombus"), "◆◇♦♢"),
    (("心形", "爱心"), ("heart",), "♥♡❤"),
    (("长方形", "矩形"), ("rectangle",), "▬▭▮▯"),
)
BESIDE_EN = frozenset(
    [
        "under",
        "underneath",
        "below",
        "beneath",
        "above",
        "behind",
        "beside",
        "next to",
        "near",
        "after",
        "within",
        "inside",
    ]
)
BESIDE_ZH = ("下方", "下面", "上方", "上面", "旁边", "后面", "前面", "里面", "内", "处")
PRESSING_EN = frozenset(["click", "press", "tap", "select", "choose", "push", "hit", "activate", "touch"])
PRESSING_ZH = ("点击", "单击", "双击", "按下", "点按", "请点")
LOOKING_EN = frozenset(
    ["look", "see", "find", "found", "click", "press", "tap", "select", "choose", "use", "open", "go", "read"]
)
LOOKING_ZH = ("请看", "查看", "看到", "找到", "参见", "详见", "见", "点击", "单击", "选择", "打开")
CONTROLS_ZH = ("按钮", "按键", "链接", "图标", "选项", "标签", "方块", "圆点")
# Of these a page has one or two: their kind says enough to look for them.
PARTS_ZH = ("菜单", "导航栏", "列表", "栏目", "箭头", "入口", "图片", "二维码")
PARTS_EN = frozenset(["menu", "menus", "list", "sidebar", "column", "arrow", "image", "picture", "navigation", "panel"])
CONTROLS_EN = frozenset(
    [
        "button",
        "buttons",
        "link",
        "links",
        "icon",
        "icons",
        "tab",
        "tabs",
        "option",
        "options",
        "box",
        "checkbox",
        "field",
    ]
)
ACTIONS_ZH = ("点击", "单击", "双击", "按下", "点按", "请点", "点选", "选择", "使用", "扫描", "找到", "通过")
ACTIONS_EN = frozenset(
    [
        "click",
        "press",
        "tap",
        "select",
        "choose",
        "hit",
        "use",
        "push",
        "follow",
        "find",
        "activate",
        "touch",
        "open",
        "check",
        "pick",
        "scan",
        "interact",
    ]
)

# What asks somebody to look only: a sentence with these and a place is never certain.
READING_EN = frozenset(["see", "view", "read", "review", "refer"])
READING_ZH = ("请看", "查看", "参见", "详见")
# Meaning that a text ties to a look or a sound: "those in red are required", 红色字体为必填, "at the beep".
CODED_EN = (
    r"\b(?:in|marked in|shown in|printed in|highlighted in) (?P<look>(?:red|green|blue|yellow|orange|purple|gr[ae]y"
    r"|bold|italics?|large|larger|big|bigger|small|smaller) (?:text|type|print|font|letters|characters))\b"
)
CODED_ZH = (
    r"(?P<look>(?:标[红蓝绿黄]|(?:[红蓝绿黄橙紫灰]色|加粗|大号|小号|斜体)的?(?:字体|文字|字|部分|标注|标记|标识))的?)"
    r"[^，。；,;]{0,8}?(?:为|是|表示|代表|指)"
)
HEARD_EN = (
    r"\b(?:at|after|when you hear|until you hear) (?:the sound of )?(?:the |a )?(?P<look>beep|tone|bell|chime|buzzer)\b"
)
HEARD_ZH = r"(?:听到|听见|待|等)[^，。；,;]{0,8}?(?P<look>提示音|滴声|嘀声|哔声|铃声|钟声)"
# A tone on the telephone is not the page's.
TELEPHONE = r"拨打|来电|电话|热线|留言|\b(?:dial|call|phone|telephone|hotline|voicemail|leave a message)\b"
