package dev.renderfarm.coordinator.ledger.decision;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.task.StoredImage;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawingTest {

    private static final Offset<Double> CLOSE = within(0.05);

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private @Nullable Drawing drawing;

    private void draw(int pictures, Duration apart) {
        for (int i = 0; i < pictures; i++) {
            now = now.plus(apart);
            drawing = Drawing.after(drawing, new StoredImage("batches/b/images/" + i + ".png", "j", "s", 1), now);
        }
    }

    private Activity view(boolean goesOn) {
        return requireNonNull(drawing).view(goesOn);
    }

    @Test
    void shouldKnowTheNewestFivePictures() {
        draw(7, Duration.ofSeconds(1));
        assertThat(view(true).latest()).containsExactly("6.png", "5.png", "4.png", "3.png", "2.png");
    }

    @Test
    void shouldTellTheSpeedFromTheSecondPictureOnAndFollowIt() {
        draw(1, Duration.ofSeconds(1));
        assertThat(view(true).rate()).isNull();
        draw(10, Duration.ofMillis(500));
        assertThat(view(true).rate()).isCloseTo(2, CLOSE);
        draw(600, Duration.ofSeconds(2));
        assertThat(view(true).rate()).isCloseTo(0.5, CLOSE);
        assertThat(view(false).rate()).isNull();
        assertThat(view(false).latest()).hasSize(5);
    }

    @Test
    void shouldTellNoSpeedOfPicturesThatCameAtOnceOrBeforeTheFirst() {
        draw(3, Duration.ZERO);
        assertThat(view(true).rate()).isNull();
        draw(1, Duration.ofSeconds(-5));
        assertThat(view(true).rate()).isNull();
    }
}
