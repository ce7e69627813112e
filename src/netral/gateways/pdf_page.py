"""The words of a PDF's page, each where the operators put it, gathered into lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from netral.gateways.pdf_fonts import Font

FORMS = 4
"""How deep a form may draw a form."""
SAME_LINE, WORD_GAP = 0.4, 0.16
"""Shares of the letter's height: how far two pieces of a line lie apart, and two words."""

Matrix = tuple[float, float, float, float, float, float]
STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words where they stand on the page: their left and right end, the line, the height."""

    left: float
    right: float
    base: float
    height: float
    text: str


def lines_of(pieces: list[Piece]) -> Iterator[str]:
    """Yield the lines from the top, the words of each from the left; a gap parts two words."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if line and line[0].base - piece.base > SAME_LINE * max(line[0].height, piece.height):
            yield _joined(line)
            line = []
        line.append(piece)
    if line:
        yield _joined(line)


def _joined(line: list[Piece]) -> str:
    text, last = "", None
    for piece in sorted(line, key=lambda piece: piece.left):
        is_struck_twice = (
            last is not None
            and piece.text == last.text
            and piece.left - last.left < WORD_GAP * piece.height
        )
        if is_struck_twice:
            continue
        gap = piece.left - last.right if last else 0
        text += f" {piece.text}" if gap > WORD_GAP * piece.height else piece.text
        last = piece
    return text


@dataclass
class State:
    """What a page's operators set: the place of text, its font, size and spaces."""

    page: Matrix = STRAIGHT
    text: Matrix = STRAIGHT
    line: Matrix = STRAIGHT
    font: Font | None = None
    size: float = 0
    leading: float = 0
    letter_space: float = 0
    word_space: float = 0


@dataclass
class PageReader:
    """Follows the operators of a page and gathers its words with their places."""

    pieces: list[Piece] = field(default_factory=list)
    state: State = field(default_factory=State)
    held: list[State] = field(default_factory=list)
    resources: Any = None
    fonts: dict[str, Font] = field(default_factory=dict)

    def read(self, content: Any, resources: Any, depth: int) -> None:
        """Follow the operators of a page, or of a form that it draws."""
        self.resources, self.fonts = resources, {}
        for step in pikepdf.parse_content_stream(content):
            name = str(step.operator)
            if name == "Do":
                self._form(step.operands[0], depth)
            elif name in OPERATORS:
                OPERATORS[name](self, *step.operands)

    def _form(self, name: Any, depth: int) -> None:
        form = self.resources.get("/XObject", pikepdf.Dictionary()).get(str(name))
        if depth == 0 or form is None or form.get("/Subtype") != "/Form":
            return
        before, resources, fonts = self.state, self.resources, self.fonts
        own: Any = form.get("/Matrix", STRAIGHT)
        self.state = replace(before, page=times(_matrix(*own), before.page))
        self.read(form, form.get("/Resources", resources), depth - 1)
        self.state, self.resources, self.fonts = before, resources, fonts

    def save(self) -> None:
        """Keep the state (q)."""
        self.held.append(replace(self.state))

    def restore(self) -> None:
        """Take the state up that was kept (Q)."""
        if self.held:
            self.state = self.held.pop()

    def transform(self, *numbers: Any) -> None:
        """Move the page's ground (cm)."""
        self.state.page = times(_matrix(*numbers), self.state.page)

    def begin(self) -> None:
        """Begin a text (BT)."""
        self.state.text = self.state.line = STRAIGHT

    def place(self, *numbers: Any) -> None:
        """Place the text (Tm)."""
        self.state.text = self.state.line = _matrix(*numbers)

    def move(self, x: Any, y: Any) -> None:
        """Go to another line (Td)."""
        self.state.line = times((1, 0, 0, 1, float(x), float(y)), self.state.line)
        self.state.text = self.state.line

    def move_leading(self, x: Any, y: Any) -> None:
        """Go to another line whose distance the next ones keep (TD)."""
        self.state.leading = -float(y)
        self.move(x, y)

    def next_line(self) -> None:
        """Go to the next line (T*)."""
        self.move(0, -self.state.leading)

    def choose(self, name: Any, size: Any) -> None:
        """Choose a font (Tf)."""
        key = str(name)
        if key not in self.fonts:
            held = self.resources.get("/Font", pikepdf.Dictionary()).get(key)
            self.fonts[key] = Font(pikepdf.Dictionary() if held is None else held)
        self.state.font, self.state.size = self.fonts[key], float(size)

    def show(self, data: Any) -> None:
        """Show a string (Tj)."""
        font, size = self.state.font, self.state.size
        if font is None:
            return
        text, far = "", 0.0
        for letters, width in font.read(bytes(data)):
            text += letters
            far += width / 1000 * size + self.state.letter_space
            far += self.state.word_space if letters == " " else 0
        self._put(text, far)

    def show_spaced(self, row: Any) -> None:
        """Show strings with steps between them (TJ)."""
        for item in row:
            if isinstance(item, pikepdf.String):
                self.show(item)
            else:
                self._step(-float(item) / 1000 * self.state.size)

    def show_next(self, data: Any) -> None:
        """Show a string on the next line (')."""
        self.next_line()
        self.show(data)

    def show_next_spaced(self, words: Any, letters: Any, data: Any) -> None:
        """Show a string on the next line with its own spaces (")."""
        self.state.word_space, self.state.letter_space = float(words), float(letters)
        self.show_next(data)

    def _put(self, text: str, far: float) -> None:
        a, b, c, d, x, y = times(self.state.text, self.state.page)
        # Words that run upwards or aslant are stamps and watermarks.
        if text and abs(b) <= abs(a) / 4:
            left, right = sorted((x, x + far * a))
            self.pieces.append(Piece(left, right, y, self.state.size * math.hypot(c, d), text))
        self._step(far)

    def _step(self, far: float) -> None:
        self.state.text = times((1, 0, 0, 1, far, 0), self.state.text)


def _set(name: str) -> Callable[..., None]:
    return lambda reader, value: setattr(reader.state, name, float(value))


OPERATORS: dict[str, Callable[..., None]] = {
    "q": PageReader.save,
    "Q": PageReader.restore,
    "cm": PageReader.transform,
    "BT": PageReader.begin,
    "Tm": PageReader.place,
    "Td": PageReader.move,
    "TD": PageReader.move_leading,
    "T*": PageReader.next_line,
    "TL": _set("leading"),
    "Tc": _set("letter_space"),
    "Tw": _set("word_space"),
    "Tf": PageReader.choose,
    "Tj": PageReader.show,
    "TJ": PageReader.show_spaced,
    "'": PageReader.show_next,
    '"': PageReader.show_next_spaced,
}


def _matrix(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Matrix:
    return float(a), float(b), float(c), float(d), float(e), float(f)


def times(left: Matrix, right: Matrix) -> Matrix:
    """Return the product of two matrices: first the left one, then the right one."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )
