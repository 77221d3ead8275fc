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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two tenants of whom one has three times the weight of the other, on one farm. */
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

    /** Paused before its first picture is given out, or soon after it, so that both begin together. */
    private static BatchId submitPaused(ShopClient client, String tenant, int pictures) {
        Catalogue catalogue = new Catalogue(pictures, "64x64", 4);
        BatchId batch = client.submit(
                        catalogue.fileName(),
                        catalogue.csv(),
                        new BatchRequest.Options(1L, null).ofTenant(tenant, null))
                .id();
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
