"""A line chart as SVG, for the pages of docs/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 900, 480, 60, 44, 300, 50
PLAIN = 'font-family="sans-serif" font-size="13" fill="#333"'


@dataclass(frozen=True)
class Line:
    """Points (x, y) in the units of the axes, and how they are drawn."""

    points: Sequence[tuple[float, float]]
    colour: str
    dashed: bool = False


def chart(title: str, across: str, up: str, lines: Mapping[str, Line], most: tuple[float, float]) -> str:
    """Return an SVG of the lines, each named at its side; axes run from 0 to `most` in five steps."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + wide * x / most[0], TOP + high * (1 - y / most[1])

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">']
    parts.append('<rect width="100%" height="100%" fill="#fff"/>')
    parts.append(_text(LEFT, 22, title, bold=True))
    for step in range(6):
        x, y = most[0] * step / 5, most[1] * step / 5
        (left, level), (column, _) = at(0, y), at(x, 0)
        parts.append(f'<path d="M{left:.0f} {level:.1f}H{LEFT + wide}" stroke="#ddd"/>')
        parts += [_text(left - 8, level + 4, f"{y:g}", "end"), _text(column, TOP + high + 18, f"{x:g}", "middle")]
    parts += [_text(LEFT + wide / 2, HEIGHT - 10, across, "middle"), _text(8, TOP - 8, up)]
    for number, (name, line) in enumerate(lines.items()):
        dash = ' stroke-dasharray="6 4"' if line.dashed else ""
        drawn = f'fill="none" stroke="{line.colour}" stroke-width="2.5"{dash}'
        path = "L".join("{:.1f} {:.1f}".format(*at(x, y)) for x, y in line.points if x <= most[0])
        beside, level = LEFT + wide + 20, TOP + 20 + 26 * number
        parts += [
            f'<path d="M{path}" {drawn}/>',
            f'<path d="M{beside} {level - 4}h28" {drawn}/>',
            _text(beside + 36, level, name),
        ]
    return "\n".join([*parts, "</svg>\n"])


def _text(x: float, y: float, words: str, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" {PLAIN}{weight}>{escape(words)}</text>'
