package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.FirstApiKey;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.SettingsFile;
import dev.renderfarm.standalone.layout.WebhookSecretFile;
import dev.renderfarm.standalone.process.ChildSpec;
import dev.renderfarm.standalone.process.HttpLostCheck;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Knows how coordinator and workers of one farm are run: command, configuration and address. */
final class FarmChildren {

    private static final String HOST = "127.0.0.1";

    /** Loading a large model from a slow disk takes its time. */
    private static final Duration FARM_START_PATIENCE = Duration.ofMinutes(5);

    /** A person has to attach a debugger first, and may stop at breakpoints. */
    private static final Duration SUSPENDED_START_PATIENCE = Duration.ofHours(8);

    /** A worker may finish the picture that it is drawing. */
    private static final Duration FARM_STOP_LIMIT = Duration.ofSeconds(45);

    private final FarmSpec spec;
    private final Installation installation;
    private final DataDirectory data;
    private final BackingServices services;
    private final JavaCommand java;
    private final Ports ports;
    private final int coordinatorPort;

    FarmChildren(
            FarmSpec spec,
            Installation installation,
            DataDirectory data,
            BackingServices services,
            JavaCommand java,
            Ports ports,
            int coordinatorPort) {
        this.spec = spec;
        this.installation = installation;
        this.data = data;
        this.services = services;
        this.java = java;
        this.ports = ports;
        this.coordinatorPort = coordinatorPort;
    }

    URI coordinatorAddress() {
        String host = spec.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + coordinatorPort);
    }

    ChildSpec coordinator() {
        return quarkus(
                FarmSpec.COORDINATOR,
                FarmPart.COORDINATOR,
                installation.coordinatorJar(),
                coordinatorAddress(),
                coordinatorSettings());
    }

    /** What the JVM of a coordinator is given that somebody else starts. */
    List<String> coordinatorArguments() {
        return spec.jvm(FarmPart.COORDINATOR).over(coordinatorSettings().property());
    }

    /**
     * @param number from 1
     * @param own settings, which win over the farm's
     */
    ChildSpec worker(int number, Map<String, String> own) {
        int port = ports.of(FarmSpec.worker(number));
        return quarkus(
                FarmSpec.worker(number),
                FarmPart.WORKER,
                installation.workerJar(),
                http(port),
                workerSettings(number, port, own));
    }

    /** What the JVM of a worker is given that somebody else starts. */
    List<String> workerArguments(int number) {
        return spec.jvm(FarmPart.WORKER)
                .over(workerSettings(number, ports.ofOther(FarmSpec.worker(number)), Map.of())
                        .property());
    }

    private SettingsFile coordinatorSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "renderfarm.models", spec.models().stream().map(Path::toString).collect(Collectors.joining(",")));
        settings.put("renderfarm.streams.state-dir", data.streams().toString());
        settings.put("renderfarm.http.upload-dir", data.uploads().toString());
        settings.put("renderfarm.topics.replication-factor", "1");
        settings.put("renderfarm.replicas.address", coordinatorAddress().getAuthority());
        settings.put("renderfarm.webhooks.secret", WebhookSecretFile.of(data, new SecureRandom()));
        // for a machine that is busy with other things; after a kill the next start waits for the session to end, but
        // ends the transaction itself
        settings.put("renderfarm.streams.session-timeout", "PT15S");
        settings.put("renderfarm.streams.client.\"producer.transaction.timeout.ms\"", "60000");
        // in the file, since a command line is everybody's; whether keys are asked for is the coordinator's to say, and
        // one that
        // is given none prints one into its log
        settings.put(
                "renderfarm.access.first-key",
                FirstApiKey.of(data, new SecureRandom()).text());
        return settings(FarmSpec.COORDINATOR, coordinatorPort, settings, Map.of());
    }

    private SettingsFile workerSettings(int number, int port, Map<String, String> own) {
        String name = FarmSpec.worker(number);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("renderfarm.worker.id", name);
        settings.put(
                "renderfarm.worker.model-package",
                spec.models().get((number - 1) % spec.models().size()).toString());
        settings.put("renderfarm.worker.renderer", spec.renderer().configValue());
        return settings(name, port, settings, own);
    }

    private SettingsFile settings(String name, int port, Map<String, String> settings, Map<String, String> own) {
        settings.put("renderfarm.farm-name", spec.name().value());
        settings.put("quarkus.http.host", HOST);
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", services.bootstrapServers());
        settings.put("renderfarm.storage.endpoint", services.s3().address().toString());
        settings.put("renderfarm.storage.access-key", services.credentials().accessKey());
        settings.put("renderfarm.storage.secret-key", services.credentials().secretKey());
        settings.putAll(own);
        SettingsFile file = data.settingsOf(name);
        file.write(settings);
        return file;
    }

    private ChildSpec quarkus(String name, FarmPart part, Path jar, URI address, SettingsFile settings) {
        return new ChildSpec(
                name,
                address,
                java.of(spec.jvm(part, name), settings.property(), List.of("-jar", jar.toString())),
                // Quarkus' Kafka clients heed the variable whatever the settings say
                Map.of("TF_CPP_MIN_LOG_LEVEL", "2", "KAFKA_BOOTSTRAP_SERVERS", services.bootstrapServers()),
                data.root(),
                data.logs().resolve(name + ".log"),
                HttpReadyCheck.ok(address.resolve("/q/health/ready")),
                new HttpLostCheck(address.resolve("/q/health/live")),
                spec.isSuspended(name) ? SUSPENDED_START_PATIENCE : FARM_START_PATIENCE,
                FARM_STOP_LIMIT);
    }

    private static URI http(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }
}
