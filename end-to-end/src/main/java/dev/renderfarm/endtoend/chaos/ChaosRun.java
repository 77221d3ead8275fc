package dev.renderfarm.endtoend.chaos;

import dev.renderfarm.endtoend.chaos.check.ChaosVerdict;
import dev.renderfarm.endtoend.chaos.check.Checker;
import dev.renderfarm.endtoend.chaos.check.Recorder;
import dev.renderfarm.endtoend.chaos.check.S3Objects;
import dev.renderfarm.endtoend.chaos.check.Seen;
import dev.renderfarm.endtoend.chaos.check.Takeovers;
import dev.renderfarm.endtoend.chaos.farm.ChaosFarm;
import dev.renderfarm.endtoend.chaos.fault.ChaosFault;
import dev.renderfarm.endtoend.chaos.fault.FaultSchedule;
import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.load.Load;
import dev.renderfarm.standalone.farm.BackingServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts a farm, loads it, lets a schedule of faults strike it, lets it come to rest, and has it checked. */
final class ChaosRun {

    private static final int SHOPPERS = 5;
    private static final Duration CATCHING_UP = Duration.ofMinutes(1);

    private final Plan plan;
    private final Path data;
    private final Path model;
    private final Consumer<String> news;
    private final List<String> skipped = new ArrayList<>();

    /**
     * @param gap mean time between two faults
     * @param patience from the last fault until all that was submitted has ended
     * @param isWanted of kinds
     */
    record Plan(long seed, int faults, Duration gap, Duration patience, Predicate<String> isWanted) {}

    /**
     * @param data a new folder
     * @param model package whose name and limits count
     * @param news told what happens
     */
    ChaosRun(Plan plan, Path data, Path model, Consumer<String> news) {
        this.plan = plan;
        this.data = data;
        this.model = model;
        this.news = news;
    }

    ChaosOutcome run() throws IOException, InterruptedException {
        news.accept("the farm starts in " + data);
        try (ChaosFarm farm = ChaosFarm.start(data, model);
                Recorder recorder = new Recorder(farm.services().bootstrapServers(), "renderfarm.")) {
            FaultSchedule schedule = schedule(farm);
            news.accept("the farm is ready; seed " + plan.seed() + ", " + plan.faults() + " faults");
            long began = System.nanoTime();
            Load load = new Load(farm.coordinators(), SHOPPERS, plan.seed());
            List<Struck> struck = new Striking(farm, recorder::lastPicture, plan.patience(), news).run(schedule);
            news.accept("the last fault is over; all that was submitted has to end");
            load.finish(plan.patience());
            if (!recorder.catchUp(CATCHING_UP)) {
                throw new IllegalStateException(
                        "the topics were not read to their ends, so nothing can be said of this run");
            }
            Duration length = Duration.ofNanos(System.nanoTime() - began);
            List<Seen> seen = recorder.seen();
            ChaosVerdict verdict = new Checker(seen, bucket(farm.services())).check(load.orders());
            return new ChaosOutcome(
                    plan.seed(), length, struck, skipped, verdict, load.refusals(), takeovers(seen, struck));
        }
    }

    private FaultSchedule schedule(ChaosFarm farm) {
        Predicate<String> possible = plan.isWanted();
        if (!farm.hasSmallDisks()) {
            skipped.add("disk full: no file system of its own can be mounted, which wants root");
            possible = possible.and(kind -> !kind.startsWith("disk full"));
        }
        if (!farm.hasClocks()) {
            skipped.add("clock forward and back: there is no C compiler (cc) for the library that shifts them");
            possible = possible.and(kind -> !kind.startsWith("clock "));
        }
        skipped.forEach(what -> news.accept("SKIPPED " + what));
        return FaultSchedule.of(plan.seed(), plan.faults(), plan.gap(), possible);
    }

    private static S3Objects bucket(BackingServices services) {
        return new S3Objects(
                services.s3().address(),
                "renderfarm",
                services.credentials().accessKey(),
                services.credentials().secretKey());
    }

    private static List<Duration> takeovers(List<Seen> seen, List<Struck> struck) {
        Takeovers takeovers = new Takeovers(seen, Set.of(Part.WORKER_3.processName()));
        List<Duration> times = new ArrayList<>();
        for (Struck one : struck) {
            if (one.planned().fault() instanceof ChaosFault.Kill kill
                    && kill.part().isWorker()) {
                times.addAll(takeovers.after(kill.part().processName(), one.began(), one.beganAt()));
            }
        }
        return times;
    }
}
