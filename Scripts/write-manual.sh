#!/usr/bin/env bash
# Writes Docs/man/dtlscope.1 anew, after the commands or ManualWords.swift changed. A test holds it against the tool.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --product dtlscope
"$(swift build --show-bin-path)/dtlscope" manual > Docs/man/dtlscope.1
