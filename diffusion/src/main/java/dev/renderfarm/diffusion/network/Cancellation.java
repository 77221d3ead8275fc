package dev.renderfarm.diffusion.network;

/** Says whether anyone still wants the picture. Asked often and from any thread, so it must be quick. */
@FunctionalInterface
public interface Cancellation {

    Cancellation NEVER = () -> false;

    boolean isRequested();

    /**
     * Goes on only where the picture is still wanted.
     *
     * @throws RenderCancelledException where it is not
     * @throws InterruptedException where the thread is interrupted
     */
    default void stopIfRequested() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted between steps");
        }
        if (isRequested()) {
            throw new RenderCancelledException();
        }
    }
}
