"""Settings that every test needs before Django starts."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("NETRAL_DATA_DIR", tempfile.mkdtemp(prefix="netral-test-"))
