"""What would have to be true for a suspicious finding to be innocent, in English and Chinese.

Belongs here: one sentence a detector; a reader checks it first.
Elsewhere: what was found (words), the questions (detectors).
"""

INNOCENT: dict[str, tuple[str, str]] = {
    "U1": (
        "these customers are happier than those whom outsiders asked, or outsiders asked other customers",
        "这些客户确实比外部调查所问的客户更满意，或外部调查问的是另一批客户",
    ),
    "U2": (
        "the service has been this good all along, and independent answers would say so",
        "服务一直如此之好，独立调查也会这样说",
    ),
    "U3": (
        "the collectors share customers or work so alike that their results hardly differ",
        "各访问人面对相似的客户，做法一致，因而结果几乎相同",
    ),
    "U4": (
        "giving the very top became customary here, as it may in a whole branch",
        "给最高分在这里已成习惯，整个分支都可能如此",
    ),
    "P1": (
        "answers exist that were not supplied, or losses and inspection were about other customers than the figure",
        "另有未提供的答卷，或该数字与损失、检查所涉并非同一批客户",
    ),
    "C1": (
        "the losses were put right so well that those customers were content, and independent answers would say so",
        "损失已妥善处理，这些客户因而满意，独立调查也会这样说",
    ),
    "C2": (
        "something good happened to these customers that no record holds, and independent answers would show it",
        "这些客户得到了记录之外的好处，独立调查也会显示出来",
    ),
    "C3": (
        "the losses and delays on record were not felt by the people who answered",
        "记录在案的损失与延误，作答的人并未感受到",
    ),
    "I1": (
        "whoever asked had no influence on the answers, as back-checks would show",
        "询问者并未影响作答，回访可以证明",
    ),
    "I2": (
        "customers changed their minds between the two surveys, or are far more courteous than is assumed",
        "客户在两次调查之间改变了看法，或远比假定的更客气",
    ),
    "I3": (
        "hospitality goes to customers who are well served for other reasons",
        "宴请恰好给了因其他缘故得到良好服务的客户",
    ),
    "IT": (
        "what the overall rating praises is not asked by the items",
        "总体评分所肯定的内容，题项并未问及",
    ),
    "S1": (
        "the others could not be asked for reasons that have nothing to do with how content they are",
        "其余客户未被询问，原因与其满意与否无关",
    ),
    "S2": (
        "the choice followed a rule that only happens to favour the content, such as the size of the customer",
        "挑选依据的规则只是碰巧有利于满意的客户，例如客户规模",
    ),
    "S3": (
        "addresses failed or changed for technical reasons, for content customers as for others",
        "地址失效或变更出于技术原因，满意与否的客户都一样",
    ),
    "S4": (
        "the losses were settled before anybody had to complain",
        "损失在客户投诉之前已妥善解决",
    ),
    "T1": (
        "the questionnaire or the way of asking became shorter in this period",
        "本期的问卷或询问方式变得更简短",
    ),
    "D1": (
        "customers with the same experience filled in the same sheet, item by item",
        "经历相同的客户逐项填出了相同的答卷",
    ),
    "D2": (
        "remarks were chosen from a list, or written down by one hand in one wording",
        "文字意见取自选项，或由同一人以同样措辞代记",
    ),
    "BU": (
        "the service is steered to this level and the counts fell on the target by luck, each period anew",
        "服务水平恰好如此，每期的人数又都凑巧落在目标上",
    ),
    "G1": (
        "the figure is weighted, or the number of answers is stated wrongly",
        "该数字经过加权，或答卷数标注有误",
    ),
    "B1": (
        "the customers remember another talk, or the matter changed before they were asked again",
        "客户记成了另一次谈话，或再次询问之前情况已变",
    ),
    "Q1": (
        "the count of what came in includes letters that are no complaints, or confirmations were not recorded",
        "来件数包含并非投诉的信件，或客户的确认未被记录",
    ),
    "E1": (
        "entries of the calendar were kept though the meeting was moved, or belong to somebody else",
        "会议改期后日程未删除，或日程属于他人",
    ),
    "V1": (
        "the signature or the baseline exists and was not supplied",
        "签字或基准确实存在，只是未提供",
    ),
    "K1": (
        "weights, targets or incentives were supplied incompletely",
        "权重、目标或激励资料提供不全",
    ),
    "L1": (
        "the record was copied incompletely",
        "记录的副本不完整",
    ),
}
