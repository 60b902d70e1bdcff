#!/usr/bin/env python3
"""Checks and measures the S/370 workloads with GNU as and Hercules.

    measure.py [--check] [NAME...]      default: hello, and all of workloads.properties

The text is rewritten for s390x-linux-gnu-as (base and displacement are made explicit; SIO, TIO, ISK and SSK become data),
loaded into Hercules in S/370 mode with a console at 01F, and started by a restart. What is printed, the wait PSW and the
instruction count come from Hercules; every version is checked, with its warming up. --check: only this. The speed is the
difference between a short and a long run in seconds of processor time, the median of five.
Needs python3, binutils-s390x-linux-gnu and hercules.
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = os.path.join(HERE, "../../main/resources/org/polyvisor/isa/s370/workloads")
LENGTHS = (1, 5)
RUNS = 5
CONFIGURATION = """\
ARCHMODE S/370
CPUSERIAL 000001
CPUMODEL 0158
MAINSIZE 2
NUMCPU 1
OSTAILOR QUIET
PANRATE SLOW
CPUPRIO 0
DIAG8CMD DISABLE
001F 1052-C
"""

# The automatic operator asks for the instruction count when the disabled wait is reported.
COMMANDS = """\
hao tgt HHCCP011I
hao cmd ipending
loadcore {image} 0
"""

RR = "BALR BCR LTR LCR LR SR AR SLR ALR CR XR NR OR MR DR BR BLR BCTR SVC".split()
IGNORED = "TITLE EJECT SPACE PRINT".split()
TERM = re.compile(r"([XC])'([^']*)'")


def value(term):
    kind, text = term.group(1), term.group(2)
    return str(int(text, 16) if kind == "X" else int.from_bytes(text.encode("cp037"), "big"))


def split(operands):
    """The operands, split at commas outside parentheses and quotes."""
    parts, depth, quoted = [""], 0, False
    for character in operands:
        quoted ^= character == "'"
        depth += (character == "(") - (character == ")") if not quoted else 0
        if character == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts


class Translation:
    """One pass over an assembler text that makes GNU as text of it."""

    def __init__(self, text):
        self.lines, self.literals, self.absolute, self.bases = ["origin:"], {}, set(), []
        statements = [self.statement(line) for line in text.splitlines() if line and line[0] != "*"]
        self.order = [label for label, _, _ in statements]
        for label, operation, operands in statements:
            self.translate(label, operation, operands)

    @staticmethod
    def statement(line):
        label = line[:8].strip() if line[0] != " " else ""
        fields = re.match(r"\s*(\S+)\s*((?:'[^']*'|[^\s'])*)", line[len(label):])
        return label, fields.group(1), fields.group(2)

    def emit(self, text):
        self.lines.append(text)

    def expression(self, text):
        return re.sub(r"(?<![A-Z0-9'])\*(?![A-Z0-9])", ".", TERM.sub(value, text))

    def storage(self, operand):
        """D(B), SYMBOL, SYMBOL(X or L): with the base written out."""
        match = re.fullmatch(r"(=.*|.*?)(?:\(([^()]*)\))?", operand) if operand[0] != "=" else None
        place, inner = (operand, None) if match is None else match.groups()
        if place[0] == "=":
            place = self.literals.setdefault(place[1:], f"literal{len(self.literals)}")
        elif place[0].isdigit() or re.split(r"[+\-]", place)[0] in self.absolute:
            return self.expression(place) + (f"({inner})" if inner else "(0)")
        symbol = re.split(r"[+\-]", place)[0]
        base, register = self.bases[0]
        if "DATA" in self.order and symbol in self.order and self.order.index(symbol) >= self.order.index("DATA"):
            base, register = self.bases[1]
        return f"{self.expression(place)}-{base}({inner + ',' if inner else ''}{register})"

    def translate(self, label, operation, operands):
        if operation == "EQU":
            self.absolute.add(label)
            return self.emit(f" .set {label},{self.expression(operands)}")
        if operation == "ORG":
            return self.emit(f" .org {self.expression(operands)}")
        if operation in ("DC", "DS"):
            return self.data(label, operation, operands)
        if operation not in ("START", "CSECT", "USING", "END", "LTORG", *IGNORED):
            self.emit(" .balign 2")
        if label:
            self.emit(f"{label}:")
        if operation == "USING":
            base, register = split(operands)
            if base == "*":
                base = f"base{len(self.bases)}"
                self.emit(f"{base}:")
            self.bases.append((base, register))
        elif operation == "END":
            self.emit(" .end")
        elif operation == "LTORG":
            for literal, name in self.literals.items():
                self.data(name, "DC", literal)
        elif operation in ("SIO", "TIO"):
            self.emit(f" .short 0x{'9c' if operation == 'SIO' else '9d'}00, {operands}")
        elif operation in ("ISK", "SSK"):
            self.emit(f" .byte {9 if operation == 'ISK' else 8}, " + "*16+".join(split(operands)))
        elif operation not in ("START", "CSECT", *IGNORED):
            self.emit(f" {operation.lower()} {self.operands(operation, operands)}")

    def operands(self, operation, text):
        parts = split(text)
        if operation in RR:
            return ",".join(parts)
        if operation in ("TM", "MVI", "CLI"):
            return f"{self.storage(parts[0])},{self.expression(parts[1])}"
        if operation in ("UNPK", "TR", "TRT", "LPSW"):
            return ",".join(self.storage(part) for part in parts)
        return ",".join([*parts[:-1], self.storage(parts[-1])])

    def data(self, label, operation, operands):
        for part in split(operands):
            duplication, kind, length, _, constant = re.fullmatch(r"(\d*)([XCFHADB])(?:L(\d+))?(['(](.*)['(\)])?", part).groups()
            alignment = 1 if length else {"F": 4, "A": 4, "H": 2, "D": 8}.get(kind, 1)
            self.emit(f" .balign {alignment}")
            if label:
                self.emit(f"{label}:")
                label = None
            size = int(length or {"F": 4, "A": 4, "H": 2, "D": 8}.get(kind, 1))
            if operation == "DS":
                self.emit(f" .fill {size * int(duplication or 1)}")
            elif kind == "A":
                address = f"({self.expression(constant)}-origin)"
                self.emit(" .byte " + ",".join(f"{address}>>{8 * each}&255" for each in reversed(range(size))))
            else:
                content = {"X": lambda: bytes.fromhex(constant), "C": lambda: constant.encode("cp037")}.get(
                    kind, lambda: int(constant).to_bytes(size, "big", signed=True))()
                self.emit(" .byte " + ",".join(str(each) for each in content * int(duplication or 1)))


def assemble(name, directory):
    with open(os.path.join(TEXTS, name + ".s370")) as file:
        translation = Translation(file.read())
    source, program, image = (os.path.join(directory, name + suffix) for suffix in (".s", ".elf", ".bin"))
    with open(source, "w") as file:
        file.write("\n".join(translation.lines) + "\n")
    subprocess.run(["s390x-linux-gnu-as", "-m31", "-mesa", "-march=g5", source, "-o", program + ".o"], check=True)
    subprocess.run(["s390x-linux-gnu-ld", "-m", "elf_s390", "-Ttext=0", "-e", "0", "-o", program, program + ".o"], check=True)
    subprocess.run(["s390x-linux-gnu-objcopy", "-O", "binary", "-j", ".text", program, image], check=True)
    return image


def properties():
    with open(os.path.join(TEXTS, "workloads.properties")) as file:
        return dict(re.findall(r"^(\S+) = (.*)$", file.read(), re.M))


PROPERTIES = properties()
UNMARKED = PROPERTIES["unmarked"].split()
VERSIONS = (".short", "", ".sustained")


def run(image, words, directory):
    """Starts the program with words at the addresses of these keys, and gives the lines that it prints, the final PSW, the
    instructions, the seconds of processor time."""
    configuration, script = os.path.join(directory, "hercules.cnf"), os.path.join(directory, "hercules.rc")
    with open(configuration, "w") as file:
        file.write(CONFIGURATION)
    stores = "".join(f"r {int(PROPERTIES[key], 0):x}={word:08x}\n" for key, word in words.items())
    with open(script, "w") as file:
        file.write(COMMANDS.format(image=image) + stores + "restart\n")
    process = subprocess.Popen(["hercules", "-d", "-f", configuration], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, cwd=directory, env={**os.environ, "HERCULES_RC": script}, text=True,
                               errors="replace")
    output = ""
    with process.stdout:
        while not ("instcount" in output and "PSW=" in output):
            output += process.stdout.readline()
        with open(f"/proc/{process.pid}/stat") as stat:
            user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
        process.kill()
    process.wait()
    printed = re.search(r"Processing complete.*?\n(.*?)\n[^\n]*Disabled wait", output, re.S).group(1)
    return ([line for line in printed.splitlines() if re.match("[a-z]|Hello", line)],
            re.search(r"PSW=(\w+ \w+)", output).group(1), int(re.search(r"instcount (\d+)", output).group(1)),
            (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"))


def words(name, version, factor=1):
    """The repetitions of a version, times a factor, and those to warm up, by the keys of their addresses."""
    count = {"count.address": int(PROPERTIES[f"{name}{version}.count"]) * factor}
    return count if name in UNMARKED else {**count, "warm.address": int(PROPERTIES.get(f"{name}{version}.warm", "0"))}


def expected(name, version):
    """The lines of a version."""
    if name == "hello":
        return ["Hello, world"]
    return [f"{name} start"] * (name not in UNMARKED) + [f"{name} {PROPERTIES[f'{name}{version}.checksum']}"]


def check(name, image, version, repetitions, directory):
    """Ends with a message if the program does not print the lines of the version; gives the instructions."""
    lines, psw, instructions, _ = run(image, repetitions, directory)
    if lines != expected(name, version) or not re.fullmatch("00020000 [048C]0000000", psw):
        sys.exit(f"{name}{version}: expected {expected(name, version)} and PSW 00020000 00000000, got {lines} and {psw}")
    return instructions


def measure(name, directory, only_check):
    image = assemble(name, directory)
    built_in = check(name, image, "", {}, directory)
    if name == "hello":
        return print(f"Hello, world       instructions {built_in:10}", flush=True)
    instructions = [check(name, image, version, words(name, version), directory) for version in VERSIONS]
    text = f"{expected(name, '')[-1]:18} instructions {' '.join(f'{each:10}' for each in instructions)}"
    if not only_check:
        speeds = []
        for _ in range(RUNS):
            (_, _, short, least), (_, _, long, most) = (run(image, words(name, "", factor), directory) for factor in LENGTHS)
            speeds.append((long - short) / (most - least) / 1e6)
        text += f" MIPS {statistics.median(speeds):4.0f} of {' '.join(f'{speed:.0f}' for speed in speeds)}"
    print(text, flush=True)


def main():
    names = [each for each in sys.argv[1:] if each != "--check"]
    with tempfile.TemporaryDirectory() as temporary:
        for each in names or ["hello", *PROPERTIES["workloads"].split()]:
            measure(each, temporary, "--check" in sys.argv)


if __name__ == "__main__":
    main()
