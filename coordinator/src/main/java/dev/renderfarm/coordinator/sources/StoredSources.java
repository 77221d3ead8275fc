package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures in the bucket, each looked at anew. */
final class StoredSources implements Sources {

    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{M}\\p{N}!_.*'() /@+=,&$:;-]{1,512}");
    /** Parts of a path that servers read in a way of their own. */
    private static final Pattern WAY_OUT = Pattern.compile("(^|/)\\.{0,2}(/|$)");

    private final ObjectStore objects;
    private final FileStore files;
    private final PictureProbe probe;
    private final SourceBounds limits;
    private final InstantSource clock;
    private final @Nullable BatchId keeper;
    private final Reach reach;

    /** Whose batch it is, and what it may name. */
    record Reach(SourceOwners owners, TenantName tenant) {}

    /** @param keeper for which they are kept; null leaves nothing behind */
    StoredSources(
            ObjectStore objects,
            FileStore files,
            PictureProbe probe,
            SourceBounds limits,
            InstantSource clock,
            @Nullable BatchId keeper,
            Reach reach) {
        this.reach = reach;
        this.objects = objects;
        this.files = files;
        this.probe = probe;
        this.limits = limits;
        this.clock = clock;
        this.keeper = keeper;
    }

    @Override
    public KnownPicture look(SourceName name) throws UnusableSourceException {
        if (name instanceof SourceName.OfFile file) {
            return ofFile(file.file());
        }
        if (name instanceof SourceName.OfData data) {
            return ofData(DataUrl.content(data.url(), limits));
        }
        return ofKey(((SourceName.OfKey) name).key());
    }

    private UploadedFile file(FileId id) throws UnusableSourceException {
        return files.find(id)
                .filter(found -> !found.isExpired(clock.instant()))
                .filter(found -> reach.owners().mayName(reach.tenant(), found))
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.NOT_FOUND, "there is no file " + id + ": upload the picture with POST /v1/files"));
    }

    /**
     * That the batch needs it is noted before the file is looked for: who deletes it looks at the notes afterwards. Nothing is
     * noted of what is another tenant's, who could not delete it any more.
     */
    private KnownPicture ofFile(FileId id) throws UnusableSourceException {
        if (keeper != null) {
            if (reach.owners().areAsked()) {
                file(id);
            }
            files.addUser(id, keeper);
        }
        UploadedFile file = file(id);
        String key = ObjectKeys.upload(id);
        PictureFacts told = file.picture();
        PictureFacts facts = told == null ? probe.probe(read(key)) : told;
        return known(key, file.bytes(), facts);
    }

    private KnownPicture ofKey(String key) throws UnusableSourceException {
        boolean mayBeNamed =
                key.startsWith(limits.prefix()) || ObjectKeys.batchOfSource(key).isPresent();
        if (!mayBeNamed || !KEY.matcher(key).matches() || WAY_OUT.matcher(key).find()) {
            throw new UnusableSourceException("names no picture: give the id of a file, a key that begins with "
                    + limits.prefix() + ", a data URL, or a name of the batch's renderfarm.images");
        }
        if (!reach.owners().mayName(reach.tenant(), limits.prefix(), key)) {
            throw new UnusableSourceException(FailureCode.NOT_FOUND, "there is no object " + key + " in the bucket");
        }
        byte[] content = read(key);
        return known(key, content.length, probe.probe(content));
    }

    private KnownPicture ofData(byte[] content) throws UnusableSourceException {
        PictureFacts facts = probe.probe(content);
        if (keeper == null) {
            return known("data", content.length, facts);
        }
        String key = ObjectKeys.source(keeper, facts.sha256());
        objects.put(key, new ByteArrayInputStream(content), content.length, "application/octet-stream");
        return known(key, content.length, facts);
    }

    private static KnownPicture known(String key, long bytes, PictureFacts facts) {
        return new KnownPicture(
                new SourcePicture(key, facts.sha256(), bytes, facts.width(), facts.height()),
                facts.alpha(),
                facts.transparent(),
                facts.repaints());
    }

    private byte[] read(String key) throws UnusableSourceException {
        try (InputStream in = objects.get(key)) {
            byte[] content = in.readNBytes(Math.toIntExact(limits.maxBytes() + 1));
            if (content.length > limits.maxBytes()) {
                throw new UnusableSourceException(FailureCode.FILE_TOO_LARGE, limits.tooLarge());
            }
            return content;
        } catch (ObjectNotFoundException e) {
            throw new UnusableSourceException(FailureCode.NOT_FOUND, "there is no object " + key + " in the bucket");
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
