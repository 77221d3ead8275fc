package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identity of a farm, such as {@code farm_5f0c9a…}: drawn once, and the same for its topics and its bucket. */
public record FarmId(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("farm_[a-z0-9]{1,48}");

    @JsonCreator
    public FarmId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a farm id, expected farm_ and letters or digits: " + value);
        }
    }

    public static FarmId random(RandomGenerator random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return new FarmId("farm_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
