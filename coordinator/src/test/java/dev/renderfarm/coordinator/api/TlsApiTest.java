package dev.renderfarm.coordinator.api;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.keys.KeyDesk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The coordinator speaks TLS by Quarkus' settings, as docs/security.md has them. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
@QuarkusTestResource(value = CertificateResource.class, restrictToAnnotatedClass = true)
class TlsApiTest {

    @TestHTTPResource(value = "/", tls = true)
    URI root;

    @Inject
    KeyDesk keys;

    @Test
    void shouldAskForAKeyAndKeepASessionToTls() throws Exception {
        String secret = String.valueOf(keys.create(new KeyRequest("k", "shop-a", "viewer", null), Caller.LOCAL)
                .secret());
        ApiCalls.refused(given().get("/v1/batches").then(), FailureCode.INVALID_API_KEY, null);
        given().header("Authorization", "Bearer " + secret)
                .get("/v1/batches")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + secret)
                .header("Sec-Fetch-Site", "same-origin")
                .post("/v1/session")
                .then()
                .statusCode(200)
                .header("set-cookie", allOf(containsString("Secure"), containsStringIgnoringCase("HttpOnly")));
    }

    private RequestSpecification given() {
        return RestAssured.given()
                .trustStore(
                        ConfigProvider.getConfig().getValue(CertificateResource.STORE, String.class),
                        CertificateResource.PASSWORD)
                .baseUri("https://" + root.getHost())
                .port(root.getPort())
                .header("Host", AccessApiTest.NAME);
    }
}
