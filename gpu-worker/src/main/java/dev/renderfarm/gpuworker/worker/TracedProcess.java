package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.gpuworker.trace.TaskSampling;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.tracing.span.TraceSettings;
import dev.renderfarm.tracing.span.Tracing;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Traces of this process; without an endpoint there is nothing of them. */
@Singleton
final class TracedProcess {

    private final TaskSampling sampling;
    private final @Nullable Tracing tracing;

    TracedProcess(
            TaskTracesConfig config,
            WorkerConfig worker,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.sampling = new TaskSampling(config.taskShare());
        this.tracing = config.endpoint()
                .map(endpoint -> Tracing.to(new TraceSettings(
                        endpoint,
                        TraceSettings.headers(config.headers().orElse(null)),
                        service,
                        version,
                        WorkerIds.choose(worker.id()).value())))
                .orElse(null);
    }

    @Produces
    @Singleton
    TaskTraces tasks(FarmTopics topics, InstantSource clock) {
        return tracing == null
                ? TaskTraces.NONE
                : new OpenTelemetryTaskTraces(tracing.tracer(), sampling, topics, clock);
    }

    /** What ended last is sent before the process ends. */
    @PreDestroy
    void close() {
        if (tracing != null) {
            tracing.close();
        }
    }
}
