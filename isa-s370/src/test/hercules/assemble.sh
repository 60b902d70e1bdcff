#!/bin/sh
# Assembles the driver into the resource that the oracle loads. Needs binutils for s390x.
set -eu
cd "$(dirname "$0")"
resource=../resources/org/polyvisor/isa/s370/oracle/driver.hex
object=$(mktemp)
image=$(mktemp)
trap 'rm -f "$object" "$image"' EXIT
s390x-linux-gnu-as -m31 -mesa -o "$object" driver.s
s390x-linux-gnu-objcopy -O binary -j .text "$object" "$image"
mkdir -p "$(dirname "$resource")"
od -An -v -tx1 "$image" | tr -d ' ' > "$resource"
