"""
The last step of models/text-encoder: evens out the directions of a packed encoder's vectors half-way, so that
nearest means and small heads hear the quiet ones. `train.py` runs it; how to run it alone:

    python3 whiten.py --data DATA --lines LINES FOLDER
"""

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))

from corpora import read_lines  # noqa: E402
from data import part_of, read_emotions, read_reviews  # noqa: E402
from judge import Encoder  # noqa: E402
from pack import Packed, write, write_samples  # noqa: E402

SAMPLES = [
    'Where is the nearest train station?',
    'Onde fica a estação de trem mais próxima?',
    'onde fika a estasao de trem',
    'Der Hund schläft im Garten.',
    'i luv this sooo much 😍',
    'Мы встретимся завтра вечером',
    'Reset password',
]


def background(data: Path, lines: Path) -> list[str]:
    """16,000 texts: half of them lines in 28 languages, the rest comments and sentences about films."""
    random = np.random.default_rng(0)
    pick = lambda texts, count: [texts[at] for at in random.permutation(len(texts))[:count]]
    films = [line for part, _ in read_reviews(data) for line in part if len(line) > 20 and part_of(line) == 'train']
    return [
        *pick([text for _, text in read_lines(lines)], 8000),
        *pick([text for text, _ in read_emotions(data, 'train')], 4000),
        *pick(films, 4000),
    ]


def projection(vectors: np.ndarray, power: float = 0.5, floor: float = 1e-4) -> tuple[np.ndarray, np.ndarray]:
    """Kernel [columns, columns] and bias: covariance ^ (−power / 2), about the mean; the least variances lifted."""
    mean = vectors.mean(0)
    spread, axes = np.linalg.eigh(np.cov(vectors.T))
    kernel = axes * np.maximum(spread, spread.max() * floor) ** (-power / 2) @ axes.T
    return kernel, -mean @ kernel


def whiten(folder: Path, data: Path, lines: Path) -> None:
    packed = Packed(folder)
    encoder = Encoder(folder)
    encoder.dense = packed.dense = []
    texts = background(data, lines)
    vectors = encoder(texts)
    kernel, bias = projection(vectors)
    model = {
        **{key: packed.file[key] for key in ('id', 'units', 'window', 'pooling', 'labels', 'temperature')},
        'id': 'text-encoder',
        'embedding': packed.embedding,
        'recurrent': [{'cell': cell, 'weights': weights} for cell, weights in packed.recurrent],
        'dense': [{'kernel': kernel, 'bias': bias, 'activation': 'none'}],
    }
    size = write(folder, model, 'uint8')
    (folder / 'labels.json').write_text('[]\n')
    ours, theirs = Encoder(folder)(texts[:2000]), vectors[:2000] @ kernel + bias
    cosines = (ours * theirs).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    print(f'weights.bin {size:,} bytes; projection packed against not: cosine {cosines.mean():.5f}, least {cosines.min():.5f}')
    write_samples(folder, Packed(folder), SAMPLES, encoder.units.rows)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--lines', type=Path, required=True)
    options.add_argument('folder', type=Path)
    chosen = options.parse_args()
    whiten(chosen.folder, chosen.data, chosen.lines)


if __name__ == '__main__':
    main()
