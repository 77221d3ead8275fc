package dev.renderfarm.coordinator.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Indexes of the pictures of a batch that are there since the status record before, beside its value: as text, divided by
 * commas. A picture is told once, by the record that first counts it.
 */
public final class DeliveredPictures {

    /** Where they travel; absent where there are none. */
    public static final String HEADER = "ce_delivered";

    private static final Pattern INDEXES = Pattern.compile("(0|[1-9][0-9]{0,8})(,(0|[1-9][0-9]{0,8}))*");

    public static void add(Headers headers, List<Integer> indexes) {
        if (!indexes.isEmpty()) {
            String text = indexes.stream().map(String::valueOf).collect(Collectors.joining(","));
            headers.add(HEADER, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** None where there are none, or they cannot be read. */
    public static List<Integer> of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        String text =
                header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        return INDEXES.matcher(text).matches()
                ? Stream.of(text.split(",")).map(Integer::valueOf).toList()
                : List.of();
    }

    private DeliveredPictures() {}
}
