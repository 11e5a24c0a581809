"""E-mail: through Flask-Mail to any SMTP server, or into a folder that development reads as its mailbox."""

import smtplib
import ssl
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_mail import Attachment, Connection, Mail, Message

from outside.storage import write_whole
from outside.transport import Refusal, Trouble

TIMEOUT = 20.0
TOO_LARGE = 552
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def install(app: Flask, *, server: str, sender: str, mailbox: Path) -> None:
    """Tell Flask-Mail the server (`smtp[s][+starttls]://user:password@host:port`), or use the folder when there is none."""
    parts = urlsplit(server)
    app.config.update(
        MAIL_SERVER=parts.hostname, MAIL_PORT=parts.port or PORTS.get(parts.scheme, 25),
        MAIL_USERNAME=unquote(parts.username) if parts.username else None,
        MAIL_PASSWORD=unquote(parts.password) if parts.password else None,
        MAIL_USE_TLS=parts.scheme == "smtp+starttls", MAIL_USE_SSL=parts.scheme == "smtps",
        MAIL_DEFAULT_SENDER=("Lamin Disdukcapil Bontang", sender), MAIL_ASCII_ATTACHMENTS=True,
        LAMIN_MAILBOX=None if server else mailbox,
    )  # fmt: skip
    Mail(app)


def send(
    to: str, subject: str, body: str, html: str, *, message_id: str, attachments: tuple[tuple[str, bytes], ...] = ()
) -> str:
    """Send one message under a stable name (PDF attachments as name and bytes); the answer of whoever took it.

    Raises:
        Trouble: it was not taken this time, or nobody knows.
        Refusal: the server will never take it.
    """
    domain = current_app.config["MAIL_DEFAULT_SENDER"][1].rpartition("@")[2]
    files = [Attachment(name, "application/pdf", data) for name, data in attachments]
    message = Message(subject, [to], body=body, html=html, attachments=files)
    message.msgId = f"<{message_id}@{domain}>"
    mailbox: Path | None = current_app.config["LAMIN_MAILBOX"]
    if mailbox:
        # The same name at each try: a message put down twice is one message.
        write_whole(mailbox / f"{message_id}.eml", message.as_bytes())
        return "mailbox"
    return _send(message)


def _send(message: Message) -> str:
    try:
        with _Connection(current_app.extensions["mail"]) as connection:
            connection.send(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise (Refusal if code >= 500 else Trouble)(f"smtp {code}") from None
    except smtplib.SMTPResponseException as answer:
        raise (Refusal if _hopeless(answer) else Trouble)(f"smtp {answer.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as trouble:
        raise Trouble(type(trouble).__name__) from None
    return "smtp 250"


def _hopeless(answer: smtplib.SMTPResponseException) -> bool:
    """Whether the answer is about this message; a refused log-in or sender is about us, and can be mended."""
    about_message = isinstance(answer, smtplib.SMTPDataError) or answer.smtp_code == TOO_LARGE
    return about_message and 500 <= answer.smtp_code < 600


class _Connection(Connection):
    """Flask-Mail's connection with what it lacks: a time limit, a check of the server's certificate, a quiet good-bye."""

    def __exit__(self, *_trouble: object) -> None:
        """Say good-bye: however the server takes that, it says nothing about the message it took or refused before."""
        if self.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        mail = self.mail
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.server, mail.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT)
        try:
            if mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except (smtplib.SMTPException, OSError):
            host.close()
            raise
        return host
