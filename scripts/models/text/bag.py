"""The baseline: logistic regression on a bag of words, pairs of words and, where asked, n-grams of letters."""

import re
from collections import Counter

import numpy as np
import torch
from torch.nn import functional as F

from words import WordUnits, grams_of

_tokens = WordUnits([], 0, (3, 5)).tokens


def features_of(text: str, pairs: bool, grams: tuple[int, int] | None = None) -> list[str]:
    """Each once: presence says more than number in short texts. With grams every digit is alike."""
    tokens = _tokens(re.sub('[0-9]', '0', text) if grams else text)
    found = list(tokens)
    if pairs:
        found += [f'{a} {b}' for a, b in zip(tokens, tokens[1:])]
    if grams:
        # No token holds two blanks.
        found += [f'  {gram}' for token in tokens for gram in grams_of(token, grams)]
    return list(dict.fromkeys(found))


class Bag:
    """
    pairs: of neighbours as well · least: texts that a feature must be in · weighted: by rarity (idf), and
    each text of length 1 · penalty: of the squared weights · grams: lengths of the n-grams of letters.
    """

    def __init__(
        self,
        pairs: bool = True,
        least: int = 1,
        weighted: bool = True,
        penalty: float = 1e-4,
        grams: tuple[int, int] | None = None,
    ):
        self.pairs, self.least, self.weighted, self.penalty, self.grams = pairs, least, weighted, penalty, grams

    def _encode(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        flat, values, offsets = [], [], []
        for text in texts:
            offsets.append(len(flat))
            at = [self.index[f] for f in features_of(text, self.pairs, self.grams) if f in self.index]
            worth = self.rarity[at] if self.weighted else np.ones(len(at), np.float32)
            flat += at
            values.append(worth / max(1e-9, float(np.sqrt((worth**2).sum()))) if self.weighted else worth)
        joined = np.concatenate(values).astype(np.float32) if values else np.zeros(0, np.float32)
        return torch.tensor(flat, dtype=torch.long), torch.from_numpy(joined), torch.tensor(offsets)

    def fit(self, texts: list[str], wanted: np.ndarray, weights: np.ndarray | None = None, rounds: int = 60) -> None:
        """wanted: the share of each class, [texts, classes] · weights: of texts. L-BFGS on all at once."""
        counter = Counter(f for text in texts for f in features_of(text, self.pairs, self.grams))
        kept = [f for f, times in counter.items() if times >= self.least]
        self.index = {f: at for at, f in enumerate(kept)}
        self.rarity = np.log((1 + len(texts)) / (1 + np.array([counter[f] for f in kept], np.float32))) + 1
        flat, values, offsets = self._encode(texts)
        target = torch.from_numpy(wanted.astype(np.float32))
        worth = torch.ones(len(texts)) if weights is None else torch.from_numpy(weights.astype(np.float32))
        self.table = torch.zeros(len(kept), wanted.shape[1], requires_grad=True)
        self.bias = torch.zeros(wanted.shape[1], requires_grad=True)
        optimiser = torch.optim.LBFGS(
            [self.table, self.bias], max_iter=rounds, history_size=8, line_search_fn='strong_wolfe'
        )

        def cost() -> torch.Tensor:
            optimiser.zero_grad()
            logits = F.embedding_bag(flat, self.table, offsets, mode='sum', per_sample_weights=values) + self.bias
            loss = -((target * logits.log_softmax(1)).sum(1) * worth).sum() / worth.sum()
            loss = loss + self.penalty * (self.table**2).sum()
            loss.backward()
            return loss

        optimiser.step(cost)

    def logits(self, texts: list[str]) -> np.ndarray:
        flat, values, offsets = self._encode(texts)
        with torch.no_grad():
            return (
                F.embedding_bag(flat, self.table, offsets, mode='sum', per_sample_weights=values) + self.bias
            ).numpy()
