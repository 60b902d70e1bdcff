package org.polyvisor.isa.x86lite;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.testkit.DerivedCodeContract;

@DisplayName("What becomes of instructions of IA-32")
class DerivedCodeTest extends DerivedCodeContract {
    @Override
    protected InstructionSet instructionSet() {
        return new X86Lite();
    }

    @Override
    protected List<Limit> limits() {
        return List.of(
                new Limit("mov %ebx,%eax", "89d8", 1, 1, 4),
                new Limit("mov $1,%eax", "b801000000", 1, 1, 3),
                new Limit("mov 8(%ebx),%eax", "8b4308", 1, 1, 25),
                new Limit("mov 8(%ebx,%esi,4),%eax", "8b44b308", 1, 1, 30),
                new Limit("mov %eax,8(%ebx)", "894308", 1, 1, 21),
                new Limit("mov %al,8(%ebx)", "884308", 1, 1, 25),
                new Limit("movzbl 8(%ebx),%eax", "0fb64308", 1, 1, 25),
                new Limit("lea 8(%ebx,%esi,4),%eax", "8d44b308", 1, 3, 12),
                new Limit("add %ebx,%eax", "01d8", 1, 1, 29),
                new Limit("sub $4,%esp", "83ec04", 1, 1, 27),
                new Limit("add %ecx,%edx; adc %ebx,%eax", "01ca11d8", 2, 6, 69),
                new Limit("add %eax,8(%ebx)", "014308", 1, 6, 75),
                new Limit("and %ebx,%eax", "21d8", 1, 1, 21),
                new Limit("xor %eax,%eax", "31c0", 1, 2, 10),
                new Limit("inc %eax", "40", 1, 2, 43),
                new Limit("cmp %ebx,%eax", "39d8", 1, 1, 15),
                new Limit("test %eax,%eax", "85c0", 1, 1, 11),
                new Limit("imul %ebx,%eax", "0fafc3", 1, 3, 29),
                new Limit("mul %ebx", "f7e3", 1, 7, 49),
                new Limit("div %ebx", "f7f3", 1, 15, 69),
                new Limit("shl $3,%eax", "c1e003", 1, 1, 28),
                new Limit("push %eax", "50", 1, 1, 28),
                new Limit("pop %eax", "58", 1, 1, 28),
                new Limit("cmp %ebx,%eax; jne .+0x10", "39d8750e", 2, 1, 31),
                new Limit("call .+0x10", "e80b000000", 1, 2, 38),
                new Limit("ret", "c3", 1, 2, 45),
                new Limit("cmp %ebx,%eax; sete %al", "39d80f94c0", 2, 3, 36),
                new Limit("int $0x30", "cd30", 1, 2, 19));
    }
}
