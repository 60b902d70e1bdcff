package org.polyvisor.cli.output;

/** What a guest prints, made harmless for the terminal and the report of the host. */
public final class GuestText {
    private GuestText() {}

    /**
     * {@return the text without control sequences: every control character but the end of a line and the tabulator is shown as a dot}
     *
     * @param text as the guest printed it
     */
    public static String printable(String text) {
        StringBuilder b = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') b.append((char) c);
            else if (c == '\r') return;
            else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE) b.append('·');
            else b.appendCodePoint(c);
        });
        return b.toString();
    }
}
