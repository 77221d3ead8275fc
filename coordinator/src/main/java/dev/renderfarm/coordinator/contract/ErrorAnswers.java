package dev.renderfarm.coordinator.contract;

import dev.renderfarm.common.task.ImageEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds what an operation may be refused with: the same for all that read the same parts of a request. */
final class ErrorAnswers {

    private static final String ENVELOPE = "ErrorEnvelope";
    private static final int UNAVAILABLE = 503;
    private static final Set<String> OPENED = Set.of("/v1/session", "/v1/keys", "/v1/webhooks");
    private static final int TOO_MANY = 429;

    private final OpenAPI api;

    ErrorAnswers(OpenAPI api) {
        this.api = api;
    }

    void complete() {
        api.getComponents().addSchema(ENVELOPE, envelope());
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> complete(path, method, operation)));
    }

    private static Schema envelope() {
        Schema problem = Schemas.of(SchemaType.OBJECT)
                .required(List.of("message", "type", "param", "code"))
                .addProperty("message", Schemas.of(SchemaType.STRING).description("what is wrong and what to do"))
                .addProperty(
                        "type",
                        Schemas.of(SchemaType.STRING)
                                .enumeration(List.of("invalid_request_error", "server_error", "insufficient_quota")))
                .addProperty(
                        "param",
                        Schemas.orNull(Schemas.of(SchemaType.STRING).description("the field or parameter at fault")))
                .addProperty("code", Schemas.ref("FailureCode"));
        return Schemas.of(SchemaType.OBJECT).required(List.of("error")).addProperty("error", problem);
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        SortedMap<Integer, String> answers = new TreeMap<>();
        boolean names = takes(operation, Parameter.In.PATH);
        boolean body = operation.getRequestBody() != null;
        answers.put(400, "the request cannot be read, or is not what the farm takes");
        answers.put(401, "the farm asks for an API key, and what came is neither one nor a token that counts");
        answers.put(
                403,
                "the key has not the role, the farm is not known under the name in the header Host, or the page of "
                        + "another site asks");
        answers.put(TOO_MANY, "more requests with one key, or more wrong keys, than the farm takes at a time");
        answers.put(500, "the farm failed");
        boolean takesForms = path.equals(ImageEndpoint.EDITS.path());
        if (!isDownload(operation) && !takesForms) {
            answers.put(406, "the answer cannot be given in the form that the header Accept asks for");
        }
        boolean catalogue =
                path.startsWith("/v1/presets") || path.startsWith("/v1/templates") || path.equals("/v1/defaults");
        boolean plans = path.endsWith("/plan");
        boolean refers =
                names || plans || takes(operation, Parameter.In.QUERY) || takes(operation, Parameter.In.HEADER);
        boolean puts = method == HttpMethod.PUT && names;
        boolean walks = path.equals("/v1/audit") || path.equals("/v1/batches/rebuild");
        if ((refers || suggests(method, path)) && !puts && !walks) {
            answers.put(
                    404,
                    "there is no such batch, file, picture, model, worker, key, preset, profile, template "
                            + "or webhook");
        }
        boolean signs = path.equals("/v1/session") && method != HttpMethod.GET;
        if ((refers || body || catalogue || signs || path.equals("/v1/farm")) && !isOfMemory(path, method)) {
            answers.put(UNAVAILABLE, "the farm, its broker or its storage does not answer now");
        }
        boolean freely = path.startsWith("/v1/webhooks") && (method == HttpMethod.DELETE || path.endsWith("/enable"));
        boolean changes = method != HttpMethod.GET && !freely && (names || takes(operation, Parameter.In.HEADER));
        boolean opens = method == HttpMethod.POST && OPENED.contains(path);
        if (changes || opens || path.endsWith("/manifest.csv")) {
            answers.put(
                    409,
                    "the state of batch, worker or webhook does not allow it, the file is in use, the key was used for "
                            + "another request, the entry comes with the farm, there are too many, it is the last key of an "
                            + "admin, or the farm asks for no key");
        }
        if (body) {
            answers.put(408, "the body came too slowly");
            answers.put(413, "the body is larger than the farm takes");
            answers.put(415, "the body is not of the declared type");
        }
        if (body && !plans && stores(method, path)) {
            answers.put(507, "the farm's storage is full");
        }
        if (method == HttpMethod.POST && opens(path)) {
            answers.put(
                    TOO_MANY,
                    "the tenant has used up a budget of its own, which the message names; or more requests with one key, or "
                            + "more wrong keys, than the farm takes at a time");
        }
        if (ImageEndpoint.at(path).isPresent()) {
            answers.put(504, "the pictures are not rendered yet: Content-Location names the batch where they will be");
        }
        answers.forEach((status, description) ->
                operation.getResponses().addAPIResponse(String.valueOf(status), answer(status, description)));
    }

    /** Names entries in its body. */
    private static boolean suggests(HttpMethod method, String path) {
        return method == HttpMethod.PUT && path.equals("/v1/defaults");
    }

    /** Tells of what was read before. */
    private static boolean isOfMemory(String path, HttpMethod method) {
        return path.startsWith("/v1/models")
                || path.startsWith("/v1/profiles")
                || (path.startsWith("/v1/webhooks") && method == HttpMethod.GET);
    }

    /** A wish about a batch goes to the broker alone. */
    private static boolean stores(HttpMethod method, String path) {
        return method == HttpMethod.POST
                && !path.endsWith("/reviews")
                && !path.endsWith("/skip")
                && !path.equals("/v1/keys")
                && !path.startsWith("/v1/webhooks");
    }

    private static boolean opens(String path) {
        return path.equals("/v1/batches")
                || path.endsWith("/retry")
                || path.endsWith("/rerolls")
                || ImageEndpoint.at(path).isPresent();
    }

    private static boolean takes(Operation operation, Parameter.In where) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() == where);
    }

    /** Given in its own form, whatever was asked for. */
    private static boolean isDownload(Operation operation) {
        Map<String, ?> forms =
                operation.getResponses().getAPIResponse("200").getContent().getMediaTypes();
        return forms.size() > 1 || forms.containsKey("application/octet-stream");
    }

    private static APIResponse answer(int status, String description) {
        APIResponse answer = OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json", OASFactory.createMediaType().schema(Schemas.ref(ENVELOPE))));
        return status == UNAVAILABLE || status == TOO_MANY
                ? answer.addHeader(
                        "Retry-After",
                        OASFactory.createHeader()
                                .description("seconds after which it may go, where trying again can help")
                                .schema(Schemas.of(SchemaType.INTEGER)))
                : answer;
    }
}
