package dev.renderfarm.webtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.wire.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PagesTest {

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
    private static final Pattern IMPORTED = Pattern.compile(
            "(?:^|[;}\\s])(?:import|export)(?:[^'\";()]*?from)?\\s*[\"']([^\"']+)[\"']|import\\([\"']([^\"']+)[\"']\\)");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    @TestHTTPResource
    URI farm = URI.create("about:blank");

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/batches",
                "/batches/",
                "/batches/new",
                "/batches/batch_1?state=failed",
                "/generate",
                "/workers",
                "/settings",
                "/help"
            })
    void shouldFindThePageUnderEveryAddressOfIt(String address) throws Exception {
        HttpResponse<String> page = get(address);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<farm-app>");
        assertThat(headers(page))
                .containsEntry("content-type", "text/html;charset=utf-8")
                .containsEntry("cache-control", "no-cache")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsKey("content-security-policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/batchesx",
                "/other",
                "/v1",
                "/q/openapi",
                "/app",
                "/app/",
                "/app/none.js",
                "/app/../../app.js",
                "/webjars/uplot",
                "/_static/lit",
                "/app/%2e%2e/%2e%2e/MANIFEST.MF",
                "/app/..%2f..%2fMANIFEST.MF"
            })
    void shouldLeaveAllElseAlone(String address) throws Exception {
        assertThat(get(address).statusCode()).isEqualTo(404);
        assertThat(get(address).headers().firstValue("content-security-policy")).isEmpty();
    }

    @Test
    void shouldTakeNoOtherMethods() throws Exception {
        HttpRequest post = request(farm.resolve("/batches"))
                .POST(BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isIn(404, 405);
        HttpRequest head = request(farm.resolve("/batches"))
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAllowTheImportMapOfThePageAndNoOtherScriptInIt() throws Exception {
        // When
        HttpResponse<String> page = get("/workers");
        // Then
        Matcher map = IMPORT_MAP.matcher(page.body());
        assertThat(map.find()).isTrue();
        String hash = "sha256-" + Base64.getEncoder().encodeToString(sha256(map.group(1)));
        assertThat(headers(page).get("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self' '" + hash
                        + "'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html");
        assertThat(page.body().replaceAll("<script[^>]*\\ssrc=\"[.]/[^>]*></script>", ""))
                .as("a script in the page itself would be refused by every browser")
                .containsOnlyOnce("<script")
                .doesNotContain(" style=", "<style", "onload=", "${");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/batches", "/batches/", "/batches/batch_1", "/batches/batch_1/", "/workers/a/b/c"})
    void shouldNameTheSameFilesFromEveryAddress(String address) throws Exception {
        assertThat(linked(address)).isEqualTo(linked("/")).contains("/app/app.js");
    }

    @Test
    void shouldKnowNoPageThatIsTooDeep() throws Exception {
        assertThat(get("/batches" + "/a".repeat(8)).statusCode()).isEqualTo(200);
        assertThat(get("/batches" + "/a".repeat(9)).statusCode()).isEqualTo(404);
    }

    private List<String> linked(String address) throws IOException, InterruptedException {
        String page = get(address).body();
        Matcher map = IMPORT_MAP.matcher(page);
        assertThat(map.find()).isTrue();
        List<String> names = new ArrayList<>();
        LINKED.matcher(page).results().forEach(link -> names.add(named(address, link.group(1))));
        for (JsonNode name : Json.read(map.group(1), JsonNode.class).get("imports")) {
            names.add(named(address, name.asText()));
        }
        return names;
    }

    @Test
    void shouldFindEveryFileThatThePageAndItsLibrariesName() throws Exception {
        // Given
        String page = get("/").body();
        Map<String, String> map = imports(page);
        Deque<String> wanted = new ArrayDeque<>(
                map.values().stream().filter(path -> !path.endsWith("/")).toList());
        LINKED.matcher(page).results().forEach(link -> wanted.add(named("/", link.group(1))));
        // When
        TreeSet<String> seen = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        while (!wanted.isEmpty()) {
            String path = wanted.remove();
            if (!seen.add(path)) {
                continue;
            }
            HttpResponse<String> file = get(path);
            if (file.statusCode() != 200) {
                missing.add(path);
            }
            if (path.endsWith(".js")) {
                IMPORTED.matcher(file.body())
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .forEach(name -> wanted.add(resolve(path, name, map)));
            }
        }
        // Then
        assertThat(missing).isEmpty();
        assertThat(seen).contains("/app/app.js", "/app/words.js").hasSizeGreaterThan(20);
    }

    @Test
    void shouldCompressForWhoTakesItAndSendNothingToWhoHasIt() throws Exception {
        // When
        HttpResponse<byte[]> small = client.send(
                request(farm.resolve("/app/app.js"))
                        .header("accept-encoding", "br, gzip")
                        .build(),
                BodyHandlers.ofByteArray());
        HttpResponse<String> plain = get("/app/app.js");
        // Then
        assertThat(headers(small))
                .containsEntry("content-encoding", "gzip")
                .containsEntry("vary", "accept-encoding")
                .containsEntry("content-type", "text/javascript;charset=utf-8");
        assertThat(headers(plain)).doesNotContainKey("content-encoding").containsEntry("vary", "accept-encoding");
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes(), UTF_8))
                .isEqualTo(plain.body());
        // When
        HttpResponse<String> again = client.send(
                request(farm.resolve("/app/app.js"))
                        .header("if-none-match", headers(plain).get("etag"))
                        .build(),
                BodyHandlers.ofString());
        // Then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void shouldKeepLibrariesForEverSinceTheirPathsNameTheirVersions() throws Exception {
        for (String path : imports(get("/").body()).values()) {
            assertThat(path).matches("/(_static|webjars)/[a-z-]+/\\d+\\.\\d+\\.\\d+/.*");
            if (!path.endsWith("/")) {
                assertThat(headers(get(path))).containsEntry("cache-control", "public, max-age=31536000, immutable");
            }
        }
    }

    private static Map<String, String> imports(String page) {
        Matcher map = IMPORT_MAP.matcher(page);
        assertThat(map.find()).isTrue();
        Map<String, String> imports = new TreeMap<>();
        Json.read(map.group(1), JsonNode.class)
                .get("imports")
                .fields()
                .forEachRemaining(entry ->
                        imports.put(entry.getKey(), named("/", entry.getValue().asText())));
        return imports;
    }

    /** The path of what a page at an address names. */
    private static String named(String address, String name) {
        return URI.create(address).resolve(name).getPath();
    }

    /** As a browser does it; what is not in the map stands out as a path that is not there. */
    private static String resolve(String from, String name, Map<String, String> map) {
        if (name.startsWith(".") || name.startsWith("/")) {
            return URI.create(from).resolve(name).toString();
        }
        if (map.containsKey(name)) {
            return map.get(name);
        }
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/") && name.startsWith(entry.getKey()))
                .map(entry -> entry.getValue() + name.substring(entry.getKey().length()))
                .findFirst()
                .orElse("/not-in-the-import-map/" + name);
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(LONGEST_WAIT);
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(request(farm.resolve("/").resolve(address)).build(), BodyHandlers.ofString());
    }

    private static Map<String, String> headers(HttpResponse<?> answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return headers;
    }

    private static byte[] sha256(String text) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }
}
