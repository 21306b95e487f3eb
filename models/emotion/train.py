"""
Makes models/emotion, or with --baseline the logistic regression that it is compared with. How to run
it: card.md. What it prints goes into the card.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))

from bag import Bag  # noqa: E402
from data import EMOTIONS, groups_of, part_of, read_emotions, read_polarity  # noqa: E402
from measure import calibration_error, confusion, f1_each, fit_temperature, softmax, table  # noqa: E402
from network import Lexicon, WordNetwork, predict  # noqa: E402
from ship import run_all, ship  # noqa: E402
from tasks import Task, train  # noqa: E402
from vectors import begin_with, read_vectors, spell  # noqa: E402
from words import WordUnits  # noqa: E402

MOST = 64
SAMPLES = [
    'Thank you so much, this made my day!',
    'I am furious. How dare you?',
    'That is disgusting, I feel sick',
    'I’m scared of what comes next',
    'I miss her every day 😢',
    'Wait, what? I did not see that coming',
    'The meeting is on Tuesday.',
    'hahaha sooo funny 😂😂',
    'Estou com medo',
]


def load(folder: Path, part: str) -> tuple[list[str], np.ndarray, list[list[str]]]:
    """Texts, share of each group (1 / n for n groups), fine labels."""
    rows = read_emotions(folder, part)
    shares = np.zeros((len(rows), len(EMOTIONS)), np.float32)
    for at, (_, fine) in enumerate(rows):
        groups = groups_of(fine)
        shares[at, groups] = 1 / len(groups)
    return [text for text, _ in rows], shares, [fine for _, fine in rows]


class Judge:
    """
    Two figures of the same answers. `one`: comments of one group, the highest score is the answer, macro-F1.
    `all`: every comment, its groups are the highest and those that reach a threshold, macro-F1.
    How far rare groups are lifted (logits − lift · log prior) and the threshold are chosen on dev.
    """

    lifts = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
    thresholds = (0.2, 0.225, 0.25, 0.275, 0.3, 0.325, 0.35, 0.4, 0.45)

    def __init__(self, prior: np.ndarray):
        self.prior = prior
        self.lift, self.threshold = 0.0, 0.3

    def lifted(self, logits: np.ndarray) -> np.ndarray:
        return logits - self.lift * np.log(self.prior)

    def answers(self, scores: np.ndarray, several: bool) -> np.ndarray:
        best = np.eye(scores.shape[1])[scores.argmax(1)]
        return np.maximum(best, scores >= self.threshold) if several else best

    def figures(self, scores: np.ndarray, shares: np.ndarray) -> dict[str, float]:
        one = shares.max(1) == 1
        best = self.answers(scores[one], False)
        return {
            'accuracy one': float((best * shares[one]).sum(1).mean()),
            'macro-F1 one': float(f1_each(best, shares[one] > 0).mean()),
            'macro-F1 all': float(f1_each(self.answers(scores, True), shares > 0).mean()),
        }

    def tune(self, logits: np.ndarray, shares: np.ndarray) -> None:
        def value(name: str, lift: float, threshold: float) -> float:
            self.lift, self.threshold = lift, threshold
            return self.figures(softmax(self.lifted(logits)), shares)[name]

        lift = max(self.lifts, key=lambda lift: value('macro-F1 one', lift, 1))
        self.threshold = max(self.thresholds, key=lambda threshold: value('macro-F1 all', lift, threshold))
        self.lift = lift


def show(name: str, figures: dict[str, float]) -> None:
    print(name + ': ' + ', '.join(f'{key} {value:.4f}' for key, value in figures.items()), flush=True)


def baseline(folder: Path) -> None:
    """Every setting is tuned on dev; the best one alone meets the test."""
    parts = {part: load(folder, part) for part in ('train', 'dev', 'test')}
    prior = parts['train'][1].mean(0)
    best = None
    for pairs in (False, True):
        for weighted in (False, True):
            for penalty in (1e-6, 3e-6, 1e-5, 3e-5, 1e-4) if weighted else (1e-5, 3e-5, 1e-4, 3e-4):
                bag, judge = Bag(pairs, 2, weighted, penalty), Judge(prior)
                bag.fit(*parts['train'][:2])
                logits = bag.logits(parts['dev'][0])
                judge.tune(logits, parts['dev'][1])
                figures = judge.figures(softmax(judge.lifted(logits)), parts['dev'][1])
                show(f'dev, pairs {pairs}, idf {weighted}, penalty {penalty}', figures)
                if best is None or figures['macro-F1 one'] > best[0]:
                    best = figures['macro-F1 one'], bag, judge
    _, bag, judge = best
    scores = softmax(judge.lifted(bag.logits(parts['test'][0])))
    show(f'TEST, lift {judge.lift}, threshold {judge.threshold}', judge.figures(scores, parts['test'][1]))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--vectors', type=Path)
    options.add_argument('--baseline', action='store_true')
    options.add_argument('--out', type=Path, default=Path(__file__).resolve().parent)
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--epochs', type=int, default=7)
    options.add_argument('--inputs', type=int, default=48)
    options.add_argument('--hidden', type=int, default=96)
    chosen = options.parse_args()
    if chosen.baseline:
        return baseline(chosen.data)
    torch.manual_seed(chosen.seed)
    np.random.seed(chosen.seed)
    random = np.random.default_rng(chosen.seed)

    parts = {part: load(chosen.data, part) for part in ('train', 'dev', 'test')}
    polarity = [pair for pair in read_polarity(chosen.data) if part_of(pair[0]) == 'train']
    frequent, vectors = read_vectors(chosen.vectors)
    known = {word: at for at, word in enumerate(frequent)}
    counter: Counter = Counter()
    tokens = WordUnits([], 0, (3, 5)).tokens
    for text in parts['train'][0]:
        counter.update(tokens(text))
    words = [word for word, times in counter.most_common() if times >= 2]
    words += [word for word in frequent[:8000] if counter[word] < 2]
    units = WordUnits(words, 6144, (3, 5))

    lexicon = Lexicon(units)
    encoded = {part: [lexicon.encode(text, MOST) for text in texts] for part, (texts, _, _) in parts.items()}
    names = sorted({label for labels in parts['train'][2] for label in labels})
    fine = np.array([[name in labels for name in names] for labels in parts['train'][2]], np.float32)
    fine /= fine.sum(1, keepdims=True)
    tasks = [
        Task('emotion', encoded['train'], parts['train'][1], smooth=0.02),
        Task('fine', encoded['train'], fine, weight=0.5, most=200),
        Task('polarity', [lexicon.encode(text, MOST) for text, _ in polarity],
             np.array([label for _, label in polarity]), weight=0.3),
    ]
    lexicon.freeze()
    network = WordNetwork(lexicon, vectors.shape[1], chosen.inputs, chosen.hidden,
                          {'emotion': len(EMOTIONS), 'fine': len(names), 'polarity': 2})
    first, found = begin_with(words, known, vectors)
    with torch.no_grad():
        network.words[1:][torch.from_numpy(np.nonzero(found)[0])] = torch.from_numpy(first[found])
    print(f'{len(words)} words, {found.sum()} with vectors; n-grams give vectors to a cosine of '
          f'{spell(network, frequent[:50000], vectors[:50000], 4, random):.2f}')
    judge = Judge(parts['train'][1].mean(0))

    def report() -> str:
        logits = predict(network, encoded['dev'], 'emotion')
        judge.tune(logits, parts['dev'][1])
        figures = judge.figures(softmax(judge.lifted(logits)), parts['dev'][1])
        return ', '.join(f'{key} {value:.4f}' for key, value in figures.items()) + f', lift {judge.lift}'

    train(network, tasks, chosen.epochs, 3e-3, 5e-4, random, report, keep=0.98)

    with torch.no_grad():
        network.heads['emotion'].bias -= judge.lift * torch.from_numpy(np.log(judge.prior))
    lift, judge.lift = judge.lift, 0  # it is in the weights now
    one = parts['dev'][1].max(1) == 1
    temperature = fit_temperature(predict(network, encoded['dev'], 'emotion')[one], parts['dev'][1][one].argmax(1))
    packed = ship(chosen.out, network, 'emotion', EMOTIONS, SAMPLES, temperature)

    texts, shares, _ = parts['test']
    logits = predict(network, encoded['test'], 'emotion')
    show(f'TEST float32, lift {lift}, threshold {judge.threshold}', judge.figures(softmax(logits), shares))
    # The threshold was chosen for scores of temperature 1.
    scores = run_all(packed, units, texts)
    warm = softmax(np.log(np.maximum(scores, 1e-12)) * temperature)
    show(f'TEST packed, temperature {temperature}', judge.figures(warm, shares))
    one = shares.max(1) == 1
    labels, answers = shares[one].argmax(1), scores[one].argmax(1)
    print(f'calibration error {calibration_error(scores[one], labels):.3f}')
    each = f1_each(np.eye(len(EMOTIONS))[answers], shares[one] > 0)
    print('F1 of each: ' + ', '.join(f'{name} {value:.3f}' for name, value in zip(EMOTIONS, each)))
    print(table(confusion(answers, labels, len(EMOTIONS)), EMOTIONS))


if __name__ == '__main__':
    main()
