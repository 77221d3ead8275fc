package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.config.TracesConfig;
import dev.renderfarm.coordinator.ledger.process.KafkaCommandPublisher;
import dev.renderfarm.coordinator.trace.ProcessTraces;
import dev.renderfarm.tracing.span.TraceSettings;
import dev.renderfarm.tracing.span.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Traces of the process. */
class TraceBeans {

    @Produces
    @Singleton
    ProcessTraces traces(
            TracesConfig config,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.uuid") String instance) {
        return new ProcessTraces(config.endpoint()
                .map(endpoint -> Tracing.to(new TraceSettings(
                        endpoint, TraceSettings.headers(config.headers().orElse(null)), service, version, instance)))
                .orElse(null));
    }

    void close(@Disposes ProcessTraces traces) {
        traces.close();
    }

    @Produces
    @Singleton
    CommandPublisher commands(KafkaCommandPublisher publisher, FarmTopics topics, ProcessTraces traces) {
        return traces.traced(publisher, topics.commands());
    }
}
