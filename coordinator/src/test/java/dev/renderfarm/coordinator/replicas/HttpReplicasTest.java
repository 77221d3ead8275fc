package dev.renderfarm.coordinator.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.ReplicaRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplicasTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final List<Headers> heard = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ReplicaAddress replica;
    private int status = 200;

    private final HttpReplicas replicas = new HttpReplicas(
            new AskedBy() {
                @Override
                public boolean anotherReplica() {
                    return false;
                }

                @Override
                public Map<String, String> credentials() {
                    return Map.of("Authorization", "Bearer rf_of_the_caller");
                }
            },
            Duration.ofSeconds(30));

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heard.add(exchange.getRequestHeaders());
            byte[] content = exchange.getRequestURI().toString().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        replica = new ReplicaAddress("127.0.0.1", server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldSayWhoAsksAndThatItIsAReplicaWhenItAsks() {
        // When
        byte[] told = replicas.get(replica, BATCH, "/tasks?limit=2");
        // Then
        assertThat(told).asString(UTF_8).isEqualTo("/v1/batches/batch_1/tasks?limit=2");
        assertThat(heard).singleElement().satisfies(headers -> {
            assertThat(headers.get("Authorization")).containsExactly("Bearer rf_of_the_caller");
            assertThat(headers.get(AskedBy.HEADER)).containsExactly("1");
        });
    }

    @Test
    void shouldFollowNowhereWhenItIsSentElsewhere() {
        status = 307;
        assertThatThrownBy(() -> replicas.get(replica, BATCH, "/history")).isInstanceOf(ReplicaRefusedException.class);
        assertThat(heard).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 502, 503, 504})
    void shouldSayThatItCannotTellNowWhenTheReplicaCannot(int answer) {
        status = answer;
        assertThatThrownBy(() -> replicas.get(replica, BATCH, "/history"))
                .isExactlyInstanceOf(LedgerUnavailableException.class);
        server.stop(0);
        assertThatThrownBy(() -> replicas.get(replica, BATCH, "/history"))
                .isExactlyInstanceOf(LedgerUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409, 429, 500})
    void shouldSayThatWaitingDoesNotHelpWhenTheReplicaRefuses(int answer) {
        status = answer;
        assertThatThrownBy(() -> replicas.get(replica, BATCH, "/history"))
                .isInstanceOfSatisfying(ReplicaRefusedException.class, e -> assertThat(e.status())
                        .isEqualTo(answer));
    }

    @Test
    void shouldSayThatTheBatchHasLeftWhenThereIsNothingOfIt() {
        status = 404;
        assertThatThrownBy(() -> replicas.get(replica, BATCH, "/history")).isInstanceOf(BatchLeftException.class);
    }
}
