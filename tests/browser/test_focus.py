"""Whatever has the focus is seen: nothing that stays in place lies over it (WCAG 2.4.11)."""

import pytest

MOST = 160  # stops; more than the page has

# What has the focus, and whether any of it is on top of everything else.
FOCUSED = """() => {
    const one = document.activeElement;
    if (one === null || one === document.body || one === document.documentElement) return null;
    const { left, top, width, height } = one.getBoundingClientRect();
    const parts = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
    const seen = parts.some(([x, y]) => {
        const over = document.elementFromPoint(left + x * width, top + y * height);
        return over !== null && (one.contains(over) || (over.tagName === 'LABEL' && over.contains(one)));
    });
    one.dataset.visited = Number(one.dataset.visited ?? 0) + 1;
    const name = one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40);
    return { name: name || one.tagName, seen, again: one.dataset.visited > 1 };
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_what_has_the_focus_is_never_hidden(open_page, size):
    """Tab by tab through the whole page, with all of the experiment unfolded, some of each stop is seen."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    if size[0] == 1280:
        sheet.page.get_by_role("button", name="Open the experiment").click()
    if size[0] == 390:
        sheet.press("Experiment")
    sheet.unfold()
    stops = []
    for _ in range(MOST):
        sheet.page.keyboard.press("Tab")
        stop = sheet.page.evaluate(FOCUSED)
        if stop is None or stop["again"]:
            break
        stops.append(stop)

    assert len(stops) > 30
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
