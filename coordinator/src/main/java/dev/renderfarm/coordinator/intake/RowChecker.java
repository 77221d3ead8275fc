package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.NumberRange;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import dev.renderfarm.coordinator.models.FarmModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one input into items, in order; what cannot be drawn is reported. Used by one thread. */
final class RowChecker {

    private final BatchModel model;
    private final DerivedSeed seeds;
    private final WarningList warnings;
    private final boolean skipsLines;
    private final CustomIds ids = new CustomIds();
    private final LinePictures pictures;
    private final DeliveryReader deliveries;
    private final @Nullable EditReader edits;

    /**
     * @param skipsLines whether a line that is not sound leaves its id to a later one
     * @param edits null where pictures begin with noise alone
     */
    RowChecker(
            BatchModel model,
            DerivedSeed seeds,
            WarningList warnings,
            boolean skipsLines,
            LinePictures pictures,
            DeliveryReader deliveries,
            @Nullable EditReader edits) {
        this.model = model;
        this.seeds = seeds;
        this.warnings = warnings;
        this.skipsLines = skipsLines;
        this.pictures = pictures;
        this.deliveries = deliveries;
        this.edits = edits;
    }

    CheckedRow check(InputRow input) {
        if (!input.problems().isEmpty() && !saysWhatIsNeeded(input)) {
            return CheckedRow.unsound(input.line(), givenId(input), input.problems());
        }
        RowFields row = new RowFields(input, warnings);
        String id = ids.of(row);
        FarmModel farmModel = model.of(row);
        int count = row.integer(RequestField.N).orElse(1L).intValue();
        DeliveryProfile profile = deliveries.profile(row);
        Encoding encoding = DeliveryReader.encoding(row, profile);
        ResponseFormat format = row.choice(RequestField.RESPONSE_FORMAT)
                .map(ResponseFormat::named)
                .orElse(ResponseFormat.URL);
        ImageRequest image = farmModel == null ? null : image(row, farmModel, id, profile, encoding);
        if (farmModel == null) {
            prompt(row);
        }
        if (!row.isSound() || id == null || farmModel == null || image == null) {
            if (skipsLines && id != null) {
                ids.release(id, row.line());
            }
            return CheckedRow.unsound(row.line(), id == null ? givenId(input) : id, row.problems());
        }
        model.choose(farmModel);
        return new CheckedRow(row.line(), id, pictures.of(row.line(), id, count, image), format, List.of());
    }

    /** Whether the rest of a row that could not be read as it stands is worth checking, so that all is told at once. */
    private static boolean saysWhatIsNeeded(InputRow row) {
        return Arrays.stream(RequestField.values())
                .filter(RequestField::isRequired)
                .allMatch(field -> row.value(field).isPresent());
    }

    /** What a row that is not sound gives for its id, if it can stand in a result. */
    private static @Nullable String givenId(InputRow row) {
        return row.value(RequestField.CUSTOM_ID)
                .filter(value -> value.kind() == InputValue.Kind.CELL || value.kind() == InputValue.Kind.STRING)
                .map(InputValue::text)
                .map(IdText::trimmed)
                .filter(CustomIds::canStandInAResult)
                .orElse(null);
    }

    private @Nullable ImageRequest image(
            RowFields row,
            FarmModel farmModel,
            @Nullable String id,
            @Nullable DeliveryProfile profile,
            Encoding encoding) {
        String prompt = prompt(row);
        if (prompt != null) {
            checkTokens(row, RequestField.PROMPT, prompt, farmModel);
        }
        String negativePrompt = text(row, RequestField.NEGATIVE_PROMPT);
        if (negativePrompt != null) {
            checkTokens(row, RequestField.NEGATIVE_PROMPT, negativePrompt, farmModel);
        }
        ImageSize size = size(row, farmModel.manifest(), DeliveryReader.usualSize(profile, farmModel.manifest()));
        DeliveryReader.checkSize(row, profile, size, farmModel.manifest());
        Sampling sampling = sampling(row, farmModel.manifest().defaults());
        FamilyFields.check(row, farmModel.manifest());
        SchedulerKind scheduler = FamilyFields.scheduler(row, farmModel.manifest());
        SaidSizes saidSizes = FamilyFields.sizes(row, farmModel.manifest());
        Optional<Long> seed = row.integer(RequestField.SEED);
        Edit edit = edits == null ? none(row) : edits.read(row, id, farmModel, size);
        if (!row.isSound() || prompt == null || id == null) {
            return null;
        }
        return new ImageRequest(
                        prompt, negativePrompt, size, sampling, seed.orElseGet(() -> seeds.of(id)), edit, encoding)
                .with(scheduler, saidSizes);
    }

