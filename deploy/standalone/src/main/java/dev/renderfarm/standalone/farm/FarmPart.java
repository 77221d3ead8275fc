package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.process.JvmOptions;

/** The kinds of processes that a farm is made of, with the JVM options that fit a small machine. */
public enum FarmPart {
    BROKER(JvmOptions.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n")),
    S3(JvmOptions.of("-Xmx128m", "-XX:+UseSerialGC")),
    COORDINATOR(JvmOptions.of("-Xmx384m", "-XX:+UseSerialGC")),
    /** JavaCPP's own guard takes the weights for a leak, so it is off. */
    WORKER(JvmOptions.of(
            "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-DRUST_FLAVOR=cpu"));

    private final JvmOptions defaults;

    FarmPart(JvmOptions defaults) {
        this.defaults = defaults;
    }

    public JvmOptions defaults() {
        return defaults;
    }
}
