#!/usr/bin/env bash
# A run of "qitu tabulate" or "qitu progress" in N parts by Slurm: an array of N jobs, one a part, and a job that puts their parts together when all
# have ended well. Prints the number of that job; what the whole run gives is then in DIR/whole.json.
#   parts_slurm.sh N DIR tabulate FILE --zones ZONES [OPTION …]
#   parts_slurm.sh N DIR progress WORKSPACE [OPTION …]
# DIR and what is read lie where all nodes see them. Parts that are in DIR already are not made again, so what was killed goes on where it was.
set -euo pipefail
usage() {
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
qitu=${QITU:-qitu}

case ${1:-} in
  part) # a job of the array: part DIR N COMMAND ARGUMENT …
    file=$2/$SLURM_ARRAY_TASK_ID-of-$3.part
    [ -e "$file" ] || "$qitu" "${@:4}" --threads 1 --part "$SLURM_ARRAY_TASK_ID/$3" -o "$file" || [ -e "$file" ]
    exit ;;
  whole) # whole DIR N COMMAND [WORKSPACE]
    "$qitu" "${@:4}" --merge "$2"/*-of-"$3".part --format json -o "$2/whole.json" || [ $? = 1 ] # 1: there is something to look at
    exit ;;
esac

[ $# -ge 4 ] || usage
parts=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2
case $1 in
  tabulate) whole=(tabulate) ;;
  progress) whole=(progress "$2") ;;
  *) usage ;;
esac
array=$(sbatch --parsable --job-name=qitu-part --array="1-$parts" --cpus-per-task=1 --output="$folder/%a-of-$parts.log" \
  "$0" part "$folder" "$parts" "$@")
sbatch --parsable --job-name=qitu-whole --dependency="afterok:$array" --kill-on-invalid-dep=yes --cpus-per-task=1 --output="$folder/whole.log" \
  "$0" whole "$folder" "$parts" "${whole[@]}"
