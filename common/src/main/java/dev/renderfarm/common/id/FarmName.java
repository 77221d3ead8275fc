package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Name of a farm: what the names of its topics and groups on Kafka begin with, so that several farms share a cluster.
 * Underscores are left out since Kafka takes them for dots, and a part {@code tasks} since it separates farm and model.
 */
public record FarmName(@JsonValue String value) {

    /** Kafka's limit of a topic's name, less the longest that may follow: {@code .tasks.}, a lane and a model. */
    public static final int MAX_LENGTH = 249 - ".tasks._interactive.".length() - ModelName.MAX_LENGTH;

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");
    private static final Pattern AMBIGUOUS = Pattern.compile(".*\\.tasks(\\..*)?");

    /** The farm that nobody named. */
    public static final FarmName DEFAULT = new FarmName("renderfarm");

    @JsonCreator
    public FarmName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a farm name, expected lower-case letters, digits and hyphens, in "
                    + "parts divided by dots: " + value);
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a farm name has at most " + MAX_LENGTH + " characters, this one has "
                    + value.length() + ": its topics would exceed Kafka's limit");
        }
        if (AMBIGUOUS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a farm name has no part \"tasks\" after a dot, its topics could be those " + "of another farm: "
                            + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
