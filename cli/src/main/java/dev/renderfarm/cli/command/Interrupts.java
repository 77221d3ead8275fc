package dev.renderfarm.cli.command;

/** Ctrl-C. */
@FunctionalInterface
interface Interrupts {

    /** While open, something is said when Ctrl-C comes. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    Registration onInterrupt(Runnable say);

    static Interrupts ofProcess() {
        return say -> {
            Thread hook = new Thread(say, "interrupted");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    // it is being said just now
                }
            };
        };
    }
}
