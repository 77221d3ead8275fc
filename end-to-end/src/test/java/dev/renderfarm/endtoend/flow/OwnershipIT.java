package dev.renderfarm.endtoend.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.process.ChildFailedException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Neither another farm nor a bucket that comes and goes changes what a farm says of the past. */
@Tag("long")
class OwnershipIT {

    private static final Catalogue CATALOGUE = new Catalogue(5, "64x64", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String OTHER = "other-pictures";

    @AutoClose
    private static FlowFarm farm;

    private static Batch finished;

    @BeforeAll
    static void startFarmAndFinishABatch() throws Exception {
        farm = FlowFarm.drawingPatterns(1);
        finished = farm.client().awaitEnd(farm.client().submit(CATALOGUE).id(), PATIENCE);
        assertThat(finished.status()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void shouldBeDownAndMakeNothingWhileTheBucketIsGoneOrReplaced() throws Exception {
        // Given
        Path bucket = farm.bucketFolder("renderfarm");
        Path away = bucket.resolveSibling("away");
        assertThat(answer("/q/health/ready").statusCode()).isEqualTo(200);
        // When
        Files.move(bucket, away);
        // Then
        assertDown("bucket");
        assertThat(bucket).doesNotExist();
        // When
        Files.createDirectory(bucket);
        // Then
        assertDown("has no farm.json");
        assertThat(bucket).isEmptyDirectory();
        // When
        Files.delete(bucket);
        Files.move(away, bucket);
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(answer("/q/health/ready").statusCode()).isEqualTo(200));
        assertUntouched();
    }

    private static void assertDown(String reason) throws Exception {
        assertThat(answer("/q/health/ready").body()).contains("DOWN", reason);
        assertThat(answer("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(answer("/v1/files/" + finished.outputFileId() + "/content").statusCode())
                .isEqualTo(503);
        assertThat(answer("/v1/files/" + finished.inputFileId()).statusCode()).isEqualTo(503);
        assertThat(answer("/v1/batches/" + finished.id() + "/images/SKU-0001.png")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void shouldRefuseASecondFarmOnTheSameTopicsAndKeepTheFirstAsItWas() throws Exception {
        assertThatThrownBy(() -> farm.neighbour(OTHER, 0, secondLedger()))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContainingAll(
                        "ended with exit code 1",
                        "the topics renderfarm.* belong to farm farm_",
                        "bucket \"" + OTHER + "\" does not exist",
                        "renderfarm.farm-name",
                        "renderfarm.storage.bucket");
        assertUntouched();
        assertThat(farm.bucketFolder(OTHER)).doesNotExist();
        farm.processes().coordinator().restart();
        assertUntouched();
    }

    @Test
    void shouldLiveBesideAFarmOfAnotherName() throws Exception {
        try (FlowFarm neighbour = farm.neighbour("shop-pictures", 1, spec -> spec.withName(new FarmName("shop")))) {
            // When
            Batch batch = neighbour
                    .client()
                    .awaitEnd(neighbour.client().submit(CATALOGUE).id(), PATIENCE);
            // Then
            new FinishedBatch(batch, neighbour.client(), neighbour.bucket())
                    .assertEveryPictureThereOnce(CATALOGUE.skus());
            assertThat(neighbour.client().batches()).containsExactly(batch);
            assertUntouched();
        }
    }

    @Test
    void shouldTakeASecondCoordinatorOfTheSameFarmAndRefuseAWorkerWithAnotherBucket() throws Exception {
        UnaryOperator<FarmSpec> wrongWorkers =
                spec -> spec.withProperty(FarmPart.WORKER, "renderfarm.storage.bucket", "nowhere");
        try (FlowFarm second = farm.neighbour("renderfarm", 0, wrongWorkers)) {
            assertThat(second.client().batches()).containsExactly(finished);
            assertThatThrownBy(second.processes()::startWorker)
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessageContainingAll("ended with exit code 1", "bucket \"nowhere\" does not exist");
        }
        assertUntouched();
    }

    private static UnaryOperator<FarmSpec> secondLedger() {
        return spec -> spec.withProperty(FarmPart.COORDINATOR, "renderfarm.streams.application-id", "second-ledger");
    }

    /** The batch, its files and its pictures. */
    private static void assertUntouched() throws Exception {
        assertThat(farm.client().batches()).containsExactly(finished);
        new FinishedBatch(finished, farm.client(), farm.bucket()).assertEveryPictureThereOnce(CATALOGUE.skus());
        assertThat(farm.client().file(requireNonNull(finished.outputFileId()))).isNotEmpty();
        assertThat(farm.client().file(finished.inputFileId())).isEqualTo(CATALOGUE.csv());
    }

    private static HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(farm.processes().url().resolve(path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
