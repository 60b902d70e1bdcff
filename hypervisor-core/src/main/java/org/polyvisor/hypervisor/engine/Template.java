package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.List;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.RecordedInstruction;

/** A position-independent instruction, prepared once for all places where it lies. */
final class Template {
    /** So many forms; one that depends on what left the flags can have a great many. */
    private static final int MOST_FORMS = 8;

    /** What a template is where this much is known of the flags. */
    static final class Form {
        private final int[] known;
        private final Prepared model;
        /** Whether its micro-ops are the same everywhere, whatever stands before them. */
        final boolean replays;
        private final Lowering.Passage[] passages;
        /** What it looks at of late flags, as {@link FlagLiveness} has it; −1: not asked for yet. */
        int looks = -1;
        /** What is known of each group's kind after it; −1: what was known before, since it leaves the group alone. */
        private final int[] after;
        private final boolean unshares;

        private Form(int[] known, Prepared model) {
            this.known = known;
            this.model = model;
            Control c = model.in().control();
            replays = (c instanceof Control.Next || c instanceof Control.Jump) && !timed(model.in().effects());
            after = LateFlags.after(model);
            unshares = LateFlags.unshares(model);
            passages = new Lowering.Passage[1 << known.length];
        }

        private static boolean timed(List<Effect> effects) {
            for (Effect e : effects) if (e instanceof Effect.Time || e instanceof Effect.When w && timed(w.body())) return true;
            return false;
        }

        /** What an instruction of this form was lowered to, with as many late flags left; or null. */
        Lowering.Passage passage(Prepared p, int generation) {
            Lowering.Passage c = passages[left(p)];
            return c != null && c.generation() == generation ? c : null;
        }

        void keep(Prepared p, Lowering.Passage c) {
            passages[left(p)] = c;
        }

        private static int left(Prepared p) {
            int mask = 0;
            for (int g = 0; g < p.late().length; g++) if (p.late()[g] != null) mask |= 1 << g;
            return mask;
        }

        private Prepared at(int pc, int next) {
            RecordedInstruction m = model.in();
            return new Prepared(new RecordedInstruction(pc, next, m.length(), m.effects(), m.commits(), m.control()), model.forced(),
                    model.late(), model.settled(), this);
        }
    }

    final Row row;
    private final LateFlags flags;
    private final LateFlags.Deferred deferred;
    private final int addressMask;
    private Form[] forms = {};

    Template(Row row, LateFlags flags, LateFlags.Deferred deferred, int addressMask) {
        this.row = row;
        this.flags = flags;
        this.deferred = deferred;
        this.addressMask = addressMask;
    }

    /** This instruction at an address; updates what is known of each group's kind. */
    Prepared prepare(int pc, int[] known) {
        int[] relevant = flags.relevant(deferred, known);
        Form form = null;
        for (Form f : forms) if (Arrays.equals(f.known, relevant)) {
            form = f;
            break;
        }
        if (form == null) {
            form = new Form(relevant, flags.prepare(deferred, known.clone(), false));
            forms = Arrays.copyOf(forms.length == MOST_FORMS ? new Form[0] : forms, forms.length % MOST_FORMS + 1);
            forms[forms.length - 1] = form;
        }
        LateFlags.learn(form.after, form.unshares, known);
        return form.at(pc, pc + deferred.in().length() & addressMask);
    }
}
