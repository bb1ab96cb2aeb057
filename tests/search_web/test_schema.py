"""schemathesis against the OpenAPI document: whatever fits it is answered as it says, whatever does not is a 4xx."""

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis")

from schemathesis.generation import GenerationMode  # noqa: E402

pytestmark = pytest.mark.slow

EXAMPLES = 60
"""Requests per operation and kind; the machine that runs the suite has two cores."""

OPERATIONS = (
    "search", "suggest", "article", "regions", "officials", "stats", "related_to_article", "related_to_draft",
)  # fmt: skip


@pytest.fixture(scope="module")
def operations(app):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_answers_as_documented(operations, name, mode):
    if name == "stats" and mode is GenerationMode.NEGATIVE:
        pytest.skip("it takes nothing that could be unfitting")
    # ``q``, ``dari``, ``sampai`` and cursors are languages that no JSON schema describes: what fits may be refused.
    excluded = [schemathesis.checks.positive_data_acceptance]

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operations[name].as_strategy(generation_mode=mode))
    def answer(case):
        case.call_and_validate(excluded_checks=excluded)

    answer()


def test_no_operation_is_left_out(operations):
    assert set(OPERATIONS) <= operations.keys()
