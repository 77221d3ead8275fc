package dev.renderfarm.endtoend.chaos.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A process of the farm that faults strike. */
public enum Part {
    BROKER,
    BUCKET,
    COORDINATOR_1,
    COORDINATOR_2,
    WORKER_1,
    WORKER_2,
    WORKER_3;

    /** As files and settings call it. */
    public String processName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, whichever of them. */
    public String role() {
        String name = processName();
        return name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
    }

    public boolean isWorker() {
        return role().equals("worker");
    }

    public boolean isCoordinator() {
        return role().equals("coordinator");
    }

    /** Those that lean on the broker and the bucket. */
    public static List<Part> clients() {
        return Arrays.stream(values())
                .filter(part -> part.isWorker() || part.isCoordinator())
                .toList();
    }
}
