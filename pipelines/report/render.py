"""A page model -> one self-contained HTML file, in both languages.

Belongs here: messages, escaping, the policy that lets the page load nothing.
Elsewhere: what is said (compose), how it looks (templates/).
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

import jinja2
import yaml
from markupsafe import Markup, escape

from pipelines.report.compose import Page
from pipelines.report.words import Both, Say, Value

LANGUAGES = ("en", "zh")
_ROOM = Path(__file__).parent


@lru_cache(maxsize=len(LANGUAGES))
def messages(language: str) -> dict[str, str]:
    """The messages of one language by key."""
    return dict(yaml.safe_load((_ROOM / "messages" / f"{language}.yml").read_text(encoding="utf-8")))


def render(page: Page) -> str:
    """The page as HTML: no outside address, no script, style allowed by its hash alone."""
    environment = _environment()
    style = (_ROOM / "templates" / "page.css.html").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("page.html").render(
        page=page, style=Markup(style), style_hash=f"sha256-{digest}", languages=LANGUAGES
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = in_both
    environment.globals.update(say=_say, spoken=spoken)
    return environment


def _say(key: str, **values: Value) -> Markup:
    return in_both(Say(key, values))


def in_both(value: Value, tag: str = "span") -> Markup:
    """A value in both languages, the one that is not chosen hidden by the style; finished text stands for itself."""
    if isinstance(value, str):
        return escape(value)
    wrapped = Markup('<{0} class="{1}" lang="{2}">{3}</{0}>')
    codes = {"en": "en", "zh": "zh-Hans"}
    return Markup("").join(wrapped.format(tag, name, codes[name], spoken(value, name)) for name in LANGUAGES)


def spoken(value: Value, language: str) -> Markup:
    """A value in one language, escaped."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Both):
        return escape(value.zh if language == "zh" else value.en)
    values = {name: spoken(part, language) for name, part in value.values.items()}
    return escape(messages(language)[value.key]).format(**values)
