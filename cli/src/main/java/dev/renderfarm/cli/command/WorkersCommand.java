package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Lists workers. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Lists the workers that have been heard of lately.",
            "One that is set_aside claims nothing until its problem is mended."
        })
final class WorkersCommand implements Callable<Integer> {

    private static final int NEWEST = 100;
    private static final int SHORT_DIGEST = 12;
    private static final double BYTES_IN_A_GIB = 1 << 30;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    WorkersCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<WorkerView> page = options.client(environment).workers();
        options.print(page, text(page));
        if (!options.json) {
            options.say(waiting());
        }
        return 0;
    }

    /** What stands still, by model and reason; the workers are shown even where the farm cannot tell of batches now. */
    private String waiting() throws InterruptedException {
        try {
            return WaitingBatches.describe(
                    options.client(environment).batches(NEWEST, null).data(),
                    environment.clock().instant());
        } catch (FarmException e) {
            return "What waits for them is not known now: " + e.getMessage() + "\n";
        }
    }

    private static String text(ListView<WorkerView> page) {
        if (page.data().isEmpty()) {
            return "No workers.\n";
        }
        Table table = new Table(
                "WORKER",
                "HOST",
                "STATE",
                "MODEL",
                "DIGEST",
                "DEVICE",
                "SLOTS",
                "BUSY",
                "IMAGES/S",
                "RENDERED",
                "FAILED",
                "NOW",
                "PROBLEM");
        for (WorkerView view : page.data()) {
            WorkerHeartbeat worker = view.heartbeat();
            table.add(
                    worker.workerId().value(),
                    Objects.requireNonNullElse(worker.host(), ""),
                    view.live() ? worker.state().wireName() : "gone",
                    worker.model().value(),
                    shortDigest(worker.modelDigest()),
                    device(worker),
                    worker.tasksHeld().size() + "/" + worker.slots(),
                    percent(worker.deviceBusyRatio()),
                    String.format(Locale.ROOT, "%.2f", worker.imagesPerSecond()),
                    Long.toString(worker.rendered()),
                    Long.toString(worker.failed()),
                    view.live() ? now(worker.now()) : "",
                    view.live() ? problem(worker.problem()) : "");
        }
        return table.take();
    }

    /** Enough of the package's digest to tell it from others; all of it is in the JSON. */
    private static String shortDigest(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.substring(0, Math.min(SHORT_DIGEST, hex.length()));
    }

    /** As in {@code GPU:0 NVIDIA H100, 80 GiB}. */
    private static String device(WorkerHeartbeat worker) {
        WorkerHardware hardware = worker.hardware();
        if (hardware == null) {
            return worker.device();
        }
        Long bytes = hardware.memoryBytes();
        String memory = bytes == null ? "" : String.format(Locale.ROOT, ", %.0f GiB", bytes / BYTES_IN_A_GIB);
        return worker.device() + " " + hardware.name() + memory;
    }

    /** As in {@code SKU-1 3/8}: the picture that the device draws, and its step. */
    private static String now(@Nullable WorkerActivity now) {
        return now == null ? "" : now.sku() + " " + now.step() + "/" + now.steps();
    }

    /** Of the time in which there was work for it. */
    private static String percent(@Nullable Double ratio) {
        return ratio == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
    }

    /** The last column, since it may be long: as in {@code storage_denied since 2026-01-02T03:04:05Z: wrong keys}. */
    private static String problem(@Nullable WorkerProblem problem) {
        return problem == null
                ? ""
                : problem.code().wireName() + " since " + problem.since().truncatedTo(ChronoUnit.SECONDS) + ": "
                        + problem.detail();
    }
}
