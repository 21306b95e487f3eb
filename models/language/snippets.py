"""Cuts training snippets and test snippets out of a corpus that `corpus.py` wrote."""

import math
import random
import re
import unicodedata
from collections import Counter
from itertools import accumulate
from pathlib import Path

from languages import IDS, LANGUAGES, UNSPACED, share_in_script

# Letters, the marks of Devanagari and Thai among them, with apostrophes inside.
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0e31-\u0e4e])+(?:['’][^\W\d_]+)*")
#: What a word of six letters is in scripts that write more with a letter.
LONG_WORD = {'hangul': 3, 'han': 3, 'japanese': 3}
FIVE_WORDS = {'han': 10, 'japanese': 10, 'thai': 20}


def read(corpus: Path, side: str) -> dict[str, list[tuple[str, str]]]:
    """(source, text) of each language."""
    lines = {}
    for language in LANGUAGES:
        rows = [row.split('\t', 2) for row in (corpus / f'{language.id}.tsv').read_text('utf-8').split('\n') if row]
        lines[language.id] = [(source, text) for source, at, text in rows if at == side]
    return lines


def read_counts(corpus: Path, id: str) -> dict[str, dict[str, float]]:
    """How often words are in running text, of each source that counted them (in units of its own)."""
    counts: dict[str, dict[str, float]] = {}
    for row in (corpus / f'{id}.counts').read_text('utf-8').split('\n'):
        if row:
            source, word, count = row.split('\t')
            counts.setdefault(source, {})[word] = float(count)
    return counts


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def without_marks(text: str) -> str:
    """As people type it who spare the accents: `nao`, `voce`, `uber`."""
    text = text.translate({0x131: 'i', 0x142: 'l', 0x111: 'd', 0xDF: 'ss', 0xF8: 'o', 0xE6: 'ae'})
    return ''.join(c for c in unicodedata.normalize('NFD', text) if not 0x300 <= ord(c) <= 0x36F)


#: A word counts as known to a language by the chance that a text of this many words has it: frequent words count
#: alike, rare ones by their frequency. So are the words of a short text distributed, each taken once.
TEXT_WORDS = 5000
#: Share of a language's running text that the words which only its dictionary has are taken to be.
DICTIONARY_SHARE = 0.02
#: How often each language is drawn: a script of its own is soon learned.
OWN_SCRIPT = {'arabic': 0.25, 'greek': 0.25, 'hebrew': 0.25, 'devanagari': 0.25, 'hangul': 0.25, 'thai': 0.25}
DRAWN = list(accumulate({'japanese': 0.6, 'han': 0.6, **OWN_SCRIPT}.get(language.script, 1) for language in LANGUAGES))


class Sampler:
    """Draws snippets: the language first, then a word or a run of words, and to whom they belong."""

    def __init__(self, corpus: Path, seed: int, most_lines: int = 70_000):
        self.random = random.Random(seed)
        counts: dict[str, Counter] = {}
        lines = read(corpus, 'train')
        for id, rows in lines.items():
            self.random.shuffle(rows)
            del rows[most_lines:]
            counts[id] = Counter(word for _, text in rows for word in words_of(text))
        english_total = counts['en'].total()
        best: dict[str, float] = {}
        for id, words in counts.items():
            total = words.total()
            for word, n in words.items():
                best[word] = max(best.get(word, 0), n / total)
        self.lines: dict[str, tuple[list[str], list[float]]] = {}
        for language in LANGUAGES:
            id = language.id
            total = counts[id].total()
            # At home elsewhere: more than 15 times as frequent there.
            strangers = {word for word, n in counts[id].items() if best[word] > 15 * n / total}
            english = {
                word
                for word, n in counts[id].items()
                if id != 'en' and counts['en'][word] / english_total > 2.5 * n / total
            }
            kept, sources = [], Counter()
            for source, text in lines[id]:
                words = words_of(text)
                # A line of another language in a translation that was never finished.
                if (
                    words
                    and sum(w in strangers for w in words) <= 0.4 * len(words)
                    and sum(w in english for w in words) < 0.6 * len(words)
                ):
                    kept.append((source, text))
                    sources[source] += 1
            # A source of many lines is drawn from more often, but not in proportion.
            weight = {source: 1 / math.sqrt(n) for source, n in sources.items()}
            total, weights = 0.0, []
            for source, _ in kept:
                total += weight[source]
                weights.append(total)
            self.lines[id] = ([text for _, text in kept], weights)
            # Frequent in English and here now and then: left over from lines never translated.
            leaked = strangers | english
            counts[id] = Counter(word for _, text in kept for word in words_of(text) if word not in leaked)
        self._gather_words(corpus, counts)

    def _gather_words(self, corpus: Path, counts: dict[str, Counter]) -> None:
        """
        Of scripts with blanks between words: to which languages each word belongs and in what shares.
        counts: of the words of the corpus' own lines.
        """
        chances: dict[str, dict[str, float]] = {}
        totals: dict[str, float] = {}
        for language in LANGUAGES:
            if language.script in UNSPACED:
                continue
            id = language.id
            sources = read_counts(corpus, id)
            sources['text'] = counts[id]
            frequency: dict[str, float] = {}
            for words in sources.values():
                total = sum(words.values()) * len(sources)
                for word, n in words.items():
                    if 1 < len(word) < 30 and share_in_script(word, language.script) == 1:
                        frequency[word] = frequency.get(word, 0) + n / total
            listed = [word for word in (corpus / f'{id}.words').read_text('utf-8').split('\n') if len(word) < 30]
            for word in listed:
                if word not in frequency:
                    frequency[word] = DICTIONARY_SHARE / max(50_000, len(listed))
            frequency.pop('', None)
            chance = {word: -math.expm1(-TEXT_WORDS * f) for word, f in frequency.items()}
            totals[id] = sum(c for word, c in chance.items() if len(word) >= LONG_WORD.get(language.script, 6))
            chances[id] = chance
        # Vietnamese has next to no word of six letters: those it has are not worth that much more.
        least = sorted(totals.values())[len(totals) // 2] / 2
        chances = {
            id: {word: c / max(least, totals[id]) for word, c in chance.items()} for id, chance in chances.items()
        }
        self.words: dict[str, tuple[list[str], list[float]]] = {}
        #: Only of words that several languages have.
        self.shares: dict[str, list[tuple[int, float]]] = {}
        owners: dict[str, list[tuple[int, float]]] = {}
        for id, chance in chances.items():
            for word, c in chance.items():
                owners.setdefault(word, []).append((IDS.index(id), c))
        for word, own in owners.items():
            if len(own) > 1:
                total = sum(c for _, c in own)
                self.shares[word] = [(at, c / total) for at, c in own]
        for id, chance in chances.items():
            total, weights = 0.0, []
            for c in chance.values():
                total += c**0.75
                weights.append(total)
            self.words[id] = (list(chance), weights)

    def draw(self) -> tuple[list[tuple[int, float]], str]:
        """The languages that a snippet belongs to with their shares, and the snippet in lower case."""
        language = self.random.choices(LANGUAGES, cum_weights=DRAWN)[0]
        at = IDS.index(language.id)
        belongs = [(at, 1.0)]
        if language.script not in UNSPACED and self.random.random() < 0.6:
            words, weights = self.words[language.id]
            text = self.random.choices(words, cum_weights=weights)[0]
            belongs = self.shares.get(text, belongs)
        else:
            lines, weights = self.lines[language.id]
            text = self.random.choices(lines, cum_weights=weights)[0].lower()
            text = self._cut(text, language.script)
        if language.script == 'latin' and self.random.random() < 0.08:
            text = without_marks(text)
        return belongs, text[:60]

    def _cut(self, text: str, script: str) -> str:
        if script in UNSPACED:
            length = min(len(text), self.random.choice((2, 3, 4, 6, 8, 12, 20, 40)))
            first = self.random.randrange(len(text) - length + 1)
            return text[first : first + length]
        words = text.split(' ')
        count = min(len(words), self.random.choice((1, 2, 2, 3, 3, 4, 5, 5, 6, 8)))
        first = self.random.choice((0, self.random.randrange(len(words) - count + 1)))
        return ' '.join(words[first : first + count])


def cut_tests(corpus: Path, side: str, most: int = 300, seed: int = 7) -> dict[str, list[tuple[str, str, str]]]:
    """
    (language, source, snippet), `five`: five words of a line that follow each other (10 characters in Chinese and
    Japanese, 20 in Thai); `words`: different words of six letters or more from the same lines (three
    syllables in Korean, three characters in Chinese and Japanese, six in Thai). At most `most` of a language.
    """
    draw = random.Random(seed)
    tests: dict[str, list] = {'five': [], 'words': []}
    lines = read(corpus, side)
    for language in LANGUAGES:
        five, words = [], {}
        length, long = FIVE_WORDS.get(language.script), LONG_WORD.get(language.script, 6)
        for source, text in lines[language.id]:
            if length:
                text = re.sub(r'\s', '', text)
                five += [(source, text[at : at + length]) for at in range(0, len(text) - length + 1, length)]
                for at in range(0, len(text) - long + 1, long):
                    if text[at : at + long].isalpha() or language.script == 'thai':
                        words[text[at : at + long]] = source
            else:
                parts = text.split(' ')
                five += [(source, ' '.join(parts[at : at + 5])) for at in range(0, len(parts) - 4, 5)]
                words.update(
                    (word, source)
                    for word in words_of(text)
                    if len(word) >= long and share_in_script(word, language.script) == 1
                )
        five = [(source, text) for source, text in five if sum(c.isalpha() for c in text) >= 0.5 * len(text)]
        for kind, found in (('five', five), ('words', [(source, word) for word, source in sorted(words.items())])):
            draw.shuffle(found)
            tests[kind] += [(language.id, source, text) for source, text in found[:most]]
    return tests
