"""What search is measured with: fifty questions of an archive's words, and fifty of the demo edition's phrases."""

from newsroom.benchmarks.search import questions, remembered
from newsroom.demo.edition import HERE


def test_fifty_questions_of_common_middling_and_rare_words_are_the_same_in_each_run():
    asked = questions()
    assert sum(map(len, asked.values())) == 50
    assert questions() == asked


def test_each_phrase_that_is_remembered_is_of_a_story_of_the_demo_edition():
    stories = {path.stem for path in (HERE / "articles").glob("*.html")}
    assert len(remembered()) == 50
    assert {slug for _typed, slug in remembered()} <= stories
    assert len(dict(remembered())) == 50
