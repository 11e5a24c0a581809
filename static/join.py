"""Join Pico, the tokens and the components into the stylesheets that pages load.

Run `python static/join.py` after a change in static/look or static/vendor; tests/look fails when the committed result
is older. Pico is cut to what the components use, since a first visit pays for each byte: see UNUSED. Its pictures are
`data:` images, which a strict `img-src 'self'` refuses, so they are dropped here and named as files in look/tokens.css.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

STATIC = Path(__file__).parent
WHOLE = ("tokens.css", "parts.css", "form.css", "state.css", "paper.css", "manners.css")
SHEETS = {
    "lamin.css": WHOLE,
    "desk.css": ("desk.css",),
    "kiosk.css": (*WHOLE, "kiosk.css"),
    "display.css": ("display.css",),
    "sheet.css": ("sheet.css",),
    "chart.css": ("chart.css",),
}
# A Pico selector that holds one of these, outside :not(), is for something no template has.
UNUSED = re.compile(
    r"\[data-theme=dark\]|prefers-color-scheme|min-width|host|dropdown|\[role=|\[type=(?:range|color|search|date|time|month|week|reset|submit|button)"
    r"|tooltip|dialog|modal|nav\b|aside|aria-busy|dir=rtl|secondary|contrast|outline|article|container|\.grid|overflow-auto|hgroup"
    r"|striped|-ms-|-moz-(?:focus|ui|document)|blockquote|audio|video|canvas|\bpre\b|samp|code|aria-invalid|tfoot"
    r"|indeterminate|progress-|optgroup|address|abbr|\bins\b|\bdel\b|\bsu[bp]\b|mark|aria-controls|multiple|pointer:fine"
)


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield (head, body) of each top-level rule; a head is a selector list or an at-rule's prelude."""
    start = depth = 0
    head = ""
    for at, mark in enumerate(css):
        if mark == "{":
            depth += 1
            if depth == 1:
                head, start = css[start:at].strip(), at + 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield head, css[start:at]
                start = at + 1


def selectors(head: str) -> list[str]:
    """Split a selector list at its top-level commas."""
    parts, depth = [""], 0
    for mark in head:
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def without_negations(selector: str) -> str:
    """Take `:not(...)` out, so that what a rule excludes does not count as what it is for."""
    out = selector
    while (at := out.find(":not(")) >= 0:
        end, depth = at + 5, 1
        while depth:
            depth += (out[end] == "(") - (out[end] == ")")
            end += 1
        out = out[:at] + out[end:]
    return out


def cut_pico(css: str) -> str:
    """Keep of Pico only the rules that some component stands on, in their order."""
    css = re.sub(r'--pico-icon-[a-z-]+:url\("[^"]*"\);?', "", css)
    css = re.sub(r'^@charset "UTF-8";/\*!.*?\*/', "", css, flags=re.DOTALL)
    css = css.replace(":host(:not([data-theme=dark])),:root:not([data-theme=dark]),[data-theme=light]{", ":root{")
    css = css.replace(":host,:root{", ":root{").replace(":where(:host),:where(:root){", ":where(:root){")
    kept = []
    for head, body in blocks(css):
        names = [name for name in selectors(head) if not UNUSED.search(without_negations(name))]
        if names and not head.startswith(("@supports", "@keyframes", "@-moz")):
            kept.append(f"{','.join(names)}{{{body}}}")
    return "".join(kept)


def squeeze(css: str) -> str:
    """Drop comments and needless white space; the sources stay readable."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return re.sub(r";}", "}", css).replace(": ", ":").strip()


def prune(css: str) -> str:
    """Drop Pico's custom properties that nothing reads, until none is left."""
    while True:
        read = set(re.findall(r"var\((--pico-[a-z0-9-]+)", css))
        written = set(re.findall(r"(--pico-[a-z0-9-]+):", css))
        shorter = css
        for name in written - read:
            shorter = re.sub(rf"(?<![a-z-]){name}:[^;}}]*;?", "", shorter)
        if shorter == css:
            return re.sub(r"[^{};]+\{\}", "", css)
        css = shorter


def joined(name: str) -> str:
    """Return the stylesheet `name` of SHEETS as it should stand in static/."""
    own = squeeze("".join((STATIC / "look" / part).read_text("utf-8") for part in SHEETS[name]))
    if SHEETS[name][: len(WHOLE)] != WHOLE:
        return own + "\n"
    pico = cut_pico((STATIC / "vendor" / "pico.min.css").read_text("utf-8"))
    credit = "/*! Pico CSS 2.1.1, MIT, https://picocss.com (cut by join.py), and Lamin */\n"
    return credit + prune(pico + own) + "\n"


if __name__ == "__main__":
    for sheet in SHEETS:
        (STATIC / sheet).write_text(joined(sheet), "utf-8")
