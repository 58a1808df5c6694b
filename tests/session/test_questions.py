"""Questions are answered by one table, and the page knows what comes of each."""

from learnscope.scene import schema
from learnscope.scene.typescript import typescript
from learnscope.session.questions import ANSWERS


def test_every_question_has_an_answer_of_a_kind_of_its_own():
    """Each is in the table, and no two kinds of answers share a tag."""
    assert set(ANSWERS) == set(schema.Question.__subclasses__())
    answers = [question.answer for question in ANSWERS]
    assert set(answers) == set(schema.Answer.__subclasses__())
    assert len({answer.__struct_config__.tag for answer in answers}) == len(answers)


def test_the_page_knows_what_each_is_answered_with():
    """As the generated types say."""
    text = typescript()
    for question in ANSWERS:
        assert f"  readonly {question.__struct_config__.tag}: {question.answer.__name__};\n" in text
