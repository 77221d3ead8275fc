package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the ledger behaves. */
@ConfigMapping(prefix = "renderfarm.ledger")
public interface LedgerConfig {

    Retry retry();

    Spared spared();

    Watchdog watchdog();

    Window window();

    Retention retention();

    /** How long a cancelled or expired batch waits for the results of what is in flight. */
    @WithDefault("PT15S")
    Duration cancelGrace();

    /** Status records of mere progress are at least this far apart, per batch. */
    @WithDefault("PT0.25S")
    Duration progressInterval();

    /**
     * Bits of 64 in which the hashes of two pictures of a line differ at most, for the later one to be drawn again; workers
     * without the check {@code near-duplicate} report none.
     */
    @WithDefault("2")
    int nearDuplicateDistance();

    /** Timers fired, and tasks dispatched, at most in a tenth of a second, per partition. */
    @WithDefault("2000")
    int mostPerTick();

    /** Batches validated or finished at once by this process. */
    @WithDefault("2")
    int longWorkThreads();

    /** Waits between the attempts of a task. */
    interface Retry {
        /** Before jitter, which takes off up to half. */
        @WithDefault("PT1S")
        Duration first();

        @WithDefault("2")
        double factor();

        @WithDefault("PT60S")
        Duration longest();
    }

    /** Waits of a task that came back without having cost an attempt. */
    interface Spared {
        /** Before jitter, which takes off up to half; doubles each time in a row. */
        @WithDefault("PT1S")
        Duration first();

        @WithDefault("PT15S")
        Duration longest();
    }

    /** When the ledger looks after a dispatched task of which nothing is heard. */
    interface Watchdog {
        /** Doubles with every loss of the same task. */
        @WithDefault("PT2M")
        Duration first();

        @WithDefault("PT1H")
        Duration longest();
    }

    /**
     * How long what is known of ended batches is kept, from the last that was told of them. The bucket keeps their files and
     * pictures all the same.
     */
    interface Retention {
        /** Tasks and history of each, in the ledger's tables; a day at least. */
        @WithDefault("P30D")
        Duration tasks();

        /** Its status: what lists, usage and budgets tell of it. As long as its tasks at least, and longer than usage is asked for. */
        @WithDefault("P400D")
        Duration status();
    }

    /** How many tasks of a model are in flight, of all batches together. */
    interface Window {
        /** How far ahead of the workers tasks are dispatched. */
        @WithDefault("PT30S")
        Duration horizon();

        @WithDefault("8")
        int smallest();

        /** Below the broker's limit of locked records, 10,000 a partition. */
        @WithDefault("4000")
        int largest();
    }
}
