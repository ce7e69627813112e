"""The door that the web server opens."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
site = get_wsgi_application()

from netral.config.front import Front  # noqa: E402 - the settings had to be named first

application = Front(site)
# All code is loaded before the first visitor comes; what is loaded lives as long as the process,
# so the collector need not look at it again with every few requests.
get_resolver().url_patterns  # noqa: B018 - reading it imports every view
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
