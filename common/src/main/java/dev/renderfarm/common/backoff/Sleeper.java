package dev.renderfarm.common.backoff;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

    Sleeper REAL = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    void sleep(Duration time) throws InterruptedException;
}
