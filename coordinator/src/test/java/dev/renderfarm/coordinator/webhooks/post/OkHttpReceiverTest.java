package dev.renderfarm.coordinator.webhooks.post;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.coordinator.webhooks.AllowedTargets;
import dev.renderfarm.coordinator.webhooks.DeliveryAnswer;
import dev.renderfarm.coordinator.webhooks.SignedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OkHttpReceiverTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    /** For a receiver that says nothing. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** For one that answers, on a machine that is busy with other things. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<Headers> headers = new AtomicReference<>();
    private final AtomicReference<String> body = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/ok", exchange -> answer(exchange, 204));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/ok");
            answer(exchange, 302);
        });
        server.createContext("/later", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            answer(exchange, 429);
        });
        server.createContext("/date", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "Fri, 2 Jan 2026 12:10:00 GMT");
            answer(exchange, 429);
        });
        server.createContext("/endless", this::answerForEver);
        server.createContext("/silent", exchange -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stopServer() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void shouldSendTheMessageWithItsSignature() {
        // When
        DeliveryAnswer answer = send(allowing("127.0.0.1"), "/ok");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(requireNonNull(headers.get()).getFirst("webhook-id")).isEqualTo("evt_1");
        assertThat(requireNonNull(headers.get()).getFirst("webhook-timestamp")).isEqualTo("1767355200");
        assertThat(requireNonNull(headers.get()).getFirst("webhook-signature")).isEqualTo("v1,abc=");
        assertThat(requireNonNull(headers.get()).getFirst("content-type")).isEqualTo("application/json");
        assertThat(body.get()).isEqualTo("{}");
    }

    @Test
    void shouldFollowNoRedirect() {
        DeliveryAnswer answer = send(allowing("127.0.0.1"), "/moved");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldTellForHowLongTheReceiverWishesNotToBeAsked() {
        assertThat(send(allowing("127.0.0.1"), "/later").retryAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(send(allowing("127.0.0.1"), "/date").retryAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldConnectToNoAddressThatIsNotPublicWhateverTheNameWas() {
        // Given: the name is allowed to speak http, and what it leads to is not looked at before the connection
        var sockets = new GuardedSockets(new AllowedTargets(List.of()));
        // Then
        assertThatThrownBy(() -> sockets.createSocket("localhost", port()))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessageNotContaining("127.0.0.1");
        DeliveryAnswer answer = new OkHttpReceiver(new AllowedTargets(List.of()), () -> NOW, LONG)
                .send(message("https://localhost:" + port() + "/ok"));
        assertThat(answer.problem()).contains("not public").contains("renderfarm.webhooks.allow");
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldConnectToARangeThatIsAllowedWhenTheHostIsNotNamed() {
        // Given: it is connected to, and does not know what to make of TLS
        var ranges = new AllowedTargets(List.of("127.0.0.0/8", "::1"));
        DeliveryAnswer answer =
                new OkHttpReceiver(ranges, () -> NOW, SHORT).send(message("https://localhost:" + port() + "/ok"));
        assertThat(answer.problem()).isIn("no answer in time", "the exchange broke off");
    }

    @Test
    void shouldSpeakHttpToNobodyWhoIsNotNamed() {
        DeliveryAnswer answer = new OkHttpReceiver(new AllowedTargets(List.of()), () -> NOW, LONG)
                .send(message("http://localhost:" + port() + "/ok"));
        assertThat(answer.problem()).contains("http is for hosts");
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldNotReadAnAnswerThatHasNoEnd() {
        assertThat(send(allowing("127.0.0.1"), "/endless").status()).isEqualTo(200);
    }

    @Test
    void shouldNotWaitForAReceiverThatSaysNothing() {
        var hasty = new OkHttpReceiver(new AllowedTargets(List.of("127.0.0.1")), () -> NOW, SHORT);
        assertThat(send(hasty, "/silent").problem()).isEqualTo("no answer in time");
    }

    @Test
    void shouldSayThatNobodyIsThere() {
        int port = port();
        server.stop(0);
        assertThat(allowing("127.0.0.1")
                        .send(message("http://127.0.0.1:" + port + "/"))
                        .problem())
                .isEqualTo("it cannot be connected to");
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            headers.set(exchange.getRequestHeaders());
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void answerForEver(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            OutputStream out = exchange.getResponseBody();
            while (true) {
                out.write(block);
            }
        }
    }

    private OkHttpReceiver allowing(String host) {
        return new OkHttpReceiver(new AllowedTargets(List.of(host)), () -> NOW, LONG);
    }

    private DeliveryAnswer send(OkHttpReceiver receiver, String path) {
        return receiver.send(message("http://127.0.0.1:" + port() + path));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static SignedMessage message(String url) {
        return new SignedMessage(url, "evt_1", NOW.getEpochSecond(), "v1,abc=", "{}".getBytes(StandardCharsets.UTF_8));
    }
}
