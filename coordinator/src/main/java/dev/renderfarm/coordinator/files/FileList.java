package dev.renderfarm.coordinator.files;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.FilePlace;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads and what batches left, in the order of age, a page at a time. The work and the memory of a page follow its
 * size and not the number of files. Uploads of release 0.1.0, whose keys tell no age, come after all others in the
 * order of their ids; what its batches left is not listed. Safe for several threads.
 */
public final class FileList {

    private static final Logger LOG = LoggerFactory.getLogger(FileList.class);
    private static final int LONGEST_PAGE = 1_000;
    private static final int OWN_STEP = 200;

    /** Their ids go on with a hexadecimal digit. */
    private static final String EARLIER = ObjectKeys.UPLOADS + "file-";

    private static final String AFTER_EARLIER = EARLIER + "g";

    private final ObjectStore objects;
    private final BatchDirectory batches;
    private final Executor readers;
    private final InstantSource clock;
    private final Asker asker;

    /** @param readers read descriptions side by side */
    public FileList(ObjectStore objects, BatchDirectory batches, Executor readers, InstantSource clock) {
        this(objects, batches, readers, clock, Asker.FARM);
    }

    /** @param asker whose files there are */
    public FileList(ObjectStore objects, BatchDirectory batches, Executor readers, InstantSource clock, Asker asker) {
        this.asker = asker;
        this.objects = objects;
        this.batches = batches;
        this.readers = readers;
        this.clock = clock;
    }

    /** By age. */
    public enum Order {
        /** Oldest first. */
        ASC,
        /** Newest first. */
        DESC;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param hasMore whether there are others after the last of these */
    public record Page(List<UploadedFile> files, boolean hasMore) {
        public Page {
            files = List.copyOf(files);
        }
    }

    /**
     * The list goes on after a file that was deleted meanwhile too.
     *
     * @param after list goes on after this file; null begins at its beginning
     * @param limit at least 1; a page may be shorter and not the last
     * @return empty where {@code after} is not known
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer
     */
    public Optional<Page> page(Set<FilePurpose> purposes, Order order, @Nullable FileId after, int limit) {
        int most = Math.min(limit, LONGEST_PAGE);
        return keys(purposes, order, after).map(keys -> asker.isBounded() ? ownPage(keys, most) : page(keys, most));
    }

    /** Reads past files of others, so that nothing of them is told, not even where the page ends. */
    private Page ownPage(Iterator<String> keys, int limit) {
        List<UploadedFile> own = new ArrayList<>();
        while (own.size() <= limit && keys.hasNext()) {
            List<String> next = new ArrayList<>();
            while (next.size() < OWN_STEP && keys.hasNext()) {
                next.add(keys.next());
            }
            read(next).stream().filter(this::isSeen).forEach(own::add);
        }
        return new Page(own.subList(0, Math.min(limit, own.size())), own.size() > limit);
    }

    /** What a batch left is whose the batch is. */
    private boolean isSeen(UploadedFile file) {
        return BatchFileId.parse(file.id())
                .map(id -> batches.get(id.batch())
                        .map(batch -> batch.renderfarm().sharing().tenant())
                        .filter(asker::sees)
                        .isPresent())
                .orElseGet(() -> asker.sees(file.owner()));
    }

    /** What was deleted since it was listed, or has expired, is left out; an empty page would be taken for the end. */
    private Page page(Iterator<String> keys, int limit) {
        List<UploadedFile> files = List.of();
        while (files.isEmpty() && keys.hasNext()) {
            List<String> next = new ArrayList<>();
            while (next.size() < limit && keys.hasNext()) {
                next.add(keys.next());
            }
            files = read(next);
        }
        return new Page(files, keys.hasNext());
    }

    private Optional<Iterator<String>> keys(Set<FilePurpose> purposes, Order order, @Nullable FileId after) {
        if (after == null) {
            return Optional.of(keys(purposes, order, (FilePlace) null));
        }
        return place(after).map(place -> keys(purposes, order, place)).or(() -> earlier(purposes, after));
    }

    private Iterator<String> keys(Set<FilePurpose> purposes, Order order, @Nullable FilePlace after) {
        Iterator<PlacedKey> placed =
                switch (order) {
                    case DESC -> newestFirst(purposes, after);
                    case ASC -> new OldestFirst(from -> newestFirst(purposes, from), after);
                };
        return Stream.concat(stream(placed).map(PlacedKey::key), earlier(purposes, ""))
                .iterator();
    }

    private Iterator<PlacedKey> newestFirst(Set<FilePurpose> purposes, @Nullable FilePlace after) {
        return new NewestFirst(objects, purposes, after);
    }

    private Optional<FilePlace> place(FileId file) {
        return file.place().or(() -> BatchFileId.parse(file).flatMap(id -> batches.get(id.batch())
                .filter(batch -> asker.sees(batch.renderfarm().sharing().tenant()))
                .map(batch -> ResultFiles.place(batch, id.file()))));
    }

    private Optional<Iterator<String>> earlier(Set<FilePurpose> purposes, FileId after) {
        String key = ObjectKeys.uploadDescription(after);
        return isEarlier(key) && objects.stat(key).isPresent() && isSeen(key)
                ? Optional.of(earlier(purposes, key).iterator())
                : Optional.empty();
    }

    private boolean isSeen(String key) {
        return !asker.isBounded() || read(List.of(key)).stream().anyMatch(this::isSeen);
    }

    private Stream<String> earlier(Set<FilePurpose> purposes, String after) {
        return purposes.contains(FilePurpose.BATCH)
                ? stream(objects.list(EARLIER, after))
                        .takeWhile(FileList::isEarlier)
                        .filter(key -> key.endsWith(".json"))
                : Stream.empty();
    }

    private static boolean isEarlier(String key) {
        return key.startsWith(EARLIER) && key.compareTo(AFTER_EARLIER) < 0;
    }

    private static <T> Stream<T> stream(Iterator<T> entries) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, 0), false);
    }

    private List<UploadedFile> read(List<String> keys) {
        List<CompletableFuture<@Nullable UploadedFile>> reading = keys.stream()
                .map(key -> CompletableFuture.supplyAsync(() -> read(key), readers))
                .toList();
        try {
            Instant now = clock.instant();
            return reading.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Stream::ofNullable)
                    .filter(file -> !file.isExpired(now))
                    .toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            reading.forEach(description -> description.cancel(false));
        }
    }

    private @Nullable UploadedFile read(String key) {
        try (InputStream description = objects.get(key)) {
            return Json.read(description.readAllBytes(), UploadedFile.class);
        } catch (ObjectNotFoundException e) {
            return null;
        } catch (MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("a file is left out of the list, its description is malformed");
            return null;
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
