package dev.renderfarm.gpuworker.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Traces of tasks; there are none without an endpoint. */
@ConfigMapping(prefix = "renderfarm.traces")
public interface TaskTracesConfig {

    /** Of a receiver of OpenTelemetry's protocol by HTTP: {@code http://collector:4318}. */
    Optional<URI> endpoint();

    /** That the receiver wants, as {@code name=value,name=value}. */
    Optional<String> headers();

    /** Share of the tasks that is traced, from 0 to 1; those that fail are traced besides. */
    @WithDefault("0.01")
    double taskShare();
}
