package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.RendererKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants on one farm: their parts of it, what they had of it, and what they may have. */
@Tag("long")
class TenantsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PICTURES = 240;
    /** More than are drawn while it is alone, before the other one goes on and after. */
    private static final int MANY = 2_000;

    @Test
    void shouldDrawThreePicturesOfOneTenantForOneOfTheOther() throws Exception {
        // Given: few places on the queue, so that what is drawn follows at once from who got one
        try (FlowFarm farm = FlowFarm.start(TestModel.TINY, 1, spec -> spec.withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.ledger.window.largest", "32")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.tenants.weights", "big=3"))) {
            ShopClient client = farm.client();
            BatchId small = submitPaused(client, "small", MANY);
            BatchId big = submitPaused(client, "big", PICTURES);
            // When
            client.resume(small);
            client.resume(big);
            Batch bigEnded = client.awaitEnd(big, PATIENCE);
            client.cancel(small);
            client.awaitEnd(small, PATIENCE);
            // Then: in the order in which pictures ended, however long each of them took
            assertThat(bigEnded.status()).isEqualTo(BatchStatus.COMPLETED);
            List<Instant> ends = ends(client, big);
            Instant from = ends.get(PICTURES / 10 - 1);
            Instant to = ends.get(PICTURES * 9 / 10 - 1);
            long meanwhile = ends(client, small).stream()
                    .filter(end -> end.isAfter(from) && !end.isAfter(to))
                    .count();
            assertThat(meanwhile)
                    .as("pictures of the small one beside 192 of the big one: 64")
                    .isBetween(38L, 100L);
            assertThat(bigEnded.renderfarm().sharing().tenant().value()).isEqualTo("big");
        }
    }

    @Test
    void shouldTellAsMuchUsageAsTheManifestsHaveWhenWorkersAndCoordinatorAreKilled() throws Exception {
        try (FlowFarm farm = FlowFarm.start(TestModel.TINY, 2, spec -> spec.withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.prices.currency", "EUR")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.prices.device-hour", "3.6"))) {
            // Given
            ShopClient client = farm.client();
            Catalogue catalogue = new Catalogue(100, "64x64", 4);
            Map<BatchId, String> tenants = new LinkedHashMap<>();
            for (int i = 0; i < 20; i++) {
                String tenant = i % 2 == 0 ? "even" : "odd";
                tenants.put(submit(client, catalogue, tenant).id(), tenant);
            }
            // When
            awaitCompleted(client, tenants.keySet(), 300);
            farm.processes().worker(1).kill();
            awaitCompleted(client, tenants.keySet(), 600);
            farm.processes().coordinator().kill();
            farm.processes().worker(1).start();
            farm.processes().coordinator().start();
            awaitCompleted(client, tenants.keySet(), 1_200);
            farm.processes().worker(2).kill();
            farm.processes().worker(2).start();
            // Then
            Map<String, Told> byTenant = new TreeMap<>();
            Map<String, Told> byBatch = new TreeMap<>();
            for (BatchId id : tenants.keySet()) {
                Batch ended = client.awaitEnd(id, PATIENCE);
                assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
                Told left = Told.of(new FinishedBatch(ended, client, farm.bucket()));
                byBatch.put(id.value(), left);
                byTenant.merge(Objects.requireNonNull(tenants.get(id)), left, Told::plus);
            }
            assertThat(byTenant.values()).extracting(Told::completed).containsExactly(1_000L, 1_000L);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(usage(client, "tenant")).isEqualTo(byTenant));
            assertThat(usage(client, "batch")).isEqualTo(byBatch);
        }
    }

    @Test
    void shouldDeliverNoMoreThanADaysBudgetAndOpenNoMoreBatchesThanAreAllowed() throws Exception {
        try (FlowFarm farm = FlowFarm.start(TestModel.TINY, 2, spec -> spec.withRenderer(RendererKind.FAKE)
                .withProperty(
                        FarmPart.COORDINATOR,
                        "renderfarm.tenants.budgets",
                        "capped:completed_per_day=150,capped:open_batches=2"))) {
            // Given
            ShopClient client = farm.client();
            Catalogue catalogue = new Catalogue(100, "64x64", 4);
            BatchId first = submit(client, catalogue, "capped").id();
            BatchId second = submit(client, catalogue, "capped").id();
            ShopClient.Answer third = client.ask(
                    "POST",
                    "/v1/batches",
                    "{\"endpoint\":\"/v1/images/generations\",\"requests\":[{\"sku\":\"A\",\"prompt\":\"a mug\"}],"
                            + "\"renderfarm\":{\"tenant\":\"capped\"}}");
            // When
            List<Batch> still = awaitStandstill(client, first, second);
            farm.processes().coordinator().kill();
            farm.processes().coordinator().start();
            List<Batch> after = awaitStandstill(client, first, second);
            // Then: the older one is ahead only from when both have been validated, so either may stand still
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.json().at("/error/code").asText()).isEqualTo("insufficient_quota");
            assertThat(still).extracting(Batch::status).contains(BatchStatus.IN_PROGRESS);
            assertThat(still.stream()
                            .mapToInt(batch -> batch.requestCounts().completed())
                            .sum())
                    .isEqualTo(150);
            assertThat(after)
                    .extracting(Batch::requestCounts)
                    .isEqualTo(still.stream().map(Batch::requestCounts).toList());
            assertThat(after).allMatch(batch -> batch.renderfarm().inFlight() == 0);
            for (Batch batch : after) {
                if (!batch.status().isTerminal()) {
                    client.cancel(batch.id());
                }
                assertThat(client.awaitEnd(batch.id(), PATIENCE).requestCounts().failed())
                        .isZero();
            }
        }
    }

    /** Each of the batches as it is once it has ended or waits for its tenant's budget. */
    private static List<Batch> awaitStandstill(ShopClient client, BatchId... batches) {
        return Stream.of(batches)
                .map(id -> client.awaitBatch(
                        id,
                        PATIENCE,
                        batch -> waitsForBudget(batch) || batch.status().isTerminal()))
                .toList();
    }

    private static boolean waitsForBudget(Batch batch) {
        WaitingFor reason = batch.renderfarm().waitingFor();
        return reason != null && reason.code() == WaitingCode.BUDGET;
    }

    /** What the farm tells of something. */
    private record Told(long completed, long bytes, BigDecimal deviceSeconds) {

        static Told of(FinishedBatch batch) {
            return new Told(batch.completed(), batch.bytes(), plain(batch.deviceSeconds()));
        }

        static Told of(JsonNode result) {
            return new Told(
                    result.get("completed").asLong(),
                    result.get("bytes").asLong(),
                    plain(new BigDecimal(result.get("device_seconds").asText())));
        }

        Told plus(Told other) {
            return new Told(
                    completed + other.completed, bytes + other.bytes, plain(deviceSeconds.add(other.deviceSeconds)));
        }

        private static BigDecimal plain(BigDecimal number) {
            return number.setScale(6, RoundingMode.UNNECESSARY);
        }
    }

    /** What was had since yesterday, by the names of what it is told apart by. */
    private static Map<String, Told> usage(ShopClient client, String group) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Map<String, Told> told = new TreeMap<>();
        client.ask(
                        "GET",
                        "/v1/usage?limit=366&group_by=" + group + "&start_time=" + today.minusDays(1) + "&end_time="
                                + today.plusDays(2),
                        null)
                .json()
                .get("data")
                .forEach(bucket -> bucket.get("results")
                        .forEach(result -> told.merge(result.get(group).asText(), Told.of(result), Told::plus)));
        return told;
    }

    private static void awaitCompleted(ShopClient client, Set<BatchId> batches, int pictures) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(client.batches().stream()
                        .filter(batch -> batches.contains(batch.id()))
                        .mapToInt(batch -> batch.requestCounts().completed())
                        .sum())
                .isGreaterThanOrEqualTo(pictures));
    }

    private static Batch submit(ShopClient client, Catalogue catalogue, String tenant) {
        return client.submit(
                catalogue.fileName(), catalogue.csv(), new BatchRequest.Options(1L, null).ofTenant(tenant, null));
    }

    /** Paused before its first picture is given out, or soon after it, so that both begin together. */
    private static BatchId submitPaused(ShopClient client, String tenant, int pictures) {
        BatchId batch =
                submit(client, new Catalogue(pictures, "64x64", 4), tenant).id();
        client.pause(batch);
        return batch;
    }

    /** When its pictures were drawn, in order. */
    private static List<Instant> ends(ShopClient client, BatchId batch) {
        List<Instant> ends = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = client.ask("GET", "/v1/batches/" + batch + "/tasks?state=completed&limit=1000" + after, null)
                    .json();
            page.get("data").forEach(task -> ends.add(ended(task.get("attempts"))));
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").asBoolean());
        Collections.sort(ends);
        return ends;
    }

    private static Instant ended(JsonNode attempts) {
        return Instant.parse(attempts.get(attempts.size() - 1).get("ended_at").asText());
    }
}
