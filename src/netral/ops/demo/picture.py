"""A picture for the season's evidence, drawn by code: nobody and no real place is in it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIZE = (1280, 853)
SKY, GRASS, STAGE, CAR, PLATE = "#b9cfdb", "#7f9a6b", "#5b5f6b", "#e8e6df", "#a3201d"
INK, WHITE, TYRE, BANNER = "#22252b", "#ffffff", "#1b1b1b", "#d7b94c"
TOP_SHADE = 26


def evidence_picture() -> bytes:
    """Return a JPEG: a field, a stage with a banner, a car with a red plate behind it."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    for line in range(height // 2):
        shade = TOP_SHADE * line // (height // 2)
        draw.line(
            [(0, line), (width, line)], fill=(185 + shade, 207 + shade // 2, 219 + shade // 3)
        )
    draw.rectangle([0, height // 2, width, height], fill=GRASS)
    draw.rectangle([90, 250, 760, 520], fill=STAGE)
    draw.rectangle([120, 280, 730, 370], fill=BANNER)
    draw.text((250, 296), "CALON B", fill=INK, font_size=58)
    for left in (150, 330, 520):
        draw.rectangle([left, 420, left + 70, 520], fill=INK)
    _car(draw)
    draw.text((24, height - 40), "Gambar contoh, dibuat dengan kode", fill=WHITE, font_size=24)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _car(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle([700, 430, 1200, 640], radius=46, fill=CAR)
    draw.polygon([(760, 440), (850, 340), (1090, 340), (1160, 440)], fill=CAR)
    draw.polygon([(800, 436), (866, 362), (1072, 362), (1122, 436)], fill=INK)
    draw.rectangle([880, 560, 1060, 606], fill=PLATE)
    draw.text((900, 566), "BH 01 17 B", fill=WHITE, font_size=30)
    for left in (770, 1030):
        draw.ellipse([left, 590, left + 110, 700], fill=TYRE)
