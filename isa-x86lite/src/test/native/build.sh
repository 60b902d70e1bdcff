#!/bin/sh
# Builds the native oracle into the folder named, or says why it cannot.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out=${1:?usage: build.sh FOLDER}
command -v gcc >/dev/null || { echo "no gcc" >&2; exit 69; }
printf 'int main(void){return 0;}' | gcc -m32 -x c -o "$out/probe" - 2>/dev/null || { echo "gcc -m32 does not work: install gcc-multilib" >&2; exit 69; }
rm -f "$out/probe"
gcc -m32 -O2 -Wall -Wextra -std=gnu11 -static -o "$out/oracle" "$here/oracle.c"
