#!/bin/sh
# Checks the workloads against their oracles: the C sources run natively, and the
# built ELF files under qemu-system-i386, give the checksums of workloads.properties
# in each version; under QEMU with the repetitions to warm up and the line between.
# Building them again gives the same bytes where the compiler is the same.
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

# number FILE OFFSET: a little-endian word
number() { od -An -tu4 -j "$2" -N 4 "$1" | tr -d ' '; }

# store FILE ADDRESS VALUE: puts a word into the first segment
store() {
    header=$(number "$1" 28)
    at=$(($2 - $(number "$1" $((header + 8))) + $(number "$1" $((header + 4)))))
    bytes=$(printf '\\%03o\\%03o\\%03o\\%03o' $(($3 & 255)) $(($3 >> 8 & 255)) $(($3 >> 16 & 255)) $(($3 >> 24 & 255)))
    # shellcheck disable=SC2059
    printf "$bytes" | dd of="$1" bs=1 seek="$at" conv=notrunc 2> "$work/messages"
}

# lines FILE NUMBER: what the guest prints on COM1, so many lines; it never ends QEMU, so that is killed then
lines() {
    : > "$work/lines"
    qemu-system-i386 -kernel "$1" -m 16 -serial "file:$work/lines" -display none -monitor none -no-reboot &
    process=$!
    tries=0
    while [ "$(wc -l < "$work/lines")" -lt "$2" ] && [ $tries -lt 120 ]; do
        sleep 0.5
        tries=$((tries + 1))
    done
    kill "$process"
    wait "$process" 2> "$work/ended" || true
    cat "$work/lines"
}

for name in $(property workloads); do
    source=$guest/$name.c
    [ -f "$source" ] || source=$name.c # a model of a program that no user may run
    gcc -m32 -march=i486 -O2 -I"$guest" native.c "$source" -o "$work/$name"
    case " $(property unmarked) " in
        *" $name "*) mark= ;;
        *) mark="$name start " ;;
    esac
    for version in "$name.short" "$name" "$name.sustained"; do
        count=$(property "$version.count")
        last="$name $(property "$version.checksum")"
        same "$version native" "$last" "$("$work/$name" "$count")"
        if command -v qemu-system-i386 > "$work/found"; then
            cp "$built/$name.elf" "$work/$name.elf"
            if [ "$version" != "$name" ]; then # whose counts are built in
                store "$work/$name.elf" "$(property count.address)" "$count"
                [ -z "$mark" ] || store "$work/$name.elf" "$(property warm.address)" "$(property "$version.warm")"
            fi
            same "$version QEMU" "$mark$last" "$(lines "$work/$name.elf" "$((${mark:+1 +} 1))" 2> "$work/messages" | paste -s -d ' ')"
        fi
    done
done
"$guest/build.sh" "$work/again"
for file in "$work"/again/*; do
    if cmp -s "$file" "$built/$(basename "$file")"; then
        echo "same bytes: $(basename "$file")"
    else
        echo "other bytes (another compiler?): $(basename "$file")"
    fi
done
exit $failed
