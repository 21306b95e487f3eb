"""Reads the SMS Spam Collection and splits it with near-duplicates on one side."""

import random
import re
from collections import Counter, defaultdict
from pathlib import Path

FOLDS = 5
LABELS = ['ham', 'spam']


def read(file: Path) -> list[tuple[str, str]]:
    """(label, text); the file is UTF-8 with a header line."""
    rows = [line.split('\t', 1) for line in file.read_text('utf-8').split('\n') if '\t' in line]
    return [(label, text) for label, text in rows if label in LABELS]


def shingles_of(text: str) -> frozenset:
    """Runs of three words with every number alike, so that the same text with another code or prize is one."""
    words = re.findall(r'[^\W\d_]+|\d+', text.lower())
    words = ['0' if word.isdigit() else word for word in words]
    return frozenset(zip(words, words[1:], words[2:])) if len(words) > 2 else frozenset([tuple(words)])


def groups_of(texts: list[str], alike: float = 0.4) -> list[int]:
    """A number for each text; texts whose shingles overlap by the share `alike` (Jaccard), or that hang together so, have one."""
    sets = [shingles_of(text) for text in texts]
    leader = list(range(len(texts)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    holders = defaultdict(list)
    for at, shingles in enumerate(sets):
        shared = Counter(other for shingle in shingles for other in holders[shingle])
        for other, count in shared.items():
            if count >= alike * (len(shingles) + len(sets[other]) - count):
                # The first of a group leads it, in whatever order its members were met.
                low, high = sorted((find(at), find(other)))
                leader[high] = low
        for shingle in shingles:
            holders[shingle].append(at)
    return [find(at) for at in range(len(texts))]


def folds_of(rows: list[tuple[str, str]], seed: int = 1) -> list[int]:
    """A fold 0 to 4 for each row: whole groups, each fold with its share of either label."""
    groups = defaultdict(list)
    for at, group in enumerate(groups_of([text for _, text in rows])):
        groups[group].append(at)
    ordered = [groups[key] for key in sorted(groups)]
    random.Random(seed).shuffle(ordered)
    ordered.sort(key=len, reverse=True)
    filled = [Counter() for _ in range(FOLDS)]
    fold = [0] * len(rows)
    for members in ordered:
        label = Counter(rows[at][0] for at in members).most_common(1)[0][0]
        place = min(range(FOLDS), key=lambda each: filled[each][label])
        for at in members:
            fold[at] = place
            filled[place][rows[at][0]] += 1
    return fold
