"""The door that the web server opens."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
site = get_wsgi_application()

from netral.config.front import Front  # noqa: E402 - the settings had to be named first
from netral.shell.memory import loaded_keep  # noqa: E402

application = Front(site)
# All code is loaded before the first visitor comes.
get_resolver().url_patterns  # noqa: B018 - reading it imports every view
loaded_keep()
