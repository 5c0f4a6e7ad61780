"""How somebody wants to see pages: language, light, dark or high contrast, ordinary or elderly type.

The choice travels in one cookie that holds no personal data; without it the account's own language
counts, and without that Chinese.
"""

from dataclasses import dataclass, replace

from django.http import HttpRequest

COOKIE = "renshe_display"
COOKIE_AGE_SECONDS = 400 * 24 * 3600
LANGUAGES = ("zh", "en")
THEMES = ("auto", "light", "dark", "contrast")
TYPES = ("normal", "elderly")
DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, kw_only=True)
class Display:
    """One reader's choice of language, theme and type."""

    language: str = "zh"
    theme: str = "auto"
    type: str = "normal"

    @property
    def html_language(self) -> str:
        """The value of the page's lang attribute, which picks the screen reader's voice."""
        return "zh-CN" if self.language == "zh" else "en"

    @property
    def django_language(self) -> str:
        """The code under which Django knows the language."""
        return DJANGO_LANGUAGE[self.language]

    def cookie_value(self) -> str:
        """The choice as the cookie carries it."""
        return f"{self.language}.{self.theme}.{self.type}"

    def changed(self, *, language: str = "", theme: str = "", type: str = "") -> "Display":
        """The choice after a press of one switch; a value that is not offered changes nothing."""
        return replace(
            self,
            language=language if language in LANGUAGES else self.language,
            theme=theme if theme in THEMES else self.theme,
            type=type if type in TYPES else self.type,
        )


def display_of(request: HttpRequest) -> Display:
    """Read the reader's choice from the cookie, else the language of the account, else Chinese."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    if len(parts) == 3:
        language, theme, type_ = parts
        return Display().changed(language=language, theme=theme, type=type_)
    return Display().changed(language=getattr(getattr(request, "user", None), "language", ""))
