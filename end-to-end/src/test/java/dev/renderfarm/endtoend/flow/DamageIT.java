package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Something that the farm has stored is damaged: it fails what that concerns, says why, and never hangs or loops. */
@Tag("long")
class DamageIT {

    private static final Catalogue CATALOGUE = new Catalogue(40, "64x64", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 0);
    }

    @Test
    void shouldFailTheTasksWhoseItemsAreDamagedAndRenderTheOthers() throws Exception {
        // Given
        Batch batch = farm.client().submit(CATALOGUE);
        farm.client().awaitBatch(batch.id(), PATIENCE, now -> now.status() == BatchStatus.IN_PROGRESS);
        farm.processes().coordinator().kill();
        String part = ObjectKeys.itemPart(batch.id(), 0);
        List<String> lines = new ArrayList<>(
                new String(farm.bucket().content(part), UTF_8).lines().toList());
        lines.set(20, lines.get(20).substring(0, 30));
        farm.bucket().put(part, String.join("\n", lines.subList(0, 39)).getBytes(UTF_8));
        // When
        farm.processes().coordinator().start();
        farm.processes().startWorker();
        // Then
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(40, 38, 2));
        FinishedBatch left = new FinishedBatch(ended, farm.client(), farm.bucket());
        assertThat(left.row("lost-item-20")).containsEntry("error_code", "item_lost");
        assertThat(left.row("lost-item-39").get("error_message")).contains("part-00000.jsonl ends after 39 items");
    }

    @Test
    void shouldTurnNotReadyAndSayWhyWhenTheLedgerCannotReadItsOwnTables() throws Exception {
        // Given
        byte[] key = "\0batch_damaged".getBytes(UTF_8);
        farm.processes().coordinator().kill();
        writeToLedger(key, "{}".getBytes(UTF_8));
        // When
        farm.processes().coordinator().launch();
        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        health("ready").body())
                .contains("DOWN", "5 times for the same reason and is not started again", "BatchEntry"));
        assertThat(health("live").statusCode()).isEqualTo(200);
        // When
        farm.processes().coordinator().kill();
        writeToLedger(key, null);
        // Then
        farm.processes().coordinator().start();
        assertThat(health("ready").statusCode()).isEqualTo(200);
    }

    /** Into the table of batches, as the ledger itself keeps it. */
    private void writeToLedger(byte[] key, byte @Nullable [] value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", farm.processes().services().bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("renderfarm-ledger-batches-changelog", 0, key, value))
                    .get();
        }
    }

    private HttpResponse<String> health(String check) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(farm.processes().url().resolve("/q/health/" + check))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
