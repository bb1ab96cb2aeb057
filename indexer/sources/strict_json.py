"""JSON from strangers: what comes out of it can be stored."""

import json

_HALF_PAIR = ("\\ud", "\\uD")
"""How an escaped half of a surrogate pair begins."""


def parse_json(data: str | bytes) -> object:
    """Return the value that a JSON text in UTF-8 holds.

    Half of a surrogate pair is valid JSON but no text, and could not be stored: it becomes a question mark.

    Raises:
        ValueError: It is no JSON, or nested too deeply.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        value: object = json.loads(text, strict=False)
        if not any(mark in text for mark in _HALF_PAIR):
            return value
        # Whole pairs are one character by now; only halves are left to be replaced.
        repaired: object = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), strict=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return repaired
