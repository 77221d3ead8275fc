package dev.renderfarm.cli.verify;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A few of many pictures, to be drawn again: the same ones each time, from all over the batch, and one of each line. Not safe
 * for several threads.
 */
public final class PictureSample {

    private final int most;
    /** By the digest of their names, so that neighbours are not chosen together. */
    private final TreeMap<String, Chosen> chosen = new TreeMap<>();

    private final Set<String> lines = new HashSet<>();

    public PictureSample(int most) {
        this.most = most;
    }

    /** @param worker that drew it; null where its metadata do not tell */
    record Chosen(
            String name,
            byte[] file,
            BatchId batch,
            int index,
            long seed,
            String model,
            @Nullable String worker) {}

    /** What metadata tell of how a picture was made. */
    record Story(
            @Nullable BatchId batch,
            @Nullable Integer index,
            @Nullable String customId,
            @Nullable Long seed,
            @Nullable Model model,
            @Nullable String worker,
            @Nullable Rejection rejected) {

        record Model(@Nullable String digest) {}

        String modelDigest() {
            return model == null || model.digest() == null ? "" : model.digest();
        }
    }

    /**
     * Considers a picture; one whose metadata do not say how it was made cannot be drawn again, nor can one that was kept though it
     * failed a check.
     */
    void consider(String name, byte[] file, byte[] metadata) {
        Story story;
        try {
            story = Json.read(metadata, Story.class);
        } catch (MalformedJsonException e) {
            return;
        }
        if (story.batch() == null || story.index() == null || story.seed() == null || story.rejected() != null) {
            return;
        }
        String mark = Sha256.hex(name + story.batch());
        if (!lines.add(story.batch() + "/" + story.customId())) {
            return;
        }
        chosen.put(
                mark,
                new Chosen(
                        name, file, story.batch(), story.index(), story.seed(), story.modelDigest(), story.worker()));
        if (chosen.size() > most) {
            chosen.pollLastEntry();
        }
    }

    /** Those that were chosen, by batch, in the order of their indexes. */
    Collection<List<Chosen>> batches() {
        return chosen.values().stream()
                .sorted(Comparator.comparingInt(Chosen::index))
                .collect(Collectors.groupingBy(Chosen::batch, LinkedHashMap::new, Collectors.toList()))
                .values();
    }
}
