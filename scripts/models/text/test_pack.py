"""Run with torch at hand: `python3 scripts/models/text/test_pack.py`. What is packed computes as torch does."""

import tempfile
import unittest

import numpy as np
import torch

import pack
from characters import CharacterUnits
from plain import make_plain


class Packing(unittest.TestCase):
    def model(self, kind: str, both: bool):
        torch.manual_seed(1)
        table = torch.nn.Embedding(30, 8)
        lstm = torch.nn.LSTM(8, 12, batch_first=True, bidirectional=both)
        head = torch.nn.Linear(24 if both else 12, 3)
        folder = tempfile.mkdtemp()
        weights = [pack.from_torch_lstm(lstm)]
        if both:
            weights.append(pack.from_torch_lstm(lstm, backwards=True))
        pack.write(
            folder,
            {
                'id': 'test',
                'units': {},
                'window': 64,
                'embedding': table.weight.detach().numpy(),
                'recurrent': [{'cell': 'lstm', 'weights': weights}],
                'pooling': {'kind': 'last'},
                'dense': [pack.from_torch_linear(head)],
                'labels': ['a', 'b', 'c'],
            },
            kind,
        )
        rows = torch.randint(0, 30, (1, 20))
        outputs, (hidden, _) = lstm(table(rows))
        last = torch.cat([hidden[0], hidden[1]], 1) if both else hidden[0]
        expected = torch.softmax(head(last), 1)[0].detach().numpy()
        return rows[0].tolist(), expected, pack.Packed(folder)

    def test_as_torch(self):
        for both in (False, True):
            for kind, within in (('float32', 1e-6), ('float16', 1e-3), ('uint8', 1e-2)):
                rows, expected, packed = self.model(kind, both)
                np.testing.assert_allclose(packed.run(rows), expected, atol=within)

    def test_plain(self):
        self.assertEqual(make_plain('a\0b\u200bc\t\n d ', False), 'abc d ')
        self.assertEqual(make_plain('e\u0301', False), '\u00e9')
        self.assertEqual(make_plain('\u03a3\u03a3', True), '\u03c3\u03c3')
        family = '\U0001F468\u200D\U0001F469'
        self.assertEqual(make_plain(family, True), family)
        self.assertEqual(make_plain('\u200d' + family + '\u200d', True), family)
        self.assertEqual(make_plain('\ud800x', True), 'x')

    def test_characters(self):
        units = CharacterUnits('ab ', [(0x4E00, 0x9FFF, 5)], True)
        self.assertEqual(units.rows('aB \u4e2d?'), [2, 3, 4, 5, 1])
        self.assertEqual(units.count, 6)


if __name__ == '__main__':
    unittest.main()
