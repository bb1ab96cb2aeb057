"""Headlines as identities: what is equal for two printings of one headline."""

import unicodedata


def title_key(text: str) -> str:
    """Return the text's letters and digits in lower case: ``H. Bakri: "Ukir"`` gives ``hbakriukir``."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in folded if character.isalnum())
