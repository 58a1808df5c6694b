"""What a careful eye would find wrong with a page: texts cut or too small, targets too small or covered."""

from playwright.sync_api import Page

SMALLEST_TEXT = 9  # px
SMALLEST_TARGET = 24  # px, WCAG 2.2, 2.5.8

LOOK = """([smallestText, smallestTarget]) => {
    const faults = [];
    const name = (one) => (one.dataset?.key ?? one.getAttribute('aria-label')
        ?? one.innerText?.trim().slice(0, 40)) || one.outerHTML.slice(0, 60);
    const frame = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const hidden = (one) => !one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        || one.closest('.sr-only, [aria-hidden="true"] title, title, noscript') !== null;
    const clips = (one) => getComputedStyle(one).overflowX !== 'visible';
    /** The part of an element that its scrolling or clipping ancestors leave. */
    const seen = (one) => {
        let { left, top, right, bottom } = one.getBoundingClientRect();
        for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
            if (!clips(up)) continue;
            const box = up.getBoundingClientRect();
            [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
            [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
        }
        return { left, top, right, bottom };
    };
    /** The box that hides a part of an element for good: it clips, and cannot be scrolled. */
    const hider = (one) => {
        const box = one.getBoundingClientRect();
        for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(up);
            const frame = up.getBoundingClientRect();
            const down = box.bottom > frame.bottom + 2 || box.top < frame.top - 2;
            const across = box.right > frame.right + 2 || box.left < frame.left - 2;
            if (down && ['auto', 'scroll'].includes(overflowY)) return undefined;
            if (across && ['auto', 'scroll'].includes(overflowX)) return undefined;
            if ((down && overflowY !== 'visible') || (across && overflowX !== 'visible')) return up;
        }
        return undefined;
    };
    const empty = ({ left, top, right, bottom }) => right - left < 1 || bottom - top < 1;

    if (document.scrollingElement.scrollWidth > innerWidth + 1)
        faults.push(`the page is ${document.scrollingElement.scrollWidth} px wide`);

    if (!document.querySelector('.scrolls') && document.scrollingElement.scrollHeight > innerHeight + 1)
        faults.push(`the page is ${document.scrollingElement.scrollHeight} px high`);

    for (const one of document.body.querySelectorAll('*')) {
        const speaks = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
        if ((!speaks && one.tagName !== 'INPUT') || hidden(one)) continue;
        const style = getComputedStyle(one);
        const size = parseFloat(style.fontSize) * (one.currentCSSZoom ?? 1);
        if (size < smallestText - 0.01) faults.push(`${name(one)}: text of ${size} px`);
        const cut = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && clips(one)
            && style.overflowX === 'hidden';
        const over = hider(one);
        if (over && !over.closest('[title]')) faults.push(`${name(one)}: cut by ${over.className}`);
        if (cut && one.tagName !== 'INPUT' && !one.closest('[title]')) faults.push(`${name(one)}: cut`);
    }

    /** Whether what lies over it stays in place while the same box is scrolled: it can be scrolled free. */
    const scrolled = (one, top) => {
        for (let up = top; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).position === 'sticky') return up.parentElement.contains(one);
        return false;
    };
    const targets = 'button, select, input, summary, a[href], [role="button"]';
    for (const one of document.querySelectorAll(targets)) {
        if (hidden(one) || one.disabled) continue;
        const area = one.closest('label') ?? one;
        const box = area.getBoundingClientRect();
        const visible = seen(area);
        if (empty(box) || empty(visible)) continue;
        if (box.width < smallestTarget - 0.6 || box.height < smallestTarget - 0.6)
            faults.push(`${name(one)}: a target of ${box.width.toFixed(1)} × ${box.height.toFixed(1)} px`);
        const x = (visible.left + visible.right) / 2, y = (visible.top + visible.bottom) / 2;
        if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) continue;
        const top = document.elementFromPoint(x, y);
        // scrolled almost away
        if (visible.right - visible.left < 4 || visible.bottom - visible.top < 4) continue;
        if (top !== null && !area.contains(top) && !top.contains(area) && !scrolled(area, top))
            faults.push(`${name(one)}: covered by ${name(top)} (${top.tagName} ${top.className})`);
    }

    const titles = [...document.querySelectorAll('.stage .head b')]
        .map((one) => [one, one.getBoundingClientRect()]);
    titles.forEach(([one, a], k) => titles.slice(k + 1).forEach(([other, b]) => {
        if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom && b.top < a.bottom)
            faults.push(`${name(one)}: runs into ${name(other)}`);
    }));
    return faults;
}"""


def faults(page: Page) -> list[str]:
    """Each in a sentence, none where all is well."""
    found: list[str] = page.evaluate(LOOK, [SMALLEST_TEXT, SMALLEST_TARGET])
    return found
