package dev.renderfarm.gpuworker.fitness;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.gpuworker.fitness.SelfProbe.Finding;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the worker back whenever it is set aside, as soon as its own probe succeeds. Never gives up. */
public final class Recovery implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Fitness fitness;
    private final SelfProbe probe;
    private final Backoff pauses;
    private final Sleeper sleeper;

    /** @param pauses between probes that fail */
    public Recovery(Fitness fitness, SelfProbe probe, Backoff pauses, Sleeper sleeper) {
        this.fitness = fitness;
        this.probe = probe;
        this.pauses = pauses;
        this.sleeper = sleeper;
    }

    /** Goes on until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                fitness.awaitProblem();
                awaitFitness();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Probes until the probe succeeds; the worker is set aside for what it finds meanwhile. */
    public void awaitFitness() throws InterruptedException {
        sleeper.sleep(fitness.timeAside());
        Optional<Finding> finding = findings();
        for (int failures = 1; finding.isPresent(); failures++) {
            fitness.setAside(finding.get().code(), finding.get().detail());
            sleeper.sleep(pauses.afterFailures(failures));
            finding = findings();
        }
        fitness.comeBack();
    }

    /** Whatever happens to the probe, the worker must not stay aside for ever. */
    private Optional<Finding> findings() throws InterruptedException {
        try {
            return probe.run(fitness.isRenderingInDoubt());
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("the worker's own probe failed unexpectedly");
            String name = e.getClass().getSimpleName();
            return Optional.of(new Finding(
                    FailureCode.INTERNAL_ERROR, "the worker's own probe failed with " + name + ", see its log"));
        }
    }
}
