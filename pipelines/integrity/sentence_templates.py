"""The sentences in which conclusions explain themselves, English and Chinese.

Belongs here: templates by what they say; figures in braces arrive as finished text.
Elsewhere: which sentence a unit gets (sentences), words of reasons (words), what makes a finding innocent (innocence).
"""

LANGUAGES = ("en", "zh")
MORE_THAN, LESS_THAN = ("more than ", "超过"), ("less than ", "不到")
Pair = tuple[str, str]

SEEN: dict[str, Pair] = {
    "expected": (
        "{satisfied} of {answered} answers are satisfied, where customers with the same experience would honestly give "
        "about {expected}.",
        "{answered}份答卷中有{satisfied}份满意；经历相同的客户如实作答时，预计约为{expected}份。",
    ),
    "counted": ("{satisfied} of {answered} answers are satisfied.", "{answered}份答卷中有{satisfied}份满意。"),
    "figure": (
        "Only a figure is published ({published}); it is not judged from answers.",
        "只公布了一个数字（{published}），并非由答卷评判。",
    ),
    "nothing": ("There is no answer to judge.", "没有可供评判的答卷。"),
}
STANDS_OUT: Pair = ("; what stands out most: {reason}.", "；最突出的一点：{reason}。")
WITHHELD: Pair = (
    "Few customers answered, so the figures of this unit are not shown.",
    "作答的客户很少，因此不显示本单位的数字。",
)

CHANCE: dict[str, Pair] = {
    "look_judged": (
        "Honest units leave records like this period's {factor} times less often than units whose figure was helped; "
        "with its other periods and with how common that is in this run, the chance that it was helped is "
        "{probability}.",
        "本期这样的记录，在数字被人为影响的单位中出现的可能性，是如实的单位的{factor}倍；连同其他各期以及本次评估中此类情形的多少一并考虑，"
        "数字被影响的概率为{probability}。",
    ),
    "look_others": (
        "This period's records alone hardly tell an honest unit from another; with its other periods the chance that "
        "the figure was helped is {probability}.",
        "仅凭本期记录，几乎无法与如实的单位区分；连同其他各期，数字被影响的概率为{probability}。",
    ),
    "look_counted": (
        "An honest unit would show as much with p {p}, and of all units named in this run at most {wrong} are expected "
        "to be named by chance.",
        "如实的单位出现这样结果的概率为p {p}；在本次评估所列的单位中，预计至多{wrong}属于偶然。",
    ),
    "clear": (
        "Honest units often look like this; had it raised its share by {points} points over what honest customers "
        "would give, it would have been found.",
        "如实的单位常常如此；若其比例比如实作答高出{points}个百分点，本应被发现。",
    ),
    "clear_all": (
        "Honest units often look like this, since nothing but satisfied answers is weak evidence by itself; {points} "
        "points over what honest customers would give would have been found had other records spoken against them too.",
        "如实的单位常常如此，因为全部满意本身只是微弱的迹象；若另有记录与之不符，高出如实作答{points}个百分点本应被发现。",
    ),
    "few": (
        "Even nothing but satisfied answers could not have stood out in this run, so honest and helped figures look "
        "alike here.",
        "即使全部满意，在本次评估中也不足以显得异常，因此如实的数字与被影响的数字在此无从区分。",
    ),
    "few_at_least": (
        "Even nothing but satisfied answers could not have stood out in this run; it takes about {needed} answers "
        "before that is possible.",
        "即使全部满意，在本次评估中也不足以显得异常；约需{needed}份答卷才有可能。",
    ),
    "no_outside_reference": (
        "How often honest units look like this cannot be said: nobody without a stake has asked, and no outside rate "
        "is configured.",
        "无法说明如实的单位有多少会是这样：没有无利害关系的人询问过，也没有设定外部参照比率。",
    ),
    "no_answers_behind_figure": (
        "Without answers nobody can say how often an honest company publishes such a figure.",
        "没有答卷，就无法说明如实的公司有多少会公布这样的数字。",
    ),
    "answers_behind_figure": (
        "The answers behind it are judged as units of their own.",
        "其背后的答卷作为单独的单位评判。",
    ),
    "other": ("How often honest units look like this was not tested.", "未检验如实的单位有多少会是这样。"),
}

