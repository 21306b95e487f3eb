"""
Writes text models in the form of `src/lib/text/model/format.ts`, and runs what it wrote.

    model = {
        'id': 'language', 'units': units.describe(), 'window': 512,
        'embedding': array [rows, columns],
        'recurrent': [{'cell': 'lstm', 'weights': [from_torch_lstm(lstm)]}],   # two weights: both ways
        'pooling': {'kind': 'last'},                                           # attention: + 'query' [units]
        'dense': [{'kernel': array [inputs, outputs], 'bias': array, 'activation': 'none'}],
        'labels': [...], 'temperature': 1.0,
    }
    write(folder, model, 'uint8')            # folder/weights/model.json and weights.bin
    packed = Packed(folder)                  # the packed numbers, dequantised
    write_samples(folder, packed, texts, units.rows)

Nothing but numpy is needed.
"""

import json
from pathlib import Path
from typing import Callable, Sequence

import numpy as np

FORMAT = 'aprendiz-text-1'
GATES = {'lstm': 4, 'gru': 3, 'simple': 1}


# --- from torch ---


def from_torch_lstm(lstm, layer: int = 0, backwards: bool = False) -> dict:
    """torch keeps i f g o as rows and two biases; tf.layers i f c o as columns and one."""
    end = f'_l{layer}' + ('_reverse' if backwards else '')
    part = lambda name: getattr(lstm, name + end).detach().cpu().numpy().astype(np.float32)
    return {
        'kernel': part('weight_ih').T.copy(),
        'recurrent': part('weight_hh').T.copy(),
        'bias': part('bias_ih') + part('bias_hh'),
    }


def from_torch_linear(linear, activation: str = 'none') -> dict:
    return {
        'kernel': linear.weight.detach().cpu().numpy().T.copy(),
        'bias': linear.bias.detach().cpu().numpy().copy(),
        'activation': activation,
    }


# --- writing ---


class _Bytes:
    def __init__(self):
        self.parts: list[bytes] = []
        self.length = 0

    def put(self, data: bytes) -> int:
        at = self.length
        data += bytes(-len(data) % 4)
        self.parts.append(data)
        self.length += len(data)
        return at

    def add(self, values, kind: str) -> dict:
        values = np.ascontiguousarray(values, np.float32)
        assert np.isfinite(values).all(), 'a weight is not finite'
        weight = {'shape': list(values.shape), 'type': kind}
        if kind == 'uint8':
            rows = values.reshape(values.shape[0], -1)
            low, high = rows.min(1), rows.max(1)
            # A constant row keeps step 0; the float32 step is what the reader multiplies by.
            step = ((high - low) / 255).astype(np.float32)
            steps = np.where(step > 0, step, 1)
            bytes_ = np.clip(np.rint((rows - low[:, None]) / steps[:, None]), 0, 255)
            weight['at'] = self.put(bytes_.astype(np.uint8).tobytes())
            weight['ranges'] = self.put(np.stack([low, step], 1).astype('<f4').tobytes())
        else:
            weight['at'] = self.put(values.astype({'float16': '<f2', 'float32': '<f4'}[kind]).tobytes())
        return weight


def write(folder: str | Path, model: dict, kind: str = 'uint8') -> int:
    """
    Writes `weights/model.json` and `weights/weights.bin` in the model's folder.
    kind: of the matrices (`uint8`, `float16`, `float32`); vectors are float16, or float32 where they are.
    Returns the bytes of weights.bin.
    """
    out = _Bytes()
    vector = 'float32' if kind == 'float32' else 'float16'
    pooling = dict(model['pooling'])
    if 'query' in pooling:
        pooling['query'] = out.add(pooling['query'], vector)
    described = {
        'format': FORMAT,
        'id': model['id'],
        'units': model['units'],
        'window': model['window'],
        'embedding': out.add(model['embedding'], kind),
        'recurrent': [
            {
                'cell': part['cell'],
                'units': int(part['weights'][0]['recurrent'].shape[0]),
                'direction': 'both' if len(part['weights']) == 2 else 'forward',
                'weights': [
                    {
                        'kernel': out.add(weights['kernel'], kind),
                        'recurrent': out.add(weights['recurrent'], kind),
                        'bias': out.add(weights['bias'], vector),
                    }
                    for weights in part['weights']
                ],
            }
            for part in model['recurrent']
        ],
        'pooling': pooling,
        'dense': [
            {
                'kernel': out.add(part['kernel'], kind),
                'bias': out.add(part['bias'], vector),
                'activation': part.get('activation', 'none'),
            }
            for part in model['dense']
        ],
        'labels': list(model['labels']),
        'temperature': float(model.get('temperature', 1)),
    }
    place = Path(folder) / 'weights'
    place.mkdir(parents=True, exist_ok=True)
    (place / 'model.json').write_text(
        json.dumps(described, ensure_ascii=False, separators=(',', ':')) + '\n', encoding='utf-8'
    )
    (place / 'weights.bin').write_bytes(b''.join(out.parts))
    return out.length


# --- reading and running ---


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


