package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read of the one line of {@code output.jsonl} or {@code errors.jsonl} of a batch. */
record SettledLine(@Nullable Response response, @Nullable Failure error) {

    record Response(Body body) {}

    record Body(
            @EpochSeconds Instant created,
            List<Picture> data,
            @Nullable ImageSize size,
            ImageFormat outputFormat) {}

    /** @param url its path below the farm's address */
    record Picture(String url, Map<String, Object> renderfarm) {}

    record Failure(FailureCode code, String message) {}
}
