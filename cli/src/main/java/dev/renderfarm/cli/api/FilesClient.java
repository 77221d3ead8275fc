package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.DeletedFile;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.wire.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the farm's API has for files; as {@link FarmClient}. Thread-safe. */
public final class FilesClient {

    private static final String ROOT = "/v1/files";

    private final FarmHttp http;

    FilesClient(FarmHttp http) {
        this.http = http;
    }

    /**
     * Files, newest first.
     *
     * @param purpose null for any
     * @param after the file after which the page begins; null for the first page
     */
    public ListView<UploadedFile> list(@Nullable FilePurpose purpose, int limit, @Nullable FileId after)
            throws InterruptedException {
        String page = ROOT + "?"
                + (purpose == null ? "" : "purpose=" + purpose.wireName() + "&")
                + "limit=" + limit
                + (after == null ? "" : "&after=" + after);
        return http.get(page, body -> ListView.read(body, UploadedFile.class));
    }

    /**
     * @param name what the farm shall call it
     * @param expires null where it is kept until it is deleted
     */
    public UploadedFile upload(FilePurpose purpose, Path file, String name, @Nullable ExpiresAfter expires)
            throws InterruptedException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("purpose", purpose.wireName());
        if (expires != null) {
            fields.put("expires_after[anchor]", expires.anchor());
            fields.put("expires_after[seconds]", Long.toString(expires.seconds()));
        }
        try {
            Multipart form = Multipart.of(UUID.randomUUID().toString(), fields, file, name);
            HttpRequest request = http.request(ROOT)
                    .header("Content-Type", form.contentType())
                    .POST(form.body())
                    .build();
            return http.read(request, http.limits().file(), body -> Json.read(body, UploadedFile.class));
        } catch (FileNotFoundException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + file);
        }
    }

    public DeletedFile delete(FileId file) throws InterruptedException {
        HttpRequest request = http.request(ROOT + "/" + file).DELETE().build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, DeletedFile.class));
    }
}
