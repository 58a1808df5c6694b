"""A lesson on paper: what is asked, what is right, and which numbers are blanks."""

from learnscope.scene import schema
from tests.session.reader import Reader, new_session


def paper_of(lesson: str, page: int) -> schema.PaperScene:
    """What is printed."""
    answer = Reader(new_session()).ask(schema.AskPaper, lesson=lesson, page=page)
    assert isinstance(answer, schema.PaperScene), answer
    return answer


def test_a_page_on_paper_has_its_questions_their_answers_and_its_blanks() -> None:
    """In the order of the page; what is hidden there is a blank, and so is a number that is asked for."""
    found = paper_of("neuron", 1)

    assert (found.title, found.first, len(found.pages)) == ("One neuron", 1, 1)
    page = found.pages[0]
    asks = [block for block in page.blocks if isinstance(block, schema.AskScene)]
    assert len(page.answers) == len(asks)
    assert page.answers[0].result != ""
    assert page.answers[0].line.endswith(page.answers[0].result)
    assert {"value.1.0", "preactivation.1.0", "product.0.0.0"} <= set(page.blanks)


def test_all_of_a_lesson_is_a_page_each() -> None:
    """From the first."""
    found = paper_of("neuron", 0)

    assert found.first == 1
    assert len(found.pages) >= 3
    assert len({page.title for page in found.pages}) == len(found.pages)


def test_a_page_that_is_not_there_is_not_printed() -> None:
    """Said."""
    reader = Reader(new_session())

    assert reader.refused(schema.AskPaper, lesson="neuron", page=99).message.startswith("page must be")
    assert reader.refused(schema.AskPaper, lesson="neurone").message.startswith("unknown lesson 'neurone'")
