"""
Measures the packed language model on what was held out, and prints the tables of its card.

    python3 measure.py CORPUS MODEL [--only far] [--checkpoint CHECKPOINT] [--json FILE]

CORPUS: what `corpus.py` wrote. With `--checkpoint` (of `train.py`; needs torch) the float32 weights are measured
as well, to state what packing costs. Only numpy is needed otherwise.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'scripts/models/text'))

import pack
from characters import CharacterUnits
from languages import IDS
from snippets import cut_tests

SIDES = {'near': 'held-out messages of the sources trained on', 'far': 'sources held out whole'}


class Batches:
    """Runs many texts at once: the same numbers as `pack.Packed`, in float32."""

    def __init__(self, packed: pack.Packed):
        units = packed.file['units']
        self.units = CharacterUnits(units['alphabet'], [tuple(range_) for range_ in units['ranges']], units['lowerCase'])
        single = np.float32
        self.table = packed.embedding.astype(single)
        (_, (weights,)), = packed.recurrent
        self.kernel, self.recurrent, self.bias = (weights[name].astype(single) for name in ('kernel', 'recurrent', 'bias'))
        (kernel, bias, _), = packed.dense
        self.head, self.head_bias = kernel.astype(single), bias.astype(single)

    def after_each(self, texts: list[str]):
        """For each text the logits after each of its characters, [characters, languages]."""
        rows = [self.units.rows(text) for text in texts]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        logits: list = [None] * len(rows)
        sigmoid = lambda x: 1 / (1 + np.exp(-x))
        for first in range(0, len(order), 512):
            part = order[first : first + 512]
            steps = max(1, max(len(rows[at]) for at in part))
            table = np.zeros((len(part), steps), int)
            for place, at in enumerate(part):
                table[place, : len(rows[at])] = rows[at]
            hidden = np.zeros((len(part), self.recurrent.shape[0]), np.float32)
            carry = np.zeros_like(hidden)
            outputs = np.zeros((len(part), steps, hidden.shape[1]), np.float32)
            for step in range(steps):
                gates = self.table[table[:, step]] @ self.kernel + hidden @ self.recurrent + self.bias
                i, f, c, o = np.split(gates, 4, 1)
                carry = sigmoid(f) * carry + sigmoid(i) * np.tanh(c)
                hidden = sigmoid(o) * np.tanh(carry)
                outputs[:, step] = hidden
            for place, at in enumerate(part):
                logits[at] = outputs[place, : len(rows[at])] @ self.head + self.head_bias
        return logits

    def guess(self, texts: list[str]) -> list[str]:
        return [IDS[int(logits[-1].argmax())] if len(logits) else '' for logits in self.after_each(texts)]


def shares_of(tests, guesses) -> dict[str, float]:
    """Share that is right, of each language."""
    right, all_ = Counter(), Counter()
    for (id, _, _), guess in zip(tests, guesses):
        all_[id] += 1
        right[id] += guess == id
    return {id: right[id] / all_[id] for id in IDS if all_[id]}


def mean(shares: dict[str, float]) -> float:
    return sum(shares.values()) / len(shares)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('corpus', type=Path)
    options.add_argument('model', type=Path)
    options.add_argument('--checkpoint', type=Path)
    options.add_argument('--json', type=Path)
    options.add_argument('--only', choices=SIDES)
    asked = options.parse_args()
    packed = Batches(pack.Packed(asked.model))
    figures: dict = {}
    per: dict[str, dict] = {}
    for side, what in SIDES.items():
        if asked.only not in (None, side):
            continue
        for kind, tests in cut_tests(asked.corpus, side).items():
            guesses = packed.guess([text for _, _, text in tests])
            shares = shares_of(tests, guesses)
            confusion = Counter((id, guess) for (id, _, _), guess in zip(tests, guesses))
            figures[f'{side} {kind}'] = {
                'accuracy': round(mean(shares), 4),
                'texts': len(tests),
                'languages': {id: round(share, 4) for id, share in shares.items()},
                'confusion': {id: {to: n for (of, to), n in sorted(confusion.items()) if of == id} for id in IDS},
            }
            per[f'{side} {kind}'] = shares
            print(f'{side} {kind} ({what}): {100 * mean(shares):.1f} % of {len(tests)}, mean over {len(shares)} languages')
            counts = Counter({pair: n for pair, n in confusion.items() if pair[0] != pair[1]})
            totals = Counter(id for id, _, _ in tests)
            worst = sorted(counts.items(), key=lambda each: -each[1] / totals[each[0][0]])[:12]
            print('  ', ', '.join(f'{a} as {b} {100 * n / totals[a]:.1f} %' for (a, b), n in worst))
            for source in sorted({source for _, source, _ in tests}) if side == 'far' else []:
                of = [at for at, test in enumerate(tests) if test[1] == source]
                shares = shares_of([tests[at] for at in of], [guesses[at] for at in of])
                print(f'   {source}: {100 * mean(shares):.1f} % of {len(of)}, {len(shares)} languages')
            if asked.checkpoint:
                print(f'   float32: {100 * exact(asked.checkpoint, tests, packed.units):.2f} %, packed {100 * figures[f"{side} {kind}"]["accuracy"]:.2f} %')
    print('| language |', ' | '.join(per), '|')
    for id in IDS:
        print(f'| {id} |', ' | '.join(f'{100 * shares[id]:.1f}' if id in shares else '' for shares in per.values()), '|')
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + '\n')


def exact(checkpoint: Path, tests, units: CharacterUnits) -> float:
    import torch

    from train import Reader, logits_of

    torch.set_num_threads(1)
    state = torch.load(checkpoint)['state']
    model = Reader(state['table.weight'].shape[0], state['table.weight'].shape[1], state['lstm.weight_hh_l0'].shape[1])
    model.load_state_dict(state)
    guesses = logits_of(model, [text for _, _, text in tests], units).argmax(1).tolist()
    return mean(shares_of(tests, [IDS[guess] for guess in guesses]))


if __name__ == '__main__':
    main()
