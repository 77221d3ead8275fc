package dev.renderfarm.coordinator.finalization;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.links.ImagePath;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code manifest.csv}, one row per picture in the order of the input. No text in it is run by a
 * spreadsheet, and each reads back ({@link ManifestText}); the ids in {@code output.jsonl} and {@code errors.jsonl} are
 * verbatim.
 */
final class ManifestWriter implements Closeable {

    /** Of a carried column that is called as another one. */
    static final String PREFIX = "input_";

    private record Column(String name, Function<SettledTask, @Nullable Object> cell) {}

    private final CsvWriter csv;
    private final List<Column> columns;
    private final Map<String, String> carriedAs = new LinkedHashMap<>();

    /** @param carried columns of the input that are none of the farm's; they come last */
    ManifestWriter(Writer out, List<String> carried) {
        this.csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(new QuoteOtherSeparators())
                .build(out);
        this.columns = new ArrayList<>(columns());
        carried.forEach(this::carry);
        write(Column::name);
    }

    void write(SettledTask task) {
        write(column -> text(column.cell().apply(task)));
    }

    /** A line that was skipped: a row without a picture. */
    void write(SkippedLine line) {
        Map<String, String> cells = new HashMap<>();
        carriedAs.forEach((name, column) -> cells.put(column, line.columns().getOrDefault(name, "")));
        cells.put("sku", Objects.toString(line.customId(), ""));
        cells.put("status", TaskState.FAILED.wireName());
        cells.put("error_code", line.error().code().wireName());
        cells.put("error_message", line.error().message());
        write(column -> cells.getOrDefault(column.name(), ""));
    }

    private void write(Function<Column, String> cell) {
        csv.writeRecord(columns.stream().map(cell).map(ManifestText::written).toList());
    }

    /** Under its own name, or with a prefix where another column is called so. */
    private void carry(String name) {
        String free = name;
        while (isTaken(free)) {
            free = PREFIX + free;
        }
        carriedAs.put(name, free);
        columns.add(new Column(free, task -> task.columns().getOrDefault(name, "")));
    }

    private boolean isTaken(String name) {
        return columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name.strip()));
    }

    private static List<Column> columns() {
        return List.of(
                new Column("sku", task -> task.item().customId()),
                new Column(
                        "variant",
                        task -> Objects.requireNonNullElse(task.item().variant(), 1)),
                new Column("status", task -> task.task().state().wireName()),
                picture("image", (task, image) -> image.key()),
                picture(
                        "url",
                        (task, image) ->
                                ImagePath.of(task.batch().id(), task.item().imageFile())),
                picture("sha256", (task, image) -> image.sha256()),
                picture("bytes", (task, image) -> image.bytes()),
                size("width", ImageSize::width),
                size("height", ImageSize::height),
                new Column("seed", task -> task.seed(task.image())),
                number(RequestField.NUM_INFERENCE_STEPS),
                number(RequestField.GUIDANCE_SCALE),
                new Column("model", task -> task.batch().model()),
                new Column("attempts", SettledTask::attempts),
                failure("error_code", failure -> failure.code().wireName()),
                failure("error_message", OutputLine.Failure::message),
                request("prompt", ImageRequest::prompt),
                expense("device_seconds", expense -> expense.usage().deviceSeconds()),
                expense("energy_joules", expense -> expense.usage().energyJoules()),
                cost("render_cost", Cost::amount),
                cost("render_currency", cost -> cost.price().currency()),
                review("review", review -> review.verdict().wireName()),
                review("review_note", Review::note),
                new Column("profile", ManifestWriter::profile),
                delivered("profile_mended", DeliveryReport::mended),
                delivered("profile_failed", DeliveryReport::failed),
                new Column("size", ManifestWriter::drawn),
                edit("source", edit -> named(edit.image())),
                edit("source_mask", edit -> edit.mask() == null ? null : named(edit.mask())));
    }

    private static Column expense(String name, Function<Expense, @Nullable Object> cell) {
        return new Column(name, task -> {
            Expense expense = task.expense();
            return expense == null ? null : cell.apply(expense);
        });
    }

    private static Column cost(String name, Function<Cost, Object> cell) {
        return expense(name, expense -> {
            Cost cost = expense.cost();
            return cost == null ? null : cell.apply(cost);
        });
    }

    private static Column review(String name, Function<Review, @Nullable Object> cell) {
        return new Column(name, task -> {
            Review review = task.task().review();
            return review == null ? null : cell.apply(review);
        });
    }

    private static Column picture(String name, BiFunction<SettledTask, StoredImage, Object> cell) {
        return new Column(name, task -> {
            StoredImage image = task.image();
            return image == null ? null : cell.apply(task, image);
        });
    }

    private static Column edit(String name, Function<Edit, @Nullable String> cell) {
        return request(name, request -> {
            Edit edit = request.edit();
            return edit == null ? null : cell.apply(edit);
        });
    }

    private static String named(Mask mask) {
        return mask instanceof Mask.OfFile ofFile
                ? named(ofFile.file())
                : Mask.WhiteBackground.NAME + ":" + ((Mask.WhiteBackground) mask).tolerance();
    }

    /** As a line may name it again: the id of an upload, or a key of the bucket. */
    private static String named(SourcePicture picture) {
        return ObjectKeys.uploaded(picture.key()).map(FileId::value).orElse(picture.key());
    }

    private static Column number(RequestField field) {
        return request(field.wireName(), request -> {
            Number number = request.sampling().byField().get(field);
            return number == null ? null : decimal(number.doubleValue());
        });
    }

    private static Column request(String name, Function<ImageRequest, @Nullable Object> cell) {
        return new Column(name, task -> {
            ImageRequest request = task.request();
            return request == null ? null : cell.apply(request);
        });
    }

    private static Column size(String name, Function<ImageSize, Object> cell) {
        return new Column(name, task -> {
            ImageSize size = task.size();
            return size == null ? null : cell.apply(size);
        });
    }

    /** As it was drawn, where it is stored in another size: what a manifest that is handed in asks for. */
    private static @Nullable Object drawn(SettledTask task) {
        ImageRequest request = task.request();
        return request == null || request.size().equals(task.size()) ? null : request.size();
    }

    private static @Nullable Object profile(SettledTask task) {
        ImageRequest request = task.request();
        Delivery delivery = request == null ? null : request.encoding().delivery();
        return delivery == null ? null : delivery.profile();
    }

    private static Column delivered(String name, Function<DeliveryReport, List<RuleFinding>> findings) {
        return new Column(name, task -> {
            DeliveryReport delivered = task.delivered();
            return delivered == null ? null : DeliveryReport.told(findings.apply(delivered));
        });
    }

    private static Column failure(String name, Function<OutputLine.Failure, Object> cell) {
        return new Column(name, task -> {
            StoredImage image = task.image();
            if (image == null) {
                return cell.apply(task.failure());
            }
            Rejection rejected = image.rejected();
            return rejected == null ? null : cell.apply(new OutputLine.Failure(rejected.code(), rejected.detail()));
        });
    }

    /** So that a reader who takes semicolons or tabs for separators besides the comma does not split at them. */
    private static final class QuoteOtherSeparators implements QuoteStrategy {
        @Override
        public boolean quoteValue(int line, int column, String value) {
            return value.indexOf(';') >= 0 || value.indexOf('\t') >= 0;
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value, "");
    }

    private static String decimal(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : Double.toString(number);
    }
}
