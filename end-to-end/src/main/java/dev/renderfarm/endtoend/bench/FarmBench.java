package dev.renderfarm.endtoend.bench;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two figures of the farm, printed as Markdown: what it costs over a bare loop on the same package, and how many tasks
 * a second pass through all of it when rendering takes no time. Both sides of a comparison are measured in turn in one
 * run.
 */
public final class FarmBench {

    private static final int ROUNDS = 5;
    private static final Catalogue PICTURES = new Catalogue(60, "256x256", 8);
    private static final int FAKE_ROUNDS = 3;
    private static final Catalogue FAKE_PICTURES = new Catalogue(10_000, "256x256", 8);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path model;
    private final Path scratch;
    private final PrintStream out;

    private FarmBench(Path model, Path scratch, PrintStream out) {
        this.model = model;
        this.scratch = scratch;
        this.out = out;
    }

    /** @param args folder of a model package */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: FarmBench MODEL-PACKAGE (scripts/bench/farm exports one)");
            System.exit(2);
        }
        Path scratch = Files.createTempDirectory("farm-bench-");
        FarmBench bench = new FarmBench(Path.of(args[0]).toAbsolutePath(), scratch, System.out);
        bench.out.println("Machine: " + Machine.describe());
        bench.overhead();
        bench.throughput();
    }

    private void overhead() throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> farm = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        try (StandaloneFarm processes = StandaloneFarm.start(FarmSpec.on(scratch.resolve("overhead"), model))) {
            ShopClient client = new ShopClient(processes.url());
            imagesPerSecond(client, PICTURES);
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(bareLoop());
                farm.add(imagesPerSecond(client, PICTURES));
                ratio.add(farm.get(round) / bare.get(round));
            }
        }
        out.printf(
                "%n## One worker against a bare loop, %d pictures of %s, %d steps%n%n",
                PICTURES.products(), PICTURES.size(), PICTURES.steps());
        out.println("* bare loop: " + new Samples("images/s", bare));
        out.println("* farm, from submission to the finished manifest: " + new Samples("images/s", farm));
        out.println("* farm over bare loop: " + new Samples("", ratio));
    }

    private void throughput() throws Exception {
        List<Double> tasks = new ArrayList<>();
        FarmSpec spec = FarmSpec.on(scratch.resolve("throughput"), model)
                .withWorkers(2)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.slots", "8")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.micro-batch", "4")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", "0s");
        double peak;
        try (StandaloneFarm processes = StandaloneFarm.start(spec)) {
            ShopClient client = new ShopClient(processes.url());
            for (int round = 0; round < FAKE_ROUNDS; round++) {
                tasks.add(imagesPerSecond(client, FAKE_PICTURES));
            }
            peak = Machine.peakResidentMiB(processes.coordinator().pid());
        }
        out.printf(
                "%n## %,d tasks with the fake renderer, 2 workers of 8 slots, micro-batches of 4%n%n",
                FAKE_PICTURES.products());
        out.println("* from submission to the finished manifest: " + new Samples("tasks/s", tasks));
        out.printf("* peak resident memory of the coordinator: %.0f MiB%n", peak);
    }

    private static double imagesPerSecond(ShopClient client, Catalogue catalogue) {
        long start = System.nanoTime();
        Batch submitted = client.submit(catalogue);
        Batch ended = client.awaitEnd(submitted.id(), PATIENCE);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (ended.status() != BatchStatus.COMPLETED || ended.requestCounts().completed() != catalogue.products()) {
            throw new IllegalStateException("the batch did not complete: " + ended);
        }
        return catalogue.products() / seconds;
    }

    /** The worker's own renderer in a loop, in a process of its own, without Kafka, S3 or PNG. */
    private double bareLoop() throws IOException, InterruptedException {
        Path app = Installation.locate().home().resolve("gpu-worker/target/quarkus-app");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-DRUST_FLAVOR=cpu",
                        "-cp",
                        app.resolve("app/*") + ":" + app.resolve("lib/main/*"),
                        "dev.renderfarm.gpuworker.bench.BareLoop",
                        model.toString(),
                        Integer.toString(PICTURES.products()),
                        PICTURES.size(),
                        Integer.toString(PICTURES.steps()))
                .redirectError(scratch.resolve("bare-loop.log").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the bare loop failed, see " + scratch.resolve("bare-loop.log"));
        }
        return dev.renderfarm.common.wire.Json.read(output.strip(), BareLoopResult.class)
                .imagesPerSecond();
    }

    private record BareLoopResult(double imagesPerSecond) {}
}
