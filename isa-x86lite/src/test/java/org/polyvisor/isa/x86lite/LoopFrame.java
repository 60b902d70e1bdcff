package org.polyvisor.isa.x86lite;

import java.util.List;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;

/**
 * What all programs of loops have in common: the beginning, and handlers that mend what an exception is about, so that the program goes on.
 * A page fault makes its page present, and takes another one away; a divisor becomes 3, and so on; what cannot be mended begins the
 * program anew. Whatever differs between programs is in variables.
 */
final class LoopFrame {
    static final int HANDLER = 0x3000, BEGIN = 0x2800, STACK0 = 0x5000, STACK3 = 0x6000, PAGES = 0x31000;
    static final int VARIABLES = 0x20000;
    /** Variables. Pointers are three words, PERIOD is two bytes. */
    static final int TICKS = VARIABLES, FAULTS = VARIABLES + 4, ALIAS = VARIABLES + 0x40, SELDOM = VARIABLES + 0x44,
            RIGHTS = VARIABLES + 0x48, RELOADS = VARIABLES + 0x4c, PERIOD = VARIABLES + 0x50, USER = VARIABLES + 0x54,
            POINTERS = VARIABLES + 0x58, COUNTS = VARIABLES + 0x100;
    private static final List<Integer> WITH_CODE = List.of(8, 10, 11, 12, 13, 14, 17);
    private static final int VECTORS = 64;

    private final StringBuilder text = new StringBuilder();
    private final List<Program.Chunk> chunks;

    /** @param main where programs begin */
    LoopFrame(Architecture a, int main) {
        begin(main);
        handlers();
        try {
            chunks = a.syntax().assemble(a, text.toString()).chunks();
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    void load(BareMachine m) {
        for (Program.Chunk c : chunks) m.load(c.address(), c.bytes());
    }

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(format, arguments)).append('\n');
    }

    private void out(int port, int... values) {
        for (int v : values) line("mov al, 0x%x\nout 0x%x, al", v, port);
    }

    /** Interrupt controller at vector 20, and a timer. */
    private void begin(int main) {
        line(".org 0x%x", BEGIN);
        out(0x20, 0x11);
        out(0x21, 0x20, 4, 1, 0xfe);
        out(0x43, 0x34);
        line("mov al, [0x%x]\nout 0x40, al\nmov al, [0x%x]\nout 0x40, al", PERIOD, PERIOD + 1);
        line("begin: mov esp, 0x%x\nmov eax, 0x23\nmov ds, eax\nmov es, eax\nmov fs, eax\nmov gs, eax\ncld", STACK0);
        line("mov ebx, [0x%x]\nmov esi, [0x%x]\nmov edi, [0x%x]", POINTERS, POINTERS + 4, POINTERS + 8);
        line("cmp byte ptr [0x%x], 0\njnz user", USER);
        line("push 0x202\npopfd\nmov eax, 0x%x\njmp eax", main);
        line("user: push 0x23\npush 0x%x\npush 0x3202\npush 0x1b\npush 0x%x\niretd", STACK3, main);
    }

    private void handlers() {
        for (int v = 0; v < VECTORS; v++) {
            line(".org 0x%x", HANDLER + 16 * v);
            if (v == 0x20) line("jmp tick");
            else line((WITH_CODE.contains(v) ? "" : "push 0\n") + "push %d\njmp common", v);
        }
        line("tick: push eax\nmov al, 0x20\nout 0x20, al\ninc dword ptr [0x%x]\npop eax\niretd", TICKS);
        line("common: pushad\nmov eax, [esp+32]\ninc dword ptr [eax*4+0x%x]", COUNTS);
        line("cmp eax, 14\njz page\ncmp eax, 3\njz done\ncmp eax, 4\njz done\ncmp eax, 0x30\njz done\ntest eax, eax\njz divide");
        line("cmp eax, 1\njz step\ncmp eax, 5\njz bound\ncmp eax, 6\njz undefined\ncmp eax, 13\njz general\njmp begin");
        line("divide: mov dword ptr [esp+24], 3\nmov dword ptr [esp+20], 0\nand dword ptr [esp+28], 255\njmp done");
        line("step: and dword ptr [esp+48], 0xfffffeff\njmp done");
        line("bound: mov dword ptr [esp+28], 5\njmp done");
        line("undefined: add dword ptr [esp+40], 2\njmp done");
        line("general: mov eax, [esp+40]\nmov al, [eax]\ncmp al, 0xfa\njz one\ncmp al, 0xf4\njz one\ncmp al, 0x8e\njz selector");
        line("cmp al, 0x64\njz pointer\njmp begin");
        line("one: inc dword ptr [esp+40]\njmp done");
        line("selector: mov dword ptr [esp+28], 0x23\njmp done");
        line("pointer: and dword ptr [esp+16], 255\njmp done");
        page();
        line("done: popad\nadd esp, 8\niretd");
    }

    /** Where no page is, a page of the data or the code gets a second address. */
    private void page() {
        line("page: mov eax, cr2\nshr eax, 12\ncmp eax, 1024\njae begin");
        line("lea ebx, [eax*4+0x%x]\ntest dword ptr [ebx], 0xfffff000\njnz known", PAGES);
        line("mov ecx, eax\nand ecx, 7\nshl ecx, 12\nadd ecx, [0x%x]\nmov [ebx], ecx", ALIAS);
        line("known: or dword ptr [ebx], 7\nmov eax, cr2\ninvlpg [eax]\nmov ecx, [0x%x]\ninc ecx\nmov [0x%x], ecx", FAULTS, FAULTS);
        line("test ecx, [0x%x]\njnz done\nshr ecx, 1\nand ecx, 7\njz done", SELDOM);
        line("mov dl, [0x%x]\nand [ecx*4+0x%x], dl\ncmp byte ptr [0x%x], 0\njnz all", RIGHTS, PAGES + (VARIABLES >> 10), RELOADS);
        line("shl ecx, 12\ninvlpg [ecx+0x%x]\njmp done", VARIABLES);
        line("all: mov eax, cr3\nmov cr3, eax\njmp done");
    }
}
