"""Importing this module loads the readers with their dictionaries, so that processes forked afterwards have them."""

from __future__ import annotations

from pipeline.clean import clean
from pipeline.extract import read_notice

read_notice(clean("到2025年，毛入园率达到95%以上。".encode(), "warm.txt"))
