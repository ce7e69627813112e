"""Settings: each `NETRAL_*` variable is described in docs/settings.md."""

from __future__ import annotations

import json
import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from netral.shell.database import database_settings

BASE_DIR = Path(__file__).resolve().parent.parent


def _data_dir() -> Path:
    path = Path(os.environ.get("NETRAL_DATA_DIR", "data")).resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _secret_key(data_dir: Path) -> str:
    """Return the installation's secret, drawn at the first start and kept in the data folder."""
    path = data_dir / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def _demonstration(data_dir: Path) -> dict[str, str]:
    """Return what a demonstration folder says of itself; empty for a real one.

    Its ``demo.json`` holds the simulated day, so that no variable can turn a real site into one.
    """
    path = data_dir / "demo.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _today(demonstration: dict[str, str]) -> date | None:
    value = demonstration.get("today", "")
    return date.fromisoformat(value) if value else None


def _outbox(data_dir: Path) -> str:
    """Return the folder that stands in place of a gateway; a demonstration always has one."""
    asked = os.environ.get("NETRAL_OUTBOX", "")
    return str(data_dir / "kotak-keluar") if (data_dir / "demo.json").exists() else asked


NETRAL_DATA_DIR = _data_dir()
NETRAL_DEMO = bool(_demonstration(NETRAL_DATA_DIR))
NETRAL_TODAY = _today(_demonstration(NETRAL_DATA_DIR))
NETRAL_DOOR = os.environ.get("NETRAL_DOOR", "both")
NETRAL_ORIGIN = os.environ.get("NETRAL_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
NETRAL_SECURE = NETRAL_ORIGIN.startswith("https://")
# BSrE's client service; without an address nobody is offered to sign by certificate.
NETRAL_BSRE_URL = os.environ.get("NETRAL_BSRE_URL", "").rstrip("/")
NETRAL_BSRE_USER = os.environ.get("NETRAL_BSRE_USER", "")
NETRAL_BSRE_SECONDS = float(os.environ.get("NETRAL_BSRE_SECONDS", "30"))
NETRAL_BSRE_CA = os.environ.get("NETRAL_BSRE_CA", "")

SECRET_KEY = _secret_key(NETRAL_DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("NETRAL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [NETRAL_ORIGIN]

# Messages and mail; docs/settings.md. A demonstration writes them to a folder and calls nobody.
NETRAL_OUTBOX = _outbox(NETRAL_DATA_DIR)
NETRAL_MESSAGE_URL = "" if NETRAL_DEMO else os.environ.get("NETRAL_MESSAGE_URL", "")
NETRAL_MESSAGE_HEADER = os.environ.get("NETRAL_MESSAGE_HEADER", "Authorization")
NETRAL_MESSAGE_TOKEN = os.environ.get("NETRAL_MESSAGE_TOKEN", "")
NETRAL_MESSAGE_TEMPLATE = os.environ.get(
    "NETRAL_MESSAGE_TEMPLATE", '{"to": "{to}", "text": "{text}"}'
)
NETRAL_MESSAGE_IDEMPOTENT = os.environ.get("NETRAL_MESSAGE_IDEMPOTENT", "") == "1"
NETRAL_MAIL = "" if NETRAL_DEMO else os.environ.get("NETRAL_MAIL", "")
NETRAL_MAIL_FROM = os.environ.get("NETRAL_MAIL_FROM", "netral@localhost")
NETRAL_BOUNCE_TOKEN = os.environ.get("NETRAL_BOUNCE_TOKEN", "")
_MAIL = urlsplit(NETRAL_MAIL)
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or 25
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp" and EMAIL_HOST not in {"localhost", "127.0.0.1"}
EMAIL_TIMEOUT = 10

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "netral.shell",
    "netral.journal",
    "netral.people",
    "netral.papers",
    "netral.vault",
    "netral.circulars",
    "netral.pledges",
    "netral.reports",
    "netral.monitor",
    "netral.cases",
    "netral.desk",
    "netral.oversight",
    "netral.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "netral.config.middleware.HeadersMiddleware",
    "netral.config.middleware.MomentMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "netral.config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "netral.config.middleware.AddressMiddleware",
    "netral.config.middleware.ActorMiddleware",
    "netral.config.middleware.ErrorMiddleware",
    "netral.config.middleware.LessonFirstMiddleware",
]

PUBLIC_URLCONF = "netral.config.urls_public"
ROOT_URLCONF = {
    "both": "netral.config.urls",
    "public": PUBLIC_URLCONF,
    "staff": "netral.config.urls_staff",
}[NETRAL_DOOR]
WSGI_APPLICATION = "netral.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["netral.shell.templatetags.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "netral.shell.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": database_settings(os.environ.get("NETRAL_DATABASE", ""), NETRAL_DATA_DIR),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "netral.people.access.ClosedAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/meja/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Netral"
MFA_ADAPTER = "netral.people.access.SealedSecondStepAdapter"

CACHES = {
    # Parts of public pages that are the same for everyone; nothing of a person goes in.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shell_cache",
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "netral_sesi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = NETRAL_SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "netral.shell.errors.csrf_failure"
CSRF_COOKIE_NAME = "netral_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = NETRAL_SECURE
LANGUAGE_COOKIE_NAME = "netral_bahasa"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
# With no-referrer browsers send "Origin: null" and every form is refused. Others learn nothing.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HSTS_SECONDS = 63_072_000
SECURE_HSTS_SECONDS = HSTS_SECONDS if NETRAL_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = NETRAL_SECURE
SECURE_HSTS_PRELOAD = NETRAL_SECURE
SECURE_SSL_REDIRECT = NETRAL_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NETRAL_SECURE else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "netral.shell.errors.csrf_failure"

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = NETRAL_DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": NETRAL_DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"no_address": {"()": "netral.shell.quiet.NoAddress"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_address"],
        }
    },
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
