"""The page for everyone: axe finds nothing, in both themes, in several phases and sizes."""

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (820, 1180), (390, 844)])
def test_axe_finds_no_violation(open_page, theme, size):
    """WCAG 2.2 A and AA, at rest after the backward pass, when the most is on screen."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    sheet.page.emulate_media(color_scheme=theme)
    sheet.play("Backprop")
    sheet.page.evaluate(AXE.read_text(encoding="utf-8"))
    result = sheet.page.evaluate(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
    )

    assert [
        (one["id"], one["help"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in result["violations"]
    ] == []


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (820, 1180)])
@pytest.mark.parametrize("start", ["Iris 4-5-3", "The 2015 original"])
def test_no_text_of_the_stage_covers_another(open_page, start, size):
    """After the backward pass, when the most is on screen, no two texts overlap."""
    sheet = open_page(start=start)
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    sheet.play("Backprop")
    covered = sheet.page.evaluate(
        """() => {
        const texts = '.stage [data-key], .stage .name, .stage .unit, .stage .head';
        const boxes = [...document.querySelectorAll(texts)]
            .filter((one) => one.tagName !== 'circle')
            .map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                const air = one.tagName === 'INPUT' ? 4 : 0; // fields are taller than their text, for fingers
                return { one, box: { left, right, top: top + air, bottom: bottom - air } };
            });
        const found = [];
        boxes.forEach((a, k) => boxes.slice(k + 1).forEach((b) => {
            const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
            const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
            if (width > 1 && height > 2 && !a.one.contains(b.one) && !b.one.contains(a.one))
                found.push([a, b].map(({ one }) => one.dataset.key ?? one.innerText).concat(width, height));
        }));
        return found;
    }"""
    )

    assert covered == []
