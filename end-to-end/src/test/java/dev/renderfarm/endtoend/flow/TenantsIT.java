package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.RendererKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Two tenants of whom one has three times the weight of the other, on one farm. */
class TenantsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PICTURES = 120;

    @Test
    void shouldDrawThreePicturesOfOneTenantForOneOfTheOther() throws Exception {
        // Given
        try (FlowFarm farm = FlowFarm.start(TestModel.TINY, 1, spec -> spec.withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.tenants.weights", "big=3"))) {
            ShopClient client = farm.client();
            BatchId small = submitPaused(client, "small");
            BatchId big = submitPaused(client, "big");
            // When
            client.resume(small);
            client.resume(big);
            Batch bigEnded = client.awaitEnd(big, PATIENCE);
            Batch smallEnded = client.awaitEnd(small, PATIENCE);
            // Then: in the order in which pictures ended, however long each of them took
            assertThat(List.of(bigEnded.status(), smallEnded.status())).containsOnly(BatchStatus.COMPLETED);
            Instant threeQuarters = ends(client, big).get(PICTURES * 3 / 4 - 1);
            long meanwhile = ends(client, small).stream()
                    .filter(end -> !end.isAfter(threeQuarters))
                    .count();
            assertThat(meanwhile)
                    .as("pictures of the small one beside 90 of the big one")
                    .isBetween(15L, 55L);
            assertThat(bigEnded.renderfarm().sharing().tenant().value()).isEqualTo("big");
        }
    }

    /** Paused before its first picture is given out, or soon after it, so that both begin together. */
    private static BatchId submitPaused(ShopClient client, String tenant) {
        Catalogue catalogue = new Catalogue(PICTURES, "64x64", 4);
        BatchId batch = client.submit(
                        catalogue.fileName(), catalogue.csv(), BatchRequest.Options.ofTenant(1L, tenant, null))
                .id();
        client.pause(batch);
        return batch;
    }

    /** When its pictures were drawn, in order. */
    private static List<Instant> ends(ShopClient client, BatchId batch) {
        JsonNode tasks = client.ask("GET", "/v1/batches/" + batch + "/tasks?limit=1000", null)
                .json()
                .get("data");
        return StreamSupport.stream(tasks.spliterator(), false)
                .map(task -> task.get("attempts"))
                .map(attempts -> Instant.parse(
                        attempts.get(attempts.size() - 1).get("ended_at").asText()))
                .sorted()
                .toList();
    }
}
