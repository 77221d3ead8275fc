package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.report.ResultReporter.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        sent.add(reports.send(claimed, outcome));
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
