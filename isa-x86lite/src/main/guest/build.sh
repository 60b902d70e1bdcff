#!/bin/sh
# Builds the x86 guest programs as Multiboot 1 ELF files, and the boot sector.
#   build.sh [DIRECTORY]    default: the module's resources, where the built files are kept
# Needs gcc with -m32 and GNU binutils. The same gcc makes the same bytes.
# REPORT=FILE takes the place of report.c (the tests' counted.c).
set -eu
cd "$(dirname "$0")"
report=${REPORT:-report.c}
out=${1:-../resources/org/polyvisor/isa/x86lite/workloads}
mkdir -p "$out"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

flags="-m32 -march=i486 -mgeneral-regs-only -std=c99 -O2 -Wall -Wextra -Werror
       -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-ident
       -fno-asynchronous-unwind-tables -fcf-protection=none
       -fno-tree-loop-distribute-patterns -fno-optimize-sibling-calls"

# program NAME REPETITIONS WARM SOURCE...     WARM: repetitions before the line that marks the beginning; -1: no such line
program() {
    name=$1
    repetitions=$2
    warm=$3
    shift 3
    parts=
    for source in start.S console.c "$@"; do
        part=$(basename "$source")
        part=$objects/$name-${part%.*}.o
        # shellcheck disable=SC2086
        ${CC:-gcc} $flags -I. -DREPETITIONS="$repetitions" -DWARM="$warm" -c "$source" -o "$part"
        parts="$parts $part"
    done
    # shellcheck disable=SC2086
    ${LD:-ld} -m elf_i386 -n -s --build-id=none -T guest.ld -o "$out/$name.elf" $parts
    chmod 644 "$out/$name.elf"
}

program hello    1     -1 hello.c
program sieve    100   0  "$report" sieve.c
program crc32    400   0  "$report" crc32.c
program matsort  140   0  "$report" matsort.c
program fibchase 500   0  "$report" fibchase.c
program scan     110   0  "$report" scan.c
program muldiv   190   0  "$report" muldiv.c
program interp   120   0  "$report" interp.c
program recurse  100   0  "$report" recurse.c
program exits    60000 -1 "$report" exits.S

${CC:-gcc} -m32 -c boot.S -o "$objects/boot.o"
${LD:-ld} -m elf_i386 -Ttext=0x7c00 --oformat=binary --build-id=none -s -o "$out/boot.bin" "$objects/boot.o"
chmod 644 "$out/boot.bin"
