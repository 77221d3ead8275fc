package dev.renderfarm.coordinator.ledger.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class StreamTablesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicInteger looks = new AtomicInteger();
    private final KeyValueStore<Bytes, byte[]> timers = counted(store("timers"));
    private final StreamTables tables = new StreamTables(store("batches"), store("tasks"), timers);

    @Test
    void shouldNotLookForTimersWhenNoneCanBeDue() {
        // Given
        Timer first = watchdog(0, 60);
        tables.set(first);
        assertThat(tables.due(NOON, 10)).isEmpty();
        looks.set(0);
        // When
        for (int second = 1; second < 60; second++) {
            tables.set(watchdog(second, 60 + second));
            assertThat(tables.due(NOON.plusSeconds(second), 10)).isEmpty();
        }
        // Then
        assertThat(looks).hasValue(0);
        assertThat(tables.due(NOON.plusSeconds(60), 10)).containsExactly(first);
    }

    @Test
    void shouldFindATimerThatIsSetForAnEarlierTimeThanAllOthers() {
        tables.set(watchdog(0, 60));
        assertThat(tables.due(NOON, 10)).isEmpty();
        Timer earlier = watchdog(1, 5);
        tables.set(earlier);
        assertThat(tables.due(NOON.plusSeconds(5), 10)).containsExactly(earlier);
    }

    @Test
    void shouldGiveTheRestWhenThereAreMoreThanWereAskedFor() {
        List<Timer> set = List.of(watchdog(0, 1), watchdog(1, 1), watchdog(2, 2));
        set.forEach(tables::set);
        List<Timer> fired = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Timer> due = tables.due(NOON.plusSeconds(3), 1);
            due.forEach(tables::clear);
            fired.addAll(due);
        }
        assertThat(fired).isEqualTo(set);
        assertThat(tables.due(NOON.plusSeconds(3), 1)).isEmpty();
    }

    @Test
    void shouldMissNoTimerWhateverIsSetAndCleared() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Timer> open = new ArrayList<>();
        for (int second = 0; second < 2_000; second++) {
            Instant now = NOON.plusSeconds(second);
            for (int i = random.nextInt(4); i > 0; i--) {
                Timer timer = watchdog(random.nextInt(1_000), second + random.nextInt(30));
                tables.set(timer);
                if (!open.contains(timer)) {
                    open.add(timer);
                }
            }
            if (!open.isEmpty() && random.nextBoolean()) {
                tables.clear(open.remove(random.nextInt(open.size())));
            }
            int limit = 1 + random.nextInt(5);
            List<Timer> expected = open.stream()
                    .filter(timer -> !timer.due().isAfter(now))
                    .sorted(Comparator.comparing(Timer::due).thenComparing(Timer::index))
                    .limit(limit)
                    .toList();
            List<Timer> due = tables.due(now, limit);
            assertThat(due).as("seed %d, second %d", seed, second).isEqualTo(expected);
            due.forEach(tables::clear);
            open.removeAll(due);
        }
    }

    private static Timer watchdog(int index, int second) {
        return Timer.watchdog(new TaskId(Samples.BATCH, index), NOON.plusSeconds(second));
    }

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        return Stores.inMemoryKeyValueStore(name).get();
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> counted(KeyValueStore<Bytes, byte[]> store) {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                StreamTablesTest.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("range")) {
                        looks.incrementAndGet();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
