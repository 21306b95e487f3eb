"""Trains one network on several tasks at once, a batch of one task after a batch of another."""

import sys
import time
from typing import Callable

import numpy as np
import torch
from torch.nn import functional as F

from network import Average, Optimiser, WordNetwork, batches


class Task:
    """
    head: which answers it teaches · weight: of its loss · most: batches an epoch (0: all).
    labels: a class for each text, or a row with the share of each class.
    """

    def __init__(self, head: str, texts: list[np.ndarray], labels, weight: float = 1, most: int = 0, smooth=0.05):
        kept = [at for at, text in enumerate(texts) if len(text)]
        self.head, self.weight, self.most, self.smooth = head, weight, most, smooth
        self.texts = [texts[at] for at in kept]
        self.labels = np.asarray(labels)[kept]
        self.lengths = np.array([len(text) for text in self.texts])

    def count(self, size: int) -> int:
        whole = -(-len(self.texts) // size)
        return min(whole, self.most) if self.most else whole

    def loss(self, network: WordNetwork, some: np.ndarray) -> torch.Tensor:
        logits = network([self.texts[at] for at in some], self.head)
        labels = torch.from_numpy(self.labels[some])
        if self.labels.ndim == 2:
            shares = labels.float() * (1 - self.smooth) + self.smooth / logits.shape[1]
            return -self.weight * (shares * logits.log_softmax(1)).sum(1).mean()
        return self.weight * F.cross_entropy(logits, labels, label_smoothing=self.smooth)


def train(
    network: WordNetwork,
    tasks: list[Task],
    epochs: int,
    rate: float,
    table_rate: float,
    random: np.random.Generator,
    report: Callable[[], str],
    size: int = 64,
    keep: float = 0.97,
) -> None:
    """Leaves the average of the weights in the network. report: of the average, after each epoch."""
    steps = epochs * sum(task.count(size) for task in tasks)
    optimiser, average = Optimiser(network, rate, table_rate, steps), Average(network, keep)
    start = time.time()
    for epoch in range(epochs):
        queue = [(t, b) for t in tasks for b in batches(t.lengths, size, random)[: t.count(size)]]
        random.shuffle(queue)
        for task, some in queue:
            optimiser.step(task.loss(network, some))
            average.take()
        average.swap()
        print(f'epoch {epoch + 1}: {report()} ({time.time() - start:.0f} s)', file=sys.stderr, flush=True)
        if epoch + 1 < epochs:
            average.swap()
