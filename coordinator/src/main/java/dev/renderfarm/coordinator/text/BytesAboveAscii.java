package dev.renderfarm.coordinator.text;

/** How the bytes above ASCII of a text stand in it. Shares are from 0 to 1, and 0 where there are none. */
final class BytesAboveAscii {

    /** Dashes, quotes, signs and figures of the Windows code pages, which stand by themselves. */
    private static final String SIGNS = "\u0080\u0082\u0084\u0085\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0099\u00A0"
            + "\u00A7\u00A9\u00AB\u00AE\u00B0\u00B1\u00B2\u00B4\u00B5\u00B7\u00BB\u00D7";

    private final byte[] text;

    BytesAboveAscii(byte[] text) {
        this.text = text;
    }

    /** Pairs whose first byte is in that range, the second from there on. */
    int pairs(int first, int last, int second) {
        return countPairs(first, last, second)[0];
    }

    /** Of all pairs that begin above ASCII, but for punctuation. */
    double shareOfPairs(int first, int last, int second) {
        int[] counts = countPairs(first, last, second);
        return counts[1] == 0 ? 0 : (double) counts[0] / counts[1];
    }

    private int[] countPairs(int first, int last, int second) {
        int those = 0;
        int all = 0;
        for (int i = 0; i + 1 < text.length; i++) {
            int lead = at(i);
            if (lead < 0x80) {
                continue;
            }
            int trail = at(i + 1);
            boolean punctuation = lead >= 0xA1 && lead <= 0xA3 && trail >= 0x80;
            all += punctuation ? 0 : 1;
            those += !punctuation && lead >= first && lead <= last && trail >= second ? 1 : 0;
            i += trail >= 0x40 ? 1 : 0;
        }
        return new int[] {those, all};
    }

    /** Letters of windows-1251 beside others of them, most of them small. */
    double shareOfCyrillic() {
        int all = 0;
        int letters = 0;
        int small = 0;
        for (int i = 0; i < text.length; i++) {
            if (at(i) >= 0x80) {
                all++;
                letters += isCyrillic(at(i)) && (isCyrillic(at(i - 1)) || isCyrillic(at(i + 1))) ? 1 : 0;
                small += at(i) >= 0xE0 ? 1 : 0;
            }
        }
        return 2 * small < all || all == 0 ? 0 : (double) letters / all;
    }

    /** Accented letters of a Windows code page beside ASCII letters, and signs by themselves. */
    double shareBesideLetters(String lettersBelowC0) {
        int all = 0;
        int those = 0;
        for (int i = 0; i < text.length; i++) {
            int b = at(i);
            if (b >= 0x80) {
                all++;
                boolean letter = (b >= 0xC0 && b != 0xD7 && b != 0xF7) || lettersBelowC0.indexOf(b) >= 0;
                those += (letter && besideLetter(i)) || (SIGNS.indexOf(b) >= 0 && alone(i)) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) those / all;
    }

    /** Accented letters of Mac OS beside small ASCII letters. */
    double shareOfMacintosh() {
        int all = 0;
        int those = 0;
        for (int i = 0; i < text.length; i++) {
            if (at(i) >= 0x80) {
                all++;
                those += at(i) <= 0x9F && (isSmall(at(i - 1)) || isSmall(at(i + 1))) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) those / all;
    }

    /** The text begins in the middle of a line: what stood before it is not known. */
    private boolean besideLetter(int i) {
        return i == 0 || isAsciiLetter(at(i - 1)) || isAsciiLetter(at(i + 1));
    }

    private boolean alone(int i) {
        return at(i - 1) < 0x80 && at(i + 1) < 0x80;
    }

    private int at(int i) {
        return i < 0 || i >= text.length ? ' ' : text[i] & 0xFF;
    }

    private static boolean isCyrillic(int b) {
        return b >= 0xC0 || b == 0xA8 || b == 0xB8;
    }

    private static boolean isAsciiLetter(int b) {
        return isSmall(b) || (b >= 'A' && b <= 'Z');
    }

    private static boolean isSmall(int b) {
        return b >= 'a' && b <= 'z';
    }
}
