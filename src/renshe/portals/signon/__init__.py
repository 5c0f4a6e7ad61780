"""Single sign-on for other systems (OpenID Connect) and tokens for machines (OAuth2), by django-oauth-toolkit."""
