"""
Trains the language model on a corpus of `corpus.py` and packs it.

    python3 train.py CORPUS MODEL [--batches 42000] [--units 224] [--columns 32] [--seed 1] [--from CHECKPOINT]

MODEL: folder of the model (`models/language`). Needs torch; one thread.
"""

import argparse
import json
import math
import pickle
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'scripts/models/text'))

import pack
from characters import CharacterUnits
from languages import IDS, LANGUAGES
from snippets import Sampler, cut_tests

#: Whole scripts that need no letters of their own to be told apart, each with one row after the alphabet's.
RANGES = [
    (0x30, 0x39), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF),
    (0xAC00, 0xD7A3), (0x3130, 0x318F), (0x3040, 0x309F), (0x30A0, 0x30FF), (0x3400, 0x9FFF),
    (0x2190, 0x2BFF), (0x1F000, 0x1FAFF), (0xFF01, 0xFF5E),
]  # fmt: skip


def make_units(sampler: Sampler) -> CharacterUnits:
    """An alphabet of the letters and marks seen often, and of the Han characters that tell two languages apart."""
    seen = {id: Counter(''.join(lines[:30_000]).lower()) for id, (lines, _) in sampler.lines.items()}
    inside = lambda code: any(first <= code <= last for first, last in RANGES)
    total = sum(seen.values(), Counter())
    letters = [c for c, n in total.items() if not inside(ord(c)) and n >= 40 and (c.isalpha() or n >= 400)]
    letters += [c for c in ' .,;:!?\'"()-–—’“”«»¿¡…/&%@#_+*=<>' if c not in letters]
    share = lambda id, c: (seen[id][c] + 1) / seen[id].total()
    han = {c for c in seen['zh'] + seen['ja'] if 0x3400 <= ord(c) <= 0x9FFF}
    telling = lambda c: abs(math.log(share('zh', c) / share('ja', c))) * (share('zh', c) + share('ja', c))
    letters += sorted(han, key=lambda c: (-telling(c), c))[:500]
    alphabet = ''.join(sorted(set(letters)))
    first = len(alphabet) + 2
    return CharacterUnits(alphabet, [(a, b, first + at) for at, (a, b) in enumerate(RANGES)], True)


class Reader(nn.Module):
    def __init__(self, rows: int, columns: int, units: int):
        super().__init__()
        self.table = nn.Embedding(rows, columns)
        nn.init.normal_(self.table.weight, std=0.3)
        self.lstm = nn.LSTM(columns, units, batch_first=True)
        self.head = nn.Linear(units, len(LANGUAGES))
        with torch.no_grad():
            self.lstm.bias_ih_l0[units : 2 * units] = 1

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """[batch, steps] → logits after each step."""
        return self.head(self.lstm(self.table(rows))[0])


#: For sample-output.json: what is told, and what is not.
SAMPLES = [
    'Bom dia, tudo bem com você?', 'nao sei se voce vem amanha', 'Good morning, how are you today?',
    '¿Dónde está la biblioteca?', 'Où est la gare, s’il vous plaît ?', 'Ich hätte gern ein Glas Wasser.',
    'Dove posso comprare il pane?', 'Ik heb vandaag geen tijd.', 'Dzień dobry, jak się masz?',
    'Hyvää huomenta kaikille!', 'Hur mår du i dag?', 'Dobrý den, jak se máte?', 'Jó reggelt mindenkinek!',
    'Unde este gara, vă rog?', 'Bugün hava çok güzel.', 'Selamat pagi, apa kabar?', 'Hôm nay trời đẹp quá.',
    'Доброе утро, как дела?', 'Доброго ранку, як справи?', 'Καλημέρα, τι κάνεις;', 'בוקר טוב, מה שלומך?',
    'صباح الخير، كيف حالك؟', 'नमस्ते, आप कैसे हैं?', 'おはようございます。', '今天天气很好。', '안녕하세요?',
    'สวัสดีตอนเช้า', 'saudade', 'window', 'Straße',
]  # fmt: skip


def batch_of(samples: list[tuple[list[tuple[int, float]], list[int]]]):
    """Rows [batch, steps], shares of the languages [batch, languages], weights of the steps [batch, steps]."""
    longest = max(len(rows) for _, rows in samples)
    rows = np.zeros((len(samples), longest), np.int64)
    shares = np.zeros((len(samples), len(LANGUAGES)), np.float32)
    weights = np.zeros((len(samples), longest), np.float32)
    for at, (belongs, row) in enumerate(samples):
        count = len(row)
        rows[at, :count] = row
        for language, share in belongs:
            shares[at, language] = share
        # The first letters say little; the whole says most. Every snippet counts the same.
        weights[at, :count] = np.minimum(1, np.arange(1, count + 1) / 6)
        weights[at, count - 1] += weights[at].sum()
        weights[at] /= weights[at].sum()
    return torch.from_numpy(rows), torch.from_numpy(shares), torch.from_numpy(weights)


@torch.no_grad()
def logits_of(model: Reader, texts: list[str], units: CharacterUnits) -> torch.Tensor:
    """Logits after the last character of each text."""
    rows = [units.rows(text) for text in texts]
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    logits = torch.zeros(len(rows), len(LANGUAGES))
    for first in range(0, len(order), 500):
        part = order[first : first + 500]
        table = torch.zeros(len(part), max(len(rows[at]) for at in part), dtype=torch.long)
        for place, at in enumerate(part):
            table[place, : len(rows[at])] = torch.tensor(rows[at])
        ends = torch.tensor([len(rows[at]) - 1 for at in part])
        outputs = model.lstm(model.table(table))[0][torch.arange(len(part)), ends]
        logits[part] = model.head(outputs)
    return logits


