"""Invented names of people, customers and goods, each once; those of joint ventures have two spellings.

Belongs here: how names are put together. None is taken from a register; a likeness is chance.
Elsewhere: who bears them (company).
"""

from collections.abc import Iterator

import numpy as np

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建文红斌宇浩凯健俊帆雪琳慧鹏飞志远思源晓东海波新民国庆"
_VORNAMEN = ("Jonas", "Lena", "Felix", "Katrin", "Uwe", "Heike", "Sven", "Birgit", "Tobias", "Anke", "Malte", "Petra")
_NACHNAMEN = ("Brandhoff", "Kesselring", "Lohmeier", "Wittstock", "Arnholt", "Diekmann", "Falkner", "Grothe", "Hasselt")
_CITIES = ("宁波", "苏州", "无锡", "常州", "天津", "青岛", "大连", "沈阳", "广州", "佛山", "武汉", "长沙", "郑州",
           "合肥", "重庆", "成都")  # fmt: skip
_MARKS = ("恒驰", "瑞骋", "华骏", "永骅", "天骊", "鼎骐", "宏骁", "金骝", "新骥", "安骋", "博骏", "联骅", "东骊",
          "海骐", "正骁")  # fmt: skip
_PARTNERS = ("诺德", "艾森", "维尔纳", "布兰特", "莱茵纳", "霍尔茨")
_TRADES = ("汽车", "客车", "商用车", "底盘", "传动", "座椅", "热系统", "电驱", "转向", "制动")
_FIRMEN = ("Nordlicht", "Weserkamp", "Albtal", "Rheinaue", "Harzer", "Elbtor", "Neckarfeld", "Spreebogen", "Mainspitz")
_WERKE = ("Fahrwerktechnik", "Achsen", "Antriebe", "Sitzsysteme", "Nutzfahrzeuge", "Karosserie", "Lenkungen")
_FORMS = ("GmbH", "AG", "SE & Co. KG")
PRODUCTS = np.array(
    ["HD-BRK-0040", "HD-BRK-0065", "HD-STR-0110", "HD-STR-0120", "HD-AXL-0200", "HD-AXL-0230", "HD-SEN-0310",
     "HD-SEN-0320", "HD-THM-0400", "HD-THM-0450"], dtype=object)  # fmt: skip


def people(rng: np.random.Generator) -> Iterator[str]:
    """Chinese names."""
    given = [*_GIVEN, *(a + b for a in _GIVEN for b in _GIVEN)]
    step = int(rng.integers(1, 10_000)) * 2 + 1
    size = len(_FAMILY) * len(given)
    while np.gcd(step, size) != 1:
        step += 2
    for i in range(size):
        place = i * step % size
        yield _FAMILY[place % len(_FAMILY)] + given[place // len(_FAMILY)]
    for round_ in range(2, 10_000):
        yield from (f"{family}{name}{round_}" for name in given for family in _FAMILY)


def germans() -> Iterator[str]:
    """German names."""
    for round_ in range(10_000):
        yield from (f"{v} {n}{f' {round_ + 1}' if round_ else ''}" for n in _NACHNAMEN for v in _VORNAMEN)


def customers(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Names of Chinese customers as the CRM spells them and as a clerk does; a tenth are joint ventures."""
    plain = [(f"{c}{m}{t}有限公司",) * 2 for t in _TRADES for m in _MARKS for c in _CITIES]
    joint = [(f"{m}-{p}{t}有限公司", f"{m}{p}{t}有限公司") for t in _TRADES for m in _MARKS for p in _PARTNERS]
    plain, joint = ([names[i] for i in rng.permutation(len(names))] for names in (plain, joint))
    for round_ in range(100_000):
        number = "" if round_ == 0 else f"{round_ + 1}厂"
        for place, (name, spelled) in enumerate(plain):
            yield name.replace("有限", f"{number}有限"), spelled.replace("有限", f"{number}有限")
            if place % 9 == 4:
                name, spelled = joint[place // 9 % len(joint)]
                yield name.replace("有限", f"{number}有限"), spelled.replace("有限", f"{number}有限")


def kunden() -> Iterator[tuple[str, str]]:
    """Names of German customers; a clerk writes them without spaces before the legal form, or in capitals."""
    for round_ in range(100_000):
        number = "" if round_ == 0 else f" {round_ + 1}"
        for place, (form, work, firm) in enumerate((f, w, n) for f in _FORMS for w in _WERKE for n in _FIRMEN):
            name = f"{firm} {work}{number} {form}"
            yield name, name.upper() if place % 3 == 1 else name
