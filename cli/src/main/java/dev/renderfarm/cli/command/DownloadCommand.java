package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.download.BatchDownload;
import dev.renderfarm.cli.download.ByteOrderMark;
import dev.renderfarm.cli.download.ContactSheet;
import dev.renderfarm.cli.download.DownloadReport;
import dev.renderfarm.cli.progress.DownloadProgress;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a batch's pictures. */
@Command(
        name = "download",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Fetches the pictures of a batch that has ended, each with its JSON, and manifest.csv,"
                + " output.jsonl and errors.jsonl. What is there already is not fetched again.")
final class DownloadCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    private final CommandEnvironment environment;

    @Mixin
    FarmOptions options = new FarmOptions();

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to (default: a folder named like the batch)")
    @Nullable
    Path out;

    @Option(names = "--contact-sheet", description = "Also draw small copies of all pictures onto contact-sheet.jpg")
    boolean contactSheet;

    @Option(
            names = "--bom",
            description = "Begin manifest.csv with a byte order mark, so that Excel on Windows reads it as UTF-8")
    boolean bom;

    DownloadCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** What {@code --json} writes. */
    record Downloaded(String directory, int fetched, int skipped, long bytes, List<String> contactSheets) {}

    @Override
    public Integer call() throws InterruptedException {
        BatchId id = Objects.requireNonNull(batch, "required");
        Path folder = out == null ? Path.of(id.value()) : out;
        FarmClient client = options.client(environment);
        DownloadReport report = fetch(client, client.batch(id), folder);
        if (bom) {
            ByteOrderMark.putBeforeManifest(folder);
        }
        List<String> sheets = contactSheet ? drawContactSheets(folder) : List.of();
        options.print(
                new Downloaded(folder.toString(), report.fetched(), report.skipped(), report.bytes(), sheets),
                text(report, folder, sheets));
        return 0;
    }

    private DownloadReport fetch(FarmClient client, Batch ended, Path folder) throws InterruptedException {
        if (options.json || !environment.terminal()) {
            return new BatchDownload(client, folder, there -> {}).fetch(ended);
        }
        DownloadProgress progress = new DownloadProgress(
                options.out(), environment.clock(), ended.requestCounts().completed());
        try {
            return new BatchDownload(client, folder, progress::show).fetch(ended);
        } finally {
            progress.finish();
        }
    }

    private static List<String> drawContactSheets(Path folder) throws InterruptedException {
        return ContactSheet.of(folder).draw().stream().map(Path::toString).toList();
    }

    private static String text(DownloadReport report, Path folder, List<String> sheets) {
        String fetched = String.format(
                Locale.ROOT,
                "%d picture%s (%.1f MB) fetched into %s%s\n",
                report.fetched(),
                report.fetched() == 1 ? "" : "s",
                report.bytes() / MEGABYTE,
                folder,
                report.skipped() == 0 ? "" : ", " + report.skipped() + " were there already");
        return fetched
                + sheets.stream().map(sheet -> "contact sheet: " + sheet + "\n").collect(Collectors.joining());
    }
}
