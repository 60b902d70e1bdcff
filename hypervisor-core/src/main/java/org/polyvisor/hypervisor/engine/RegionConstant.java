package org.polyvisor.hypervisor.engine;

import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/**
 * What never changes for a region: static final fields of its class, whose contents, addresses and lengths the host's compiler
 * takes as constants. They come with the class, as its class data.
 */
enum RegionConstant {
    /** The processor that the region belongs to. */
    CPU,
    /** Its registers. */
    FRAME,
    /** Storage as it sees it. */
    MEMORY,
    /** The translations of the address space that the region was decoded in. */
    TRANSLATIONS,
    /** Their pages to load from, as long as the tables do not grow. */
    READ,
    /** Their pages to store to, likewise. */
    WRITE;

    /** The class of a region, in its own class file. */
    static final ClassDesc CD_REGION = ClassDesc.of(RegionConstant.class.getPackageName() + ".Translated");
    private static final ClassDesc CD_DATA = CD_Object.arrayType();

    private Class<?> type() {
        return switch (this) {
            case CPU -> Processor.class;
            case FRAME -> long[].class;
            case MEMORY -> Memory.class;
            case TRANSLATIONS -> Translations.class;
            case READ, WRITE -> byte[][].class;
        };
    }

    private Object content(Processor cpu) {
        return switch (this) {
            case CPU -> cpu;
            case FRAME -> cpu.frame;
            case MEMORY -> cpu.memory;
            case TRANSLATIONS -> cpu.memory.translations;
            case READ -> cpu.memory.translations.read;
            case WRITE -> cpu.memory.translations.write;
        };
    }

    private ClassDesc described() {
        return ClassDesc.ofDescriptor(type().descriptorString());
    }

    CodeBuilder push(CodeBuilder code) {
        return code.getstatic(CD_REGION, name(), described());
    }

    /** The class data of a region that is made now. */
    static Object[] data(Processor cpu) {
        Object[] all = new Object[values().length];
        for (RegionConstant c : values()) all[c.ordinal()] = c.content(cpu);
        return all;
    }

    /** The class data of the class that asks. */
    static Object[] handed(MethodHandles.Lookup own) {
        try {
            return MethodHandles.classData(own, ConstantDescs.DEFAULT_NAME, Object[].class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the host's machine keeps class data from " + own, e);
        }
    }

    /** Adds the fields, and what fills them. */
    static ClassBuilder declare(ClassBuilder b) {
        for (RegionConstant c : values()) b.withField(c.name(), c.described(), ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        return b.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, code -> {
            code.invokestatic(CD_MethodHandles, "lookup", MethodTypeDesc.of(CD_MethodHandles_Lookup));
            code.invokestatic(ClassDesc.of(RegionConstant.class.getName()), "handed", MethodTypeDesc.of(CD_DATA, CD_MethodHandles_Lookup));
            code.astore(0);
            for (RegionConstant c : values())
                code.aload(0).loadConstant(c.ordinal()).aaload().checkcast(c.described()).putstatic(CD_REGION, c.name(), c.described());
            code.return_();
        });
    }
}
