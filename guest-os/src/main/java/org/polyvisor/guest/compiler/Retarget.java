package org.polyvisor.guest.compiler;

import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Lets an instruction set another variable. */
final class Retarget {
    private Retarget() {}

    static Ir to(Variable v, Ir instruction) {
        return switch (instruction) {
            case Ir.Move i -> new Ir.Move(i.line(), v, i.from());
            case Ir.Binary i -> new Ir.Binary(i.line(), i.operator(), v, i.left(), i.right());
            case Ir.Unary i -> new Ir.Unary(i.line(), i.operator(), v, i.of());
            case Ir.Length i -> new Ir.Length(i.line(), v, i.array());
            case Ir.LoadElement i -> new Ir.LoadElement(i.line(), i.width(), v, i.array(), i.index());
            case Ir.LoadField i -> new Ir.LoadField(i.line(), v, i.object(), i.word());
            case Ir.LoadRaw i -> new Ir.LoadRaw(i.line(), i.width(), v, i.address());
            case Ir.LoadStatic i -> new Ir.LoadStatic(i.line(), v, i.symbol());
            case Ir.Call i -> new Ir.Call(i.line(), v, i.symbol(), i.arguments());
            case Ir.StoreElement _, Ir.StoreField _, Ir.StoreRaw _, Ir.StoreStatic _, Ir.Branch _, Ir.Jump _, Ir.Label _, Ir.Return _ ->
                throw new IllegalArgumentException("sets no variable: " + instruction);
        };
    }
}
