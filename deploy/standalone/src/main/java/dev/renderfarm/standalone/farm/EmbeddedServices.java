package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.broker.BrokerMain;
import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.layout.SecretFile;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.ChildSpec;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.JavaCommand;
import dev.renderfarm.standalone.process.ReadyCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Knows how the two servers of the embedded default are run, each a child process on this machine. */
final class EmbeddedServices {

    private static final String HOST = "127.0.0.1";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final FarmSpec spec;
    private final Installation installation;
    private final DataDirectory data;
    private final S3Credentials credentials;
    private final JavaCommand java;
    private final Ports ports;

    EmbeddedServices(
            FarmSpec spec,
            Installation installation,
            DataDirectory data,
            S3Credentials credentials,
            JavaCommand java,
            Ports ports) {
        this.spec = spec;
        this.installation = installation;
        this.data = data;
        this.credentials = credentials;
        this.java = java;
        this.ports = ports;
    }

    /** @param news told what a start that takes long waits for */
    BackingServices services(Consumer<String> news) {
        return new BackingServices(new ChildProcess(broker(), news), new ChildProcess(s3(), news), credentials);
    }

    private ChildSpec broker() {
        int kafkaPort = ports.of("broker");
        List<String> target = List.of(
                "-cp",
                installation.brokerClassPath(),
                BrokerMain.class.getName(),
                data.kafka().toString(),
                Integer.toString(kafkaPort),
                Integer.toString(ports.of("controller")));
        return server(
                "broker",
                URI.create("kafka://" + HOST + ":" + kafkaPort),
                java.of(spec.jvm(FarmPart.BROKER), Map.of(), target),
                new KafkaReadyCheck(HOST, kafkaPort));
    }

    private ChildSpec s3() {
        URI s3Address = URI.create("http://" + HOST + ":" + ports.of("s3"));
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

    private ChildSpec server(String name, URI address, List<String> command, ReadyCheck ready) {
        return new ChildSpec(
                name,
                address,
                command,
                Map.of(),
                data.root(),
                data.logs().resolve(name + ".log"),
                ready,
                Optional::empty,
                START_PATIENCE,
                STOP_LIMIT);
    }
}
