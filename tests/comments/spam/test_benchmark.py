"""`manage.py benchmark spam` tries the filter on any labelled comments."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from newsroom.benchmarks import spam as benchmark
from tests.comments.spam.corpus import corpus


@pytest.fixture(autouse=True)
def untimed(monkeypatch):
    """Leave out the paper that times are taken on."""
    speed = {"database": "SQLite", "score ms": 1.0, "learn ms": 2.0}
    monkeypatch.setattr(benchmark, "time", lambda comments, database: speed)


@pytest.fixture
def folder(tmp_path):
    """Write files of labelled comments: `folder(first=rows, second=rows)`."""

    def write(**files):
        for name, rows in files.items():
            with (tmp_path / f"{name}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(rows)
        return tmp_path

    return write


def labelled(number, seed=1):
    rows = [[name, text, int(is_spam)] for text, name, is_spam in corpus(number, seed)]
    return [["AUTHOR", "CONTENT", "CLASS"], *rows]


def ask(folder, capsys, *more):
    call_command("benchmark", "spam", "--data", str(folder), "--json", *more)
    return json.loads(capsys.readouterr().out)


def test_each_file_in_turn_is_what_was_not_learned(folder, capsys):
    found = ask(folder(one=labelled(40), two=labelled(40, 2), three=labelled(20, 3)), capsys)
    assert [(row["tried on"], row["comments"]) for row in found["folds"]] == [
        ("one", 40),
        ("three", 20),
        ("two", 40),
        ("mean", 33),
    ]
    assert found["folds"][-1]["AUC"] > 0.98
    assert sum(step["number"] for step in found["reliability"]) == 100


def test_a_single_file_is_cut_into_parts(folder, capsys):
    found = ask(folder(only=labelled(30)), capsys, "--parts", "3")
    assert [row["tried on"] for row in found["folds"]] == ["only 1/3", "only 2/3", "only 3/3", "mean"]


def test_it_prints_tables_for_people(folder, capsys):
    call_command("benchmark", "spam", "--data", str(folder(one=labelled(30), two=labelled(30, 2))))
    said = capsys.readouterr().out
    for words in ("accuracy", "precision", "said", "score ms", "Each guessed at"):
        assert words in said


def test_columns_are_found_in_any_order_and_case(folder, capsys):
    rows = [["label", "Class", "content"], *([0, "spam" if spam else "ham", text] for text, _, spam in corpus(20))]
    assert ask(folder(one=rows, two=labelled(20, 2)), capsys)["folds"][0]["spam"] == 10


def test_a_file_of_one_kind_only_has_no_auc(folder, capsys):
    only_good = [row for row in labelled(30, 2) if row[2] != 1]
    found = ask(folder(one=labelled(30), two=only_good), capsys)
    assert found["folds"][1]["AUC"] is None


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([["TEXT", "CLASS"], ["Hello", 1]], "no columns CONTENT and CLASS"),
        ([["CONTENT", "CLASS"], ["Hello", "maybe"]], "not “maybe”"),
    ],
)
def test_other_data_is_refused_in_words(folder, capsys, rows, complaint):
    with pytest.raises(CommandError, match=complaint):
        ask(folder(one=rows), capsys)


def test_a_folder_without_files_is_refused(tmp_path, capsys):
    with pytest.raises(CommandError, match="no CSV file"):
        ask(tmp_path, capsys)
