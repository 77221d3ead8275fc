package dev.renderfarm.coordinator.bookkeeping;

import dev.renderfarm.coordinator.ledger.DispatchWindow;
import dev.renderfarm.coordinator.ledger.RetryPolicy;
import dev.renderfarm.coordinator.ledger.WatchdogPolicy;
import java.time.Duration;

/**
 * How the ledger behaves.
 *
 * @param cancelGrace how long a stopped batch waits for the results of what is in flight
 * @param progressInterval status records of mere progress are at least this far apart, per batch
 * @param mostPerTick timers fired at once, and tasks dispatched at once, at most
 */
public record LedgerPolicies(
        RetryPolicy retries,
        WatchdogPolicy watchdogs,
        DispatchWindow window,
        Duration cancelGrace,
        Duration progressInterval,
        int mostPerTick) {}
