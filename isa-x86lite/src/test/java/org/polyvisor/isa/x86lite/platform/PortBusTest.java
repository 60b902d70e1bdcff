package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class PortBusTest {
    private final PortBus bus = new PortBus();
    private final PortDevice device = mock(PortDevice.class);

    @Test
    void anUnclaimedPortReadsAllOnes() {
        bus.out(0x80, 4, 0x12345678, 0);
        assertEquals(0xff, bus.in(0x80, 1, 0));
        assertEquals(0xffff, bus.in(0xffff, 2, 0));
        assertEquals(-1, bus.in(0, 4, 0));
    }

    @Test
    void aWideAccessIsOneOfBytesTheLowestPortFirst() {
        bus.claim(0x10, 2, device);
        when(device.in(anyInt(), anyLong())).thenAnswer(call -> call.<Integer>getArgument(0) + 1);
        assertEquals(0xffff1211, bus.in(0x10, 4, 7));
        bus.out(0x10, 4, 0x44332211, 7);
        InOrder order = inOrder(device);
        order.verify(device).in(0x10, 7);
        order.verify(device).in(0x11, 7);
        order.verify(device).out(0x10, 0x11, 7);
        order.verify(device).out(0x11, 0x22, 7);
        order.verifyNoMoreInteractions();
    }

    @Test
    void aPortBelongsToOneDevice() {
        bus.claim(0x10, 2, device);
        assertThrows(IllegalArgumentException.class, () -> bus.claim(0x11, 1, device));
        assertThrows(IllegalArgumentException.class, () -> bus.claim(0xffff, 2, device));
    }

    @Test
    void theSystemControlPortKeepsLine20AndForgetsTheReset() {
        SystemControlPort port = new SystemControlPort();
        assertEquals(2, port.in(0x92, 0));
        port.out(0x92, 3, 0);
        assertEquals(2, port.in(0x92, 0));
    }
}
