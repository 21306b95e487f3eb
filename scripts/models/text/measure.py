"""Figures of held-out answers."""

from typing import Sequence

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def accuracy(scores: np.ndarray, labels: np.ndarray) -> float:
    return float((scores.argmax(1) == labels).mean())


def confusion(chosen: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """[true, answered]"""
    table = np.zeros((count, count), int)
    np.add.at(table, (labels, chosen), 1)
    return table


def f1_each(chosen: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """F1 of each class; both are rows of 0 and 1, [texts, classes]."""
    both = (chosen * wanted).sum(0)
    return 2 * both / np.maximum(chosen.sum(0) + wanted.sum(0), 1)


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature that makes softmax(logits / temperature) likeliest (Guo et al., ICML 2017)."""

    def cost(temperature: float) -> float:
        scores = softmax(logits / temperature)
        return -np.log(np.maximum(scores[np.arange(len(labels)), labels], 1e-9)).mean()

    low, high = 0.1, 10.0
    for _ in range(60):
        a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
        low, high = (low, b) if cost(a) < cost(b) else (a, high)
    return round((low + high) / 2, 3)


def calibration_error(scores: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of the highest score, in equal bins."""
    top, right = scores.max(1), scores.argmax(1) == labels
    at = np.minimum((top * bins).astype(int), bins - 1)
    return float(sum(abs(top[at == b].sum() - right[at == b].sum()) for b in range(bins)) / len(labels))


def table(counts: np.ndarray, names: Sequence[str]) -> str:
    """A confusion table in Markdown: rows true, columns answered."""
    lines = ['| true \\ answered | ' + ' | '.join(names) + ' |', '| --- |' + ' ---: |' * len(names)]
    lines += [f'| {name} | ' + ' | '.join(map(str, row)) + ' |' for name, row in zip(names, counts)]
    return '\n'.join(lines)
