"""Character units (`CharacterUnits` of `src/lib/text/model/format.ts`): one row for each code point."""

from plain import make_plain

UNKNOWN = 1


class CharacterUnits:
    """ranges: (first, last, row) of code points outside the alphabet, looked up in order."""

    def __init__(self, alphabet: str, ranges: list[tuple[int, int, int]], lower_case: bool):
        self.alphabet = alphabet
        self.ranges = ranges
        self.lower_case = lower_case
        self._row = {character: at + 2 for at, character in enumerate(alphabet)}

    @property
    def count(self) -> int:
        """Rows of the embedding table."""
        return max([len(self.alphabet) + 1, *(row for _, _, row in self.ranges)]) + 1

    def row(self, character: str) -> int:
        """Row of one character of a plain text."""
        row = self._row.get(character)
        if row is None:
            code = ord(character)
            row = next((r for first, last, r in self.ranges if first <= code <= last), UNKNOWN)
            self._row[character] = row
        return row

    def rows(self, text: str) -> list[int]:
        return [self.row(character) for character in make_plain(text, self.lower_case)]

    def describe(self) -> dict:
        return {
            'kind': 'characters',
            'lowerCase': self.lower_case,
            'alphabet': self.alphabet,
            'ranges': [list(range_) for range_ in self.ranges],
        }
