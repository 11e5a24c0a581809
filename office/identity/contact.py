"""Mobile numbers and e-mail addresses: where the office tells people that their document is ready."""

import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberType

from office.identity.bad_input import N_, BadInput
from office.identity.letters import plain_digits

INDONESIA = 62
LONGEST_EMAIL = 254  # RFC 5321, the path without its angle brackets

_PHONE_EMPTY = N_("Nomor HP belum diisi.")
_PHONE_SIGNS = N_("Nomor HP hanya berisi angka, misalnya 0812 3456 7890.")
_PHONE_SHORT = N_("Baru %(count)s angka. Nomor HP biasanya 10 sampai 13 angka.")
_PHONE_LONG = N_("Ada %(count)s angka. Nomor HP biasanya 10 sampai 13 angka.")
_PHONE_FOREIGN = N_("Ini bukan nomor Indonesia. Pakai nomor HP yang dimulai 08.")
_PHONE_FIXED = N_("Ini nomor telepon rumah. Pakai nomor HP yang dimulai 08.")
_PHONE_UNKNOWN = N_("Nomor ini bukan nomor HP. Periksa lagi angkanya.")
_EMAIL_EMPTY = N_("Alamat e-mail belum diisi.")
_EMAIL_HIDDEN = N_("Ada tanda yang tidak terlihat. Ketik ulang alamat e-mailnya.")
_EMAIL_NO_AT = N_("Alamat e-mail harus memuat satu tanda @.")
_EMAIL_LONG = N_("Alamat e-mail terlalu panjang, paling banyak %(most)s huruf.")
_EMAIL_WRONG = N_("Alamat e-mail ini tidak lengkap atau salah ketik. Contoh: nama@contoh.id")


def read_phone(text: str) -> str:
    """Read an Indonesian mobile number (08..., 62..., +62..., spaces and dashes as typed) into E.164.

    Raises:
        BadInput: not a number, foreign, a fixed line, or no mobile number at all; messages reach mobiles only.
    """
    digits = plain_digits(text).replace("(", "").replace(")", "").replace("＋", "+")
    if not digits.strip("+"):
        raise BadInput("phone_empty", _PHONE_EMPTY)
    # The library would read letters as those of an old telephone's keys.
    if not (digits.removeprefix("+").isascii() and digits.removeprefix("+").isdigit()):
        raise BadInput("phone_signs", _PHONE_SIGNS)
    return _mobile(f"+{digits[2:]}" if digits.startswith("0062") else digits)


def _mobile(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException as refused:
        if refused.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise BadInput("phone_foreign", _PHONE_FOREIGN) from None
        raise _wrong_length(digits) from None
    if number.country_code != INDONESIA:
        raise BadInput("phone_foreign", _PHONE_FOREIGN)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.FIXED_LINE:
        raise BadInput("phone_fixed", _PHONE_FIXED)
    if kind != PhoneNumberType.MOBILE:
        raise _wrong_length(digits)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _wrong_length(digits: str) -> BadInput:
    count = len(digits.removeprefix("+"))
    if count < 10:
        return BadInput("phone_short", _PHONE_SHORT, count=count)
    if count > 14:
        return BadInput("phone_long", _PHONE_LONG, count=count)
    return BadInput("phone_unknown", _PHONE_UNKNOWN)


def read_email(text: str) -> str:
    """Read an e-mail address; the part before the @ keeps its case, the domain becomes small ASCII letters. No DNS.

    Raises:
        BadInput: control characters or line breaks (they would forge mail headers), more than 254 characters, or a
        shape that ordinary mail servers refuse, such as quoted or non-ASCII local parts.
    """
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in text):
        raise BadInput("email_hidden", _EMAIL_HIDDEN)
    address = text.strip()
    if not address:
        raise BadInput("email_empty", _EMAIL_EMPTY)
    if len(address) > LONGEST_EMAIL:
        raise BadInput("email_long", _EMAIL_LONG, most=LONGEST_EMAIL)
    if address.count("@") != 1:
        raise BadInput("email_no_at", _EMAIL_NO_AT)
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        # Its English sentence repeats what was typed; ours names the cure.
        raise BadInput("email_wrong", _EMAIL_WRONG) from None
    return f"{checked.local_part}@{checked.ascii_domain}"
