package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.coordinator.batch.TermsChange;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what somebody asks for of a batch's terms, or says which field is wrong.
 *
 * @param place before the names of the fields
 */
record TermsCheck(String place, Instant now) {

    private static final Pattern NAME = Pattern.compile(Terms.NAME);
    private static final Pattern MOMENT = Pattern.compile(BatchPatch.MOMENT);

    /** @throws RequestRefusedException naming the field */
    TermsChange change(@Nullable String name, @Nullable Integer priority, @Nullable String deadline) {
        if (name != null && (!NAME.matcher(name).matches() || name.codePoints().anyMatch(TermsCheck::isHalf))) {
            throw refused("name", "must be a line of text, without control characters");
        }
        boolean nameless = name != null && name.isBlank();
        boolean unhurried = deadline != null && deadline.isBlank();
        return new TermsChange(
                name == null || nameless ? null : name(name),
                priority == null ? null : priority(priority),
                deadline == null || unhurried ? null : deadline(deadline.strip()),
                nameless,
                unhurried);
    }

    /** Of a pair of surrogates: no schema says that. */
    private static boolean isHalf(int character) {
        return Character.getType(character) == Character.SURROGATE;
    }

    private String name(String given) {
        String name = given.strip();
        if (name.codePointCount(0, name.length()) > Terms.LONGEST_NAME) {
            throw refused("name", "must have at most " + Terms.LONGEST_NAME + " characters");
        }
        return name;
    }

    private int priority(int priority) {
        if (priority < Terms.LOWEST || priority > Terms.HIGHEST) {
            throw refused("priority", "must be a whole number from " + Terms.LOWEST + " to " + Terms.HIGHEST);
        }
        return priority;
    }

    private Instant deadline(String text) {
        Instant moment = moment(text);
        if (!moment.isAfter(now)) {
            throw refused("deadline", "must lie ahead, and it is " + now.truncatedTo(ChronoUnit.SECONDS) + " now");
        }
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant moment(String text) {
        try {
            if (MOMENT.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // answered below, as what has not the form
        }
        throw refused(
                "deadline",
                "must be a moment with its offset, such as 2026-01-02T18:00:00+01:00 or " + "2026-01-02T17:00:00Z");
    }

    private RequestRefusedException refused(String field, String mend) {
        return RequestRefusedException.invalid(place + field, field + " " + mend);
    }
}
