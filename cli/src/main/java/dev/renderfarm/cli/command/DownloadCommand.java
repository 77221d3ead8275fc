package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.download.BatchDownload;
import dev.renderfarm.cli.download.ByteOrderMark;
import dev.renderfarm.cli.download.ContactSheet;
import dev.renderfarm.cli.download.DownloadReport;
import dev.renderfarm.cli.pictures.FarmSources;
import dev.renderfarm.cli.progress.DownloadProgress;
import dev.renderfarm.cli.progress.LineProgress;
import dev.renderfarm.cli.progress.ProgressView;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a batch's pictures. */
@Command(
        name = "download",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Fetches the pictures of a batch, each with its JSON; of a batch that has ended also manifest.csv,"
                    + " output.jsonl and errors.jsonl.",
            "Of a batch that runs it fetches what is finished by now, says how many pictures are still to come, and"
                    + " exits with 11. Run it again, or with --wait, for the others.",
            "Only what is missing or damaged is fetched. SHA256SUMS in the folder has the digest of each picture and"
                    + " JSON, for sha256sum -c."
        },
        footer = {
            "",
            "The exit code is 0 if the batch has ended and all that it left is there, 11 if it goes on; with --wait that"
                    + " of the batch's end, as of farm watch. See farm --help."
        })
