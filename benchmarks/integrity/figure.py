"""One figure: how often distorted units are found, and honest ones accused, world by world.

Belongs here: drawing as plain SVG, without a plotting library.
Elsewhere: the numbers (measure).
"""

from collections.abc import Mapping
from html import escape

WIDTH, BAR, GAP, LEFT, TOP = 640, 14, 10, 150, 46
COLOURS = {"recall review": "#9bbcd8", "recall warn": "#2f6690", "false warn": "#c0392b"}


def draw(worlds: Mapping[str, Mapping[str, float]]) -> str:
    """SVG with a group of bars for each world; shares from 0 to 1."""
    group = len(COLOURS) * BAR + GAP
    height = TOP + group * len(worlds) + 24
    scale = WIDTH - LEFT - 60
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12" '
        f'viewBox="0 0 {WIDTH} {height}">',
        '<title>Share of distorted units found, and false share of accusations</title>',
    ]  # fmt: skip
    for number, (name, colour) in enumerate(COLOURS.items()):
        at = LEFT + number * 150
        parts.append(f'<rect x="{at}" y="12" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{at + 18}" y="22">{escape(name)}</text>')
    for row, (world, figures) in enumerate(worlds.items()):
        top = TOP + row * group
        parts.append(f'<text x="{LEFT - 8}" y="{top + 1.5 * BAR + 4}" text-anchor="end">{escape(world)}</text>')
        for place, (name, colour) in enumerate(COLOURS.items()):
            y, value = top + place * BAR, figures[name]
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{value * scale:.1f}" height="{BAR - 2}" fill="{colour}"/>')
            parts.append(f'<text x="{LEFT + value * scale + 4:.1f}" y="{y + BAR - 4}">{value:.3f}</text>')
    return "\n".join([*parts, "</svg>", ""])
