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
        "The answers stand out in this period against outcomes: independent answers, losses, own items, or copies.",
        "本期答卷异常，且与结果不符：独立答卷、质量损失、答卷自身各项评分，或存在雷同。",
    ),
    Reason.TWO_PERIODS: (
        "The answers stand out against outcomes in two periods or more, each on its own evidence.",
        "两期或以上的答卷与结果不符，且每期各有自己的证据。",
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
    Reason.TOP_HEAVY: (
        "The satisfied give the very top more often than in the unit's other periods.",
        "满意的客户给出最高分的比例高于自身其他各期。",
    ),
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
    Reason.TOO_EVEN: (
        "The collectors of this unit agree more closely than chance would let honest ones agree.",
        "本单位各访问人的结果过于一致，如实调查时极少如此。",
    ),
    Reason.UNMOVED_BY_EVENTS: (
        "Ratings follow losses and late deliveries less than independent ratings do.",
        "评分随质量损失与交货延误的变动，小于独立调查的评分。",
    ),
    Reason.UNINFORMATIVE: (
        "What there is varies too little to say anything.",
        "现有数据几乎没有差异，说明不了问题。",
    ),
    Reason.STAKES_HIGH: (
        "Most answers were taken by people who gain from them. That is a risk, not a finding.",
        "多数答卷由与结果有利害关系的人取得。这是风险，不是结论。",
    ),
    Reason.STAKES_LOW: (
        "Few answers were taken by people who gain from them.",
        "很少有答卷由与结果有利害关系的人取得。",
    ),
    Reason.COLLECTOR_UNKNOWN: (
        "It is not known who asked.",
        "不知道由谁询问。",
    ),
    Reason.ABOVE_INDEPENDENT: (
        "More answers are satisfied than independent answers about the same subject allow, courtesy included.",
        "满意的答卷多于同一对象的独立答卷所能解释的数目，已计入客气的成分。",
    ),
    Reason.SCHEDULE_BACK_CHECKS: (
        "Fewer than three independent answers about the same subject; schedule back-checks.",
        "同一对象的独立答卷不足三份，请安排回访。",
    ),
    Reason.JUST_ABOVE_TARGET: (
        "The figure just meets its target more often than chance would have it.",
        "该数字恰好达标的次数，多于偶然可能出现的次数。",
    ),
    Reason.TARGET_UNKNOWN: (
        "No target is known for this figure.",
        "未知该数字的目标值。",
    ),
    Reason.NUMBER_UNKNOWN: (
        "The number of answers behind the figure is not stated.",
        "未说明该数字背后的答卷数。",
    ),
    Reason.IMPOSSIBLE_FIGURE: (
        "No whole number of answers gives this figure.",
        "任何整数份答卷都得不出该数字。",
    ),
    Reason.POSSIBLE_FIGURE: (
        "Some whole number of answers gives this figure.",
        "该数字可由整数份答卷得出。",
    ),
    Reason.STEP_UNKNOWN: (
        "A mean may be of several items, so no figure is impossible.",
        "均值可能取自多个题项，因此没有不可能的数字。",
    ),
    Reason.ANY_FIGURE_POSSIBLE: (
        "With so many answers every figure of this precision is possible.",
        "答卷数如此之多，该精度下任何数字都可能出现。",
    ),
    Reason.ABOVE_INSPECTION: (
        "The unit reports more of itself than inspectors found in the same period.",
        "该单位自报的数字高于同期检查所得。",
    ),
    Reason.RECORDED_BETTER: (
        "More answers were recorded better than the customers tell again, or never took place, than is tolerated.",
        "记录优于客户复述、或根本未进行的答卷，多于容许的比例。",
    ),
    Reason.WITHIN_TOLERANCE: (
        "Back-checks do not show more errors than are tolerated.",
        "回访未显示超出容许的差错。",
    ),
    Reason.REGISTERED_DIFFERS: (
        "The number of complaints registered is not the number received.",
        "登记的投诉数与收到的投诉数不符。",
    ),
    Reason.CLOSED_UNCONFIRMED: (
        "Complaints were closed without the customer's word.",
        "有投诉未经客户确认即告结案。",
    ),
    Reason.COUNT_MISSING: (
        "Nobody counted independently what was received; the claim is withheld.",
        "收到的数目没有独立清点，该主张不予认可。",
    ),
    Reason.ADDS_UP: (
        "What is recorded adds up.",
        "记录前后相符。",
    ),
    Reason.IMPOSSIBLE_TIME: (
        "The calendar holds what no one can do: meetings at one time, or days of more than 24 hours.",
        "日程不可能成立：同一时间出席多个会议，或一天超过24小时。",
    ),
    Reason.NO_CUSTOMER_TIME: (
        "Online meetings are counted as time on site with the customer.",
        "把线上会议算作在客户现场的时间。",
    ),
    Reason.DINNERS_ONLY: (
        "All that brought this executive to customers in the period was hospitality.",
        "本期该高管与客户的接触全部是宴请。",
    ),
    Reason.COUNTED_TWICE: (
        "The same gain is claimed twice.",
        "同一收益被申报两次。",
    ),
    Reason.UNSIGNED: (
        "The customer has not signed the claim.",
        "该主张未经客户签字。",
    ),
    Reason.NO_BASELINE: (
        "The claim does not say against which state it is measured.",
        "该主张未说明以何种状态为基准。",
    ),
    Reason.PAID_ON_FLAGGED_FIGURE: (
        "Somebody is paid by a satisfaction figure that is in doubt.",
        "有人按存疑的满意度数字领取报酬。",
    ),
    Reason.LOSS_WEIGHS_NOTHING: (
        "External losses weigh nothing in anybody's appraisal, while other measures do.",
        "外部质量损失在任何人的考核中都没有权重，而其他指标却有。",
    ),
    Reason.WEIGHTS_DO_NOT_SUM: (
        "The weights of a perspective do not sum to 100.",
        "某一维度的权重之和不等于100。",
    ),
    Reason.NO_LEAD_MEASURE: (
        "No measure of the scorecard leads; all state results.",
        "计分卡没有先行指标，全是结果指标。",
    ),
    Reason.TARGET_IS_FLOOR: (
        "Target and floor are the same, so the score means nothing.",
        "目标值与底线值相同，得分没有意义。",
    ),
    Reason.WRONG_DIRECTION: (
        "Floor, target and stretch do not rise towards the good end.",
        "底线、目标与挑战值未朝好的方向递进。",
    ),
    Reason.NOBODY_RESPONSIBLE: (
        "Nobody is responsible for this measure.",
        "该指标无人负责。",
    ),
    Reason.NO_SOURCE: (
        "It is not said where the values of this measure come from.",
        "未说明该指标的数据来源。",
    ),
    Reason.RELATIONSHIP_DECIDES: (
        "Satisfaction follows hospitality, visits and the owner more than losses and lateness.",
        "满意度更多取决于宴请、拜访与负责人，而非损失与延误。",
    ),
    Reason.QUALITY_DECIDES: (
        "Satisfaction follows losses and lateness more than hospitality, visits and the owner.",
        "满意度更多取决于损失与延误，而非宴请、拜访与负责人。",
    ),
    Reason.NO_RECORD_YET: (
        "There is no sealed record of earlier runs yet.",
        "尚无历次运行的封存记录。",
    ),
}
