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
}
