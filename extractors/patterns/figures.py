"""Words around a number that tell whether it counts something to be reached; text in half width."""

from __future__ import annotations

import re

from policyqa.zh.words import any_of

from . import quantities as q
from .targets import ACTS

# Units that say of whom or which, not how many: 岁, 级, 档
SILENT = frozenset(("周岁", "岁", "级", "步", "档", "层", "圈", "对", "单", "道", "票", "度", "千伏"))
LONG_TIMES = frozenset(("年", "个月", "天", "周", "个学期", "个学年", "个季度", "季度"))
SHORT_TIMES = frozenset(("日", "个工作日", "工作日", "个自然日", "自然日", "小时", "个小时", "分钟", "秒"))
# 10大类60项: kinds, and how many there are in all of them
KINDS = frozenset(("大类", "类", "批"))
# 度 is an angle or a temperature, except of electricity: 4.46亿度
LARGE = re.compile(r"[万亿]")
MINUTES = frozenset(("分钟", "秒"))

# 由300元提高到500元: where a rise begins
RISES_TO = re.compile(
    r"(?:分别|进一步|逐步|统一|平均|最高)?(?:提高|增加|提升|扩大|增长|上调|下调|下降|降低|压缩|压减|压降|缩短|减少|精简|缩减|调整|延长|降|减|增|升|提)(?:到|至|为)(?:不(?:超过|低于|少于|高于))?"
)
RISE_ENDS = frozenset("到至为过于")
# 从15个县(市)扩大到57个县(市): with what is counted named twice
RISES_FROM = re.compile(r"(?:从|由)(?:每[人户年月个])*$")
RISES_TO_NAMED = re.compile(rf"[一-龥()、]{{1,8}}?{RISES_TO.pattern}")
# 公交与轨道50米内换乘比例: a distance that says of which share
NEAR_WHAT = re.compile(r"[一-龥]{2,10}(?:率|比例|占比|比重)")
DISTANCES = frozenset(("米", "公里", "千米"))
# 年产值1亿元以上的企业达到80家
OF_WHICH = re.compile(
    r"的[一-龥]{1,16}?(?:达到|达|突破|超过|增加|新增|不少于|数量|力争)*|[一-龥]{2,12}?(?:达到|达|突破|超过|增加|新增|增至|不少于|数量|力争)+"
)
# 降低企业用电成本5%以上: the change of what stands between verb and number
FALL_OF = re.compile(r"(?:降低|减少|压减|压降|压缩|缩短|下调|削减|减轻)(?![到至为])[^,。;:\d]{2,20}(?<![到至为率])$")
MONEY_CHANGE = re.compile(r"(?:提高|上调|下调|降低)$")
LEVEL_END = re.compile(r"(?:到|至|达到|为)$")
GROWTH_RATE_END = re.compile(r"增[长速幅].{0,4}(?:达到|为)$")

