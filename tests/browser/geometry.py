"""What a careful eye would find wrong with a page: texts cut or too small, targets too small or covered."""

from playwright.sync_api import Page

SMALLEST_TEXT = 11  # px
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

    const next = document.querySelector('.bar .on');
    if (next && !hidden(next)) {
        const { top, bottom } = next.getBoundingClientRect();
        if (top < 0 || bottom > innerHeight + 1) faults.push('Go on: outside the window');
    }

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

    return faults;
}"""

# What is written on a stage, as boxes of digits: without the room that a line or a finger has around them.
STAGE = """() => {
    const faults = [];
    const INK = 0.37; // of the size of its letters, above and below the middle of a line
    const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && one.closest('.sr-only, select, [popover], .map') === null;
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.75
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.75;
    const boxOf = (one, { left, right, top, bottom }, name) => {
        const scale = one.currentCSSZoom ?? 1;
        const half = INK * parseFloat(getComputedStyle(one).fontSize) * scale, middle = (top + bottom) / 2;
        return { one, name, left, right, top: middle - half, bottom: middle + half };
    };
    const nameOf = (one) => one.closest('[data-key]')?.dataset.key ?? one.textContent.trim().slice(0, 30);
    const textsOf = (stage) => {
        const texts = [];
        const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const one = node.parentElement;
            if (node.data.trim() === '' || !seen(one) || one.closest('title') !== null) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const rect of range.getClientRects())
                if (rect.width > 0.5) texts.push(boxOf(one, clipped(one, rect, stage), nameOf(one)));
        }
        for (const one of stage.querySelectorAll('input')) {
            if (!seen(one) || one.type === 'checkbox') continue;
            const { left, right, top, bottom } = one.getBoundingClientRect();
            texts.push(boxOf(one, { left: left + 2, right: right - 2, top, bottom }, nameOf(one)));
        }
        return texts.filter(({ left, right }) => right > left);
    };
    /** What an ellipsis leaves of a text. */
    const clipped = (one, { left, right, top, bottom }, stage) => {
        for (let up = one; up && up !== stage; up = up.parentElement) {
            if (getComputedStyle(up).overflowX === 'visible') continue;
            const box = up.getBoundingClientRect();
            [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
            if (bottom <= box.top || top >= box.bottom - 3) right = left;
        }
        return { left, right, top, bottom };
    };

    for (const stage of document.querySelectorAll('.stage:has(> div.picture)')) {
        const frame = stage.getBoundingClientRect();
        const window = { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
        const scrolls = stage.closest('.scrolls') !== null;
        const texts = textsOf(stage);
        const circles = [...stage.querySelectorAll('.neurons circle.outline')].map((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return { x: (left + right) / 2, y: (top + bottom) / 2, radius: (right - left) / 2 };
        });
        const stages = stage.closest('.stages');
        const scrolled = stages.scrollHeight > stages.clientHeight + 1;
        const apart = (a, b) => a.one !== b.one && !a.one.contains(b.one) && !b.one.contains(a.one);
        texts.forEach((a, k) => {
            const out = ({ left, right, top, bottom }) => a.left < left - 1 || a.right > right + 1
                || a.top < top - 1 || a.bottom > bottom + 1;
            if (out(frame)) faults.push(`${a.name}: outside the stage`);
            else if (!scrolls && !scrolled && out(window)) faults.push(`${a.name}: outside the window`);
            for (const b of texts.slice(k + 1))
                if (apart(a, b) && meet(a, b)) faults.push(`${a.name}: runs into ${b.name}`);
            if (a.one.closest('.build, .foot, .head') !== null) return;
            for (const { x, y, radius } of circles) {
                const dx = x - Math.max(a.left, Math.min(x, a.right));
                const dy = y - Math.max(a.top, Math.min(y, a.bottom));
                if (Math.hypot(dx, dy) > radius - 1) continue;
                const inside = a.one.closest('.inside') !== null
                    && a.left > x - radius - 1 && a.right < x + radius + 1;
                if (!inside) faults.push(`${a.name}: runs into a neuron`);
            }
        });
    }
    return [...new Set(faults)];
}"""


def faults(page: Page) -> list[str]:
    """Each in a sentence, none where all is well."""
    found: list[str] = page.evaluate(LOOK, [SMALLEST_TEXT, SMALLEST_TARGET])
    return found + stage_faults(page)


def stage_faults(page: Page) -> list[str]:
    """What on a stage runs into something else, or out of it."""
    found: list[str] = page.evaluate(STAGE)
    return found
