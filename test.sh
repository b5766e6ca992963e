#!/usr/bin/env bash
# Builds everything and runs every test. Arguments go to `dotnet test`, e.g. --filter "FullyQualifiedName~Ledger".
# Chromium (for the page) and Node.js (for Azurite) are used where they are; without them those tests are skipped with a
# line that says so, except with CI=true: there they must run.
set -euo pipefail
cd "$(dirname "$0")"

configuration=${CONFIGURATION:-Debug}
results=${RESULTS:-TestResults}

if ! command -v chromium >/dev/null && [ -z "${CHROMIUM:-}" ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the tests of the page ..."
    (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk) >/dev/null 2>&1 \
      || echo "Chromium could not be installed: the tests of the page will be skipped."
  else
    echo "Chromium was not found: the tests of the page will be skipped. Set CHROMIUM to its path, or install it."
  fi
fi
if ! ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing faketime for the tests with jumping clocks ..."
    (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends faketime) >/dev/null 2>&1 \
      || echo "faketime could not be installed: no clock will jump in the chaos tests."
  else
    echo "faketime was not found: no clock will jump in the chaos tests."
  fi
fi
command -v node >/dev/null || echo "Node.js was not found: the tests on Azurite will be skipped."

rm -rf "$results"
dotnet build Sales.Grid.sln -c "$configuration" -v quiet -nologo
failed=0
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  # One after the other: each starts silos, processes or a browser of its own and would only slow the others down.
  dotnet test "$project" -c "$configuration" --no-build -nologo \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" "$@" || failed=1
done
exit $failed
