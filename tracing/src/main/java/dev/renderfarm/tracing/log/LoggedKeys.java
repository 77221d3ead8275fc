package dev.renderfarm.tracing.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids that a line of the log names, as {@code taskId=batch_1/7}: the logging library writes key-values into the text
 * and has no fields for them. Only keys whose values never have a blank are looked for.
 */
public final class LoggedKeys {

    private static final Pattern KEY = Pattern.compile(
            "(?<!\\S)(batchId|taskId|traceId|workerId|attempt|model|topic|partition|offset|code)=(\\S+)");

    /** By key, in the order of the text; of a key that comes twice the first. A task's batch is among them. */
    public static Map<String, String> of(String line) {
        Map<String, String> keys = new LinkedHashMap<>();
        Matcher matcher = KEY.matcher(line);
        while (matcher.find()) {
            keys.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        String task = keys.get("taskId");
        if (task != null && task.indexOf('/') > 0) {
            keys.putIfAbsent("batchId", task.substring(0, task.indexOf('/')));
        }
        return keys;
    }

    private LoggedKeys() {}
}
