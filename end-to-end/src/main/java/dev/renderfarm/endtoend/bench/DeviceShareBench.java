package dev.renderfarm.endtoend.bench;

import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much of the time the device of a worker works while tasks are queued: pictures rendered in the middle of a batch
 * times the time that the fake renderer holds the device for one, over the time that passed. Printed as Markdown, a row
 * for each time and number of slots.
 */
public final class DeviceShareBench {

    private static final List<Integer> SLOTS = List.of(1, 2, 4, 8);
    private static final List<Duration> TIMES =
            List.of(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(600));
    private static final Duration BATCH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = BATCH.multipliedBy(4);
    private static final double NANOS = 1e9;

    private final Path model;
    private final Path scratch;
    private final String size;
    private final PrintStream out;

    private DeviceShareBench(Path model, Path scratch, String size, PrintStream out) {
        this.model = model;
        this.scratch = scratch;
        this.size = size;
        this.out = out;
    }

    /** @param args folder of a model package, size of the pictures */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: DeviceShareBench MODEL-PACKAGE SIZE (scripts/bench/device-share exports one)");
            System.exit(2);
        }
        Path scratch = Files.createTempDirectory("device-share-");
        new DeviceShareBench(Path.of(args[0]).toAbsolutePath(), scratch, args[1], System.out).run();
    }

    private void run() throws InterruptedException, IOException {
        out.println("Machine: " + Machine.describe());
        out.printf("%nPictures of %s, one worker, fake renderer.%n%n", size);
        out.println("| device time a picture | slots | pictures | pictures/s | device at work | as the worker says |");
        out.println("|---|---|---|---|---|---|");
        for (Duration time : TIMES) {
            for (int slots : SLOTS) {
                measure(time, slots);
            }
        }
    }

    private void measure(Duration time, int slots) throws InterruptedException {
        FarmSpec spec = FarmSpec.on(scratch.resolve(time.toMillis() + "-" + slots), model)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.slots", Integer.toString(slots))
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", time.toMillis() + "ms")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.heartbeat-interval", "500ms");
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            ShopClient client = new ShopClient(farm.url());
            Catalogue pictures = new Catalogue((int) BATCH.dividedBy(time), size, 8);
            Batch batch = client.submit(pictures);
            WorkerHeartbeat first = awaitRendered(client, pictures.products() / 10);
            WorkerHeartbeat last = awaitRendered(client, pictures.products() * 9 / 10);
            long rendered = last.rendered() - first.rendered();
            double seconds = Duration.between(first.sentAt(), last.sentAt()).toNanos() / NANOS;
            out.printf(
                    "| %d ms | %d | %d | %.2f | %.3f | %s |%n",
                    time.toMillis(),
                    slots,
                    rendered,
                    rendered / seconds,
                    rendered * (time.toNanos() / NANOS) / seconds,
                    Optional.ofNullable(last.deviceBusyRatio())
                            .map("%.3f"::formatted)
                            .orElse("-"));
            client.awaitEnd(batch.id(), PATIENCE);
        }
    }

    private static WorkerHeartbeat awaitRendered(ShopClient client, int atLeast) {
        return await("pictures rendered")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> client.workers().get(0).heartbeat(), heartbeat -> heartbeat.rendered() >= atLeast);
    }
}
