#!/bin/sh
# Builds the protection image, a Multiboot 1 ELF file that tries one case after another and prints a line for each.
#   build.sh [FILE]         default: the test resource, where the built file is kept
# Needs gcc with -m32 and GNU binutils.
set -eu
cd "$(dirname "$0")"
out=${1:-../../resources/org/polyvisor/isa/x86lite/protection/protection.elf}
mkdir -p "$(dirname "$out")"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

parts=
for source in core.S harness.c exceptions.S gates.S privilege.S segments.S transfers.S paging.S devices.S last.S; do
    [ -f $source ] || continue
    part=$objects/${source%.*}.o
    ${CC:-gcc} -m32 -march=i486 -mgeneral-regs-only -std=c99 -O2 -Wall -Wextra -Werror -ffreestanding -fno-pic -fno-pie \
        -fno-stack-protector -fno-ident -fno-asynchronous-unwind-tables -fcf-protection=none -fno-tree-loop-distribute-patterns \
        -c $source -o "$part"
    parts="$parts $part"
done
# shellcheck disable=SC2086
${LD:-ld} -m elf_i386 -n -s --no-warn-rwx-segments --build-id=none -T protection.ld -o "$out" $parts
chmod 644 "$out"
