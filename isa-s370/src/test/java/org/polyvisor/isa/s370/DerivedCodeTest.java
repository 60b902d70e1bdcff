package org.polyvisor.isa.s370;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.testkit.DerivedCodeContract;

@DisplayName("What becomes of instructions of System/370")
class DerivedCodeTest extends DerivedCodeContract {
    @Override
    protected InstructionSet instructionSet() {
        return new S370();
    }

    @Override
    protected List<Limit> limits() {
        return List.of(
                new Limit("LR 1,2", "1812", 1, 1, 4),
                new Limit("LTR 1,2", "1212", 1, 2, 11),
                new Limit("AR 1,2", "1a12", 1, 1, 25),
                new Limit("ALR 1,2", "1e12", 1, 1, 25),
                new Limit("SR 1,2", "1b12", 1, 1, 25),
                new Limit("CR 1,2", "1912", 1, 1, 11),
                new Limit("NR 1,2", "1412", 1, 1, 17),
                new Limit("MR 2,5", "1c25", 1, 4, 20),
                new Limit("DR 2,5", "1d25", 1, 20, 107),
                new Limit("LA 1,8(2,3)", "41123008", 1, 2, 13),
                new Limit("L 1,8(2,3)", "58123008", 1, 1, 32),
                new Limit("ST 1,8(2,3)", "50123008", 1, 1, 28),
                new Limit("IC 1,8(2,3)", "43123008", 1, 2, 39),
                new Limit("STC 1,8(2,3)", "42123008", 1, 1, 32),
                new Limit("A 1,8(0,3)", "5a103008", 1, 2, 50),
                new Limit("C 1,8(0,3)", "59103008", 1, 2, 36),
                new Limit("CLI 8(3),5", "95053008", 1, 2, 35),
                new Limit("TM 8(3),5", "91053008", 1, 2, 35),
                new Limit("SLL 1,3", "89100003", 1, 1, 6),
                new Limit("CR 1,2; BC 8,8(0,3)", "191247803008", 2, 1, 48),
                new Limit("BCT 1,8(0,3)", "46103008", 1, 2, 44),
                new Limit("BCR 15,14", "07fe", 1, 1, 27),
                new Limit("AR 1,2; BAL 14,8(0,3)", "1a1245e03008", 2, 14, 108),
                new Limit("LM 1,4,8(3)", "98143008", 1, 9, 123),
                new Limit("MVC 0(8,2),0(3)", "d20720003000", 1, 3, 46),
                new Limit("CLC 0(8,2),0(3)", "d50720003000", 1, 6, 56),
                new Limit("SVC 1", "0a01", 1, 2, 19));
    }
}
