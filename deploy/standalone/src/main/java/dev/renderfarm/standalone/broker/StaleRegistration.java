package dev.renderfarm.standalone.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

/**
 * What a killed broker leaves: the controller takes it for alive until its session ends, and the next one on the same
 * data would wait as long. Nobody else can run on the data, so the registration is removed first, by a controller that
 * runs for this alone.
 */
final class StaleRegistration {

    /** As Kafka names the file that a broker leaves when it has shut down, and removes when it starts. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    /** Whether the broker that had this data did not shut down. */
    static boolean isIn(Path data) {
        return !Files.exists(data.resolve(CLEAN_SHUTDOWN));
    }

    /** @param controller configuration of the node without its broker */
    static void remove(Properties controller, int broker, String controllerAddress) throws InterruptedException {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(controller), Time.SYSTEM);
        server.startup();
        try (Admin admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controllerAddress))) {
            admin.unregisterBroker(broker).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw new IllegalStateException("the registration of the broker that was killed stays", e.getCause());
            }
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private StaleRegistration() {}
}
