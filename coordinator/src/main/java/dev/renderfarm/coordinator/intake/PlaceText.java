package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a place: {@code center}, {@code fit:0.6}, {@code x,y}, {@code x,y,width,height}, or the same as JSON. */
final class PlaceText {

    static final String FORM =
            "must be center, fit:0.6 (a share of the smaller side), x,y or x,y,width,height in pixels, or"
                    + " {\"x\": …, \"y\": …, \"width\": …, \"height\": …}, or {\"fit\": …}";

    private static final Pattern FIT = Pattern.compile("fit\\s*[:= ]\\s*([0-9]{0,3}(?:[.,][0-9]{1,9})?)\\s*(%?)");
    private static final String NUMBER = "\\s*([0-9]{1,6})\\s*";
    private static final String MAYBE = "\\s*([0-9]{0,6})\\s*";
    private static final Pattern CORNER = Pattern.compile(NUMBER + "," + NUMBER + "(?:," + MAYBE + "," + MAYBE + ")?");

    /** What a JSON object says. */
    private record Said(
            @Nullable Integer x,
            @Nullable Integer y,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Double fit) {}

    /** Empty where it is none. */
    static Optional<Place> read(String given) {
        String text = given.strip().toLowerCase(Locale.ROOT);
        try {
            if (text.startsWith("{")) {
                return said(Json.read(text.getBytes(StandardCharsets.UTF_8), Said.class));
            }
            if (text.equals("center") || text.equals("centre") || text.equals("centred")) {
                return Optional.of(new Place.Centred(null));
            }
            Matcher fit = FIT.matcher(text);
            if (fit.matches()) {
                double share = Double.parseDouble("0" + fit.group(1).replace(',', '.'));
                return Optional.of(new Place.Centred(fit.group(2).isEmpty() ? share : share / 100));
            }
            Matcher corner = CORNER.matcher(text);
            return corner.matches()
                    ? Optional.of(new Place.At(
                            Integer.parseInt(corner.group(1)),
                            Integer.parseInt(corner.group(2)),
                            number(corner.group(3)),
                            number(corner.group(4))))
                    : Optional.empty();
        } catch (IllegalArgumentException | MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Place> said(Said said) {
        boolean sides = said.width() != null || said.height() != null;
        if (said.x() != null && said.y() != null && said.fit() == null) {
            return Optional.of(new Place.At(said.x(), said.y(), said.width(), said.height()));
        }
        return said.fit() != null && said.x() == null && said.y() == null && !sides
                ? Optional.of(new Place.Centred(said.fit()))
                : Optional.empty();
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Integer.valueOf(text);
    }

    private PlaceText() {}
}
