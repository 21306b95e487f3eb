"""
The corpora of the text models, as lists of (text, label), and how they are split. `folder` is the folder
with one folder for each corpus (goemotions, sentence-polarity, subjectivity, movie-reviews, sms-spam).
"""

import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Iterable

from words import fnv1a32

EMOTIONS = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'neutral']

# GoEmotions' fine labels by group (Demszky et al., ACL 2020, and the ekman_mapping.json beside its data).
EKMAN = {
    'anger': ['anger', 'annoyance', 'disapproval'],
    'disgust': ['disgust'],
    'fear': ['fear', 'nervousness'],
    'joy': [
        'admiration', 'amusement', 'approval', 'caring', 'desire', 'excitement', 'gratitude', 'joy', 'love',
        'optimism', 'pride', 'relief',
    ],
    'sadness': ['disappointment', 'embarrassment', 'grief', 'remorse', 'sadness'],
    'surprise': ['confusion', 'curiosity', 'realization', 'surprise'],
    'neutral': ['neutral'],
}  # fmt: skip


def part_of(text: str) -> str:
    """
    `train` 80 %, `dev` 10 %, `test` 10 %, by nothing but the letters and digits of the text: copies that
    differ in case, blanks or marks are on one side, and no order of lines and no seed can move them.
    """
    letters = ''.join(c for c in unicodedata.normalize('NFC', text).lower() if c.isalnum())
    return ('test', 'dev', *['train'] * 8)[(fnv1a32(letters) >> 8) % 10]


def split(pairs: Iterable[tuple]) -> dict[str, list[tuple]]:
    parts: dict[str, list[tuple]] = {'train': [], 'dev': [], 'test': []}
    for pair in pairs:
        parts[part_of(pair[0])].append(pair)
    return parts


def _lines(archive: Path, member: str) -> list[str]:
    with zipfile.ZipFile(archive) as files:
        data = files.read(member)
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        text = data.decode('latin-1')
    return [line.strip() for line in text.split('\n') if line.strip()]


def read_polarity(folder: Path) -> list[tuple[str, int]]:
    """Sentences of film reviews: 0 negative, 1 positive."""
    archive = folder / 'sentence-polarity' / 'sentence_polarity.zip'
    return [
        (line, label)
        for label, name in enumerate(('neg', 'pos'))
        for line in _lines(archive, f'sentence_polarity/rt-polarity.{name}')
    ]


def read_subjectivity(folder: Path) -> list[tuple[str, int]]:
    """Sentences about films: 0 from plots (objective), 1 from reviews (subjective)."""
    archive = folder / 'subjectivity' / 'subjectivity.zip'
    return [
        (line, label)
        for label, name in enumerate(('plot.tok.gt9.5000', 'quote.tok.gt9.5000'))
        for line in _lines(archive, f'subjectivity/{name}')
    ]


def read_reviews(folder: Path) -> list[tuple[list[str], int]]:
    """Whole film reviews as lists of sentences: 0 negative, 1 positive."""
    archive = folder / 'movie-reviews' / 'movie_reviews.zip'
    with zipfile.ZipFile(archive) as files:
        names = sorted(n for n in files.namelist() if re.fullmatch(r'movie_reviews/(neg|pos)/.*\.txt', n))
    return [(_lines(archive, name), int('/pos/' in name)) for name in names]


def read_emotions(folder: Path, part: str) -> list[tuple[str, list[str]]]:
    """Comments of GoEmotions and their fine labels. part: train, dev or test, as published."""
    labels = (folder / 'goemotions' / 'labels.txt').read_text().split()
    lines = (folder / 'goemotions' / f'{part}.tsv').read_text(encoding='utf-8').rstrip('\n').split('\n')
    rows = [line.split('\t') for line in lines]
    return [(text, [labels[int(at)] for at in ids.split(',')]) for text, ids, _ in rows]


def groups_of(fine: list[str]) -> list[int]:
    """Indices into EMOTIONS of the groups of fine labels, each once, in order."""
    return [at for at, group in enumerate(EMOTIONS) if any(label in EKMAN[group] for label in fine)]


def read_messages(folder: Path) -> list[tuple[str, int]]:
    """Short messages: 0 ham, 1 spam."""
    lines = (folder / 'sms-spam' / 'SMSSpamCollection').read_text(encoding='utf-8').split('\n')[1:]
    rows = [line.split('\t', 1) for line in lines if line.strip()]
    return [(text, int(label == 'spam')) for label, text in rows]
