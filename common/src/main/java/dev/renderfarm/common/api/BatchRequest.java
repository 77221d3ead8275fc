package dev.renderfarm.common.api;

import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageEndpoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches}: OpenAI's, and what the farm adds. Not checked yet, so that the farm can say
 * which field is wrong.
 * Long because a record of so many fields says them all anew in each copy of it.
 *
 * @param model of all requests that name none
 * @param outputExpiresAfter OpenAI's: how long the files that the batch leaves are kept; without it until they are deleted
 * @param requests instead of a file: what would be its lines, as JSON
 */
public record BatchRequest(
        @Nullable String inputFileId,
        @Nullable String endpoint,
        @Nullable String completionWindow,
        @Nullable Map<String, String> metadata,
        @Nullable String model,
        @Nullable Options renderfarm,
        @Nullable Map<String, Object> outputExpiresAfter,
        @Nullable List<Map<String, Object>> requests) {

    /** The endpoint of batches whose pictures prompts alone tell of. */
    public static final String IMAGES = ImageEndpoint.GENERATIONS.path();

    /** Of a batch that asks for none. */
    public static final String DEFAULT_WINDOW = "24h";

    /** A completion window, as a regular expression: 1 to 720 hours. */
    public static final String WINDOW = "([1-9][0-9]?|[1-6][0-9]{2}|7[01][0-9]|720)h";

    /** The header {@code Idempotency-Key}, as a regular expression. */
    public static final String IDEMPOTENCY_KEY = "[!-~]([ -~]{0,253}[!-~])?";

    /** Of {@code metadata}: pairs, and characters of a key and of a value. */
    public static final int MOST_METADATA = 16;

    public static final int LONGEST_KEY = 64;

    public static final int LONGEST_VALUE = 512;

    /** Of {@code requests}. */
    public static final int MOST_REQUESTS = 1_000;

    /** Of {@code corrections}. */
    public static final int MOST_CORRECTIONS = 10_000;

    /** Of {@code images}. */
    public static final int MOST_IMAGES = 10_000;

    /** Characters of a name in {@code images}. */
    public static final int LONGEST_IMAGE_NAME = 255;

    /** At each picture. */
    public static final int MOST_ATTEMPTS = 10;

    /** One that has a file, and whose files do not expire. */
    public BatchRequest(
            @Nullable String inputFileId,
            @Nullable String endpoint,
            @Nullable String completionWindow,
            @Nullable Map<String, String> metadata,
            @Nullable String model,
            @Nullable Options renderfarm) {
        this(inputFileId, endpoint, completionWindow, metadata, model, renderfarm, null, null);
    }

    /** The same of that file, instead of the requests that it brings. */
    public BatchRequest ofFile(FileId file) {
        return new BatchRequest(
                file.value(), endpoint, completionWindow, metadata, model, renderfarm, outputExpiresAfter, null);
    }

    /** The same, whose files are kept so long. */
    public BatchRequest outputExpiringAfter(Map<String, Object> time) {
        return new BatchRequest(inputFileId, endpoint, completionWindow, metadata, model, renderfarm, time, requests);
    }

    /**
     * @param seed from which requests without a seed get theirs; drawn where it is not given
     * @param maxAttempts at each request before it counts as failed
     * @param strict whether a column or field that the farm does not know is refused; else it is carried into the
     * results
     * @param onInvalid what becomes of the batch if some of its lines cannot be rendered: {@code reject_batch}, or
     * {@code skip_lines}
     * @param encoding of a file that is not Unicode, such as {@code windows-1252} or {@code gbk}
     * @param name for people
     * @param priority from -100 to 100; the higher goes first, 0 where it is not given
     * @param tenant whose part of the farm it uses
     * @param maxInFlight pictures that may be given out and not settled, at most
     * @param deadline by which it is wanted, ISO 8601 with an offset; it goes on beyond, to the end of its completion window
     * @param preview which pictures come first
     * @param stopWhenFailed share of the pictures, such as 0.05; when more of them have failed the batch is paused
     * @param mapping which column holds a field, by the field: {@code sku} from {@code Variant SKU}; of a prompt also
     * {@code template:} and its text or name
     * @param template of prompts: its name, {@code name@version}, or a text with places such as {@code {title}}
     * @param preset name of what silent lines ask for
     * @param fields that silent lines ask for as well, before what the preset says of them: values by wire name
     * @param variants values by name; each line is asked for with each combination
     * @param corrections laid over the file's lines
     * @param images ids of uploaded pictures by the names that lines call them; where a line names none, the one that is
     * called as its SKU
     * @param requireWorker whether the batch is refused where no worker of its model runs; else it waits for one
     */
    public record Options(
            @Nullable Long seed,
            @Nullable Integer maxAttempts,
            @Nullable Boolean strict,
            @Nullable String onInvalid,
            @Nullable String encoding,
            @Nullable String name,
            @Nullable Integer priority,
            @Nullable String deadline,
            @Nullable String tenant,
            @Nullable Integer maxInFlight,
            @Nullable PreviewRequest preview,
            @Nullable Double stopWhenFailed,
            @Nullable Map<String, String> mapping,
            @Nullable String template,
            @Nullable String preset,
            @Nullable Map<String, String> fields,
            @Nullable Map<String, List<String>> variants,
            @Nullable List<Correction> corrections,
            @Nullable Map<String, String> images,
            @Nullable Boolean requireWorker) {

        /** With the usual rules for the input. */
        public Options(@Nullable Long seed, @Nullable Integer maxAttempts) {
            this(seed, maxAttempts, null, null, null);
        }

        /** Of a file whose lines are asked for as they are, on the usual terms. */
        public Options(
                @Nullable Long seed,
                @Nullable Integer maxAttempts,
                @Nullable Boolean strict,
                @Nullable String onInvalid,
                @Nullable String encoding) {
            this(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        /** The same with pictures that its lines may name. */
        public Options withImages(@Nullable Map<String, String> ownImages) {
            return new Options(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    name,
                    priority,
                    deadline,
                    tenant,
                    maxInFlight,
                    preview,
                    stopWhenFailed,
                    mapping,
                    template,
                    preset,
                    fields,
                    variants,
                    corrections,
                    ownImages,
                    requireWorker);
        }

        /** The same, refused where no worker of its model runs. */
        public Options requiringWorker() {
            return new Options(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    name,
                    priority,
                    deadline,
                    tenant,
                    maxInFlight,
                    preview,
                    stopWhenFailed,
                    mapping,
                    template,
                    preset,
                    fields,
                    variants,
                    corrections,
                    images,
                    true);
        }

        /** The same with what its owner may change later. */
        public Options onTerms(
                @Nullable String ownName,
                @Nullable Integer ownPriority,
                @Nullable String ownDeadline,
                @Nullable PreviewRequest ownPreview,
                @Nullable Double ownStop) {
            return new Options(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    ownName,
                    ownPriority,
                    ownDeadline,
                    tenant,
                    maxInFlight,
                    ownPreview,
                    ownStop,
                    mapping,
                    template,
                    preset,
                    fields,
                    variants,
                    corrections,
                    images,
                    requireWorker);
        }

        /** The same as part of a tenant's share. */
        public Options ofTenant(@Nullable String name, @Nullable Integer most) {
            return new Options(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    this.name,
                    priority,
                    deadline,
                    name,
                    most,
                    preview,
                    stopWhenFailed,
                    mapping,
                    template,
                    preset,
                    fields,
                    variants,
                    corrections,
                    images,
                    requireWorker);
        }

        /** The same of a file of which something else is made. */
        public Options laidOut(
                @Nullable Map<String, String> ownMapping,
                @Nullable String ownTemplate,
                @Nullable String ownPreset,
                @Nullable Map<String, String> ownFields,
                @Nullable Map<String, List<String>> ownVariants,
                @Nullable List<Correction> ownCorrections) {
            return new Options(
                    seed,
                    maxAttempts,
                    strict,
                    onInvalid,
                    encoding,
                    name,
                    priority,
                    deadline,
                    tenant,
                    maxInFlight,
                    preview,
                    stopWhenFailed,
                    ownMapping,
                    ownTemplate,
                    ownPreset,
                    ownFields,
                    ownVariants,
                    ownCorrections,
                    images,
                    requireWorker);
        }
    }

    /**
     * Some pictures are rendered before the others.
     *
     * @param every one in so many
     * @param approve whether the others wait for {@code POST …/proceed}; true where it is not given
     */
    public record PreviewRequest(
            @Nullable Integer every, @Nullable Boolean approve) {}

    /** Asks for the pictures of that file, within the usual time. */
    public static BatchRequest images(
            FileId file, Map<String, String> metadata, @Nullable ModelName model, Options options) {
        return images(ImageEndpoint.GENERATIONS, file, metadata, model, options);
    }

    /** Asks for the pictures of that file, within the usual time. */
    public static BatchRequest images(
            ImageEndpoint endpoint,
            FileId file,
            Map<String, String> metadata,
            @Nullable ModelName model,
            Options options) {
        return new BatchRequest(
                file.value(), endpoint.path(), DEFAULT_WINDOW, metadata, model == null ? null : model.value(), options);
    }
}
