package dev.renderfarm.coordinator.input;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, none of them held beyond a limit. Ends of line are LF, CR LF or CR. */
final class BoundedLines {

    private final Reader in;
    private final int maxLength;
    private final char[] buffer = new char[8192];
    private int position;
    private int limit;
    private int number;
    private boolean afterCarriageReturn;

    BoundedLines(Reader in, int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /**
     * @param number from 1
     * @param text of the line, or the beginning of one that is longer than the limit
     * @param isWhole whether the text is all of it
     */
    record Line(int number, String text, boolean isWhole) {}

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        StringBuilder text = new StringBuilder();
        boolean tooLong = false;
        boolean anything = false;
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                continue;
            }
            afterCarriageReturn = c == '\r';
            anything = true;
            if (c == '\n' || c == '\r') {
                return line(text, tooLong);
            }
            tooLong = tooLong || text.length() == maxLength;
            if (!tooLong) {
                text.append((char) c);
            }
        }
        return anything ? line(text, tooLong) : null;
    }

    private Line line(StringBuilder text, boolean tooLong) {
        number++;
        return new Line(number, text.toString(), !tooLong);
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++];
    }
}
