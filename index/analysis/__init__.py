"""Text to tokens, for index, queries and marks alike."""

from index.analysis.analyser import Analyzer, default_analyzer
from index.analysis.lexicon import Lexicon, SynonymGroup, load_lexicon
from index.analysis.normalise import Normalised, normalise, normalise_word
from index.analysis.spots import Spotter
from index.analysis.stemmer import check_environment
from index.analysis.token import Token

__all__ = [
    "Analyzer",
    "Lexicon",
    "Normalised",
    "Spotter",
    "SynonymGroup",
    "Token",
    "check_environment",
    "default_analyzer",
    "load_lexicon",
    "normalise",
    "normalise_word",
]
