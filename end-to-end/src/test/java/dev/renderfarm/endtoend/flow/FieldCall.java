package dev.renderfarm.endtoend.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a stock client; {@code field-cases/calls.json} lists them.
 *
 * @param body JSON, or null
 */
record FieldCall(String method, String path, @Nullable JsonNode body, String expectation) {

    static List<FieldCall> all() {
        return List.of(Json.read(FieldCase.resource("calls.json"), FieldCall[].class));
    }

    String request() {
        return method + " " + path + (body == null ? "" : " " + body);
    }

    /** Status and, of a refusal, its words. */
    String answer(ShopClient client) {
        Answer answer = client.ask(method, path, body == null ? null : body.toString());
        if (answer.isGood()) {
            return "200, object " + answer.json().path("object").asText();
        }
        JsonNode error = answer.json().path("error");
        String param = error.path("param").isTextual() ? error.get("param").asText() + ": " : "";
        return answer.status() + " " + error.path("code").asText() + ", " + param
                + error.path("message").asText();
    }
}
