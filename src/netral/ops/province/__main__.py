"""The scenario's child process: an installation of its own."""

from __future__ import annotations

import importlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
    django.setup()
    # Models can be imported from here on, not before.
    sys.exit(importlib.import_module("netral.ops.province.child").main(sys.argv[1:]))
