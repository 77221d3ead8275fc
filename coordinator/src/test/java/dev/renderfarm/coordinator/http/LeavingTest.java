package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.config.ReplicasConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LeavingTest {

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    private final Leaving leaving = new Leaving(
            vertx,
            new SmallRyeConfigBuilder()
                    .withMapping(ReplicasConfig.class)
                    .build()
                    .getConfigMapping(ReplicasConfig.class));

    @Test
    void shouldEndAStreamAndCancelItsSourceWhenTheCoordinatorLeaves() {
        // Given
        AtomicBoolean cancelled = new AtomicBoolean();
        Multi<Integer> source = Multi.createFrom()
                .<Integer>emitter(emitter -> emitter.emit(1).emit(2))
                .onCancellation()
                .invoke(() -> cancelled.set(true));
        AssertSubscriber<Integer> page = leaving.until(source).subscribe().withSubscriber(AssertSubscriber.create(10));
        page.assertItems(1, 2).assertNotTerminated();
        // When
        leaving.end();
        // Then
        page.assertItems(1, 2).assertCompleted();
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldEndAtOnceAStreamThatIsOpenedAfterwards() {
        // Given
        leaving.end();
        // Then
        leaving.until(Multi.createFrom().<Integer>nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .assertCompleted();
    }

    @Test
    void shouldEndWhenItsSourceEnds() {
        AssertSubscriber<Integer> page =
                leaving.until(Multi.createFrom().items(1, 2)).subscribe().withSubscriber(AssertSubscriber.create(10));
        page.assertItems(1, 2).assertCompleted();
    }
}
