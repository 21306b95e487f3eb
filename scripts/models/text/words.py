"""
Word units (`WordUnits` of `src/lib/text/model/format.ts`): plain text, tokens, rows of each token.

    units = WordUnits(['não', 'the'], 4096, (3, 5))
    units.tokens('Não sei, 3,50? 👍🏽')   # ['não', 'sei', ',', '3,50', '?', '👍🏽']
    units.rows('the')                     # [[2, 3 + hash('<th') % 4096, …]]
"""

import re
import sys
import unicodedata

from plain import make_plain

# Alone, whatever stands beside it, for lack of blanks between words: Han and kana.
_ALONE = r'\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{3FFFF}'
_PICTURE = (
    r'\u00A9\u00AE\u203C\u2049\u2122\u2139\u2190-\u21FF\u2300-\u23FF\u2600-\u27BF\u2B00-\u2BFF'
    r'\u3030\u303D\u3297\u3299\u{1F000}-\u{1F1E5}\u{1F200}-\u{1FAFF}'
)
_LETTER = rf'(?:(?![{_ALONE}])[\p{{L}}\p{{M}}\p{{N}}])'

# In this order: a flag; a picture with its variation, skin and the pictures joined to it; one Han or kana
# with its marks; a number with separators inside; a word of letters and digits, with up to three
# apostrophes inside and at most 40 characters between them (a longer run is several tokens, so that no
# token costs without end); any other character but the blank. A hyphen is a token of its own: the parts of a
# compound are known more often than the whole.
PATTERN = '|'.join(
    [
        r'[\u{1F1E6}-\u{1F1FF}]{2}',
        rf'[{_PICTURE}](?:\uFE0F|[\u{{1F3FB}}-\u{{1F3FF}}]|\u200D[{_PICTURE}])*',
        rf'[{_ALONE}][\p{{M}}]*',
        r'[\p{Nd}]+(?:[.,:][\p{Nd}]+)+',
        rf"{_LETTER}{{1,40}}(?:['’]{_LETTER}{{1,40}}){{0,3}}",
        r'[^ ]',
    ]
)
"""As JavaScript reads it with the flags `gu`. `\\p{…}` only inside brackets: Python gets its ranges."""


def _ranges_of(category: str) -> str:
    """Every code point whose Unicode category begins so, as the inside of a character class."""
    ranges, first = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and unicodedata.category(chr(code)).startswith(category)
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            ranges.append(f'\\U{first:08x}-\\U{code - 1:08x}')
            first = None
    return ''.join(ranges)


def compile_pattern(pattern: str) -> re.Pattern:
    """For Python's re, which has neither \\p{…} nor \\u{…}."""
    for category in ('L', 'M', 'N', 'Nd'):
        if f'\\p{{{category}}}' in pattern:
            pattern = pattern.replace(f'\\p{{{category}}}', _ranges_of(category))
    return re.compile(re.sub(r'\\u\{([0-9A-F]+)\}', lambda m: f'\\U{int(m[1], 16):08x}', pattern))


def fnv1a32(text: str) -> int:
    """FNV-1a, 32 bits, over UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv/)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def grams_of(token: str, grams: tuple[int, int]) -> list[str]:
    """N-grams of <token>, the shortest first, left to right, repeated ones as often as they occur."""
    marked = f'<{token}>'
    return [
        marked[at : at + size]
        for size in range(grams[0], grams[1] + 1)
        for at in range(len(marked) - size + 1)
    ]


class WordUnits:
    """buckets: rows of hashed n-grams; 0 is none, and a token that `words` lacks then has row 0 alone."""

    def __init__(
        self,
        words: list[str],
        buckets: int,
        grams: tuple[int, int],
        lower_case: bool = True,
        pattern: str = PATTERN,
    ):
        self.words = words
        self.buckets = buckets
        self.grams = grams
        self.lower_case = lower_case
        self.pattern = pattern
        self.own = {word: at + 1 for at, word in enumerate(words)}
        self._compiled = compile_pattern(pattern)
        self._rows: dict[str, list[int]] = {}

    @property
    def count(self) -> int:
        """Rows of the embedding table."""
        return 1 + len(self.words) + self.buckets

    def tokens(self, text: str) -> list[str]:
        return [m[0] for m in self._compiled.finditer(make_plain(text, self.lower_case))]

    def gram_rows(self, token: str) -> list[int]:
        if not self.buckets:
            return []
        first = 1 + len(self.words)
        return [first + fnv1a32(gram) % self.buckets for gram in grams_of(token, self.grams)]

    def rows_of(self, token: str) -> list[int]:
        """Rows whose mean is the token's vector: its own first."""
        rows = self._rows.get(token)
        if rows is None:
            rows = [self.own[token]] if token in self.own else []
            rows = self._rows[token] = rows + self.gram_rows(token) or [0]
        return rows

    def rows(self, text: str) -> list[list[int]]:
        return [self.rows_of(token) for token in self.tokens(text)]

    def describe(self) -> dict:
        return {
            'kind': 'words',
            'lowerCase': self.lower_case,
            'pattern': self.pattern,
            'words': self.words,
            'buckets': self.buckets,
            'grams': list(self.grams),
        }
