package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.TextEncoding;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a request for a batch into the command that opens it, or says which field is wrong. */
final class SubmissionCheck {

    static final int DEFAULT_MAX_ATTEMPTS = 3;

    private static final String EXPIRY = "output_expires_after";

    private static final Pattern WINDOW = Pattern.compile(BatchRequest.WINDOW);

    private final ModelRegistry models;
    private final Asker asker;

    SubmissionCheck(ModelRegistry models) {
        this(models, Asker.FARM);
    }

    /** @param asker whose the batches are */
    SubmissionCheck(ModelRegistry models, Asker asker) {
        this.models = models;
        this.asker = asker;
    }

    /**
     * @param parent of whose lines it renders some again
     * @param revision which of the attempts at its parent's pictures it is; null where it is none
     * @param drawnSeed for a request that gives none
     * @throws RequestRefusedException naming the field
     */
    BatchCommand.Submit command(
            BatchId id,
            BatchRequest request,
            @Nullable BatchId parent,
            @Nullable Integer revision,
            @Nullable Traceparent traceparent,
            long drawnSeed,
            Instant now) {
        ImageEndpoint endpoint = endpoint(request);
        String window = request.completionWindow() == null ? BatchRequest.DEFAULT_WINDOW : request.completionWindow();
        return new BatchCommand.Submit(
                id,
                inputFile(request.inputFileId()),
                endpoint.path(),
                window,
                model(request.model()),
                seed(request.renderfarm(), drawnSeed),
                maxAttempts(request.renderfarm()),
                metadata(request.metadata()),
                now,
                now.plus(duration(window)),
                rules(request.renderfarm()),
                parent,
                traceparent,
                terms(request.renderfarm(), now),
                revision,
                sharing(request.renderfarm(), parent),
                expiry(request.outputExpiresAfter()),
                null,
                null);
    }

    private static ImageEndpoint endpoint(BatchRequest request) {
        ImageEndpoint endpoint = Optional.ofNullable(request.endpoint())
                .flatMap(ImageEndpoint::at)
                .orElseThrow(() -> RequestRefusedException.invalid(
                        "endpoint", "endpoint must be \"" + String.join("\" or \"", ImageEndpoint.paths()) + "\""));
        BatchRequest.Options options = request.renderfarm();
        if (options != null && options.images() != null && endpoint != ImageEndpoint.EDITS) {
            throw RequestRefusedException.invalid(
                    "renderfarm.images",
                    "images are what edits begin with: choose the endpoint " + ImageEndpoint.EDITS.path()
                            + ", or leave them out");
        }
        return endpoint;
    }

    private static Terms terms(BatchRequest.@Nullable Options options, Instant now) {
        return options == null
                ? Terms.NONE
                : new TermsCheck("renderfarm.", now)
                        .change(options.name(), options.priority(), options.deadline())
                        .of(Terms.NONE)
                        .with(preview(options.preview()))
                        .stoppingWhenFailed(share(options.stopWhenFailed()));
    }

    private static @Nullable Double share(@Nullable Double wanted) {
        if (wanted != null && !(wanted > 0 && wanted < 1)) {
            throw RequestRefusedException.invalid(
                    "renderfarm.stop_when_failed",
                    "stop_when_failed must be a share above 0 and below 1, such as 0.05");
        }
        return wanted;
    }

    private static @Nullable Preview preview(BatchRequest.@Nullable PreviewRequest wanted) {
        if (wanted == null) {
            return null;
        }
        Integer every = wanted.every();
        if (every == null || every < Preview.LEAST || every > Preview.MOST) {
            throw RequestRefusedException.invalid(
                    "renderfarm.preview.every",
                    "every must be a whole number from " + Preview.LEAST + " to " + Preview.MOST
                            + ": one in so many pictures is rendered first");
        }
        return new Preview(every, !Boolean.FALSE.equals(wanted.approve()));
    }

    /** @param parent who renders its lines again does so at its tenant's expense */
    private Sharing sharing(BatchRequest.@Nullable Options options, @Nullable BatchId parent) {
        if (options == null) {
            return asker.maker().map(maker -> new Sharing(maker, null)).orElse(Sharing.DEFAULT);
        }
        Integer most = options.maxInFlight();
        if (most != null && (most < 1 || most > Sharing.MOST_IN_FLIGHT)) {
            throw RequestRefusedException.invalid(
                    "renderfarm.max_in_flight",
                    "max_in_flight must be a whole number from 1 to " + Sharing.MOST_IN_FLIGHT
                            + ", or be left out where the farm alone shall say");
        }
        return new Sharing(parent == null ? claimed(options.tenant()) : tenant(options.tenant()), most);
    }

    /** Whoever has a key makes things of its tenant alone. */
    private TenantName claimed(@Nullable String name) {
        TenantName named = tenant(name);
        TenantName maker = asker.maker().orElse(named);
        if (name != null && !named.equals(maker)) {
            throw new RequestRefusedException(
                    FailureCode.FORBIDDEN,
                    "renderfarm.tenant",
                    "the key is of the tenant " + maker + ": leave the tenant out, or ask with a key of " + named);
        }
        return maker;
    }

    private static TenantName tenant(@Nullable String name) {
        try {
            return name == null ? TenantName.DEFAULT : new TenantName(name);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(
                    "renderfarm.tenant",
                    "tenant must be 1 to " + TenantName.MAX_LENGTH
                            + " lower-case letters, digits, dots, hyphens or underscores, the first one a letter or a"
                            + " digit");
        }
    }