def accuracy_of(model: Reader, tests, units: CharacterUnits) -> float:
    """Mean over languages of the share that is right."""
    guesses = logits_of(model, [text for _, _, text in tests], units).argmax(1).tolist()
    right, all_ = Counter(), Counter()
    for (id, _, _), guess in zip(tests, guesses):
        all_[id] += 1
        right[id] += IDS[guess] == id
    return sum(right[id] / all_[id] for id in all_) / len(all_)


def calm(table: np.ndarray, units: CharacterUnits) -> np.ndarray:
    """Characters that no language owns and training hardly met (unknown ones, pictures) are read as a blank."""
    table = table.copy()
    rows = [1, *(row for first, _, row in units.ranges if first in (0x2190, 0x1F000))]
    table[rows] = table[units.row(' ')]
    return table


def write(folder: Path, model: Reader, units: CharacterUnits, temperature: float, kind: str = 'uint8') -> int:
    return pack.write(
        folder,
        {
            'id': 'language',
            'units': units.describe(),
            'window': 512,
            'embedding': calm(model.table.weight.detach().numpy(), units),
            'recurrent': [{'cell': 'lstm', 'weights': [pack.from_torch_lstm(model.lstm)]}],
            'pooling': {'kind': 'last'},
            'dense': [pack.from_torch_linear(model.head)],
            'labels': IDS,
            'temperature': temperature,
        },
        kind,
    )


def finish(folder: Path, units: CharacterUnits) -> None:
    (folder / 'labels.json').write_text(json.dumps(IDS) + '\n')
    pack.write_samples(folder, pack.Packed(folder), SAMPLES, units.rows)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('corpus', type=Path)
    options.add_argument('model', type=Path)
    options.add_argument('--batches', type=int, default=42_000)
    options.add_argument('--units', type=int, default=224)
    options.add_argument('--columns', type=int, default=32)
    options.add_argument('--batch', type=int, default=192)
    options.add_argument('--rate', type=float, default=3e-3)
    # Quicker by a third; the last batches are exact again.
    options.add_argument('--rough', type=float, default=0.75, help='share of the batches multiplied in bfloat16')
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--from', dest='start', type=Path)
    asked = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(asked.seed)
    kept = asked.corpus / 'sampler.pickle'
    # Gathering takes minutes.
    if kept.exists():
        sampler = pickle.loads(kept.read_bytes())
    else:
        sampler = Sampler(asked.corpus, asked.seed)
        sampler.units = make_units(sampler)
        kept.write_bytes(pickle.dumps(sampler))
    sampler.random.seed(asked.seed)
    units = sampler.units
    if asked.start:
        saved = torch.load(asked.start)
        units = CharacterUnits(saved['alphabet'], saved['ranges'], True)
    model = Reader(units.count, asked.columns, asked.units)
    if asked.start:
        model.load_state_dict(saved['state'])
    print(units.count, 'rows', sum(p.numel() for p in model.parameters()), 'numbers', flush=True)
    # Watched while it trains; the sources held out whole are met by `measure.py` alone.
    tests = cut_tests(asked.corpus, 'near', 40)
    asked.model.mkdir(parents=True, exist_ok=True)
    began = time.time()
    optimizer = torch.optim.Adam(model.parameters(), lr=asked.rate, betas=(0.9, 0.99))
    steps, mean, looks = 0, None, 40
    while steps < asked.batches:
        drawn = [sampler.draw() for _ in range(asked.batch * 32)]
        drawn = [(belongs, rows) for belongs, rows in ((at, units.rows(text)) for at, text in drawn) if rows]
        drawn.sort(key=lambda sample: len(sample[1]))
        starts = list(range(0, len(drawn), asked.batch))
        sampler.random.shuffle(starts)
        for start in starts[: asked.batches - steps]:
            rows, shares, weights = batch_of(drawn[start : start + asked.batch])
            for group in optimizer.param_groups:
                warm, along = min(1, (steps + 1) / 200), steps / asked.batches
                group['lr'] = asked.rate * warm * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * along)))
            with torch.autocast('cpu', torch.bfloat16, enabled=steps < asked.rough * asked.batches):
                logits = model(rows)
            losses = -(logits.float().log_softmax(2) * shares[:, None]).sum(2)
            loss = (losses * weights).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            steps += 1
            mean = loss.item() if mean is None else 0.99 * mean + 0.01 * loss.item()
            if steps * looks // asked.batches == (steps - 1) * looks // asked.batches:
                continue
            print(
                f'{steps} of {asked.batches} batches, {time.time() - began:.0f} s, loss {mean:.3f}',
                *(f'near/{kind} {accuracy_of(model, cut, units):.3f}' for kind, cut in tests.items()),
                flush=True,
            )
            torch.save(
                {'state': model.state_dict(), 'alphabet': units.alphabet, 'ranges': units.ranges},
                asked.model / 'checkpoint.pt',
            )
    write(asked.model, model, units, 1.0)
    finish(asked.model, units)


if __name__ == '__main__':
    main()
