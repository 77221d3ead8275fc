package dev.renderfarm.standalone.process;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The answer of a probe of MicroProfile Health. */
record HealthAnswer(List<Check> checks) {

    HealthAnswer {
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /** What the checks that are down say; empty where it is no such answer, or none is down. */
    static Optional<String> reasons(String body) {
        try {
            return Optional.of(Json.read(body, HealthAnswer.class).checks().stream()
                            .filter(check -> "DOWN".equals(check.status()))
                            .map(Check::reason)
                            .collect(Collectors.joining("; ")))
                    .filter(told -> !told.isEmpty());
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    record Check(String name, String status, Map<String, Object> data) {

        Check {
            data = data == null ? Map.of() : Map.copyOf(data);
        }

        String reason() {
            if (data.containsKey("reason")) {
                return String.valueOf(data.get("reason"));
            }
            String details = new TreeMap<>(data)
                    .entrySet().stream()
                            .map(detail -> detail.getKey() + " " + detail.getValue())
                            .collect(Collectors.joining(", "));
            return name + " is down" + (details.isEmpty() ? "" : " (" + details + ")");
        }
    }
}
