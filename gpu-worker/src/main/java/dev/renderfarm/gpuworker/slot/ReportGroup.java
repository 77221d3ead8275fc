package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.report.ResultReporter.Report;
import dev.renderfarm.gpuworker.trace.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results of one micro-batch: each is sent as soon as it is known, and all are awaited together at the end. For one
 * thread.
 */
final class ReportGroup {

    private final ResultReports reports;
    private final List<Report> sent = new ArrayList<>();

    ReportGroup(ResultReports reports) {
        this.reports = reports;
    }

    void send(ClaimedTask claimed, TaskOutcome outcome) {
        send(claimed, outcome, null);
    }

    /** @param timeline null where no stage was noted */
    void send(ClaimedTask claimed, TaskOutcome outcome, @Nullable Timeline timeline) {
        sent.add(reports.send(claimed, outcome, timeline));
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
