#!/usr/bin/env bash
# Adds the example kind to a copy of the repository, builds it, runs its tests and takes a loan through its six commands over HTTP.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(git -C "$here" rev-parse --show-toplevel)
copy=$(mktemp -d)
grid=
trap '[ -z "$grid" ] || kill "$grid" 2>/dev/null; rm -rf "$copy"' EXIT

git -C "$root" ls-files -z -- ':!docs/images' | (cd "$root" && xargs -0 -I{} sh -c '[ -e "$1" ] && printf "%s\0" "$1"' _ {}) | tar -C "$root" --null -T - -cf - | tar -C "$copy" -xf -
cd "$copy"
for part in Grains.Interfaces Grains Client.Api tests; do cp -r "$here/$part" .; done
sed -i 's/^using SalesGrid.Customers;$/&\nusing SalesGrid.DemoLoans;/; s/^\( *\)CustomerKind.Kind,$/&\n\1DemoLoanKind.Kind,/' Grains/Kinds.cs
sed -i 's/^using SalesGrid.Gateway.Customers;$/&\nusing SalesGrid.Gateway.DemoLoans;/; s/^\( *\)CustomerApis.Customers,$/&\n\1DemoLoanApi.Api,/' Client.Api/Subjects/KindApis.cs
grep -q DemoLoanKind Grains/Kinds.cs && grep -q DemoLoanApi Client.Api/Subjects/KindApis.cs

# The list of grains by their names on the wire is written by its own command.
dotnet restore Grains -v quiet
dotnet format Grains/Grains.csproj analyzers --no-restore --severity info --diagnostics ORLEANS0016 ORLEANS0017 ORLEANS0018 ORLEANS0019 ORLEANS0020 ORLEANS0022 ORLEANS0023 ORLEANS0024

# The first run writes down what is stored, the second holds everything against it.
SALESGRID_ACCEPT_SNAPSHOTS=1 dotnet test tests/Domain.Tests -nologo --filter FullyQualifiedName~StoredFormat >"$copy/accept.log" || grep -q verified "$copy/accept.log" || { cat "$copy/accept.log"; exit 1; }
dotnet test tests/Domain.Tests -nologo --filter 'FullyQualifiedName~DemoLoan|FullyQualifiedName~RuleCoverage|FullyQualifiedName~StoredFormat'

key=try-$RANDOM$RANDOM$RANDOM
hash() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
export GRID_DATA="$copy/data" GRID_ADMIN_KEY=$key ASPNETCORE_URLS=http://127.0.0.1:5987
export Grid__Keys__0__Name=M-1 Grid__Keys__0__Role=Writer Grid__Keys__0__Duties=Manager Grid__Keys__0__Sha256=$(hash "$key-manager")
export Grid__Keys__1__Name=F-1 Grid__Keys__1__Role=Writer Grid__Keys__1__Duties=Finance Grid__Keys__1__Sha256=$(hash "$key-finance")
export Grid__Keys__2__Name=S-1 Grid__Keys__2__Role=Writer Grid__Keys__2__Sha256=$(hash "$key-seller")
dotnet run --project Client.Api >"$copy/grid.log" 2>&1 &
grid=$!
until curl -fs "$ASPNETCORE_URLS/health/ready" >/dev/null; do kill -0 "$grid" || { cat "$copy/grid.log"; exit 1; }; sleep 0.5; done

# send WHO PATH BODY EXPECTED: EXPECTED is a status, or a control point.
send() {
  local answer status
  answer=$(curl -s -w '\n%{http_code}' -H "Authorization: Bearer $key-$1" -H 'Content-Type: application/json' -d "$3" "$ASPNETCORE_URLS/api/demo-loans$2")
  status=${answer##*$'\n'}
  case "$4" in CP-*) [[ $answer == *"\"controlPoint\":\"$4\""* ]] ;; *) [ "$status" = "$4" ] ;; esac || { echo "$2: wanted $4, got $answer"; exit 1; }
  echo "$1 demo-loans$2: $4"
}
send seller ""             '{"id":"DL-1","customerId":"C-100","machine":"CNC-5","returnBy":"2099-03-31"}' 201
send seller /DL-1/approve  '{}' CP-DEMO-03
send manager /DL-1/approve '{}' 200
send seller /DL-1/return   '{"condition":"as new"}' CP-DEMO-02
send seller /DL-1/hand-over '{"serialNumber":"SN-0417"}' 200
send manager /DL-1/extend  '{"returnBy":"2099-06-30","reason":"the trial is late"}' 200
send manager /DL-1/write-off '{"reason":"fire"}' CP-DEMO-03
send seller ""             '{"id":"DL-2","customerId":"C-100","machine":"CNC-5","returnBy":"2099-03-31"}' 201
send manager /DL-2/approve '{}' 200
send seller /DL-2/hand-over '{"serialNumber":"SN-0418"}' 200
send seller /DL-2/return   '{"condition":"as new"}' 200
send finance /DL-1/write-off '{"reason":"fire"}' 200
# holds PATH TEXT: what is read there holds the text. Read whole: a pipe to grep ends the reading early.
holds() {
  local answer
  answer=$(curl -fs -H "Authorization: Bearer $key" "$ASPNETCORE_URLS$1")
  [[ $answer == *"$2"* ]] || { echo "$1 does not hold $2: $answer"; exit 1; }
}
holds /api/demo-loans/DL-1/history DemoUnitWrittenOff
holds '/api/demo-loans?limit=1' '"total":2'
holds /openapi/v1.json /api/demo-loans/
holds /api/controls CP-DEMO-04
echo "The example works as docs/adding-a-kind.md says."
