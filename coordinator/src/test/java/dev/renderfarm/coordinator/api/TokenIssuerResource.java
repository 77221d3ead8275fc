package dev.renderfarm.coordinator.api;

import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.coordinator.tokens.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An issuer of tokens at an address of its own; the test is told its key. */
public class TokenIssuerResource implements QuarkusTestResourceLifecycleManager {

    static final String KEY_ID = "one";
    static final String KEYS = "test.issuer.keys";

    private final HttpServer server;

    public TokenIssuerResource() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    }

    @Override
    public Map<String, String> start() {
        String name = "http://127.0.0.1:" + server.getAddress().getPort();
        TestIssuer issuer = TestIssuer.named(name, KEY_ID);
        issuer.documents().forEach((address, json) -> answer(address.substring(name.length()), json));
        server.start();
        return Map.of(
                "renderfarm.access.oidc.enabled",
                "true",
                "renderfarm.access.oidc.issuer",
                name,
                "renderfarm.access.oidc.audience",
                TestIssuer.AUDIENCE,
                "renderfarm.access.oidc.role-claim",
                "realm_access/roles",
                KEYS,
                issuer.keys());
    }

    private void answer(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
