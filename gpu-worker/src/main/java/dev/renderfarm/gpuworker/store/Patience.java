package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How long the bucket is waited for.
 *
 * @param pauses between the first tries
 * @param limit for all tries of one picture together
 */
public record Patience(Backoff pauses, Duration limit, Sleeper sleeper, InstantSource clock) {}
