package dev.renderfarm.gpuworker.imprint;

/** Text that every reader takes as it is. */
final class PrintableText {

    /** Control characters other than line feed and tab, and halves of pairs, become the replacement character. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(character -> {
            boolean kept = character == '\n' || character == '\t' || !Character.isISOControl(character);
            boolean halfOfAPair = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            printable.appendCodePoint(kept && !halfOfAPair ? character : 0xFFFD);
        });
        return printable.toString();
    }

    private PrintableText() {}
}
