package org.polyvisor.isa.s370.platform.channel;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.AdditionalAnswers.returnsFirstArg;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.PlatformHost;

/** A machine for channels: 64 KiB of storage with keys, and events, but no processor. */
public final class Bench {
    private static final int STORAGE = 0x1_0000;

    private final byte[] storage = new byte[STORAGE];
    private final Map<Integer, Integer> keys = new HashMap<>();
    private final TreeMap<Long, List<Runnable>> events = new TreeMap<>();
    private final PlatformHost host = mock(PlatformHost.class);
    private final Machine machine = mock(Machine.class, withSettings().stubOnly());
    private final StringBuilder printed = new StringBuilder();
    private Console.Input keyboard;
    private long now;
    private long requested;

    public Bench(String model) {
        Architecture architecture = mock(Architecture.class);
        when(architecture.model()).thenReturn(model);
        when(architecture.pageBits()).thenReturn(11);
        when(host.file(anyString())).then(returnsFirstArg());
        when(host.architecture()).thenReturn(architecture);
        when(host.machine()).thenReturn(machine);
        when(host.storage()).thenReturn((long) STORAGE);
        when(host.now()).thenAnswer(_ -> now);
        when(host.schedule(anyLong(), any())).thenAnswer(call -> {
            List<Runnable> at = events.computeIfAbsent(call.getArgument(0), _ -> new ArrayList<>());
            Runnable event = call.getArgument(1);
            at.add(event);
            return (Runnable) () -> at.remove(event);
        });
        doAnswer(call -> requested |= 1L << call.<Integer>getArgument(0)).when(host).request(anyInt());
        doAnswer(call -> requested &= ~(1L << call.<Integer>getArgument(0))).when(host).withdraw(anyInt());
        when(host.console(any())).thenReturn(new Console() {
            @Override
            public void write(String text) {
                printed.append(text);
            }

            @Override
            public void connect(Input input) {
                keyboard = input;
            }
        });
        when(machine.loadAbsolute(anyInt(), anyInt())).thenAnswer(call -> number(call.getArgument(0), call.getArgument(1)));
        doAnswer(call -> {
            number(call.getArgument(0), call.getArgument(1), call.getArgument(2));
            return null;
        }).when(machine).storeAbsolute(anyInt(), anyInt(), anyLong());
        when(machine.attribute(anyInt())).thenAnswer(call -> keys.getOrDefault(call.<Integer>getArgument(0), 0));
        doAnswer(call -> keys.put(call.getArgument(0), call.getArgument(1))).when(machine).record(anyInt(), anyInt());
    }

    public PlatformHost host() {
        return host;
    }

    public Machine machine() {
        return machine;
    }

    /** What was printed since this was asked the last time. */
    public String printed() {
        String p = printed.toString();
        printed.setLength(0);
        return p;
    }

    public Console.Input keyboard() {
        return keyboard;
    }

    public long number(int address, int bytes) {
        long v = 0;
        for (int i = 0; i < bytes; i++) v = v << 8 | storage[address + i] & 0xff;
        return v;
    }

    public void number(int address, int bytes, long value) {
        for (int i = 0; i < bytes; i++) storage[address + i] = (byte) (value >> 8 * (bytes - 1 - i));
    }

    public void bytes(int address, byte[] bytes) {
        System.arraycopy(bytes, 0, storage, address, bytes.length);
    }

    public byte[] bytes(int address, int length) {
        return java.util.Arrays.copyOfRange(storage, address, address + length);
    }

    /** Key byte of the block an address is in, as ISK gives it. */
    public void key(int address, int key) {
        keys.put(address >> 11, key);
    }

    public int key(int address) {
        return keys.getOrDefault(address >> 11, 0);
    }

    /** Command words from 800 on, each 16 hexadecimal digits; key 0 designates them. */
    public void program(String... words) {
        for (int i = 0; i < words.length; i++) number(0x800 + 8 * i, 8, Long.parseUnsignedLong(words[i].replace(" ", ""), 16));
        number(72, 4, 0x800);
    }

    public long statusWord() {
        return number(64, 8);
    }

    public void statusWord(long v) {
        number(64, 8, v);
    }

    /** Lets everything happen that is scheduled. */
    public void settle() {
        while (step()) {}
    }

    /** Lets the next thing happen that is scheduled. */
    public boolean step() {
        while (!events.isEmpty()) {
            Map.Entry<Long, List<Runnable>> first = events.firstEntry();
            if (first.getValue().isEmpty()) {
                events.remove(first.getKey());
                continue;
            }
            now = first.getKey();
            first.getValue().removeFirst().run();
            return true;
        }
        return false;
    }

    public long now() {
        return now;
    }

    public boolean requested(int line) {
        return (requested >> line & 1) != 0;
    }
}
