import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.Image;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs OpenAI's Java client, unmodified, over everything that the farm has of OpenAI's API: Check.java URL. Answers are
 * validated by the client's own models, which have no other fields than they know but the farm's.
 */
final class Check {

    /** A red square on a transparent ground. */
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAGklEQVR4nGNg"
            + "GAUY4ICCwn98eNSAkWHACAQAeZ1/wbMI+B8AAAAASUVORK5CYII=";

    private static final Set<Batch.Status> ENDS =
            Set.of(Batch.Status.COMPLETED, Batch.Status.FAILED, Batch.Status.EXPIRED, Batch.Status.CANCELLED);

    private final OpenAIClient client;

    private Check(String url) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(url.replaceAll("/$", "") + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        Check check = new Check(arguments[0]);
        check.models();
        check.batches(check.files());
        check.images();
        String edits = check.edits() ? "edits" : "no edits, since its model cannot,";
        System.out.println("openai (Java): files, batches, models, images and " + edits + " as the client has them");
        System.exit(0); // its HTTP client has threads that would linger
    }

    private void models() {
        Model first = client.models().list().autoPager().iterator().next();
        known(client.models().retrieve(first.id()).validate()._additionalProperties(), Set.of("renderfarm"));
        refused(404, "model_not_found", () -> client.models().retrieve("gpt-image-1"));
    }

