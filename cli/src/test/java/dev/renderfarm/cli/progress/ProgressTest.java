package dev.renderfarm.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter screen = new StringWriter();
    private Instant now = Instant.EPOCH;

    @Test
    void shouldDrawTheBarOverItself() {
        // Given
        BarProgress bar = new BarProgress(new PrintWriter(screen), () -> now);
        // When
        bar.show(Batches.inProgress(1, 0));
        now = now.plusSeconds(4);
        bar.show(Batches.inProgress(2, 2));
        bar.finish();
        // Then
        assertThat(screen)
                .hasToString("\r\u001b[Kin_progress [----------------------------] 0/4"
                        + "\r\u001b[Kin_progress [##############--------------] 2/4, 0.5 images/s, 4 s left"
                        + System.lineSeparator());
    }

    @Test
    void shouldDrawTheBarOfADownload() {
        // Given
        DownloadProgress progress = new DownloadProgress(new PrintWriter(screen), () -> now);
        progress.show(Batches.completed(1, 4, 2));
        // When
        progress.show(0);
        now = now.plusSeconds(4);
        progress.show(2);
        progress.finish();
        // Then
        assertThat(screen)
                .hasToString("\r\u001b[Kdownloading [----------------------------] 0/4"
                        + "\r\u001b[Kdownloading [##############--------------] 2/4, 0.5 images/s, 4 s left"
                        + System.lineSeparator());
    }

    @Test
    void shouldWriteALineForEveryStatusAndNotForEveryPicture() {
        // Given
        LineProgress lines = new LineProgress(new PrintWriter(screen), () -> now);
        // When
        lines.show(Batches.inProgress(1, 0));
        now = now.plusSeconds(1);
        lines.show(Batches.inProgress(2, 1));
        now = now.plusSeconds(4);
        lines.show(Batches.inProgress(3, 2));
        now = now.plusSeconds(1);
        lines.show(Batches.completed(4, 3, 1));
        // Then
        assertThat(screen.toString().lines())
                .containsExactly(
                        "in_progress 0/4", "in_progress 2/4, 0.4 images/s, 5 s left", "completed 4/4, 1 failed");
    }

    @Test
    void shouldForgetAnOldPace() {
        // Given a slow hour, then two quick pictures
        Pace pace = new Pace();
        pace.mark(now, 0);
        pace.mark(now.plusSeconds(3600), 10);
        pace.mark(now.plusSeconds(3610), 20);
        // When
        pace.mark(now.plusSeconds(3620), 30);
        // Then
        assertThat(pace.perSecond()).isEqualTo(1.0);
        assertThat(pace.timeFor(90)).contains(Duration.ofSeconds(90));
    }

    @Test
    void shouldSayTimesShortly() {
        assertThat(TimeText.of(Duration.ofMillis(8_600))).isEqualTo("9 s");
        assertThat(TimeText.of(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(TimeText.of(Duration.ofMinutes(312))).isEqualTo("5 h 12 min");
    }
}
