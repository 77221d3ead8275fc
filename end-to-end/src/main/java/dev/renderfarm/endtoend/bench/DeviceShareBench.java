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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of the time the device of a worker works while tasks are queued: pictures rendered in the middle of a batch
 * times the time that the fake renderer holds the device for one, over the time that passed, and what the worker has
 * counted meanwhile. Printed as Markdown, a row for each time and number of slots; or, with a model that draws, what the
 * worker has counted over one batch.
 */
public final class DeviceShareBench {

    private static final List<Integer> SLOTS = List.of(1, 2, 4, 8);
    private static final Duration BATCH = Duration.ofSeconds(30);
    /** In their first half minute the processes compile more than they work. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration PATIENCE = BATCH.multipliedBy(4);
    private static final Duration PATIENCE_WITH_A_MODEL = Duration.ofMinutes(30);
    private static final int STEPS = 8;
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

    /**
     * @param args folder of a model package, size of the pictures, then {@code times} and the milliseconds of each pretended
     *     device, or {@code pictures} and how many of them the model itself is to draw
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 4 || !List.of("times", "pictures").contains(args[2])) {
            System.err.println("usage: DeviceShareBench MODEL-PACKAGE SIZE times MILLIS... | pictures NUMBER"
                    + " (scripts/bench/device-share exports a package)");
            System.exit(2);
        }
        Path scratch = Files.createTempDirectory("device-share-");
        var bench = new DeviceShareBench(Path.of(args[0]).toAbsolutePath(), scratch, args[1], System.out);
        if (args[2].equals("pictures")) {
            bench.draw(Integer.parseInt(args[3]));
        } else {
            bench.run(Stream.of(args)
                    .skip(3)
                    .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                    .toList());
        }
    }

    /** One batch by the model itself, with two slots. */
    private void draw(int pictures) throws InterruptedException, IOException {
        FarmSpec spec = FarmSpec.on(scratch.resolve("drawn"), model)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.slots", "2");
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            URI worker = farm.worker(1).address();
            ShopClient client = new ShopClient(farm.url());
            warmUp(client, 20);
            DeviceSeconds before = DeviceSeconds.of(worker);
            long start = System.nanoTime();
            Batch batch = client.submit(new Catalogue(pictures, size, STEPS));
            Batch ended = client.awaitEnd(batch.id(), PATIENCE_WITH_A_MODEL);
            double seconds = (System.nanoTime() - start) / NANOS;
            out.println("Machine: " + Machine.describe());
            out.printf(
                    "%n%d of %d pictures of %s, %d steps, one worker, 2 slots: %.2f pictures/s, device busy %.3f%n",
                    ended.requestCounts().completed(),
                    pictures,
                    size,
                    STEPS,
                    pictures / seconds,
                    DeviceSeconds.of(worker).shareSince(before));
        }
    }

    private void run(List<Duration> times) throws InterruptedException, IOException {
        out.println("Machine: " + Machine.describe());
        out.printf("%nPictures of %s, one worker, fake renderer.%n%n", size);
        out.println(
                "| device time a picture | slots | pictures | pictures/s | device at work | as the worker counts |");
        out.println("|---|---|---|---|---|---|");
        for (Duration time : times) {
            for (int slots : SLOTS) {
                measure(time, slots);
            }
        }
    }

    private void measure(Duration time, int slots) throws InterruptedException, IOException {
        FarmSpec spec = FarmSpec.on(scratch.resolve(time.toMillis() + "-" + slots), model)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.slots", Integer.toString(slots))
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", time.toMillis() + "ms")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.heartbeat-interval", "500ms");
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            ShopClient client = new ShopClient(farm.url());
            warmUp(client, (int) WARM_UP.dividedBy(time));
            long warm = client.workers().get(0).heartbeat().rendered();
            Catalogue pictures = new Catalogue((int) BATCH.dividedBy(time), size, STEPS);
            Batch batch = client.submit(pictures);
            URI worker = farm.worker(1).address();
            WorkerHeartbeat first = awaitRendered(client, warm + pictures.products() / 10);
            DeviceSeconds before = DeviceSeconds.of(worker);
            WorkerHeartbeat last = awaitRendered(client, warm + pictures.products() * 9 / 10);
            DeviceSeconds after = DeviceSeconds.of(worker);
            long rendered = last.rendered() - first.rendered();
            double seconds = Duration.between(first.sentAt(), last.sentAt()).toNanos() / NANOS;
            out.printf(
                    "| %d ms | %d | %d | %.2f | %.3f | %.3f |%n",
                    time.toMillis(),
                    slots,
                    rendered,
                    rendered / seconds,
                    rendered * (time.toNanos() / NANOS) / seconds,
                    after.shareSince(before));
            client.awaitEnd(batch.id(), PATIENCE);
        }
    }

    /** Ends once the heartbeat tells all of them. */
    private void warmUp(ShopClient client, int pictures) {
        Batch batch = client.submit(new Catalogue(pictures, size, STEPS));
        client.awaitEnd(batch.id(), PATIENCE_WITH_A_MODEL);
        awaitRendered(client, pictures);
    }

    private static WorkerHeartbeat awaitRendered(ShopClient client, long atLeast) {
        return await("pictures rendered")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> client.workers().get(0).heartbeat(), heartbeat -> heartbeat.rendered() >= atLeast);
    }
}
