"""Alerts by mail: asked for, confirmed, sent once, ended; and what strangers cannot do with them."""

import re
import socket
import threading
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from index.engines import open_engine
from index.errors import ConfigError
from search_web import create_app
from search_web.alerts import AlertStore, MailFailed, SmtpMailer, SmtpSettings
from search_web.alerts.mail import compose, is_address
from search_web.alerts.send import Sent, send_alerts
from search_web.alerts.store import MAX_PER_ADDRESS
from search_web.config import AlertConfig
from tests.search_web.conftest import ZONE, make_config, sample_documents
from tests.search_web.reading import get, problems_of_markup, text_of

NOW = datetime(2021, 1, 19, 6, 0, tzinfo=ZONE)
READER = "siti@contoh.id"


class Outbox:
    """A mail server that keeps everything, or is down."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.is_down = False

    def send(self, message: EmailMessage) -> None:
        if self.is_down:
            raise MailFailed("smtp.contoh.id: down")
        self.mails.append(message)


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def store(tmp_path) -> AlertStore:
    return AlertStore(tmp_path / "alerts.sqlite")


@pytest.fixture
def alerts(store, outbox) -> AlertConfig:
    return AlertConfig(store=store, mailer=outbox, sender="arsip@lentera.example")


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture(scope="module")
def two_years(tmp_path_factory, analyzer, sample_dir):
    """The stories of two years, indexed."""
    engine = open_engine(str(tmp_path_factory.mktemp("two-years") / "index"), analyzer=analyzer, zone=ZONE)
    with engine.rebuild() as writer:
        for document in sample_documents(sample_dir):
            if document.article.published.year in (2020, 2021):
                writer.add(document)
    yield engine
    engine.close()


@pytest.fixture
def app(two_years, analyzer, gazetteer, alerts, clock):
    settings = {"alerts": alerts, "clock": lambda: clock[0], "base_url": "https://arsip.lentera.example"}
    return create_app(make_config(two_years, analyzer, gazetteer, **settings))


@pytest.fixture
def client(app):
    return app.test_client()


def ask(client, address: str = READER, *, root: str = "", **headers: str):
    return client.post(f"{root}/peringatan", data={"q": "banjir", "surel": address}, headers=headers)


def confirmed(client, outbox: Outbox) -> str:
    """Ask, confirm, and return the token."""
    ask(client)
    token = re.search(r"/peringatan/mulai/(\S+)", outbox.mails[-1].get_content())[1]
    assert client.post(f"/peringatan/mulai/{token}").status_code == 200
    return token


def test_a_subscription_is_asked_for_confirmed_told_and_ended(client, app, alerts, outbox, clock):
    page = get(client, "/cari?q=banjir")
    link = page.find("a", string="lewat surel")["href"]
    assert link == "/peringatan?q=banjir"
    assert "Ikuti “banjir”" in text_of(get(client, link).main)
    assert ask(client).status_code == 200
    (request,) = outbox.mails
    assert request["To"] == READER
    assert send_alerts(app, alerts) == Sent(mailed=0, nothing_new=0, failed=0)

    address = re.search(r"https://arsip\.lentera\.example(/peringatan/mulai/\S+)", request.get_content())[1]
    get(client, address)
    assert alerts.store.confirmed() == []  # opening the link alone does nothing: programs that check mails do that
    client.post(address)

    assert send_alerts(app, alerts).nothing_new == 1
    clock[0] += timedelta(days=3)
    assert send_alerts(app, alerts).mailed == 1
    assert send_alerts(app, alerts).nothing_new == 1
    mail = outbox.mails[-1]
    assert re.match(r"\d berita baru: “banjir”", mail["Subject"])
    assert "https://arsip.lentera.example/artikel/lentera:LJ-A0" in mail.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    end = mail["List-Unsubscribe"].strip("<>").removeprefix("https://arsip.lentera.example")
    assert "Berhenti mengikuti" in text_of(get(client, end).h1)
    one_click = client.post(end, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert one_click.status_code == 200
    clock[0] += timedelta(days=300)
    assert send_alerts(app, alerts) == Sent(mailed=0, nothing_new=0, failed=0)
    assert client.get(end).status_code == 404


def test_mails_speak_the_language_of_the_page_they_were_asked_for_on(client, app, alerts, outbox, clock):
    ask(client, root="/en")
    request = outbox.mails[-1]
    assert request["Subject"] == "Please confirm: “banjir”"
    assert "Somebody, perhaps you" in request.get_content()
    client.post(re.search(r"https://arsip\.lentera\.example(/en/peringatan/mulai/\S+)", request.get_content())[1])
    clock[0] += timedelta(days=3)
    assert send_alerts(app, alerts).mailed == 1
    mail = outbox.mails[-1]
    assert re.match(r"\d new: “banjir”", mail["Subject"])
    assert "https://arsip.lentera.example/en/peringatan/berhenti/" in mail.get_content()
    assert "Stop receiving" in mail.get_content()


def test_a_mail_that_fails_is_sent_by_the_next_run(client, app, alerts, outbox, clock):
    confirmed(client, outbox)
    clock[0] += timedelta(days=3)
    outbox.is_down = True
    assert send_alerts(app, alerts).failed == 1
    outbox.is_down = False
    assert send_alerts(app, alerts).mailed == 1


def test_a_request_that_cannot_be_sent_says_so_and_can_be_made_again(client, outbox):
    outbox.is_down = True
    assert ask(client).status_code == 503
    outbox.is_down = False
    assert ask(client).status_code == 200
    assert len(outbox.mails) == 1


def test_nobody_is_mailed_again_and_again_by_strangers(client, outbox, store, clock):
    pages = [ask(client).text for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(outbox.mails) == 1
    clock[0] += timedelta(hours=2)
    ask(client)
    assert len(outbox.mails) == 2


def test_one_client_cannot_mail_the_world(client):
    answers = [ask(client, f"siti{number}@contoh.id").status_code for number in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_an_address_follows_a_bounded_number_of_searches(store):
    for number in range(MAX_PER_ADDRESS):
        asked = store.ask(READER, f"q={number}", NOW + number * timedelta(hours=2), language="id")
        store.confirm(asked.token, NOW)
    assert store.ask(READER.upper(), "q=lagi", NOW + timedelta(days=30), language="id") is None


def test_requests_that_nobody_confirms_are_forgotten(store):
    asked = store.ask(READER, "q=a", NOW, language="id")
    store.ask("lain@contoh.id", "q=a", NOW + timedelta(days=8), language="id")
    assert store.get(asked.token) is None


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a@b.c\nBcc: x@y.z", "a b@c.d", "@c.d", "a" * 300 + "@b.id", "a@b..id", "é@b.id"]
)
def test_what_is_no_address_is_said_at_its_field(client, outbox, address):
    response = ask(client, address)
    assert response.status_code == 400
    assert problems_of_markup(response.text) == []
    assert "surel-salah" in response.text
    assert outbox.mails == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}])
def test_other_sites_cannot_ask_or_confirm(client, outbox, headers):
    assert ask(client, **headers).status_code == 403
    assert client.post("/peringatan/mulai/x", headers=headers).status_code == 403
    assert outbox.mails == []


def test_the_own_origin_may_ask(client, outbox):
    assert ask(client, Origin="https://arsip.lentera.example").status_code == 200
    assert len(outbox.mails) == 1


@pytest.mark.parametrize("address", ["/peringatan/mulai/x", "/peringatan/berhenti/x", f"/peringatan/mulai/{'x' * 500}"])
def test_made_up_tokens_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_without_a_mail_server_nobody_can_follow(own_app):
    client = own_app().test_client()
    assert client.get("/peringatan?q=a").status_code == 404
    assert client.post("/peringatan", data={"surel": READER}).status_code == 404


def test_headers_hold_one_line_each():
    message = compose(sender="a@b.id", to="c@d.id", subject="satu\nBcc: x@y.z", text="isi")
    assert message["Subject"] == "satu Bcc: x@y.z"
    assert is_address("siti.aminah+arsip@mail.contoh.id")


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "x").write_text("no database at all, and long enough to be looked at as one" * 40)
    with pytest.raises(ConfigError, match="alerts"):
        AlertStore(tmp_path / "x")


def test_mails_go_out_by_smtp(tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    received: list[bytes] = []
    thread = threading.Thread(target=_serve_one_mail, args=(server, received))
    thread.start()
    settings = SmtpSettings(server="127.0.0.1", port=server.getsockname()[1], security="none")
    SmtpMailer(settings).send(compose(sender="a@b.id", to="c@d.id", subject="Uji", text="Halo"))
    thread.join()
    server.close()
    assert b"Subject: Uji" in b"".join(received)
    with pytest.raises(MailFailed, match=r"\[mail\]"):
        SmtpMailer(settings).send(EmailMessage())


def _serve_one_mail(server: socket.socket, received: list[bytes]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 uji\r\n")
        for line in lines:
            received.append(line)
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go\r\n")
                while (body := next(lines)) != b".\r\n":
                    received.append(body)
            connection.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
            if line.upper().startswith(b"QUIT"):
                return