    /** What a preset, a variant or a correction says may be for another endpoint. */
    private static @Nullable Edit none(RowFields row) {
        RequestField.OF_EDITS.stream()
                .filter(row::has)
                .forEach(field -> row.reject(
                        field,
                        "is of edits: submit the batch with the endpoint " + ImageEndpoint.EDITS.path()
                                + ", or leave it out"));
        return null;
    }

    private static Sampling sampling(RowFields row, ModelManifest.Defaults defaults) {
        Sampling otherwise = defaults.sampling();
        NumberRange steps = RequestField.NUM_INFERENCE_STEPS.range().withMost(defaults.maxInferenceSteps());
        return new Sampling(
                row.share(RequestField.NUM_INFERENCE_STEPS)
                        .map(share -> Math.max(1, Math.min(defaults.maxInferenceSteps(), (int)
                                Math.round(otherwise.numInferenceSteps() * share))))
                        .or(() -> row.integer(RequestField.NUM_INFERENCE_STEPS, steps)
                                .map(Long::intValue))
                        .orElse(otherwise.numInferenceSteps()),
                row.decimal(RequestField.GUIDANCE_SCALE).orElse(otherwise.guidanceScale()),
                row.decimalOrFlag(RequestField.CFG_NORMALIZATION).orElse(otherwise.cfgNormalization()),
                row.decimal(RequestField.CFG_TRUNCATION).orElse(otherwise.cfgTruncation()),
                row.decimal(RequestField.GUIDANCE_RESCALE).orElse(otherwise.guidanceRescale()));
    }

    private static @Nullable String prompt(RowFields row) {
        String prompt = text(row, RequestField.PROMPT);
        if (prompt == null && !row.has(RequestField.PROMPT)) {
            row.reject(RequestField.PROMPT, "is missing: say what the picture shows");
        }
        if (prompt != null && prompt.isBlank()) {
            row.reject(RequestField.PROMPT, "is empty: say what the picture shows");
            return null;
        }
        return prompt;
    }

    private static @Nullable String text(RowFields row, RequestField field) {
        String text = row.text(field);
        if (text != null && !WellFormed.isUnicode(text)) {
            row.reject(field, "holds half a surrogate pair: write well-formed Unicode");
            return null;
        }
        if (text != null && WellFormed.hasControlCharacters(text)) {
            row.reject(field, "holds control characters: remove them (UTF-16 files look like this; save as UTF-8)");
            return null;
        }
        if (text != null) {
            warnOfMarks(row, field, text);
        }
        return text;
    }

    private static void warnOfMarks(RowFields row, RequestField field, String text) {
        for (PromptMark mark : PromptMark.values()) {
            if (mark.isIn(text)) {
                row.warn(field, WarningCode.READ_AS_TEXT, mark.warning());
            }
        }
    }

    private static void checkTokens(RowFields row, RequestField field, String text, FarmModel farmModel) {
        int limit = farmModel.manifest().tokenizer().maxTokens();
        int tokens = farmModel.tokenCount().beyondLimit(text);
        if (tokens > limit) {
            row.reject(
                    field,
                    FailureCode.PROMPT_TOO_LONG,
                    "has " + tokens + " tokens with the model's template, " + farmModel.name() + " reads " + limit
                            + ": shorten it");
        }
    }

    private static ImageSize size(RowFields row, ModelManifest manifest, ImageSize otherwise) {
        String text = row.text(RequestField.SIZE);
        if (text == null || text.equals("auto")) {
            return otherwise;
        }
        Optional<ImageSize> read = SizeText.read(text, manifest);
        if (read.isEmpty()) {
            row.reject(
                    RequestField.SIZE,
                    "must be WIDTHxHEIGHT, for example " + otherwise + ", a shape such as 16:9, or a share of"
                            + " the model's sides, such as 50%");
            return otherwise;
        }
        ImageSize size = read.get();
        if (!manifest.size().allows(size)) {
            row.reject(
                    RequestField.SIZE,
                    size + " cannot be drawn by " + manifest.name() + ": choose "
                            + manifest.size().describe());
        }
        return size;
    }
}
