package dev.renderfarm.coordinator.intake;

import java.util.List;
import java.util.regex.Pattern;

/** Marks that prompts have for other programs. No model of the farm knows any of them: they are read as text. */
enum PromptMark {
    WEIGHT("\\([^()]*+(?<=:[0-9.]{1,8})\\)", "weights such as (red:1.3)", "("),
    EMPHASIS("\\(\\([^()]*+\\)|\\[[^\\[\\]]++\\]", "brackets for emphasis such as ((glossy)) and [matte]", "((", "["),
    CHOICE("\\{[^{}|]*+\\|[^{}]*+\\}", "choices such as {red|blue}", "{"),
    WILDCARD("__[^\\s_]\\S*?__", "wildcards such as __colour__", "__"),
    NETWORK("<[a-z]{2,12}:[^<>]++>", "networks such as <lora:name:0.8>", "<"),
    BREAK("\\bBREAK\\b", "the word BREAK", "BREAK"),
    OPTION("(?:^|\\s)--[a-z]", "options such as --ar 3:2", "--");

    private final Pattern pattern;
    private final String example;
    private final List<String> hints;

    /** @param hints of which one is in each text that the pattern is in: they are found sooner */
    PromptMark(String pattern, String example, String... hints) {
        this.pattern = Pattern.compile(pattern);
        this.example = example;
        this.hints = List.of(hints);
    }

    boolean isIn(String prompt) {
        for (String hint : hints) {
            if (prompt.contains(hint)) {
                return pattern.matcher(prompt).find();
            }
        }
        return false;
    }

    /** For people: what becomes of it. */
    String warning() {
        return "holds " + example + ": marks of other programs are read as plain text";
    }
}
