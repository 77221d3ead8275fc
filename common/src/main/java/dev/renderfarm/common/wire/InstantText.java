package dev.renderfarm.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Instants as ISO-8601 text, for years of four digits without Java's formatters, which take most of the time that
 * reading and writing a small record needs. The text is that of {@link Instant#toString()}; whatever else Jackson reads
 * as an instant is read as before.
 */
public final class InstantText {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_PER_DAY;
    private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_PER_DAY - 1;
    /** {@code 2026-01-02T03:04:05} */
    private static final int TO_SECONDS = 19;

    private static final int NANO_DIGITS = 9;

    /** What {@link Instant#toString()} gives. */
    public static String of(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < FIRST || second > LAST) {
            return instant.toString();
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
        int ofDay = Math.floorMod(second, SECONDS_PER_DAY);
        char[] text = new char[TO_SECONDS + 1 + NANO_DIGITS + 1];
        put(text, 0, 4, date.getYear());
        text[4] = '-';
        put(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        put(text, 11, 2, ofDay / 3600);
        text[13] = ':';
        put(text, 14, 2, ofDay / 60 % 60);
        text[16] = ':';
        put(text, 17, 2, ofDay % 60);
        int end = putFraction(text, instant.getNano());
        text[end] = 'Z';
        return new String(text, 0, end + 1);
    }

    /** No, three, six or nine digits. */
    private static int putFraction(char[] text, int nano) {
        if (nano == 0) {
            return TO_SECONDS;
        }
        text[TO_SECONDS] = '.';
        int digits = nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : NANO_DIGITS;
        put(text, TO_SECONDS + 1, digits, digits == 3 ? nano / 1_000_000 : digits == 6 ? nano / 1_000 : nano);
        return TO_SECONDS + 1 + digits;
    }

    private static void put(char[] text, int from, int digits, int number) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Empty where it is not of the form that {@link #of} gives; that may be an instant all the same. */
    static Optional<Instant> read(char[] text, int from, int length) {
        if (length <= TO_SECONDS || length > TO_SECONDS + 2 + NANO_DIGITS || !hasSigns(text, from, length)) {
            return Optional.empty();
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        int digits = Math.max(0, length - TO_SECONDS - 2);
        int fraction = digits == 0 ? 0 : number(text, from + TO_SECONDS + 1, digits);
        boolean isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        boolean isDate = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        if (!isTime || fraction < 0 || !(isDate || isLateInMonth(year, month, day))) {
            return Optional.empty();
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            fraction *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Optional.of(
                Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second, fraction));
    }

    private static boolean isLateInMonth(int year, int month, int day) {
        return year >= 0
                && month >= 1
                && month <= 12
                && day > 28
                && day <= LocalDate.of(year, month, 1).lengthOfMonth();
    }

    private static boolean hasSigns(char[] text, int from, int length) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + 10] == 'T'
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && text[from + length - 1] == 'Z'
                && (length == TO_SECONDS + 1 || (text[from + TO_SECONDS] == '.' && length > TO_SECONDS + 2));
    }

    /** Below 0 where it is none. */
    private static int number(char[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** To be registered after that of Java's times. */
    static SimpleModule module() {
        return new SimpleModule("instant-text")
                .addSerializer(Instant.class, new Writing())
                .addDeserializer(Instant.class, new Reading());
    }

    private static final class Writing extends StdScalarSerializer<Instant> {

        private static final long serialVersionUID = 1;

        Writing() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(of(value));
        }
    }

    private static final class Reading extends StdScalarDeserializer<Instant> {

        private static final long serialVersionUID = 1;

        Reading() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.hasToken(JsonToken.VALUE_STRING)) {
                Optional<Instant> read = read(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
                if (read.isPresent()) {
                    return read.get();
                }
            }
            return InstantDeserializer.INSTANT.deserialize(json, context);
        }
    }

    private InstantText() {}
}
