package dev.renderfarm.endtoend.container;

import dev.renderfarm.standalone.farm.BackingServices;
import dev.renderfarm.standalone.layout.S3Credentials;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka and an S3 server in containers: the official images of Kafka and MinIO, or those that {@code renderfarm.flow.kafka-image}
 * and {@code renderfarm.flow.s3-image} name, which are set up and called in the same way.
 */
public final class ContainerServices {

    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka");
    private static final String KAFKA_IMAGE = System.getProperty("renderfarm.flow.kafka-image", "apache/kafka:4.2.1");
    private static final String S3_IMAGE =
            System.getProperty("renderfarm.flow.s3-image", "minio/minio:RELEASE.2025-04-22T22-12-26Z");

    private static final String USER = "flow-tests";

    /** Beside what Testcontainers sets: one broker has no replicas, and a killed coordinator should be missed within seconds. */
    private static final Map<String, String> BROKER_SETTINGS = Map.of(
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1",
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1",
            "KAFKA_GROUP_SHARE_MAX_SIZE", "1000",
            "KAFKA_GROUP_SHARE_PARTITION_MAX_RECORD_LOCKS", "10000",
            "KAFKA_GROUP_STREAMS_MIN_SESSION_TIMEOUT_MS", "6000",
            "KAFKA_GROUP_STREAMS_SESSION_TIMEOUT_MS", "6000",
            "KAFKA_GROUP_STREAMS_MIN_HEARTBEAT_INTERVAL_MS", "1000",
            "KAFKA_GROUP_STREAMS_HEARTBEAT_INTERVAL_MS", "1000",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");

    /** Skips the test, out loud, where no container engine answers. */
    public static BackingServices orSkip() {
        boolean available = DockerClientFactory.instance().isDockerAvailable();
        if (!available) {
            System.err.println("""

                    ************************************************************************
                    SKIPPED: the flow tests were to run on containers of Apache Kafka and
                    MinIO, but no container engine answers here. Start one, or leave out
                    -Drenderfarm.flow.servers=containers to run them on the embedded servers.
                    ************************************************************************
                    """);
        }
        Assumptions.assumeTrue(available, "no container engine answers");
        return services();
    }

    private static BackingServices services() {
        String secret = secret();
        KafkaContainer kafka = new KafkaContainer(
                        DockerImageName.parse(KAFKA_IMAGE).asCompatibleSubstituteFor(KAFKA))
                .withEnv(BROKER_SETTINGS);
        GenericContainer<?> s3 = new GenericContainer<>(DockerImageName.parse(S3_IMAGE))
                .withEnv("MINIO_ROOT_USER", USER)
                .withEnv("MINIO_ROOT_PASSWORD", secret)
                .withCommand("server", "/data");
        return new BackingServices(
                new ContainerServer("broker", "kafka", kafka, 9092),
                new ContainerServer("s3", "http", s3, 9000),
                new S3Credentials(USER, secret));
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ContainerServices() {}
}