    private static @Nullable ExpiresAfter expiry(@Nullable Map<String, Object> given) {
        if (given == null) {
            return null;
        }
        if (!(given.get("anchor") instanceof String anchor)
                || !(given.get("seconds") instanceof Number seconds)
                || seconds.doubleValue() != Math.rint(seconds.doubleValue())
                || given.size() > 2) {
            throw RequestRefusedException.invalid(
                    EXPIRY,
                    EXPIRY + " has two fields, anchor and seconds: anchor is \"created_at\", seconds a whole number");
        }
        try {
            return new ExpiresAfter(anchor, seconds.longValue());
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(EXPIRY, EXPIRY + ": " + e.getMessage());
        }
    }

    /** @throws RequestRefusedException if it cannot be the input of a batch */
    static UploadedFile checkedInput(Optional<UploadedFile> file, Instant now) {
        UploadedFile found = file.filter(known -> !known.isExpired(now)).orElseThrow(SubmissionCheck::unknownFile);
        if (!found.purpose().equals(FilePurpose.BATCH.wireName())) {
            throw RequestRefusedException.invalid(
                    "input_file_id",
                    "the file has the purpose \"" + found.purpose()
                            + "\": upload the input of a batch with the purpose \"batch\"");
        }
        return found;
    }

    private static FileId inputFile(@Nullable String text) {
        if (text == null) {
            throw RequestRefusedException.invalid(
                    "input_file_id",
                    "input_file_id is missing: upload a file with POST /v1/files and give its id, or give up to "
                            + BatchRequest.MOST_REQUESTS + " requests here");
        }
        try {
            return new FileId(text);
        } catch (IllegalArgumentException e) {
            throw unknownFile();
        }
    }

    static RequestRefusedException unknownFile() {
        return RequestRefusedException.notFound(
                "input_file_id", "there is no file of this id: upload it with POST /v1/files first");
    }

    private @Nullable ModelName model(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return models.named(text)
                .map(FarmModel::name)
                .orElseThrow(() -> new RequestRefusedException(
                        FailureCode.MODEL_NOT_FOUND,
                        "model",
                        models.describeMissing(text) + ": name one of these, or leave the model out"));
    }

    private static Duration duration(String window) {
        Matcher matcher = WINDOW.matcher(window);
        if (!matcher.matches()) {
            throw RequestRefusedException.invalid(
                    "completion_window", "completion_window must be hours, from 1h to 720h, such as 24h");
        }
        return Duration.ofHours(Integer.parseInt(matcher.group(1)));
    }

    private static long seed(BatchRequest.@Nullable Options options, long drawn) {
        Long seed = options == null ? null : options.seed();
        if (seed == null) {
            return drawn;
        }
        if (seed < 0 || seed > ImageRequest.MAX_SEED) {
            throw RequestRefusedException.invalid(
                    "renderfarm.seed", "seed must be a whole number from 0 to " + ImageRequest.MAX_SEED);
        }
        return seed;
    }

    private static int maxAttempts(BatchRequest.@Nullable Options options) {
        Integer attempts = options == null ? null : options.maxAttempts();
        if (attempts == null) {
            return DEFAULT_MAX_ATTEMPTS;
        }
        if (attempts < 1 || attempts > BatchRequest.MOST_ATTEMPTS) {
            throw RequestRefusedException.invalid(
                    "renderfarm.max_attempts",
                    "max_attempts must be a whole number from 1 to " + BatchRequest.MOST_ATTEMPTS);
        }
        return attempts;
    }

    private static InputRules rules(BatchRequest.@Nullable Options options) {
        if (options == null) {
            return InputRules.DEFAULT;
        }
        return new InputRules(
                Boolean.TRUE.equals(options.strict()), onInvalid(options.onInvalid()), encoding(options.encoding()));
    }

    private static @Nullable TextEncoding encoding(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return TextEncoding.named(name)
                .orElseThrow(() -> RequestRefusedException.invalid(
                        "renderfarm.encoding",
                        "the farm does not know this encoding: it reads " + TextEncoding.describeAll()));
    }

    private static OnInvalid onInvalid(@Nullable String text) {
        if (text == null) {
            return OnInvalid.REJECT_BATCH;
        }
        try {
            return OnInvalid.named(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("renderfarm.on_invalid", "on_invalid " + e.getMessage());
        }
    }

    private static Map<String, String> metadata(@Nullable Map<String, String> given) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > BatchRequest.MOST_METADATA) {
            throw RequestRefusedException.invalid(
                    "metadata",
                    "metadata has " + given.size() + " pairs, at most " + BatchRequest.MOST_METADATA + " may be");
        }
        given.forEach((key, value) -> {
            if (key.isEmpty() || characters(key) > BatchRequest.LONGEST_KEY) {
                throw RequestRefusedException.invalid(
                        "metadata", "a key of metadata must have 1 to " + BatchRequest.LONGEST_KEY + " characters");
            }
            if (value == null || characters(value) > BatchRequest.LONGEST_VALUE) {
                throw RequestRefusedException.invalid(
                        "metadata." + key,
                        "a value of metadata must be a string of at most " + BatchRequest.LONGEST_VALUE
                                + " characters");
            }
        });
        return Map.copyOf(given);
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
