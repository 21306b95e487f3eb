"""
How far an encoder carries to tasks that it was not trained on, with few examples: nearest mean and a
linear head on its vectors, beside a bag of words with the same examples.

    python3 judge.py --data DATA --packages PACKAGES [FOLDER …]

FOLDER: of a packed encoder. Without one, only the bag of words is judged.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import Callable

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))

from corpora import read_messages  # noqa: E402
from data import part_of, read_emotions, read_messages as read_sms, read_reviews, read_subjectivity  # noqa: E402
from pack import Packed  # noqa: E402
from words import WordUnits  # noqa: E402

torch.set_num_threads(1)

GLAD = ['admiration', 'amusement', 'approval', 'caring', 'desire', 'excitement', 'gratitude', 'love', 'optimism']
Pool = dict[str, list[str]]
"""Texts of each class."""


def tasks_of(data: Path, packages: Path) -> dict[str, tuple[Pool, Pool]]:
    """Name → (texts to learn from, texts to be asked), of tasks whose labels no training saw."""
    tasks: dict[str, tuple[Pool, Pool]] = {}

    def divide(name: str, pairs: list[tuple[str, str]]) -> None:
        parts = {'dev': defaultdict(list), 'test': defaultdict(list)}
        for text, label in pairs:
            parts['test' if part_of(text[::-1]) in ('test', 'dev') else 'dev'][label].append(text)
        tasks[name] = parts['dev'], parts['test']

    held = [(text, label) for text, label in read_subjectivity(data) if part_of(text) != 'train']
    divide('plot or opinion', [(text, str(label)) for text, label in held])
    sms = read_sms(data)
    divide('spam', [(text, str(label)) for text, label in sms])
    talk = [(text, fine) for part in ('dev', 'test') for text, fine in read_emotions(data, part)]
    divide('nine glad feelings', [(text, fine[0]) for text, fine in talk if len(fine) == 1 and fine[0] in GLAD])
    films = [line for lines, _ in read_reviews(data) for line in lines if part_of(line) != 'train' and len(line) > 20]
    divide('review, message or comment', [
        *((text, 'review') for text in films[:4000]),
        *((text, 'message') for text, label in sms if not label),
        *((text, 'comment') for text, _ in talk[:4000]),
    ])  # fmt: skip
    messages = [row for row in read_messages(packages, True) if row[3] in ('gnucash', 'gramps', 'wesnoth')]
    messages = [row for row in messages if row[1].count(' ') >= 2]
    for language in ('en', 'pt', 'ru'):
        divide(f'program, {language}', [(text, name) for at, text, _, name in messages if at == language])
    tasks['program, en → pt'] = tasks['program, en'][0], tasks['program, pt'][1]
    return tasks


def nearest_mean(x: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """By the cosine to each class's mean, both centred by the mean of the examples."""
    centre = np.mean([x[y == label].mean(0) for label in np.unique(y)], 0)
    means = np.stack([x[y == label].mean(0) - centre for label in np.unique(y)])
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    rest = asked - centre
    return (rest / (np.linalg.norm(rest, axis=1, keepdims=True) + 1e-9) @ means.T).argmax(1)


