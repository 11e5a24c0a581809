"""A PDF rebuilt page by page: what draws the pages goes into a new document, all else stays behind."""

import io
import re
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from outside.intake.jpegs import plain
from outside.intake.photos import MAX_PIXELS
from outside.intake.refusal import Unreadable

_STREAM_BYTES = 64 * 1024 * 1024  # what one packed stream may grow to
_PAGE_KEYS = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Group",
    "/Resources",
    "/Contents",
}
# Resources whose keys are names that the page's author chose: a font may be called /A or /AA.
_NAME_MAPS = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs", "/Colorants"}
# Nothing reached from a page's resources can act without the catalogue, the annotations and the form, which are never
# copied. These go too, as they point out of the page or carry what the page does not show.
_LEFT_BEHIND = {
    "/A",
    "/AA",
    "/AF",
    "/Alternates",
    "/Annots",
    "/EF",
    "/JS",
    "/LastModified",
    "/Metadata",
    "/Next",
    "/OC",
    "/OPI",
    "/OpenAction",
    "/PieceInfo",
    "/PtData",
    "/Ref",
    "/StructParent",
    "/StructParents",
    "/Thumb",
    "/URI",
    "/XFA",
}
_OUTSIDE_STREAM = {"/F", "/FFilter", "/FDecodeParms"}
_PAINTS = re.compile(rb"(?:^|[\s\])>}])(?:Do|Tj|TJ|'|\"|sh|EI|[fF]\*?|[bB]\*?|[sS])(?=[\s/(<\[%]|$)")
_DAMAGE = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
)


class Document(NamedTuple):
    """A PDF, the size of its first page in points as it is shown, its pages, and what may make it illegible."""

    data: bytes
    width: int
    height: int
    pages: int
    flaws: tuple[str, ...]


def rebuild(data: bytes, max_pages: int) -> Document:
    """Copy what draws the pages of a PDF into a new one; what was filled into a form or stamped on is drawn too.

    Scripts, actions, links, embedded files, annotations, forms, layers, metadata and references to the outside are
    left behind, and so is the EXIF of pictures. A signature does not survive. The only flaw is `blank`.

    Raises:
        Unreadable: locked_pdf, too_many_pages, bomb or broken.
    """
    if b"%%EOF" not in data.rstrip(b"\0\r\n ")[-2048:]:  # qpdf would mend a file cut on the way, and drop what is lost
        raise Unreadable("broken")
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_STREAM_BYTES,
        run_length_max_memory=_STREAM_BYTES,
        png_max_memory=_STREAM_BYTES,
        tiff_max_memory=_STREAM_BYTES,
        parser_max_container_size=1_000_000,
    )
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as source, pikepdf.new() as fresh:
            return _rebuilt(source, fresh, max_pages)
    except pikepdf.PasswordError:
        raise Unreadable("locked_pdf") from None
    except _DAMAGE as error:
        raise Unreadable("bomb" if "memory limit" in str(error) else "broken") from None


def _rebuilt(source: Pdf, fresh: Pdf, max_pages: int) -> Document:
    promised = int(source.Root.Pages.get(Name.Count, 0))
    count = len(source.pages)
    if count == 0 or count < promised:  # a page lost in the mending must not go unseen
        raise Unreadable("broken")
    if count > max_pages:
        raise Unreadable("too_many_pages")
    _draw_what_was_filled_in(source)
    painted = [_copy_page(fresh, page) for page in source.pages]
    width, height = _size(fresh.pages[0])
    out = io.BytesIO()
    fresh.save(
        out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, fix_metadata_version=False
    )
    return Document(out.getvalue(), width, height, count, () if any(painted) else ("blank",))


def _draw_what_was_filled_in(source: Pdf) -> None:
    """Make the looks of form fields, stamps and notes part of their page: a typed answer stands only there."""
    form = source.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and form.get(Name.NeedAppearances):
        source.generate_appearance_streams()
    source.flatten_annotations("all")


