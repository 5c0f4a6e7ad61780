"""Django's settings: what the environment says, with working answers for a laptop.

| variable | meaning | where unset |
|---|---|---|
| RENSHE_HOME | folder of database, secret and built files | `.renshe` beside the project |
| RENSHE_DATABASE_URL | a PostgreSQL server (15 or later) | the embedded one |
| RENSHE_DATABASE_URL_APP, _OWNER, _RUNNER | a login of its own for each role | one login takes on each role |
| RENSHE_ROLE | owner, app or runner | app |
| RENSHE_MODE | demonstration or production | demonstration |
| RENSHE_HOSTS | names the site answers to, by comma | this machine only |
| RENSHE_SECRET_KEY | signing key | made once, kept in the home |
| RENSHE_SIGN_ON_KEY | private key (PEM) of single sign-on | made once, kept in the home |
| RENSHE_WEBHOOK_HOSTS | hosts that may be told of events, by comma | the simulator's alone |
| RENSHE_MAIL_SERVER | host:port of a mail server with STARTTLS; production only | e-mails lie in a folder |
| RENSHE_SERVING | 1: keep a pool of connections | set by `renshe up` |
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from renshe.edge.database.address import django_database, role_logins
from renshe.edge.discovery import domains_on_disk, portals_on_disk
from renshe.edge.home import home, secret_key, sign_on_key
from renshe.laws import library

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home()
SECRET_KEY = secret_key()

RENSHE_MODE = os.environ.get("RENSHE_MODE", "demonstration")
if RENSHE_MODE not in ("demonstration", "production"):
    raise ValueError(f"RENSHE_MODE is {RENSHE_MODE!r}; it must be demonstration or production")
PRODUCTION = RENSHE_MODE == "production"
# What the law leaves open computes in the demonstration city alone, under a visible mark.
library.configure(
    overlays=() if PRODUCTION else sorted((PACKAGE / "edge" / "demo").glob("assumptions*.yaml")),
    mode=RENSHE_MODE,
)

# Events go to these hosts and to no other; the first is nobody's (RFC 2606) and answered by the simulator.
_receivers = os.environ.get("RENSHE_WEBHOOK_HOSTS")
RENSHE_WEBHOOK_HOSTS = tuple(
    _receivers.split(",") if _receivers else () if PRODUCTION else ("receiver.renshe.invalid",)
)

DEBUG = False
_hosts = os.environ.get("RENSHE_HOSTS")
ALLOWED_HOSTS = _hosts.split(",") if _hosts else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts.split(",")] if _hosts else []

DOMAINS = domains_on_disk()
PORTALS = portals_on_disk()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "axes",
    "django_htmx",
    "oauth2_provider",
    "renshe.foundation",
    *(f"renshe.domains.{domain}" for domain in DOMAINS),
    *(f"renshe.portals.{portal}" for portal in PORTALS),
]
if "identity" in DOMAINS:
    AUTH_USER_MODEL = "identity.Account"

# Nothing is served to a stranger unless a view says so with @login_not_required.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "renshe.edge.moment.MomentMiddleware",
    "renshe.portals.signin.watching.SessionWatch",
]
ROOT_URLCONF = "renshe.edge.urls"
WSGI_APPLICATION = "renshe.edge.wsgi.application"
# Who hands pages the line to the paying bank: they know it by its port alone.
RENSHE_MAIL_SERVER = os.environ.get("RENSHE_MAIL_SERVER", "")
RENSHE_BANK_LINE = "renshe.edge.bank_line.line"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"

RENSHE_ROLE = os.environ.get("RENSHE_ROLE", "app")
RENSHE_ROLE_LOGINS = role_logins()
DATABASES = {"default": django_database(home=HOME, role=RENSHE_ROLE)}
if os.environ.get("RENSHE_SERVING") == "1":
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 8}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A page's template lies beside its module: "employer/month.html", or "month.html".
        "DIRS": [PACKAGE / "portals", *(PACKAGE / "portals" / name for name in PORTALS)],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "renshe.edge.context.installation",
            ]
        },
    }
]

# Five wrong tries lock an account for a quarter of an hour, whoever tries from wherever. The pages ask axes themselves.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password", "code", "csrfmiddlewaretoken", "credential"]
# W006: a whole office stands behind one address, so one colleague's mistakes must not lock out the others.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W003", "axes.W006"]

# Single sign-on for other systems and tokens for machines; what a client may ask for is in domains/identity.
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": sign_on_key(),
    "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "client_credentials", "refresh_token"],
    "OAUTH2_VALIDATOR_CLASS": "renshe.domains.identity.clients.SignOn",
    "SCOPES_BACKEND_CLASS": "renshe.domains.identity.clients.ActionScopes",
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"] if PRODUCTION else ["https", "http"],
    "PKCE_REQUIRED": True,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "ID_TOKEN_EXPIRE_SECONDS": 600,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 8 * 3600,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [
    path
    for path in (PACKAGE / "portals/locale", *(PACKAGE / "portals" / p / "locale" for p in PORTALS))
    if path.is_dir()
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [path for path in (PACKAGE / "portals/static",) if path.is_dir()]
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files live in documents
    "staticfiles": {
        "BACKEND": _STATIC
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Long and not on the list of twenty thousand leaked ones; no rules about signs, which only breed Password1!.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "display_name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "renshe.portals.signin.expired.form_expired"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
