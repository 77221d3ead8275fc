package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.digest.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each picture once, however many lines name it, be it sound or not. Remembers the {@value #MOST} that were named
 * last: some 10 MB whatever the length of a data URL.
 */
final class RememberedSources implements Sources {

    static final int MOST = 20_000;

    private record Outcome(
            @Nullable KnownPicture picture, @Nullable UnusableSourceException fault) {}

    private final Sources looking;
    private final Map<Object, Outcome> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Outcome> eldest) {
            return size() > MOST;
        }
    };

    RememberedSources(Sources looking) {
        this.looking = looking;
    }

    @Override
    public KnownPicture look(SourceName name) throws UnusableSourceException {
        Object key = name instanceof SourceName.OfData data ? Sha256.hex(data.url()) : name;
        Outcome outcome = known.get(key);
        if (outcome == null) {
            outcome = outcome(name);
            known.put(key, outcome);
        }
        if (outcome.picture() == null) {
            throw outcome.fault() == null ? new UnusableSourceException("cannot be looked at") : outcome.fault();
        }
        return outcome.picture();
    }

    private Outcome outcome(SourceName name) {
        try {
            return new Outcome(looking.look(name), null);
        } catch (UnusableSourceException e) {
            return new Outcome(null, e);
        }
    }
}
