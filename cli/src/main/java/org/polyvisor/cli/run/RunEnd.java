package org.polyvisor.cli.run;

/**
 * Why a run ended.
 *
 * @param exitCode of the program
 * @param reason a few words
 * @param code as the architecture shows it, or empty
 */
record RunEnd(int exitCode, String reason, String code) {

    RunEnd(int exitCode, String reason) {
        this(exitCode, reason, "");
    }

    @Override
    public String toString() {
        return code.isEmpty() ? reason : reason + ", code " + code;
    }
}
