package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The warnings of an input. Those that are equal but for their line are one, which says how many lines it stands for.
 * The first {@value #MOST} are told, in at most {@value #MOST_BYTES} bytes, since each status record repeats them; the
 * others are counted, up to {@value #MOST_KINDS} in all.
 */
final class WarningList {

    static final int MOST = 20;
    static final int MOST_BYTES = 16 << 10;
    static final int MOST_KINDS = 1_000;

    private record Kind(WarningCode code, @Nullable String field, String message) {}

    private record Lines(@Nullable Integer first, @Nullable Integer last, int number) {

        Lines and(@Nullable Integer line) {
            return Objects.equals(line, last) ? this : new Lines(first, line, number + 1);
        }
    }

    private final Map<Kind, Lines> found = new LinkedHashMap<>();

    void add(LineWarning warning) {
        Kind kind = new Kind(warning.code(), warning.field(), warning.message());
        if (found.containsKey(kind) || found.size() < MOST_KINDS) {
            found.merge(kind, new Lines(warning.line(), warning.line(), 1), (lines, one) -> lines.and(one.last()));
        }
    }

    /** Null where there are none. */
    @Nullable
    BatchWarnings toBatchWarnings() {
        List<LineWarning> told = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<Kind, Lines> entry : found.entrySet()) {
            LineWarning warning = warning(entry.getKey(), entry.getValue());
            bytes += Json.bytes(warning).length;
            if (told.size() == MOST || bytes > MOST_BYTES) {
                break;
            }
            told.add(warning);
        }
        return found.isEmpty() ? null : new BatchWarnings(told, found.size() - told.size());
    }

    private static LineWarning warning(Kind kind, Lines lines) {
        String where = lines.number() == 1 ? "" : " (" + lines.number() + " lines, first line " + lines.first() + ")";
        return new LineWarning(kind.code(), lines.first(), kind.field(), kind.message() + where);
    }
}
