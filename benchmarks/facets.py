"""How good and how fast annotation is: the bars of the labelled stories, speed, memory and start.

    .venv/bin/python benchmarks/facets.py ../shared/data/facets

The folder holds ``articles.jsonl``, ``sentences.jsonl`` and their ``score.py``. Speed is given beside that of one regular
expression over titles and capitalised words in the same run: the least that any finder of officials must do.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from index.article import Annotations, Article, ArticleId, RegionCode
from index.gazetteer import load_titles
from indexer.annotate import annotate
from indexer.assemble import Assembly, assemble
from indexer.evaluate.facets import annotated, evaluate_facets

ZONE = ZoneInfo("Asia/Jakarta")
STORY_CHARS = 2900
"""Length of the stories that speed is told for."""

STORIES = 400
"""Stories annotated for one measure of speed."""

MEMORY_CHARS = 8
"""Levels of codes in labels: province and regency are two parts."""
