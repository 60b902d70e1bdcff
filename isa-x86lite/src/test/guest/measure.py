#!/usr/bin/env python3
"""Measures the x86 workloads under other emulators: instructions and million instructions a second.

    measure.py [qemu] [qemu-icount] [bochs]     default: all three

The instructions of one length come from the time-stamp counter of qemu-system-i386 -icount shift=0. The speed is the
difference between a short and a long run, so that start-up and the boot drop out; seconds of processor time, the
median of five. Needs gcc -m32, binutils, qemu-system-i386 and, for bochs, bochs-bin and the SeaBIOS images.
"""
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
GUEST = os.path.join(HERE, "../../main/guest")
PROPERTIES = os.path.join(HERE, "../../main/resources/org/polyvisor/isa/x86lite/workloads/workloads.properties")
RUNS = 5
BOCHS_CONFIGURATION = """\
config_interface: textconfig
display_library: rfb, options="timeout=0"
romimage: file=/usr/share/seabios/bios.bin, address=0xfffe0000
vgaromimage: file=/usr/share/seabios/vgabios-isavga.bin
cpu: model=pentium, ips=400000000
megs: 16
floppya: 1_44={directory}/floppy.img, status=inserted
boot: floppy
com1: enabled=1, mode=file, dev={directory}/com1
log: {directory}/bochs.log
clock: sync=none
sound: driver=dummy
"""


def properties():
    with open(PROPERTIES) as file:
        return dict(re.findall(r"^(\S+) = (.*)$", file.read(), re.M))


def with_count(elf, count):
    """The file with another repetition count."""
    offset, _, address = struct.unpack_from("<III", elf, struct.unpack_from("<I", elf, 28)[0] + 4)
    at = offset + int(properties()["count.address"], 0) - address
    return elf[:at] + struct.pack("<I", count) + elf[at + 4:]


def until_line(command, directory, line, typed=b""):
    """Starts the emulator, waits for a line from the guest; gives the line and the processor seconds used till then."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=directory,
                               stdout=subprocess.PIPE if line is None else subprocess.DEVNULL)
    process.stdin.write(typed)
    process.stdin.flush()
    with process.stdout if line is None else open(line, "rb") as stream:
        text = stream.readline().decode().split()
    with open(f"/proc/{process.pid}/stat") as stat:
        user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
    process.kill()
    process.wait()
    return text, (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def qemu(elf, directory, *options):
    kernel = os.path.join(directory, "kernel.elf")
    with open(kernel, "wb") as file:
        file.write(elf)
    return until_line(["qemu-system-i386", "-kernel", kernel, "-m", "16", "-serial", "stdio", "-display", "none",
                       "-monitor", "none", "-no-reboot", *options], directory, None)


def bochs(elf, directory):
    boot = os.path.join(directory, "boot.bin")
    with open(boot, "rb") as sector, open(os.path.join(directory, "floppy.img"), "wb") as image:
        image.write((sector.read() + elf).ljust(2880 * 512, b"\0"))
    with open(os.path.join(directory, "bochsrc"), "w") as file:
        file.write(BOCHS_CONFIGURATION.format(directory=directory))
    line = os.path.join(directory, "com1")
    if os.path.exists(line):
        os.unlink(line)
    os.mkfifo(line)
    return until_line(["bochs-bin", "-q", "-f", "bochsrc"], directory, line, b"c\n")


EMULATORS = {
    "qemu": lambda elf, directory: qemu(elf, directory),
    "qemu-icount": lambda elf, directory: qemu(elf, directory, "-icount", "shift=0,sleep=off"),
    "bochs": bochs,
}
LENGTHS = {"qemu": (1, 20), "qemu-icount": (1, 10), "bochs": (1, 5)}


def measure(name, elf, emulator, directory):
    run = EMULATORS[emulator]
    count = int(properties()[name + ".count"])
    short, long = (with_count(elf, count * factor) for factor in LENGTHS[emulator])
    instructions = [int(qemu(each, directory, "-icount", "shift=0,sleep=off")[0][2], 16) for each in (short, long)]
    speeds = []
    for _ in range(RUNS):
        text, seconds = run(short, directory)
        more = run(long, directory)[1]
        speeds.append((instructions[1] - instructions[0]) / (more - seconds) / 1e6)
    print(f"{name:9} {emulator:12} checksum {text[1]} instructions {instructions[0]:10} "
          f"MIPS {statistics.median(speeds):6.0f} of {' '.join(f'{speed:.0f}' for speed in speeds)}", flush=True)


def main():
    emulators = sys.argv[1:] or list(EMULATORS)
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([os.path.join(GUEST, "build.sh"), directory], check=True,
                       env={**os.environ, "REPORT": os.path.join(HERE, "counted.c")})
        for emulator in emulators:
            for name in properties()["workloads"].split():
                with open(os.path.join(directory, name + ".elf"), "rb") as file:
                    measure(name, file.read(), emulator, directory)


if __name__ == "__main__":
    main()
