"""Django's own command line; `./netral` is the one for people."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
    sys.path.insert(0, "src")
    execute_from_command_line(sys.argv)
