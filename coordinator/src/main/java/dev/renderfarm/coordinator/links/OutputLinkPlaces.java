package dev.renderfarm.coordinator.links;

/**
 * In {@code output.jsonl}: the {@code url} of each entry of {@code response.body.data}, which is told by its depth. What
 * lines carry stands less deep.
 */
final class OutputLinkPlaces implements LinkPlaces {

    private static final String FIELD = "url";
    private static final int DEPTH = 5;

    private final StringBuilder field = new StringBuilder();
    private int depth;
    private boolean isValue;
    private boolean quoted;
    private boolean escaped;

    @Override
    public boolean covers(byte next) {
        if (next == '\n') { // never in a text: whatever the line was, the next one begins afresh
            quoted = false;
            escaped = false;
            enter(0);
            return false;
        }
        if (quoted) {
            return inText(next);
        }
        switch (next) {
            case '{', '[' -> enter(depth + 1);
            case '}', ']' -> depth--;
            case ',' -> isValue = false;
            case ':' -> isValue = true;
            case '"' -> beginText();
            default -> {
                // a number, a word or a blank
            }
        }
        return false;
    }

    private void enter(int level) {
        depth = level;
        isValue = false;
    }

    private void beginText() {
        quoted = true;
        if (!isValue) {
            field.setLength(0);
        }
    }

    private boolean inText(byte next) {
        if (next == '"' && !escaped) {
            quoted = false;
            return false;
        }
        escaped = next == '\\' && !escaped;
        if (!isValue && field.length() <= FIELD.length()) {
            field.append((char) next);
        }
        return isValue && depth == DEPTH && FIELD.contentEquals(field);
    }
}
