package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.process.ChildSpec;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Knows how coordinator and workers of one farm are run: command, configuration and address. */
final class FarmChildren {

    private static final String HOST = "127.0.0.1";
    /** Loading a large model from a slow disk takes its time. */
    private static final Duration FARM_START_LIMIT = Duration.ofMinutes(5);

    /** A worker may finish the picture that it is drawing. */
    private static final Duration FARM_STOP_LIMIT = Duration.ofSeconds(45);

    private final FarmSpec spec;
    private final Installation installation;
    private final DataDirectory data;
    private final BackingServices services;
    private final JavaCommand java;
    private final Ports ports;

    FarmChildren(
            FarmSpec spec,
            Installation installation,
            DataDirectory data,
            BackingServices services,
            JavaCommand java,
            Ports ports) {
        this.spec = spec;
        this.installation = installation;
        this.data = data;
        this.services = services;
        this.java = java;
        this.ports = ports;
    }

    ChildSpec coordinator() {
        int port = spec.httpPort() == 0 ? ports.next() : spec.httpPort();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "renderfarm.models", spec.models().stream().map(Path::toString).collect(Collectors.joining(",")));
        properties.put("renderfarm.streams.state-dir", data.streams().toString());
        properties.put("renderfarm.topics.replication-factor", "1");
        return quarkus("coordinator", FarmPart.COORDINATOR, installation.coordinatorJar(), port, properties);
    }

    /** @param number from 1 */
    ChildSpec worker(int number) {
        String name = "worker-" + number;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("renderfarm.worker.id", name);
        properties.put(
                "renderfarm.worker.model-package",
                spec.models().get((number - 1) % spec.models().size()).toString());
        properties.put("renderfarm.worker.renderer", spec.renderer().configValue());
        return quarkus(name, FarmPart.WORKER, installation.workerJar(), ports.next(), properties);
    }

    private ChildSpec quarkus(String name, FarmPart part, Path jar, int port, Map<String, String> properties) {
        properties.put("quarkus.http.host", HOST);
        properties.put("quarkus.http.port", Integer.toString(port));
        properties.put("kafka.bootstrap.servers", services.bootstrapServers());
        properties.put("renderfarm.storage.endpoint", services.s3().address().toString());
        Map<String, String> environment = Map.of(
                "RENDERFARM_STORAGE_ACCESS_KEY",
                services.credentials().accessKey(),
                "RENDERFARM_STORAGE_SECRET_KEY",
                services.credentials().secretKey(),
                "TF_CPP_MIN_LOG_LEVEL",
                "2");
        URI address = http(port);
        return new ChildSpec(
                name,
                address,
                java.of(spec.jvm(part), properties, List.of("-jar", jar.toString())),
                environment,
                data.root(),
                log(name),
                HttpReadyCheck.ok(address.resolve("/q/health/ready")),
                FARM_START_LIMIT,
                FARM_STOP_LIMIT);
    }

    private Path log(String name) {
        return data.logs().resolve(name + ".log");
    }

    private static URI http(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }
}
