package dev.renderfarm.gpuworker.source;

import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decoded pictures by their digests, those that were used last: a product is often in several lines. One picture is decoded
 * at a time, which bounds the memory that many slots take for that. Safe for use by several threads.
 */
final class PixelCache {

    private final long mostPixels;
    private final Map<String, Pixels> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private long pixels;

    /** @param mostPixels that are kept */
    PixelCache(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    synchronized Pixels get(String sha256, Supplier<Pixels> decoded) {
        Pixels kept = pictures.get(sha256);
        if (kept != null) {
            return kept;
        }
        Pixels picture = decoded.get();
        if (picture.count() <= mostPixels) {
            pictures.put(sha256, picture);
            pixels += picture.count();
            dropOldest();
        }
        return picture;
    }

    private void dropOldest() {
        Iterator<Pixels> oldest = pictures.values().iterator();
        while (pixels > mostPixels) {
            pixels -= oldest.next().count();
            oldest.remove();
        }
    }
}
