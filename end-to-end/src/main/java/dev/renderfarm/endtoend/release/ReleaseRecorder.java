package dev.renderfarm.endtoend.release;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records what a farm of this release keeps, stopped in the middle of its work: a batch that is finished, and one of
 * which some tasks are completed, some dispatched and some not. {@code scripts/record-release} runs it.
 */
public final class ReleaseRecorder {

    /** The batch in progress. */
    public static final BatchId IN_PROGRESS = new BatchId("batch_inprogress");

    private static final Catalogue FINISHED = new Catalogue(6, "64x64", 4);
    private static final Catalogue UNFINISHED = new Catalogue(60, "64x64", 4);
    private static final int COMPLETED_BEFORE_THE_STOP = 12;
    /** A completion window ends within 30 days, and the recording is to be read for years. */
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** @param args folder of the tiny model's package, and the file to write */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: ReleaseRecorder MODEL-PACKAGE ZIP (scripts/record-release exports the model)");
            System.exit(2);
        }
        Path data = Files.createTempDirectory("release-");
        FarmSpec spec = FarmSpec.on(data, Path.of(args[0]))
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", "PT0.2S")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.ledger.window.largest", "16");
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            ShopClient client = new ShopClient(farm.url());
            Batch finished = client.submit(FINISHED);
            client.awaitEnd(finished.id(), PATIENCE);
            submitForLong(farm, client);
            client.awaitBatch(
                    IN_PROGRESS, PATIENCE, batch -> batch.requestCounts().completed() >= COMPLETED_BEFORE_THE_STOP);
        }
        new RecordedFolder(Path.of(args[1])).record(data);
    }

    /** Past the API, which takes no batch for longer than 30 days. */
    private static void submitForLong(StandaloneFarm farm, ShopClient client) throws Exception {
        FileId file = client.upload(UNFINISHED.fileName(), UNFINISHED.csv());
        Instant now = Instant.now();
        Map<String, Object> command = Map.of(
                "type",
                "submit",
                "batch_id",
                IN_PROGRESS,
                "input_file_id",
                file,
                "endpoint",
                "/v1/images/generations",
                "completion_window",
                "24h",
                "seed",
                1,
                "max_attempts",
                3,
                "metadata",
                Map.of(),
                "created_at",
                now,
                "expires_at",
                LATE);
        String id = IN_PROGRESS.value();
        var event = new CloudEvent(id + "/submit", CloudEvent.Type.BATCH_COMMAND, "/renderfarm/recorder", id, now);
        var message = new ProducerRecord<>(new FarmTopics(FarmName.DEFAULT).commands(), id, Json.bytes(command));
        event.headers().forEach(message.headers()::add);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", farm.services().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(message).get();
        }
    }

    private ReleaseRecorder() {}
}
