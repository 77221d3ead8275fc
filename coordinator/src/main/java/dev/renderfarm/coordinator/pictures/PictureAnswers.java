package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.links.PublicUrl;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a request out of what its batch has left. Safe for several threads. */
public final class PictureAnswers {

    private static final String KEY = "key";
    private static final String NOT_INLINED = "not_inlined";

    private final ObjectStore objects;

    public PictureAnswers(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * @param batch has ended
     * @param inline for the pictures themselves; null where their addresses are asked for. One that the bucket has no
     * more, or for which there is no room, stands there by its address
     * @param address before the path of a picture
     * @throws RequestRefusedException with the code of what went wrong, where there is no picture
     */
    public ImagesView of(Batch batch, InlineRoom.@Nullable Share inline, PublicUrl address) {
        LineError error = error(batch);
        SettledLine.Body body = line(batch, BatchFile.OUTPUT)
                .map(SettledLine::response)
                .map(SettledLine.Response::body)
                .orElseThrow(() -> refusal(batch, error));
        List<ImagesView.Picture> pictures = body.data().stream()
                .map(picture -> picture(picture, inline, address))
                .toList();
        return new ImagesView(
                body.created(),
                ImagesView.OPAQUE,
                pictures,
                body.outputFormat(),
                null,
                body.size(),
                null,
                new ImagesView.Farm(batch.id(), batch.renderfarm().input().warnings(), error));
    }

    private ImagesView.Picture picture(
            SettledLine.Picture picture, InlineRoom.@Nullable Share inline, PublicUrl address) {
        String url = address + picture.url();
        if (inline == null) {
            return new ImagesView.Picture(null, null, url, picture.renderfarm());
        }
        String key = String.valueOf(picture.renderfarm().get(KEY));
        Optional<ObjectStore.StoredObject> stored = objects.stat(key);
        if (stored.isEmpty()) {
            return notInlined(picture, url, "missing");
        }
        if (!inline.take(stored.get().size())) {
            return notInlined(picture, url, "limit");
        }
        try {
            String bytes = Base64.getEncoder().encodeToString(read(key));
            return new ImagesView.Picture(bytes, null, null, picture.renderfarm());
        } catch (ObjectNotFoundException e) {
            return notInlined(picture, url, "missing");
        }
    }

    private static ImagesView.Picture notInlined(SettledLine.Picture picture, String url, String reason) {
        Map<String, Object> details = new LinkedHashMap<>(picture.renderfarm());
        details.put(NOT_INLINED, reason);
        return new ImagesView.Picture(null, null, url, details);
    }

    /** Why pictures are missing; null where none is. */
    private @Nullable LineError error(Batch batch) {
        return line(batch, BatchFile.ERRORS)
                .map(SettledLine::error)
                .map(failure -> new LineError(failure.code(), null, null, failure.message()))
                .orElse(null);
    }

    private static RequestRefusedException refusal(Batch batch, @Nullable LineError error) {
        BatchErrors errors = batch.errors();
        if (error == null && errors != null && !errors.data().isEmpty()) {
            return DeskRequest.refusal(errors.data());
        }
        return error == null
                ? new RequestRefusedException(
                        FailureCode.INTERNAL_ERROR,
                        null,
                        "the batch " + batch.id() + " is " + batch.status().wireName() + " and has no picture")
                : new RequestRefusedException(error.code(), null, error.message() + " (" + batch.id() + ")");
    }

    private Optional<SettledLine> line(Batch batch, BatchFile file) {
        boolean written = file == BatchFile.OUTPUT ? batch.outputFileId() != null : batch.errorFileId() != null;
        return written
                ? Optional.of(Json.read(read(ObjectKeys.batchFile(batch.id(), file)), SettledLine.class))
                : Optional.empty();
    }

    private byte[] read(String key) {
        try (InputStream in = objects.get(key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
