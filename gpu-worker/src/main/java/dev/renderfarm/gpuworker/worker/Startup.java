package dev.renderfarm.gpuworker.worker;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the worker ready, or ends the process: a worker that cannot start must not look as if it were starting still.
 */
final class Startup implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final Steps steps;
    private final IntConsumer exit;

    /** @param exit ends the process with a status */
    Startup(Steps steps, IntConsumer exit) {
        this.steps = steps;
        this.exit = exit;
    }

    /** What is to be done. */
    @FunctionalInterface
    interface Steps {
        void run() throws InterruptedException;
    }

    @Override
    public void run() {
        try {
            steps.run();
        } catch (InterruptedException e) {
            LOG.atInfo().log("stopped before it was ready");
        } catch (Throwable e) {
            LOG.atError().addKeyValue("problem", String.valueOf(e)).log("the worker cannot start");
            LOG.atDebug().setCause(e).log("the worker cannot start");
            exit.accept(1);
        }
    }
}
