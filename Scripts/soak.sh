#!/usr/bin/env bash
# Lets `dtlscope live` run on loopback for a while under thousands of short sessions, and prints what memory it takes: it
# must not grow once its tables are full. Needs the right to capture. Not for CI.
#
#     Scripts/soak.sh [SECONDS [SESSIONS_PER_SECOND]]          DTLSCOPE=path to the program, if not the release here
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-1800}
rate=${2:-80}
program=${DTLSCOPE:-.build/release/dtlscope}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A session that does not end is given up after 10 s, one with connection IDs after 240 s: before five minutes are over, as
# many are live as ever.
"$program" live -i lo --filter 'udp port 15684' --psk esp32c3_id:esp32c3_key --idle-timeout 10 --duration "$seconds" \
  -w "$folder/soak.pcapng" --ring 4:4M >>"$folder/report" 2>"$folder/errors" &
analyzer=$!
python3 Scripts/soak-traffic.py "$seconds" "$rate" >"$folder/traffic" &
traffic=$!
trap 'kill $analyzer $traffic 2>/dev/null || true; rm -rf "$folder"' EXIT

printf 'minute  resident KiB\n'
for ((minute = 0; minute * 60 < seconds; minute++)); do
  # The last look comes before the end, however long the looks took.
  sleep $((seconds - minute * 60 <= 60 ? seconds - minute * 60 - 10 : 60))
  printf '%6d  %12d\n' $((minute + 1)) "$(awk '/^VmRSS/ { print $2 }' "/proc/$analyzer/status" || true)"
  # Nobody reads the report; it must not fill the disk.
  : >"$folder/report"
done
wait "$analyzer" || echo "dtlscope ended with status $?"
wait "$traffic" || echo "the traffic ended with status $?"
cat "$folder/traffic" "$folder/errors"
tail -n 2 "$folder/report"
ls -l "$folder"/soak_*
