"""
Trains the SMS spam model and packs it. How to run it: card.md.

    python3 train.py SMSSpamCollection MODEL [--folds 5] [--epochs 9]

Fold 0 is the test set of the packed model; with `--folds 5` each fold is held out once, to see the spread.
"""

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'scripts/models/text'))

import pack
from messages import FOLDS, LABELS, folds_of, read
from words import WordUnits

COLUMNS, UNITS, BUCKETS, GRAMS, LOWER_CASE = 32, 40, 2048, (3, 4), True


class Spotter(nn.Module):
    """Mean of a token's rows → LSTM → mean and max of its outputs → ham or spam."""

    def __init__(self, rows: int):
        super().__init__()
        self.table = nn.EmbeddingBag(rows, COLUMNS, mode='mean')
        nn.init.normal_(self.table.weight, std=0.3)
        self.lstm = nn.LSTM(COLUMNS, UNITS, batch_first=True)
        self.head = nn.Linear(2 * UNITS, 2)
        with torch.no_grad():
            self.lstm.bias_ih_l0[UNITS : 2 * UNITS] = 1

    def forward(self, texts: list[list[list[int]]]) -> torch.Tensor:
        """Logits of texts as rows per token."""
        steps = max(1, max(len(text) for text in texts))
        tokens = [tuple(rows) for text in texts for rows in text]
        kinds = {rows: at for at, rows in enumerate(dict.fromkeys(tokens))}
        vectors = self.table(
            torch.tensor([row for rows in kinds for row in rows]),
            torch.tensor(np.cumsum([0, *(len(rows) for rows in kinds)])[:-1]),
        )
        vectors = torch.cat([vectors, torch.zeros(1, COLUMNS)])
        places = torch.full((len(texts), steps), len(kinds))
        for at, text in enumerate(texts):
            places[at, : len(text)] = torch.tensor([kinds[tuple(rows)] for rows in text])
        inside = places < len(kinds)
        if self.training:
            # A token now and then goes unread, so that no single one decides.
            places = torch.where(torch.rand(places.shape) < 0.1, torch.tensor(len(kinds)), places)
        inputs = F.dropout(vectors[places], 0.2, self.training)
        outputs = self.lstm(inputs)[0]
        mask = inside[..., None]
        mean = (outputs * mask).sum(1) / mask.sum(1).clamp(min=1)
        most = outputs.masked_fill(~mask, -1).amax(1)
        return self.head(F.dropout(torch.cat([mean, most], 1), 0.3, self.training))


def make_units(texts: list[str]) -> WordUnits:
    """Words that three messages of the training side hold."""
    tokens = WordUnits([], 0, GRAMS, LOWER_CASE).tokens
    counts = Counter(token for text in texts for token in set(tokens(text)))
    return WordUnits(sorted(token for token, n in counts.items() if n >= 3), BUCKETS, GRAMS, LOWER_CASE)


def train(rows: list[tuple[str, str]], epochs: int, seed: int) -> tuple[Spotter, WordUnits]:
    torch.manual_seed(seed)
    shuffle = random.Random(seed).shuffle
    units = make_units([text for _, text in rows])
    samples = [(LABELS.index(label), units.rows(text)) for label, text in rows]
    model = Spotter(units.count)
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3, weight_decay=1e-5)
    size = 48
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, epochs * (len(samples) // size + 1))
    for _ in range(epochs):
        shuffle(samples)
        # Of like length within a few batches, for little padding.
        ordered = [
            sample
            for first in range(0, len(samples), size * 20)
            for sample in sorted(samples[first : first + size * 20], key=lambda each: len(each[1]))
        ]
        starts = list(range(0, len(ordered), size))
        shuffle(starts)
        for start in starts:
            part = ordered[start : start + size]
            logits = model([text for _, text in part])
            loss = F.cross_entropy(logits, torch.tensor([label for label, _ in part]), label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            schedule.step()
    return model.eval(), units


def measure(name: str, labels: list[str], guesses: list[str]) -> dict:
    """Accuracy, and precision, recall and F1 of spam, as shares."""
    counts = Counter(zip(labels, guesses))
    hit, missed, false = counts['spam', 'spam'], counts['spam', 'ham'], counts['ham', 'spam']
    figures = {
        'accuracy': (len(labels) - missed - false) / len(labels),
        'precision': hit / max(1, hit + false),
        'recall': hit / max(1, hit + missed),
    }
    figures['f1'] = 2 * hit / max(1, 2 * hit + false + missed)
    print(name, *(f'{key} {value:.4f}' for key, value in figures.items()), f'missed {missed} false {false}', flush=True)
    return figures


def guess(model: Spotter, units: WordUnits, texts: list[str]) -> list[str]:
    with torch.no_grad():
        logits = [model([units.rows(text)])[0] for text in texts]
    return [LABELS[int(each.argmax())] for each in logits]


def write(folder: Path, model: Spotter, units: WordUnits, kind: str) -> int:
    return pack.write(
        folder,
        {
            'id': 'spam',
            'units': units.describe(),
            'window': 256,
            'embedding': model.table.weight.detach().numpy(),
            'recurrent': [{'cell': 'lstm', 'weights': [pack.from_torch_lstm(model.lstm)]}],
            'pooling': {'kind': 'mean-max'},
            'dense': [pack.from_torch_linear(model.head)],
            'labels': LABELS,
            'temperature': 1.0,
        },
        kind,
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('messages', type=Path)
    options.add_argument('model', type=Path)
    options.add_argument('--folds', type=int, default=1)
    options.add_argument('--epochs', type=int, default=9)
    asked = options.parse_args()
    torch.set_num_threads(1)
    rows = read(asked.messages)
    fold = folds_of(rows)
    every: list[dict] = []
    for held in reversed(range(min(FOLDS, asked.folds))):
        inside = [row for row, at in zip(rows, fold) if at != held]
        outside = [row for row, at in zip(rows, fold) if at == held]
        model, units = train(inside, asked.epochs, 1)
        labels, texts = [label for label, _ in outside], [text for _, text in outside]
        every.append(measure(f'fold {held}', labels, guess(model, units, texts)))
    for key in every[0]:
        values = [figures[key] for figures in every]
        print(f'{key} {np.mean(values):.4f} ± {np.std(values):.4f}')
    size = write(asked.model, model, units, 'uint8')
    (asked.model / 'labels.json').write_text(json.dumps(LABELS) + '\n')
    packed = pack.Packed(asked.model)
    scores = np.array([packed.run(units.rows(text)) for text in texts])
    measure('fold 0, packed', labels, [LABELS[at] for at in scores.argmax(1)])
    chosen = [text for text in texts if len(text) < 120][:12]
    pack.write_samples(asked.model, packed, chosen, units.rows)
    print(size, 'bytes', len(units.words), 'words')


if __name__ == '__main__':
    main()
