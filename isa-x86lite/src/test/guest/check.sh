#!/bin/sh
# Checks the workloads against their oracles: the C sources run natively, and the
# built ELF files under qemu-system-i386, give the checksums of workloads.properties;
# building them again gives the same bytes where the compiler is the same.
# Needs gcc with -m32; the second part qemu-system-i386.
set -eu
cd "$(dirname "$0")"
guest=../../main/guest
built=../../main/resources/org/polyvisor/isa/x86lite/workloads
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

property() { sed -n "s/^$1 *= *//p" "$built/workloads.properties"; }

# same WHAT EXPECTED ACTUAL
same() {
    if [ "$2" = "$3" ]; then
        echo "same: $1: $3"
    else
        echo "DIFFERS: $1: expected $2, got $3"
        failed=1
    fi
}

# line FILE: what the guest prints on COM1; it never ends QEMU, so that is killed then
line() {
    : > "$work/line"
    qemu-system-i386 -kernel "$1" -m 16 -serial "file:$work/line" -display none -monitor none -no-reboot &
    process=$!
    tries=0
    while [ "$(wc -l < "$work/line")" -eq 0 ] && [ $tries -lt 30 ]; do
        sleep 1
        tries=$((tries + 1))
    done
    kill "$process"
    wait "$process" 2> "$work/ended" || true
    cat "$work/line"
}

for name in $(property workloads); do
    source=$guest/$name.c
    [ -f "$source" ] || source=$name.c # a model of a program that no user may run
    gcc -m32 -march=i486 -O2 -I"$guest" native.c "$source" -o "$work/$name"
    same "$name native, short" "$name $(property "$name.short.checksum")" "$("$work/$name" "$(property "$name.short.count")")"
    same "$name native" "$name $(property "$name.checksum")" "$("$work/$name" "$(property "$name.count")")"
    if command -v qemu-system-i386 > "$work/found"; then
        same "$name QEMU" "$name $(property "$name.checksum")" "$(line "$built/$name.elf" 2> "$work/messages")"
    fi
done
"$guest/build.sh" "$work/again"
for file in "$work"/again/*.elf; do
    if cmp -s "$file" "$built/$(basename "$file")"; then
        echo "same bytes: $(basename "$file")"
    else
        echo "other bytes (another compiler?): $(basename "$file")"
    fi
done
exit $failed
