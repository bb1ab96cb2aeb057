"""What each ingredient of ranking brings is measured by leaving it out."""

from dataclasses import fields

import pytest

from index.ranking import Ingredients
from indexer.evaluate import evaluate_search
from indexer.evaluate.ablation import WITHOUT, variants
from indexer.evaluate.files import JudgedQuery


def test_every_ingredient_can_be_left_out():
    covered = {name for switched in WITHOUT.values() for name in switched}
    assert covered == {field.name for field in fields(Ingredients)}


def test_only_what_changes_the_index_asks_for_another_one(sample):
    rebuilt = {variant.name for variant in variants(sample.assembly) if variant.rebuild}

    assert {"headline weight", "lead weight", "compounds", "protected names"} <= rebuilt
    assert not {"synonyms", "recency", "stems"} & rebuilt


@pytest.mark.slow
def test_leaving_stems_out_loses_stories_that_hold_other_forms(sample):
    queries = (JudgedQuery(id="q", text="pembakaran lahan"),)
    evaluation, _ = evaluate_search(sample, queries, {"q": {"LJ-D008": 3}}, leave_one_out=True)

    without = {variant.name: variant for variant in evaluation.left_out}
    assert without["stems"].measures["MRR@10"].mean <= evaluation.comparison.systems[0].measures["MRR@10"].mean
    assert sample.get("LJ-D008") is not None
