"""From a file to a lesson, and every fault of its form: line and full text."""

import pytest

from learnscope.lessons.blocks import AskChoice, AskNumber, Goal, Play, Stand
from learnscope.lessons.first import FIRST
from learnscope.lessons.kinds import Edit, Recipe, Within
from learnscope.lessons.read import read_lesson
from learnscope.lessons.text import Text, plain
from tests.lessons.lesson import BEFORE, FRONT, STATE, lesson, page

ASK = ":::{ask-number}\n:is: value.1.0\nWhat?\n:::\n"
HERE = BEFORE + 1

FAULTS = [
    ("", 1, "a lesson must begin with front matter: --- title, order, minutes ---"),
    (FRONT, 0, "a lesson must have pages, each begun by a heading: # One claim"),
    ("---\norder: 1\nminutes: 1\n---\n# One\n", 1, "front matter must have 'title': a text"),
    (
        "---\ntitle: A\norder: no\nminutes: 1\n---\n# One\n",
        3,
        "order must be a whole number of at least 0, got 'no'",
    ),
    (
        "---\ntitle: A\nordre: 1\nminutes: 1\n---\n# One\n",
        3,
        "front matter has no 'ordre'; did you mean 'order'?",
    ),
    (
        "---\ntitle: A\norder: 1\nminutes: 1\nand so on\n---\n# One\n",
        5,
        "front matter must be lines like title: Blame, got 'and so on'",
    ),
    (
        "---\ntitle: A\norder: 1\nminutes: 1\nneeds: My Lesson\n---\n# One\n",
        5,
        "needs must be names of lessons, as files are called, got 'My Lesson'",
    ),
    (
        f"{FRONT}Hello.\n\n# One\n{STATE}",
        6,
        "what stands before the first page belongs to none; begin it with a heading: # One claim",
    ),
    (
        f"{FRONT}# One\n",
        6,
        "the first page must have a state, as there is no page before it: :::{state}",
    ),
    (page("## Two"), HERE, "a heading must be of level 1, as it begins a page, got 'Two'"),
    (
        page(":::{paly}\n:::"),
        HERE,
        "unknown block 'paly'; did you mean 'play'? (ask-change, ask-choice, ask-number, "
        "ask-point, ask-sign, ask-weight, ask-words, deeper, goal, hint, panel, play, reply, state, why)",
    ),
    (page(":::play\n:::"), HERE, "a block must say its name in braces, like :::{play}, got 'play'"),
    (
        page(":::{play} loss\n:::"),
        HERE,
        "a block's name must stand alone, got 'loss' behind it; write it below",
    ),
    (page(":::{play}\n:two: loss\n:::"), HERE + 1, "play has no 'two'; did you mean 'to'?"),
    (page(":::{why}\n:when: x\nBecause.\n:::"), HERE + 1, "why has no 'when'"),
    (page(":::{play}\n:to: loss\n:to: loss\n:::"), HERE + 2, "play has to twice; leave one out"),
    (page(":::{play}\nGo.\n:::"), HERE + 1, "play has no text; write it above or below the block"),
    (page(":::{why}\n:::"), HERE, "why must have a text, got none"),
    (page(":::{ask-number}\nWhat?\n:::"), HERE, "ask-number must have 'is': a sum of named numbers"),
    (
        page(":::{play}\n:to: forwrad 1\n:::"),
        HERE + 1,
        "to must be start, read, forward 1, loss, backward 1 or update, got 'forwrad 1'",
    ),
    (page(":::{play}\n:steps: 0\n:::"), HERE + 1, "steps must be a whole number of at least 1, got '0'"),
    (
        page(":::{play}\n:steps: 9999999999\n:::"), HERE + 1,
        "steps must be a whole number of at most 9 digits, got '9999999999'",
    ),
    (
        page(ASK.replace("What?", ":within: about\nWhat?")),
        HERE + 2,
        "within must be digits, double, a share like 5 % or a number like 0.01, got 'about'",
    ),
    (
        page(":::{ask-sign}\n:is: error.0\n:words: up\nWhich?\n:::"),
        HERE + 2,
        "words must be two words, for below 0 and above, got 'up'",
    ),
    (page(":::{why}\n:::\n\n:::{hint}\nHm.\n:::").replace(":::{why}\n:::", ""), HERE + 2,
     "hint must stand right behind one of ask-number, ask-change, ask-sign, ask-choice, ask-weight, "
     "ask-point, ask-words, goal; "
     "move it there"),
    (
        page(":::{reply}\n:choice: 1\nNo.\n:::"),
        HERE,
        "reply must stand right behind one of ask-number, ask-change, ask-sign, ask-choice, ask-point; "
        "move it there",
    ),
    (
        page(f"{ASK}:::{{reply}}\nNo.\n:::"),
        HERE + 4,
        "reply must have 'when', a condition on answer, or, of a choice, 'choice'",
    ),
    (page(STATE), HERE, "a page must have one state, got another; begin a page for it"),
    (page(":::{play}\n:::\n:::{play}\n:::"), HERE + 2,
     "a page must have one play, got another; begin a page for it"),
    (
        page(":::{ask-choice}\nWhich?\n- this\n:::"),
        HERE,
        "ask-choice must have a list of two items or more, got 1",
    ),
    (page(":::{ask-choice}\n:right: 3\nWhich?\n- a\n- b\n:::"), HERE, "right must be from 1 to 2, got 3"),
    (
        page(":::{ask-choice}\nWhich?\n- a\n- b\n:::"),
        HERE,
        "ask-choice must say what is right by 'right' or by {if} in its items, by one of the two",
    ),
    (
        page(":::{ask-choice}\n:right: 1\nWhich?\n- a\n- b\n:::\n:::{reply}\n:choice: 3\nNo.\n:::"),
        HERE + 6,
        "choice of reply 1 must be from 1 to 2, got 3",
    ),
    (page("# "), HERE, "a heading must say what its page claims, got nothing"),
    (
        page("[This](javascript:alert(1))"),
        HERE,
        "a link must begin with http:// or https://, got 'javascript:alert(1)'",
    ),
    (
        page("<https://example.org> <!-- and more -->"),
        HERE,
        "HTML is not read in a lesson, got '<!--'; write it in Markdown",
    ),
    (
        page("![A picture](https://example.org/a.png)"),
        HERE,
        "a lesson's text has no image; write it in words",
    ),
    (
        page("[This](data:text/html,x)"),
        HERE,
        "a link must begin with http:// or https://, got 'data:text/html,x'",
    ),
    (
        page("[This](file:///etc/passwd)"),
        HERE,
        "a link must begin with http:// or https://, got 'file:///etc/passwd'",
    ),
    (
        "---\ntitle: A\norder: 1\nminutes: 1\ndecimals: 9\n---\n# One\n",
        5,
        "decimals must be 2, 3 or 4, got '9'",
    ),
    (
        "---\ntitle: A\norder: 1\nminutes: 1\ndecimal-mark: koma\n---\n# One\n",
        5,
        "decimal-mark: unknown decimal mark 'koma'; did you mean 'comma'? (comma, point)",
    ),
    (
        "---\ntitle: A\norder: 1\nminutes: 1\nhide: hint\n---\n# One\n",
        5,
        "hide: unknown thing to hide 'hint'; did you mean 'hints'? (explore, hints, leave, readout, show-me, "
        "view)",
    ),
    (
        page("Hello <b>you</b>."),
        HERE,
        "HTML is not read in a lesson, got '<b>'; write it in Markdown",
    ),
    (
        page("<script>alert(1)</script>"),
        HERE,
        "HTML is not read in a lesson, got '<script>'; write it in Markdown",
    ),
    (page("> quoted"), HERE,
     "a lesson's text must be paragraphs and lists, got a blockquote; write it as such"),
    (
        page("See [this](other.md)."),
        HERE,
        "a link must begin with http:// or https://, got 'other.md'",
    ),
    (
        page("It is {nubmer}`value.1.0`."),
        HERE,
        "unknown role 'nubmer'; did you mean 'number'? (if, lesson, number, signed, why, word)",
    ),
    (
        page("It is {number}`valeu.1.0`."),
        HERE,
        "name must begin with a kind of number, got 'valeu.1.0'; did you mean 'value.1.0'?; names look like "
        "weight.0.1.2 or delta.1.0@7; docs/names.md lists them",
    ),
    (
        page(":::{state}\n:::", state=":::{state}\n:experiment: irsi\n:::\n"),
        BEFORE - 1,
        "experiment: unknown starting point 'irsi'; did you mean 'iris'? (cafe, guess, iris, life, original, "
        "plateau, ravine, saddle, two-two-two, valleys)",
    ),
    (
        page("", state=":::{state}\n:experiment: data=circle&hiden=4\n:::\n"),
        BEFORE - 1,
        "experiment: unknown field of an experiment 'hiden'; did you mean 'hidden'? "
        "(accuracy_above, activation, batch_size, beta1, beta2, bias, clip_norm, data, "
        "data_options, data_seed, decay, dropout, dropout_seed, epochs, epsilon, features, hidden, "
        "initial_scale, initializer, l1, l2, learning_rate, loss, loss_below, momentum, optimizer, "
        "order_seed, output, patience, precision, scale, schedule, schedule_end, schedule_every, "
        "schedule_factor, schedule_over, seed, split, split_seed, start, steps, warmup, "
        "weight_decay, weights_seed)",
    ),
    (
        page("", state=":::{state}\n:edits: loss.batch = 3\n:::\n"),
        BEFORE - 1,
        "edits: loss.batch must be a number that can be set (bias, input, setting, target, weight); "
        "got a loss.batch",
    ),
    (
        page("", state=":::{state}\n:edits: bias.0.0\n:::\n"),
        BEFORE - 1,
        "edits must be like weight.0.1.2 = 0.5, got 'bias.0.0'",
    ),
    (
        page("", state=":::{state}\n:edits: bias.0.0 = much\n:::\n"),
        BEFORE - 1,
        "edits: bias.0.0 must be set to a number, got 'much'",
    ),
    (
        page("", state=":::{state}\n:over: error.0\n:::\n"),
        BEFORE - 1,
        "over must be the names of one or two weights or biases, got 'error.0'",
    ),
    (
        page(":::{ask-point}\n:on: decision\n:right: x < 1\n:at: 1, 2, 3\nWhere?\n:::"),
        HERE + 3,
        "at must be x and y, or x alone on a curve, got '1, 2, 3'",
    ),
    (
        page(":::{ask-point}\n:on: landscpae\n:right: x < 1\n:at: 1\nWhere?\n:::"),
        HERE + 1,
        "on: unknown picture 'landscpae'; did you mean 'landscape'? (decision, landscape)",
    ),
    (
        page("", state=":::{state}\n:anew: wieghts\n:::\n"),
        BEFORE - 1,
        "anew: unknown thing to draw anew 'wieghts'; did you mean 'weights'? (biases, inputs, sample, start, "
        "targets, weights)",
    ),
    (
        page("", state=":::{state}\n:anew: error.0\n:::\n"),
        BEFORE - 1,
        "anew: error.0 must be a weight, a bias, an input or a target",
    ),
    (
        page(ASK.replace("What?", ":line: 1\nWhat?")),
        HERE + 2,
        "line must be two numbers, from and to, got '1'",
    ),
    (
        page(ASK.replace("What?", ":line: 2, 1\nWhat?")),
        HERE + 2,
        "line must be two numbers, the lower first, got '2, 1'",
    ),
    (
        page(ASK.replace("What?", ":line: -1e308, 1e308\nWhat?")),
        HERE + 2,
        "line must be two finite numbers, got '-1e308, 1e308'",
    ),
    (
        page("", state=":::{state}\n:over: weight.0.0.0, weight.0.0.0\n:::\n"),
        BEFORE - 1,
        "over must be two different ones, or one for a curve, got 'weight.0.0.0, weight.0.0.0'",
    ),
    (
        page(f":::{{play}}\n:to: forward {'9' * 5000}\n:::"),
        HERE + 1,
        f"to must be start, read, forward 1, loss, backward 1 or update, got 'forward {'9' * 48}...",
    ),
    (
        page(":::{play}\n:to: loss\n:steps: 3\n:::"),
        HERE,
        "play must have one of 'to' and 'steps', got both",
    ),
    (page("# A *b*"), HERE, "a heading must be of plain words, got 'A *b*'"),
    (
        "---\ntitle: A\n# One\n",
        1,
        "front matter must end with a line of ---, got none",
    ),
    (
        "---\ntitle: A\ntitle: B\norder: 1\nminutes: 1\n---\n# One\n",
        3,
        "front matter has title twice; leave one out",
    ),
    (
        page(":::{ask-choice}\n:right: 1\n4. Which?\n\n- a\n- b\n:::"),
        HERE + 2,
        "an item of a list must begin with -, got '4.'; write - for an item, 4\\. for the number",
    ),
    (
        page(":::{ask-choice}\n:right: 1\n- a\n- b\n:::"),
        HERE,
        "ask-choice must have a question before its list, got none",
    ),
    (page("- a\n\n  b"), HERE + 2, "an item of a list must be one paragraph, got another; join them"),
    (page("- a\n  - b"), HERE + 1, "a list must not stand in an item of another; make it one list"),
    (
        page(f"{ASK}:::{{reply}}\n:choice: 1\nNo.\n:::"),
        HERE + 4,
        "reply to this question must have 'when', a condition",
    ),
    (
        page(":::{ask-choice}\n:right: 1\nWhich?\n- a\n- b\n:::\n:::{reply}\n:when: answer > 1\nNo.\n:::"),
        HERE + 6,
        "reply to this question must have 'choice', which item it speaks of",
    ),
    (
        page(":::{ask-weight}\n:most: update\nWhich?\n:::\n:::{reply}\n:when: answer > 1\nNo.\n:::"),
        HERE + 4,
        "reply must stand right behind one of ask-number, ask-change, ask-sign, ask-choice, ask-point; "
        "move it there",
    ),
    (
        page(f"{{number}}`weight.{'9' * 5000}.0.0`"),
        HERE,
        f"name must begin with a kind of number, got 'weight.{'9' * 50}...; names look like "
        "weight.0.1.2 or delta.1.0@7; docs/names.md lists them",
    ),
    (
        page("", state=":::{state}\n:lens: wyh\n:::\n"),
        BEFORE - 1,
        "lens: unknown lens 'wyh'; did you mean 'why'? (ask, batch, check, compare, decision, futures, "
        "glossary, landscape, life, matrices, proof, stop-when, text, what-if, why)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "line", "message"), FAULTS, ids=[one[2][:50] for one in FAULTS])
def test_each_fault_is_told_with_its_line(source: str, line: int, message: str) -> None:
    """Among the faults of a file with a fault is that one, in full."""
    assert (line, message) in [(fault.line, fault.message) for fault in read_lesson("test", source).faults]


def test_a_file_without_a_fault_is_a_lesson() -> None:
    """Front matter, pages, texts and blocks come as records, in their order."""
    found = lesson(
        "Hello *you* {signed}`error.0`.\n\n- one\n- two\n\n"
        ":::{ask-number}\n:is: 0.5 * value.1.0\n:within: 5 %\nHow much?\n:::\n"
        ":::{hint}\nThink.\n:::\n:::{play}\n:::",
        ":::{state}\n:experiment: data=circle\n:edits: weight.0.0.0 = −2, setting.learning_rate = 1\n:::\n",
    )

    stand, text, one, _, ask, play = found.pages[0].items
    assert found.front.title == "Test"
    assert isinstance(stand, Stand)
    assert stand.experiment == Recipe("data=circle")
    assert stand.edits == (Edit("weight.0.0.0", -2.0), Edit("setting.learning_rate", 1.0))
    assert isinstance(text, Text)
    assert [span.look for span in text.spans] == ["plain", "emphasis", "plain", "signed", "plain"]
    assert isinstance(one, Text)
    assert (one.item, plain(one)) == (True, "one")
    assert isinstance(ask, AskNumber)
    assert (ask.within, len(ask.hints)) == (Within("share", 0.05), 1)
    assert play == Play(line=play.line)


def test_the_lesson_that_is_written_to_begin_with_has_no_fault() -> None:
    """It is what `learnscope lesson new` writes."""
    found = read_lesson("first", FIRST)

    assert found.faults == ()
    assert found.lesson is not None
    assert [len(page.asks) for page in found.lesson.pages] == [3, 0]
    assert isinstance(found.lesson.pages[1].goals[0], Goal)
    assert isinstance(found.lesson.pages[0].asks[1], AskChoice)
