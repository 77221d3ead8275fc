package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.ledger.decision.DispatchWindow;
import dev.renderfarm.coordinator.ledger.decision.NearDuplicates;
import dev.renderfarm.coordinator.ledger.decision.RetryPolicy;
import dev.renderfarm.coordinator.ledger.decision.WatchdogPolicy;
import java.time.Duration;

/**
 * How the ledger behaves.
 *
 * @param retries waits after attempts that count
 * @param spared waits of a task that came back without having cost an attempt
 * @param nearDuplicates which pictures of a line are drawn again since they look like another one
 * @param cancelGrace how long a stopped batch waits for the results of what is in flight
 * @param progressInterval status records of mere progress are at least this far apart, per batch
 * @param mostPerTick timers fired at once, and tasks dispatched at once, at most
 * @param retention of ended batches
 */
public record LedgerPolicies(
        RetryPolicy retries,
        RetryPolicy spared,
        WatchdogPolicy watchdogs,
        DispatchWindow window,
        NearDuplicates nearDuplicates,
        Duration cancelGrace,
        Duration progressInterval,
        int mostPerTick,
        Retention retention) {}
