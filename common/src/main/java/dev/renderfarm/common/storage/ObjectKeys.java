package dev.renderfarm.common.storage;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything in the bucket lies; nobody else makes up a key. Keys are deterministic: doing something twice writes
 * the same object.
 */
public final class ObjectKeys {

    /** Items, or skipped lines, per part. */
    public static final int PART_SIZE = 1_000;

    /** Whose bucket it is. */
    public static final String FARM = "farm.json";

    /** What the keys of presets begin with that were put there. */
    public static final String PRESETS = "presets/";

    /** What a tenant suggests of presets and templates. */
    public static final String DEFAULTS = "defaults.json";

    /** What the keys of templates begin with that were put there. */
    public static final String TEMPLATES = "templates/";

    /** What all uploads' keys begin with. */
    public static final String UPLOADS = "files/";

    /** What the keys of descriptions of files that batches left begin with. */
    static final String RESULTS = "results/";

    /** What the keys of all that belongs to a batch begin with. */
    public static final String BATCHES = "batches/";

    /** What the keys begin with that tell of batches that have ended, whatever topics still know of them. */
    public static final String ENDED = "ended/";

    /** What the keys of notes begin with that tell when files expire. */
    public static final String EXPIRIES = "expiries/";

    private static final Pattern EXPIRY = Pattern.compile(EXPIRIES + "([0-9]{13})-(" + FileId.SYNTAX + ")");

    private static final Pattern END = Pattern.compile(ENDED + "(" + BatchId.SYNTAX + ")\\.json");
    private static final Pattern UPLOADED = Pattern.compile(UPLOADS + "(" + FileId.SYNTAX + ")");
    private static final Pattern SOURCE = Pattern.compile("batches/(" + BatchId.SYNTAX + ")/sources/[0-9a-f]{64}");

    public static String upload(FileId file) {
        return UPLOADS + file;
    }

    /** Name and purpose of an upload. */
    public static String uploadDescription(FileId file) {
        return upload(file) + ".json";
    }

    /** What the keys of notes begin with that tell which batches have the upload as their input. */
    public static String uses(FileId file) {
        return "uses/" + file + "/";
    }

    /** That a batch has the upload as its input. */
    public static String use(FileId file, BatchId batch) {
        return uses(file) + batch;
    }

    /** A picture that came inside of a line, which drawings of the batch begin with. */
    public static String source(BatchId batch, String sha256) {
        return sources(batch) + sha256;
    }

    /** The batch of a key of such a picture; empty for others. */
    public static Optional<BatchId> batchOfSource(String key) {
        Matcher parts = SOURCE.matcher(key);
        return parts.matches() ? Optional.of(new BatchId(parts.group(1))) : Optional.empty();
    }

    private static String sources(BatchId batch) {
        return "batches/" + batch + "/sources/";
    }

    /** The upload whose content has that key; empty for others. */
    public static Optional<FileId> uploaded(String key) {
        Matcher parts = UPLOADED.matcher(key);
        return parts.matches() ? Optional.of(new FileId(parts.group(1))) : Optional.empty();
    }

    /** What was first asked for under the batch's idempotency key. */
    public static String submission(BatchId batch) {
        return "batches/" + batch + "/submission.json";
    }

    /** What the keys of notes begin with that tell which attempts at a batch's pictures there were. */
    public static String revisions(BatchId batch) {
        return "batches/" + batch + "/revisions/";
    }

    /** Of the attempts at a batch's pictures. */
    public static final int LAST_REVISION = 9_999;

    /** That there was an attempt of that number; keys sort as the numbers do. */
    public static String revision(BatchId batch, int number) {
        return revisions(batch) + String.format(Locale.ROOT, "%04d", number);
    }

    /** What lies over the rows of a batch's file, if anything does. */
    public static String layout(BatchId batch) {
        return "batches/" + batch + "/layout.json";
    }

