package dev.renderfarm.endtoend.flow;

import java.util.List;

/** The page {@code docs/field-cases.md}: its tables between words that stand in {@code field-cases/page.md}. */
final class FieldCasesPage {

    private final StringBuilder files = new StringBuilder();
    private final StringBuilder calls = new StringBuilder();

    void add(FieldCase given, List<String> answer) {
        row(
                files,
                given.id(),
                code(given.file()) + (given.options().isEmpty() ? "" : " with " + code(given.optionsText())),
                given.expectation(),
                String.join("<br>", answer.stream().map(FieldCasesPage::cell).toList()));
    }

    void add(FieldCall given, String answer) {
        row(calls, code(given.request()), given.expectation(), cell(answer));
    }

    private static void row(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    String text(String frame) {
        return frame.replace("{{files}}\n", files).replace("{{calls}}\n", calls);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** So that no text of a shop or of the farm is read as Markdown or HTML. */
    private static String cell(String text) {
        StringBuilder cell = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                cell.append(String.format("\\\\u%04x", c));
            } else if ("\\`*_{}[]<>|~".indexOf(c) >= 0) {
                cell.append('\\').appendCodePoint(c);
            } else {
                cell.appendCodePoint(c);
            }
        });
        return cell.toString();
    }
}
