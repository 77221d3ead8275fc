package dev.renderfarm.endtoend.bench;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.bench.FarmBenchOptions.Part;
import dev.renderfarm.endtoend.bench.Measure.Kind;
import dev.renderfarm.endtoend.budget.Budget;
import dev.renderfarm.endtoend.budget.Budgets;
import dev.renderfarm.endtoend.budget.Conditions;
import dev.renderfarm.endtoend.budget.Figure;
import dev.renderfarm.endtoend.budget.Overrun;
import dev.renderfarm.endtoend.shop.Catalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What the farm costs, as one table in Markdown: beside a bare loop on the same package, with a device that takes a
 * given time, and by process, kind of thread and stage for tasks whose rendering takes no time. Measures one build, or
 * an earlier one and the present one in turn; holds a run to the budget that was committed, or records one.
 */
public final class FarmBench {

    private static final String SIZE = "256x256";
    private static final String FAKE_SIZE = "64x64";
    private static final int STEPS = 8;
    private static final int DEVICE_PICTURES = 150;
    private static final Duration DEVICE_TIME = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double NANOS = 1e9;

    /** A kind of thread that uses less of a process is not worth a row. */
    private static final double LEAST_SHARE = 0.03;

    private final FarmBenchOptions options;
    private final Path scratch;
    private final Map<FarmBuild, Sheet> sheets = new LinkedHashMap<>();

    private FarmBench(FarmBenchOptions options, SpanSink spans, Path scratch) {
        this.options = options;
        this.scratch = scratch;
        List<FarmBuild> builds = new ArrayList<>(options.builds());
        if (options.traced()) {
            int present = builds.size() - 1;
            builds.add(present, builds.get(present).traced(spans.address()));
        }
        builds.forEach(build -> sheets.put(build, new Sheet(build.name())));
    }

