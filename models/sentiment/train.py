"""
Makes models/sentiment. How to run it: card.md. What it prints goes into the card.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))

from data import part_of, read_emotions, read_polarity, read_reviews, read_subjectivity, split  # noqa: E402
from measure import accuracy, calibration_error, confusion, fit_temperature, softmax, table  # noqa: E402
from network import Lexicon, WordNetwork, predict  # noqa: E402
from ship import run_all, ship  # noqa: E402
from tasks import Task, train  # noqa: E402
from vectors import begin_with, read_vectors, spell  # noqa: E402
from words import WordUnits  # noqa: E402

LABELS = ['negative', 'positive']
GLAD = {
    'admiration', 'amusement', 'approval', 'caring', 'desire', 'excitement', 'gratitude', 'joy', 'love',
    'optimism', 'pride', 'relief',
}  # fmt: skip
SORRY = {
    'anger', 'annoyance', 'disapproval', 'disgust', 'fear', 'nervousness', 'disappointment', 'embarrassment',
    'grief', 'remorse', 'sadness',
}  # fmt: skip
MOST = 64  # tokens of a text while training
SAMPLES = [
    'I love this film!',
    'A waste of time , dull from start to finish .',
    'not bad at all',
    'not good at all',
    'the best thing that happened to me this year',
    'I am so dissapointed 😞',
    'it’s okay, I guess',
    'sooooo goood!!! 👍🏽',
    'Que filme maravilhoso',
]


def feelings(folder: Path, part: str) -> list[tuple[str, int]]:
    """Comments of GoEmotions whose labels are glad ones only, or sorry ones only."""
    out = []
    for text, fine in read_emotions(folder, part):
        glad, sorry = bool(GLAD & set(fine)), bool(SORRY & set(fine))
        if glad != sorry:
            out.append((text, int(glad)))
    return out


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--vectors', type=Path, required=True)
    options.add_argument('--out', type=Path, default=Path(__file__).resolve().parent)
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--epochs', type=int, default=9)
    options.add_argument('--inputs', type=int, default=48)
    options.add_argument('--hidden', type=int, default=64)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    np.random.seed(chosen.seed)
    random = np.random.default_rng(chosen.seed)

    polarity = split(read_polarity(chosen.data))
    talk = {part: feelings(chosen.data, part) for part in ('train', 'dev', 'test')}
    subjective = [pair for pair in read_subjectivity(chosen.data) if part_of(pair[0]) == 'train']
    reviews = [(line, label) for lines, label in read_reviews(chosen.data) for line in lines if len(line) > 15]
    reviews = [pair for pair in reviews if part_of(pair[0]) == 'train']

    frequent, vectors = read_vectors(chosen.vectors)
    known = {word: at for at, word in enumerate(frequent)}
    counter: Counter = Counter()
    tokens = WordUnits([], 0, (3, 5)).tokens
    for text, _ in [*polarity['train'], *talk['train']]:
        counter.update(tokens(text))
    words = [word for word, times in counter.most_common() if times >= 2]
    words += [word for word in frequent[:8000] if word not in counter or counter[word] < 2]
    units = WordUnits(words, 6144, (3, 5))

    lexicon = Lexicon(units)

    def encode(pairs):
        return [lexicon.encode(text, MOST) for text, _ in pairs], np.array([label for _, label in pairs])

    held = {(name, part): encode(source[part]) for part in ('dev', 'test')
            for name, source in (('polarity', polarity), ('talk', talk))}
    tasks = [
        Task('polarity', *encode(polarity['train'])),
        Task('polarity', *encode(talk['train']), weight=0.4, most=134),
        Task('reviews', *encode(reviews), weight=0.2, most=134),
        Task('subjective', *encode(subjective), weight=0.3),
    ]
    lexicon.freeze()
    network = WordNetwork(lexicon, vectors.shape[1], chosen.inputs, chosen.hidden,
                          {'polarity': 2, 'reviews': 2, 'subjective': 2})
    first, found = begin_with(words, known, vectors)
    with torch.no_grad():
        network.words[1:][torch.from_numpy(np.nonzero(found)[0])] = torch.from_numpy(first[found])
    print(f'{len(words)} words, {found.sum()} with vectors; n-grams give vectors to a cosine of '
          f'{spell(network, frequent[:50000], vectors[:50000], 4, random):.2f}')

    def report() -> str:
        return ', '.join(f'{name} {part} {accuracy(predict(network, x, "polarity"), y):.4f}'
                         for (name, part), (x, y) in held.items() if part == 'dev')

    train(network, tasks, chosen.epochs, 3e-3, 5e-4, random, report)

    x, y = held['polarity', 'dev']
    temperature = fit_temperature(predict(network, x, 'polarity'), y)
    packed = ship(chosen.out, network, 'polarity', LABELS, SAMPLES, temperature)
    for name, source in (('polarity', polarity), ('talk', talk)):
        x, y = held[name, 'test']
        logits = predict(network, x, 'polarity')
        scores = run_all(packed, units, [text for text, _ in source['test']])
        print(f'{name} test, {len(y)} texts: float32 {accuracy(logits, y):.4f}, packed {accuracy(scores, y):.4f}, '
              f'calibration error {calibration_error(scores, y):.3f} (temperature {temperature}; '
              f'without it {calibration_error(softmax(logits), y):.3f})')
        print(table(confusion(scores.argmax(1), y, 2), LABELS))


if __name__ == '__main__':
    main()
