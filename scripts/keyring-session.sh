#!/bin/sh
# Runs a command with a keyring of its own, apart from the user's: a message bus, and a Secret Service that keeps its
# files in FOLDER and unlocks them with a fixed password. For tests and demonstrations only.
#   keyring-session.sh FOLDER COMMAND [ARGUMENTS...]
set -eu
folder=$1
shift
umask 077
mkdir -p "$folder/home" "$folder/run"
# The bus complains about limits that it cannot set in a container; its words count only if the command never starts.
exec 3>&2
code=0
# shellcheck disable=SC2016 # expanded by the inner shell
dbus-run-session -- sh -c '
  set -eu
  folder=$1
  shift
  printf "demonstration\n" | env -u XDG_DATA_HOME HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" \
    gnome-keyring-daemon --unlock --components=secrets >"$folder/keyring.log" 2>&1
  tries=0
  until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
      echo "The keyring did not start:" >&2
      cat "$folder/keyring.log" >&2
      exit 1
    fi
    sleep 0.05
  done
  : >"$folder/started"
  exec "$@" 2>&3 3>&-' keyring-session "$folder" "$@" 2>"$folder/bus.log" || code=$?
[ -e "$folder/started" ] || cat "$folder/bus.log" >&2
exit "$code"
