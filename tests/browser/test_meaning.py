"""Any mark can be asked what it is: one sentence, in Python's words, with this moment's number in it."""

from collections import defaultdict

from tests.browser.reading import Number

# Point at every element on and below the stage that carries a number or a letter; what is then told.
ASK_ALL = """async () => {
    const line = () => document.querySelector('.meaning');
    const told = [];
    const all = 'main :is(.stage, .readout) [data-key]:not(circle), .stage .above i';
    const marks = [...document.querySelectorAll(all)];
    for (const mark of marks) {
        const beside = mark.closest('.above > span')?.querySelector('[data-key]');
        const key = mark.dataset.key ?? beside?.dataset.key;
        if (!mark.isConnected) continue;
        mark.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        for (let k = 0; k < 300 && line()?.dataset.about !== key; k++)
            await new Promise((done) => setTimeout(done, 10));
        told.push([key, Number((beside ?? mark).dataset.value), line()?.dataset.about ?? '',
            line()?.querySelector('.value')?.innerText ?? '', line()?.innerText ?? '']);
    }
    return told;
}"""


def test_every_mark_is_told_in_a_sentence_with_its_own_number(open_page):
    """In every phase; two marks of one kind with different numbers have different sentences."""
    sheet = open_page()
    sheet.scrub(0)
    for phase in range(sheet.phases + 1):
        sheet.rests_at(phase)
        by_kind: dict[str, dict[str, str]] = defaultdict(dict)
        told = sheet.page.evaluate(ASK_ALL)
        assert len(told) > 40
        for key, value, about, text, line in told:
            assert about == key
            shown = Number(value, text.rstrip("."))
            assert abs(shown.reading - value) <= max(shown.half_a_digit, 5e-4 * abs(value)), (key, text)
            assert len(line) > len(text) + 20, key
            kind = key.rstrip("0123456789.")
            assert by_kind[kind].setdefault(line, text) == text, key
        if phase < sheet.phases:
            sheet.key(".")
