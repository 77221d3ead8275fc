package dev.renderfarm.gpuworker.render;

/** Says whether anyone still wants the picture. Asked often and from any thread, so it must be quick. */
@FunctionalInterface
public interface Cancellation {

    Cancellation NEVER = () -> false;

    boolean isRequested();
}
