"""One command, one table and one figure: how often the engine is right, and whom it accuses.

Belongs here: which worlds are drawn, the Markdown, where the figure goes.
Elsewhere: the measures (measure), the drawing (figure), the worlds.

    python -m benchmarks.integrity --seeds 20 [--worlds easy,middle,hard] [--out DIRECTORY]
"""

import argparse
from pathlib import Path

import pandas as pd

from benchmarks.integrity import figure, measure, worlds_a

_LEVELS = ("easy", "middle", "hard")
TITLES = {
    f"{prefix}{name}": f"{title} {name}" for prefix, title in (("plain_", "plain"), ("", "A")) for name in _LEVELS
}
FIRST_SEED = 2000
"""Seeds below were used while the engine was built."""


def main() -> None:
    """Measure and print; write the figure where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.integrity")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--worlds", default=",".join(TITLES))
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    summaries, parts = {}, []
    for name in asked.worlds.split(","):
        seeds = range(FIRST_SEED, FIRST_SEED + asked.seeds)
        distorted = [measure.run(worlds_a.draw, name, seed, honest=False) for seed in seeds]
        honest = [measure.run(worlds_a.draw, name, seed, honest=True) for seed in seeds]
        summaries[TITLES.get(name, name)] = measure.summary(distorted, honest)
        parts.append(_details(TITLES.get(name, name), distorted, honest))
    drawn = f"{asked.seeds} seeds a world from {FIRST_SEED} on, and as many honest."
    head = f"# The engine on worlds whose truth is known\n\n{drawn}"
    text = "\n\n".join([head, _table(pd.DataFrame(summaries)), *parts])
    print(text)
    if asked.out is not None:
        asked.out.mkdir(parents=True, exist_ok=True)
        (asked.out / "integrity.md").write_text(text + "\n", encoding="utf-8")
        (asked.out / "integrity.svg").write_text(figure.draw(summaries), encoding="utf-8")


def _details(title: str, distorted: list[measure.Outcome], honest: list[measure.Outcome]) -> str:
    nulls = measure.nulls(honest).to_frame("share of p < .05").T
    return "\n\n".join([
        f"### {title}", "Found, by mechanism", _table(measure.by_mechanism(distorted)), "Accused, by honest kind",
        _table(measure.by_kind(honest)), "Nulls in honest worlds", _table(nulls), "Naive rules",
        _table(measure.naive_rules(distorted, honest)),
    ])  # fmt: skip


def _table(frame: pd.DataFrame) -> str:
    """Markdown; numbers with three places."""
    head = f"| | {' | '.join(map(str, frame.columns))} |"
    rows = [
        f"| {name} | {' | '.join(_cell(value) for value in row)} |"
        for name, row in zip(frame.index, frame.to_numpy(), strict=True)
    ]
    return "\n".join([head, "|---" * (len(frame.columns) + 1) + "|", *rows])


def _cell(value: float) -> str:
    return f"{value:.0f}" if value > 1.5 and float(value).is_integer() else f"{value:.3f}"


if __name__ == "__main__":
    main()
