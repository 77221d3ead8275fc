package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpReadyCheckTest {

    private HttpServer server;
    private ReadyCheck check;
    private volatile int status;
    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        check = HttpReadyCheck.ok(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/q/health/ready"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldSayWhatIsWaitedForUntilItIsReady() throws InterruptedException {
        // Given
        status = 503;
        body = """
                {"status":"DOWN","checks":[
                  {"name":"ledger","status":"DOWN","data":{"reason":"the topics are not set up"}},
                  {"name":"bucket","status":"UP","data":{"reason":"well"}},
                  {"name":"worker","status":"DOWN","data":{"state":"starting","broker":"away"}},
                  {"name":"disk","status":"DOWN"}]}""";
        // When
        boolean early = check.isReady();
        var awaited = check.awaited();
        status = 200;
        body = "{\"status\":\"UP\",\"checks\":[]}";
        // Then
        assertThat(early).isFalse();
        assertThat(awaited)
                .contains("the topics are not set up; worker is down (broker away, state starting); disk is down");
        assertThat(check.isReady()).isTrue();
        assertThat(check.awaited()).isEmpty();
    }

    @Test
    void shouldSayNothingOfWhatItDoesNotUnderstandAndOfNoAnswer() throws InterruptedException {
        // Given
        status = 503;
        body = "<html>";
        // When, Then
        assertThat(check.isReady()).isFalse();
        assertThat(check.awaited()).isEmpty();
        server.stop(0);
        assertThat(check.isReady()).isFalse();
        assertThat(check.awaited()).isEmpty();
    }
}
