#!/bin/sh
# Print the path of a Chromium for the browser tests. Installs Debian's where none is found and that is possible.
set -eu

find_one() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

find_one && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Chromium for the browser tests" >&2
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } >&2
    find_one && exit
fi
cat >&2 <<'END'
error: the browser tests need Chromium. Install it, for example with
    sudo apt-get install chromium       (Debian)
    sudo snap install chromium          (Ubuntu)
    brew install --cask chromium        (macOS)
or name one that is elsewhere: make test CHROMIUM=/path/to/chromium
END
exit 1
