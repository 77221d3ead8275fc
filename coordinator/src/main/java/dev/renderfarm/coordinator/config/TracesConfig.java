package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Traces of requests and batches; there are none without an endpoint. */
@ConfigMapping(prefix = "renderfarm.traces")
public interface TracesConfig {

    /** Of a receiver of OpenTelemetry's protocol by HTTP: {@code http://collector:4318}. */
    Optional<URI> endpoint();

    /** That the receiver wants, as {@code name=value,name=value}. */
    Optional<String> headers();
}
