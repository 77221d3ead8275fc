package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decoded pictures by their digests, those that were used last: a product is often in several lines. The last one is kept
 * however large it is. A picture that is being read is waited for rather than read twice; others are not held up. Safe
 * for use by several threads.
 */
final class PixelCache {

    private static final long LONGEST_LOOK_AWAY_MILLIS = 200;

    private final long mostBytes;
    private final Map<String, ReadPicture> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<SourcePicture, CompletableFuture<ReadPicture>> underWay = new HashMap<>();
    private long bytes;

    /** @param mostBytes of pixels that are kept, where it is more than one picture */
    PixelCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Where a picture comes from. */
    interface Reading {
        ReadPicture read() throws InterruptedException;
    }

    /**
     * @param unwanted asked while somebody else reads it
     * @throws RenderException as reading it
     */
    ReadPicture get(SourcePicture source, Cancellation unwanted, Reading reading) throws InterruptedException {
        while (true) {
            CompletableFuture<ReadPicture> mine = new CompletableFuture<>();
            CompletableFuture<ReadPicture> theirs;
            synchronized (this) {
                ReadPicture kept = pictures.get(source.sha256());
                if (kept != null) {
                    return kept;
                }
                theirs = underWay.putIfAbsent(source, mine);
            }
            ReadPicture picture = theirs == null ? read(source, reading, mine) : awaited(theirs, unwanted);
            if (picture != null) {
                return picture;
            }
        }
    }

    /** Whoever waits shares what is wrong with the picture, but not what is with this reader. */
    private ReadPicture read(SourcePicture source, Reading reading, CompletableFuture<ReadPicture> mine)
            throws InterruptedException {
        try {
            ReadPicture picture = reading.read();
            ended(source, picture);
            mine.complete(picture);
            return picture;
        } catch (RenderException e) {
            ended(source, null);
            mine.completeExceptionally(e);
            throw e;
        } finally {
            if (!mine.isDone()) {
                ended(source, null);
                mine.cancel(false);
            }
        }
    }

    /** Null where its reader gave up. */
    private static @Nullable ReadPicture awaited(CompletableFuture<ReadPicture> theirs, Cancellation unwanted)
            throws InterruptedException {
        while (true) {
            unwanted.stopIfRequested();
            try {
                return theirs.get(LONGEST_LOOK_AWAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (CancellationException e) {
                return null;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RenderException wrong) {
                    throw wrong;
                }
                throw new IllegalStateException("a picture is read or has something wrong with it", e);
            }
        }
    }

    private synchronized void ended(SourcePicture source, @Nullable ReadPicture picture) {
        underWay.remove(source);
        if (picture == null) {
            return;
        }
        ReadPicture before = pictures.put(source.sha256(), picture);
        bytes += picture.bytes() - (before == null ? 0 : before.bytes());
        Iterator<ReadPicture> oldest = pictures.values().iterator();
        while (bytes > mostBytes && pictures.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
