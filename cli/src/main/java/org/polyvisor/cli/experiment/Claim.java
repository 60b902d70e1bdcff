package org.polyvisor.cli.experiment;

/**
 * A claim and what running it showed.
 *
 * @param claim one sentence
 * @param expected what must be measured
 * @param measured what was
 * @param holds whether it agrees
 */
record Claim(String claim, String expected, String measured, boolean holds) {

    /** A claim that something is the same. */
    static Claim equal(String claim, Object expected, Object measured) {
        return new Claim(claim, expected.toString(), measured.toString(), expected.equals(measured));
    }

    /** A claim that something happened in all of a number of trials, at least one. */
    static Claim all(String claim, long of, long measured) {
        return new Claim(claim, of + " of " + of, measured + " of " + of, of > 0 && of == measured);
    }
}
