package dev.renderfarm.endtoend.bench;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.Server;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How long a batch of a million lines keeps its sender waiting, and what a task of it costs the coordinator beside one
 * of ten thousand: in one farm, with the fake renderer of no delay, in turn. Each is cancelled once the figures are
 * taken. Printed as Markdown.
 */
public final class MillionBench {

    private static final int SMALL = 10_000;
    /** Completed by then, whatever the batch's size: between the two a task's costs are taken. */
    private static final int FROM = 500;

    private static final int TO = 4_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final double NANOS = 1e9;

    private final StandaloneFarm farm;
    private final ShopClient client;
    private final PrintStream out;

    private MillionBench(StandaloneFarm farm, PrintStream out) {
        this.farm = farm;
        this.client = new ShopClient(farm.url());
        this.out = out;
    }

    /**
     * @param args folder of a model package, lines of the large batch, then KEY=VALUE for each setting of the
     *     coordinator
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println(
                    "usage: MillionBench MODEL-PACKAGE LINES [KEY=VALUE] ... (scripts/bench/million exports one)");
            System.exit(2);
        }
        Path scratch = Files.createTempDirectory("million-bench-");
        FarmSpec spec = FarmSpec.on(scratch, Path.of(args[0]).toAbsolutePath())
                .withWorkers(2)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.slots", "8")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.micro-batch", "4")
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", "0s");
        for (String setting : List.of(args).subList(2, args.length)) {
            String[] pair = setting.split("=", 2);
            spec = spec.withProperty(FarmPart.COORDINATOR, pair[0], pair[1]);
        }
        System.out.println("Machine: " + Machine.describe());
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            MillionBench bench = new MillionBench(farm, System.out);
            bench.warmUp();
            String processes = String.join(" | ", bench.cpu().keySet());
            System.out.println("\n| lines | upload | accepted | checked after | first picture after | CPU-ms a task: "
                    + processes + " | cancelled after | coordinator's most resident |");
            System.out.println("|---".repeat(7 + bench.cpu().size()) + "|");
            bench.measure(SMALL);
            bench.measure(Integer.parseInt(args[1]));
        }
    }

    private static Catalogue catalogue(int lines) {
        return new Catalogue(lines, "64x64", 8);
    }

    private void measure(int lines) throws IOException {
        Catalogue catalogue = catalogue(lines);
        byte[] csv = catalogue.csv();
        long start = System.nanoTime();
        FileId file = client.upload(catalogue.fileName(), csv);
        double upload = seconds(start);
        start = System.nanoTime();
        BatchId batch = create(file);
        double accepted = seconds(start);
        awaitOften(batch, seen -> seen.status() != BatchStatus.VALIDATING);
        double checked = seconds(start);
        awaitOften(batch, seen -> seen.taskCounts().completed() > 0);
        double first = seconds(start);
        Batch from = awaitOften(batch, seen -> seen.taskCounts().completed() >= FROM);
        Map<String, Duration> cpuFrom = cpu();
        Batch to = awaitOften(batch, seen -> seen.taskCounts().completed() >= TO);
        Map<String, Duration> cpuTo = cpu();
        int tasks = to.taskCounts().completed() - from.taskCounts().completed();
        long cancelled = System.nanoTime();
        client.cancel(batch);
        client.awaitEnd(batch, PATIENCE);
        out.printf(
                "| %,d | %.1f s | %.2f s | %.1f s | %.1f s | %s | %.1f s | %.0f MiB |%n",
                lines,
                upload,
                accepted,
                checked,
                first,
                millisPerTask(cpuFrom, cpuTo, tasks),
                seconds(cancelled),
                Machine.peakResidentMiB(farm.coordinator().pid()));
    }

    private static String millisPerTask(Map<String, Duration> from, Map<String, Duration> to, int tasks) {
        return from.entrySet().stream()
                .map(process -> requireNonNull(to.get(process.getKey())).minus(process.getValue()))
                .map(used -> "%.2f".formatted(used.toNanos() / 1e6 / tasks))
                .collect(Collectors.joining(" | "));
    }

    private void warmUp() {
        BatchId batch = client.submit(catalogue(SMALL)).id();
        awaitOften(batch, seen -> seen.taskCounts().completed() >= TO);
        client.cancel(batch);
        client.awaitEnd(batch, PATIENCE);
    }

    private BatchId create(FileId file) {
        var request = BatchRequest.images(file, Map.of(), null, new BatchRequest.Options(1L, null));
        var answer = client.ask("POST", "/v1/batches", new String(Json.bytes(request), StandardCharsets.UTF_8));
        return Json.read(answer.body(), Batch.class).id();
    }

    private Batch awaitOften(BatchId batch, Predicate<Batch> condition) {
        return await("batch " + batch)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.batch(batch), condition);
    }

    /** By process. */
    private Map<String, Duration> cpu() {
        Map<String, Duration> used = new LinkedHashMap<>();
        for (Server server : farm.started()) {
            if (server instanceof ChildProcess process) {
                used.put(
                        process.name(),
                        ProcessHandle.of(process.pid())
                                .flatMap(handle -> handle.info().totalCpuDuration())
                                .orElseThrow());
            }
        }
        return used;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / NANOS;
    }
}
