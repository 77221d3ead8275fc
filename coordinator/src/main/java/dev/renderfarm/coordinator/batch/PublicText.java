package dev.renderfarm.coordinator.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Words of the farm's own programs, as a shop may read them: without inside addresses, object keys or class names. */
public final class PublicText {

    private static final Map<Pattern, String> INSIDE = patterns();

    public static String of(String words) {
        String text = words;
        for (Map.Entry<Pattern, String> inside : INSIDE.entrySet()) {
            text = inside.getKey().matcher(text).replaceAll(inside.getValue());
        }
        return text.strip();
    }

    private static Map<Pattern, String> patterns() {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        String port = "(?::\\d{1,5})?";
        patterns.put(
                Pattern.compile("(?:\\b(?:at|to|from|of) )?\\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s,;)\\]]+[^\\s,;:.)\\]]"),
                "");
        patterns.put(Pattern.compile("(?:\\b(?:at|to|from) )?/?\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b" + port), "");
        patterns.put(Pattern.compile("(?:\\b(?:at|to|from) )?/?\\[[0-9a-fA-F:]*:[0-9a-fA-F:]*\\]" + port), "");
        patterns.put(
                Pattern.compile("(?:\\b(?:at|to|from) )?\\b(?:localhost|[\\w-]+(?:\\.[\\w-]+)+)/?:\\d{2,5}\\b"), "");
        patterns.put(Pattern.compile("\\b(?:batches|files)/[^\\s:,;]+"), "an object of the farm");
        patterns.put(Pattern.compile("\\b(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error)\\b(?:: )?"), "");
        patterns.put(Pattern.compile(" +(?=[:,;.)]|$)"), "");
        patterns.put(Pattern.compile(" {2,}"), " ");
        return patterns;
    }

    private PublicText() {}
}
