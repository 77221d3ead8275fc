package dev.renderfarm.standalone.command;

import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.process.Server;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says so, once, when a process of the farm ends by itself. */
final class Watch {

    private final StandaloneFarm farm;
    private final Path logs;
    private final PrintWriter out;
    private final Set<String> reported = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Watch(StandaloneFarm farm, Path logs, PrintWriter out) {
        this.farm = farm;
        this.logs = logs;
        this.out = out;
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

    private void look() {
        for (Server server : farm.started()) {
            if (!server.isAlive() && reported.add(server.name())) {
                out.println(server.name() + " has ended; its log in " + logs + " says why.");
                out.flush();
            }
        }
    }
}
