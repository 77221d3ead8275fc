package dev.renderfarm.coordinator.app;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets the label {@code uri} of served requests name routes only: whoever asks for whatever paths adds no series. Where
 * the server labels a request with its path, as one that was refused early, it becomes its route.
 */
final class RouteLabels implements MeterFilter {

    static final String OTHER = "UNKNOWN";

    private static final String URI = "uri";
    private static final Set<String> MARKS = Set.of("NOT_FOUND", "REDIRECTION", "root", OTHER);

    /** A test compares those of the API with its resources. */
    static final List<String> ROUTES = List.of(
            "/v1/autoscale",
            "/v1/batches",
            "/v1/batches/{id}",
            "/v1/batches/{id}/archive.zip",
            "/v1/batches/{id}/cancel",
            "/v1/batches/{id}/events",
            "/v1/batches/{id}/expedite",
            "/v1/batches/{id}/history",
            "/v1/batches/{id}/images/{file}",
            "/v1/batches/{id}/manifest.csv",
            "/v1/batches/{id}/pause",
            "/v1/batches/{id}/proceed",
            "/v1/batches/{id}/rerolls",
            "/v1/batches/{id}/resume",
            "/v1/batches/{id}/retry",
            "/v1/batches/{id}/reviews",
            "/v1/batches/{id}/tasks",
            "/v1/batches/{id}/tasks/skip",
            "/v1/batches/{id}/tasks/order",
            "/v1/batches/{id}/tasks/states",
            "/v1/batches/{id}/tasks/{index}",
            "/v1/batches/{id}/tasks/{index}/source.png",
            "/v1/batches/{id}/thumbnails/{file}",
            "/v1/events",
            "/v1/failures",
            "/v1/farm",
            "/v1/batches/plan",
            "/v1/batches/rebuild",
            "/v1/defaults",
            "/v1/files",
            "/v1/files/{id}",
            "/v1/files/{id}/content",
            "/v1/audit",
            "/v1/keys",
            "/v1/keys/{id}",
            "/v1/session",
            "/v1/images/edits",
            "/v1/images/generations",
            "/v1/models",
            "/v1/models/{id}",
            "/v1/presets",
            "/v1/presets/{name}",
            "/v1/profiles",
            "/v1/profiles/{name}",
            "/v1/sources",
            "/v1/templates",
            "/v1/templates/{name}",
            "/v1/usage",
            "/v1/usage.csv",
            "/v1/webhooks",
            "/v1/webhooks/{id}",
            "/v1/webhooks/{id}/deliveries",
            "/v1/webhooks/{id}/enable",
            "/v1/webhooks/{id}/replay",
            "/v1/webhooks/{id}/rotate",
            "/v1/webhooks/{id}/test",
            "/v1/workers",
            "/v1/workers/{id}",
            "/v1/workers/{id}/drain",
            "/v1/workers/{id}/resume",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/metrics",
            "/q/openapi");

    private static final List<Pattern> PATHS = ROUTES.stream()
            .map(route -> Pattern.compile(route.replaceAll("\\{[a-z]+}", "[^/]+")))
            .toList();

    @Override
    public Meter.Id map(Meter.Id id) {
        String uri = id.getName().startsWith("http.server") ? id.getTag(URI) : null;
        return uri == null
                ? id
                : id.replaceTags(id.getTags().stream()
                        .map(tag -> tag.getKey().equals(URI) ? Tag.of(URI, label(uri)) : tag)
                        .toList());
    }

    static String label(String uri) {
        if (MARKS.contains(uri) || ROUTES.contains(uri)) {
            return uri;
        }
        for (int i = 0; i < ROUTES.size(); i++) {
            if (PATHS.get(i).matcher(uri).matches()) {
                return ROUTES.get(i);
            }
        }
        return OTHER;
    }
}
