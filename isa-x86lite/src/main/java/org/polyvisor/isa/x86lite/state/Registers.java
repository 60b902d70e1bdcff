package org.polyvisor.isa.x86lite.state;

import java.util.List;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterFile;

/** The registers of an IA-32 processor; SDM volume 1, 3.4 and volume 3, 2. */
public final class Registers {
    private Registers() {}

    /** All of them. */
    public static final RegisterFile FILE = new RegisterFile();

    /** General-purpose registers by number: EAX ECX EDX EBX ESP EBP ESI EDI. */
    public static final List<Register> GENERAL = List.of(FILE.bank(32, "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"));

    /** General-purpose registers by name. */
    public static final Register EAX = GENERAL.get(0), ECX = GENERAL.get(1), EDX = GENERAL.get(2), EBX = GENERAL.get(3),
            ESP = GENERAL.get(4), EBP = GENERAL.get(5), ESI = GENERAL.get(6), EDI = GENERAL.get(7);

    private static final Register[] CARRY = FILE.flags(1, "cf"), ARITHMETIC = FILE.flags(1, "pf", "af", "zf", "sf", "of");

    /** Status flags; INC and DEC leave CF alone, so it is a group of its own. */
    public static final Register CF = CARRY[0], PF = ARITHMETIC[0], AF = ARITHMETIC[1], ZF = ARITHMETIC[2], SF = ARITHMETIC[3],
            OF = ARITHMETIC[4];

    /** Flags that a program may change: direction, nested task, resume, alignment check, identification. */
    public static final Register DF = FILE.user("df", 1), NT = FILE.user("nt", 1), RF = FILE.user("rf", 1), AC = FILE.user("ac", 1),
            ID = FILE.user("id", 1);

    /** The trap flag: each instruction that begins with it ends in a single-step trap. */
    public static final Register TF = FILE.userMode("tf", 1);

    /** Flags of the supervisor's: interrupts open, I/O privilege level, virtual interrupt flag and pending. */
    public static final Register IF = FILE.supervisor("if", 1), IOPL = FILE.supervisor("iopl", 2), VIF = FILE.supervisor("vif", 1),
            VIP = FILE.supervisor("vip", 1);

    /** The current privilege level; CR0.PE; EFLAGS.VM. */
    public static final Register CPL = FILE.mode("cpl", 2), PE = FILE.mode("pe", 1), VM = FILE.mode("vm", 1);

    /** Default operand and address size of the code segment, and default stack-pointer size: 1 means 32 bits. */
    public static final Register CS_D = FILE.userMode("cs.d", 1), SS_B = FILE.userMode("ss.b", 1);

    /** Set for one instruction after STI, MOV SS or POP SS: interrupts wait; SDM volume 3, 6.8.3. */
    public static final Register SHADOW = FILE.userMode("shadow", 1);

    /** Whether ES, CS, SS and DS are all flat, so that an offset in them is a linear address and every access is permitted. */
    public static final Register FLAT = FILE.userMode("flat", 1);

    /** Segment registers by number: ES CS SS DS FS GS. FS and GS hold thread areas, so they are never taken for flat. */
    public static final List<Segment> SEGMENTS = List.of(segment("es", true), segment("cs", true), segment("ss", true), segment("ds", true),
            segment("fs", false), segment("gs", false));

    /** Segment registers by name. */
    public static final Segment ES = SEGMENTS.get(0), CS = SEGMENTS.get(1), SS = SEGMENTS.get(2), DS = SEGMENTS.get(3),
            FS = SEGMENTS.get(4), GS = SEGMENTS.get(5);

    /** The local descriptor table and the task register. */
    public static final Segment LDTR = system("ldtr"), TR = system("tr");

    /** The global descriptor table and the interrupt descriptor table. */
    public static final Register GDTR_BASE = FILE.supervisor("gdtr.base", 32), GDTR_LIMIT = FILE.supervisor("gdtr.limit", 16),
            IDTR_BASE = FILE.supervisor("idtr.base", 32), IDTR_LIMIT = FILE.supervisor("idtr.limit", 16);

    /** Control registers. */
    public static final Register CR0 = FILE.supervisor("cr0", 32), CR2 = FILE.supervisor("cr2", 32), CR3 = FILE.supervisor("cr3", 32),
            CR4 = FILE.supervisor("cr4", 32);

    /** Debug registers 0–3, 6 and 7. */
    public static final List<Register> BREAKPOINTS = List.of(FILE.supervisor("dr0", 32), FILE.supervisor("dr1", 32),
            FILE.supervisor("dr2", 32), FILE.supervisor("dr3", 32));

    /** Debug status and control. */
    public static final Register DR6 = FILE.supervisor("dr6", 32), DR7 = FILE.supervisor("dr7", 32);

    /** What WRMSR added to the time-stamp counter. */
    public static final Register TSC_OFFSET = FILE.supervisor("tsc.offset", 64);

    /** Whether the processor is halted; whether it is between an NMI and the next IRET. */
    public static final Register HALTED = FILE.supervisor("halted", 1), NMI_BLOCKED = FILE.supervisor("nmi.blocked", 1);

    /** Bits of CR0: protection, monitor coprocessor, emulation, task switched, extension type, write protect, alignment mask, paging. */
    public static final int CR0_PE = 1, CR0_MP = 2, CR0_EM = 4, CR0_TS = 8, CR0_ET = 16, CR0_WP = 0x1_0000, CR0_AM = 0x4_0000,
            CR0_PG = 1 << 31;

    /** Bits of CR4: time-stamp disable, debugging extensions, page-size extensions. */
    public static final int CR4_TSD = 4, CR4_DE = 8, CR4_PSE = 16;

    static {
        // values that no guest is likely to use, so that a leak is seen
        FILE.lowered(CPL, 3);
        FILE.lowered(PE, 1);
        FILE.passed(VM);
        FILE.lowered(IF, 1);
        FILE.lowered(CR0, (int) 0x8001_003bL);
        FILE.lowered(CR3, 0x7fff_0000);
        FILE.lowered(CR4, CR4_TSD);
        FILE.lowered(DR7, 0x400);
        FILE.lowered(GDTR_BASE, (int) 0xffc0_0000L);
        FILE.lowered(GDTR_LIMIT, 0x7f);
        FILE.lowered(IDTR_BASE, (int) 0xffc0_1000L);
        FILE.lowered(IDTR_LIMIT, 0x7ff);
        FILE.lowered(TR.selector(), 0x38);
        FILE.lowered(TR.base(), (int) 0xffc0_2000L);
        FILE.lowered(TR.limit(), 0x65); // no room for an I/O permission bitmap
        FILE.lowered(TR.attributes(), 0x8b);
        for (int i = 0; i < 6; i++) FILE.lowered(SEGMENTS.get(i).selector(), 0x43 + 8 * i);
    }

    private static Segment segment(String name, boolean flat) {
        return new Segment(name, FILE.supervisor(name, 16), FILE.user(name + ".base", 32), FILE.user(name + ".limit", 32),
                FILE.user(name + ".attributes", 16), flat ? FILE.user(name + ".flat", 1) : null);
    }

    private static Segment system(String name) {
        return new Segment(name, FILE.supervisor(name, 16), FILE.supervisor(name + ".base", 32), FILE.supervisor(name + ".limit", 32),
                FILE.supervisor(name + ".attributes", 16), null);
    }
}
