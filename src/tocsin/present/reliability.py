"""The reliability diagram as SVG: what was said against what happened."""

from collections.abc import Sequence

from tocsin.forecast.judged import Verdict

SIZE, EDGE, GAP = 220, 44, 24
"""Side of a diagram, its margin, and the space between two, px."""
_STYLE = (
    "text{font:12px sans-serif;fill:#222}.frame{fill:none;stroke:#888}.even{stroke:#bbb;stroke-dasharray:4 3}"
    ".curve{fill:none;stroke:#b3261e;stroke-width:2}.rug{stroke:#b3261e;stroke-opacity:.35}"
)


def draw_reliability(verdicts: Sequence[Verdict]) -> str:
    """Draw one diagram a horizon, side by side.

    Args:
        verdicts: what to draw.

    Returns:
        An SVG document. The curve is the CORP recalibration (Dimitriadis, Gneiting and Jordan 2021): on the dashed line
        30 % happens in 30 % of cases; ticks below show how often each probability was said.
    """
    width = EDGE + len(verdicts) * (SIZE + EDGE) + GAP
    height = SIZE + 2 * EDGE + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        "<title>Reliability of forecasts: said against happened</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, verdict in enumerate(verdicts):
        parts += _diagram(EDGE + number * (SIZE + EDGE), EDGE, verdict)
    return "\n".join([*parts, "</svg>", ""])


def _diagram(left: int, top: int, verdict: Verdict) -> list[str]:
    bottom = top + SIZE
    curve = verdict.reliability
    points = sorted(set(zip(curve.said.tolist(), curve.happened.tolist(), strict=True)))
    line = " ".join(f"{left + said * SIZE:.1f},{bottom - happened * SIZE:.1f}" for said, happened in points)
    rug = " ".join(f"M{left + said * SIZE:.1f} {bottom}v6" for said, _ in points)
    title = f"{verdict.horizon_days} days, n = {verdict.number}"
    return [
        f'<text x="{left}" y="{top - 22}" font-weight="bold">{title}</text>',
        f'<text x="{left}" y="{top - 7}">miscalibration {curve.miscalibration:.3f}, ECE {verdict.ece:.3f}</text>',
        f'<rect class="frame" x="{left}" y="{top}" width="{SIZE}" height="{SIZE}"/>',
        f'<path class="even" d="M{left} {bottom}L{left + SIZE} {top}"/>',
        f'<polyline class="curve" points="{line}"/>',
        f'<path class="rug" d="{rug}"/>',
        f'<text x="{left}" y="{bottom + 20}">said 0</text>',
        f'<text x="{left + SIZE}" y="{bottom + 20}" text-anchor="end">1</text>',
        f'<text x="{left - 6}" y="{top + 10}" text-anchor="end">1</text>',
        f'<text x="{left - 6}" y="{bottom}" text-anchor="end">0</text>',
    ]
