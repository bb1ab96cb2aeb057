"""New stories of a search by mail: asked for twice, ended with one click, sent by a job (``alerts.send``)."""

from search_web.alerts.mail import MailFailed, SmtpMailer, SmtpSettings
from search_web.alerts.store import AlertStore, Subscription

__all__ = ["AlertStore", "MailFailed", "SmtpMailer", "SmtpSettings", "Subscription"]
