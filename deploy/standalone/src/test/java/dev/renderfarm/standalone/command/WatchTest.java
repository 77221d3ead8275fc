package dev.renderfarm.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.standalone.process.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final StringWriter said = new StringWriter();
    private final FakeProcess coordinator = new FakeProcess();
    private final Watch watch =
            new Watch(() -> List.of(coordinator), Path.of("logs"), new PrintWriter(said), () -> now);

    @Test
    void shouldRestartAProcessAndSayWhyWhenItIsLost() throws InterruptedException {
        // Given
        coordinator.lost = Optional.of("the ledger could not be read for 180 s");
        // When
        watch.look();
        // Then
        assertThat(coordinator.launches).isEqualTo(2);
        assertThat(said.toString())
                .contains("coordinator is restarted")
                .contains("the ledger could not be read for 180 s");
    }

    @Test
    void shouldLeaveAProcessAloneThatIsWell() throws InterruptedException {
        for (int look = 0; look < 100; look++) {
            watch.look();
            now = now.plusSeconds(1);
        }
        assertThat(coordinator.launches).isEqualTo(1);
        assertThat(coordinator.asked).isEqualTo(10);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void shouldWaitBetweenRestartsWhenOneDidNotHelp() throws InterruptedException {
        // Given
        coordinator.lost = Optional.of("it is stuck");
        watch.look();
        // When
        now = now.plus(Watch.BETWEEN_RESTARTS).minusMillis(1);
        watch.look();
        // Then
        assertThat(coordinator.launches).isEqualTo(2);
        // When
        now = now.plusMillis(1);
        watch.look();
        // Then
        assertThat(coordinator.launches).isEqualTo(3);
    }

    @Test
    void shouldSayOnceThatAProcessHasEndedAndNotRestartIt() throws InterruptedException {
        // Given
        coordinator.alive = false;
        coordinator.lost = Optional.of("it is gone");
        // When
        watch.look();
        watch.look();
        // Then
        assertThat(said.toString()).containsOnlyOnce("coordinator has ended; its log in logs says why.");
        assertThat(coordinator.launches).isEqualTo(1);
    }

    @Test
    void shouldStartNothingAnyMoreWhenTheFarmIsStopping() throws InterruptedException {
        coordinator.lost = Optional.of("it is stuck");
        watch.end();
        watch.look();
        assertThat(coordinator.alive).isFalse();
    }

    private static final class FakeProcess implements Server {

        boolean alive = true;
        int launches = 1;
        int asked;
        Optional<String> lost = Optional.empty();

        @Override
        public String name() {
            return "coordinator";
        }

        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public void launch() {
            alive = true;
            launches++;
        }

        @Override
        public void awaitReady() {}

        @Override
        public Optional<String> lostBecause() {
            asked++;
            return lost;
        }

        @Override
        public void signal() {}

        @Override
        public void stop() {
            alive = false;
        }

        @Override
        public void kill() {
            alive = false;
        }

        @Override
        public void close() {
            alive = false;
        }
    }
}
