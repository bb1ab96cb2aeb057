"""The story of a page of an unknown site, found by trafilatura where that is installed (``telusur[html]``)."""

from importlib.util import find_spec


def find_body(data: bytes, url: str | None) -> str | None:
    """Return the story as HTML, or None where none is found or trafilatura is not installed."""
    if find_spec("trafilatura") is None:
        return None
    # Only here: it takes half a second to load, and most sites need it for no page.
    import trafilatura  # noqa: PLC0415 - an optional extra

    return trafilatura.extract(
        data, url=url, output_format="html", include_comments=False, include_links=True, include_formatting=True
    )
