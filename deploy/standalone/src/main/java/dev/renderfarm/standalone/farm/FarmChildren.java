package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.broker.BrokerMain;
import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.layout.SecretFile;
import dev.renderfarm.standalone.process.ChildSpec;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.JavaCommand;
import dev.renderfarm.standalone.process.ReadyCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Knows how each kind of process of one farm is run: its command, configuration and address. */
final class FarmChildren {

    private static final String HOST = "127.0.0.1";
    private static final Duration SERVER_START_LIMIT = Duration.ofMinutes(1);
    /** Loading a large model from a slow disk takes its time. */
    private static final Duration FARM_START_LIMIT = Duration.ofMinutes(5);

    private static final Duration SERVER_STOP_LIMIT = Duration.ofSeconds(10);
    /** A worker may finish the picture that it is drawing. */
    private static final Duration FARM_STOP_LIMIT = Duration.ofSeconds(45);

    private final FarmSpec spec;
    private final Installation installation;
    private final DataDirectory data;
    private final S3Credentials credentials;
    private final JavaCommand java;
    private final Ports ports;
    private final int kafkaPort;
    private final URI s3Address;

    FarmChildren(FarmSpec spec, Installation installation, DataDirectory data, S3Credentials credentials, Ports ports) {
        this.spec = spec;
        this.installation = installation;
        this.data = data;
        this.credentials = credentials;
        this.ports = ports;
        this.kafkaPort = ports.next();
        this.s3Address = http(ports.next());
        this.java = new JavaCommand(installation.lifelineAgent(), data.childrenLock());
    }

    String bootstrapServers() {
        return HOST + ":" + kafkaPort;
    }

    ChildSpec broker() {
        List<String> target = List.of(
                "-cp",
                installation.brokerClassPath(),
                BrokerMain.class.getName(),
                data.kafka().toString(),
                Integer.toString(kafkaPort),
                Integer.toString(ports.next()));
        return server(
                "broker",
                URI.create("kafka://" + bootstrapServers()),
                java.of(spec.jvm(FarmPart.BROKER), Map.of(), target),
                new KafkaReadyCheck(HOST, kafkaPort));
    }

    ChildSpec s3() {
        Path configuration = data.s3().resolve("s3proxy.properties");
        new SecretFile(configuration).write("""
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.endpoint=%s
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=filesystem-nio2
                        jclouds.filesystem.basedir=%s
                        """.formatted(
                        s3Address,
                        credentials.accessKey(),
                        credentials.secretKey(),
                        data.s3Objects().toString().replace("\\", "\\\\")));
        List<String> target =
                List.of("-jar", installation.s3ServerJar().toString(), "--properties", configuration.toString());
        return server(
                "s3",
                s3Address,
                java.of(spec.jvm(FarmPart.S3), Map.of(), target),
                HttpReadyCheck.answers(s3Address.resolve("/")));
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

    private ChildSpec server(String name, URI address, List<String> command, ReadyCheck ready) {
        return new ChildSpec(
                name, address, command, Map.of(), data.root(), log(name), ready, SERVER_START_LIMIT, SERVER_STOP_LIMIT);
    }

    private ChildSpec quarkus(String name, FarmPart part, Path jar, int port, Map<String, String> properties) {
        properties.put("quarkus.http.host", HOST);
        properties.put("quarkus.http.port", Integer.toString(port));
        properties.put("kafka.bootstrap.servers", bootstrapServers());
        properties.put("renderfarm.storage.endpoint", s3Address.toString());
        Map<String, String> environment = Map.of(
                "RENDERFARM_STORAGE_ACCESS_KEY",
                credentials.accessKey(),
                "RENDERFARM_STORAGE_SECRET_KEY",
                credentials.secretKey(),
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
