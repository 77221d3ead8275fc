package dev.renderfarm.endtoend.chaos.farm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A Java agent that takes all of a running process' heap for a while: any thread of it may run out of memory then. */
public final class HeapFiller {

    private static final int LARGE = 1 << 20;
    private static final int SMALL = 4 << 10;

    /** @param millis for how long */
    public static void agentmain(String millis) {
        Thread thread = new Thread(() -> fill(Long.parseLong(millis)), "heap-filler");
        thread.setDaemon(true);
        thread.start();
    }

    /** Packs this class as an agent. */
    static void pack(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), HeapFiller.class.getName());
        String entry = HeapFiller.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = HeapFiller.class.getResourceAsStream("/" + entry);
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            if (bytes == null) {
                throw new IOException("the class of the agent is missing");
            }
            out.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(out);
            out.closeEntry();
        }
    }

    private static void fill(long millis) {
        List<byte[]> taken = new ArrayList<>(1 << 16);
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            take(taken, LARGE);
            take(taken, SMALL);
        }
    }

    private static void take(List<byte[]> taken, int size) {
        try {
            while (taken.size() < 1 << 16) {
                taken.add(new byte[size]);
            }
        } catch (OutOfMemoryError e) {
            // that is what it is for
        }
    }

    private HeapFiller() {}
}