# 人均预期寿命提高到78岁, 受教育年限达11年: a length or an age that is itself the indicator
LENGTH_NAMED = re.compile(
    r"(?:寿命|年限|(?:补贴|资助|扶持|贴息|免租|优惠|贷款|享受|奖励|补助)期限|时长|周期|学制|年龄|用时|时间|时限)(?:平均|一般|均|达到|达|为|提高到|提高至|提升到|延长到|延长至|不少于|不低于|不超过|缩短至|缩短到|压缩至|控制在|稳定在|在|约|:)+$"
)
# 须于5个工作日内完成审批, 60日内办结: what an office promises for each case is a length of time to be kept
SERVED = re.compile(
    r"(?:[,、]?(?:由|向|将|对|与|予以|给予|依法|一次性|全部|及时|组织|按照?[^,。;]{1,16})[^,。;]{0,20}?|将[^,。;]{1,20}?)?"
    r"(?:完成|办结|办理|审批|审核|审定|审查|复核|核准|反馈|答复|回复|处置|处理|拨付|兑付|支付|退还|返还|报送|报备|出具|发放|到账|送达|受理|作出|分摊|启动|开展|签订|签署|提交|提出|告知|通知|公告|公示|移交|转办|响应|录入|上传|核实|进行|备案|送[至达到])"
)
# 自收到申请之日起20日内,向…提交报告: what is done in that time stands in the next clause
SERVED_BEHIND = re.compile(r"[,，](?!对)(?P<act>[^,。;:]{2,40})")
# 申请材料齐全的情况下须于, 收到申请之日起, 审议通过后: when the time begins, and no object
EVENT_END = re.compile(r"情况下|之日|[后起时]$|[须应]于?$")
ANSWERED = re.compile(r"(?:响应|接通|接听|应答)(?!率)")  # 1分钟响应
SET_ASIDE = re.compile(r"(?:安排|保证|保障|留出)(?:不少于)?$")  # 安排10分钟的练习
SHORTENED = re.compile(r"压缩|压减|压降|缩短|缩减|提速|控制|不超过")
SHORTENED_TO = re.compile(r"(?:压缩|压减|压降|缩短|缩减|控制|精简|减少|降低|提速)(?:到|至|为|在)?$")
BUILDS = re.compile(r"(?:新建|建设|建成|改建|创建)$")
FOR_EACH = re.compile(r"[^,。;]{0,4}[各每](?=.)")  # 各县要创建一个活动场所: one in each
BUILDS_OR_EACH = re.compile(r"(?:新建|建成|建设|创建|打造|培育|培养|引进|新增|至少有?|每\S{1,6})$")
ACT_END = re.compile(rf"{any_of(a for a in ACTS if len(a) > 1)}$")
# 对6家重点企业开展检查, 对21种行为不予处罚: to so many something is done
TO_SO_MANY = re.compile(r"(?<![面针相应])对$")
DONE_TO_THEM = re.compile(
    r"[^,。;\d]{2,30}?(?:开展|进行|实施|实行|推行|给予|予以|提供|落实|组织|不予|免予|免除|减免|取消|下放)"
)
IN_SO_MANY = re.compile(r"在(?:[^,。;\d]{1,30}(?:等|、|和|及|与))?$")
# 举办一次课程展示活动: an act once, and what it is
HOLDS = re.compile(r"(?:举办|举行|召开|组织|开展|进行)$")
HELD = re.compile(r"[^,。;:、的]{4}")
# Where a number is stated as a level: 增至3家, 每班45人
# 在500个行政村实施健身工程: where so much is done
DONE_IN = re.compile(
    r"[^,。;、\d]{2,14}?(?:实施|开展|建设|推行|推广|试点|新建|改造|建立|设立|设置|打造|部署|布设|安装|投放)"
)
STATES = re.compile(
    r"达到|达|为|每|各|不含|增至|增加到|增加至|提高到|扩大到|升至|稳定在|保持在|控制在|减至|降至|突破|完成|登记|加快|抓好|抓实|谋划|受理|成交"
)
# 包括立项、规划、施工许可等5个办理事项: what counts up a list that only says what something consists of
SUMS_UP = re.compile(r"[^,。;、]{0,8}(?:包括|包含|涵盖|涉及|含|即)[^,。;]{0,120}、[^,。;]{0,60}等$")
# 艺术特色学校20所、传承学校8所: noun and number, and nothing behind it
LIST_END = re.compile(r"\s?(?:[,、;。)]|$)")
# 以最多跑一次为目标: a slogan
AS_AIM = re.compile(r"为(?:目标|导向|原则|理念|宗旨)")
# 由A、B等15个部门和单位组成: how many a body has
COMPOSED_OF = re.compile(r"由[^,。;]{2,400}等$")
COMPOSE = re.compile(r"[^,。;]{0,16}组成")
# 需要同时适配的,视为1件: how to count; 上传以下6项材料: a list that follows
REGARDED = re.compile(r"(?:以下|下列|如下|视为|视同|视作|算作|计为|折算为|按照?)$")
CHINESE_ONE = re.compile(r"一(?![百千万两至到~二三四五六七八九十-])[^\d]")
# 三项, 五个: small numbers in words are mostly names of things (三项制度)
FEW = re.compile(r"[一二两三四五六七八九十](?!.*[百千万])")
SLOGAN = re.compile(r"[百千万]\D{1,2}")

