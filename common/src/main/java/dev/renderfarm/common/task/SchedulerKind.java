package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a model's samples are taken from noise to pictures. Those with Karras' noise levels are kinds of their own. */
public enum SchedulerKind {
    FLOW_MATCH_EULER,
    EULER,
    EULER_KARRAS,
    EULER_ANCESTRAL,
    DPMPP_2M,
    DPMPP_2M_KARRAS,
    DDIM;

    private static final String KARRAS = "_KARRAS";

    /** @throws IllegalArgumentException if there is none of that name */
    @JsonCreator
    public static SchedulerKind named(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("scheduler " + text
                        + " is not known, only "
                        + Arrays.stream(values()).map(SchedulerKind::wireName).collect(Collectors.joining(", "))));
    }

    public static Optional<SchedulerKind> find(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isKarras() {
        return name().endsWith(KARRAS);
    }

    /** The same with Karras' noise levels, or without. */
    public SchedulerKind withKarras(boolean karras) {
        String plain = isKarras() ? name().substring(0, name().length() - KARRAS.length()) : name();
        return find((karras ? plain + KARRAS : plain).toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        new IllegalArgumentException("scheduler " + wireName() + " cannot have Karras' noise levels"));
    }
}
