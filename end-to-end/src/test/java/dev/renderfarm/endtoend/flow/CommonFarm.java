package dev.renderfarm.endtoend.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the one farm of all that only hand in batches and look at their own: a worker of the tiny model. It starts
 * when the first asks for it, and ends with the run.
 */
final class CommonFarm implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(CommonFarm.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FlowFarm.class;
    }

    @Override
    public FlowFarm resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(FlowFarm.class, key -> start(), FlowFarm.class);
    }

    private static FlowFarm start() {
        try {
            return FlowFarm.start(TestModel.TINY, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the farm started", e);
        }
    }
}
