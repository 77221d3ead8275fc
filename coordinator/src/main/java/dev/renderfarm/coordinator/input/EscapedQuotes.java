package dev.renderfarm.coordinator.input;

import java.io.IOException;
import java.io.Reader;

/**
 * Turns the quotes that PHP writes with a backslash ({@code "a \"handle\""}, as in exports of WooCommerce) into those
 * of RFC 4180 ({@code "a ""handle"""}). What is RFC 4180 already passes as it is: a backslash escapes only from the
 * first place on where the text would be none otherwise.
 */
final class EscapedQuotes extends Reader {

    private static final char QUOTE = '"';
    private static final char BACKSLASH = '\\';
    private static final int END = -1;

    private enum Style {
        UNKNOWN,
        DOUBLED,
        ESCAPED
    }

    private final Reader in;
    private final char separator;
    private final char[] buffer = new char[8192];
    private int position;
    private int limit;
    private Style style = Style.UNKNOWN;
    private boolean quoted;
    private boolean beginsCell = true;
    private char owed;
    private boolean owes;

    EscapedQuotes(Reader in, char separator) {
        this.in = in;
        this.separator = separator;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = nextOfResult();
            if (c == END) {
                return count == 0 && length > 0 ? END : count;
            }
            target[offset + count++] = (char) c;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int nextOfResult() throws IOException {
        if (owes) {
            owes = false;
            return owed;
        }
        int c = next();
        if (!quoted) {
            quoted = c == QUOTE && beginsCell;
            beginsCell = c == separator || c == '\n' || c == '\r' || (beginsCell && c == ' ');
            return c;
        }
        if (c == QUOTE) {
            if (ahead(0) == QUOTE) {
                return pair(QUOTE);
            }
            quoted = false;
            beginsCell = false;
        } else if (c == BACKSLASH && ahead(0) == QUOTE && escapes()) {
            pair(QUOTE);
            return QUOTE;
        } else if (c == BACKSLASH && ahead(0) == BACKSLASH && style == Style.ESCAPED) {
            return pair(BACKSLASH);
        }
        return c;
    }

    /** The next character is part of this one. */
    private int pair(char c) throws IOException {
        next();
        owed = c;
        owes = true;
        return c;
    }

    /** Whether the backslash before a quote escapes it; the first place where only one of both can be decides. */
    private boolean escapes() throws IOException {
        if (style == Style.UNKNOWN) {
            int after = ahead(1);
            if (after == QUOTE) {
                style = endsCell(ahead(2)) ? Style.ESCAPED : Style.DOUBLED;
            } else if (!endsCell(after)) {
                style = Style.ESCAPED;
            }
        }
        return style == Style.ESCAPED;
    }

    private boolean endsCell(int c) {
        return c == separator || c == '\n' || c == '\r' || c == END;
    }

    private int next() throws IOException {
        int c = ahead(0);
        position += c == END ? 0 : 1;
        return c;
    }

    /** A character that is not read yet. */
    private int ahead(int distance) throws IOException {
        while (position + distance >= limit) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return END;
            }
            limit += read;
        }
        return buffer[position + distance];
    }
}
