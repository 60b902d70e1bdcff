package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guests whose code is the worst for a translator, each in a process of its own with a heap of 256 MiB. */
@DisplayName("Code that defeats translation")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileCodeTest {
    private static final int SLOT = 16;
    private static final Pattern SECONDS = Pattern.compile("\"wallSeconds\":([0-9.E-]+)");
    private static final int TRIALS = 3;

    @TempDir
    private Path directory;

    /** A guest: what its storage holds, and how it begins. */
    private enum Guest {
        /** MOV EAX,n; ADD EBX,EAX; INC n; DEC ECX; JNZ to the beginning. */
        X86_REWRITES(2_000_000, "x86lite", "1M", 0x1000, "eip=0x1000", "ecx=0x7fffffff") {
            @Override
            byte[] image() {
                return HexFormat.of().parseHex("b80000000001c3ff05011000004975f0");
            }
        },
        /** A million times ADD EBX,16; JMP EBX, at different addresses; the last one begins again. */
        X86_JUMPS(2_100_000, "x86lite", "64M", 0x100000, "eip=0x100000", "ebx=0x100000") {
            @Override
            byte[] image() {
                return slots(1_000_000, "83c310ffe3", "bb00001000ffe3");
            }
        },
        /** 64 MiB of INC EAX, and a jump to the beginning. */
        X86_STRAIGHT(68_000_000, "x86lite", "128M", 0x100000, "eip=0x100000") {
            @Override
            byte[] image() {
                int n = 64 << 20;
                byte[] all = new byte[n + 5];
                Arrays.fill(all, (byte) 0x40);
                ByteBuffer.wrap(all, n, 5).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0xe9).putInt(-(n + 5));
                return all;
            }
        },
        /** LA 1,n; AR 2,1; LA 4,1(4); STC 4 into n; BCT 5 to the beginning. */
        S370_REWRITES(2_000_000, "s370", "1M", 0x10000, "psw=0x0008000000010000", "gr12=0x10000", "gr5=0x7fffffff") {
            @Override
            byte[] image() {
                return HexFormat.of().parseHex("411000001a21414040014240c0034650c000");
            }
        },
        /** 900,000 times LA 7,16(7); BR 7, which is nearly all storage; the last one begins again. */
        S370_JUMPS(1_900_000, "s370", "16M", 0x10000, "psw=0x0008000000010000", "gr7=0x10000", "gr8=0x10000") {
            @Override
            byte[] image() {
                return slots(900_000, "4170701007f7", "187807f7");
            }
        },
        /** 15 MiB of AR 1,2, and a branch to the beginning. */
        S370_STRAIGHT(8_000_000, "s370", "16M", 0x10000, "psw=0x0008000000010000", "gr7=0x10000") {
            @Override
            byte[] image() {
                ByteBuffer all = ByteBuffer.allocate((15 << 20) + 2);
                while (all.remaining() > 2) all.put(HexFormat.of().parseHex("1a12"));
                return all.put(HexFormat.of().parseHex("07f7")).array();
            }
        };

        final int instructions;
        private final String options;

        Guest(int instructions, String isa, String memory, int address, String... registers) {
            this.instructions = instructions;
            options = "--isa " + isa + " --memory " + memory + " --load guest.bin@" + address + " --set " + String.join(" --set ", registers);
        }

        abstract byte[] image();

        static byte[] slots(int n, String each, String last) {
            byte[] all = new byte[n * SLOT];
            for (int i = 0; i < n; i++) {
                byte[] code = HexFormat.of().parseHex(i == n - 1 ? last : each);
                System.arraycopy(code, 0, all, i * SLOT, code.length);
            }
            return all;
        }
    }

    @ParameterizedTest
    @EnumSource(Guest.class)
    @DisplayName("runs in bounded memory, at no less than half the interpreter's speed, and to the same end")
    void bounded(Guest guest) throws Exception {
        Files.write(directory.resolve("guest.bin"), guest.image());
        double best = 0;
        for (int i = 0; i < TRIALS && best < 0.5; i++) {
            double interpreted = seconds(guest, "interpreter");
            String end = err();
            double translated = seconds(guest, "translator");
            assertEquals(withoutSpeed(end), withoutSpeed(err()));
            best = Math.max(best, interpreted / translated);
        }
        assertTrue(best >= 0.5, "at " + best + " of the interpreter's speed");
    }

    private static String withoutSpeed(String line) {
        assertTrue(line.contains("reached the limit of --max-instructions"), line);
        return line.replaceAll("[0-9.]+ MIPS", "");
    }

    private double seconds(Guest guest, String engine) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-m", "org.polyvisor.cli/org.polyvisor.cli.Main", "run", "--engine", engine, "--stats", "stats.json"));
        command.addAll(List.of("--max-instructions", Integer.toString(guest.instructions)));
        command.addAll(List.of(guest.options.split(" ")));
        ProcessBuilder b = new ProcessBuilder(command).directory(directory.toFile()).redirectError(directory.resolve("err").toFile());
        Process p = b.redirectOutput(directory.resolve("out").toFile()).start();
        assertEquals(4, p.waitFor(), this::err);
        Matcher m = SECONDS.matcher(Files.readString(directory.resolve("stats.json")));
        assertTrue(m.find());
        return Double.parseDouble(m.group(1));
    }

    private String err() {
        try {
            return Files.readString(directory.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
