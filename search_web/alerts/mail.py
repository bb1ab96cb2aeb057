"""Mails, and the server they go out by (the standard library's ``email`` and ``smtplib``)."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol

from index.errors import TelusurError

TIMEOUT_SECONDS = 10.0
"""How long a mail server may take for one step."""

MAX_ADDRESS_CHARS = 254
"""Longest mail address (RFC 5321)."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


class MailFailed(TelusurError):
    """A mail could not be sent now."""


class Mailer(Protocol):
    """Sends mails."""

    def send(self, message: EmailMessage) -> None:
        """Send one mail. Raises MailFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """A mail server, and who logs in there.

    Attributes:
        server: Its name.
        port: Its port.
        security: ``starttls``, ``tls``, or ``none`` for a server on the same machine.
        user: Who logs in; None for nobody.
        password_file: File that holds the password alone; read when mail is sent.
    """

    server: str
    port: int
    security: str
    user: str | None = None
    password_file: Path | None = None


class SmtpMailer:
    """Sends mails by an SMTP server, a connection each: few go out, and none waits for another."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    def send(self, message: EmailMessage) -> None:
        """Send one mail; see :class:`Mailer`."""
        try:
            with self._connection() as connection:
                connection.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailed(f"{self._settings.server}: {error}; see [mail] in telusur.toml") from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        context = ssl.create_default_context()
        if settings.security == "tls":
            opened: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.server, settings.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            opened = smtplib.SMTP(settings.server, settings.port, timeout=TIMEOUT_SECONDS)
        with opened as connection:
            if settings.security == "starttls":
                connection.starttls(context=context)
            if settings.user is not None:
                connection.login(settings.user, self._password())
            yield connection

    def _password(self) -> str:
        file = self._settings.password_file
        return file.read_text(encoding="utf-8").strip() if file is not None else ""


def is_address(text: str) -> bool:
    """Tell whether a text can be a mail address: of the common form, on one line, of bounded length."""
    return len(text) <= MAX_ADDRESS_CHARS and _ADDRESS.fullmatch(text) is not None


def compose(*, sender: str, to: str, subject: str, text: str, unsubscribe: str | None = None) -> EmailMessage:
    """Return a mail of plain text; ``unsubscribe`` is the address that ends what it belongs to (RFC 8058)."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text)
    return message
