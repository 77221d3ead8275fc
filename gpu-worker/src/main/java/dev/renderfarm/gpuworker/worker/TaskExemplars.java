package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.Traceparent;
import io.prometheus.client.exemplars.Exemplar;
import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the trace of a task beside what is counted of it, as an exemplar of OpenMetrics: from a failure or a slow picture
 * on a dashboard to its trace. Only traces that are kept are named.
 */
@Singleton
final class TaskExemplars implements ExemplarSampler {

    private final ThreadLocal<@Nullable Traceparent> counted = new ThreadLocal<>();

    /** Has whatever the action counts name the trace. */
    void naming(@Nullable Traceparent trace, Runnable action) {
        counted.set(trace);
        try {
            action.run();
        } finally {
            counted.remove();
        }
    }

    @Override
    public @Nullable Exemplar sample(double increment, @Nullable Exemplar previous) {
        return exemplar(increment);
    }

    @Override
    public @Nullable Exemplar sample(double value, double from, double to, @Nullable Exemplar previous) {
        return exemplar(value);
    }

    /** Null keeps the exemplar that was. */
    private @Nullable Exemplar exemplar(double value) {
        Traceparent trace = counted.get();
        return trace == null
                ? null
                : new Exemplar(
                        value, System.currentTimeMillis(), "trace_id", trace.traceId(), "span_id", trace.spanId());
    }

    /** What the registry asks for. */
    @Produces
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> sampler() {
        return Optional.of(this);
    }
}
