"""Papers to try the intake with, all drawn here: people, numbers and places on them are invented."""

import io
import math
import random
import struct
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

GPS_TAGS = {1: "N", 2: (0.0, 7.0, 59.0), 3: "E", 4: (117.0, 29.0, 1.0)}
ORIENTATION, GPS_IFD, MAKER = 0x0112, 0x8825, 0x010F

_LINES = [
    ("NIK", "9999014107900001"),
    ("Nama", "SITI NUR'AINI"),
    ("Tempat/Tgl lahir", "CONTOH, 01-07-1990"),
    ("Jenis kelamin", "PEREMPUAN"),
    ("Alamat", "JL. CONTOH NO. 12"),
    ("RT/RW", "004/002"),
    ("Kelurahan", "CONTOH BARU"),
    ("Kecamatan", "CONTOH UTARA"),
    ("Agama", "ISLAM"),
    ("Status perkawinan", "KAWIN"),
    ("Pekerjaan", "WIRASWASTA"),
    ("Kewarganegaraan", "WNI"),
]


@cache
def card(width: int = 1200) -> Image.Image:
    """An identity card lying flat: a dozen lines of print on light blue, 85.6 x 54 mm, `width` pixels wide."""
    height = round(width * 54 / 85.6)
    sheet = Image.new("RGB", (width, height), (196, 222, 238))
    draw = ImageDraw.Draw(sheet)
    draw.text((width // 2, height // 24), "CONTOH KARTU", font=_font(width // 24), fill=(20, 30, 60), anchor="ma")
    for row, (label, value) in enumerate(_LINES):
        top = height * (3 + row * 1.7) / 24
        draw.text((width * 0.03, top), label, font=_font(width // 42), fill=(20, 25, 40))
        draw.text((width * 0.27, top), f": {value}", font=_font(width // 42), fill=(20, 25, 40))
    draw.rectangle((width * 0.75, height * 0.2, width * 0.96, height * 0.65), fill=(180, 40, 40))
    draw.ellipse((width * 0.81, height * 0.27, width * 0.9, height * 0.44), fill=(150, 110, 80))
    return sheet


@cache
def letter(width: int = 1200, *, lines: int = 34) -> Image.Image:
    """An A4 letter with a heading, `lines` lines of running text and a ruled table, `width` pixels wide."""
    height = round(width * 1.414)
    sheet = Image.new("RGB", (width, height), (250, 249, 246))
    draw = ImageDraw.Draw(sheet)
    draw.text((width // 2, height // 20), "SURAT KETERANGAN LAHIR", font=_font(width // 28), fill="black", anchor="ma")
    words = ("yang", "bertanda", "tangan", "di", "bawah", "ini", "menerangkan", "bahwa", "telah", "lahir", "seorang")
    pick = random.Random(7)
    for row in range(lines):
        text = " ".join(pick.choice(words) for _ in range(9))
        draw.text((width * 0.08, height * (0.11 + row * 0.018)), text, font=_font(width // 62), fill=(20, 20, 25))
    for row in range(6):
        top = height * (0.76 + row * 0.03)
        draw.line((width * 0.08, top, width * 0.92, top), fill=(60, 60, 60), width=max(1, width // 800))
    return sheet


def photo(
    sheet: Image.Image | None = None,
    size: tuple[int, int] = (1600, 1200),
    *,
    blur: float = 0,
    motion: int = 0,
    light: float = 1,
    haze: float = 0,
    noise: float = 2,
    turn: float = 3,
    fill: float = 0.86,
    table: int = 70,
) -> Image.Image:
    """Lay a sheet on a table and photograph it, in colour or, with a grey sheet, in grey.

    `blur` is a Gaussian radius and `motion` a smear to the right, both in pixels of `size`; `light` 1 is daylight;
    `haze` 1 is pure white; `noise` is grain (one deviation, in grey levels); `turn` in degrees; `fill` the share of
    the frame; `table` the grey of the table.
    """
    sheet = card() if sheet is None else sheet
    scale = min(size[0] * fill / sheet.width, size[1] * fill / sheet.height)
    laid = sheet.resize((round(sheet.width * scale), round(sheet.height * scale)), Image.Resampling.LANCZOS)
    scene = Image.new("RGB", size, (table, table * 4 // 5, table * 3 // 5)).convert(sheet.mode)
    shape = Image.new("L", laid.size, 255).rotate(turn, Image.Resampling.BICUBIC, expand=True)
    laid = laid.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    scene.paste(laid, ((size[0] - laid.width) // 2, (size[1] - laid.height) // 2), shape)
    scene = scene.filter(ImageFilter.GaussianBlur(math.hypot(0.6, blur)))  # no lens is perfect
    if motion:
        scene = _smeared(scene, motion)
    if light != 1:
        scene = ImageEnhance.Brightness(scene).enhance(light)
    if haze:
        scene = Image.blend(scene, Image.new(sheet.mode, size, "white"), haze)
    return _grained(scene, noise) if noise else scene


def jpeg(image: Image.Image, **options: object) -> bytes:
    """The picture as a phone writes it."""
    return _saved(image, "JPEG", quality=92, **options)


def png(image: Image.Image) -> bytes:
    """The picture as a screenshot or a scanner writes it."""
    return _saved(image, "PNG", compress_level=1)


def heic(image: Image.Image, **options: object) -> bytes:
    """The picture as an iPhone writes it."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _saved(image, "HEIF", quality=80, **options)


def tagged(image: Image.Image, *, orientation: int = 1) -> bytes:
    """A JPEG that tells where and with what it was taken, in EXIF, XMP, a comment and a colour profile."""
    from PIL import ImageCms

    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "CONTOH-PHONE"
    exif.get_ifd(GPS_IFD).update(GPS_TAGS)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return jpeg(image, exif=exif, comment=b"GPSContoh", xmp=b"<x:xmpmeta>GPSContoh</x:xmpmeta>", icc_profile=profile)


def png_bomb(side: int = 60_000) -> bytes:
    """A small PNG that claims `side` x `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def php_in_a_gif() -> bytes:
    """What weak sniffers call a picture and a careless server runs."""
    return b"GIF89a<?php system($_GET['c']); ?>" + b"\0" * 64


def pdf(pages: int = 3, *, picture: bytes | None = None, text: str = "Surat keterangan") -> pikepdf.Pdf:
    """A plain document of A4 pages: a photo (a JPEG) on each, or a line of `text`."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        if picture is not None:
            page.Resources = Dictionary(XObject=Dictionary(Im0=_embedded(document, picture)))
            page.Contents = document.make_stream(b"q 560 0 0 420 17 200 cm /Im0 Do Q")
        else:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Resources = Dictionary(Font=Dictionary(A=font))  # /A is also the key of an action
            page.Contents = document.make_stream(f"BT /A 14 Tf 60 760 Td ({text} {number + 1}) Tj ET".encode())
    return document


def bytes_of(document: pikepdf.Pdf, **options: object) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def armed_pdf(*, picture: bytes | None = None) -> bytes:
    """A document that carries everything a paper must not: scripts, actions, files, links, forms and metadata."""
    document = pdf(1, picture=picture)
    script = Dictionary(S=Name.JavaScript, JS="app.alert('EvilContoh')")
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = Dictionary(WC=script)
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    document.attachments["evil.exe"] = b"MZ EvilContoh"
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = ["EvilContoh"]
    document.docinfo["/Author"] = "EvilContoh"
    page = document.pages[0]
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F="evil.exe"))
    page.PieceInfo = Dictionary(EvilContoh=Dictionary())
    page.Annots = document.make_indirect(
        Array(
            [
                _annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="http://evil.invalid")),
                _annotation(document, Subtype=Name.FileAttachment, FS=_filespec(document), Contents="EvilContoh"),
            ]
        )
    )
    form = document.make_stream(b"<xdp>EvilContoh</xdp>")
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=form)
    return bytes_of(document, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def filled_form(answer: str = "9999014107900001") -> bytes:
    """A form with one answer typed in, which stands in the field's appearance and not on the page."""
    document = pdf(1)
    look = document.make_stream(
        f"BT /F1 12 Tf 2 4 Td ({answer}) Tj ET".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 200, 20],
        Resources=Dictionary(Font=Dictionary(F1=document.pages[0].Resources.Font.A)),
    )
    field = _annotation(
        document,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="nik",
        V=answer,
        F=4,
        AP=Dictionary(N=look),
        AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS="evil()")),
    )
    document.pages[0].Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    return bytes_of(document)


def looping_pdf() -> bytes:
    """A page tree whose branch names itself as its own child."""
    return _raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 1 >>",
    )


def inflating_pdf(megabytes: int = 2000) -> bytes:
    """A page whose content grows by a thousand times when it is read."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return _raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
    )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _smeared(scene: Image.Image, pixels: int) -> Image.Image:
    """Move the camera sideways while it looks."""
    total = scene.copy()
    for step in range(1, pixels):
        moved = scene.transform(scene.size, Image.Transform.AFFINE, (1, 0, -step, 0, 1, 0))
        total = Image.blend(total, moved, 1 / (step + 1))
    return total


def _grained(scene: Image.Image, noise: float) -> Image.Image:
    grain = Image.merge(scene.mode, [Image.effect_noise(scene.size, noise)] * len(scene.getbands()))
    return Image.blend(scene, grain, 0.5).point(lambda level: max(0, min(255, 2 * level - 128)))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _embedded(document: pikepdf.Pdf, picture: bytes) -> pikepdf.Object:
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    return document.make_stream(
        picture,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _annotation(document: pikepdf.Pdf, **facts: object) -> pikepdf.Object:
    return document.make_indirect(Dictionary(Type=Name.Annot, Rect=[60, 600, 260, 620], **facts))


def _filespec(document: pikepdf.Pdf) -> pikepdf.Object:
    return pikepdf.AttachedFileSpec(document, b"MZ EvilContoh", filename="evil2.exe").obj


def _raw_pdf(*objects: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