def linear(x: np.ndarray, y: np.ndarray, asked: np.ndarray, penalty: float, scale: bool) -> np.ndarray:
    """Softmax regression by L-BFGS; scale: features divided by their common spread first."""
    centre = x.mean(0) if scale else 0
    spread = (x - centre).std() * np.sqrt(x.shape[1]) + 1e-9 if scale else 1
    a = torch.from_numpy(((x - centre) / spread).astype(np.float32))
    b = torch.from_numpy(((asked - centre) / spread).astype(np.float32))
    w = torch.zeros(x.shape[1], int(y.max()) + 1, requires_grad=True)
    bias = torch.zeros(int(y.max()) + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([w, bias], max_iter=50, line_search_fn='strong_wolfe')

    def cost() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(a @ w + bias, torch.from_numpy(y)) + penalty * (w**2).sum()
        loss.backward()
        return loss

    optimiser.step(cost)
    with torch.no_grad():
        return (b @ w + bias).argmax(1).numpy()


class Encoder:
    """The packed weights of a folder, many texts at once (one LSTM forward, or none; mean or mean-max)."""

    def __init__(self, folder: Path):
        packed = Packed(folder)
        units = packed.file['units']
        self.units = WordUnits(units['words'], units['buckets'], tuple(units['grams']), units['lowerCase'])
        self.table = torch.from_numpy(packed.embedding).float()
        self.kind, self.dense, self.lstm = packed.file['pooling']['kind'], packed.dense, None
        self.known: dict[str, torch.Tensor] = {}
        for _, (weights,) in packed.recurrent:
            inputs, gates = weights['kernel'].shape
            self.lstm = torch.nn.LSTM(inputs, gates // 4, batch_first=True)
            with torch.no_grad():
                self.lstm.weight_ih_l0.copy_(torch.from_numpy(weights['kernel'].T))
                self.lstm.weight_hh_l0.copy_(torch.from_numpy(weights['recurrent'].T))
                self.lstm.bias_ih_l0.copy_(torch.from_numpy(weights['bias']))
                self.lstm.bias_hh_l0.zero_()

    def vector(self, token: str) -> torch.Tensor:
        if token not in self.known:
            self.known[token] = self.table[self.units.rows_of(token)].mean(0)
        return self.known[token]

    def some(self, texts: list[list[str]]) -> np.ndarray:
        steps = max(1, max(map(len, texts)))
        x = torch.zeros(len(texts), steps, self.table.shape[1])
        for at, text in enumerate(texts):
            if text:
                x[at, : len(text)] = torch.stack([self.vector(token) for token in text])
        mask = (torch.arange(steps)[None] < torch.tensor([max(1, len(text)) for text in texts])[:, None])[..., None]
        y = x if self.lstm is None else self.lstm(x)[0]
        pooled = (y * mask).sum(1) / mask.sum(1)
        if self.kind == 'mean-max':
            pooled = torch.cat([pooled, y.masked_fill(~mask, -1e4).max(1).values], 1)
        out = pooled.numpy()
        for kernel, bias, _ in self.dense:
            out = out @ kernel + bias
        return out

    @torch.no_grad()
    def __call__(self, texts: list[str]) -> np.ndarray:
        tokens = [self.units.tokens(text)[:256] for text in texts]
        order = sorted(range(len(texts)), key=lambda at: len(tokens[at]))
        parts = [order[at : at + 128] for at in range(0, len(order), 128)]
        rows = np.concatenate([self.some([tokens[at] for at in part]) for part in parts])
        out = np.empty_like(rows)
        out[np.concatenate(parts)] = rows
        return out


class BagOfWords:
    """tf-idf of words and pairs, over the features of the examples alone."""

    def __init__(self):
        self.tokens = WordUnits([], 0, (3, 5)).tokens

    def features(self, text: str) -> list[str]:
        tokens = self.tokens(text)
        return list({*tokens, *(f'{a} {b}' for a, b in zip(tokens, tokens[1:]))})

    def __call__(self, learnt: list[str], asked: list[str]) -> tuple[np.ndarray, np.ndarray]:
        lists = [self.features(text) for text in learnt]
        count: dict[str, int] = defaultdict(int)
        for features in lists:
            for feature in features:
                count[feature] += 1
        index = {feature: at for at, feature in enumerate(count)}
        rarity = np.array([np.log((1 + len(learnt)) / (1 + times)) + 1 for times in count.values()])

        def matrix(rows: list[list[str]]) -> np.ndarray:
            out = np.zeros((len(rows), len(index)), np.float32)
            for at, features in enumerate(rows):
                some = [index[f] for f in features if f in index]
                out[at, some] = rarity[some]
            return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)

        return matrix(lists), matrix([self.features(text) for text in asked])


def judge(
    tasks: dict[str, tuple[Pool, Pool]],
    embed: Callable[[list[str]], np.ndarray] | None,
    shots: tuple[int, ...] = (10, 20, 50),
    draws: int = 10,
    asked_each: int = 100,
) -> dict[str, list[float]]:
    """Task → accuracies in % (means of the draws): nearest mean, linear for each number of shots. embed None: bag."""
    bag, out = BagOfWords(), {}
    for name, (learn, ask) in tasks.items():
        labels = sorted(learn)
        vectors: dict[str, np.ndarray] = {}
        if embed is not None:
            texts = sorted({t for pool in (learn, ask) for label in labels for t in pool[label]})
            vectors = dict(zip(texts, embed(texts)))
        sums = np.zeros((len(shots), 2))
        for draw in range(draws):
            random = np.random.default_rng(draw)
            pick = lambda pool, n: [pool[at] for at in random.permutation(len(pool))[:n]]
            asked = {label: pick(sorted(set(ask[label])), asked_each) for label in labels}
            most = {label: pick(sorted(set(learn[label])), max(shots)) for label in labels}
            questions = [t for label in labels for t in asked[label]]
            truth = np.array([at for at, label in enumerate(labels) for _ in asked[label]])
            for row, shot in enumerate(shots):
                examples = [t for label in labels for t in most[label][:shot]]
                y = np.array([at for at, label in enumerate(labels) for _ in most[label][:shot]])
                if embed is None:
                    x, z = bag(examples, questions)
                    answers = nearest_mean(x, y, z), linear(x, y, z, 1e-3, False)
                else:
                    x, z = np.stack([vectors[t] for t in examples]), np.stack([vectors[t] for t in questions])
                    answers = nearest_mean(x, y, z), linear(x, y, z, 1e-3, True)
                sums[row] += [(answer == truth).mean() * 100 / draws for answer in answers]
        out[name] = [float(value) for value in sums.reshape(-1)]
    return out


def misspell(text: str, random: np.random.Generator) -> str:
    """Two neighbouring letters change places in about half of the words of four letters or more."""
    words = text.split(' ')
    for at, word in enumerate(words):
        if len(word) >= 4 and random.random() < 0.5:
            place = int(random.integers(0, len(word) - 1))
            words[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return ' '.join(words)


def meetings(packages: Path, embed: Callable[[list[str]], np.ndarray], count: int = 500) -> dict[str, float]:
    """
    Of held-out messages of three words or more: how often, in %, the English one is the nearest of
    `count` to its translation; and the right one to its misspelled copy.
    """
    rows = [row for row in read_messages(packages, True) if row[2].count(' ') >= 2]
    out = {}
    for language in ('pt', 'es', 'de', 'ru', 'zh', 'misspelled'):
        random = np.random.default_rng(1)
        wanted = 'en' if language == 'misspelled' else language
        pairs = list({english: text for at, text, english, _ in rows if at == wanted}.items())
        pairs = [pairs[at] for at in random.permutation(len(pairs))[:count]]
        asked = [misspell(text, random) if language == 'misspelled' else text for _, text in pairs]
        a, b = embed([english for english, _ in pairs]), embed(asked)
        a, b = a - a.mean(0), b - b.mean(0)
        a, b = (x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9) for x in (a, b))
        out[language] = float(((b @ a.T).argmax(1) == np.arange(len(pairs))).mean() * 100)
    return out


def show(title: str, figures: dict[str, list[float]]) -> None:
    """Rows of a Markdown table: nearest mean · linear at each number of shots."""
    print(f'| {title} | 10 | 20 | 50 |\n| --- | --- | --- | --- |')
    for name, values in [*figures.items(), ('mean', [float(v) for v in np.mean(list(figures.values()), 0)])]:
        cells = [f'{values[at]:.1f} · {values[at + 1]:.1f}' for at in range(0, len(values), 2)]
        print(f'| {name} | ' + ' | '.join(cells) + ' |', flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--packages', type=Path, required=True)
    options.add_argument('--draws', type=int, default=5)
    options.add_argument('folders', type=Path, nargs='*')
    chosen = options.parse_args()
    tasks = tasks_of(chosen.data, chosen.packages)
    show('bag of words', judge(tasks, None, draws=chosen.draws))
    for folder in chosen.folders:
        encoder = Encoder(folder)
        show(folder.name, judge(tasks, encoder, draws=chosen.draws))
        met = meetings(chosen.packages, encoder)
        print('nearest of 500: ' + ', '.join(f'{name} {value:.1f} %' for name, value in met.items()))


if __name__ == '__main__':
    main()
