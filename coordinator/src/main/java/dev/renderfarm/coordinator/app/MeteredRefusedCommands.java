package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.RefusedCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused commands and counts them by command and status. */
final class MeteredRefusedCommands implements RefusedCommands {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredRefusedCommands.class);

    private final MeterRegistry meters;

    MeteredRefusedCommands(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void refused(BatchCommand command, @Nullable BatchStatus status) {
        String name = command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String state = status == null ? "unknown" : status.wireName();
        LOG.atInfo()
                .addKeyValue("batchId", command.batchId())
                .addKeyValue("command", name)
                .addKeyValue("status", state)
                .log("command refused: the batch's status does not allow it");
        Counter.builder("renderfarm.commands.refused")
                .description("Commands that changed nothing, because the batch's status did not allow them")
                .tag("command", name)
                .tag("status", state)
                .register(meters)
                .increment();
    }
}