    public static void main(String[] args) throws Exception {
        FarmBenchOptions options;
        try {
            options = FarmBenchOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + FarmBenchOptions.USAGE);
            System.exit(2);
            return;
        }
        try (SpanSink spans = new SpanSink()) {
            FarmBench bench = new FarmBench(options, spans, Files.createTempDirectory("farm-bench-"));
            bench.measure();
            if (options.traced()) {
                System.err.printf("%,d bytes of spans were taken%n", spans.bytes());
            }
            System.exit(bench.report(System.out, System.err));
        }
    }

    private void measure() throws Exception {
        for (FarmBuild build : sheets.keySet()) {
            if (options.parts().contains(Part.BARE)) {
                besideBareLoop(build);
            }
        }
        for (FarmBuild build : sheets.keySet()) {
            if (options.parts().contains(Part.DEVICE)) {
                withDevice(build);
            }
        }
        for (FarmBuild build : sheets.keySet()) {
            if (options.parts().contains(Part.TASKS)) {
                withoutDevice(build);
            }
        }
    }

    private void besideBareLoop(FarmBuild build) throws Exception {
        Sheet sheet = sheet(build);
        Catalogue pictures = new Catalogue(options.pictures(), SIZE, STEPS);
        Measure speed = new Measure(Kind.SPEED, "farm of one worker, the same pictures");
        Measure ratio = new Measure(Kind.SPEED_OVER_BARE, "farm over bare loop");
        try (RunningFarm farm = build.start(data(build, Part.BARE), List.of())) {
            sheet.addCold(speed, perSecond(farm, pictures));
            for (int round = 0; round < options.rounds(); round++) {
                FarmBuild.BareSpeed bare =
                        build.bareLoop(pictures.products(), SIZE, STEPS, scratch.resolve("bare-loop.log"));
                double here = perSecond(farm, pictures);
                sheet.add(new Measure(Kind.BARE_SPEED, "bare loop"), bare.imagesPerSecond());
                sheet.add(new Measure(Kind.BARE_COST, "bare loop, its start shared out"), bare.millis());
                sheet.add(speed, here);
                sheet.add(ratio, here / bare.imagesPerSecond());
            }
            busyRatio(farm)
                    .ifPresent(busy -> sheet.add(
                            new Measure(Kind.DEVICE_BUSY, "device busy ratio with real pictures, as the worker says"),
                            busy));
            memory(sheet, farm, "rendering");
        }
    }

    private void withDevice(FarmBuild build) throws Exception {
        Sheet sheet = sheet(build);
        List<String> settings = List.of(
                "--renderer=fake",
                "--set-worker=renderfarm.worker.slots=2",
                "--set-worker=renderfarm.worker.fake.time-per-image=" + DEVICE_TIME.toMillis() + "ms");
        try (RunningFarm farm = build.start(data(build, Part.DEVICE), settings)) {
            Catalogue pictures = new Catalogue(DEVICE_PICTURES, FAKE_SIZE, STEPS);
            Measure speed = new Measure(Kind.DEVICE_SPEED, "device of 0.1 s a picture, 2 slots, whole batch of 150");
            sheet.addCold(speed, perSecond(farm, pictures));
            for (int round = 0; round < options.rounds(); round++) {
                sheet.add(speed, perSecond(farm, pictures));
            }
            busyRatio(farm)
                    .ifPresent(busy -> sheet.add(
                            new Measure(
                                    Kind.DEVICE_BUSY, "device busy ratio with a device of 0.1 s, as the worker says"),
                            busy));
        }
    }

    private void withoutDevice(FarmBuild build) throws Exception {
        Sheet sheet = sheet(build);
        List<String> settings = List.of(
                "--workers=2",
                "--renderer=fake",
                "--set-worker=renderfarm.worker.slots=8",
                "--set-worker=renderfarm.worker.micro-batch=4",
                "--set-worker=renderfarm.worker.fake.time-per-image=0s");
        try (RunningFarm farm = build.start(data(build, Part.TASKS), settings)) {
            round(farm, sheet::addCold);
            for (int round = 0; round < options.rounds(); round++) {
                round(farm, sheet::add);
            }
            memory(sheet, farm, "fake tasks");
        }
    }

    /** A batch of fake tasks, and what each process used for one of them. */
    private void round(RunningFarm farm, BiConsumer<Measure, Double> into) throws Exception {
        long own = ProcessHandle.current().pid();
        double tasks = options.tasks();
        Map<String, ProcessUse> before = farm.use();
        Map<String, Double> stagesBefore = farm.stageMillis();
        ProcessUse driverBefore = ProcessUse.of(own);

        into.accept(
                new Measure(Kind.RATE, "fake tasks"), perSecond(farm, new Catalogue((int) tasks, FAKE_SIZE, STEPS)));

        double sum = 0;
        for (var process : farm.use().entrySet()) {
            ProcessUse used = process.getValue().since(requireNonNull(before.get(process.getKey())));
            into.accept(new Measure(Kind.COST, "a task, " + process.getKey()), used.millis() / tasks);
            sum += used.millis();
            threads(process.getKey(), used, tasks, into);
        }
        into.accept(new Measure(Kind.COST, "a task, all processes of the farm"), sum / tasks);
        into.accept(
                new Measure(Kind.THREADS, "driver, which submits and waits"),
                ProcessUse.of(own).since(driverBefore).millis() / tasks);
        farm.stageMillis()
                .forEach((stage, millis) -> into.accept(
                        new Measure(Kind.STAGE, "stage " + stage + ", by the clock"),
                        (millis - stagesBefore.getOrDefault(stage, 0.0)) / tasks));
    }

    private static void threads(String process, ProcessUse used, double tasks, BiConsumer<Measure, Double> into) {
        Map<String, Double> shown = new LinkedHashMap<>();
        used.threads().forEach((name, millis) -> shown.put(name, millis));
        shown.put("threads that have ended", used.millisOfEndedThreads());
        shown.forEach((name, millis) -> {
            if (millis > LEAST_SHARE * used.millis()) {
                into.accept(new Measure(Kind.THREADS, process + ": " + name), millis / tasks);
            }
        });
    }

    private static void memory(Sheet sheet, RunningFarm farm, String doing) throws IOException {
        farm.peakResidentMiB()
                .forEach((process, peak) ->
                        sheet.add(new Measure(Kind.MEMORY, "peak resident, " + process + ", " + doing), peak));
    }

    private static Optional<Double> busyRatio(RunningFarm farm) {
        return farm.client().workers().stream()
                .map(worker -> worker.heartbeat().deviceBusyRatio())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static double perSecond(RunningFarm farm, Catalogue catalogue) {
        long start = System.nanoTime();
        Batch submitted = farm.client().submit(catalogue);
        Batch ended = farm.client().awaitEnd(submitted.id(), PATIENCE);
        double seconds = (System.nanoTime() - start) / NANOS;
        if (ended.status() != BatchStatus.COMPLETED || ended.requestCounts().completed() != catalogue.products()) {
            throw new IllegalStateException("the batch did not complete: " + ended);
        }
        return catalogue.products() / seconds;
    }

    private Path data(FarmBuild build, Part part) {
        return scratch.resolve(build.name() + "-" + part);
    }

    private Sheet sheet(FarmBuild build) {
        return requireNonNull(sheets.get(build));
    }

    /** The exit code. */
    private int report(PrintStream out, PrintStream err) throws IOException {
        out.println("Machine: " + Machine.describe());
        out.printf(
                "Warm rounds %d after a cold one; batches of %d pictures of %s in %d steps, of %,d fake tasks.%n%n",
                options.rounds(), options.pictures(), SIZE, STEPS, options.tasks());
        out.print(Sheet.markdown(List.copyOf(sheets.values())));
        Path record = options.record();
        if (record != null) {
            Files.writeString(record, Json.pretty(read(record).with(budget())));
            err.println("Recorded in " + record);
        }
        Path check = options.check();
        return check == null ? 0 : held(budget(), check, err);
    }

    private static int held(Budget run, Path committed, PrintStream err) throws IOException {
        Budgets budgets = read(committed);
        Optional<List<Overrun>> overruns = budgets.overruns(run);
        if (overruns.isEmpty()) {
            err.println("NOTHING COMPARED: " + committed + " has no figures of this machine and size of batches");
            return 0;
        }
        budgets.unknown(run)
                .forEach(figure -> err.println("NEW " + figure.name() + ": not compared until it is recorded"));
        overruns.get().forEach(overrun -> err.println("WORSE " + overrun));
        err.printf(
                "%d figures are more than %.0f %% worse than committed%n",
                overruns.get().size(), Budgets.LEEWAY * 100);
        return overruns.get().isEmpty() ? 0 : 1;
    }

    private static Budgets read(Path file) throws IOException {
        return Files.exists(file) ? Json.read(Files.readAllBytes(file), Budgets.class) : new Budgets(List.of());
    }

    private Budget budget() throws IOException {
        Map<Measure, Samples> samples = sheet(options.builds().get(0)).samples();
        double bare = samples.entrySet().stream()
                .filter(sample -> sample.getKey().kind() == Kind.BARE_COST)
                .mapToDouble(sample -> sample.getValue().median())
                .findFirst()
                .orElseThrow();
        List<Figure> figures = samples.entrySet().stream()
                .filter(sample -> sample.getKey().isBudgeted())
                .map(sample -> sample.getKey().figure(sample.getValue().median(), bare))
                .toList();
        Conditions conditions =
                new Conditions(Machine.processor(), Runtime.getRuntime().availableProcessors(), options.tasks());
        return new Budget(conditions, figures);
    }
}