final class DownloadCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to (default: a folder named like the batch)")
    @Nullable
    Path out;

    @Option(
            names = "--contact-sheet",
            description = "Also draw small copies of all pictures onto contact-sheet.jpg, once the batch has ended")
    boolean contactSheet;

    @Option(
            names = "--before-after",
            description = "The same for a batch of edits, with the picture that each began with to its left")
    boolean beforeAfter;

    @Option(names = "--wait", description = "Follow the batch to its end, and fetch pictures as they are finished")
    boolean waiting;

    @Option(
            names = "--bom",
            description = "Begin manifest.csv with a byte order mark, so that Excel on Windows reads it as UTF-8")
    boolean bom;

    @Option(
            names = "--review",
            paramLabel = "VERDICT",
            description =
                    "Only pictures that are approved, rejected or undecided now, with their JSON, and no files of the"
                            + " batch")
    @Nullable
    Verdict review;

    DownloadCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /**
     * What {@code --json} writes.
     *
     * @param stillToCome pictures that are neither finished nor given up
     */
    record Downloaded(
            String directory,
            int fetched,
            int skipped,
            long bytes,
            List<String> contactSheets,
            BatchStatus status,
            int stillToCome) {}

    @Override
    public Integer call() throws InterruptedException {
        BatchId id = Objects.requireNonNull(batch, "required");
        if (review != null && (waiting || bom || contactSheet || beforeAfter)) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST,
                    "--review takes pictures alone: leave out --wait, --bom, --contact-sheet and --before-after");
        }
        Path folder = out == null ? Path.of(id.value()) : out;
        FarmClient client = options.client(environment);
        Batch known = client.batch(id);
        ProgressView view = view();
        IntConsumer onPicture = view instanceof DownloadProgress bar ? bar::show : there -> {};
        BatchDownload download = new BatchDownload(client, id, folder, environment.clock(), onPicture);
        view.show(known);
        try (Interrupts.Registration registration = environment.interrupts().onInterrupt(() -> breakOff(download))) {
            known = fetch(client, known, download, view);
        } finally {
            view.finish();
        }
        return tell(known, download.report(), folder);
    }

    /** @return the batch as it was when all was fetched that it had */
    private Batch fetch(FarmClient client, Batch known, BatchDownload download, ProgressView view)
            throws InterruptedException {
        if (review != null) {
            download.takeReviewed(review);
            return known;
        }
        Batch now = known;
        if (waiting) {
            Follow follow = new Follow(environment, options);
            now = follow.toTheEnd(known.id(), BatchSource.of(client), view, batch -> {
                if (!batch.status().isTerminal()) {
                    download.takeFinished();
                }
            });
        } else if (!known.status().isTerminal()) {
            download.takeFinished();
            now = client.batch(known.id());
        }
        if (now.status().isTerminal() && !(waiting && leftNothing(now))) {
            view.show(now);
            download.takeAll(now);
        }
        return now;
    }

    private static boolean leftNothing(Batch ended) {
        return ended.renderfarm().manifestFileId() == null;
    }

    /** Where nobody looks on, a line now and then; they are none of the one value of JSON. */
    private ProgressView view() {
        if (!options.json && environment.terminal()) {
            return new DownloadProgress(options.out(), environment.clock());
        }
        return options.json || !waiting ? batch -> {} : new LineProgress(options.out(), environment.clock());
    }

    private void breakOff(BatchDownload download) {
        download.abandon();
        options.err().println("\nWhat was fetched stays. Run it again for the others.");
        options.err().flush();
    }

    private int tell(Batch known, DownloadReport report, Path folder) throws InterruptedException {
        boolean ended = known.status().isTerminal();
        boolean whole = ended && review == null && !leftNothing(known);
        if (whole && bom) {
            ByteOrderMark.putBeforeManifest(folder);
        }
        List<String> sheets = whole && report.lost() == 0 ? drawContactSheets(folder) : List.of();
        int stillToCome = known.renderfarm().waiting() + known.renderfarm().inFlight();
        options.print(
                new Downloaded(
                        folder.toString(),
                        report.fetched(),
                        report.skipped(),
                        report.bytes(),
                        sheets,
                        known.status(),
                        stillToCome),
                text(report, folder, sheets)
                        + (whole || (ended && review != null) ? "" : standing(known, stillToCome)));
        if (report.lost() > 0) {
            throw lost(report);
        }
        if (!ended) {
            return BatchExitCode.GOES_ON;
        }
        return waiting ? BatchExitCode.of(known) : 0;
    }

    private static FarmException lost(DownloadReport report) {
        String named = report.missing().stream()
                .map(missing -> "\n  " + missing.file() + ": " + missing.why())
                .collect(Collectors.joining());
        int more = report.lost() - report.missing().size();
        return new FarmException(
                report.missing().get(0).code(),
                pictures(report.lost()) + " could not be fetched; run it again for them:" + named
                        + (more == 0 ? "" : "\n  and " + more + " more"));
    }

    private String standing(Batch known, int stillToCome) {
        if (known.status().isTerminal()) {
            return BatchText.ending(known, environment.clock().instant());
        }
        String left = stillToCome == 0
                ? (known.status() == BatchStatus.VALIDATING ? "all of its pictures are" : "its files are")
                : pictures(stillToCome) + (stillToCome == 1 ? " is" : " are");
        WaitingFor reason = known.renderfarm().waitingFor();
        return known.id() + " is " + known.status().wireName() + ": " + left
                + " still to come. Run it again, or with --wait.\n"
                + (reason == null
                        ? ""
                        : "  waits "
                                + BatchText.waiting(reason, environment.clock().instant()) + "\n");
    }

    private List<String> drawContactSheets(Path folder) throws InterruptedException {
        if (!contactSheet && !beforeAfter) {
            return List.of();
        }
        ContactSheet sheet = beforeAfter
                ? ContactSheet.beforeAndAfter(folder, new FarmSources(() -> options.client(environment)))
                : ContactSheet.of(folder);
        return sheet.draw().stream().map(Path::toString).toList();
    }

    private static String text(DownloadReport report, Path folder, List<String> sheets) {
        String fetched = String.format(
                Locale.ROOT,
                "%s (%.1f MB) fetched into %s%s\n",
                pictures(report.fetched()),
                report.bytes() / MEGABYTE,
                folder,
                report.skipped() == 0 ? "" : ", " + report.skipped() + " were there already");
        return fetched
                + sheets.stream().map(sheet -> "contact sheet: " + sheet + "\n").collect(Collectors.joining());
    }

    private static String pictures(int number) {
        return number + (number == 1 ? " picture" : " pictures");
    }
}
