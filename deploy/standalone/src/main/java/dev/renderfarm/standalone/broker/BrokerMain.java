package dev.renderfarm.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * Runs one KRaft node until the process ends. A new data directory is formatted first, an old one keeps what it has.
 */
public final class BrokerMain {

    private static final String FORMATTED = "meta.properties";

    /** System property with further ports, for clients that come through a proxy. */
    private static final String SIDE_DOORS = "renderfarm.broker.side-doors";

    /** @param arguments data directory, port of the clients, port of the controller */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            System.err.println("expected: data directory, client port, controller port");
            System.exit(2);
        }
        Path data = Path.of(arguments[0]);
        int controllerPort = Integer.parseInt(arguments[2]);
        Properties properties = BrokerProperties.of(
                data,
                Integer.parseInt(arguments[1]),
                controllerPort,
                SideDoor.parse(System.getProperty(SIDE_DOORS, "")));
        if (isNew(data)) {
            format(data, properties);
        } else if (StaleRegistration.isIn(data)) {
            StaleRegistration.remove(
                    BrokerProperties.controllerAlone(data, controllerPort),
                    BrokerProperties.NODE,
                    BrokerProperties.controllerAddress(controllerPort));
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static boolean isNew(Path data) {
        return !Files.exists(data.resolve(FORMATTED));
    }

    private static void format(Path data, Properties properties) throws IOException {
        Files.createDirectories(data);
        Path file = Files.createTempFile("broker", ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            String[] command = {
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                file.toString(),
                "--ignore-formatted"
            };
            if (StorageTool.execute(command, quiet) != 0) {
                throw new IOException("the broker's data directory could not be formatted: " + data);
            }
        } finally {
            Files.delete(file);
        }
    }

    private BrokerMain() {}
}
