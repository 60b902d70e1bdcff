package org.polyvisor.guest.compiler;

import java.util.BitSet;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Reference;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Which references were used since the last label, and are not null therefore. */
final class NullChecks {
    private final boolean checked;
    private final BitSet used = new BitSet();

    /**
     * Makes it.
     *
     * @param checked whether references must be checked at all
     */
    NullChecks(boolean checked) {
        this.checked = checked;
    }

    /** {@return whether a reference must be checked before it is used} */
    boolean needed(IrValue reference) {
        return checked && possible(reference);
    }

    /** {@return whether a reference may be null} */
    boolean possible(IrValue reference) {
        return switch (reference) {
            case Reference _ -> false;
            case Constant _ -> true;
            case Variable v -> !used.get(v.number());
        };
    }

    /** An instruction was executed. */
    void after(Ir instruction) {
        switch (instruction) {
            case Ir.Label _ -> used.clear();
            case Ir.Length i -> use(i.array());
            case Ir.LoadElement i -> use(i.array());
            case Ir.StoreElement i -> use(i.array());
            case Ir.LoadField i -> use(i.object());
            case Ir.StoreField i -> use(i.object());
            case Ir.Move _, Ir.Binary _, Ir.Unary _, Ir.LoadRaw _, Ir.StoreRaw _, Ir.LoadStatic _, Ir.StoreStatic _, Ir.Branch _, Ir.Jump _,
                    Ir.Call _, Ir.Return _ -> {}
        }
        instruction.target().ifPresent(t -> used.clear(t.number()));
        if (instruction instanceof Ir.Move m) {
            if (!possible(m.from())) use(m.to());
        }
    }

    private void use(IrValue reference) {
        if (reference instanceof Variable v) used.set(v.number());
    }
}
