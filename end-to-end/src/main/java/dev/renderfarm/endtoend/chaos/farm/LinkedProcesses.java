package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.link.BucketLink;
import dev.renderfarm.endtoend.chaos.link.TcpLink;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.FirstApiKey;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.layout.SettingsFile;
import dev.renderfarm.standalone.layout.WebhookSecretFile;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.ChildSpec;
import dev.renderfarm.standalone.process.HttpLostCheck;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.JavaCommand;
import dev.renderfarm.standalone.process.JvmOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows how coordinators and workers are run that have links of their own, and several of each. */
final class LinkedProcesses {

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
    /** Long enough that tasks are in hand when something happens. */
    private static final String TIME_PER_IMAGE = "PT0.8S";

    private final Path model;
    private final Installation installation;
    private final DataDirectory data;
    private final S3Credentials credentials;
    private final JavaCommand java;
    private final FreePorts ports;

    LinkedProcesses(
            Path model, Installation installation, DataDirectory data, S3Credentials credentials, FreePorts ports) {
        this.model = model;
        this.installation = installation;
        this.data = data;
        this.credentials = credentials;
        this.java = new JavaCommand(installation.lifelineAgent(), data.childrenLock());
        this.ports = ports;
    }

    /** Where a coordinator keeps its tables. */
    static Path tables(DataDirectory data, Part coordinator) {
        return data.root().resolve("tables").resolve(coordinator.processName());
    }

    /** @param environment of its own */
    ChildProcess process(Part part, TcpLink broker, BucketLink bucket, Map<String, String> environment) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (part.isCoordinator()) {
            coordinator(part, settings);
        } else {
            settings.put("renderfarm.worker.id", part.processName());
            settings.put("renderfarm.worker.model-package", model.toString());
            settings.put("renderfarm.worker.renderer", "fake");
            settings.put("renderfarm.worker.fake.time-per-image", TIME_PER_IMAGE);
        }
        int port = ports.next();
        String servers = "127.0.0.1:" + broker.port();
        if (part.isCoordinator()) {
            settings.put("renderfarm.replicas.address", "127.0.0.1:" + port);
        }
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", servers);
        settings.put("renderfarm.storage.endpoint", bucket.address().toString());
        settings.put("renderfarm.storage.access-key", credentials.accessKey());
        settings.put("renderfarm.storage.secret-key", credentials.secretKey());
        SettingsFile file = data.settingsOf(part.processName());
        file.write(settings);
        return new ChildProcess(spec(part, port, file, servers, environment), news -> {});
    }

    private void coordinator(Part part, Map<String, String> settings) {
        settings.put("renderfarm.models", model.toString());
        settings.put("renderfarm.streams.state-dir", tables(data, part).toString());
        settings.put(
                "renderfarm.http.upload-dir",
                data.uploads().resolve(part.processName()).toString());
        settings.put("renderfarm.topics.replication-factor", "1");
        settings.put("renderfarm.webhooks.secret", WebhookSecretFile.of(data, new SecureRandom()));
        settings.put("renderfarm.streams.session-timeout", "PT15S");
        settings.put("renderfarm.streams.client.\"producer.transaction.timeout.ms\"", "60000");
        settings.put(
                "renderfarm.access.first-key",
                FirstApiKey.of(data, new SecureRandom()).text());
    }

    private ChildSpec spec(Part part, int port, SettingsFile file, String servers, Map<String, String> own) {
        URI address = URI.create("http://127.0.0.1:" + port);
        Path jar = part.isCoordinator() ? installation.coordinatorJar() : installation.workerJar();
        JvmOptions jvm = (part.isCoordinator() ? FarmPart.COORDINATOR : FarmPart.WORKER).defaults();
        Map<String, String> environment = new HashMap<>(own);
        environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers);
        return new ChildSpec(
                part.processName(),
                address,
                java.of(jvm.and("-XX:TieredStopAtLevel=1"), file.property(), List.of("-jar", jar.toString())),
                environment,
                data.root(),
                data.logs().resolve(part.processName() + ".log"),
                HttpReadyCheck.ok(address.resolve("/q/health/ready")),
                new HttpLostCheck(address.resolve("/q/health/live")),
                START_PATIENCE,
                STOP_LIMIT);
    }
}
