"""
The network that the models of words share, in torch, and how it becomes a packed one: a table of word and
n-gram rows, a projection, an LSTM, pooling, and one linear head for each task.

A word that the table knows is read by its own row, any other by the mean of its n-grams; while it trains,
some known words are read as unknown ones, so that the n-grams learn (and misspellings are met halfway).
Packed, the two become one mean: see `fold`.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from words import WordUnits

torch.set_num_threads(1)


class Lexicon:
    """Every distinct token that the corpora have, once: texts become arrays of indices into it."""

    def __init__(self, units: WordUnits):
        self.units = units
        self.index: dict[str, int] = {}
        self.own: list[int] = []
        self._grams: list[list[int]] = []

    def add(self, token: str) -> int:
        at = self.index.get(token)
        if at is None:
            at = self.index[token] = len(self.own)
            self.own.append(self.units.own.get(token, 0))
            first = 1 + len(self.units.words)
            self._grams.append([row - first for row in self.units.gram_rows(token)])
        return at

    def encode(self, text: str, most: int) -> np.ndarray:
        return np.array([self.add(token) for token in self.units.tokens(text)[:most]], np.int64)

    def freeze(self) -> None:
        self.own_rows = np.array(self.own, np.int64)
        self.lengths = np.array([len(g) for g in self._grams], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        self.flat = np.concatenate([np.array(g, np.int64) for g in self._grams])

    def grams_of(self, types: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """n-gram rows of these types one after another, and where each type's begin."""
        lengths = self.lengths[types]
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        within = np.arange(lengths.sum()) - np.repeat(offsets, lengths)
        flat = self.flat[np.repeat(self.starts[types], lengths) + within]
        return torch.from_numpy(flat), torch.from_numpy(offsets)


