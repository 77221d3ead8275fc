package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.id.BatchId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads the days and batches that questions about usage name. */
public final class UsageDates {

    /** The regular expression of what is read as a day, a moment or seconds since 1970. */
    public static final String SYNTAX = "[0-9]{1,11}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T.{1,40})?";

    private static final LocalDate FIRST = LocalDate.EPOCH;
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    /**
     * The day in UTC of a date such as {@code 2026-03-01}, of a moment of ISO 8601 with an offset, or of seconds since 1970;
     * empty where it is none of these, or not from 1970 to 9999.
     */
    public static Optional<LocalDate> day(String text) {
        if (!text.matches(SYNTAX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(text)).filter(day -> !day.isBefore(FIRST) && !day.isAfter(LAST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate read(String text) {
        if (text.indexOf('T') >= 0) {
            return LocalDate.ofInstant(OffsetDateTime.parse(text).toInstant(), ZoneOffset.UTC);
        }
        return text.indexOf('-') >= 0
                ? LocalDate.parse(text)
                : LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(text)), ZoneOffset.UTC);
    }

    static Optional<BatchId> batch(String text) {
        try {
            return Optional.of(new BatchId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private UsageDates() {}
}
