"""The words, in Chinese and English, by which rules know texts that say nothing; compared after wording.compact().

One place for all rules: another language is more words here, and no other code.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(","))


# Link texts that name neither a thing nor a place: they mean something only beside other text.
LINK_NOTHING = _words(
    """
    更多 更多内容 更多信息 更多详情 查看更多 查看更多内容 点击更多 点击查看更多 了解更多 看更多 加载更多
    详情 详细 详细信息 详细内容 查看详情 查看详细 查看详细信息 点击详情 了解详情 看详情 点击查看详情 点击查看详细
    查看 点击查看 点击阅读 点击浏览 点击进入 点击跳转 点击打开 点击链接 浏览 阅读 进入 立即进入 立即查看
    立即前往 前往 跳转
    点击 请点击 点此 点此查看 点此进入 点我 点这里 点这儿 点击这里 点击此处 请点这里 请点击这里 请点击此处
    戳这里 这里 此处 这儿
    全文 查看全文 阅读全文 点击查看全文 阅读更多 继续阅读 展开阅读 查看原文 阅读原文 原文链接 去看看
    链接 超链接 网页链接 链接地址
    瞭解更多 詳情 詳細 詳細資訊 查看詳情 查看更多內容 更多內容 更多資訊 點擊這裡 點擊此處 按此 這裡 閱讀全文
    閱讀更多 繼續閱讀 連結
    """
) | _phrases("view, view all, see all, show all, view details, view more")
# Link texts that say what happens but not to what: often enough in their place (下载 in a navigation bar).
LINK_VAGUE = _words(
    """
    下载 点击下载 立即下载 附件 附件下载 下载附件 查看附件 下載 附件下載 全部 查看全部 展开 打开 网址 地址 视频
    音频 图片 图文
    播放 网站 官网 办理 立即办理 在线办理 申请 立即申请 办事 预览 解读 图解
    """
) | _phrases(
    """
    download, video, photo, photos, image, audio, attachment, website, visit website, site, play, apply,
    apply now, all
    """
)
# An English link text of these words alone says nothing, when one of the first set is among them.
LINK_CORE_EN = _words(
    """
    click clicking here more read reading go continue link hyperlink this that detail details
    """
)
LINK_FILLER_EN = _words(
    """
    a an the to for of on in it its at by out and or now please just is me my you your about all
    view see learn find discover follow visit open press tap show enter proceed get further
    full text story article page pages info information
    """
)
# A word that points at something said elsewhere, and the plain nouns that it points with.
POINTER_EN = _words("this that these those it them")
POINTER_ZH = ("这个", "那个", "这些", "那些", "上述", "以下", "前述", "该", "此", "这", "那")
POINTED_ZH = _words(
    """
    产品 项目 文件 文章 网站 页面 网页 链接 通知 公告 文档 报告 栏目 平台 系统 服务 内容 部分 事项 办法 表格
    附件
    """
)
# Names of file formats: they say in which form something comes, never what it is.
FORMATS = _words(
    """
    pdf doc docx word xls xlsx excel ppt pptx powerpoint wps et dps ofd txt rtf odt ods csv html htm epub mobi
    azw3 kindle
    zip rar 7z mp3 mp4 wav plain 纯文本
    """
)
FORMAT_FILLER = _words(
    """
    text format file version document download edition as in 格式 版 版本 文件 文档 下载 下載 点击
    """
)

# Titles that a tool wrote, or that were never filled in.
TITLE_NOTHING = _words(
    """
    无标题 无标题文档 无标题页 未命名 未命名文档 未命名页面 新建网页 新建页面 新建文档 無標題文件 网页标题
    網頁標題 页面标题 标题 文章标题
    此处插入标题 请输入标题 内容页 列表页 详情页 文章页 栏目页 内容页模板 列表页模板 模板 测试 测试页面
    """
) | _phrases(
    """
    untitled, untitled document, untitled page, no title, new page, title, page title, web page, webpage,
    document, page,
    insert title here, enter title here, your title here, title goes here, your page title, add title,
    site title, default,
    default title, default page, test, test page, template, html template, html document, index, index page,
    my page,
    blank page, jsp page, vite app, vite + vue, vite + vue + ts, vite + react, react app, vue app, webpack app,
    nuxt app,
    create next app, my app, starter template
    """
)
TITLE_VAGUE = _words(
    """
    首页 主页 首頁 网站首页 登录 详情 详细信息 文章内容 内容 列表 更多 新闻 网站 欢迎 欢迎光临 欢迎访问
    """
) | _phrases(
    """
    home, homepage, home page, welcome, main, login, detail, details, content, list, website, error
    """
)

# Headings that stand in for one.
HEADING_NOTHING = _words(
    """
    标题 小标题 大标题 主标题 副标题 一级标题 二级标题 三级标题 栏目标题 模块标题 版块标题 板块标题 标题文字
    標題 栏目名称 模块名称
    请输入标题 此处填写标题 无标题 未命名
    """
) | _phrases(
    """
    heading, headline, title, subtitle, subheading, sub heading, section title, section heading, page heading,
    heading text,
    heading here, title here, your heading here, your title here, add heading, add your heading text here,
    insert heading here, new section, untitled, lorem ipsum
    """
)
HEADING_VAGUE = LINK_NOTHING | _words("内容 栏目 正文 其他 section content header text misc more here")
# A heading that only counts: Section 1, 第二部分, 3.
HEADING_COUNTS = (
    r"(?:section|part|chapter|unit|no\.?)\s*(?:\d{1,3}|[ivx]{1,4}|[a-z])"  # nothing else stands in it
    r"|第\s*[\d一二三四五六七八九十]{1,3}\s*(?:部分|章|节)|\d{1,2}"
)

# Labels that tell somebody to enter, or name the control, but not what to enter.
LABEL_NOTHING = _words(
    """
    请输入 请填写 请选择 请输入内容 请在此输入 请在此处输入 在此输入 点击输入 输入 输入内容 填写 输入框 文本框
    文本 請輸入
    表单 字段 标签 控件 菜单 按钮 信息 资料 数据 提交 确定 确认
    """
) | _phrases(
    """
    info, information, input, text, field, label, enter, type here, enter here, write here, enter text,
    enter text here,
    start typing, input field, text field, text box, textbox, box, form, form field, control, menu, button,
    placeholder,
    item, value, enter value, data, fill in, your text, your input, go, ok, submit
    """
)
LABEL_VAGUE = _words("内容 其他 选择 编号 号码 select choose option options other details content")

# Texts that tell a way out of a control by keyboard, and keys as they are written there.
WAY_OUT = (
    r"(?i:\b(?:press|hit|use|type)\s+(?:the\s+)?[\"'“‘]?(?P<key>escape|esc|enter|f\d{1,2}|\w)[\"'”’]?[\s-]*"
    r"(?:key\s+)?to\s+(?:exit|leave|quit|close|get out|go back|return|move on|release))"
    r"|按(?:下|一下)?[“\"\s]*(?P<taste>[Ee]scape|[Ee]sc|ESC|[Ff]\d{1,2}|回车|[A-Za-z0-9])[”\"\s]*键?"
    r"(?:即可|可以|可|后)?(?:退出|离开|返回|关闭|跳出)"
)
KEYS = {"esc": "Escape", "escape": "Escape", "enter": "Enter", "回车": "Enter"} | {
    f"f{number}": f"F{number}" for number in range(1, 13)
}

# What error messages say; and what a message may consist of and still not say why, or what would be right.
ERRORS_ZH = _words(
    """
    有误 错误 不正确 无效 不合法 非法 不能为空 不可为空 格式不对 格式不符 不符合 请正确 请输入正确 请填写正确
    请重新 未填写 必须填写
    """
)
ERRORS_EN = _phrases(
    """
    invalid, incorrect, error, errors, wrong, failed, missing, must, required, correctly, not valid, please fill,
    please enter, try again, cannot be blank, can't be blank
    """
)
ERROR_EMPTY_ZH = _words(
    """
    错误 有误 不正确 无效 不合法 非法 格式 输入 填写 的 值 您 你 请 正确 重新 信息 内容 数据 了 提示 再试 检查
    """
)
ERROR_EMPTY_EN = _words(
    """
    invalid incorrect error errors wrong value values input field fields data entry the a an is are was were
    for in of your
    you not valid please correct correctly fill enter again try check this form there has failed
    """
)

# Text alternatives that name the medium and nothing else (hidden, they keep nothing from anybody).
IMAGE_NOTHING = _words(
    """
    图片 图像 照片 图 图标 配图 插图 装饰 背景
    image img picture photo icon graphic logo banner arrow decoration background bullet
    """
)

# Words that Chinese pages stretch by spaces, to align labels or fill a heading.
STRETCHED = _words(
    """
    姓名 性别 年龄 民族 籍贯 学历 职务 职称 单位 地址 电话 传真 网址 邮箱 邮编 手机 密码 账号 帐号 用户 用户名
    验证码
    标题 内容 主题 日期 时间 来源 作者 编辑 栏目 类别 类型 分类 名称 编号 文号 备注 附件 说明 部门 科室 摘要
    关键词 正文
    通知 公告 公示 通告 公报 决定 命令 意见 办法 目录 首页 搜索 查询 提交 重置 登录 登陆 注册 返回 关闭 确定
    取消 更多 下载
    新闻 专题 动态 政策 法规 服务 机构 领导 信箱 投诉 举报 建议 留言 主办 承办 协办 版权 签名 签字 盖章 审核
    批准 主送 抄送 印发
    索引号 发文字号 成文日期 发布日期 政务公开 办事指南 通知公告 新闻中心 友情链接 联系我们
    """
)
# The family names that most people bear: 王　明 is a person, not a stretched word.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤傅翟项"
)

# ---- forms that are sent off on a test copy

# Words on a form: it ends the session; it pays or deletes; its button leads to the next of several steps.
LEAVING = r"退出|注销登录|log ?out|sign ?out"
GRAVE = (
    r"删除|注销|撤销|清空|支付|缴费|缴款|付款|充值|退款|转账|delete|remove|(?<![a-z])pay(?:ment)?(?![a-z])|checkout"
    r"|purchase|transfer"
)
NEXT_STEP = r"下一步|下一页|继续|^next|continue"
# Words on a form that binds by law, moves money or changes what is kept about a person.
BINDING = (
    r"申请|申报|申办|报名|预约|签约|签署|合同|备案|登记|变更|缴费|缴款|支付|付款|转账|纳税|删除|注销|apply|application"
    r"|contract|declar|(?<![a-z])pay(?:ment)?(?![a-z])|purchase|transfer|delete|tax return"
)
# Words of a step in which the entries can be looked through, taken back or confirmed.
CHECKING = (
    r"核对|预览|确认信息|信息确认|请确认|再次确认|撤回|撤销申请|取消申请|可修改|存为草稿|暂存|下一步|review|preview|confirm"
    r"|undo|withdraw|save draft|^next"
)
# What a text says that asks for an entry, and what one says that tells of success.
ASKS_ZH = _words(
    """
    请输入 请填写 请选择 请上传 请勾选 请阅读 请先 请完善 请补充 必填 不完整 未选择 未输入
    不能少于 不能超过 不能小于 不能大于 至少
    """
)
SUCCESS_ZH = _words("成功 已提交 已保存 已发送 已添加 已完成 正在提交 请稍候 请稍后")
SUCCESS_EN = _phrases("success, successfully, submitted, saved, sent, added, thank you, please wait")
# What a text says that tells how an entry must look.
SUGGESTIONS = (
    r"例如|比如|示例|举例|如[：:]|形如|应为|应当|应该|应是|须为|需为|必须[是为]|必须包含|请包含|由.{1,12}组成|以.{1,8}开头"
    r"|之间|范围|\d\s*(?:个|位|字符|汉字|数字)|[一二三四五六七八九十](?:位|个字)|yyyy|年-月|@|包括|格式[为：:是]"
    r"|仅支持|只能(?:是|为|输入|填写)|不[大小多少]于|for example|e\.g\.|such as|example:"
    r"|must (?:be|have|contain|start|include)"
    r"|should (?:be|have|look|contain)|in the format|at (?:least|most)|between|digits|characters|include an?"
)
# The names of what a format belongs to: said alone with "wrong", they tell nothing of the format.
FORMAT_NAMES = _words(
    """
    邮箱 邮箱地址 电子邮箱 电子邮件 电子邮件地址 邮件地址 手机 手机号 手机号码 电话 电话号码 联系电话 号码
    身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 日期 出生日期 年龄 数字 数量 金额
    email e-mail address phone mobile number telephone
    """
)
# What warns that a choice takes effect at once.
WARNS_AT_ONCE = (
    r"跳转|选择后|选中后|自动(?:提交|打开|跳|进入|刷新|切换|翻)|即(?:可)?(?:打开|进入|提交)|将(?:打开|提交|刷新|离开)|新窗口"
    r"|will (?:open|submit|go|take|change|reload|update)|(?:opens|goes|reloads|updates|submits|moves)|automatically"
)
# What a box says that asks back before something is done.
ASKS_BACK = r"确认|确定|是否|吗[？?]?$|are you sure|confirm|really"
