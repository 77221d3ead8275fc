package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.RendererKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures that somebody waits for, beside a batch whose window lies on the topic before them: 150 pictures. */
class ImagesNowIT {

    private static final Catalogue CATALOGUE = new Catalogue(400, "64x64", 4);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern BATCH = Pattern.compile("batch_[0-9a-z]+");
    private static final int MANY = 24;

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 1, spec -> spec.withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", "PT0.2S"));
    }

    @Test
    void shouldOvertakeABatchThatGoesOnAllTheSame() throws Exception {
        // Given
        BatchId large = farm.client().submit(CATALOGUE).id();
        farm.client().awaitBatch(large, PATIENCE, now -> completed(now) >= 20);

        // When: one
        int before = completed(farm.client().batch(large));
        Answer first = farm.client().generate("{\"prompt\":\"a mug\",\"size\":\"64x64\",\"n\":2}", null);
        int after = completed(farm.client().batch(large));
        // Then: it is drawn before the window that was there
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.json().path("data")).hasSize(2);
        assertThat(after - before).as("pictures of the batch meanwhile").isLessThan(75);

        // When: many pour in
        before = completed(farm.client().batch(large));
        List<Answer> answers = pourIn();
        after = completed(farm.client().batch(large));
        // Then: the batch had every second turn
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            byte[] png = Base64.getDecoder()
                    .decode(answer.json().path("data").path(0).path("b64_json").asText());
            assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        });
        assertThat(after - before).as("pictures of the batch meanwhile").isGreaterThanOrEqualTo(MANY / 2);

        // When: one that is not waited for
        Answer late = farm.client().generate("{\"prompt\":\"a pen\",\"size\":\"64x64\"}", Duration.ZERO);
        // Then: it is found under the id that the answer names
        assertThat(late.status()).isEqualTo(504);
        Matcher named = BATCH.matcher(late.json().path("error").path("message").asText());
        assertThat(named.find()).as(late.body()).isTrue();
        Batch found = farm.client().awaitEnd(new BatchId(named.group()), PATIENCE);
        assertThat(found.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(found.renderfarm().origin().lane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(farm.client().get("/v1/batches/" + found.id() + "/images/image.png"))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(farm.client().batch(large).status()).isEqualTo(BatchStatus.IN_PROGRESS);
        farm.client().cancel(large);
    }

    private static List<Answer> pourIn() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> under = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String request = "{\"prompt\":\"pen " + i + "\",\"size\":\"64x64\",\"response_format\":\"b64_json\"}";
                under.add(callers.submit(() -> farm.client().generate(request, null)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : under) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    private static int completed(Batch batch) {
        return batch.requestCounts().completed();
    }
}
