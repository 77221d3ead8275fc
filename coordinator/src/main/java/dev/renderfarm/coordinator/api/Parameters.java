package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.coordinator.files.FileList;
import dev.renderfarm.coordinator.gallery.TaskOrder;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of requests; what is no id names nothing. */
final class Parameters {

    /** Of what names a task in a path: its index, or its id. */
    static final String TASK_PATTERN = "^(0|[1-9][0-9]{0,8}|" + TaskId.SYNTAX + ")$";

    static final int MAX_LIMIT = 1_000;
    /** As long as the longest value that it may look for. */
    static final int LONGEST_SEARCH = 512;

    private static final String EXPIRY = "expires_after";
    private static final String UNKNOWN_AFTER =
            "after names nothing in this list: give the last_id of the page before, or leave it out";
    /** RFC 7240, section 4.3. */
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,9})(?![0-9])", Pattern.CASE_INSENSITIVE);

    private static final Duration NO_TIME = Duration.ofMillis(1);

    static final String AFTER = "last_id of the page before";

    static BatchId batchId(String text) {
        try {
            return new BatchId(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no batch of this id");
        }
    }

    static FileId fileId(String text) {
        try {
            return new FileId(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no file of this id");
        }
    }

    static WebhookId webhookId(String text) {
        try {
            return new WebhookId(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no webhook of this id");
        }
    }

    /** Null where the request does not say. */
    static @Nullable Instant moment(String param, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.matches(BatchPatch.MOMENT)) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // answered below, as what has not the form
        }
        throw RequestRefusedException.invalid(
                param, param + " must be a moment with its offset, such as 2026-01-02T17:00:00Z");
    }

    static WorkerId workerId(String text) {
        try {
            return new WorkerId(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no worker of this id");
        }
    }

    /** Whether it is asked for: 1 is, 0 and nothing are not. */
    static boolean flag(String param, @Nullable String text) {
        if (text == null || text.equals("0")) {
            return false;
        }
        if (text.equals("1")) {
            return true;
        }
        throw RequestRefusedException.invalid(param, param + " must be 1 or 0");
    }

    /** A task of a batch by its place or its id; empty where the text names none of the batch. */
    static Optional<TaskId> task(BatchId batch, String text) {
        try {
            TaskId task = TaskId.parse(text.contains("/") ? text : batch + "/" + text);
            return Optional.of(task).filter(named -> named.batchId().equals(batch));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where a list goes on; null at its beginning. */
    static <T> @Nullable T after(@Nullable String text, Function<String, T> id) {
        try {
            return text == null ? null : id.apply(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("after", UNKNOWN_AFTER);
        }
    }

    /** An empty page would be taken for the end of the list. */
    static RequestRefusedException unknownAfter() {
        return RequestRefusedException.notFound("after", UNKNOWN_AFTER);
    }

    /**
     * The sequence number of the last event that was seen; -1 where none was. What cannot be one of the batch is not
     * heeded, as the standard has it.
     */
    static long sequence(@Nullable String lastEventId, long present) {
        try {
            long seen = lastEventId == null ? -1 : Long.parseLong(lastEventId.strip());
            return seen > present ? -1 : seen;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** What a header {@code Prefer} says of the wait, no longer than that; what it does not say readably is not heeded. */
    static Duration wait(@Nullable String prefer, Duration longest) {
        Matcher wish = WAIT.matcher(prefer == null ? "" : prefer);
        Duration wanted = wish.find() ? Duration.ofSeconds(Long.parseLong(wish.group(1))) : longest;
        Duration wait = wanted.compareTo(longest) < 0 ? wanted : longest;
        return wait.isZero() ? NO_TIME : wait;
    }

    static int limit(@Nullable String text, int otherwise) {
        return limit(text, otherwise, MAX_LIMIT);
    }

    static int limit(@Nullable String text, int otherwise, int most) {
        if (text == null) {
            return otherwise;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below, as a number out of range is
        }
        throw RequestRefusedException.invalid("limit", "limit must be a whole number from 1 to " + most);
    }

    static @Nullable BatchState batchState(@Nullable String text) {
        return text == null ? null : choice("state", text, BatchState.values(), BatchState::wireName);
    }

    /** Empty where the request does not say. */
    static String search(@Nullable String text) {
        if (text != null && text.length() > LONGEST_SEARCH) {
            throw RequestRefusedException.invalid("q", "q must be at most " + LONGEST_SEARCH + " characters");
        }
        return text == null ? "" : text;
    }

    static @Nullable TaskState taskState(@Nullable String text) {
        return text == null ? null : choice("state", text, TaskState.values(), TaskState::wireName);
    }

    /** That of the input where the request does not say. */
    static TaskOrder taskOrder(@Nullable String text) {
        return text == null ? TaskOrder.FILE : choice("by", text, TaskOrder.values(), TaskOrder::wireName);
    }

    /** That of inputs where the request does not say. */
    static FilePurpose uploadPurpose(@Nullable String text) {
        return text == null
                ? FilePurpose.BATCH
                : FilePurpose.ofUpload(text)
                        .orElseThrow(() -> RequestRefusedException.invalid(
                                "purpose", "purpose must be one of batch, vision, user_data"));
    }

    /** Null where the file is kept until it is deleted. */
    static @Nullable ExpiresAfter expiry(@Nullable String anchor, @Nullable String seconds) {
        if (anchor == null && seconds == null) {
            return null;
        }
        try {
            return new ExpiresAfter(String.valueOf(anchor), Long.parseLong(String.valueOf(seconds)));
        } catch (NumberFormatException e) {
            throw RequestRefusedException.invalid(
                    EXPIRY, EXPIRY + " has two fields, anchor and seconds: seconds must be a whole number");
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(EXPIRY, EXPIRY + ": " + e.getMessage());
        }
    }

    static @Nullable Verdict verdict(@Nullable String text) {
        return text == null ? null : choice("review", text, Verdict.values(), Verdict::wireName);
    }

    /** It finishes what it has where the request does not say. */
    static DrainMode drainMode(@Nullable String text) {
        return text == null ? DrainMode.AFTER_CURRENT : choice("mode", text, DrainMode.values(), DrainMode::wireName);
    }

    /** All of them where the request does not say. */
    static Set<FilePurpose> filePurposes(@Nullable String text) {
        return text == null
                ? EnumSet.allOf(FilePurpose.class)
                : EnumSet.of(choice("purpose", text, FilePurpose.values(), FilePurpose::wireName));
    }

    /** Newest first where the request does not say. */
    static FileList.Order order(@Nullable String text) {
        return text == null
                ? FileList.Order.DESC
                : choice("order", text, FileList.Order.values(), FileList.Order::wireName);
    }

    private static <T> T choice(String param, String text, T[] choices, Function<T, String> name) {
        return Arrays.stream(choices)
                .filter(choice -> name.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> RequestRefusedException.invalid(
                        param,
                        param + " must be one of "
                                + Arrays.stream(choices).map(name).collect(Collectors.joining(", "))));
    }

    private Parameters() {}
}
