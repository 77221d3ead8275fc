package dev.renderfarm.endtoend.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the examples of a page: each block of {@code sh} is a command; a block of {@code json} or {@code text} next after it
 * is its answer, and a comment {@code <!-- keeps NAME=/pointer -->} before it names what later commands need of the answer.
 */
public final class Guide {

    private static final Pattern KEEPS = Pattern.compile("<!-- keeps (.*) -->");
    private static final String FENCE = "```";

    private final List<String> lines;
    private final List<GuideExample> examples = new ArrayList<>();
    private Map<String, String> keeps = Map.of();
    private int next;

    private Guide(List<String> lines) {
        this.lines = lines;
    }

    public static List<GuideExample> examples(List<String> lines) {
        Guide guide = new Guide(lines);
        guide.read();
        return List.copyOf(guide.examples);
    }

    private void read() {
        while (next < lines.size()) {
            int line = next + 1;
            String text = lines.get(next++);
            Matcher kept = KEEPS.matcher(text);
            if (kept.matches()) {
                keeps = variables(kept.group(1));
            } else if (text.startsWith(FENCE)) {
                String block = block();
                if (text.equals(FENCE + "sh")) {
                    examples.add(new GuideExample(line, block, keeps, answer()));
                    keeps = Map.of();
                }
            }
        }
    }

    /** The rest of a block whose first line was read. */
    private String block() {
        int end = next;
        while (!lines.get(end).equals(FENCE)) {
            end++;
        }
        String block = String.join("\n", lines.subList(next, end));
        next = end + 1;
        return block;
    }

    private @Nullable ExpectedAnswer answer() {
        int after = next;
        while (after < lines.size() && lines.get(after).isBlank()) {
            after++;
        }
        String opening = after < lines.size() ? lines.get(after) : "";
        for (ExpectedAnswer.Form form : ExpectedAnswer.Form.values()) {
            if (opening.equalsIgnoreCase(FENCE + form)) {
                next = after + 1;
                return new ExpectedAnswer(form, block());
            }
        }
        return null;
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String one : text.split(" ")) {
            int equals = one.indexOf('=');
            variables.put(one.substring(0, equals), one.substring(equals + 1));
        }
        return variables;
    }
}