_CALL = " A back-check of a few of them by someone without a stake would tell."
_CALL_ZH = "由无利害关系的人回访其中几位，即可判明。"
MECHANISM: dict[str, Pair] = {
    "raised": (
        "It is innocent if these customers really are more content, or kinder to whoever asked, than independent "
        f"answers let expect.{_CALL}",
        f"如果这些客户确实比独立答卷所预期的更满意，或对询问者更为客气，则属正常。{_CALL_ZH}",
    ),
    "fabricated": (
        "It is innocent if the talks were short and alike for a reason of their own, such as a fixed script or a new "
        "form. Listening to a few recordings, or calling a few customers again, would tell.",
        "如果访谈简短、雷同另有原因，例如固定话术或新问卷，则属正常。听几段录音或回访几位客户，即可判明。",
    ),
    "copied": (
        "It is innocent if equal sheets came about by double entry or by customers who really say the same. Comparing "
        "the originals would tell.",
        "如果雷同的答卷出自重复录入，或客户的回答确实相同，则属正常。核对原件即可判明。",
    ),
    "selected": (
        "It is innocent if the customers were chosen by a rule that knows nothing of how content they are. The rule "
        "and the list of that time would tell.",
        "如果选取客户所依的规则与其满意程度无关，则属正常。查看当时的规则与名单，即可判明。",
    ),
    "unreachable": (
        "It is innocent if the addresses failed or changed for reasons that have nothing to do with what their "
        "customers went through. The log of address changes would tell.",
        "如果地址失效或变更与客户的经历无关，则属正常。查看地址变更记录，即可判明。",
    ),
    "unanswered": (
        "It is innocent if the less content customers here keep silent by themselves. Asking the silent ones through "
        "someone without a stake would tell.",
        "如果这里较不满意的客户本就不愿作答，则属正常。由无利害关系的人询问未作答的客户，即可判明。",
    ),
    "hidden": (
        "It is innocent if the losses were settled without a complaint, or complaints are registered elsewhere. The "
        "files of a few losses would tell.",
        "如果损失未经投诉即已解决，或投诉登记在别处，则属正常。查看几起损失的卷宗，即可判明。",
    ),
}
INNOCENT_IF: Pair = ("It is innocent if {words}.", "如果{words}，则属正常。")

NEEDED: dict[str, Pair] = {
    "clear": (
        "That is no proof: a smaller distortion, or one that all units share, leaves no trace here.",
        "这并非证明：较小的失真，或所有单位共有的失真，在此不留痕迹。",
    ),
    "not_reachable": (
        "To tell, judge a longer period, ask more customers, or let someone without a stake ask some of them again.",
        "若要判明，可延长评判期间、询问更多客户，或由无利害关系的人回访部分客户。",
    ),
    "no_outside_reference": (
        "To tell, let someone without a stake ask at least {reference} customers drawn at random, or configure a rate "
        "from outside the company with its source.",
        "若要判明，可由无利害关系的人随机询问至少{reference}位客户，或设定注明来源的外部参照比率。",
    ),
    "no_answers_behind_figure": (
        "To tell, hand over the answers behind the figure: who asked, whom, when, and what was said.",
        "若要判明，请提供该数字背后的答卷：谁问的、问了谁、何时、答了什么。",
    ),
    "answers_behind_figure": ("See the units of its answers.", "请查看其答卷所属的各单位。"),
    "switched_off": ("To tell, switch the checks on in the policy.", "若要判明，请在策略中开启检查。"),
}
NEEDED["too_few_answers"] = NEEDED["other"] = NEEDED["not_reachable"]