class WordNetwork(nn.Module):
    """
    columns: of the table while it trains · inputs: of the LSTM · recurrent False: pooling reads the
    projected words themselves (the comparison without an LSTM).
    """

    def __init__(
        self,
        lexicon: Lexicon,
        columns: int,
        inputs: int,
        hidden: int,
        heads: dict[str, int],
        pooling: str = 'mean-max',
        both: bool = False,
        recurrent: bool = True,
        embedding: int = 0,
    ):
        super().__init__()
        self.lexicon = lexicon
        self.pooling = pooling
        self.words = nn.Parameter(torch.randn(1 + len(lexicon.units.words), columns) * 0.1)
        self.grams = nn.Parameter(torch.randn(lexicon.units.buckets, columns) * 0.1)
        self.project = nn.Linear(columns, inputs, bias=False)
        self.lstm = nn.LSTM(inputs, hidden, batch_first=True, bidirectional=both) if recurrent else None
        if recurrent:
            with torch.no_grad():  # remembers from the first step on
                for name, value in self.lstm.named_parameters():
                    if name.startswith('bias_ih'):
                        value[hidden : 2 * hidden] = 1
        width = hidden * (2 if both else 1) if recurrent else inputs
        self.query = nn.Parameter(torch.zeros(width)) if pooling == 'attention' else None
        pooled = width * (2 if pooling == 'mean-max' else 1)
        self.squeeze = nn.Linear(pooled, embedding) if embedding else None
        self.heads = nn.ModuleDict({k: nn.Linear(embedding or pooled, n) for k, n in heads.items()})
        # Chances, while training: a known word read by its n-grams · a token not read at all ·
        # an input, an output of the pooling set to zero.
        self.misread, self.skip, self.drop_in, self.drop_out = 0.1, 0.05, 0.3, 0.4

    def vectors(self, types: np.ndarray) -> torch.Tensor:
        """One vector for each type, [types, columns]."""
        own = self.lexicon.own_rows[types]
        by_grams = own == 0
        if self.training and self.misread:
            by_grams = by_grams | (np.random.rand(len(types)) < self.misread)
        out = F.embedding(torch.from_numpy(own), self.words, sparse=True)
        unknown = np.nonzero(by_grams)[0]
        if len(unknown):
            flat, offsets = self.lexicon.grams_of(types[unknown])
            spelled = F.embedding_bag(flat, self.grams, offsets, mode='mean', sparse=True)
            out = out.index_copy(0, torch.from_numpy(unknown), spelled)
        return out

    def embed(self, texts: list[np.ndarray]) -> torch.Tensor:
        """Pooled vectors of texts, [texts, pooled]; an empty one is zeros."""
        lengths = np.array([len(t) for t in texts])
        steps = max(1, lengths.max())
        types, inverse = np.unique(np.concatenate(texts), return_inverse=True)
        x = torch.zeros(len(texts), steps, self.project.out_features)
        mask = torch.from_numpy(np.arange(steps)[None] < lengths[:, None])
        if len(types):
            vectors = self.project(self.vectors(types))
            x = x.masked_scatter(mask[..., None], vectors[torch.from_numpy(inverse)])
        if self.training:
            x = F.dropout(x, self.drop_in)
            if self.skip:
                x = x * (torch.rand(x.shape[0], x.shape[1], 1) >= self.skip)
        y = x
        if self.lstm is not None:
            if self.lstm.bidirectional:
                packed = nn.utils.rnn.pack_padded_sequence(
                    x, np.maximum(lengths, 1), batch_first=True, enforce_sorted=False
                )
                y, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=steps)
            else:
                y = self.lstm(x)[0]
        pooled = self.pool(y, mask)
        pooled = pooled * torch.from_numpy(lengths > 0)[:, None]
        return self.squeeze(pooled) if self.squeeze is not None else pooled

    def pool(self, y: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        m = mask[..., None]
        if self.pooling == 'attention':
            weights = (y @ self.query).masked_fill(~mask, -1e4).softmax(1)
            return (weights[..., None] * y).sum(1)
        mean = (y * m).sum(1) / m.sum(1).clamp(min=1)
        if self.pooling == 'mean':
            return mean
        most = y.masked_fill(~m, -1e4).max(1).values
        return most if self.pooling == 'max' else torch.cat([mean, most], 1)

    def forward(self, texts: list[np.ndarray], head: str) -> torch.Tensor:
        return self.heads[head](F.dropout(self.embed(texts), self.drop_out, self.training))


def fold(network: WordNetwork) -> np.ndarray:
    """
    The packed table [1 + words + buckets, inputs]: projected, and each word's own row such that the mean
    of it and its n-grams is the vector that the word learned.
    """
    units = network.lexicon.units
    with torch.no_grad():
        words = network.project(network.words).numpy()
        grams = network.project(network.grams).numpy()
    table = np.concatenate([words, grams])
    table[0] = 0
    first = 1 + len(units.words)
    for at, word in enumerate(units.words):
        rows = units.gram_rows(word)
        table[at + 1] = words[at + 1] * (1 + len(rows)) - table[rows].sum(0)
    return table


def batches(lengths: np.ndarray, size: int, random: np.random.Generator) -> list[np.ndarray]:
    """Indices in batches of texts about as long as each other, in random order."""
    order = np.lexsort((random.random(len(lengths)), lengths + random.integers(-2, 3, len(lengths))))
    cut = [order[at : at + size] for at in range(0, len(order), size)]
    random.shuffle(cut)
    return cut


class Optimiser:
    """Adam; of the tables only the rows that a batch has touched. A cosine from warm to nearly nothing."""

    def __init__(self, network: WordNetwork, rate: float, table_rate: float, steps: int):
        tables = [network.words, network.grams]
        self.rest = [p for p in network.parameters() if all(p is not t for t in tables)]
        self.parts = [
            (torch.optim.Adam(self.rest, rate, betas=(0.9, 0.99)), rate),
            (torch.optim.SparseAdam(tables, table_rate, betas=(0.9, 0.99)), table_rate),
        ]
        self.steps, self.at = steps, 0

    def step(self, loss: torch.Tensor) -> None:
        warm = min(1, (self.at + 1) / 200)
        factor = warm * max(0.02, 0.5 * (1 + np.cos(np.pi * self.at / self.steps)))
        for part, rate in self.parts:
            part.param_groups[0]['lr'] = rate * factor
            part.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in self.rest if p.grad is not None], 1.0)
        for part, _ in self.parts:
            part.step()
        self.at += 1


class Average:
    """Moving average of a network's weights, taken every few steps: it answers better than the last ones."""

    def __init__(self, network: nn.Module, keep: float, every: int = 8):
        self.network, self.keep, self.every, self.count = network, keep, every, 0
        self.values = [p.detach().clone() for p in network.parameters()]

    def take(self) -> None:
        self.count += 1
        if self.count % self.every:
            return
        taken = self.count // self.every
        keep = min(self.keep, taken / (taken + 9))
        with torch.no_grad():
            for value, p in zip(self.values, self.network.parameters()):
                value.lerp_(p, 1 - keep)

    def swap(self) -> None:
        """Puts the average into the network and keeps what was there; again, and all is as before."""
        with torch.no_grad():
            for at, p in enumerate(self.network.parameters()):
                was = p.detach().clone()
                p.copy_(self.values[at])
                self.values[at] = was


def predict(network: WordNetwork, texts: list[np.ndarray], head: str) -> np.ndarray:
    """Logits [texts, classes], in the order of the texts."""
    network.eval()
    lengths = np.array([len(t) for t in texts])
    order = np.argsort(lengths, kind='stable')
    out = np.zeros((len(texts), network.heads[head].out_features), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 128):
            some = order[at : at + 128]
            out[some] = network([texts[i] for i in some], head).numpy()
    network.train()
    return out