# 在…建筑面积超过100平方米且自用的,给予…: a clause that ends in 的 says who is meant
CONDITION_CLAUSE = re.compile(r"[^,;。]{0,40}的[,;]")
# 如容积率不大于2.0的,可不…: an if
IF = re.compile(r"(?:如|若|凡)(?!期|实|数|下|干)")
IF_BEGINS = frozenset("如若凡")
# 超时达到5次,取消当年服务资格: what is threatened from so many times on
SANCTION = re.compile(
    r"(?:及以上|以上|的)*,(?:[一-龥]{0,4}予以|将|则|给予)?(?:取消|中止|终止|暂停|撤销|清退|约谈|问责|通报|警告|处分|列入|停止)"
)
WHO_HAS = re.compile(r"的[,;]")
# 对年研发投入超过1000万元的企业,给予…: whom the promise is for, though he himself spends
TO_THOSE = re.compile(r"(?:对(?![标接口外照应]|于)|凡)")
GIVES = re.compile(r"给予|奖励|补助|补贴|资助|奖补|贴息")
ONLY_THEN = re.compile(r"(?:方可|方能|才能)")
FOR_WHOM = re.compile(r"(?:^|[,;])(?:对|在|凡|鼓励)[^,;]*$")
# 对160千瓦及以下小微企业提供…: a bound that says to whom something is done
TO_WHOM = re.compile(r"(?:对(?![标接口外照应]|于)|针对|面向)[^,;。]{0,24}$")
DONE_TO = re.compile(r"(?:\([^()]*\))?[^,;。\d]{2,30}(?:实行|实施|开展|提供|推行|简化|免除|免征|取消|给予|,)")
# 首次达标且营业收入达到3000万元以上的软件企业。: a line that says nothing but who is meant
WHO_IS_MEANT = re.compile(r"的[一-龥、]{0,16}(?:企业|单位|机构|个人|人员|家庭|团队|园区|主体|商户)[。;；]?\s*$")
# 学生数大于等于150人的学校,无…可申报; 涉及两个以上承办单位职责的工单,由…办理: a bound on what the rule is for
OF_WHAT = re.compile(
    r"(?:[一-龥]{2,10})?的[一-龥、]{0,10}?(?:学校|项目|企业|单位|用户|机构|工单|事项|采购|工程|行为|信息|案件|人员|家庭|故障|部门|地区|县|区)[^,。;的]{0,14}(?:,(?=[^。;]{0,40}?(?:应当|应|可|须|由|适用|实行|采用|采取|全部|按|不得|不再|无需|停止|预留|适宜))|(?=必须|应当|以及|、\d|和\d))"
)
# 500万元以上技改项目, 160千瓦及以下的小微企业, 30户以上自然村: how large that is which is meant, and no aim
SIZES = q.MONEY | {"千瓦", "兆瓦", "千伏", "kV", "吨标准煤", "MW"}
OF_SIZE = re.compile(
    r"(?:\(含[^()]{0,8}\))?的?(?:(?![的,。;:])[一-龥、“”A-Za-z]){0,20}?(?:项目|企业|单位|客户|用户|纳税人|采购包|工程(?!款)|账款|货物|机组|线路|授信|合同|产业集群|用电报装)(?![一-龥]{0,4}(?:资金|投资|补助|补贴|奖励|经费|贷款|支持))"
)
# 开工建设总投资500亿元以上的化工项目。: that much is to be invested
INVESTED = re.compile(r"总投资(?:额|规模)?$")
TO_BE_BUILT = re.compile(r"的[^,。;的]{2,20}项目[;。]?\s*$")
COUNTED_HEADS = frozenset(("户", "人", "名"))
OF_SO_MANY = re.compile(r"的?(?:自然村|行政村|村民?小组|村庄|村屯|小区)|的[^,。;的]{2,20}(?:制度|机制|档案|名录|台账)")
# 达到30%以上的,应当重新公开; 需要两个以上单位共同办理的,由…: a case that somebody rules on
CASE = re.compile(r"(?:[^,;。]{2,30})?的,(?=[^,。;]{0,16}(?:应当|应|须|可以|由|按照?|不得|重新|视为|负责|不再))")
# 500人以上及一次招录100人以上的: both say of which
JOINED_BOUNDS = re.compile(r"\s?(?:[及和或且、至]|以及|并且)[一-龥]{0,6}")
WHO_REACHES = re.compile(r"(?:^|[,;])(?:对|凡|经|符合|获得?|达到|首次|当年|上一?年度?|年度|单[场个项])[^;]*$")
