#!/usr/bin/env bash
# A run in parts by Open MPI, one rank a part; then the whole:
#   mpirun -n 4 parts_mpi.sh DIR FILE ZONES [OPTION …] && qitu tabulate --merge DIR/*.part
set -euo pipefail
folder=$1
shift
part=$((OMPI_COMM_WORLD_RANK + 1)) parts=$OMPI_COMM_WORLD_SIZE
mkdir -p "$folder"
exec "${QITU:-qitu}" tabulate "$1" --zones "$2" "${@:3}" --threads 1 --part "$part/$parts" -o "$folder/$part.part"
