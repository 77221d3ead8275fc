package dev.renderfarm.cli.watch;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.Optional;

/** Puts the lines of a stream of server-sent events together again (WHATWG HTML, section 9.2.6). Not thread-safe. */
final class EventStream {

    private static final String DATA = "data:";

    private final StringBuilder data = new StringBuilder();

    /** @return the batch of the event that this line completes; events of other kinds yield nothing */
    Optional<Batch> accept(String line) {
        if (line.startsWith(DATA)) {
            String value = line.substring(DATA.length());
            data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
            return Optional.empty();
        }
        if (!line.isEmpty() || data.isEmpty()) {
            return Optional.empty();
        }
        String event = data.toString();
        data.setLength(0);
        return batch(event);
    }

    private static Optional<Batch> batch(String event) {
        try {
            return Optional.ofNullable(Json.read(event, Batch.class));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
