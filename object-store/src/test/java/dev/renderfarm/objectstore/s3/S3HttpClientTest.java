package dev.renderfarm.objectstore.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3HttpClientTest {

    /** More than OkHttp by itself has at once to one server. */
    private static final int SLOTS = 8;

    @AutoClose
    private S3Stub server;

    private final Wire wire = new Wire();

    @BeforeEach
    void start() throws IOException {
        server = new S3Stub();
        server.answers(200, "application/xml", "");
    }

    @Test
    void shouldTryAgainWhenTheServerIsBusy() {
        // Given
        server.answers(503, "application/xml", "<Error><Code>SlowDown</Code></Error>");
        try (S3ObjectStore store = store(SLOTS)) {
            // When, then
            assertThatThrownBy(() -> store.put("key", new byte[1], "image/png", Map.of()))
                    .isInstanceOf(StorageUnavailableException.class);
        }
        assertThat(server.requests()).hasSizeGreaterThan(1).containsOnly("PUT /farm/key 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20_000, 9 << 20})
    void shouldSendOneRequestWithoutDelayWhenAnObjectIsWritten(int size) {
        // When
        try (S3ObjectStore store = store(SLOTS)) {
            store.put("first", new byte[size], "image/png", Map.of("seed", "1"));
            store.put("second", new byte[size], "image/png", Map.of());
            store.putIfAbsent("third", new byte[size], "image/png");
        }
        // Then
        assertThat(server.requests())
                .containsExactly("PUT /farm/first " + size, "PUT /farm/second " + size, "PUT /farm/third " + size);
        assertThat(wire.connections).as("one connection for all").hasSize(1);
        assertThat(wire.withoutDelay).as("TCP_NODELAY when a request begins").containsExactly(true, true, true);
        assertThat(wire.connections).extracting(Connection::protocol).containsOnly(Protocol.HTTP_1_1);
    }

    @Test
    void shouldWriteForAllSlotsAtOnceWhenEachHasAPicture() throws Exception {
        // Given
        server.answersTogether(SLOTS);
        ExecutorService slots = Executors.newFixedThreadPool(SLOTS);
        try (S3ObjectStore store = store(SLOTS)) {
            // When
            for (int round = 0; round < 3; round++) {
                for (Future<Object> written : slots.invokeAll(pictures(store))) {
                    written.get(); // Then it is
                }
            }
        } finally {
            slots.shutdownNow();
        }
        assertThat(server.requests()).hasSize(3 * SLOTS);
        assertThat(wire.connections).as("kept from one picture to the next").hasSize(SLOTS);
    }

    @Test
    void shouldHoldBackCallsWhenThereAreMoreThanConnections() throws Exception {
        // Given
        server.answersTogether(2);
        ExecutorService threads = Executors.newFixedThreadPool(SLOTS);
        try (S3ObjectStore store = store(2)) {
            // When
            for (Future<Object> written : threads.invokeAll(pictures(store))) {
                written.get();
            }
        } finally {
            threads.shutdownNow();
        }
        // Then
        assertThat(server.requests()).hasSize(SLOTS);
        assertThat(wire.connections).hasSizeLessThanOrEqualTo(2);
    }

    private static List<Callable<Object>> pictures(S3ObjectStore store) {
        return IntStream.range(0, SLOTS)
                .mapToObj(slot ->
                        Executors.callable(() -> store.put("picture-" + slot, new byte[20_000], "image/png", Map.of())))
                .toList();
    }

    private S3ObjectStore store(int maxConnections) {
        S3Settings settings = new S3Settings(
                server.address(), "us-east-1", "farm", "key", "secret", Duration.ofSeconds(20), maxConnections);
        OkHttpClient http = S3HttpClient.of(settings);
        return new S3ObjectStore(settings, http.newBuilder().eventListener(wire).build());
    }

    /** What the calls do below HTTP. */
    private static final class Wire extends EventListener {

        private final Map<Call, Connection> acquired = new ConcurrentHashMap<>();
        private final Set<Connection> connections = Collections.newSetFromMap(new ConcurrentHashMap<>());
        private final ConcurrentLinkedQueue<Boolean> withoutDelay = new ConcurrentLinkedQueue<>();

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            acquired.put(call, connection);
            connections.add(connection);
        }

        @Override
        public void requestHeadersStart(Call call) {
            try {
                withoutDelay.add(requireNonNull(acquired.get(call)).socket().getTcpNoDelay());
            } catch (SocketException e) {
                withoutDelay.add(false);
            }
        }
    }
}
