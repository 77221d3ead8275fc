package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.input.InputField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.models.FarmModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one input into items, in order; what cannot be drawn is reported. Used by one thread. */
final class RowChecker {

    static final int MAX_ID_LENGTH = 512;

    private static final int MOST_PICTURES = 10;
    private static final double MAX_GUIDANCE_SCALE = 100;
    private static final double MAX_NORMALIZATION = 100;

    private final BatchModel model;
    private final DerivedSeed seeds;
    private final ErrorList errors;
    private final FirstLines ids = new FirstLines();
    private final LinePictures pictures = new LinePictures();

    RowChecker(BatchModel model, DerivedSeed seeds, ErrorList errors) {
        this.model = model;
        this.seeds = seeds;
        this.errors = errors;
    }

    /** The next items, one for each picture; none where the row was reported. */
    List<RenderItem> check(InputRow input) {
        RowFields row = new RowFields(input, errors);
        String id = customId(row);
        FarmModel farmModel = model.of(row);
        int count = (int) row.integer(InputField.N, 1, MOST_PICTURES, 1);
        fixedFields(row);
        ImageRequest image = farmModel == null ? null : image(row, farmModel, id);
        if (farmModel == null) {
            prompt(row);
        }
        if (!row.isSound() || id == null || image == null) {
            return List.of();
        }
        return pictures.of(row.line(), id, count, image);
    }

    private @Nullable String customId(RowFields row) {
        String id = row.text(InputField.CUSTOM_ID);
        if (id == null || id.isBlank()) {
            if (row.isSound()) {
                row.reject(InputField.CUSTOM_ID, "is missing: every line needs its own sku or custom_id");
            }
            return null;
        }
        if (id.length() > MAX_ID_LENGTH) {
            row.reject(
                    InputField.CUSTOM_ID, "has " + id.length() + " characters, at most " + MAX_ID_LENGTH + " may be");
            return null;
        }
        if (!WellFormed.isUnicode(id)) {
            row.reject(InputField.CUSTOM_ID, "holds half a surrogate pair: write well-formed Unicode");
            return null;
        }
        int first = ids.putIfAbsent(id, row.line());
        if (first != 0) {
            row.reject(InputField.CUSTOM_ID, "stands in line " + first + " already: give every line its own");
            return null;
        }
        return id;
    }

    private static void fixedFields(RowFields row) {
        expect(row, InputField.OUTPUT_FORMAT, "png");
        expect(row, InputField.RESPONSE_FORMAT, "url");
    }

    private static void expect(RowFields row, InputField field, String only) {
        String text = row.text(field);
        if (text != null && !text.equals(only)) {
            row.reject(field, "must be \"" + only + "\"");
        }
    }

    private @Nullable ImageRequest image(RowFields row, FarmModel farmModel, @Nullable String id) {
        ModelManifest.Defaults defaults = farmModel.manifest().defaults();
        String prompt = prompt(row);
        if (prompt != null) {
            checkTokens(row, InputField.PROMPT, prompt, farmModel);
        }
        String negativePrompt = text(row, InputField.NEGATIVE_PROMPT);
        if (negativePrompt != null) {
            checkTokens(row, InputField.NEGATIVE_PROMPT, negativePrompt, farmModel);
        }
        ImageSize size = size(row, farmModel.manifest());
        int steps = (int) row.integer(
                InputField.NUM_INFERENCE_STEPS, 1, defaults.maxInferenceSteps(), defaults.numInferenceSteps());
        double guidance = row.decimal(InputField.GUIDANCE_SCALE, MAX_GUIDANCE_SCALE, defaults.guidanceScale());
        double normalization = row.decimalOrFlag(
                InputField.CFG_NORMALIZATION, MAX_NORMALIZATION, orElse(defaults.cfgNormalization(), 0));
        double truncation = row.decimal(InputField.CFG_TRUNCATION, 1, orElse(defaults.cfgTruncation(), 1));
        long seed = row.integer(InputField.SEED, 0, ImageRequest.MAX_SEED, -1);
        if (!row.isSound() || prompt == null || id == null) {
            return null;
        }
        return new ImageRequest(
                prompt,
                negativePrompt,
                size,
                steps,
                guidance,
                normalization,
                truncation,
                seed >= 0 ? seed : seeds.of(id));
    }

    private static double orElse(@Nullable Double number, double otherwise) {
        return number == null ? otherwise : number;
    }

    private static @Nullable String prompt(RowFields row) {
        String prompt = text(row, InputField.PROMPT);
        if (prompt == null && !row.has(InputField.PROMPT)) {
            row.reject(InputField.PROMPT, "is missing: say what the picture shows");
        }
        if (prompt != null && prompt.isBlank()) {
            row.reject(InputField.PROMPT, "is empty: say what the picture shows");
            return null;
        }
        return prompt;
    }

    private static @Nullable String text(RowFields row, InputField field) {
        String text = row.text(field);
        if (text != null && !WellFormed.isUnicode(text)) {
            row.reject(field, "holds half a surrogate pair: write well-formed Unicode");
            return null;
        }
        if (text != null && WellFormed.hasControlCharacters(text)) {
            row.reject(field, "holds control characters: remove them (UTF-16 files look like this; save as UTF-8)");
            return null;
        }
        return text;
    }

    private static void checkTokens(RowFields row, InputField field, String text, FarmModel farmModel) {
        int limit = farmModel.manifest().tokenizer().maxTokens();
        int tokens = farmModel.tokenCount().applyAsInt(text);
        if (tokens > limit) {
            row.reject(
                    field,
                    FailureCode.PROMPT_TOO_LONG,
                    "has " + tokens + " tokens with the model's template, " + farmModel.name() + " reads " + limit
                            + ": shorten it");
        }
    }

    private static ImageSize size(RowFields row, ModelManifest manifest) {
        ImageSize otherwise = manifest.defaults().size();
        String text = row.text(InputField.SIZE);
        if (text == null || text.equals("auto")) {
            return otherwise;
        }
        ImageSize size;
        try {
            size = ImageSize.parse(text.strip());
        } catch (IllegalArgumentException e) {
            row.reject(InputField.SIZE, "must be WIDTHxHEIGHT, for example " + otherwise);
            return otherwise;
        }
        if (!manifest.size().allows(size)) {
            row.reject(
                    InputField.SIZE,
                    size + " cannot be drawn by " + manifest.name() + ": choose "
                            + manifest.size().describe());
        }
        return size;
    }
}
