package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {

    private static final String TOPIC = "pictures";

    @TempDir
    Path directory;

    @Test
    void shouldKeepRecordsWhenKilledAndStartedOnOtherPorts() throws Exception {
        // Given
        try (Servers first = Servers.on(directory)) {
            first.broker().start();
            createTopic(first);
            send(first, "one");
            first.broker().kill();
        }
        // When
        try (Servers second = Servers.on(directory)) {
            second.broker().start();
            send(second, "two");
            // Then
            assertThat(endOffset(second)).isEqualTo(2);
        }
    }

    @Test
    void shouldNotWaitForTheSessionOfTheOneThatWasKilled() throws Exception {
        // Given
        try (Servers servers = Servers.on(directory)) {
            servers.broker().start();
            createTopic(servers);
            servers.broker().kill();
            // When
            servers.broker().start();
            // Then
            assertThat(servers.broker().log()).content().doesNotContain("DUPLICATE_BROKER_REGISTRATION");
            assertThat(endOffset(servers)).isZero();
        }
    }

    @Test
    void shouldAnswerAtTheSameAddressWhenRestarted() throws Exception {
        // Given
        try (Servers servers = Servers.on(directory)) {
            servers.broker().start();
            createTopic(servers);
            long pid = servers.broker().pid();
            // When
            servers.broker().restart();
            // Then
            assertThat(servers.broker().pid()).isNotEqualTo(pid);
            assertThat(endOffset(servers)).isZero();
        }
    }

    @Test
    void shouldOfferShareAndStreamsGroups() throws Exception {
        // Given
        try (Servers servers = Servers.on(directory)) {
            // When
            servers.broker().start();
            // Then
            try (Admin admin = Admin.create(connection(servers))) {
                assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                        .containsKeys("share.version", "streams.version");
            }
        }
    }

    private static void createTopic(Servers servers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection(servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void send(Servers servers, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(connection(servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static long endOffset(Servers servers) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (Admin admin = Admin.create(connection(servers))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static Map<String, Object> connection(Servers servers) {
        return Map.of("bootstrap.servers", servers.services().bootstrapServers());
    }
}
