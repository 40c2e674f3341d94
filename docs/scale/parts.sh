#!/usr/bin/env bash
# parts.sh N DIR FILE ZONES [OPTION …]: a run of "qitu tabulate" in N parts by GNU parallel, as many at a time as the machine has
# processors; prints what the whole run gives. Parts that are in DIR already are not made again, so what was killed goes on where it was.
set -euo pipefail
parts=$1 folder=$2
shift 2
mkdir -p "$folder"
export QITU="${QITU:-qitu}"
one() {
  folder=$1 part=$2 parts=$3
  shift 3
  file=$folder/$part-of-$parts.part
  [ -e "$file" ] || "$QITU" tabulate "$1" --zones "$2" "${@:3}" --threads 1 --part "$part/$parts" -o "$file"
}
export -f one
parallel --will-cite --halt soon,fail=1 --retries 2 one "$folder" {} "$parts" "$@" ::: $(seq "$parts") >&2
exec "$QITU" tabulate --merge "$folder"/*-of-"$parts".part --format json
