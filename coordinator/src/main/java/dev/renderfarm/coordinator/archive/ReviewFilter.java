package dev.renderfarm.coordinator.archive;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.coordinator.batch.TaskLetters;
import java.util.Locale;

/** What somebody has judged pictures to be, by the letters of {@link TaskLetters}. */
public enum ReviewFilter {
    APPROVED('a'),
    REJECTED('r'),
    UNDECIDED(TaskLetters.UNDECIDED);

    private final char letter;

    ReviewFilter(char letter) {
        this.letter = letter;
    }

    boolean takes(char verdict) {
        return letter == verdict;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String of(char verdict) {
        for (ReviewFilter filter : values()) {
            if (filter.takes(verdict)) {
                return filter.wireName();
            }
        }
        return "";
    }
}
