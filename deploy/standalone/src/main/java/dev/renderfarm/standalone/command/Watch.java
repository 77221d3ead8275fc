package dev.renderfarm.standalone.command;

import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Says so, once, when a process of the farm ends by itself. */
final class Watch {

    private final StandaloneFarm farm;
    private final PrintWriter out;
    private final Set<String> reported = new HashSet<>();

    Watch(StandaloneFarm farm, PrintWriter out) {
        this.farm = farm;
        this.out = out;
    }

    void everyUntilInterrupted(Duration period) throws InterruptedException {
        while (true) {
            TimeUnit.MILLISECONDS.sleep(period.toMillis());
            look();
        }
    }

    private void look() {
        List<ChildProcess> all = new ArrayList<>(List.of(farm.broker(), farm.s3(), farm.coordinator()));
        all.addAll(farm.workers());
        for (ChildProcess process : all) {
            if (!process.isAlive() && reported.add(process.name())) {
                out.println(process.name() + " has ended; " + process.log() + " says why.");
                out.flush();
            }
        }
    }
}