    /** What the keys of a tenant's presets, templates and defaults begin with; those of the tenant {@code default} stand as they always did. */
    public static String tenant(TenantName tenant) {
        return tenant.equals(TenantName.DEFAULT) ? "" : "tenants/" + tenant + "/";
    }

    /** @param name as its own syntax has it, which is safe in keys */
    public static String preset(String name) {
        return PRESETS + name + ".json";
    }

    /** All versions of a template; without a name, of all. */
    public static String templates(String name) {
        return TEMPLATES + name + "/";
    }

    public static String template(String name, int version) {
        return templates(name) + String.format(Locale.ROOT, "%09d.json", version);
    }

    public static String itemPart(BatchId batch, int part) {
        return String.format(Locale.ROOT, "batches/%s/items/part-%05d.jsonl", batch, part);
    }

    public static String skippedPart(BatchId batch, int part) {
        return String.format(Locale.ROOT, "batches/%s/skipped/part-%05d.jsonl", batch, part);
    }

    /** The names of the columns that items carry, if any does. */
    public static String itemColumns(BatchId batch) {
        return "batches/" + batch + "/items/columns.json";
    }

    public static String image(BatchId batch, ImageFile file) {
        return images(batch) + file;
    }

    public static String imageMetadata(BatchId batch, ImageName name) {
        return images(batch) + name + ".json";
    }

    /** A picture made small; what lies below this prefix may be dropped at any time, and is made again. */
    public static String thumbnail(BatchId batch, ImageName name) {
        return "batches/" + batch + "/thumbnails/" + name + ".jpg";
    }

    /** What the keys begin with that tell which workers are at work on an attempt at a picture that was delivered before. */
    public static String redeliveries(TaskId task, int attempt) {
        return BATCHES + task.batchId() + "/redelivered/" + task.index() + "-" + attempt + "/";
    }

    /** That a worker is. */
    public static String redelivery(TaskId task, int attempt, WorkerId worker) {
        return redeliveries(task, attempt) + worker;
    }

    /** What everyone was told when the batch ended. */
    public static String ended(BatchId batch) {
        return ENDED + batch + ".json";
    }

    /** The batch of such a key; empty for others. */
    public static Optional<BatchId> batchOfEnd(String key) {
        Matcher parts = END.matcher(key);
        return parts.matches() ? Optional.of(new BatchId(parts.group(1))) : Optional.empty();
    }

    public static String batchFile(BatchId batch, BatchFile file) {
        return "batches/" + batch + "/" + file.fileName();
    }

    /** Under which it is looked up that the file's time has come: in the order of these times. */
    public static String expiry(Instant at, FileId file) {
        return EXPIRIES + String.format(Locale.ROOT, "%013d", at.toEpochMilli()) + "-" + file;
    }

    /** The file of such a key that is not later than a moment; empty for others. */
    public static Optional<FileId> expired(String key, Instant now) {
        Matcher parts = EXPIRY.matcher(key);
        return parts.matches() && Long.parseLong(parts.group(1)) <= now.toEpochMilli()
                ? Optional.of(new FileId(parts.group(2)))
                : Optional.empty();
    }

    /** What a worker writes to see whether the bucket takes it; of no use afterwards. */
    public static String probe(WorkerId worker) {
        return "probes/" + worker;
    }

    /** The object behind a file of the HTTP API, be it an upload or what a batch left. */
    public static String file(FileId file) {
        for (BatchFile kind : BatchFile.values()) {
            String suffix = "-" + kind.name().toLowerCase(Locale.ROOT);
            String value = file.value();
            if (value.startsWith("file-batch_") && value.endsWith(suffix)) {
                return batchFile(
                        new BatchId(value.substring("file-".length(), value.length() - suffix.length())), kind);
            }
        }
        return upload(file);
    }

    /** What the keys of all that belongs to one batch begin with. */
    public static String batch(BatchId batch) {
        return BATCHES + batch + "/";
    }

    private static String images(BatchId batch) {
        return "batches/" + batch + "/images/";
    }

    private ObjectKeys() {}
}
