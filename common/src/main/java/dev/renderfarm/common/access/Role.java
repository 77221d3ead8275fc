package dev.renderfarm.common.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the holder of a key may do; each may do what those before it may. */
public enum Role {
    /** Looks at batches, pictures and the farm. */
    VIEWER,
    /** Hands in files and batches, steers and judges them. */
    SUBMITTER,
    /** Runs the workers, and says who goes first. */
    OPERATOR,
    /** Gives and takes keys, and sees everybody's batches. */
    ADMIN;

    /** @throws IllegalArgumentException if there is none of that name */
    @JsonCreator
    public static Role named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a role, expected one of "
                        + Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", ")) + ": " + name));
    }

    /** Whether whoever has this role may do what the other may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
