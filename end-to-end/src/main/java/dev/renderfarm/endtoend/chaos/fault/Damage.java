package dev.renderfarm.endtoend.chaos.fault;

import java.util.Arrays;
import java.util.Locale;

/** What has become of a record. */
public enum Damage {
    /** Its first half is left. */
    TRUNCATED,
    /** As long as it was, and each byte another one. */
    CORRUPTED,
    /** Nothing is left. */
    EMPTY;

    public byte[] of(byte[] value) {
        return switch (this) {
            case TRUNCATED -> Arrays.copyOf(value, value.length / 2);
            case CORRUPTED -> {
                byte[] other = value.clone();
                for (int i = 0; i < other.length; i++) {
                    other[i] ^= (byte) 0xA5;
                }
                yield other;
            }
            case EMPTY -> new byte[0];
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
