"""
Makes models/text-encoder. How to run it: card.md. What it prints goes into the card.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'scripts' / 'models' / 'text'))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import LANGUAGES, read_lines, read_messages, read_names  # noqa: E402
from data import EMOTIONS, groups_of, part_of, read_emotions, read_polarity, read_reviews  # noqa: E402
from meaning import Meaning, MeaningTask, Sketch, guess_words  # noqa: E402
from measure import accuracy  # noqa: E402
from network import Lexicon, WordNetwork, predict  # noqa: E402
from ship import run_all, ship  # noqa: E402
from tasks import Task, train  # noqa: E402
from vectors import begin_with, read_vectors, spell  # noqa: E402
from whiten import SAMPLES, whiten  # noqa: E402
from words import WordUnits  # noqa: E402

MOST = 48


def options_of() -> argparse.Namespace:
    options = argparse.ArgumentParser()
    options.add_argument('--data', type=Path, required=True)
    options.add_argument('--vectors', type=Path, required=True)
    options.add_argument('--names', type=Path, required=True)
    options.add_argument('--packages', type=Path, required=True)
    options.add_argument('--lines', type=Path, required=True)
    options.add_argument('--out', type=Path, default=Path(__file__).resolve().parent)
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--rounds', type=int, default=8)
    options.add_argument('--inputs', type=int, default=48)
    options.add_argument('--hidden', type=int, default=128)
    options.add_argument('--pooling', default='mean-max')
    options.add_argument('--without-lstm', action='store_true')
    options.add_argument('--buckets', type=int, default=10000)
    options.add_argument('--feelings', type=float, default=0.5, help='weight of emotion and polarity')
    options.add_argument('--spelled', type=float, default=0.5, help='weight of telling the words')
    options.add_argument('--tell', type=float, default=0.2, help='weight of telling the language')
    return options.parse_args()


def read_pairs(chosen: argparse.Namespace) -> list[tuple[str, str, str]]:
    """(language, text, English or nothing)."""
    rows = read_names(chosen.names)
    rows += [row[:3] for row in read_messages(chosen.packages, False)]
    rows += [(language, text, text if language == 'en' else '') for language, text in read_lines(chosen.lines)]
    talk = [text for text, _ in read_emotions(chosen.data, 'train')]
    films = [line for lines, _ in read_reviews(chosen.data) for line in lines if len(line) > 20]
    films += [text for text, _ in read_polarity(chosen.data)]
    return rows + [('en', text, text) for text in [*talk, *films] if part_of(text) == 'train']


def choose_words(tokenised: list[tuple[str, list[str]]], frequent: list[str], known: set[str]) -> list[str]:
    """6,000 of English, 2,500 of Portuguese, 200 of every other language: the most used ones."""
    counters: dict[str, Counter] = {language: Counter() for language in LANGUAGES}
    for language, tokens in tokenised:
        if language:
            counters[language].update(tokens)
    words = dict.fromkeys(frequent[:3500])
    for language, most in (('en', 6000), ('pt', 2500), *((l, 200) for l in LANGUAGES if l not in ('en', 'pt'))):
        taken = 3500 if language == 'en' else 0
        for word, times in counters[language].most_common():
            if taken >= most or times < 3:
                break
            if word not in words:
                words[word] = None
                taken += 1
    return list(words)


def main() -> None:
    chosen = options_of()
    torch.manual_seed(chosen.seed)
    np.random.seed(chosen.seed)
    random = np.random.default_rng(chosen.seed)
    tokens = WordUnits([], 0, (3, 5)).tokens
    frequent, vectors = read_vectors(chosen.vectors)
    meaning = Meaning(frequent, vectors, tokens)

    rows = read_pairs(chosen)
    tokenised = [(language, tokens(text)) for language, text, _ in rows]
    english = sorted({row[2] for row in rows if row[2]})
    meaning.fit(random.permutation(english)[:20000])
    index = {text: at for at, text in enumerate(english)}
    meant = [meaning.of(text) for text in english]
    space = np.stack([m if m is not None else np.zeros(vectors.shape[1], np.float32) for m in meant])
    which = np.array([index.get(row[2], -1) for row in rows])
    which = np.array([at if at >= 0 and meant[at] is not None else -1 for at in which])

    words = choose_words(tokenised, frequent, meaning.known.keys())
    units = WordUnits(words, chosen.buckets, (3, 5))
    scale = float(np.linalg.norm(vectors[:20000] - meaning.centre, axis=1).mean())
    guessed = guess_words(
        (said, space[at]) for (language, said), at in zip(tokenised, which)
        if language not in ('', 'en') and at >= 0 and len(said) <= 12
    )  # fmt: skip
    guessed = {word: v * scale / (np.linalg.norm(v) + 1e-9) * 0.7 for word, v in guessed.items()}

    lexicon = Lexicon(units)
    number = {language: at for at, language in enumerate(LANGUAGES)}
    encoded = [np.array([lexicon.add(token) for token in said[:MOST]], np.int64) for _, said in tokenised]
    languages = np.array([number.get(language, -1) for language, _ in tokenised])
    talk = {part: read_emotions(chosen.data, part) for part in ('train', 'dev')}
    polarity = [pair for pair in read_polarity(chosen.data)]
    encode = lambda texts: [lexicon.encode(text, MOST) for text in texts]
    shares = np.zeros((len(talk['train']), len(EMOTIONS)), np.float32)
    for at, (_, fine) in enumerate(talk['train']):
        shares[at, groups_of(fine)] = 1 / len(groups_of(fine))
    sketch = Sketch(lexicon, [text for text in encoded if len(text)], random)
    tasks: list[Task] = [MeaningTask(encoded, space, which, languages, sketch, 800, chosen.spelled, chosen.tell)]
    if chosen.feelings:
        tasks += [
            Task('emotion', encode([text for text, _ in talk['train']]), shares, chosen.feelings, 150),
            Task('polarity', *both(encode, [p for p in polarity if part_of(p[0]) == 'train']), chosen.feelings, 60),
        ]
    held = both(encode, [pair for pair in polarity if part_of(pair[0]) == 'dev'])
    lexicon.freeze()

    heads = {'meaning': vectors.shape[1], 'words': 128, 'language': len(LANGUAGES), 'emotion': len(EMOTIONS), 'polarity': 2}
    network = WordNetwork(lexicon, vectors.shape[1], chosen.inputs, chosen.hidden, heads, chosen.pooling,
                          recurrent=not chosen.without_lstm)
    network.drop_in, network.drop_out, network.misread = 0.1, 0.2, 0.15
    first, found = begin_with(words, meaning.known, vectors)
    first[found] -= meaning.centre
    for at, word in enumerate(words):
        if not found[at] and word in guessed:
            first[at], found[at] = guessed[word], True
    with torch.no_grad():
        network.words[1:][torch.from_numpy(np.nonzero(found)[0])] = torch.from_numpy(first[found])
    speller = {word: vectors[at] - meaning.centre for at, word in enumerate(frequent[:40000])}
    speller |= {word: v for word, v in guessed.items() if word not in speller}
    print(f'{len(rows)} texts, {len(words)} words, {found.sum()} with vectors, {len(guessed)} foreign words guessed; '
          f'n-grams give vectors to a cosine of '
          f'{spell(network, list(speller), np.stack(list(speller.values())).astype(np.float32), 4, random):.2f}',
          flush=True)

    rest = [word for word, known in zip(words, found) if not known]
    if rest:
        others = Lexicon(units)
        types = np.array([others.add(word) for word in rest])
        others.freeze()
        with torch.no_grad():
            network.words[torch.tensor([units.own[word] for word in rest])] = torch.nn.functional.embedding_bag(
                others.grams_of(types)[0], network.grams, others.grams_of(types)[1], mode='mean')
    report = lambda: f'polarity dev {accuracy(predict(network, held[0], "polarity"), held[1]):.4f}'
    train(network, tasks, chosen.rounds, 2e-3, 1e-3, random, report, size=96, keep=0.98)

    packed = ship(chosen.out, network, None, [], SAMPLES)
    texts = [text for _, text, _ in rows[:: len(rows) // 300]]
    network.eval()
    with torch.no_grad():
        theirs = network.embed(encode(texts)).numpy()
    ours = run_all(packed, units, texts, MOST)
    cosines = (ours * theirs).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    print(f'packed against float32: cosine {cosines.mean():.5f}, least {cosines.min():.5f}')
    whiten(chosen.out, chosen.data, chosen.lines)


def both(encode, pairs) -> tuple[list[np.ndarray], np.ndarray]:
    return encode([text for text, _ in pairs]), np.array([label for _, label in pairs])


if __name__ == '__main__':
    main()
