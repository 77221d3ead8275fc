package dev.renderfarm.coordinator.finalization;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.StoredImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes {@code manifest.csv}, one row per picture in the order of the input. Text that a spreadsheet would run as a
 * formula (it begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a carriage return) gets a leading
 * apostrophe; the ids in {@code output.jsonl} and {@code errors.jsonl} are verbatim.
 */
final class ManifestWriter implements Closeable {

    private static final String[] COLUMNS = {
        "sku",
        "variant",
        "status",
        "image",
        "url",
        "sha256",
        "bytes",
        "width",
        "height",
        "seed",
        "num_inference_steps",
        "guidance_scale",
        "model",
        "attempts",
        "error_code",
        "error_message",
        "prompt"
    };

    private final CsvWriter csv;
    private final ImageLinks links;

    ManifestWriter(Writer out, ImageLinks links) {
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        this.links = links;
        csv.writeRecord(COLUMNS);
    }

    void write(SettledTask task) {
        StoredImage image = task.image();
        OutputLine.Failure failure = image == null ? task.failure() : null;
        ImageRequest request = task.item().image();
        csv.writeRecord(
                neutral(task.item().customId()),
                Objects.toString(task.item().variant(), "1"),
                task.task().state().wireName(),
                image == null ? "" : image.key(),
                image == null ? "" : links.image(task.batch().id(), task.item().imageName()),
                image == null ? "" : image.sha256(),
                image == null ? "" : Long.toString(image.bytes()),
                Integer.toString(request.size().width()),
                Integer.toString(request.size().height()),
                Long.toString(request.seed()),
                Integer.toString(request.numInferenceSteps()),
                decimal(request.guidanceScale()),
                Objects.toString(task.batch().model(), ""),
                Integer.toString(task.task().attempts().size()),
                failure == null ? "" : failure.code().wireName(),
                failure == null ? "" : neutral(failure.message()),
                neutral(request.prompt()));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private static String neutral(String cell) {
        return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static String decimal(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : Double.toString(number);
    }
}
