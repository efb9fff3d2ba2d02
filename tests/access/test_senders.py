"""Codes by e-mail, to a real mail server: over TLS whose certificate is believed, and otherwise not at all."""

import datetime
import logging
import ssl
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from access import accounts
from access.senders import sender
from tests.browser.serving import free_port
from ui import entrance
from warehouse.errors import AccountRefused, SenderWrong

WORDS = "Ma dang nhap Vao Ra: 123456. Ma dung duoc trong 5 phut."


class Mail:
    """What a mail server was given."""

    def __init__(self):
        self.letters, self.logins = [], []

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos, letter.get_content().strip(), session.ssl is not None))
        return "250 OK"

    def login(self, server, session, envelope, mechanism, given):
        self.logins.append((given.login, given.password) if isinstance(given, LoginPassword) else None)
        return AuthResult(success=self.logins[-1] == (b"vaora", b"only-for-tests"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that signs itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "tls.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server(certificate):
    """server(tls=…) starts a mail server on localhost and 127.0.0.1."""
    running = []

    def started(tls):
        mail, context = Mail(), None
        if tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
        port = free_port()
        controller = Controller(
            mail, hostname="127.0.0.1", port=port, tls_context=context, authenticator=mail.login, auth_require_tls=tls
        )
        controller.start()
        running.append(controller)
        return mail, port

    yield started
    for controller in running:
        controller.stop()


@pytest.fixture
def send(place):
    """send(host, port) sends the code as the entrance does, to an account with an address."""
    official = accounts.add(place, "0912345678", "Nguyễn Thị An", "tracer", "test", email="an@example.vn")
    place.secret.mkdir(parents=True, exist_ok=True)

    def sent(host, port):
        text = f'kind = "smtp"\nhost = "{host}"\nport = {port}\nuser = "vaora"\npassword = "only-for-tests"\nsender = "vaora@example.vn"\n'
        (place.secret / "sender.toml").write_text(text, "utf-8")
        entrance._send(official, WORDS)

    return sent


def test_over_tls(server, send, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mail, port = server(tls=True)
    send("localhost", port)
    assert mail.letters == [(["an@example.vn"], WORDS, True)]
    assert mail.logins == [(b"vaora", b"only-for-tests")]


def test_on_this_machine_without_tls(server, send):
    mail, port = server(tls=False)
    send("127.0.0.1", port)
    assert mail.letters == [(["an@example.vn"], WORDS, False)]


@pytest.mark.parametrize("tls", [False, True], ids=["no TLS offered", "a certificate that nobody believes"])
def test_neither_code_nor_password_goes_out_otherwise(server, send, tls, caplog, monkeypatch):
    mail, port = server(tls=tls)
    send("localhost", port)
    assert (mail.letters, mail.logins) == ([], [])
    assert "one-time code not sent" in caplog.text
    assert "123456" not in caplog.text and "an@example.vn" not in caplog.text and "only-for-tests" not in caplog.text
    monkeypatch.setattr("smtplib.SMTP.starttls", lambda *_, **__: None)
    if not tls:
        send("localhost", port)
        assert len(mail.letters) == 1, "with the guard removed it goes out in the clear"


def test_nobody_answers(send, caplog):
    caplog.set_level(logging.ERROR)
    send("127.0.0.1", 9)
    assert "one-time code not sent: ConnectionRefusedError" in caplog.text


@pytest.mark.parametrize("email", ["an", "an@", "a@b c", "a@b\nBcc: x@y", "a@b, c@d", "<a@b>"])
def test_addresses_that_are_none(place, email):
    with pytest.raises(AccountRefused) as refused:
        accounts.add(place, "0912345678", "An", "tracer", "test", email=email)
    assert refused.value.code == "account_email"


@pytest.mark.parametrize(
    "text", ['kind = "smtp"', 'kind = "pigeon"', "kind", 'kind = "http"\nurl = "http://sms.example.vn"\nbody = ""', ""]
)
def test_a_file_that_is_wrong_is_said_to_be(place, text):
    place.secret.mkdir(parents=True)
    (place.secret / "sender.toml").write_text(text, "utf-8")
    with pytest.raises(SenderWrong):
        sender(place)


def test_without_a_file_codes_are_shown_only_where_the_server_has_no_name(place):
    sender(place)
    place.root.mkdir(parents=True, exist_ok=True)
    (place.root / "settings.toml").write_text('allowed_hosts = "vaora.example.vn"\n')
    with pytest.raises(SenderWrong):
        sender(place)
