package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.process.JvmOptions;

/** The kinds of processes that a farm is made of, with the JVM options that fit a small machine. */
public enum FarmPart {
    BROKER(frugal(192, 32, 24)
            .and(
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n")),
    S3(frugal(128, 24, 16)),
    COORDINATOR(frugal(384, 64, 48)),
    /** JavaCPP's own guard takes the weights for a leak, so it is off. */
    WORKER(frugal(512, 64, 48).and("-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-DRUST_FLAVOR=cpu"));

    private final JvmOptions defaults;

    FarmPart(JvmOptions defaults) {
        this.defaults = defaults;
    }

    public JvmOptions defaults() {
        return defaults;
    }

    /**
     * A heap that begins small, since by default it begins with a 64th of the machine's memory and is touched all over
     * before the first collection; and counters for jstat every ten seconds instead of twenty times a second, for which
     * a thread would wake.
     *
     * @param most megabytes of heap
     * @param first megabytes of heap to begin with
     * @param young megabytes of them for new objects
     */
    private static JvmOptions frugal(int most, int first, int young) {
        return JvmOptions.of(
                "-Xmx" + most + "m",
                "-Xms" + first + "m",
                "-Xmn" + young + "m",
                "-XX:+UseSerialGC",
                "-XX:PerfDataSamplingInterval=10000");
    }
}