    private FileObject files() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            lines.append("{\"custom_id\":\"cup-").append(i)
                    .append("\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\"cup ")
                    .append(i).append("\",\"size\":\"256x256\"}}\n");
        }
        Path path = Files.createTempFile("in", ".jsonl");
        Files.writeString(path, lines);
        FileObject input = file(FileCreateParams.builder().file(path).purpose(FilePurpose.BATCH));
        FileObject vision = client.files()
                .create(FileCreateParams.builder()
                        .file(Base64.getDecoder().decode(PNG))
                        .purpose(FilePurpose.VISION)
                        .expiresAfter(FileCreateParams.ExpiresAfter.builder().seconds(3_600).build())
                        .build())
                .validate();
        known(vision._additionalProperties(), Set.of("renderfarm"));
        check(vision.expiresAt().orElseThrow() == vision.createdAt() + 3_600, "expires_at");
        FileObject data = file(FileCreateParams.builder()
                .file("x".getBytes(StandardCharsets.UTF_8))
                .purpose(FilePurpose.USER_DATA));
        known(client.files().retrieve(input.id()).validate()._additionalProperties(), Set.of());
        try (var content = client.files().content(input.id())) {
            check(new String(content.body().readAllBytes(), StandardCharsets.UTF_8).contentEquals(lines), "content");
        }
        check(client.files()
                        .list(FileListParams.builder().limit(1).purpose("batch").build())
                        .autoPager().stream()
                        .anyMatch(file -> file.id().equals(input.id())),
                "files.list");
        check(client.files().delete(data.id()).validate().deleted(), "deleted");
        refused(404, "not_found", () -> client.files().retrieve(data.id()));
        Files.delete(path);
        return input;
    }

    private FileObject file(FileCreateParams.Builder params) {
        FileObject file = client.files().create(params.build()).validate();
        known(file._additionalProperties(), Set.of());
        return file;
    }

    private void batches(FileObject input) throws Exception {
        BatchCreateParams params = BatchCreateParams.builder()
                .inputFileId(input.id())
                .endpoint(BatchCreateParams.Endpoint.of("/v1/images/generations"))
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .metadata(BatchCreateParams.Metadata.builder()
                        .putAdditionalProperty("season", JsonValue.from("spring"))
                        .build())
                .outputExpiresAfter(
                        BatchCreateParams.OutputExpiresAfter.builder().seconds(86_400).build())
                .build();
        Batch batch = client.batches().create(params).validate();
        known(batch._additionalProperties(), Set.of("renderfarm"));
        while (!ENDS.contains(batch.status())) {
            Thread.sleep(200);
            batch = client.batches().retrieve(batch.id()).validate();
        }
        check(batch.status().equals(Batch.Status.COMPLETED), "status " + batch.status());
        check(batch.requestCounts().orElseThrow().completed() == 3, "request_counts");
        FileObject output = client.files().retrieve(batch.outputFileId().orElseThrow()).validate();
        check(output.expiresAt().orElseThrow() == output.createdAt() + 86_400, "output expires_at");
        try (var content = client.files().content(output.id())) {
            check(new String(content.body().readAllBytes(), StandardCharsets.UTF_8).lines().count() == 3, "output");
        }
        String id = batch.id();
        check(client.batches().list(BatchListParams.builder().limit(1).build()).autoPager().stream()
                        .anyMatch(one -> one.id().equals(id)),
                "batches.list");
        Batch second = client.batches().create(params);
        try {
            known(client.batches().cancel(second.id()).validate()._additionalProperties(), Set.of("renderfarm"));
        } catch (OpenAIServiceException e) { // it was quicker
            check(e.statusCode() == 409, "cancel " + e);
        }
        refused(404, "not_found", () -> client.batches().retrieve("batch_none"));
    }

    private void images() throws Exception {
        ImagesResponse byUrl = client.images()
                .generate(ImageGenerateParams.builder().prompt("a cup").size("256x256").build());
        // its validation knows the sizes of OpenAI's models only
        known(byUrl._additionalProperties(), Set.of("renderfarm"));
        check(byUrl.created() > 0, "created");
        try (var picture = URI.create(byUrl.data().orElseThrow().get(0).url().orElseThrow()).toURL().openStream()) {
            check(isPng(picture.readNBytes(4)), "picture by url");
        }
        ImagesResponse inline = client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("a cup")
                        .n(2)
                        .size(ImageGenerateParams.Size.AUTO)
                        .responseFormat(ImageGenerateParams.ResponseFormat.B64_JSON)
                        .quality(ImageGenerateParams.Quality.HIGH)
                        .putAdditionalBodyProperty("seed", JsonValue.from(7))
                        .build());
        for (Image image : inline.data().orElseThrow()) {
            known(image.validate()._additionalProperties(), Set.of("renderfarm"));
            check(isPng(Base64.getDecoder().decode(image.b64Json().orElseThrow())), "picture in base64");
        }
        refused(400, "invalid_request", () -> client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("a cup")
                        .background(ImageGenerateParams.Background.TRANSPARENT)
                        .build()));
        refused(504, "not_rendered_yet", () -> client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("a late cup")
                        .putAdditionalHeader("Prefer", "wait=0")
                        .build()));
    }

    /** Pictures that begin with one of ours, in a batch and now. False where the model cannot. */
    private boolean edits() throws Exception {
        Model model = client.models().list().autoPager().iterator().next();
        JsonNode can = requireNonNull(model._additionalProperties().get("renderfarm")).convert(JsonNode.class);
        if (can == null || !can.path("edits").asBoolean()) {
            return false;
        }
        byte[] mug = Base64.getDecoder().decode(PNG);
        Path path = Files.createTempFile("mug", ".png");
        Files.write(path, mug);
        FileObject vision = client.files()
                .create(FileCreateParams.builder().file(path).purpose(FilePurpose.VISION).build())
                .validate();
        String lines = line("file", "\"images\":[{\"file_id\":\"" + vision.id() + "\"}],\"n\":2")
                + line("inline", "\"images\":[{\"image_url\":\"data:image/png;base64," + PNG + "\"}]")
                + line("masked", "\"images\":[{\"file_id\":\"" + vision.id() + "\"}],\"mask\":{\"file_id\":\"" + vision.id()
                        + "\"},\"strength\":1");
        FileObject input = file(FileCreateParams.builder()
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))
                        .filename("edits.jsonl")
                        .build())
                .purpose(FilePurpose.BATCH));
        Batch batch = client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(input.id())
                        .endpoint(BatchCreateParams.Endpoint.of("/v1/images/edits"))
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build())
                .validate();
        while (!ENDS.contains(batch.status())) {
            Thread.sleep(200);
            batch = client.batches().retrieve(batch.id()).validate();
        }
        check(batch.status().equals(Batch.Status.COMPLETED), "status of edits " + batch.status() + " " + batch.errors());
        try (var content = client.files().content(batch.outputFileId().orElseThrow())) {
            for (String line : new String(content.body().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode told = ObjectMappers.jsonMapper().readTree(line);
                ImagesResponse body = ObjectMappers.jsonMapper()
                        .treeToValue(told.at("/response/body"), ImagesResponse.class);
                known(body._additionalProperties(), Set.of());
                List<Image> pictures = body.data().orElseThrow();
                check(pictures.size() == (told.path("custom_id").asText().equals("file") ? 2 : 1), "pictures of " + line);
                for (Image image : pictures) {
                    known(image.validate()._additionalProperties(), Set.of("renderfarm"));
                    try (var picture = URI.create(image.url().orElseThrow()).toURL().openStream()) {
                        check(isPng(picture.readNBytes(4)), "edited picture by url");
                    }
                }
            }
        }
        ImagesResponse now = client.images()
                .edit(ImageEditParams.builder()
                        .image(path)
                        .mask(path)
                        .prompt("a cup on oak")
                        .size(ImageEditParams.Size.of("64x64"))
                        .responseFormat(ImageEditParams.ResponseFormat.B64_JSON)
                        .build());
        known(now._additionalProperties(), Set.of("renderfarm"));
        check(isPng(Base64.getDecoder().decode(now.data().orElseThrow().get(0).b64Json().orElseThrow())), "edit now");
        client.images()
                .edit(ImageEditParams.builder().image(mug).prompt("a cup").size(ImageEditParams.Size.of("64x64")).build());
        refused(400, "invalid_request", () -> client.images()
                .edit(ImageEditParams.builder()
                        .image(path)
                        .prompt("a cup")
                        .background(ImageEditParams.Background.TRANSPARENT)
                        .build()));
        refused(400, "invalid_request", () -> client.images()
                .edit(ImageEditParams.builder()
                        .image("text".getBytes(StandardCharsets.UTF_8))
                        .prompt("a cup")
                        .build()));
        Files.delete(path);
        return true;
    }

    private static String line(String id, String fields) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/images/edits\",\"body\":{\"prompt\":\"a cup on oak\","
                + "\"size\":\"64x64\"," + fields + "}}\n";
    }

    private static boolean isPng(byte[] bytes) {
        return bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
    }

    private static void known(Map<String, JsonValue> additional, Set<String> extra) {
        check(additional.keySet().equals(extra), "fields that the client does not know: " + additional.keySet());
    }

    private static void refused(int status, String code, Runnable call) {
        try {
            call.run();
        } catch (OpenAIServiceException e) {
            check(e.statusCode() == status && e.code().orElse("").equals(code), "refused with " + e);
            return;
        }
        throw new AssertionError("not refused with " + code);
    }

    private static void check(boolean isSo, String what) {
        if (!isSo) {
            throw new AssertionError(what);
        }
    }
}
