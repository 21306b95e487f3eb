"""What a text means, as 100 numbers: the weighted mean of its English words' vectors, one space for all languages."""

from collections import defaultdict
from typing import Callable, Iterable

import numpy as np

from network import Lexicon, WordNetwork, predict  # noqa: F401
from tasks import Task
from vectors import begin_with

import torch
from torch.nn import functional as F


class Meaning:
    """Smooth inverse frequency (Arora et al., ICLR 2017): rare words weigh more, what all share is taken out."""

    def __init__(self, frequent: list[str], vectors: np.ndarray, tokens: Callable[[str], list[str]]):
        self.known = {word: at for at, word in enumerate(frequent)}
        self.vectors, self.tokens = vectors, tokens
        self.shared: np.ndarray | None = None
        self._one: dict[str, np.ndarray | None] = {}

    def _word(self, word: str) -> np.ndarray | None:
        if word not in self._one:
            vector, found = begin_with([word], self.known, self.vectors)
            at = self.known.get(word, 300)
            self._one[word] = vector[0] * (at + 5) / (at + 300) if found[0] else None
        return self._one[word]

    def _raw(self, english: str) -> np.ndarray | None:
        some = [v for v in map(self._word, self.tokens(english)) if v is not None]
        return np.mean(some, 0) if some else None

    def fit(self, texts: Iterable[str]) -> None:
        rows = np.stack([v for v in map(self._raw, texts) if v is not None])
        self.centre = rows.mean(0)
        self.shared = np.linalg.svd(rows - self.centre, full_matrices=False)[2][:1]

    def of(self, english: str) -> np.ndarray | None:
        """Of length 1; None where no word is known."""
        raw = self._raw(english)
        if raw is None:
            return None
        rest = raw - self.centre
        rest = rest - self.shared.T @ (self.shared @ rest)
        return (rest / (np.linalg.norm(rest) + 1e-9)).astype(np.float32)


def guess_words(pairs: Iterable[tuple[list[str], np.ndarray]], least: int = 3) -> dict[str, np.ndarray]:
    """A first vector for a foreign word: the mean meaning of the texts that it is in, shorter ones more."""
    sums: dict[str, np.ndarray] = {}
    weights: dict[str, float] = defaultdict(float)
    times: dict[str, int] = defaultdict(int)
    for tokens, meaning in pairs:
        for token in set(tokens):
            weight = 1 / len(tokens)
            sums[token] = sums[token] + weight * meaning if token in sums else weight * meaning
            weights[token] += weight
            times[token] += 1
    return {token: total / weights[token] for token, total in sums.items() if times[token] >= least}


class MeaningTask(Task):
    """
    A text is to be told from the others of its batch by its meaning (InfoNCE, van den Oord et al., 2018), and
    to tell its language. Texts of one meaning are not held against each other.
    """

    def __init__(self, texts, meanings: np.ndarray, which: np.ndarray, languages: np.ndarray, weight, most, tell):
        super().__init__('meaning', texts, which, weight, most)
        kept = [at for at, text in enumerate(texts) if len(text)]
        self.meanings, self.languages, self.tell = meanings, languages[kept], tell

    def loss(self, network: WordNetwork, some: np.ndarray) -> torch.Tensor:
        pooled = F.dropout(network.embed([self.texts[at] for at in some]), 0.1, network.training)
        which = self.labels[some]
        said = F.normalize(network.heads['meaning'](pooled), dim=1)
        logits = said @ torch.from_numpy(self.meanings[which]).T / 0.07
        same = torch.from_numpy((which[:, None] == which[None]) & ~np.eye(len(which), dtype=bool))
        loss = F.cross_entropy(logits.masked_fill(same, -1e4), torch.arange(len(which)))
        languages = torch.from_numpy(self.languages[some])
        if self.tell and (languages >= 0).any():
            told = network.heads['language'](pooled)
            loss = loss + self.tell * F.cross_entropy(told, languages, ignore_index=-1)
        return self.weight * loss
