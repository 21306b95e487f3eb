"""From a trained network of words to the files of its folder."""

import json
from pathlib import Path

import numpy as np

from network import WordNetwork, fold
from pack import Packed, from_torch_linear, from_torch_lstm, write, write_samples


def ship(
    folder: Path,
    network: WordNetwork,
    head: str | None,
    labels: list[str],
    samples: list[str],
    temperature: float = 1.0,
    window: int = 256,
    kind: str = 'uint8',
) -> Packed:
    """Writes labels.json, weights/ and sample-output.json. head: None for an encoder."""
    units = network.lexicon.units
    recurrent = []
    if network.lstm is not None:
        sides = [from_torch_lstm(network.lstm)]
        if network.lstm.bidirectional:
            sides.append(from_torch_lstm(network.lstm, backwards=True))
        recurrent = [{'cell': 'lstm', 'weights': sides}]
    pooling: dict = {'kind': network.pooling}
    if network.query is not None:
        pooling['query'] = network.query.detach().numpy()
    dense = [from_torch_linear(network.squeeze)] if network.squeeze is not None else []
    if head is not None:
        dense.append(from_torch_linear(network.heads[head]))
    model = {
        'id': folder.name,
        'units': units.describe(),
        'window': window,
        'embedding': fold(network),
        'recurrent': recurrent,
        'pooling': pooling,
        'dense': dense,
        'labels': labels,
        'temperature': temperature,
    }
    size = write(folder, model, kind)
    (folder / 'labels.json').write_text(json.dumps(labels) + '\n')
    packed = Packed(folder)
    write_samples(folder, packed, samples, units.rows)
    print(f'weights.bin {size:,} bytes, model.json {(folder / "weights" / "model.json").stat().st_size:,} bytes')
    return packed


def run_all(packed: Packed, units, texts: list[str], most: int = 1000) -> np.ndarray:
    """Scores (or vectors) of texts by the packed weights alone."""
    return np.stack([packed.run(units.rows(text)[:most]) for text in texts])
