package dev.renderfarm.standalone.command;

import dev.renderfarm.standalone.process.ChildFailedException;
import dev.renderfarm.standalone.process.Server;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says so, once, when a process of the farm ends by itself, and restarts one that only a restart can help. */
final class Watch {

    static final Duration ASK_EVERY = Duration.ofSeconds(10);
    static final Duration BETWEEN_RESTARTS = Duration.ofMinutes(1);

    private final Supplier<List<Server>> processes;
    private final Path logs;
    private final PrintWriter out;
    private final InstantSource clock;
    private final Set<String> reported = new HashSet<>();
    private final Map<String, Instant> askAgain = new HashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param processes that are to be watched, at any time */
    Watch(Supplier<List<Server>> processes, Path logs, PrintWriter out, InstantSource clock) {
        this.processes = processes;
        this.logs = logs;
        this.out = out;
        this.clock = clock;
    }

    /** Returns when {@link #end} is called. */
    void every(Duration period) throws InterruptedException {
        while (!ended.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
            look();
        }
    }

    /** From now on processes end because they are told to. */
    void end() {
        ended.countDown();
    }

    void look() throws InterruptedException {
        for (Server process : processes.get()) {
            if (!process.isAlive()) {
                if (reported.add(process.name())) {
                    say(process.name() + " has ended; its log in " + logs + " says why.");
                }
            } else if (!clock.instant().isBefore(askAgain.getOrDefault(process.name(), Instant.MIN))) {
                askAgain.put(process.name(), clock.instant().plus(ASK_EVERY));
                Optional<String> reason = process.lostBecause();
                if (reason.isPresent()) {
                    restart(process, reason.get());
                }
            }
        }
    }

    private void restart(Server process, String reason) throws InterruptedException {
        say(process.name() + " is restarted, which alone can help it: " + reason);
        process.stop();
        if (ended.getCount() > 0) {
            try {
                process.launch();
            } catch (ChildFailedException e) {
                say(String.valueOf(e.getMessage()));
            }
            askAgain.put(process.name(), clock.instant().plus(BETWEEN_RESTARTS));
        }
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }
}
