package dev.renderfarm.common.rooms;

import java.util.List;

/**
 * A world outside of plain Java, with the packages by which it is reached: our own rooms that lead there among them.
 */
public enum Edge {
    /** The server's framework: injection, configuration, HTTP, messaging. */
    QUARKUS(
            "io.quarkus..",
            "io.smallrye..",
            "io.vertx..",
            "io.netty..",
            "jakarta..",
            "org.eclipse.microprofile..",
            "org.jboss.logmanager..",
            "org.jboss.resteasy.."),
    METERS("io.micrometer..", "io.prometheus.."),
    TRACES("io.opentelemetry..", "dev.renderfarm.tracing.."),
    KAFKA("org.apache.kafka..", "org.rocksdb.."),
    /** The broker itself, not its clients. */
    BROKER("kafka.."),
    /** A client of HTTP that lets its sockets be looked at, which the S3 client is built on too. */
    HTTP_CLIENT("okhttp3..", "javax.net.."),
    S3("io.minio..", "dev.renderfarm.objectstore.s3.."),
    TENSORFLOW("org.tensorflow..", "org.bytedeco..", "com.google.protobuf..", "dev.renderfarm.diffusion.tensorflow.."),
    TOKENIZER("ai.djl.."),
    /** Libraries of the machine, called as they are, and what Java's own machine tells of it. */
    NATIVE("com.sun.jna..", "com.sun.management.."),
    COMMAND_LINE("picocli.."),
    /** Reading and writing JSON; the annotations on records are plain. */
    JSON("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..", "com.fasterxml.jackson.datatype.."),
    CSV("de.siegmar.fastcsv.."),
    /** A server of HTTP that comes with Java, for what is tried and measured. */
    HTTP_SERVER("com.sun.net.httpserver.."),
    /** Encoders, decoders and colours, of Java and of others. */
    IMAGES("javax.imageio..", "java.awt..", "org.w3c.dom..", "com.luciad.imageio..", "com.twelvemonkeys.."),
    SIGNALS("sun.misc.."),
    /** What makes signatures beyond those of Java itself. */
    CRYPTOGRAPHY("org.bouncycastle.."),
    /** Tokens that somebody has signed. */
    TOKENS("org.jose4j.."),
    ASSERTIONS("org.assertj..", "org.awaitility..");

    private final List<String> packages;

    Edge(String... packages) {
        this.packages = List.of(packages);
    }

    /** In ArchUnit's notation. */
    List<String> packages() {
        return packages;
    }
}
