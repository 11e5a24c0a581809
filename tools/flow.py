"""`make pictures`, second half: the README's pictures of flow and hall, put together from the walks' own screenshots."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path("docs/pictures")
FACE = "static/fonts/dejavu/DejaVuSans-Bold.ttf"
ROWS = (
    (("telepon-1-depan", "1 Pilih layanan"), ("telepon-3-anak", "2 Jawab singkat"), ("telepon-4-surat", "3 Foto surat"),
     ("telepon-6-tanda-terima", "4 Kirim"), ("meja-2-periksa-berkas", "5 Petugas memeriksa tiap bagian")),
    (("telepon-7-perlu-perbaikan", "6 Ulang yang salah saja"), ("meja-3-setujui", "7 Petugas lain menyetujui"),
     ("telepon-8-selesai", "8 PDF dan PIN"), ("kutipan-akta-kelahiran", "9 Cetak sendiri"), ("telepon-9-asli", "10 Periksa QR")),
)  # fmt: skip
HALL = (
    (("hall-kios", "Kios: nomor dan tempat"), ("hall-layar", "Layar: siapa dipanggil ke mana"),
     ("hall-telepon", "Telepon: ikuti")),
    (("hall-loket", "Loket: panggil dan layani"), ("hall-kertas", "Kertas nomor")),
)
TALL, WIDE, GAP = 520, 620, 28
INK, PAPER = (21, 33, 30), (251, 248, 242)


def main() -> None:
    """Put the screens in rows, each under its words."""
    _sheet(ROWS, "flow")
    _sheet(HALL, "hall")


def _sheet(shots: tuple[tuple[tuple[str, str], ...], ...], name: str) -> None:
    rows = [[(_scaled(shot), words) for shot, words in row] for row in shots]
    width = max(sum(shot.width + GAP for shot, _ in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, len(rows) * (TALL + 64) + GAP), PAPER)
    for number, row in enumerate(rows):
        _draw_row(sheet, row, GAP + number * (TALL + 64))
    sheet.quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def _scaled(name: str) -> Image.Image:
    with Image.open(FOLDER / f"{name}.png") as shot:
        share = min(TALL / shot.height, WIDE / shot.width)
        return shot.convert("RGB").resize((round(shot.width * share), round(shot.height * share)), Image.Resampling.LANCZOS)


def _draw_row(sheet: Image.Image, row: list[tuple[Image.Image, str]], top: int) -> None:
    draw, left = ImageDraw.Draw(sheet), GAP
    for shot, words in row:
        draw.text((left, top), words, font=ImageFont.truetype(FACE, 19), fill=INK)
        sheet.paste(shot, (left, top + 34))
        draw.rectangle((left - 1, top + 33, left + shot.width, top + 34 + shot.height), outline=(111, 104, 94))
        left += shot.width + GAP


if __name__ == "__main__":
    main()
