package dev.renderfarm.cli.pictures;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends pictures to the farm, each content once: one that is there already, and does not expire, is not sent again. */
public final class PictureUploads {

    private static final int PAGE = 1_000;
    /** Of the newest pictures: to look further would take longer than to send. */
    private static final int MOST_PAGES = 10;

    private final FarmClient client;

    public PictureUploads(FarmClient client) {
        this.client = client;
    }

    /**
     * What came of it.
     *
     * @param ids of the files by the names of the pictures
     * @param sent how many were not there before
     */
    public record Sent(Map<String, String> ids, int sent) {}

    /** @param pictures by name */
    public Sent send(Map<String, Path> pictures) throws InterruptedException {
        if (pictures.isEmpty()) {
            return new Sent(Map.of(), 0);
        }
        Map<String, FileId> known = known();
        Map<String, String> ids = new LinkedHashMap<>();
        int sent = 0;
        for (Map.Entry<String, Path> picture : pictures.entrySet()) {
            String digest = digest(picture.getValue());
            FileId id = known.get(digest);
            if (id == null) {
                id = client.uploadPicture(picture.getValue(), picture.getKey());
                known.put(digest, id);
                sent++;
            }
            ids.put(picture.getKey(), id.value());
        }
        return new Sent(ids, sent);
    }

    private Map<String, FileId> known() throws InterruptedException {
        Map<String, FileId> known = new HashMap<>();
        @Nullable FileId after = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            ListView<UploadedFile> files = client.pictures(PAGE, after);
            for (UploadedFile file : files.data()) {
                @Nullable PictureFacts picture = file.picture();
                if (picture != null && file.expiresAt() == null) {
                    known.putIfAbsent(picture.sha256(), file.id());
                }
                after = file.id();
            }
            if (!files.hasMore()) {
                break;
            }
        }
        return known;
    }

    private static String digest(Path file) {
        try {
            return Sha256.hex(file);
        } catch (UncheckedIOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + file);
        }
    }
}
