package dev.renderfarm.common.failure;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Every way in which something can fail, by name. The same code stands in a task's result, in {@code errors.jsonl}, in
 * an HTTP error and behind the exit code of the command line; it says whether trying the same again can help.
 */
public enum FailureCode {
    /** A request, a line or a field that can never be rendered as it stands. */
    INVALID_REQUEST(false, 400, 2),
    PROMPT_TOO_LONG(false, 400, 2),
    FILE_TOO_LARGE(false, 413, 2),
    MODEL_NOT_FOUND(false, 404, 3),
    NOT_FOUND(false, 404, 3),
    /** The farm asks for a key, and what came is none that it knows. */
    INVALID_API_KEY(false, 401, 13),
    /** Whether a token is good only its issuer could tell, who is away. */
    ISSUER_UNAVAILABLE(true, 503, 9),
    /** Who asks may not: a page of another site, a name that is not the farm's, or a key without the role. */
    FORBIDDEN(false, 403, 2),
    /** More requests with one key, or more wrong keys, than the farm takes at a time. */
    RATE_LIMIT_EXCEEDED(false, 429, 9),
    /** The batch's state does not allow what was asked. */
    CONFLICT(false, 409, 4),
    /** A batch that has not ended has the file as its input, or is writing it. */
    FILE_IN_USE(false, 409, 4),
    /** The tenant has used up a budget of its own: the message says which one, and when it frees. */
    INSUFFICIENT_QUOTA(false, 429, 4),
    /** The batch was cancelled before this task was rendered. */
    BATCH_CANCELLED(false, 409, 5),
    /** The batch's completion window ended before this task was rendered. */
    BATCH_EXPIRED(false, 409, 6),
    /** Somebody said that this picture is not needed any more. */
    TASK_SKIPPED(false, 409, 5),
    /** Every task of the batch was settled when this one was claimed; were it not so, it would be tried again. */
    BATCH_ENDED(true, 500, 4),
    /**
     * The task was delivered again and again without a result. It may take its workers down, or have been held by
     * workers that ended for another reason: it is dispatched anew, within the batch's attempts.
     */
    POISONED_TASK(true, 500, 7),
    DEVICE_OUT_OF_MEMORY(true, 503, 7),
    RENDER_FAILED(true, 500, 7),
    RENDER_TIMED_OUT(true, 504, 7),
    /** Who asked for a picture now has waited long enough: it is rendered all the same, and found by its batch. */
    NOT_RENDERED_YET(true, 504, 7),
    /** NaN or infinity in the latents or the picture. */
    NON_FINITE_IMAGE(true, 500, 7),
    /** A picture of one single colour: not what anyone asked for. */
    BLANK_IMAGE(true, 500, 7),
    /** A picture with next to nothing in it that is not black. */
    NEAR_BLACK_IMAGE(true, 500, 7),
    /** A picture whose pixels hardly differ. */
    UNIFORM_IMAGE(true, 500, 7),
    /** A picture that its delivery profile does not take, and that cannot be mended: of no size that it takes. */
    PROFILE_SIZE(true, 500, 7),
    /** The same: however it is compressed, its file is too large. */
    PROFILE_BYTES(true, 500, 7),
    /** The same: what is around the product is not white. */
    PROFILE_BACKGROUND(true, 500, 7),
    /** The same: the product fills too little or too much of it. */
    PROFILE_FILL(true, 500, 7),
    /** A picture that looks like another one of its line. */
    NEAR_DUPLICATE(true, 500, 7),
    /** A device draws something else than its package's golden record holds. */
    GOLDEN_MISMATCH(true, 500, 7),
    /** The certificate in whose name a worker signs pictures has expired while it ran. */
    CERTIFICATE_EXPIRED(true, 503, 7),
    /** A worker that had the task in hand has vanished, and no other one was given it. */
    WORKER_LOST(true, 500, 7),
    /** The broker has given the task up, or what became of it never arrived. */
    TASK_LOST(true, 500, 7),
    /** The picture that an edit begins with, or its mask, is in the bucket no more. */
    SOURCE_MISSING(false, 404, 3),
    /** The picture that an edit begins with, or its mask, is another one than when the batch was submitted. */
    SOURCE_CHANGED(false, 409, 4),
    /** The picture that an edit begins with, or its mask, cannot be read: the detail says why. */
    SOURCE_UNREADABLE(false, 400, 2),
    /** The validated item of a task is missing from the bucket, or cannot be read. */
    ITEM_LOST(false, 500, 7),
    /** The bucket is away, slow or in trouble: the same may succeed later. */
    STORAGE_UNAVAILABLE(true, 503, 8),
    /** The bucket does not accept who asks: wrong keys, no permission, a clock that is off. */
    STORAGE_DENIED(true, 503, 8),
    /** The bucket has no room, or its quota is used up. */
    STORAGE_FULL(true, 507, 8),
    /** The bucket does not take this object, while it takes others. */
    STORAGE_REFUSED(true, 500, 8),
    BROKER_UNAVAILABLE(true, 503, 8),
    /** The farm itself cannot be reached. */
    FARM_UNREACHABLE(true, 503, 9),
    /** The command line cannot write what it prints, or a file that it fetches. */
    OUTPUT_UNWRITABLE(false, 500, 12),
    /** No worker of the model runs, and who asks for a picture now would wait for nobody. */
    NO_WORKERS(true, 503, 9),
    /** The farm serves as many requests of this kind as it can: one more waits for its turn at home. */
    FARM_BUSY(true, 503, 9),
    /** What the client sends comes too slowly to be waited for. */
    REQUEST_TIMEOUT(false, 408, 9),
    INTERNAL_ERROR(true, 500, 1);

    private final boolean retryable;
    private final int httpStatus;
    private final int exitCode;

    FailureCode(boolean retryable, int httpStatus, int exitCode) {
        this.retryable = retryable;
        this.httpStatus = httpStatus;
        this.exitCode = exitCode;
    }

    /** Whether nothing went wrong: nobody waited for the picture any more. */
    public boolean isUnwanted() {
        return this == BATCH_CANCELLED || this == BATCH_EXPIRED || this == BATCH_ENDED;
    }

    /** Whether it was drawn, and is no picture, or not what anybody asked for: another seed may help. */
    public boolean isOfThePicture() {
        return this == NON_FINITE_IMAGE
                || this == BLANK_IMAGE
                || this == NEAR_BLACK_IMAGE
                || this == UNIFORM_IMAGE
                || this == PROFILE_SIZE
                || this == PROFILE_BYTES
                || this == PROFILE_BACKGROUND
                || this == PROFILE_FILL
                || this == NEAR_DUPLICATE;
    }

    public boolean retryable() {
        return retryable;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Exit code of the command line for this failure; 0 is success. */
    public int exitCode() {
        return exitCode;
    }

    /** The code as JSON, metrics and documents write it, for example {@code device_out_of_memory}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
