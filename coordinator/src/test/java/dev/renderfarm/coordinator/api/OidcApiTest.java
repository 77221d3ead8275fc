package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.keys.KeyDesk;
import dev.renderfarm.coordinator.tokens.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer that the operator has named, beside API keys, and all that look like them. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
@QuarkusTestResource(value = TokenIssuerResource.class, restrictToAnnotatedClass = true)
class OidcApiTest {

    @Inject
    KeyDesk keys;

    @Test
    void shouldLetInWhoHasATokenAsItsClaimsSay() {
        with(signed(claims("submitter")))
                .get("/v1/session")
                .then()
                .statusCode(200)
                .body("keyed", equalTo(true))
                .body("name", equalTo("anna"))
                .body("tenant", equalTo("shop-a"))
                .body("role", equalTo("submitter"));
        with(signed(claims("submitter"))).get("/v1/batches").then().statusCode(200);
        with(signed(claims("submitter")))
                .multiPart("purpose", "batch")
                .multiPart(
                        "file",
                        "a.jsonl",
                        ("{\"sku\":\"A\",\"prompt\":\"mug\"}\n").repeat(20_000).getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(200)
                .body("renderfarm.tenant", equalTo("shop-a"));
    }

    @Test
    void shouldAskTokensForTheRoleOfTheRoute() {
        with(signed(claims("viewer")))
                .post("/v1/batches/batch_1/cancel")
                .then()
                .statusCode(403)
                .body("error.message", containsString("role submitter"));
        with(signed(claims("operator"))).get("/v1/keys").then().statusCode(403);
        with(signed(claims("admin"))).get("/v1/keys").then().statusCode(200);
    }

    @Test
    void shouldTakeKeysAsBefore() throws Exception {
        String secret = String.valueOf(keys.create(new KeyRequest("k", "shop-a", "viewer", null), Caller.LOCAL)
                .secret());
        with(secret).get("/v1/batches").then().statusCode(200);
        refused(given().get("/v1/batches").then(), FailureCode.INVALID_API_KEY, null);
        refused(with("rf_none").get("/v1/batches").then(), FailureCode.INVALID_API_KEY, null);
    }

    @Test
    void shouldRefuseTokensThatAreNotGood() {
        issuer().bad(now()).forEach((what, token) -> assertThat(
                        with(token).get("/v1/batches").statusCode())
                .as(what)
                .isEqualTo(401));
        refused(with("a.b.c").get("/v1/batches").then(), FailureCode.INVALID_API_KEY, null);
        with("a.b.c").get("/v1/batches").then().header("WWW-Authenticate", "Bearer");
        with(signed(claims("admin"))).get("/v1/batches").then().statusCode(200);
    }

    @Test
    void shouldTakeATokenFromTheHeaderAlone() {
        String token = signed(claims("admin"));
        given().header("Cookie", "renderfarm_session=" + token)
                .get("/v1/batches")
                .then()
                .statusCode(401);
        given().header("Cookie", "q_session=" + token).get("/v1/batches").then().statusCode(401);
        given().queryParam("access_token", token).get("/v1/batches").then().statusCode(401);
        given().header("Authorization", "Basic " + token)
                .get("/v1/batches")
                .then()
                .statusCode(401);
        given().header("X-Forwarded-Access-Token", token)
                .get("/v1/batches")
                .then()
                .statusCode(401);
        with("a.b.c")
                .header("Cookie", "q_session_x=1; q_auth_y=2")
                .get("/v1/batches")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldSayWhatATokenLacks() {
        with(signed(TestIssuer.without(claims("viewer"), "tenant")))
                .get("/v1/batches")
                .then()
                .statusCode(403)
                .body("error.message", containsString("claim tenant"));
        with(signed(claims("guest")))
                .get("/v1/batches")
                .then()
                .statusCode(403)
                .body("error.message", containsString("realm_access/roles"));
    }

    @Test
    void shouldOpenNoSessionForAToken() {
        with(signed(claims("viewer")))
                .post("/v1/session")
                .then()
                .statusCode(409)
                .body("error.message", containsString("token"));
    }

    @Test
    void shouldNameTheSubjectInTheAuditTrail() {
        with(signed(TestIssuer.with(claims("submitter"), "sub", "ben")))
                .post("/v1/batches/batch_b/cancel")
                .then()
                .statusCode(404);
        await().untilAsserted(() -> with(signed(claims("admin")))
                .get("/v1/audit?limit=1000")
                .then()
                .statusCode(200)
                .body("data.name", hasItem("ben"))
                .body("data.find { it.name == 'ben' }.tenant", equalTo("shop-a")));
    }

    @Test
    void shouldLetInWhoeverIsAtTheFarmsOwnMachine() {
        RestAssured.given()
                .header("Authorization", "Bearer a.b.c")
                .get("/v1/batches")
                .then()
                .statusCode(200);
        RestAssured.given()
                .header("Authorization", "Bearer " + signed(claims("viewer")))
                .get("/v1/session")
                .then()
                .body("name", equalTo("anna"));
    }

    /** Asked by a name that is not the machine's own. */
    private static RequestSpecification given() {
        return RestAssured.given().header("Host", AccessApiTest.NAME);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static Map<String, Object> claims(String role) {
        return issuer().claims(role, now());
    }

    private static String signed(Map<String, Object> claims) {
        return issuer().signed(claims);
    }

    private static TestIssuer issuer() {
        return TestIssuer.of(
                setting("renderfarm.access.oidc.issuer"),
                TokenIssuerResource.KEY_ID,
                setting(TokenIssuerResource.KEYS));
    }

    /** Those of another test's coordinator are not there for injection. */
    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
