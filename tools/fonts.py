"""Cut the page's fonts out of the full ones. A developer runs this when the page needs another character.

    npm install --prefix FOLDER inter-ui@4.1.1 jetbrains-mono@1.0.6 @fontsource/jetbrains-mono@5.3.0
    pip install 'fonttools[woff]'
    python tools/fonts.py FOLDER/node_modules

(the third for its licence text). Writes woff2 files and their licences to web/src/fonts/, and
web/src/fonts.css; run `make format` after it.

What falls away: other scripts, optical sizes, hinting, and contextual alternates, which would draw `->` as an
arrow and `3x4` as a product while the page promises to show what is there. Where one family lacks a sign the
other lends its own; ∇, which both lack, is Inter's Δ turned over.
"""

import shutil
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEB = Path(__file__).resolve().parent.parent / "web" / "src"
FONTS = WEB / "fonts"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
GREEK = [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA), 0x3D5, 0x3F5]
SIGNS = [
    *map(ord, "–—‘’‚“”„•…′″‹›⁄−×÷·∙∂∆∇∈∏∑√∞∫≈≠≡≤≥±∥‖"),
    *map(ord, "⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋"),
    *map(ord, "←↑→↓↔↕↩↪↵↺↻⇒⇧⌘⌥⌫⌃✓✗✕●○■□◆◇▲△▶▷▼▽◀◁"),
]
WANTED = frozenset([*LATIN, *GREEK, *SIGNS])
FEATURES = ["ccmp", "kern", "mark", "mkmk", "case", "tnum", "zero", "locl"]


def main(modules: Path) -> None:
    FONTS.mkdir(exist_ok=True)

    inter = TTFont(modules / "inter-ui/variable/InterVariable.woff2", recalcTimestamp=False)
    instantiateVariableFont(inter, {"opsz": 14, "wght": (400, 700)}, inplace=True)
    _add_nabla(inter)
    in_inter = _cut(_settled(inter), FONTS / "inter.woff2")

    for weight, name in ((400, "Regular"), (600, "SemiBold")):
        mono = TTFont(
            modules / f"jetbrains-mono/fonts/webfonts/JetBrainsMono-{name}.woff2", recalcTimestamp=False
        )
        in_mono = _cut(mono, FONTS / f"jetbrains-mono-{weight}.woff2")

    faces = [
        _face("Inter", "inter", "400 700", in_inter),
        _face("JetBrains Mono", "jetbrains-mono-400", "400", in_mono),
        _face("JetBrains Mono", "jetbrains-mono-600", "600", in_mono),
        # A browser picks faces by weight before it looks for the character: what is lent bears the
        # borrower's weight.
        _face("Inter", "jetbrains-mono-400", "400 700", in_mono - in_inter),
        _face("JetBrains Mono", "inter", "400", in_inter - in_mono),
        _face("JetBrains Mono", "inter", "600", in_inter - in_mono),
    ]
    css = "\n".join(["/* Written by tools/fonts.py. */\n", *faces])
    (WEB / "fonts.css").write_text(css, encoding="utf-8")
    shutil.copy(modules / "inter-ui/LICENSE.txt", FONTS / "OFL-Inter.txt")
    shutil.copy(modules / "@fontsource/jetbrains-mono/LICENSE", FONTS / "OFL-JetBrainsMono.txt")

    print("in neither font:", "".join(map(chr, sorted(WANTED - in_inter - in_mono))) or "nothing wanted")
    for file in sorted(FONTS.glob("*.woff2")):
        print(f"{file.name}: {file.stat().st_size / 1024:.1f} KiB")


def _cut(font: TTFont, target: Path) -> frozenset[int]:
    """Write the wanted part of a font as woff2; the characters it holds."""
    options = Options(layout_features=FEATURES, hinting=False, flavor="woff2", notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    return frozenset(font.getBestCmap())


def _settled(font: TTFont) -> TTFont:
    """The font as it is when read again; the subsetter stumbles over entries the instancer left out."""
    whole = BytesIO()
    font.save(whole)
    return TTFont(whole, recalcTimestamp=False)


def _add_nabla(font: TTFont) -> None:
    """Add ∇ as the glyph of Δ mirrored between the baseline and its height, at every weight."""
    source, target = font.getBestCmap()[ord("Δ")], "nabla"
    delta = font["glyf"][source]
    if delta.isComposite():
        source = delta.components[0].glyphName
        delta = font["glyf"][source]
    height = max(y for _, y in delta.coordinates)
    order = font.getGlyphOrder()

    glyph = type(delta)()
    glyph.__dict__.update(delta.__dict__)
    glyph.coordinates = delta.coordinates.copy()
    glyph.coordinates.scale((1, -1))
    glyph.coordinates.translate((0, height))
    glyph.recalcBounds(font["glyf"])

    font.setGlyphOrder([*order, target])
    font["glyf"][target] = glyph
    font["hmtx"][target] = font["hmtx"][source]
    widths = font["HVAR"].table.AdvWidthMap.mapping
    widths[target] = widths[source]
    font["gvar"].variations[target] = [_mirrored(variation) for variation in font["gvar"].variations[source]]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord("∇")] = target


def _mirrored(variation):  # type: ignore[no-untyped-def]  # fontTools has no types
    copy = type(variation)(dict(variation.axes), list(variation.coordinates))
    copy.coordinates = [delta and (delta[0], -delta[1]) for delta in copy.coordinates]
    return copy


def _face(family: str, file: str, weight: str, characters: Iterable[int]) -> str:
    return (
        "@font-face {\n"
        f'  font-family: "{family}";\n'
        f'  src: url("./fonts/{file}.woff2") format("woff2");\n'
        f"  font-weight: {weight};\n"
        "  font-display: swap;\n"
        f"  unicode-range:\n    {_ranges(characters)};\n"
        "}\n"
    )


def _ranges(characters: Iterable[int]) -> str:
    """Code points as CSS writes them, neighbours joined."""
    runs: list[list[int]] = []
    for code in sorted(characters):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
