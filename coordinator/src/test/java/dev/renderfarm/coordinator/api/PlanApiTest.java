package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThan;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, presets and templates over HTTP. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class PlanApiTest {

    @Test
    void shouldPlanAFileAndCreateNothing() {
        plan("\"input_file_id\":\"" + upload() + "\"", "\"variants\":{\"background\":[\"oak\",\"slate\"]}")
                .then()
                .statusCode(200)
                .body("submittable", equalTo(true))
                .body("counts.pictures", equalTo(2))
                .body("first_lines[1].custom_id", equalTo("A-slate"))
                .body("estimate.source", equalTo("configured"))
                .body("errors.total", equalTo(0));
    }

    @Test
    void shouldListDeliveryProfilesAndRefuseOneThatThereIsNot() {
        when().get("/v1/profiles")
                .then()
                .statusCode(200)
                .body("data.name", hasItems("amazon-main", "google-merchant", "shopify", "web"))
                .body("data[0].sources[0].rules", hasItems("format", "fill"));
        when().get("/v1/profiles/web").then().statusCode(200).body("rules.most_bytes", equalTo(500_000));
        plan("\"requests\":[{\"sku\":\"A\",\"prompt\":\"Mug\"}]", "\"fields\":{\"profile\":\"ebay\"}")
                .then()
                .statusCode(200)
                .body("submittable", equalTo(false))
                .body("errors.groups[0].param", equalTo("profile"));
    }

    @Test
    void shouldPlanRequestsThatComeInTheBody() {
        plan(
                        "\"requests\":[{\"sku\":\"A\",\"title\":\"Mug\"},{\"sku\":\"A\",\"title\":\"Cup\"}]",
                        "\"template\":\"{title}\"")
                .then()
                .statusCode(200)
                .body("submittable", equalTo(false))
                .body("errors.groups[0].param", equalTo("sku"))
                .body("errors.groups[0].lines[0].line", equalTo(2))
                .body("errors.groups[0].lines[0].cells.title", equalTo("Cup"))
                .body("first_lines[0].prompt", equalTo("Mug"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            "template":"{title"                          ~ renderfarm.template       ~ invalid_request
            "template":"nothing-of-the-kind"             ~ renderfarm.template       ~ not_found
            "preset":"nothing"                           ~ renderfarm.preset         ~ not_found
            "fields":{"prompt":"x"}                      ~ renderfarm.fields         ~ invalid_request
            "fields":{"sizes":"1:1"}                     ~ renderfarm.fields         ~ invalid_request
            "fields":{"size":" "}                        ~ renderfarm.fields         ~ invalid_request
            "fields":{"size":null}                       ~ renderfarm.fields         ~ invalid_request
            "mapping":{"skuu":"x"}                       ~ renderfarm.mapping.skuu   ~ invalid_request
            "mapping":{"sku":"template:{x}"}             ~ renderfarm.mapping.sku    ~ invalid_request
            "variants":{"prompt":["a"]}                  ~ renderfarm.variants       ~ invalid_request
            "variants":{"a":[]}                          ~ renderfarm.variants       ~ invalid_request
            "variants":{"a":[null]}                      ~ renderfarm.variants       ~ invalid_request
            "corrections":[{"line":0,"skip":true}]       ~ renderfarm.corrections[0] ~ invalid_request
            "corrections":[null]                         ~ renderfarm.corrections[0] ~ invalid_request
            "corrections":[{"line":1}]                   ~ renderfarm.corrections[0] ~ invalid_request
            "corrections":[{"line":1,"field":"a b","value":"1"},{"line":1,"field":"A_b","value":"2"}] ~ renderfarm.corrections[1] ~ invalid_request
            """)
    void shouldNameWhatIsWrongInBothPlanAndSubmission(String option, String param, String code) {
        FailureCode wanted = FailureCode.valueOf(code.toUpperCase(Locale.ROOT));
        String file = "\"input_file_id\":\"" + upload() + "\"";
        refused(plan(file, option).then(), wanted, param);
        refused(post("/v1/batches", file, option).then(), wanted, param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"endpoint\":1}", "{\"renderfarm\":{\"variants\":[]}}", "{"})
    void shouldNeverFailOfABodyThatIsNone(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/batches/plan")
                .then()
                .statusCode(lessThan(500));
    }

    @Test
    void shouldPutPresetsAndTemplatesInThePlaceOfThoseOfTheRelease() {
        put("/v1/presets/house", "{\"description\":\"ours\",\"fields\":{\"size\":\"4:5\"}}")
                .then()
                .statusCode(200)
                .body("source", equalTo("own"));
        when().get("/v1/presets").then().statusCode(200).body("data.name", hasItems("draft", "house"));
        put("/v1/templates/house", "{\"parts\":{\"subject\":\"{title}\",\"light\":\"soft\"}}")
                .then()
                .statusCode(200)
                .body("version", equalTo(1));
        put("/v1/templates/house", "{\"text\":\"{title} two\"}").then().body("version", equalTo(2));
        when().get("/v1/templates/house@1").then().statusCode(200).body("parts.light", equalTo("soft"));
        when().get("/v1/templates").then().body("data.name", hasItems("studio", "studio-zh", "house"));
        when().get("/v1/defaults").then().statusCode(200).body("models[0].name", equalTo("tiny"));
        when().delete("/v1/templates/house").then().statusCode(200).body("deleted", equalTo(true));
        when().delete("/v1/presets/house").then().statusCode(200);
        refused(when().get("/v1/presets/house").then(), FailureCode.NOT_FOUND, null);
        refused(when().delete("/v1/presets/draft").then(), FailureCode.CONFLICT, null);
        refused(put("/v1/presets/BAD NAME", "{\"fields\":{}}").then(), FailureCode.INVALID_REQUEST, "name");
        refused(put("/v1/presets/x", "{\"fields\":{\"prompt\":\"x\"}}").then(), FailureCode.INVALID_REQUEST, "fields");
        refused(put("/v1/templates/x", "{\"text\":\"{\"}").then(), FailureCode.INVALID_REQUEST, "text");
        refused(put("/v1/templates/x", "{}").then(), FailureCode.INVALID_REQUEST, "text");
    }

    private static Response plan(String input, String options) {
        return post("/v1/batches/plan", input, options);
    }

    private static Response post(String path, String input, String options) {
        return given().contentType(ContentType.JSON)
                .body("{\"endpoint\":\"/v1/images/generations\"," + input + ",\"renderfarm\":{" + options + "}}")
                .post(path);
    }

    private static Response put(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).put(path);
    }
}
