#!/bin/sh
# Runs the protection image on QEMU and on Bochs and keeps what they print, beside the image. Neither ends by itself:
# they are stopped when the image has printed its last line, or after SECONDS.
#   record.sh [SECONDS]         default: 600
# Needs gcc with -m32, GNU binutils, qemu-system-i386, bochs.
set -eu
cd "$(dirname "$0")"
kept=$(cd ../../resources/org/polyvisor/isa/x86lite/protection && pwd)
seconds=${1:-600}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

${CC:-gcc} -m32 -c -DIMAGE="\"$kept/protection.elf\"" -o "$work/rom.o" rom.S
objcopy -O binary -j .text "$work/rom.o" "$work/rom"
cat > "$work/bochsrc" <<CONFIGURATION
config_interface: textconfig
display_library: rfb, options="timeout=0"
romimage: file=$work/rom, address=0xfffe0000
vgaromimage: file=/usr/share/seabios/vgabios-stdvga.bin
cpu: model=pentium, ips=1000000, reset_on_triple_fault=0
megs: 16
com1: enabled=1, mode=file, dev=$work/bochs
log: $work/bochs.log
clock: sync=none
plugin_ctrl: sb16=false, es1370=false, speaker=false
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
CONFIGURATION
ended() { [ "$(tail -n 1 "$work/$1" 2> "$work/tail")" = end ]; }

mkfifo "$work/typed"
timeout "$seconds" bochs-bin -q -f "$work/bochsrc" < "$work/typed" > "$work/messages" 2>&1 &
bochs=$!
exec 3> "$work/typed"
echo c >&3
# time by the count of instructions, so that the timer's cases come out alike each time
timeout "$seconds" qemu-system-i386 -accel tcg -icount shift=6,sleep=off -cpu pentium -m 16 -kernel "$kept/protection.elf" \
    -serial "file:$work/qemu" -display none -monitor none -no-reboot 2> "$work/other" &
qemu=$!
until { ended qemu && ended bochs; } || ! kill -0 $bochs 2> "$work/gone" || ! kill -0 $qemu 2> "$work/gone"; do sleep 1; done
kill $bochs $qemu 2> "$work/gone" || true
wait || true
for oracle in qemu bochs; do
    ended $oracle || { echo "$oracle did not come to its end" >&2; exit 1; }
    tr -d '\r' < "$work/$oracle" | gzip -9n > "$kept/$oracle.log.gz"
done
