package org.polyvisor.isa.s370.platform.device;

import static org.polyvisor.isa.s370.platform.channel.StatusWord.ATTENTION;

import java.nio.charset.Charset;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.s370.platform.channel.DevicePort;

/**
 * The printer-keyboard 1052; A22-6877, "IBM 1052 Printer-Keyboard", as an operator's console.
 *
 * <p>The keyboard is open while a read is under way, and prints what is typed. What is typed before waits for the next read, so
 * that nothing is lost. A line ends by LF; backspace takes the last character of it back.
 */
public final class ConsoleTypewriter extends UnitRecord {
    /** Virtual time to print a message, and to take a line that is typed already. */
    private static final int MESSAGE_TIME = 1_000, LINE_TIME = 1_000;

    private static final int WRITE = 0x01, WRITE_WITH_RETURN = 0x09, READ = 0x0a, ALARM = 0x0b;
    private static final int MOST = 0xffff;
    private static final Charset EBCDIC = Charset.forName("IBM037");
    private static final int HORIZONTAL_TAB = 0x05, NEW_LINE = 0x15, LINE_FEED = 0x25, FIRST_GRAPHIC = 0x40;
    private static final char DELETE = 0x7f;

    private final Console console;
    private final StringBuilder typed = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private boolean reading;
    /** Whether the line has ended and is on its way to storage. */
    private boolean complete;

    /**
     * Makes one.
     *
     * @param console the paper and the keys
     */
    public ConsoleTypewriter(Console console) {
        this.console = console;
    }

    @Override
    public void connect(DevicePort connected) {
        super.connect(connected);
        console.connect(new Keys());
    }

    private final class Keys implements Console.Input {
        @Override
        public void type(String text) {
            typed.append(text);
            read();
        }

        @Override
        public void attention() {
            port().present(ATTENTION);
        }
    }

    @Override
    int operate(int command) {
        switch (command) {
            case WRITE -> port().later(MESSAGE_TIME, () -> write(""));
            case WRITE_WITH_RETURN -> port().later(MESSAGE_TIME, () -> write("\n"));
            case READ -> {
                reading = true;
                read();
            }
            case ALARM -> {
                console.write("\u0007");
                return finished();
            }
            default -> {
                return refuse(Sense.COMMAND_REJECT);
            }
        }
        return 0;
    }

    private void write(String end) {
        String text = text(port().take(MOST)) + end;
        if (!text.isEmpty()) console.write(text);
        end();
    }

    /** Graphics and the functions of the carriage; codes that are neither print nothing. */
    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            switch (b & 0xff) {
                case NEW_LINE, LINE_FEED -> text.append('\n');
                case HORIZONTAL_TAB -> text.append('\t');
                default -> {
                    if ((b & 0xff) >= FIRST_GRAPHIC && b != -1) text.append(new String(new byte[] {b}, EBCDIC));
                }
            }
        }
        return text.toString();
    }

    /** Prints what is typed as long as the keyboard is open; LF closes it. */
    private void read() {
        while (reading && !typed.isEmpty()) {
            char key = typed.charAt(0);
            typed.deleteCharAt(0);
            if (key == '\n') finishLine();
            else if ((key == '\b' || key == DELETE) && !line.isEmpty()) {
                line.setLength(line.length() - 1);
                console.write("\b \b");
            } else if (key >= ' ' && key != DELETE) {
                line.append(key);
                console.write(String.valueOf(key));
            }
        }
    }

    private void finishLine() {
        reading = false;
        complete = true;
        console.write("\n");
        port().later(LINE_TIME, () -> {
            port().put(line.toString().getBytes(EBCDIC));
            line.setLength(0);
            complete = false;
            end();
        });
    }

    /** What was typed for a read that is halted waits for the next one, which prints it once more. */
    @Override
    public void halt() {
        if (complete) line.append('\n');
        else if (!line.isEmpty()) console.write("\n");
        typed.insert(0, line);
        line.setLength(0);
        reading = complete = false;
    }
}
