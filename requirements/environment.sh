# Sourced by ./run, ./test and ./netral: makes or refreshes the virtual environment.
# Usage: environment run|dev. Needs python3.11 and pip alone; nothing outside .venv is changed.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python="$root/.venv/bin/python"
IS_FIT="import pip, sys, venv; sys.exit(sys.version_info[:2] < (3, 11))"

find_python() {
  local name
  # The distribution's own build comes first: it is optimised and gets its security updates; one
  # built by hand on the same machine was found to take 1.7 times as long.
  for name in /usr/bin/python3 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c "$IS_FIT" 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  echo "Netral needs Python 3.11 or newer with pip; none was found. On Debian: apt-get install python3 python3-pip" >&2
  exit 1
}

install_lock() {
  local lock="$1"
  # uv is ten times faster; pip does the same work where uv cannot be had.
  if "$base" -m pip --python "$python" install --quiet --disable-pip-version-check uv >&2 &&
    "$root/.venv/bin/uv" pip sync --quiet --compile-bytecode --require-hashes --python "$python" "$lock" >&2; then
    return
  fi
  echo "uv did not finish; installing with pip." >&2
  "$base" -m pip --python "$python" install --quiet --disable-pip-version-check --require-hashes -r "$lock" >&2
}

environment() {
  # A site that may not keep compiled code compiles itself anew at every start: three seconds instead of one.
  export PYTHONDONTWRITEBYTECODE=
  local lock="$root/requirements/$1.lock" stamp base
  stamp=$(sha256sum "$lock" | cut -d' ' -f1)
  # A dev environment holds all that a run needs.
  if [ "$1" = run ] && [ -f "$root/.venv/netral-dev.stamp" ] &&
    [ "$(cat "$root/.venv/netral-dev.stamp")" = "$(sha256sum "$root/requirements/dev.lock" | cut -d' ' -f1)" ]; then
    return
  fi
  if [ "$(cat "$root/.venv/netral-$1.stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  base=$(find_python)
  echo "Preparing the environment (once, about a minute) ..." >&2
  # Debian's python3 comes without ensurepip, so pip works on the environment from outside.
  [ -x "$python" ] || "$base" -m venv --without-pip "$root/.venv" >&2
  rm -f "$root"/.venv/netral-*.stamp
  install_lock "$lock"
  echo "$stamp" >"$root/.venv/netral-$1.stamp"
}