def _copy_page(fresh: Pdf, page: pikepdf.Page) -> bool:
    """Add the page to `fresh` without all that does not draw; say whether it draws anything."""
    fresh.pages.append(page)
    copy = fresh.pages[-1]
    _size(copy)
    for key in set(copy.obj.keys()) - _PAGE_KEYS:
        del copy.obj[key]
    content = _content(copy.obj.get(Name.Contents))
    copy.obj.Contents = fresh.make_stream(content)
    _disarm(copy.obj)
    return _PAINTS.search(content) is not None


def _size(page: pikepdf.Page) -> tuple[int, int]:
    """Width and height of a page in points as it is shown. Raises ValueError: it has none."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = round(abs(right - left)), round(abs(top - bottom))
    if not (0 < width <= 14_400 and 0 < height <= 14_400):
        raise ValueError("page without a size")
    turned = int(page.obj.get(Name.Rotate, 0)) % 180 != 0
    return (height, width) if turned else (width, height)


def _content(content: Object | None) -> bytes:
    """Unpack the drawing orders of a page. Raises Unreadable: bomb, when they grow beyond measure."""
    streams = [] if content is None else list(content) if isinstance(content, Array) else [content]
    unpacked = []
    for stream in streams:
        if not isinstance(stream, Stream) or _OUTSIDE_STREAM & set(stream.keys()):
            raise Unreadable("broken")
        unpacked.append(stream.read_bytes())
        if sum(map(len, unpacked)) > _STREAM_BYTES:
            raise Unreadable("bomb")
    return b"\n".join(unpacked)


def _disarm(page: Object) -> None:
    """Walk all that a page draws with, and take away what does not draw."""
    seen: set[tuple[int, int]] = {page.objgen}
    todo: list[tuple[Object, bool]] = [
        (page[key], False) for key in ("/Resources", "/Group") if isinstance(page.get(key), Dictionary)
    ]
    while todo:
        thing, is_map = todo.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, Array):
            todo += [(part, False) for part in thing if isinstance(part, (Array, Dictionary, Stream))]
            continue
        if not is_map:
            _clean(thing)
        for key, part in thing.items():
            if isinstance(part, (Array, Dictionary, Stream)):
                todo.append((part, not is_map and key in _NAME_MAPS and isinstance(part, Dictionary)))


def _clean(thing: Object) -> None:
    """Take away from one dictionary or stream what does not draw. Raises Unreadable: it draws with more than itself."""
    for key in _LEFT_BEHIND & set(thing.keys()):
        del thing[key]
    layers = thing.get("/Properties")
    if isinstance(layers, Dictionary):
        thing["/Properties"] = Dictionary({name: Dictionary() for name in set(layers.keys())})
    if not isinstance(thing, Stream):
        return
    if _OUTSIDE_STREAM & set(thing.keys()) or "/PS" in (thing.get("/Subtype"), thing.get("/Subtype2")):
        raise Unreadable("broken")
    if thing.get("/Subtype") == "/Image":
        _clean_image(thing)


def _clean_image(image: Object) -> None:
    if int(image.Width) * int(image.Height) > MAX_PIXELS:
        raise Unreadable("bomb")
    filters, settings = (_listed(image.get(key)) for key in ("/Filter", "/DecodeParms"))
    if not filters or filters[-1] not in ("/DCTDecode", "/DCT"):
        return
    picture = plain(_unwrapped(image, filters[:-1], settings[: len(filters) - 1]))
    if picture.width * picture.height > MAX_PIXELS:
        raise Unreadable("bomb")
    own = settings[-1] if len(settings) == len(filters) else None
    image.write(picture.data, filter=Name.DCTDecode, decode_parms=own if isinstance(own, Dictionary) else None)


def _listed(value: Object | None) -> list[Object]:
    """A filter or its settings may stand alone or in a list."""
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def _unwrapped(image: Object, filters: list[Object], settings: list[Object]) -> bytes:
    """The JPEG within an image stream, which may be packed a second time."""
    if not filters:
        return image.read_raw_bytes()
    image.write(image.read_raw_bytes(), filter=Array(filters), decode_parms=Array(settings) if settings else None)
    return image.read_bytes()
