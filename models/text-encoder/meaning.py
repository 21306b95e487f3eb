"""What a text means, as 100 numbers: the weighted mean of its English words' vectors, one space for all languages."""

from collections import defaultdict
from typing import Callable, Iterable

import numpy as np
import torch
from torch.nn import functional as F

from network import Lexicon, WordNetwork
from tasks import Task
from vectors import begin_with


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


class Sketch:
    """
    Which tokens a text has, as 128 numbers: the sum of a random direction for each, rare ones more. Keeps
    the distances of bags of words (Johnson and Lindenstrauss, 1984).
    """

    def __init__(self, lexicon: Lexicon, texts: list[np.ndarray], random: np.random.Generator, size: int = 128):
        counts = np.bincount(np.concatenate([np.unique(text) for text in texts]), minlength=len(lexicon.own))
        rarity = np.log((1 + len(texts)) / (1 + counts))[:, None]
        self.table = torch.from_numpy((random.standard_normal((len(counts), size)) * rarity).astype(np.float32))

    def of(self, texts: list[np.ndarray]) -> torch.Tensor:
        flat = torch.from_numpy(np.concatenate(texts))
        offsets = torch.tensor(np.concatenate([[0], np.cumsum([len(t) for t in texts])[:-1]]))
        return F.normalize(F.embedding_bag(flat, self.table, offsets, mode='sum'), dim=1)


class MeaningTask(Task):
    """
    A text is to be told from the others of its batch by its meaning, where it is known, and by its words
    (InfoNCE, van den Oord et al., 2018), and its language is to be told. Texts of one meaning are not held
    against each other.

    which: row of `meanings` for each text, -1 unknown · languages: -1 none.
    """

    def __init__(self, texts, meanings, which, languages, sketch, most: int, spelled: float, tell: float):
        super().__init__('meaning', texts, which, 1.0, most)
        kept = [at for at, text in enumerate(texts) if len(text)]
        self.meanings, self.languages = meanings, languages[kept]
        self.sketch, self.spelled, self.tell = sketch, spelled, tell

    def contrast(self, said: torch.Tensor, wanted: torch.Tensor, which: np.ndarray) -> torch.Tensor:
        logits = F.normalize(said, dim=1) @ wanted.T / 0.07
        same = (which[:, None] == which[None]) & (which[:, None] >= 0) & ~np.eye(len(which), dtype=bool)
        return F.cross_entropy(logits.masked_fill(torch.from_numpy(same), -1e4), torch.arange(len(which)))

    def loss(self, network: WordNetwork, some: np.ndarray) -> torch.Tensor:
        texts = [self.texts[at] for at in some]
        pooled = F.dropout(network.embed(texts), 0.1, network.training)
        which = self.labels[some]
        meant = np.nonzero(which >= 0)[0]
        loss = pooled.sum() * 0
        if len(meant) > 1:
            rows = which[meant]
            said = network.heads['meaning'](pooled[torch.from_numpy(meant)])
            loss = loss + self.contrast(said, torch.from_numpy(self.meanings[rows]), rows) * len(meant) / len(which)
        if self.spelled:
            loss = loss + self.spelled * self.contrast(network.heads['words'](pooled), self.sketch.of(texts), which)
        languages = torch.from_numpy(self.languages[some])
        if self.tell and (languages >= 0).any():
            loss = loss + self.tell * F.cross_entropy(network.heads['language'](pooled), languages, ignore_index=-1)
        return loss
