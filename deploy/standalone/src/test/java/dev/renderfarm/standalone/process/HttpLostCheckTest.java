package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpLostCheckTest {

    @Test
    void shouldTellTheReasonsOfWhatIsDown() throws Exception {
        try (Probe probe = new Probe(503, """
                {"status":"DOWN","checks":[
                  {"name":"ledger","status":"DOWN","data":{"reason":"it could not be read for 180 s"}},
                  {"name":"device","status":"UP","data":{"reason":"warm"}},
                  {"name":"disk","status":"DOWN"}]}""")) {
            assertThat(probe.check().lostBecause()).contains("it could not be read for 180 s; disk is down");
        }
    }

    @Test
    void shouldBeLostWhateverTheAnswerLooksLike() throws Exception {
        try (Probe probe = new Probe(503, "<html>")) {
            assertThat(probe.check().lostBecause()).contains("it does not say why");
        }
    }

    @Test
    void shouldNotBeLostWhenItIsLiveOrSaysSomethingElseOrNothing() throws Exception {
        HttpLostCheck gone;
        try (Probe live = new Probe(200, "{}");
                Probe busy = new Probe(500, "{}")) {
            assertThat(live.check().lostBecause()).isEmpty();
            assertThat(busy.check().lostBecause()).isEmpty();
            gone = live.check();
        }
        assertThat(gone.lostBecause()).isEmpty();
    }

    private static final class Probe implements AutoCloseable {

        private final HttpServer server;

        Probe(int status, String body) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        HttpLostCheck check() {
            return new HttpLostCheck(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/q/health/live"));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
