"""Each reason in plain words, English and Chinese.

Belongs here: the texts of the published table `reason`.
Elsewhere: the codes (vocabulary), questions of detectors (each detector's own module).
"""

from pipelines.vocabulary import Reason

REASONS: dict[Reason, tuple[str, str]] = {
    Reason.TOO_UNIFORM: (
        "More customers are satisfied than honest answers would allow.",
        "满意的客户多于如实作答时可能出现的数目。",
    ),
    Reason.UNIFORM_STREAK: (
        "Nearly everyone has been satisfied for more periods in a row than honest answers would allow.",
        "连续多期几乎人人满意，超出如实作答时可能出现的长度。",
    ),
    Reason.CONTENT_DESPITE_LOSS: (
        "More customers are satisfied after a severe loss than independent answers would allow.",
        "遭受严重损失后仍表示满意的客户，多于独立调查所能解释的数目。",
    ),
    Reason.UNIFORM_WITHOUT_ANSWERS: (
        "A perfect figure is published without answers behind it, while external failure cost is above its limit.",
        "公布了满分，却没有任何答卷支持，同时外部质量损失超过限额。",
    ),
    Reason.WITHIN_EXPECTATION: (
        "Honest answers could well look like this.",
        "如实作答完全可能得到这样的结果。",
    ),
    Reason.NOT_UNIFORM: ("The figure is not perfect.", "该数字并非满分。"),
    Reason.ANSWERS_BEHIND_FIGURE: (
        "There are answers behind the figure; they are judged instead.",
        "该数字背后有答卷，由答卷来评判。",
    ),
    Reason.LOSS_WITHIN_LIMIT: ("External failure cost is within its limit.", "外部质量损失在限额之内。"),
    Reason.TOO_FEW_ANSWERS: (
        "So few answers that even nothing but satisfied ones could not be told from honest ones.",
        "答卷太少：即使全部满意，也无法与如实作答相区别。",
    ),
    Reason.TOO_FEW_PERIODS: ("Fewer periods with answers than a streak needs.", "有答卷的期数太少，不足以判断连续性。"),
    Reason.TOO_FEW_ACCOUNTS_WITH_LOSS: (
        "Too few customers with a severe loss answered; single cases are listed, not judged.",
        "遭受严重损失并作答的客户太少，只列出个案，不作判断。",
    ),
    Reason.NOT_REACHABLE: (
        "Even nothing but satisfied answers could not have stood out in this run.",
        "即使全部满意，在本次评估中也不足以显得异常。",
    ),
    Reason.NO_OUTSIDE_REFERENCE: (
        "No independent answers and no configured rate to compare with.",
        "既没有独立调查的答卷，也没有设定的参照比率可供比较。",
    ),
    Reason.NO_LOSS_FEED: ("No quality losses have been supplied.", "未提供质量损失数据。"),
    Reason.NO_REVENUE: ("No revenue is known for the period.", "该期收入未知。"),
    Reason.NO_ACCOUNTS: ("The answers do not say which customer gave them.", "答卷未注明客户。"),
    Reason.NO_ANSWERS_BEHIND_FIGURE: (
        "Only the figure is published; without answers nobody can say whether it is true.",
        "只公布了数字，没有答卷，无从判断其真实性。",
    ),
    Reason.NOT_A_PUBLISHED_FIGURE: ("The question is about published figures.", "该问题只针对已公布的数字。"),
    Reason.ONLY_A_PUBLISHED_FIGURE: (
        "The question is about answers; this is a figure.",
        "该问题针对答卷，而这里只有数字。",
    ),
    Reason.ONE_TRACE: (
        "One kind of evidence stands out; worth a look or a back-check, no more.",
        "有一类迹象异常，值得查看或回访，仅此而已。",
    ),
    Reason.OUTCOME_EVIDENCE: (
        "The answers stand out in this period and contradict the losses of the same customers.",
        "本期答卷异常，且与同一批客户的质量损失相矛盾。",
    ),
    Reason.TWO_PERIODS: (
        "The answers contradict the losses in two periods or more, each on its own evidence.",
        "两期或以上的答卷与质量损失相矛盾，且每期各有自己的证据。",
    ),
    Reason.NOTHING_FOUND: (
        "Nothing was found; a distortion of the size shown would have been.",
        "未发现异常；若有所示幅度的失真，本应被发现。",
    ),
    Reason.NO_SEVERE_LOSS: ("No customer who answered had a severe loss.", "作答的客户均未遭受严重损失。"),
    Reason.INDEPENDENT_ANSWERS: ("Estimated from independent answers.", "根据独立调查的答卷估计。"),
    Reason.NO_INDEPENDENT_ANSWERS: (
        "There are no independent answers to estimate from.",
        "没有可供估计的独立调查答卷。",
    ),
    Reason.SWITCHED_OFF: ("The policy has switched this check off.", "策略已关闭此项检查。"),
    Reason.ABOVE_EXPECTATION: (
        "More answers are satisfied than what happened to these customers lets expect.",
        "满意的答卷多于这些客户的实际经历所能解释的数目。",
    ),
    Reason.TOO_FEW_ASKED: (
        "A smaller part of the customers was asked than with peers.",
        "被询问的客户占比低于同类单位。",
    ),
    Reason.CHOSEN_CONTENT: (
        "Those who were asked or answered were expected to be more content than the others.",
        "被询问或作答的客户，预计本就比其他客户满意。",
    ),
    Reason.UNREACHABLE: (
        "More invitations failed, or addresses changed, than with peers, or those of the less content customers.",
        "未送达的邀请或改动的地址多于同类单位，或偏偏涉及较不满意的客户。",
    ),
    Reason.COMPLAINTS_MISSING: (
        "Losses left fewer registered complaints than with peers.",
        "同样的损失，登记的投诉少于同类单位。",
    ),
    Reason.HURRIED: (
        "The talks of this period were more hurried than the same unit's other periods.",
        "本期的访谈比自身其他各期仓促。",
    ),
    Reason.REPEATED_REMARKS: (
        "The same remarks return more often than in the unit's other periods.",
        "相同的文字意见比自身其他各期更多重复。",
    ),
    Reason.BETTER_THAN_ITEMS: (
        "The overall ratings are better than the same answers' own items say.",
        "总体评分优于同一答卷的各项评分。",
    ),
    Reason.TWIN_ANSWERS: ("More answers equal one another than with peers.", "彼此雷同的答卷多于同类单位。"),
    Reason.LIKE_PEERS: ("Like honest peers of its kind.", "与同类的正常单位相仿。"),
    Reason.FEED_ABSENT: ("The records that this check reads have not been supplied.", "未提供此项检查所需的记录。"),
    Reason.TOO_LITTLE_TO_COMPARE: (
        "Too few cases, peers or other periods to compare with.",
        "个案、同类单位或其他各期太少，无法比较。",
    ),
    Reason.TWO_RECORDS: (
        "The answers stand out in this period, and two different records say so.",
        "本期答卷异常，且有两种不同的记录相互印证。",
    ),
    Reason.MODELLED: (
        "Estimated from independent answers, losses and the answers themselves, each by how far it can be believed.",
        "根据独立调查、质量损失与答卷本身估计，各按其可信程度计入。",
    ),
}
