package dev.renderfarm.coordinator.app;

import dev.renderfarm.tracing.log.LoggedKeys;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;

/** Lets every line through, with the ids that it names as fields. */
@LoggingFilter(name = "keys")
public final class CoordinatorLogFilter implements Filter {

    private final boolean asFields;

    /** @param asFields whether lines have fields at all: they are JSON */
    public CoordinatorLogFilter(@ConfigProperty(name = "renderfarm.log.json") boolean asFields) {
        this.asFields = asFields;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (asFields && line instanceof ExtLogRecord fields) {
            LoggedKeys.of(fields.getFormattedMessage()).forEach(fields::putMdc);
        }
        return true;
    }
}