class Packed:
    """A packed model, its numbers as the app will have them; computes in float64 (reference, not speed)."""

    def __init__(self, folder: str | Path):
        place = Path(folder) / 'weights'
        self.file = json.loads((place / 'model.json').read_text(encoding='utf-8'))
        self._data = (place / 'weights.bin').read_bytes()
        read = self._read
        self.embedding = read(self.file['embedding'])
        self.recurrent = [
            (part['cell'], [{name: read(w) for name, w in weights.items()} for weights in part['weights']])
            for part in self.file['recurrent']
        ]
        self.dense = [
            (read(part['kernel']), read(part['bias']), part['activation']) for part in self.file['dense']
        ]
        query = self.file['pooling'].get('query')
        self.query = None if query is None else read(query)

    def _read(self, weight: dict) -> np.ndarray:
        size = int(np.prod(weight['shape']))
        kind = {'float32': '<f4', 'float16': '<f2', 'uint8': 'u1'}[weight['type']]
        values = np.frombuffer(self._data, kind, size, weight['at']).astype(np.float64)
        values = values.reshape(weight['shape'])
        if weight['type'] == 'uint8':
            rows = weight['shape'][0]
            ranges = np.frombuffer(self._data, '<f4', rows * 2, weight['ranges']).astype(np.float64)
            low, step = ranges.reshape(rows, 2).T
            along = (rows,) + (1,) * (values.ndim - 1)
            values = values * step.reshape(along) + low.reshape(along)
        return values

    def _vectors(self, rows: Sequence) -> np.ndarray:
        """[steps, columns]; a token of several rows is their mean."""
        if len(rows) == 0:
            return np.zeros((0, self.embedding.shape[1]))
        return np.stack([self.embedding[np.atleast_1d(np.asarray(row))].mean(0) for row in rows])

    @staticmethod
    def _layer(cell: str, w: dict, x: np.ndarray) -> np.ndarray:
        units = w['recurrent'].shape[0]
        outputs = np.zeros((len(x), units))
        h, c = np.zeros(units), np.zeros(units)
        projected = x @ w['kernel'] + w['bias']
        for t in range(len(x)):
            if cell == 'lstm':
                i, f, g, o = np.split(projected[t] + h @ w['recurrent'], 4)
                c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
                h = _sigmoid(o) * np.tanh(c)
            elif cell == 'gru':
                xz, xr, xh = np.split(projected[t], 3)
                uz, ur, uh = np.split(w['recurrent'], 3, axis=1)
                z, r = _sigmoid(xz + h @ uz), _sigmoid(xr + h @ ur)
                h = z * h + (1 - z) * np.tanh(xh + (r * h) @ uh)
            else:
                h = np.tanh(projected[t] + h @ w['recurrent'])
            outputs[t] = h
        return outputs

    def _pool(self, x: np.ndarray, both: bool) -> np.ndarray:
        kind = self.file['pooling']['kind']
        if len(x) == 0:
            return np.zeros(x.shape[1] * (2 if kind == 'mean-max' else 1))
        if kind == 'last':
            half = x.shape[1] // 2
            return np.concatenate([x[-1, :half], x[0, half:]]) if both else x[-1]
        if kind == 'mean':
            return x.mean(0)
        if kind == 'max':
            return x.max(0)
        if kind == 'mean-max':
            return np.concatenate([x.mean(0), x.max(0)])
        weights = np.exp(x @ self.query)
        return (weights[:, None] * x).sum(0) / weights.sum()

    def run(self, rows: Sequence) -> np.ndarray:
        """
        rows: of the embedding table, one for each token, or a list of them for each token.
        Gives the scores, or for an encoder (no labels) the vector. No tokens: every state is 0.
        """
        x, both = self._vectors(rows), False
        for cell, directions in self.recurrent:
            both = len(directions) == 2
            sides = [self._layer(cell, directions[0], x)]
            if both:
                sides.append(self._layer(cell, directions[1], x[::-1])[::-1])
            x = np.concatenate(sides, 1)
        y = self._pool(x, both)
        for kernel, bias, activation in self.dense:
            y = y @ kernel + bias
            y = np.maximum(y, 0) if activation == 'relu' else np.tanh(y) if activation == 'tanh' else y
        if not self.file['labels']:
            return y
        y = y / self.file['temperature']
        y = np.exp(y - y.max())
        return y / y.sum()


# Hidden and hostile characters, scripts of both directions, and nothing at all: for every model's samples.
TRICKY = [
    '',
    ' ',
    'a',
    '  two\t\n\u3000blanks\u00a0\u2028ends  ',
    'nul\0 and\u0007 controls\u001f\u0085next',
    'ze\u200bro\u200cwi\u200ddth\ufeff \u2060and\u00ad soft',
    '\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F\u200D\U0001F525 \U0001F44D\U0001F3FD',
    '\u200d\U0001F600\u200d!\u200d\U0001F600',
    'cafe\u0301 \u00c5ngstro\u0308m A\u030a e\u200d\u0301',
    'z\u0351\u0324a\u0352\u0325l\u0353\u0326g\u0354\u0327o',
    '\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627',
    '\u4f60\u597d\uff0c\u4e16\u754c \u3053\u3093\u306b\u3061\u306f \uc548\ub155 \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35',
    '\u041f\u0440\u0438\u0432\u0435\u0442 \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u0130stanbul \u1e9e',
    '12:30, R$ 1.234,56 (50%)!? #tag @name https://example.org/?q=1',
    '<b>not</b> &amp; markup; "quoted" \u201ccurly\u201d \u2026',
    '\ufb01ne \u2460 \uff21\uff22\uff23 \u1d400 \U0001d400\U00020000',
]


def write_samples(
    folder: str | Path, packed: Packed, texts: Sequence[str], rows_of: Callable[[str], Sequence]
) -> None:
    """`sample-output.json`: what the runtime must give for these texts and {@link TRICKY}, to 6 decimals."""
    samples = []
    for text in [*texts, *TRICKY]:
        rows = rows_of(text)
        scores = [round(float(score), 6) for score in packed.run(rows)]
        listed = [list(map(int, row)) if np.ndim(row) else int(row) for row in rows]
        samples.append({'text': text, 'rows': listed, 'scores': scores})
    lines = ',\n'.join(json.dumps(sample, separators=(',', ':')) for sample in samples)
    (Path(folder) / 'sample-output.json').write_text(f'[\n{lines}\n]\n', encoding='utf-8')
