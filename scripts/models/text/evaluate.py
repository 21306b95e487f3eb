"""
Measures the packed text models again on their test sets, from `../shared/data` alone (numpy is enough).

    npm run eval:text                 # or: python3 scripts/models/text/evaluate.py [--data ../shared/data]

The language model's card has two more sets, cut from Debian packages: `models/language/measure.py`.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
MODELS = HERE.parents[2] / 'models'
sys.path[:0] = [str(HERE), str(MODELS / 'spam')]

from data import groups_of, part_of, read_emotions, read_polarity
from measure import accuracy, confusion, f1_each, table
from messages import LABELS, folds_of, read
from pack import Packed
from words import WordUnits


def scores_of(id: str, texts: list[str]) -> np.ndarray:
    """[texts, labels], of a model of words."""
    packed = Packed(MODELS / id)
    told = packed.file['units']
    units = WordUnits(told['words'], told['buckets'], tuple(told['grams']), told['lowerCase'], told['pattern'])
    return np.stack([packed.run(units.rows(text)[: packed.file['window']]) for text in texts])


def evaluate_spam(data: Path) -> None:
    rows = read(data / 'sms-spam/SMSSpamCollection')
    held = [row for row, fold in zip(rows, folds_of(rows)) if fold == 0]
    labels = np.array([LABELS.index(label) for label, _ in held])
    scores = scores_of('spam', [text for _, text in held])
    (_, false), (missed, hit) = confusion(scores.argmax(1), labels, 2)
    print(f'spam, fold 0, {len(held)} messages: accuracy {accuracy(scores, labels):.4f}, '
          f'precision {hit / (hit + false):.4f}, recall {hit / (hit + missed):.4f}')
    print(table(confusion(scores.argmax(1), labels, 2), LABELS))


def evaluate_sentiment(data: Path) -> None:
    held = [(text, label) for text, label in read_polarity(data) if part_of(text) == 'test']
    labels = np.array([label for _, label in held])
    scores = scores_of('sentiment', [text for text, _ in held])
    print(f'sentiment, polarity test, {len(held)} sentences: accuracy {accuracy(scores, labels):.4f}')


def evaluate_emotion(data: Path) -> None:
    held = [(text, groups_of(fine)) for text, fine in read_emotions(data, 'test')]
    single = [(text, groups[0]) for text, groups in held if len(groups) == 1]
    scores, labels = scores_of('emotion', [text for text, _ in single]), np.array([label for _, label in single])
    each = np.eye(scores.shape[1], dtype=int)
    print(f'emotion, test, {len(single)} comments of one group: accuracy {accuracy(scores, labels):.4f}, '
          f'macro-F1 {f1_each(each[scores.argmax(1)], each[labels]).mean():.4f}')


def evaluate_language(data: Path) -> None:
    # A process of its own: its modules have names of their own (`measure`).
    language = MODELS / 'language'
    with tempfile.TemporaryDirectory() as corpus:
        run = lambda *words: subprocess.run([sys.executable, '-B', *map(str, words)], check=True)
        run(language / 'corpus.py', '-', data, corpus)
        run(language / 'measure.py', corpus, language, '--only', 'far')


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, default=HERE.parents[3] / 'shared/data')
    options.add_argument('--only', choices=['spam', 'sentiment', 'emotion', 'language'])
    asked = options.parse_args()
    parts = {'spam': evaluate_spam, 'sentiment': evaluate_sentiment, 'emotion': evaluate_emotion,
             'language': evaluate_language}  # fmt: skip
    for id, evaluate in parts.items():
        if asked.only in (None, id):
            evaluate(asked.data)
            sys.stdout.flush()


if __name__ == '__main__':
    main()
