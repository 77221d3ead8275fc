package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.RouteRoles;
import dev.renderfarm.coordinator.keys.KeyDesk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a farm that asks for keys answers to those who have one, another one and none. This one asks whoever calls it by
 * another name than that of its machine. Long because every way in is tried on one farm.
 */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class AccessApiTest {

    /** As the tests' settings allow it. */
    static final String NAME = "keyed.example";

    /** A keep-alive comes five times a second. */
    private static final int MOST_LINES = 200;

    @TestHTTPResource("/")
    URI root;

    @Inject
    KeyDesk keys;

    private final Map<Role, String> secrets = new EnumMap<>(Role.class);
    private String first = "";

    @BeforeEach
    void letThereBeAKeyOfEachRole() throws InterruptedException {
        for (Role role : Role.values()) {
            secrets.put(
                    role,
                    String.valueOf(keys.create(new KeyRequest("k", "shop-a", role.wireName(), null), Caller.LOCAL)
                            .secret()));
        }
        first = String.valueOf(secrets.get(Role.ADMIN));
    }

    /** Asked by a name that is not the machine's own. */
    private static RequestSpecification given() {
        return RestAssured.given().header("Host", NAME);
    }

    private RequestSpecification as(Role role) {
        return with(String.valueOf(secrets.get(role)));
    }

    private static RequestSpecification with(String secret) {
        return given().header("Authorization", "Bearer " + secret);
    }

    @Test
    void shouldAskEveryRouteForAKeyAndLetInWhoHasTheRole() {
        RouteRoles.all().forEach((route, wanted) -> {
            String method = route.split(" ")[0];
            String path = route.split(" ")[1]
                    .replace("/keys/{id}", "/keys/key_0000000000000000")
                    .replace("/workers/{id}", "/workers/none")
                    .replace("/models/{id}", "/models/none")
                    .replace("{id}", route.contains("/files/") ? "file-none" : "batch_none")
                    .replace("{file}", route.contains("thumbnails") ? "a.jpg" : "a.png")
                    .replace("{index}", "0")
                    .replace("{name}", "none");
            if (!route.equals(RouteRoles.AUTOSCALE)) {
                refused(given().request(method, path).then(), FailureCode.INVALID_API_KEY, null);
            }
            for (Role role : Role.values()) {
                if (route.equals("GET /v1/events") && role.covers(wanted)) {
                    continue; // does not end by itself
                }
                Response answer = sent(as(role), method, route).request(method, path);
                assertThat(answer.statusCode() != 403).as(route + " as " + role).isEqualTo(role.covers(wanted));
                assertThat(answer.statusCode())
                        .as(route + " as " + role)
                        .isNotEqualTo(401)
                        .isLessThan(500);
            }
        });
    }

    /** With a body of the type that the route takes. */
    private static RequestSpecification sent(RequestSpecification request, String method, String route) {
        if (route.equals("POST /v1/files")) {
            return request.multiPart("purpose", "batch");
        }
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH")
                ? request.contentType(ContentType.JSON).body("{}")
                : request;
    }

    @Test
    void shouldNameTheRoleThatIsWanted() {
        as(Role.VIEWER)
                .post("/v1/batches/batch_1/cancel")
                .then()
                .statusCode(403)
                .body("error.message", containsString("role submitter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/batches",
                "/v1/batches/",
                "//v1/batches",
                "/v1//batches",
                "/v1;a=b/batches",
                "/v1/batches;jsessionid=1",
                "/%761/batches",
                "/x/../v1/batches",
                "/v1/%62atches",
                "/v1/./batches",
                "/app/../v1/batches",
                "/q/health/../../v1/batches",
                "/;/v1/batches",
                "/v1/nothing"
            })
    void shouldGiveNothingToAnOddPathWithoutAKey(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: keyed.example\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (400|401|404) .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "TRACE", "PROPFIND", "DELETE"})
    void shouldAskForAKeyWhateverTheMethod(String method) {
        given().request(method, "/v1/batches").then().statusCode(401).header("www-authenticate", "Bearer");
    }

    @Test
    void shouldTakeNoTwoKeys() throws IOException {
        String bearer = "Authorization: Bearer " + first + "\r\n";
        assertThat(raw("GET /v1/batches HTTP/1.1\r\nHost: keyed.example\r\nConnection: close\r\n" + bearer + "\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /v1/batches HTTP/1.1\r\nHost: keyed.example\r\nConnection: close\r\n" + bearer + bearer
                        + "\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void shouldLetTheFirstKeyIn() {
        with(first)
                .get("/v1/session")
                .then()
                .statusCode(200)
                .body("keyed", equalTo(true))
                .body("role", equalTo("admin"));
    }

    @Test
    void shouldAskNobodyForAKeyWhoAsksTheMachineItselfAndComesThroughNoProxy() {
        RestAssured.given().get("/v1/batches").then().statusCode(200);
        RestAssured.given()
                .header("Host", "localhost:1")
                .get("/v1/batches")
                .then()
                .statusCode(200);
        for (String header :
                List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto", "X-Forwarded-Port")) {
            RestAssured.given()
                    .header(header, "127.0.0.1")
                    .get("/v1/batches")
                    .then()
                    .statusCode(401);
        }
        RestAssured.given().header("Host", "10.1.2.3").get("/v1/batches").then().statusCode(401);
    }

    @Test
    void shouldTellHealthAndMetricsToAnybody() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
        given().get("/v1/autoscale?model=tiny").then().statusCode(200);
        refused(with("rf_none").get("/v1/autoscale?model=tiny").then(), FailureCode.INVALID_API_KEY, null);
        for (String odd :
                List.of("/v1/autoscale/../workers", "/v1/autoscale;/../workers", "/v1//autoscale/..//workers")) {
            refused(given().urlEncodingEnabled(false).get(odd).then(), FailureCode.INVALID_API_KEY, null);
        }
        given().get("/batches").then().statusCode(200);
    }

    @Test
    void shouldAllowNoOtherPageToReadOrWrite() {
        given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/batches")
                .then()
                .header("access-control-allow-origin", nullValue());
        refused(
                as(Role.ADMIN)
                        .header("Origin", "https://evil.example")
                        .post("/v1/session")
                        .then(),
                FailureCode.FORBIDDEN,
                null);
    }

    @Test
    void shouldMakeListAndRevokeKeys() {
        // Given
        Response made = as(Role.ADMIN)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Shop <b>\",\"tenant\":\"shop-b\",\"role\":\"viewer\",\"expires_after\":3600}")
                .post("/v1/keys");
        made.then().statusCode(200).header("cache-control", "no-store");
        String secret = made.path("secret");
        with(secret).get("/v1/batches").then().statusCode(200);
        as(Role.ADMIN)
                .get("/v1/keys")
                .then()
                .body("data.name", hasItem("Shop <b>"))
                .body("data.secret", everyItem(nullValue()));
        // When
        as(Role.ADMIN).delete("/v1/keys/" + made.path("id")).then().statusCode(200);
        // Then
        refused(with(secret).get("/v1/batches").then(), FailureCode.INVALID_API_KEY, null);
    }

    @Test
    void shouldSignABrowserInAndOut() {
        // Given
        Response opened = as(Role.SUBMITTER).post("/v1/session");
        String cookie = opened.getCookie("renderfarm_session");
        assertThat(opened.getHeader("set-cookie")).contains("HTTPOnly").contains("SameSite=Strict");
        assertThat(KeySecret.parse(cookie)).isPresent();
        assertThat(opened.asString()).doesNotContain(cookie);
        // When, Then
        given().cookie("renderfarm_session", cookie).get("/v1/batches").then().statusCode(200);
        refused(
                given().cookie("renderfarm_session", cookie)
                        .post("/v1/batches/batch_none/cancel")
                        .then(),
                FailureCode.FORBIDDEN,
                null);
        inPage(cookie).post("/v1/batches/batch_none/cancel").then().statusCode(404);
        inPage(cookie).delete("/v1/session").then().statusCode(200);
        given().cookie("renderfarm_session", cookie).get("/v1/batches").then().statusCode(401);
    }

    private static RequestSpecification inPage(String cookie) {
        return given().cookie("renderfarm_session", cookie).header("Sec-Fetch-Site", "same-origin");
    }

    @Test
    void shouldEndAStreamWhoseKeyIsRevoked() throws IOException, InterruptedException {
        // Given
        var made = keys.create(new KeyRequest("k", "shop-a", "viewer", null), Caller.LOCAL);
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /v1/events?farm=1 HTTP/1.1\r\nHost: keyed.example\r\nAuthorization: Bearer "
                                    + made.secret() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).startsWith("HTTP/1.1 200");
            // When
            keys.revoke(made.id(), Caller.LOCAL);
            // Then
            String line = lines.readLine();
            for (int heard = 0; line != null && heard < MOST_LINES; heard++) {
                line = lines.readLine();
            }
            assertThat(line)
                    .as("the end of the stream, before the reader gives up")
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void shouldAcceptNoneOfManyHostileRequests(int seed) throws IOException {
        // Given
        Random random = new Random(seed);
        String[] paths = {
            "/v1/batches",
            "/v1/keys",
            "//v1/keys",
            "/v1;x/keys",
            "/%2e%2e/v1/keys",
            "/v1/files/..%2f..%2fkeys",
            "/v1/keys/%00",
            "/v1/events",
            "/q/../v1/keys",
            "/v1/session",
            "/v1/batches/" + "a".repeat(3000),
            "/v1/workers/w1/drain"
        };
        String[] heads = {
            "",
            "Authorization: Bearer " + KeySecret.random(random).text(),
            "Authorization: Bearer " + first.substring(0, 60),
            "Authorization: Bearer " + first + "A",
            "Authorization: bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.",
            "Authorization: Basic " + first,
            "X-Api-Key: " + first,
            "Proxy-Authorization: Bearer " + first,
            "Cookie: renderfarm_session=rf_x; renderfarm_session=rf_y",
            "X-Forwarded-For: 127.0.0.1",
            "Forwarded: for=127.0.0.1;host=localhost",
            "X-Original-URL: /q/health",
            "X-HTTP-Method-Override: GET",
            "Origin: null",
            "Authorization: Bearer " + "x".repeat(5000)
        };
        String[] methods = {"GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "CONNECT", "FOO"};
        for (int i = 0; i < 200; i++) {
            String head = heads[random.nextInt(heads.length)];
            String request = methods[random.nextInt(methods.length)] + " " + paths[random.nextInt(paths.length)]
                    + " HTTP/1.1\r\nHost: " + (random.nextBoolean() ? NAME : "evil.example") + "\r\n"
                    + (head.isEmpty() ? "" : head + "\r\n")
                    + "Connection: close\r\n\r\n";
            // When, Then
            assertThat(raw(request)).as(request).matches("(?s)(HTTP/1.1 4.*|)");
        }
    }

    @Test
    void shouldNoteWhoDidWhatAndNotWhoLooked() {
        // Given
        as(Role.VIEWER).post("/v1/batches/batch_audited/cancel").then().statusCode(403);
        as(Role.ADMIN).get("/v1/batches").then().statusCode(200);
        String made = as(Role.ADMIN)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"audited\",\"role\":\"viewer\"}")
                .post("/v1/keys")
                .path("secret");
        // Then: an entry is written after its answer
        await().untilAsserted(() -> {
            Response trail = as(Role.ADMIN).get("/v1/audit?tenant=shop-a&limit=1000");
            trail.then()
                    .statusCode(200)
                    .body("data.path", hasItem("/v1/batches/batch_audited/cancel"))
                    .body("data.route", hasItem("POST /v1/keys"))
                    .body("data.route", not(hasItem("GET /v1/batches")))
                    .body("data.find { it.path.contains('audited') }.status", equalTo(403))
                    .body("data.find { it.path.contains('audited') }.role", equalTo("viewer"));
            assertThat(trail.asString()).doesNotContain(made, "rf_");
        });
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
