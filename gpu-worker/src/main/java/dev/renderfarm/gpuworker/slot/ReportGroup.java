package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.report.ResultReporter.Report;
import dev.renderfarm.gpuworker.trace.Timeline;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results of one micro-batch: each is sent as soon as it is known, with what was used for it, and all are awaited
 * together at the end. For one thread.
 */
final class ReportGroup {

    private final ResultReports reports;
    private final List<Report> sent = new ArrayList<>();
    private final Map<ClaimedTask, Usage> usages = new IdentityHashMap<>();

    ReportGroup(ResultReports reports) {
        this.reports = reports;
    }

    /** The device was used for all of these at once: each gets an equal share, be there a picture of it or not. */
    void used(List<? extends ClaimedTask> together, Usage usage) {
        if (usage.equals(Usage.NONE)) {
            return;
        }
        Iterator<Usage> shares = usage.sharedAmong(together.size()).iterator();
        together.forEach(task -> usages.merge(task, shares.next(), Usage::plus));
    }

    /** What was used for it so far; null where nothing was. */
    @Nullable
    Usage usageOf(ClaimedTask claimed) {
        return usages.get(claimed);
    }

    void send(ClaimedTask claimed, TaskOutcome outcome) {
        send(claimed, outcome, null);
    }

    /** @param timeline null where no stage was noted */
    void send(ClaimedTask claimed, TaskOutcome outcome, @Nullable Timeline timeline) {
        sent.add(reports.send(claimed, outcome, usageOf(claimed), timeline));
    }

    /** Sends an earlier picture of the same attempt again; false where there is none. */
    boolean sendAgain(ClaimedTask claimed) {
        Optional<Report> again = reports.sendAgain(claimed);
        again.ifPresent(sent::add);
        return again.isPresent();
    }

    /** Returns once every result is safely written. */
    void awaitWritten() throws InterruptedException {
        for (Report report : sent) {
            report.awaitWritten();
        }
    }
}
