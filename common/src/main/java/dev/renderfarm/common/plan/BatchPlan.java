package dev.renderfarm.common.plan;

import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch would be: found by the check that a submission goes through, and nothing of it is kept.
 *
 * @param submittable whether the same body, submitted, renders pictures
 * @param columns of the file that are none of the farm's
 * @param warnings as the batch would have them; null where there are none
 * @param firstLines the first pictures, dry
 * @param estimate null where there are no pictures
 * @param earlier the newest batch of the same file that has pictures; null where there is none
 */
public record BatchPlan(
        boolean submittable,
        @Nullable ModelName model,
        List<String> columns,
        Errors errors,
        @Nullable BatchWarnings warnings,
        List<FirstLine> firstLines,
        Counts counts,
        @Nullable Estimate estimate,
        @Nullable Earlier earlier) {

    public BatchPlan {
        columns = List.copyOf(columns);
        firstLines = List.copyOf(firstLines);
    }

    /**
     * @param total mistakes
     * @param lines that have any
     * @param groups those of one kind together, most lines first
     * @param further kinds of mistakes that are counted only
     */
    public record Errors(int total, int lines, List<Group> groups, int further) {
        public Errors {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Mistakes that one mend may cure.
     *
     * @param param column or field
     * @param message of the first, without the mend
     * @param mend what to do; null where the message says all
     * @param lines the first of them
     */
    public record Group(
            FailureCode code,
            @Nullable String param,
            String message,
            @Nullable String mend,
            int count,
            List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param line of the file, from 1; null where it is the file as a whole
     * @param message of this line
     * @param cells what it says, by column
     */
    public record Line(@Nullable Integer line, String message, Map<String, String> cells) {}

    /**
     * A picture that would be drawn.
     *
     * @param tokens of the prompt with the model's template; null where the model is not known
     * @param seed null where neither its line nor the batch says one: it follows from one that a submission draws
     */
    public record FirstLine(
            int line,
            String customId,
            String image,
            String prompt,
            @Nullable Integer tokens,
            @Nullable String negativePrompt,
            ImageSize size,
            int numInferenceSteps,
            double guidanceScale,
            @Nullable Long seed) {}

    /**
     * @param lines of the file that were read, once for each variant
     * @param requests lines that would be rendered
     * @param skipped lines that corrections leave out
     * @param kinds pictures by what they ask of a device, most first
     */
    public record Counts(int lines, int requests, int pictures, int skipped, List<Kind> kinds) {
        public Counts {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * Pictures that ask the same of a device.
     *
     * @param numInferenceSteps steps that run: of edits the last ones of those that are asked for
     */
    public record Kind(
            ModelName model,
            ImageSize size,
            int numInferenceSteps,
            boolean guided,
            int pictures,
            Span deviceSeconds,
            EstimateSource source) {}

    /**
     * @param likely the most likely one
     * @param least lower end of what is to be reckoned with
     * @param most upper end of it
     */
    public record Span(double likely, double least, double most) {}

    /**
     * @param deviceSeconds of all pictures, attempts that fail not counted
     * @param source the worst that any of them rests on
     * @param cost of the likely seconds; null where the farm has no price
     * @param costMost of the most seconds; null likewise
     * @param energyJoules of the likely seconds; null where no device of the model has told any
     * @param bytes of all files, as large as those of the model were; null where it has delivered none
     * @param workers that are ready for the model now
     * @param picturesAhead that wait for them already
     * @param begins when the first picture is likely to be begun; null where nobody renders
     * @param finishes when all are done; null where nobody renders
     * @param hindrance why nobody renders; null where somebody does
     */
    public record Estimate(
            Span deviceSeconds,
            EstimateSource source,
            @Nullable Cost cost,
            @Nullable Cost costMost,
            @Nullable Long energyJoules,
            @Nullable Long bytes,
            int workers,
            long picturesAhead,
            @Nullable Instant begins,
            @Nullable Finish finishes,
            @Nullable String hindrance) {}

    /**
     * @param earliest with all ready workers to itself, at the quickest
     * @param likely behind what waits already
     * @param latest behind it, at the slowest
     */
    public record Finish(Instant earliest, Instant likely, Instant latest) {}

    /** @param pictures that it has by now */
    public record Earlier(BatchId batchId, int pictures) {}
}
