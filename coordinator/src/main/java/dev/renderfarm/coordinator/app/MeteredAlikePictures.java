package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.books.AlikePictures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts them. */
final class MeteredAlikePictures implements AlikePictures {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredAlikePictures.class);

    private final Counter found;

    MeteredAlikePictures(MeterRegistry meters) {
        this.found = Counter.builder("renderfarm.images.near_duplicate")
                .description("Pictures that looked like another one of their line, drawn again or rejected")
                .register(meters);
    }

    @Override
    public void found(TaskId task) {
        LOG.atInfo().addKeyValue("taskId", task).log("a picture looks like another one of its line");
        found.increment();
    }
}
