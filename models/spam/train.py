"""
Makes models/spam. How to run it: card.md. What it prints goes into the card.

    python3 train.py --data ../shared/data --vectors package [--folds 5] [--plain]

The network learns from the messages and, of pieces of them, from a linear model of the same messages (`teacher.py`).
Fold 0 is the test set of the packed model; with `--folds 5` each fold is held out once, to see the spread.
`--plain` splits at random, near-duplicates on both sides: the figure that others report.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))

from measure import accuracy, calibration_error, confusion, fit_temperature, table  # noqa: E402
from messages import FOLDS, LABELS, folds_of, read  # noqa: E402
from network import Lexicon, WordNetwork, predict  # noqa: E402
from ship import run_all, ship  # noqa: E402
from tasks import Task, train  # noqa: E402
from teacher import Teacher, piece_of  # noqa: E402
from vectors import begin_with, read_vectors, spell  # noqa: E402
from words import WordUnits  # noqa: E402

MOST = 100  # tokens of a text while training
BUCKETS, GRAMS = 8192, (2, 4)
#: The most frequent words of the vectors that are known beside those of the messages.
MORE_WORDS = 2500
#: Pieces of each message that the teacher labels.
PIECES = 2
SAMPLES = [
    'Are you coming home for dinner?',
    'WINNER!! You have been selected to receive a £900 prize. Call 09061701461 now. Claim code KL341.',
    'Free entry in a weekly competition, txt WIN to 87121 to stop txt STOP',
    'ok lar, c u l8r 2nite :)',
    'Can you call me when you are free?',
    'Your parcel is waiting, pay the fee here: http://example.org/p',
    'Parabéns! Você ganhou um prêmio, ligue agora',
]


def make(rows, chosen, seed: int):
    """A network trained on these rows; and its lexicon's way to encode others, which must be known beforehand."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    random = np.random.default_rng(seed)
    inside, outside = rows
    counter: Counter = Counter()
    tokens = WordUnits([], 0, GRAMS).tokens
    for _, text in inside:
        counter.update(dict.fromkeys(tokens(text), 1))
    seen = [word for word, times in counter.most_common() if times >= 2]
    words = seen + [word for word in chosen.frequent[:MORE_WORDS] if counter[word] < 2]
    units = WordUnits(words, BUCKETS, GRAMS)
    lexicon = Lexicon(units)
    teacher = Teacher(inside)
    whole = [text for _, text in inside]
    pieces = [piece_of(text, random) for text in whole for _ in range(PIECES)]
    pieces = [piece for piece in pieces if piece.strip()]
    answers = np.eye(2)[[LABELS.index(label) for label, _ in inside]]
    shares = np.concatenate([(answers + teacher.shares(whole)) / 2, teacher.shares(pieces)])
    encode = lambda texts: [lexicon.encode(text, MOST) for text in texts]
    task = Task('spam', encode(whole + pieces), shares, smooth=0)
    held = encode([text for _, text in outside]), np.array([LABELS.index(label) for label, _ in outside])
    lexicon.freeze()
    network = WordNetwork(lexicon, chosen.table.shape[1], chosen.inputs, chosen.hidden, {'spam': 2})
    network.misread, network.drop_in, network.drop_out = 0.3, chosen.drop, 0.2
    first, found = begin_with(words, chosen.known, chosen.table)
    with torch.no_grad():
        network.words[1:][torch.from_numpy(np.nonzero(found)[0])] = torch.from_numpy(first[found])
    spell(network, chosen.frequent[:15000], chosen.table[:15000], 2, random)
    train(network, [task], chosen.epochs, chosen.rate, chosen.table_rate, random, lambda: '', size=64)
    return network, units, held


def describe(name: str, scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Accuracy, and precision, recall and F1 of spam, as shares."""
    (ham, false), (missed, hit) = confusion(scores.argmax(1), labels, 2)
    figures = {
        'accuracy': accuracy(scores, labels),
        'precision': hit / max(1, hit + false),
        'recall': hit / max(1, hit + missed),
        'F1': 2 * hit / max(1, 2 * hit + false + missed),
    }
    print(name, *(f'{key} {value:.4f}' for key, value in figures.items()), f'missed {missed} false {false}', flush=True)
    return figures


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--vectors', type=Path, required=True)
    options.add_argument('--out', type=Path, default=Path(__file__).resolve().parent)
    options.add_argument('--folds', type=int, default=1)
    options.add_argument('--plain', action='store_true')
    options.add_argument('--epochs', type=int, default=6)
    options.add_argument('--inputs', type=int, default=32)
    options.add_argument('--hidden', type=int, default=48)
    options.add_argument('--drop', type=float, default=0.15)
    options.add_argument('--rate', type=float, default=4e-3)
    options.add_argument('--table-rate', type=float, default=2e-3)
    options.add_argument('--seed', type=int, default=1)
    chosen = options.parse_args()
    chosen.frequent, chosen.table = read_vectors(chosen.vectors)
    chosen.known = {word: at for at, word in enumerate(chosen.frequent)}
    rows = read(chosen.data / 'sms-spam/SMSSpamCollection')
    fold = np.array(folds_of(rows))
    if chosen.plain:
        fold = np.random.default_rng(chosen.seed).permutation(len(rows)) % FOLDS
    every: list[dict[str, float]] = []
    temperatures = []
    for held in reversed(range(min(FOLDS, chosen.folds))):
        sides = [row for row, at in zip(rows, fold) if at != held], [row for row, at in zip(rows, fold) if at == held]
        network, units, (texts, labels) = make(sides, chosen, chosen.seed)
        logits = predict(network, texts, 'spam')
        every.append(describe(f'fold {held}:', logits, labels))
        if held:
            temperatures.append(fit_temperature(logits, labels))
    for key in every[0]:
        values = [figures[key] for figures in every]
        print(f'{key} {np.mean(values):.4f} ± {np.std(values):.4f}')
    if chosen.plain:
        return
    # Chosen on the other folds, never on the test set.
    temperature = round(float(np.mean(temperatures)), 3) if temperatures else 1.0
    packed = ship(chosen.out, network, 'spam', LABELS, SAMPLES, temperature)
    scores = run_all(packed, units, [text for _, text in sides[1]])
    describe('fold 0, packed:', scores, labels)
    print(f'calibration error {calibration_error(scores, labels):.3f} (temperature {temperature})')
    print(table(confusion(scores.argmax(1), labels, 2), LABELS))


if __name__ == '__main__':
    main()
