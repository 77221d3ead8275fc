package dev.renderfarm.gpuworker.fitness;

import static dev.renderfarm.gpuworker.sample.SampleTasks.GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenStage;
import dev.renderfarm.gpuworker.render.ScriptedRenderer;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GoldenProofTest {

    private static final Duration STANDS = Duration.ofMinutes(5);
    private static final Finding GOOD = new Finding(GoldenStage.LATENTS, true, "as recorded");
    private static final Finding BAD = new Finding(GoldenStage.LATENTS, false, "something else");

    private final ManualTime clock = new ManualTime(SampleTasks.NOW);
    private final ScriptedRenderer renderer = new ScriptedRenderer();
    private final GoldenProof proof = new GoldenProof(renderer, () -> GOLDEN, STANDS, clock);

    @Test
    void shouldDrawTheRecordOnceWhenTheDeviceDrawsIt() throws InterruptedException {
        // Given
        renderer.finds(GOOD);
        proof.compare();
        // When
        clock.advance(STANDS);
        // Then
        assertThat(proof.finding(false)).isEmpty();
        assertThat(renderer.comparisons()).isEqualTo(1);
    }

    @Test
    void shouldDrawItAgainWhenTheDeviceIsInDoubt() throws InterruptedException {
        // Given
        renderer.finds(GOOD);
        proof.compare();
        renderer.finds(BAD);
        assertThat(proof.finding(true)).as("just compared").isEmpty();
        // When
        clock.advance(STANDS);
        // Then
        assertThat(proof.finding(true)).isPresent();
    }

    @Test
    void shouldStandByWhatItFoundUntilItIsTimeToLookAgain() throws InterruptedException {
        // Given
        renderer.finds(BAD);
        proof.compare();
        renderer.finds(GOOD);
        // When, then
        assertThat(proof.finding(false)).isPresent();
        assertThat(renderer.comparisons()).isEqualTo(1);
        clock.advance(STANDS);
        assertThat(proof.finding(false)).isEmpty();
    }

    @Test
    void shouldFindARecordThatCannotBeReadAndLookAgain() throws InterruptedException {
        // Given
        var unreadable = new AtomicBoolean(true);
        renderer.finds(GOOD);
        var proof = new GoldenProof(renderer, () -> unreadable.get() ? broken() : GOLDEN, STANDS, clock);
        proof.compare();
        assertThat(proof.finding(false)).hasValueSatisfying(finding -> {
            assertThat(finding.code()).isEqualTo(FailureCode.GOLDEN_MISMATCH);
            assertThat(finding.detail()).contains("cannot be read", "farm model verify");
        });
        // When
        unreadable.set(false);
        clock.advance(STANDS);
        // Then
        assertThat(proof.finding(false)).isEmpty();
    }

    private static GoldenRecord broken() throws IOException {
        throw new IOException("the disk is sick");
    }

    @Test
    void shouldFindNothingWhenThereIsNoRecord() throws InterruptedException {
        renderer.finds(BAD);
        assertThat(new GoldenProof(renderer, () -> null, STANDS, clock).finding(true))
                .isEmpty();
        assertThat(renderer.comparisons()).isZero();
    }
}
