package dev.renderfarm.coordinator.contract;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.catalogue.CatalogueName;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.webhook.WebhookId;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/**
 * Makes parameters and bodies of requests as narrow as what reads them. Long because it has the bounds of each of them.
 */
final class RequestBounds {

    private static final Map<String, String> NAMED = Map.of(
            "batches",
            "BatchId",
            "files",
            "FileId",
            "keys",
            "KeyId",
            "models",
            "ModelName",
            "workers",
            "WorkerId",
            "webhooks",
            "WebhookId");
    private static final String VERSION = "(@[1-9][0-9]{0,8})?";
    private static final String ANY_PICTURE = "[^/]+\\.(png|json)";
    private static final String ANY_THUMBNAIL = "[^/]+\\.jpg";

    private final OpenAPI api;
    private final Map<String, Schema> schemas;

    RequestBounds(OpenAPI api) {
        this.api = api;
        this.schemas = api.getComponents().getSchemas();
    }

    void complete() {
        ids();
        batchRequest(known("BatchRequest"));
        options(known("Options"));
        terms(known("Options"));
        terms(known("BatchPatch"));
        known("Options")
                .addProperty(
                        "stop_when_failed",
                        Schemas.orNull(Schemas.of(SchemaType.NUMBER)
                                .exclusiveMinimum(BigDecimal.ZERO)
                                .exclusiveMaximum(BigDecimal.ONE)
                                .description(
                                        "share of the pictures; when more of them have failed, of 20 at least, it is "
                                                + "paused, once")));
        preview(known("PreviewRequest"));
        Schema ids = requireNonNull(known("RetryRequest").getProperties().get("custom_ids"));
        ids.minItems(1).maxItems(RetryRequest.MOST_IDS);
        ids.getItems().setMinLength(1);
        needed(known("ReviewRequest"), "reviews", ReviewRequest.MOST_ITEMS);
        review(known("PictureReview"));
        needed(known("RerollRequest"), "items", RerollRequest.MOST_ITEMS);
        skip(known("SkipRequest"));
        CatalogueBounds.complete(this::known);
        WebhookBounds.complete(known("WebhookRequest"));
        reroll(known("PictureReroll"));
        upload();
        images();
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .values()
                .forEach(operation -> parameters(path, operation)));
    }

    private Schema known(String name) {
        return requireNonNull(schemas.get(name), name);
    }

    private void ids() {
        known("BatchId").setPattern(Schemas.whole(BatchId.SYNTAX));
        known("FileId").setPattern(Schemas.whole(FileId.SYNTAX));
        known("KeyId").setPattern(Schemas.whole(KeyId.SYNTAX));
        known("ModelName").setPattern(Schemas.whole(ModelName.SYNTAX));
        known("TaskId").setPattern(Schemas.whole(TaskId.SYNTAX));
        known("TenantName").setPattern(Schemas.whole(TenantName.SYNTAX));
        known("WebhookId").setPattern(Schemas.whole(WebhookId.SYNTAX));
        known("WorkerId").setPattern(Schemas.whole(WorkerId.SYNTAX));
    }

    private static void batchRequest(Schema schema) {
        Schema window = Schemas.text(BatchRequest.WINDOW)
                .description("from 1h to 720h")
                .defaultValue(BatchRequest.DEFAULT_WINDOW);
        schema.required(List.of("endpoint"))
                .addProperty("input_file_id", Schemas.orNull(Schemas.ref("FileId")))
                .addProperty("endpoint", Schemas.of(SchemaType.STRING).enumeration(List.copyOf(ImageEndpoint.paths())))
                .addProperty("completion_window", Schemas.orNull(window))
                .addProperty("model", Schemas.orNull(Schemas.ref("ModelName")))
                .addProperty(
                        "output_expires_after",
                        Schemas.orNull(expiry().description(
                                        "how long the files that the batch leaves are kept; its pictures stay")));
        requireNonNull(schema.getProperties().get("requests"))
                .description("instead of a file: what would be its lines, 1 MiB in all")
                .minItems(1)
                .maxItems(BatchRequest.MOST_REQUESTS);
        schema.oneOf(List.of(either("input_file_id", "requests"), either("requests", "input_file_id")));
        requireNonNull(schema.getProperties().get("metadata"))
                .maxProperties(BatchRequest.MOST_METADATA)
                .propertyNames(Schemas.of(SchemaType.STRING).minLength(1).maxLength(BatchRequest.LONGEST_KEY))
                .additionalPropertiesSchema(Schemas.of(SchemaType.STRING).maxLength(BatchRequest.LONGEST_VALUE));
    }

    /** One of the two fields, and not the other. */
    private static Schema either(String given, String other) {
        return Schemas.of(SchemaType.OBJECT)
                .required(List.of(given))
                .addProperty(
                        given,
                        Schemas.of(SchemaType.STRING).addType(SchemaType.ARRAY).addType(SchemaType.INTEGER))
                .addProperty(other, Schemas.of(SchemaType.NULL));
    }

    private static void options(Schema schema) {
        schema.addProperty("seed", Schemas.orNull(Schemas.whole(0, ImageRequest.MAX_SEED)))
                .addProperty("max_attempts", Schemas.orNull(Schemas.whole(1, BatchRequest.MOST_ATTEMPTS)))
                .addProperty("on_invalid", Schemas.orNull(Schemas.ref("OnInvalid")))
                .addProperty("encoding", Schemas.orNull(Schemas.ref("TextEncoding")))
                .addProperty("tenant", Schemas.orNull(Schemas.ref("TenantName")))
                .addProperty("max_in_flight", Schemas.orNull(Schemas.whole(1, Sharing.MOST_IN_FLIGHT)))
                .addProperty(
                        "require_worker",
                        Schemas.orNull(Schemas.of(SchemaType.BOOLEAN)
                                .description(
                                        "whether the batch is refused with `no_workers` where no worker of its model"
                                                + " runs; else it waits for one")))
                .addProperty("preset", Schemas.orNull(Schemas.text(CatalogueName.SYNTAX)));
        requireNonNull(schema.getProperties().get("fields"))
                .propertyNames(Schemas.of(SchemaType.STRING).enumeration(presettable()))
                .additionalPropertiesSchema(
                        Schemas.of(SchemaType.STRING).minLength(1).maxLength(Preset.LONGEST_VALUE));
        requireNonNull(schema.getProperties().get("corrections")).maxItems(BatchRequest.MOST_CORRECTIONS);
        requireNonNull(schema.getProperties().get("images"))
                .maxProperties(BatchRequest.MOST_IMAGES)
                .propertyNames(Schemas.of(SchemaType.STRING).pattern("\\S").maxLength(BatchRequest.LONGEST_IMAGE_NAME))
                .additionalPropertiesSchema(Schemas.ref("FileId"));
    }

    /** A list that has to be there. */
    private static void needed(Schema schema, String list, int most) {
        schema.required(List.of(list));
        requireNonNull(schema.getProperties().get(list))
                .type(List.of(SchemaType.ARRAY))
                .minItems(1)
                .maxItems(most);
    }

    private static void skip(Schema schema) {
        Schema ids = Schemas.of(SchemaType.ARRAY).maxItems(SkipRequest.MOST_PICTURES);
        Schema indexes = Schemas.of(SchemaType.ARRAY).maxItems(SkipRequest.MOST_PICTURES);
        schema.addProperty("custom_ids", Schemas.orNull(ids.items(Schemas.of(SchemaType.STRING))))
                .addProperty("indexes", Schemas.orNull(indexes.items(index())))
                .anyOf(List.of(some("custom_ids"), some("indexes")));
    }

    private static Schema some(String list) {
        return Schemas.of(SchemaType.OBJECT)
                .required(List.of(list))
                .addProperty(list, Schemas.of(SchemaType.ARRAY).minItems(1));
    }

    private static Schema index() {
        return Schemas.whole(0, Integer.MAX_VALUE);
    }

    private static List<Object> presettable() {
        return EnumSet.complementOf(EnumSet.copyOf(Preset.NOT_PRESET)).stream()
                .<Object>map(RequestField::wireName)
                .toList();
    }

    private static void review(Schema schema) {
        schema.required(List.of("verdict"))
                .addProperty("index", Schemas.orNull(index()))
                .addProperty("verdict", Schemas.ref("Verdict"))
                .addProperty("note", Schemas.orNull(Schemas.text(Review.NOTE).maxLength(Review.LONGEST_NOTE)))
                .oneOf(List.of(either("index", "custom_id"), either("custom_id", "index")));
    }

    private static void reroll(Schema schema) {
        schema.addProperty("seed", Schemas.orNull(Schemas.whole(0, ImageRequest.MAX_SEED)))
                .addProperty("index", Schemas.orNull(index()))
                .addProperty(
                        "prompt", Schemas.orNull(Schemas.of(SchemaType.STRING).pattern("\\S")))
                .addProperty("n", Schemas.orNull(Schemas.whole(1, RerollRequest.MOST_PICTURES)))
                .oneOf(List.of(either("index", "custom_id"), either("custom_id", "index")))
                .not(Schemas.of(SchemaType.OBJECT)
                        .required(List.of("seed", "new_seed"))
                        .addProperty("seed", Schemas.of(SchemaType.INTEGER))
                        .addProperty("new_seed", Schemas.of(SchemaType.BOOLEAN)));
    }

    private static void preview(Schema schema) {
        schema.required(List.of("every"))
                .addProperty("every", Schemas.whole(Preview.LEAST, Preview.MOST).description("one in so many"));
    }

    private static void terms(Schema schema) {
        schema.addProperty(
                        "name",
                        Schemas.orNull(Schemas.text(Terms.NAME)
                                .maxLength(Terms.LONGEST_NAME)
                                .description("for people; an empty text is none")))
                .addProperty("priority", Schemas.orNull(Schemas.whole(Terms.LOWEST, Terms.HIGHEST)))
                .addProperty(
                        "deadline",
                        Schemas.orNull(Schemas.text("|" + BatchPatch.MOMENT)
                                .description("by which it is wanted, ISO 8601 with an offset; an empty text is none")));
    }

    private static Schema expiry() {
        return Schemas.of(SchemaType.OBJECT)
                .required(List.of("anchor", "seconds"))
                .addProperty("anchor", Schemas.of(SchemaType.STRING).enumeration(List.of(ExpiresAfter.CREATED_AT)))
                .addProperty("seconds", expirySeconds())
                .additionalPropertiesBoolean(false);
    }

    private static Schema expirySeconds() {
        return Schemas.whole(ExpiresAfter.LEAST_SECONDS, ExpiresAfter.MOST_SECONDS);
    }

    /** The file is told as a text, for that is what it is; an archive or a picture is refused. */
    private void upload() {
        api.getPaths()
                .getPathItem("/v1/files")
                .getPOST()
                .getRequestBody()
                .required(true)
                .getContent()
                .getMediaType("multipart/form-data")
                .setSchema(Schemas.of(SchemaType.OBJECT)
                        .required(List.of("file"))
                        .addProperty(
                                "file",
                                Schemas.of(SchemaType.STRING)
                                        .contentMediaType("text/csv")
                                        .description(
                                                "the bytes of a CSV with a header, of JSON Lines, or of a picture"))
                        .addProperty(
                                "purpose",
                                Schemas.of(SchemaType.STRING).enumeration(List.of("batch", "vision", "user_data")))
                        .addProperty(
                                "expires_after[anchor]",
                                Schemas.of(SchemaType.STRING).enumeration(List.of(ExpiresAfter.CREATED_AT)))
                        .addProperty("expires_after[seconds]", expirySeconds())
                        .additionalPropertiesBoolean(false)
                        .dependentRequired(Map.of(
                                "expires_after[anchor]", List.of("expires_after[seconds]"),
                                "expires_after[seconds]", List.of("expires_after[anchor]"))));
    }

    private void images() {
        for (ImageEndpoint endpoint : ImageEndpoint.values()) {
            RequestBody body = api.getPaths()
                    .getPathItem(endpoint.path())
                    .getPOST()
                    .getRequestBody()
                    .required(true);
            body.getContent().getMediaType("application/json").setSchema(ImageRequestSchema.make(endpoint));
        }
        api.getPaths()
                .getPathItem(ImageEndpoint.EDITS.path())
                .getPOST()
                .getRequestBody()
                .getContent()
                .addMediaType(
                        "multipart/form-data", OASFactory.createMediaType().schema(ImageRequestSchema.form()));
    }

    private void parameters(String path, Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> bound(path, parameter));
        }
    }

    private static void bound(String path, Parameter parameter) {
        switch (parameter.getName()) {
            case "id" -> parameter.setSchema(Schemas.ref(requireNonNull(NAMED.get(path.split("/")[2]), path)));
            case "file" ->
                parameter.setSchema(Schemas.text(path.contains("/thumbnails/") ? ANY_THUMBNAIL : ANY_PICTURE));
            case "Last-Event-ID", "Prefer", Traceparent.HEADER ->
                parameter.setSchema(Schemas.of(SchemaType.STRING).pattern("\\S"));
            case "Idempotency-Key" -> parameter.setSchema(Schemas.text(BatchRequest.IDEMPOTENCY_KEY));
            case "name" ->
                parameter.setSchema(Schemas.text(CatalogueName.SYNTAX + (path.contains("templates") ? VERSION : "")));
            case "tenant" -> parameter.setSchema(Schemas.ref("TenantName"));
            case "model" -> parameter.setSchema(Schemas.ref("ModelName"));
            case "since" -> parameter.setSchema(Schemas.text(BatchPatch.MOMENT));
            case "v" -> parameter.setSchema(Schemas.text("[0-9a-f]{8,64}"));
            case "custom_id", "sku", "batches" ->
                parameter.setSchema(Schemas.of(SchemaType.STRING).pattern("\\S"));
            case "after" -> {
                if (path.equals("/v1/failures")) {
                    parameter.setSchema(Schemas.of(SchemaType.STRING).pattern("\\S"));
                }
            }
            default -> {}
        }
    }
}
